"""The call log: written to whatever takes it, and never lost without a word.

An open record takes an entry at once. A locked one takes it sealed. With no record, or a disk that
takes nothing, it stays in memory, and whoever writes is told so.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from wayhome.model.calls import CallEntry, CallLog
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.usecases.held_calls import LeftError
from wayhome.usecases.record_room import RecordRoom, RoomState

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.model.calls import CallText
    from wayhome.usecases.held_calls import HeldCalls

ID = re.compile(r"[0-9a-f]{32}")

DISK_REFUSES = frozenset({"record_read_only", "record_disk_full"})
KEY_REFUSES = frozenset(
    {"record_none", "record_key_damaged", "record_key_lost", "record_newer", "record_damaged"}
)
"""Nothing can be sealed to this record now. That is no reason to lose what somebody wrote."""


class KeptIn(StrEnum):
    """Where an entry is."""

    RECORD = "record"
    SEALED = "sealed"
    """On the disk, sealed to the record, until that is opened."""
    MEMORY = "memory"
    """Nowhere but in this process."""


@dataclass(frozen=True, slots=True)
class CallsNow:
    """What can be shown of the log now."""

    log: CallLog
    """The record's, if it is open, then what is only in memory or was sealed since."""
    unsaved: frozenset[str]
    """Ids of what is saved nowhere."""
    state: RoomState
    hidden: tuple[CallEntry, ...] = ()
    """What was left alone too long to be shown: times and events, no words."""
    problem: UserProblem | None = None
    """Why the record, which is open, shows none of its calls."""


def make_entry_id() -> str:
    """Return the id of a new entry: by chance, 32 hexadecimal digits."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class CallDesk:
    """Where calls are written down, whether the record is open, locked or not there."""

    room: RecordRoom
    held: HeldCalls
    make_id: Callable[[], str] = make_entry_id
    is_here: Callable[[], bool] = lambda: True
    """Whether whoever writes has not left meanwhile."""

    def touch(self) -> None:
        """Note that somebody is at the calls. What was left too long goes out of sight."""
        self.hide_if_left()
        self.held.used = self.room.clock()

    def hide_if_left(self) -> None:
        """Put out of sight what nobody looked at for as long as a record stays open."""
        if self.seconds_left() <= 0:
            self.held.hide(self._seal)

    def seconds_left(self) -> float:
        """Return after how many seconds it goes out of sight."""
        return self.held.used + self.room.minutes * 60 - self.room.clock()

    def write(
        self, said: CallText, *, child: int | None = None, corrects: str = "", answers: str = ""
    ) -> KeptIn:
        """Write an entry down; say where it is. Pressed twice in a row, it is written once.

        Raises:
            UserProblem: what the log does not take; ``call_gone`` for a correction of, or an
                answer to, what is not there; ``record_busy``.
            LeftError: whoever writes has left.
        """
        # Imported late, with the database behind it.
        from wayhome.record.calls import check_call

        check_call(said)
        for other in (corrects, answers):
            if other and not ID.fullmatch(other):
                raise UserProblem("call_gone")
        what = hash((said, child, corrects, answers))
        with self.held.writing:
            self._require_here()
            if known := self.held.same_press(what, self.room.clock()):
                return KeptIn(known)
            entry = CallEntry(
                id=self.make_id(),
                said=said,
                written=self.room.now(),
                corrects=corrects,
                answers=answers,
                child=child,
            )
            kept = self._write(entry)
            self.held.note_press(what, self.room.clock(), kept)
            return kept

    def _write(self, entry: CallEntry) -> KeptIn:
        opened = self.room.state is RoomState.OPEN
        try:
            if opened and self._add(entry):
                return KeptIn.RECORD
        except RecordLockedError:
            # It locked in this very moment: then it is sealed like any other.
            opened = False
        # Numbers of children belong to one record; it may be joined to another.
        return self._keep_apart(replace(entry, child=None, while_locked=not opened))

    def join(self) -> int:
        """Put what is only in memory into the record, open or locked; return how much it was.

        Raises:
            UserProblem: ``record_none``; a disk that refuses. What was not taken stays in memory.
            LeftError: whoever pressed has left.
        """
        self._reveal_if_open()
        unsaved = self.held.unsaved()
        if self.room.state is RoomState.OPEN:
            self.room.book.add_calls(unsaved, apart=True)
            self.held.drop({each.id for each in unsaved})
            return len(unsaved)
        for each in unsaved:
            self._require_here()
            self.room.seal_call(each)
            self.held.note_sealed(each.id, self.room.epoch)
        return len(unsaved)

    def now(self) -> CallsNow:
        """Return what can be shown now."""
        self._reveal_if_open()
        ids = self.held.unsaved_ids()
        try:
            if self.room.state is RoomState.OPEN:
                log = self.room.book.call_log()
                # Taken in already: it was only not forgotten yet.
                there = {each.id for each in log.entries}
                more = tuple(each for each in self.held.unsaved() if each.id not in there)
                log = replace(log, entries=(*log.entries, *more))
                return CallsNow(log, ids - there, RoomState.OPEN)
        except RecordLockedError:
            pass
        except UserProblem as problem:
            if problem.key not in KEY_REFUSES:
                raise
            # What is in memory can still be printed and saved.
            return CallsNow(CallLog(self.held.unsaved()), ids, RoomState.OPEN, problem=problem)
        epoch = self.room.epoch
        log = CallLog(self.held.shown(epoch))
        return CallsNow(log, ids, self.room.state, self.held.hidden(epoch))

    def to_carry_away(self) -> CallsNow:
        """Return what is printed or saved: also what is out of sight, as far as no key guards it.

        With no record, nothing can guard it. Better that whoever wrote it still gets it.
        """
        now = self.now()
        if not now.hidden:
            return now
        there = {each.id for each in now.log.entries}
        more = tuple(each for each in self.held.unsaved() if each.id not in there)
        known = {each.id for each in more}
        return replace(
            now,
            log=replace(now.log, entries=(*more, *now.log.entries)),
            hidden=tuple(each for each in now.hidden if each.id not in known),
        )

    def clear_view(self) -> None:
        """Show nothing of what is sealed until the record is opened."""
        self.held.clear_sealed()

    def _add(self, entry: CallEntry) -> bool:
        """Write into the open record; False where its disk takes nothing, or it is damaged."""
        book = self.room.book
        named = {entry.corrects, entry.answers} - {""}
        if named & self.held.unsaved_ids():
            # In the log it would stand before what it speaks of.
            return False
        try:
            known = {each.id for each in book.call_log().entries} if named else set()
            if named <= known:
                book.add_calls((entry,))
                return True
        except UserProblem as problem:
            if problem.key not in DISK_REFUSES | KEY_REFUSES:
                raise
            return False
        raise UserProblem("call_gone")

    def _keep_apart(self, entry: CallEntry) -> KeptIn:
        epoch = self.room.epoch
        if self.room.state is RoomState.LOCKED:
            try:
                self.room.seal_call(entry)
            except UserProblem as problem:
                if problem.key not in DISK_REFUSES | KEY_REFUSES:
                    raise
            else:
                self.held.hold(entry, epoch, self.is_here)
                return KeptIn.SEALED
        self.held.hold(entry, None, self.is_here)
        return KeptIn.MEMORY

    def _require_here(self) -> None:
        if not self.is_here():
            raise LeftError

    def _seal(self, entry: CallEntry) -> bytes | None:
        from wayhome.record.pending_entries import call_body

        try:
            return self.room.seal(call_body(entry))
        except UserProblem:
            return None

    def _reveal_if_open(self) -> None:
        if self.room.state is RoomState.OPEN:
            with suppress(RecordLockedError):
                self.held.reveal(self._unseal)

    def _unseal(self, sealed: bytes) -> CallEntry | None:
        from wayhome.record.pending_entries import read_body

        body = self.room.unseal(sealed)
        entry = None if body is None else read_body(body)
        return entry if isinstance(entry, CallEntry) else None
