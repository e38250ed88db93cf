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


@dataclass(slots=True)
class Stash:
    """A few forms, oldest first, in memory only. The page's threads share it."""

    _sealed: list[bytes] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def holds(self) -> bool:
        """Tell whether something waits."""
        return bool(self._sealed)

    def keep(self, written: Written, seal: Callable[[bytes], bytes]) -> None:
        """Seal a form and keep it. Of too many, the oldest goes."""
        sealed = seal(json.dumps([written.path, written.fields]).encode())
        with self._lock:
            self._sealed.append(sealed)
            del self._sealed[:-MOST_FORMS]

    def read(self, unseal: Callable[[bytes], bytes | None]) -> Written | None:
        """Return what waits longest; None if there is nothing, or it can't be opened."""
        with self._lock:
            sealed = self._sealed[0] if self._sealed else None
        raw = None if sealed is None else unseal(sealed)
        if raw is None:
            return None
        path, fields = json.loads(raw)
        return Written(path, tuple((name, value) for name, value in fields))

    def forget_first(self) -> None:
        """Forget what waits longest."""
        with self._lock:
            del self._sealed[:1]

    def forget(self) -> None:
        """Forget everything that waits."""
        with self._lock:
            self._sealed.clear()
