"""From starting the program to the first step of missing mode, against a bare Flask page."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
import time
from functools import partial
from http.client import HTTPConnection
from typing import TYPE_CHECKING

from benchmarks.timing import measure_in_turn
from wayhome.check.rules import RULE_NAMES
from wayhome.library import SHIPPED
from wayhome.library.loading import read_content

if TYPE_CHECKING:
    from collections.abc import Mapping

RUNS = 10
AIM_SECONDS = 1.0
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(/\S*)")
BARE = """
import sys
from flask import Flask
from waitress.server import create_server
app = Flask("bare")
app.add_url_rule("/", view_func=lambda: "<!doctype html><title>bare</title><p>Call the police now")
server = create_server(app, host="127.0.0.1", port=0)
print(f"http://127.0.0.1:{server.effective_port}/", flush=True)
server.run()
"""
WAYHOME = ("-m", "wayhome", "open", "--no-browser", "--lang", "en")


def report() -> None:
    """Print the seconds from the start of a new process to the whole first page, locked."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"WAYHOME_HOME": home, "PYTHONUNBUFFERED": "1"}
        ours = partial(_until_shown, WAYHOME, "/c", environment)
        bare = partial(_until_shown, ("-c", BARE), "/", environment)
        ours()  # writes bytecode and the kept content, as the first start does
        peer, page = measure_in_turn(RUNS, bare, ours)
    start = time.perf_counter()
    read_content(SHIPPED, RULE_NAMES)
    reading = time.perf_counter() - start
    print(
        f"missing  first step p50 {page.p50:.2f} s, p95 {page.p95:.2f} s after the start of the "
        f"program (aim: below {AIM_SECONDS:.0f}); bare Flask page p50 {peer.p50:.2f} s: "
        f"{page.p50 / peer.p50:.1f} times. Where no content can be kept, as on the very first "
        f"start: {reading:.2f} s more ({dt.date.today():%Y-%m-%d})"  # noqa: DTZ011 - for a person
    )


def _until_shown(arguments: tuple[str, ...], path: str, environment: Mapping[str, str]) -> None:
    """Start a program, come in through the address that it prints, and read a page whole."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
    ) as process:
        port, entrance = _address(process)
        connection = HTTPConnection("127.0.0.1", port)
        cookie = ""
        for place in dict.fromkeys((entrance, path)):
            connection.request("GET", place, headers={"Cookie": cookie})
            response = connection.getresponse()
            body = response.read()
            cookie = (response.getheader("Set-Cookie") or cookie).split(";")[0]
        process.terminate()
    if b"Call the police now" not in body:
        raise RuntimeError("another page came")


def _address(process: subprocess.Popen[str]) -> tuple[int, str]:
    for line in process.stdout or ():
        if found := ADDRESS.search(line):
            return int(found[1]), found[2]
    raise RuntimeError("no address was printed")
