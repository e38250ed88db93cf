"""A real server beside the tests, started and stopped cleanly."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

from waitress import wasyncore

from wayhome.usecases.door import Door
from wayhome.web.application import create_app
from wayhome.web.serving import bind, make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from wayhome.usecases.home import Home
    from wayhome.usecases.wayhome import Wayhome


@contextmanager
def running(wayhome: Wayhome, home: Home) -> Iterator[Flask]:
    """Serve on a free port; the door that knows it stands in the app's extensions."""
    listener = bind(None)
    app = create_app(wayhome, home, Door(listener.getsockname()[1]))
    # What waitress needs to be stopped from outside stands in no interface of its own.
    server = cast("Any", make_server(app, listener))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield app
    finally:
        # Inside its own loop: closing a socket under a running select is an error in the thread.
        everything = server._map  # noqa: SLF001 - there is no other way to close it all
        with suppress(OSError):
            # A loop that wakes for something else closes it all before it is told to.
            server.trigger.pull_trigger(lambda: wasyncore.close_all(everything, ignore_all=True))
        thread.join(5)
        server.task_dispatcher.shutdown()


def door_of(app: Flask) -> Door:
    """Return the door of a running app."""
    return cast("Door", app.extensions["wayhome"].door)
