"""Lock and forget what nobody has used for a while, though no request comes any more."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wayhome.web.shell import Shell

PAUSE_SECONDS = 5


def watch(shell: Shell) -> threading.Event:
    """Look after the record and the chats in a thread, until the returned event is set."""
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(PAUSE_SECONDS):
            shell.room.lock_if_left()
            shell.chats.forget_if_left(shell.room.minutes * 60)

    threading.Thread(target=look, name="watch", daemon=True).start()
    return stop
