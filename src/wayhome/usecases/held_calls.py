"""Calls that were written since Wayhome was opened and can be shown without opening the record.

In memory only. What is sealed to the record is shown until the record is opened or locked: then it
stands in the record. What could be saved nowhere stays until it is joined to a record, or until
somebody leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.model.calls import CallEntry


@dataclass(frozen=True, slots=True)
class _Held:
    entry: CallEntry
    sealed_in: int | None
    """The epoch of the room in which it was sealed; None where it is saved nowhere."""


@dataclass(slots=True)
class HeldCalls:
    """The calls of this process. The page's threads share them."""

    _held: tuple[_Held, ...] = ()
    _lock: Lock = field(default_factory=Lock)

    def hold(self, entry: CallEntry, sealed_in: int | None) -> None:
        """Keep an entry; ``sealed_in``: in which epoch it was sealed, None if it is not."""
        with self._lock:
            self._held = (*self._held, _Held(entry, sealed_in))

    def shown(self, epoch: int) -> tuple[CallEntry, ...]:
        """Return what may be shown in this epoch, in the order of writing."""
        held = (each for each in self._held if each.sealed_in in (None, epoch))
        return tuple(each.entry for each in held)

    def unsaved(self) -> tuple[CallEntry, ...]:
        """Return what is saved nowhere, in the order of writing."""
        return tuple(each.entry for each in self._held if each.sealed_in is None)

    def note_sealed(self, entry_id: str, epoch: int) -> None:
        """Note that an entry is sealed now."""
        with self._lock:
            self._held = tuple(
                replace(each, sealed_in=epoch) if each.entry.id == entry_id else each
                for each in self._held
            )

    def drop(self, ids: Collection[str]) -> None:
        """Forget entries that stand in the record now."""
        with self._lock:
            self._held = tuple(each for each in self._held if each.entry.id not in ids)

    def clear_sealed(self) -> None:
        """Show what is sealed no longer; what is saved nowhere stays."""
        with self._lock:
            self._held = tuple(each for each in self._held if each.sealed_in is None)

    def forget_all(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held = ()
