"""Each page of the app against a bare Flask page, over loopback, through the same server."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from benchmarks.timing import measure_in_turn
from wayhome.usecases.door import Door
from wayhome.usecases.home import Home
from wayhome.usecases.wayhome import Wayhome
from wayhome.web.application import create_app
from wayhome.web.serving import bind, make_server

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 300
AIM_P95_MS = 15
AIM_FIRST_VISIT_KB = 60
PAGES = {
    "start": "/",
    "missing": "/c",
    "suspected": "/d",
    "young person": "/e",
    "other adult": "/f",
    "numbers": "/g",
    "about": "/h",
    "guide": "/i",
    "topic": "/i/1",
    "signs": "/i/7",
    "tactics": "/i/8",
}
FIRST_VISIT = ("/", "/s/style.css", "/s/exit.js", "/s/icon.svg")


class Visitor:
    """A browser of one tab: keeps its connection and its cookie."""

    def __init__(self, port: int) -> None:
        """Connect to a port of this computer."""
        self.connection = HTTPConnection("127.0.0.1", port)
        self.cookie = ""

    def get(self, path: str) -> bytes:
        """Return the body at a path; take a cookie that comes with it."""
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        response = self.connection.getresponse()
        body = response.read()
        if given := response.getheader("Set-Cookie"):
            self.cookie = given.split(";")[0]
        if response.status not in (200, 303):
            raise RuntimeError(f"{path} answered {response.status}")
        return body


def report() -> None:
    """Print p50 and p95 of every page, their ratio to a bare page, and the first visit's bytes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.save_settings(region="US", language="en")
        bare = Visitor(serve(lambda _: _bare_app()))
        door_of: list[Door] = []

        def ours(port: int) -> Flask:
            door_of.append(Door(port))
            wayhome = Wayhome.from_shipped_content(today=dt.date.today)
            return create_app(wayhome, home, door_of[0])

        visitor = Visitor(serve(ours))
        visitor.get(f"/o?t={door_of[0].mint()}")
        for name, path in PAGES.items():
            visitor.get(path)
            peer, page = measure_in_turn(RUNS, partial(bare.get, "/"), partial(visitor.get, path))
            print(
                f"page     {name:13} p50 {page.p50 * 1000:5.1f} ms, p95 {page.p95 * 1000:5.1f} ms "
                f"(aim: below {AIM_P95_MS}); bare Flask page p50 {peer.p50 * 1000:.1f} ms: "
                f"{page.p50 / peer.p50:.1f} times"
            )
        size = sum(len(visitor.get(path)) for path in FIRST_VISIT)
        print(f"visit    {size / 1000:.1f} kB at the first visit (aim: below {AIM_FIRST_VISIT_KB})")


def _bare_app() -> Flask:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "<!doctype html><title>bare</title><p>bare")
    return app


def serve(make: Callable[[int], Flask]) -> int:
    """Serve an app in a thread of its own; return its port."""
    listener = bind(None)
    port: int = listener.getsockname()[1]
    server = make_server(make(port), listener)
    threading.Thread(target=server.run, daemon=True).start()
    return port
