"""The recovery key between its making and the moment when it stands on paper."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from wayhome.record.recovery_key import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class PaperKey:
    """One key at most, in memory only, and sealed to the record that it opens.

    So whoever writes it down slowly still finds it when the record has locked in between, and
    nobody else does.
    """

    asked: int = 1
    """The group, from 1, that is to be typed from the paper."""
    _sealed: bytes | None = None
    _lock: Lock = field(default_factory=Lock)

    def keep(self, typed: str, seal: Callable[[bytes], bytes]) -> None:
        """Keep a key that was just made."""
        with self._lock:
            self._sealed = seal(typed.encode())
            self.asked = secrets.randbelow(GROUPS) + 1

    def groups(self, unseal: Callable[[bytes], bytes | None]) -> tuple[str, ...]:
        """Return the groups of the key; none if there is no key, or it is another record's."""
        with self._lock:
            sealed = self._sealed
        raw = None if sealed is None else unseal(sealed)
        return () if raw is None else tuple(raw.decode().split("-"))

    def forget(self) -> None:
        """Forget the key."""
        with self._lock:
            self._sealed = None
