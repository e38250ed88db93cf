"""`wayhome open`: one window onto one running Wayhome."""

from __future__ import annotations

import os
import secrets
import signal
import threading
import webbrowser
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from wayhome.usecases.door import LOOPBACK, Door, leave_word, read_word, take_word_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.usecases.home import Home
    from wayhome.usecases.wayhome import Wayhome

PATIENCE = 2.0
"""Seconds to wait for a listener that may be ours."""


def open_app(  # noqa: PLR0913 - the choices of one command line, all but two of them named
    wayhome: Wayhome,
    home: Home,
    *,
    port: int | None,
    open_browser: bool,
    announce: Callable[[str], None],
    language: str = "en",
) -> bool:
    """Open the running Wayhome of this home, else start one and stay until Ctrl-C.

    Returns True if it started one, which somebody has stopped by now.

    ``port`` None takes the running one, else any free port. A port that is named and is not
    the running one's starts a second Wayhome there.

    Raises:
        UserProblem: ``port_in_use``, another program listens on the named port.
    """
    opening = _Opening(wayhome, home, announce, language, open_browser)
    running = read_word(home)
    if running and port in (None, running.port) and is_ours(running):
        opening.reuse(running)
        return False
    opening.start(port)
    return True


def _end_when_told() -> None:
    """Treat the end of the window or of the session like Ctrl-C, so that the key is taken back."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        # Not every system has every one of them.
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, signal.default_int_handler)


def is_ours(door: Door) -> bool:
    """Tell whether the program that listens at this door's port holds the door's key."""
    challenge = secrets.token_urlsafe(16)
    connection = HTTPConnection(LOOPBACK, door.port, timeout=PATIENCE)
    try:
        connection.request("GET", f"/o?c={challenge}")
        answer = connection.getresponse().read(1024).decode("ascii")
    except (OSError, HTTPException, UnicodeDecodeError):
        return False
    finally:
        connection.close()
    return door.is_proof(challenge, answer)


@dataclass(frozen=True, slots=True)
class _Opening:
    """One run of the command."""

    wayhome: Wayhome
    home: Home
    announce: Callable[[str], None]
    language: str
    open_browser: bool

    def reuse(self, running: Door) -> None:
        """Open a window onto the Wayhome that runs already."""
        address = running.address()
        self._say("running", address=address)
        if self.open_browser:
            webbrowser.open(address)

    def start(self, port: int | None) -> None:
        """Start a Wayhome and stay until it is stopped."""
        # Imported late: a second start needs no server.
        from wayhome.usecases.dumps import forbid_dumps
        from wayhome.web.application import create_app
        from wayhome.web.serving import bind, serve
        from wayhome.web.shell import shell_of
        from wayhome.web.watching import watch

        forbid_dumps()
        listener = bind(port)
        door = Door(listener.getsockname()[1])
        app = create_app(self.wayhome, self.home, door)
        shell = shell_of(app)
        watching = watch(shell)
        leave_word(self.home, door, os.getpid())
        try:
            address = door.address()
            self._say("started", address=address)
            if self.open_browser:
                # Beside us: some browsers hold their starter until they close.
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            _end_when_told()
            serve(app, listener)
            self._say("stopped")
        finally:
            watching.set()
            shell.room.lock()
            listener.close()
            take_word_back(self.home, door)

    def _say(self, key: str, **values: object) -> None:
        self.announce(self.wayhome.words(self.language)(f"interface.terminal.{key}", **values))
