"""Chats that are being looked at: in memory only, and gone on locking, Quick exit and idleness."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from wayhome.usecases.reading_apart import ReadingApart, ToRead

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.model.messages import Person
    from wayhome.usecases.read_results import ReadResult

MOST = 2
"""Looks at once: each may hold dropped files."""
ID_BYTES = 9


@dataclass(slots=True)
class ChatRun:
    """One look at chosen exports."""

    chosen: ToRead
    work: ReadingApart
    child: Person | None = None
    """Who of those who write is the child, as the guardian said."""
    settled: bool = False
    """Whether the guardian has said something about the doubts."""

    @property
    def result(self) -> ReadResult | None:
        """What was found; None before the end, and where it went wrong."""
        return self.work.result


@dataclass(slots=True)
class ChatRuns:
    """Looks by a random id. The pages' threads share it."""

    clock: Callable[[], float] = time.monotonic
    """Seconds, from any beginning."""
    _kept: OrderedDict[str, ChatRun] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _used: float = 0.0

    def start(self, chosen: ToRead, is_wanted: Callable[[], bool]) -> str:
        """Begin to read, and return the id; the oldest look goes when there are too many."""
        run = ChatRun(chosen, _start(chosen, is_wanted))
        run_id = secrets.token_urlsafe(ID_BYTES)
        with self._lock:
            self._kept[run_id] = run
            self._used = self.clock()
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)[1].work.stop()
        return run_id

    def start_again(self, run: ChatRun, chosen: ToRead, is_wanted: Callable[[], bool]) -> None:
        """Read the same once more, with what was said about it since."""
        run.work.stop()
        with self._lock:
            # Locked or left meanwhile: what nobody keeps is not begun again.
            if run in self._kept.values():
                run.chosen, run.work = chosen, _start(chosen, is_wanted)

    def find(self, run_id: str) -> ChatRun | None:
        """Return one, or None if it never was or is forgotten. This is use."""
        with self._lock:
            self._used = self.clock()
            return self._kept.get(run_id)

    def forget(self, run_id: str) -> None:
        """Stop one, and forget it."""
        with self._lock:
            run = self._kept.pop(run_id, None)
        if run is not None:
            run.work.stop()

    def forget_if_left(self, seconds: float) -> None:
        """Forget everything if nobody has used it for so long. Reading is use."""
        with self._lock:
            if any(not each.work.wait(0) for each in self._kept.values()):
                self._used = self.clock()
            left = self.clock() - self._used >= seconds
        if left:
            self.forget_all()

    def forget_all(self) -> None:
        """Stop what is being read, and forget everything."""
        with self._lock:
            runs = tuple(self._kept.values())
            self._kept.clear()
        for each in runs:
            each.work.stop()


def _start(chosen: ToRead, is_wanted: Callable[[], bool]) -> ReadingApart:
    work = ReadingApart(is_wanted)
    work.start(chosen)
    return work
