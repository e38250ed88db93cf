"""Lock the record when nobody has used it for a while, though no request comes any more."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wayhome.usecases.record_room import RecordRoom

PAUSE_SECONDS = 5


def watch(room: RecordRoom) -> threading.Event:
    """Look after the room in a thread of its own, until the returned event is set."""
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(PAUSE_SECONDS):
            room.lock_if_left()

    threading.Thread(target=look, name="watch", daemon=True).start()
    return stop
