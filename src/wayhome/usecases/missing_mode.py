"""Whether a child of this family is missing right now, and what fits. In memory only.

There is one for each process, shared by all its windows: it is one night and one child, and a
page that says "this is no longer here" must never come up in it. Nothing of it stands in an
address or on the disk. Quick exit forgets it like everything else: who opens Wayhome next must
not learn what was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock


@dataclass(frozen=True, slots=True)
class Night:
    """What is known while missing mode is on."""

    chosen: tuple[str, ...] = ()
    """What fits: options of the procedure's choice."""
    asked: bool = False
    """Whether what fits was asked, chosen or left open."""
    child: int | None = None
    """Which child of the open record, where there are several."""
    place: int = 1
    """The step that was looked at last."""


@dataclass(slots=True)
class MissingMode:
    """On from the first look at the steps; off when somebody says that it is over.

    Whatever looks into chats or accounts asks `on` first and leaves it while it is: a missing
    child's traces are for the police, unchanged.
    """

    _night: Night | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def on(self) -> bool:
        """Whether a child is missing."""
        return self._night is not None

    @property
    def night(self) -> Night:
        """What is known; nothing yet where the mode is off."""
        return self._night or Night()

    def enter(self, place: int) -> None:
        """Switch it on, or note which step is looked at."""
        with self._lock:
            self._night = replace(self.night, place=place)

    def choose(self, chosen: tuple[str, ...]) -> None:
        """Keep what fits; nothing means that it is left open."""
        with self._lock:
            self._night = replace(self.night, chosen=chosen, asked=True)

    def choose_child(self, child: int) -> None:
        """Keep which child of the record is missing."""
        with self._lock:
            self._night = replace(self.night, child=child)

    def end(self) -> None:
        """Switch it off and forget everything."""
        with self._lock:
            self._night = None
