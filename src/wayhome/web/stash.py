"""What somebody was writing when the record locked itself: sealed, until it is opened again.

There may be several: one of each tab.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_FORMS = 8
"""More tabs nobody writes in. The size of each is limited where it comes in (`limits`)."""

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it was sent: where to, and its fields but for the token."""

    path: str
    fields: Fields
    record: str = ""
    """The record that it was written in; empty if that is not known."""
    mark: str = ""
    """By which it is thrown away. The same form may be shown in two tabs."""


@dataclass(slots=True)
class Stash:
    """A few forms, oldest first, in memory only. The page's threads share it."""

    _sealed: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By mark: the record, and the form."""
    _count: int = 0
    _lock: Lock = field(default_factory=Lock)

    @property
    def holds(self) -> bool:
        """Tell whether something waits."""
        return bool(self._sealed)

    def keep(self, written: Written, seal: Callable[[bytes], bytes]) -> None:
        """Seal a form and keep it. Of too many, the oldest goes."""
        sealed = seal(json.dumps([written.path, written.fields]).encode())
        with self._lock:
            self._count += 1
            self._sealed[str(self._count)] = written.record, sealed
            for mark in tuple(self._sealed)[:-MOST_FORMS]:
                del self._sealed[mark]

    def waiting_for(self, record: str) -> tuple[str, ...]:
        """Return the marks of what was written in a record, oldest first."""
        with self._lock:
            return tuple(mark for mark, (of, _) in self._sealed.items() if of in ("", record))

    def read(self, unseal: Callable[[bytes], bytes | None], mark: str) -> Written | None:
        """Return what waits under a mark; None if there is nothing, or it can't be opened."""
        with self._lock:
            record, sealed = self._sealed.get(mark, ("", None))
        raw = None if sealed is None else unseal(sealed)
        if raw is None:
            return None
        path, fields = json.loads(raw)
        return Written(path, tuple((name, value) for name, value in fields), record, mark)

    def forget_one(self, mark: str) -> None:
        """Forget what waits under a mark. A second press on the same button forgets no other."""
        with self._lock:
            self._sealed.pop(mark, None)

    def forget(self) -> None:
        """Forget everything that waits."""
        with self._lock:
            self._sealed.clear()
