"""Calls that were written since Wayhome was opened and can be shown without opening the record.

In memory only. What is sealed to the record is shown until the record is opened or locked: then it
stands in the record. What could be saved nowhere stays until it is joined to a record, or until
somebody leaves. Left alone for a while, all of it goes out of sight: only times stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

from wayhome.model.calls import CallText

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from wayhome.model.calls import CallEntry


SAME_PRESS_SECONDS = 5
"""How long the same words are the same press: a button is pressed again while a slow disk saves."""


class LeftError(Exception):
    """Somebody used Quick exit while this was under way: nothing is written any more."""


@dataclass(frozen=True, slots=True)
class _Held:
    entry: CallEntry
    """Out of sight: without any word that somebody wrote."""
    sealed_in: int | None
    """The epoch of the room in which it was sealed; None where it is saved nowhere."""
    whole: CallEntry | bytes | None = None
    """Out of sight and saved nowhere: all of it, sealed to the record, or open if there is none."""
    hidden: bool = False


@dataclass(slots=True)
class HeldCalls:
    """The calls of this process. The page's threads share them."""

    used: float = 0.0
    """When somebody was last at them, by the room's clock in seconds."""
    writing: Lock = field(default_factory=Lock)
    """Held while one call is written: the next may be the same one."""
    _pressed: tuple[int, float, str] | None = None
    """What was written last, as a number that tells nothing of it, when, and where it is kept."""
    _held: tuple[_Held, ...] = ()
    _lock: Lock = field(default_factory=Lock)

    def hold(
        self, entry: CallEntry, sealed_in: int | None, is_here: Callable[[], bool] = lambda: True
    ) -> None:
        """Keep an entry; ``sealed_in``: in which epoch it was sealed, None if it is not.

        Raises:
            LeftError: whoever wrote it has left.
        """
        with self._lock:
            # Leaving closes the door first and forgets then: nothing comes in between.
            if not is_here():
                raise LeftError
            self._held = (*self._held, _Held(entry, sealed_in))

    def note_press(self, what: int, now: float, kept: str) -> None:
        """Note what was written just now, and where it is."""
        self._pressed = (what, now, kept)

    def same_press(self, what: int, now: float) -> str | None:
        """Return where it is kept if the same was written just now, else None."""
        if self._pressed is None or self._pressed[0] != what:
            return None
        return self._pressed[2] if now - self._pressed[1] < SAME_PRESS_SECONDS else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held."""
        return not self._held

    def shown(self, epoch: int) -> tuple[CallEntry, ...]:
        """Return what may be shown in this epoch, in the order of writing."""
        held = (each for each in self._held if each.sealed_in in (None, epoch) and not each.hidden)
        return tuple(each.entry for each in held)

    def hidden(self, epoch: int) -> tuple[CallEntry, ...]:
        """Return what is out of sight, without any word that somebody wrote."""
        held = (each for each in self._held if each.sealed_in in (None, epoch) and each.hidden)
        return tuple(each.entry for each in held)

    def unsaved_ids(self) -> frozenset[str]:
        """Return the ids of what is saved nowhere, in sight or not."""
        return frozenset(each.entry.id for each in self._held if each.sealed_in is None)

    def unsaved(self) -> tuple[CallEntry, ...]:
        """Return what is saved nowhere and can be read without a key, in the order of writing."""
        held = (each for each in self._held if each.sealed_in is None)
        whole = (each.whole if each.hidden else each.entry for each in held)
        return tuple(each for each in whole if each is not None and not isinstance(each, bytes))

    def hide(self, seal: Callable[[CallEntry], bytes | None]) -> None:
        """Put everything out of sight.

        ``seal`` seals what is saved nowhere; None where there is nothing to seal it to.
        """
        with self._lock:
            self._held = tuple(each if each.hidden else _hide(each, seal) for each in self._held)

    def reveal(self, unseal: Callable[[bytes], CallEntry | None]) -> None:
        """Take what is saved nowhere back into sight; what can't be unsealed stays as it is."""
        with self._lock:
            self._held = tuple(
                _reveal(each, unseal) if each.hidden and each.sealed_in is None else each
                for each in self._held
            )

    def note_sealed(self, entry_id: str, epoch: int) -> None:
        """Note that an entry is sealed now."""
        with self._lock:
            self._held = tuple(
                replace(each, sealed_in=epoch, whole=None) if each.entry.id == entry_id else each
                for each in self._held
            )

    def drop(self, ids: Collection[str]) -> None:
        """Forget entries that stand in the record now, or are thrown away."""
        with self._lock:
            self._pressed = None
            self._held = tuple(each for each in self._held if each.entry.id not in ids)

    def clear_sealed(self) -> None:
        """Show what is sealed no longer; what is saved nowhere stays."""
        with self._lock:
            self._held = tuple(each for each in self._held if each.sealed_in is None)

    def forget_all(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held, self._pressed = (), None


def _hide(held: _Held, seal: Callable[[CallEntry], bytes | None]) -> _Held:
    whole: CallEntry | bytes | None = None
    if held.sealed_in is None:
        # With nothing to seal it to, it stays as it is: it must not be lost.
        whole = seal(held.entry) or held.entry
    return replace(held, entry=_times_of(held.entry), whole=whole, hidden=True)


def _reveal(held: _Held, unseal: Callable[[bytes], CallEntry | None]) -> _Held:
    whole = unseal(held.whole) if isinstance(held.whole, bytes) else held.whole
    if whole is None:
        return held
    # What was sealed does not say any more how it was written.
    entry = replace(whole, while_locked=held.entry.while_locked)
    return replace(held, entry=entry, whole=None, hidden=False)


def _times_of(entry: CallEntry) -> CallEntry:
    """Return an entry with its times and events, so that the clocks go on, and no words."""
    said = entry.said
    bare = CallText(
        whom="", by="", called=said.called, call_back=said.call_back, events=said.events
    )
    return replace(entry, said=bare)
