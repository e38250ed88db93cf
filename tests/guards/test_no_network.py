"""Nothing leaves the machine: no part of the program opens a socket that is not loopback."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "src"
SOURCES = sorted(ROOT.rglob("*.py"))
# Who may know of sockets at all, and what each of them needs.
KNOWN = {
    "wayhome/web/serving.py": {"socket", "waitress"},
    "wayhome/web/opening.py": {"http.client", "webbrowser"},
}
NETWORK = (
    "socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "ftplib",
    "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc", "socketserver", "asyncio", "waitress",
    "webbrowser", "websockets",
)  # fmt: skip
HARMLESS = {"http.HTTPStatus", "http", "urllib.parse"}
WATCH = """
import sys
LOOPBACK = ("127.0.0.1", "::1", "localhost")
def watch(event, args):
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        address = args[1]
        if not (isinstance(address, tuple) and address[0] in LOOPBACK):
            raise SystemExit(f"{event} {address}")
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        # waitress looks its default address up, a plain number, and never binds it.
        if args[0] not in (*LOOPBACK, "0.0.0.0"):
            raise SystemExit(f"{event} {args[0]}")
sys.addaudithook(watch)
"""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_only_the_known_modules_know_of_a_network(path: Path) -> None:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {node.module} if node.module not in ("http", "urllib") else submodules
    found = {name for name in names if name.split(".")[0] in NETWORK} - HARMLESS
    assert found <= KNOWN.get(path.relative_to(ROOT).as_posix(), set())


@pytest.mark.parametrize(
    "arguments",
    [
        ["numbers"],
        ["missing", "--lang", "es"],
        ["suspected"],
        ["check", "--questions"],
        ["content", "check"],
    ],
    ids=" ".join,
)
def test_commands_open_no_socket_beyond_loopback(arguments: list[str]) -> None:
    code = f"{WATCH}\nfrom wayhome.cli.main import run\nraise SystemExit(run({arguments!r}))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_the_watch_itself_notices() -> None:
    code = f"{WATCH}\nimport socket\nsocket.create_connection(('192.0.2.1', 9), timeout=1)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "192.0.2.1" in ran.stderr


def test_a_visit_to_the_app_opens_no_socket_beyond_loopback(tmp_path: Path) -> None:
    code = f"""{WATCH}
import datetime, pathlib, threading, http.client
from wayhome.usecases.door import Door
from wayhome.usecases.home import Home
from wayhome.usecases.wayhome import Wayhome
from wayhome.web.application import create_app
from wayhome.web.serving import bind, make_server
listener = bind(None)
door = Door(listener.getsockname()[1])
app = create_app(
    Wayhome.from_shipped_content(datetime.date.today), Home(pathlib.Path({str(tmp_path)!r})), door
)
threading.Thread(target=make_server(app, listener).run, daemon=True).start()
client = http.client.HTTPConnection("127.0.0.1", door.port)
client.request("GET", "/o?t=" + door.mint())
answer = client.getresponse()
answer.read()
cookie = answer.getheader("Set-Cookie").split(";")[0]
for path in ("/", "/c", "/d", "/e", "/f", "/g", "/h", "/n"):
    client.request("GET", path, headers={{"Cookie": cookie}})
    answer = client.getresponse()
    answer.read()
    assert answer.status == 200, path
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
