"""Checks under way. In memory only: nothing of them outlives the process, or a press on exit."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wayhome.model.conditions import Answers

MOST = 40
"""Checks kept at once. More than any family opens in a night; a loop can't fill the memory."""

ID_BYTES = 6
"""Six random bytes are eight letters in an address: they say nothing and can't be guessed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One check under way.

    ``given`` came with the start, so that it is not asked again; ``said`` was answered.
    """

    id: str
    given: Answers
    said: Answers

    @property
    def answers(self) -> Answers:
        """All answers together."""
        return {**self.given, **self.said}


@dataclass(slots=True)
class Runs:
    """All checks of this process. The page's threads share it."""

    _runs: OrderedDict[str, Run] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def start(self, given: Answers) -> Run:
        """Begin a check; the oldest one is forgotten when there are too many."""
        run = Run(secrets.token_urlsafe(ID_BYTES), given, {})
        with self._lock:
            self._runs[run.id] = run
            while len(self._runs) > MOST:
                self._runs.popitem(last=False)
        return run

    def find(self, run_id: str) -> Run | None:
        """Return a check, or None if it never was or is forgotten."""
        with self._lock:
            return self._runs.get(run_id)

    def answer(self, run_id: str, question: str, options: tuple[str, ...]) -> Run | None:
        """Keep an answer and return the check as it is then; None if it is forgotten."""
        with self._lock:
            run = self._runs.get(run_id)
            if run is None:
                return None
            changed = Run(run.id, run.given, {**run.said, question: options})
            self._runs[run_id] = changed
            self._runs.move_to_end(run_id)
            return changed

    def forget_all(self) -> None:
        """Forget every check."""
        with self._lock:
            self._runs.clear()
