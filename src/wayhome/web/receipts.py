"""What was just saved or brought back, so that the next page can tell. In memory only."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST = 20
ID_BYTES = 6


class Did(StrEnum):
    """What was done."""

    SEALED = "sealed"
    """A sealed copy was saved."""
    OPEN = "open"
    """An open copy was saved."""
    CALENDAR = "calendar"
    PACKET = "packet"
    """A packet, a sheet or a poster was saved: open, and noted as such."""
    CALLS = "calls"
    """The call log was saved, open."""
    RESTORED = "restored"
    MAY_SHRED = "may_shred"
    """The passphrase was typed; one more press destroys the record."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing that was done."""

    did: Did
    path: Path | None = None
    """Where the file lies, or the record that was set aside."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many of what came back."""


@dataclass(slots=True)
class Receipts:
    """Receipts by a random id, so that no path stands in an address. The threads share it."""

    _kept: OrderedDict[str, Receipt] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, receipt: Receipt) -> str:
        """Keep a receipt and return its id; the oldest one goes when there are too many."""
        receipt_id = secrets.token_urlsafe(ID_BYTES)
        with self._lock:
            self._kept[receipt_id] = receipt
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return receipt_id

    def find(self, receipt_id: str, *kinds: Did) -> Receipt | None:
        """Return a receipt of one of these kinds, or None if it never was or is forgotten."""
        with self._lock:
            found = self._kept.get(receipt_id)
        return found if found is not None and found.did in kinds else None

    def forget_all(self) -> None:
        """Forget every receipt."""
        with self._lock:
            self._kept.clear()
