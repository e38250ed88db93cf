"""What somebody was writing when the record locked itself: sealed, until it is opened again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 512 * 1024

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it was sent: where to, and its fields but for the token."""

    path: str
    fields: Fields


@dataclass(slots=True)
class Stash:
    """One form at most, in memory only. The page's threads share it."""

    _sealed: bytes | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def holds(self) -> bool:
        """Tell whether something waits."""
        return self._sealed is not None

    def keep(self, written: Written, seal: Callable[[bytes], bytes]) -> bool:
        """Seal a form and keep it; False if it is too long for that."""
        raw = json.dumps([written.path, written.fields]).encode()
        if len(raw) > MOST_BYTES:
            return False
        with self._lock:
            self._sealed = seal(raw)
        return True

    def read(self, unseal: Callable[[bytes], bytes | None]) -> Written | None:
        """Return what waits; None if there is nothing, or it can't be opened."""
        with self._lock:
            sealed = self._sealed
        raw = None if sealed is None else unseal(sealed)
        if raw is None:
            return None
        path, fields = json.loads(raw)
        return Written(path, tuple((name, value) for name, value in fields))

    def forget(self) -> None:
        """Forget what waits."""
        with self._lock:
            self._sealed = None
