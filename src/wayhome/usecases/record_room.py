"""Where the record is unlocked and locked. One for each process; the pages' threads share it.

The open key lives here and nowhere else. Locking drops it and closes the store, by hand, on Quick
exit, when Wayhome ends, and when nobody has done anything for a while.
"""

from __future__ import annotations

import datetime as dt
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from threading import RLock, Thread
from typing import TYPE_CHECKING

from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.record.attempts import Attempts
from wayhome.record.folder import RecordFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wayhome.model.calls import CallEntry
    from wayhome.model.kept import NoteText
    from wayhome.record.envelope import Cost, Header
    from wayhome.record.pending import TakenIn
    from wayhome.record.vault import OpenRecord
    from wayhome.usecases.home import Home
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.wayhome import Wayhome

FOLDER = "record"
LOCK_MINUTES = "lock_minutes"
ON_PAPER = "paper_key"
"""The setting that says whether somebody has copied down the recovery key."""
CHOICES_OF_MINUTES = (2, 5, 10, 15, 30, 60)
USUAL_MINUTES = 10


class RoomState(StrEnum):
    """How the record is right now."""

    NONE = "none"
    """There is no record yet."""
    LOCKED = "locked"
    OPEN = "open"


def local_now() -> dt.datetime:
    """Return the time here, with its offset, in whole seconds."""
    return dt.datetime.now().astimezone().replace(microsecond=0)


@dataclass(slots=True)
class RecordRoom:
    """The record of one home: locked, or open in this process."""

    wayhome: Wayhome
    home: Home
    now: Callable[[], dt.datetime] = local_now
    clock: Callable[[], float] = time.monotonic
    """Seconds that only go forward."""
    cost: Cost | None = None
    """What a try of the passphrase costs; None: measured when it is needed."""
    folder: RecordFolder = field(init=False)
    attempts: Attempts = field(init=False)
    taken_in: TakenIn | None = None
    """What waited when the record was last opened."""
    after_lock: list[Callable[[], None]] = field(default_factory=list)
    """What else ends when it locks."""
    damaged: bool = False
    """Whether the whole store was looked at since it was opened, and a page is broken."""
    left: bool = False
    """Whether it locked by itself, because nobody used it."""
    _looked: bool = False
    _open: OpenRecord | None = None
    _minutes: int = USUAL_MINUTES
    _used: float = 0.0
    known: dict[str, Header] = field(default_factory=dict)
    """By store, the key files of what was open: what was written in one is sealed to it."""
    _epoch: int = 0
    """Counts up with each locking: what was being opened meanwhile must not end up open."""
    _lock: RLock = field(default_factory=RLock)
    """Held while a passphrase is tried, which takes a second."""
    _state: RLock = field(default_factory=RLock)
    """Held for a moment only: Quick exit never waits for a passphrase that is being tried."""

    def __post_init__(self) -> None:
        """Find the folder; open nothing."""
        self.folder = RecordFolder(self.home.path / FOLDER)
        self.attempts = Attempts(self.folder, self.clock)

    @property
    def state(self) -> RoomState:
        """How the record is right now."""
        if self._open is not None:
            return RoomState.OPEN
        return RoomState.LOCKED if self.folder.exists() else RoomState.NONE

    @property
    def book(self) -> RecordBook:
        """The pages of the open record; RecordLockedError if it is locked."""
        return self._book(self.record)

    @property
    def record(self) -> OpenRecord:
        """The open record itself; RecordLockedError if it is locked."""
        opened = self._open
        if opened is None:
            raise RecordLockedError
        return opened

    @property
    def epoch(self) -> int:
        """A count that goes up with each opening and each locking."""
        return self._epoch

    def create(self, passphrase: str) -> str:
        """Make a record and leave it open. Returns the recovery key, shown this once.

        Raises:
            UserProblem: ``record_exists``, a passphrase that can't be used, a disk that refuses.
        """
        from wayhome.record import vault

        with self._lock:
            began = self._epoch
            vault.check_passphrase(passphrase)
            opened, typed = vault.create_record(self.folder, passphrase, self._cost())
            self._take(opened, began)
            return typed

    def unlock(self, passphrase: str) -> None:
        """Open the record.

        Raises:
            UserProblem: ``record_wait`` with the seconds to wait; ``record_wrong_passphrase``;
                what `vault.open_record` raises.
        """
        from wayhome.record import vault

        self._open_by(lambda: vault.open_record(self.folder, passphrase))

    def recover(self, typed: str, new_passphrase: str) -> None:
        """Open the record with the key on paper, and give it another passphrase."""
        from wayhome.record import vault

        self._open_by(
            lambda: vault.open_with_recovery_key(self.folder, typed, new_passphrase, self._cost())
        )

    def repair(self, passphrase: str) -> None:
        """Open with the key file before this one, and put it in place of the damaged one."""
        from wayhome.record import vault

        self._open_by(lambda: vault.use_kept_key_file(self.folder, passphrase))

    def lock(self) -> None:
        """Close the store and drop the key. Does nothing if it is locked."""
        opened = self._let_go(left=False)
        # Without holding on to the room: it waits for whoever is in the middle of something.
        if opened is not None:
            opened.close()

    def _let_go(self, *, left: bool) -> OpenRecord | None:
        with self._state:
            self._epoch += 1
            opened, self._open = self._open, None
            self.taken_in, self.damaged, self._looked, self.left = None, False, False, left
        for end in self.after_lock:
            end()
        return opened

    def put_aside(self) -> Path:
        """Make room for a new record where nothing opens this one; return where it lies now.

        Nothing is destroyed: a paper or a passphrase may turn up. Asks for neither, since whoever
        is at this computer could move the folder by hand.
        """
        with self._lock:
            self.lock()
            return self.folder.put_aside()

    def put_back(self, aside: Path) -> None:
        """Do as `RecordFolder.put_back` does, while nobody opens either of the two."""
        with self._lock:
            if aside in self.folder.asides():
                self.lock()
            self.folder.put_back(aside)

    # Locking by itself

    def touch(self) -> None:
        """Note that somebody is using the record. One that was left too long locks instead."""
        self.lock_if_left()
        self._used = self.clock()

    def lock_if_left(self) -> bool:
        """Lock the record if nobody has used it for the chosen time; tell whether it did."""
        with self._state:
            if self._open is None or self.clock() - self._used < self._minutes * 60:
                return False
            opened = self._let_go(left=True)
        if opened is not None:
            opened.close()
        return True

    @property
    def seconds_left(self) -> float:
        """After how many seconds without a press the open record locks itself."""
        return self._used + self._minutes * 60 - self.clock()

    @property
    def minutes(self) -> int:
        """After how many minutes without a press the record locks itself."""
        return self._minutes

    def choose_minutes(self, raw: str) -> None:
        """Choose after how many minutes it locks itself; UserProblem ``choice_invalid``."""
        if raw not in map(str, CHOICES_OF_MINUTES):
            raise UserProblem("choice_invalid")
        self.book.save_setting(LOCK_MINUTES, raw)
        self._minutes = int(raw)

    # Changing what opens it

    def change_passphrase(self, old: str, new: str) -> None:
        """Change the passphrase; UserProblem ``record_wrong_passphrase`` if ``old`` is not it."""
        with self._lock:
            self.require_passphrase(old)
            self.record.change_passphrase(new, self._cost())

    def require_passphrase(self, typed: str) -> None:
        """Have it typed once more, before what nobody may do at somebody's open desk.

        UserProblem ``record_wait``, ``record_wrong_passphrase``.
        """
        with self._lock:
            self.require_patience()
            if not self.record.is_passphrase(typed):
                self.attempts.note_failure()
                raise UserProblem("record_wrong_passphrase")
            self.attempts.note_success()

    def change_recovery_key(self) -> str:
        """Return a new recovery key; the earlier one opens nothing any more."""
        with self._lock:
            # First: a key that nobody wrote down must not count as one on paper.
            self.book.save_setting(ON_PAPER, "")
            return self.record.change_recovery_key()

    # Writing while locked

    def seal_note(self, said: NoteText) -> None:
        """Keep a note without opening the record; UserProblem as of `check_note`, or of a disk."""
        from wayhome.record import pending
        from wayhome.usecases.record_book import check_note

        check_note(said, frozenset(self.wayhome.content.signs), self.now().date())
        if not said.text.strip():
            raise UserProblem("note_empty")
        pending.seal_note(self.folder, said, self.now())

    def seal_call(self, entry: CallEntry) -> None:
        """Keep an entry of the call log without opening the record; see `pending.seal_call`."""
        from wayhome.record import pending

        pending.seal_call(self.folder, entry)

    def seal(self, data: bytes, store: str = "") -> bytes:
        """Return bytes that only this record reads, or that of a ``store`` that was open before."""
        from wayhome.record import pending

        return pending.seal_bytes(self.known.get(store) or self.folder.read_key_file(), data)

    def unseal(self, sealed: bytes) -> bytes | None:
        """Return what was sealed to the open record; None if it was not sealed to it."""
        from wayhome.record import pending

        return pending.unseal_bytes(self.record, sealed)

    def waiting(self) -> int:
        """Return how many entries wait to be taken in."""
        from wayhome.record.pending import count_pending

        return count_pending(self.folder)

    def look_once(self) -> None:
        """Look for damage in a thread of its own, once after each opening."""
        with self._state:
            begin, self._looked = not self._looked, True
        if begin:
            Thread(target=self.look_for_damage, name="look", daemon=True).start()

    def look_for_damage(self) -> None:
        """Read the whole store and remember whether a page is broken. May take seconds."""
        opened = self._open
        if opened is None:
            return
        try:
            damaged = opened.find_damage()
        except RecordLockedError:
            return
        except UserProblem as problem:
            damaged = problem.key == "record_damaged"
        with self._state:
            # Locked meanwhile, it was looked at with a key that is overwritten.
            if self._open is opened:
                self.damaged = damaged

    def _book(self, opened: OpenRecord) -> RecordBook:
        # Imported late: an app that only shows what to do now starts without a database.
        from wayhome.usecases.record_book import RecordBook

        content = self.wayhome.content
        return RecordBook(opened.store, content.record, frozenset(content.signs), self.now)

    def _cost(self) -> Cost:
        from wayhome.record import vault

        if self.cost is None:
            self.cost = vault.calibrated_cost()
        return self.cost

    @contextmanager
    def one_try(self) -> Iterator[None]:
        """Hold on while a key is tried, and count it if it is wrong.

        Two tries at once would both go before the waiting that the first one earns.

        Raises:
            UserProblem: ``record_wait``.
        """
        from wayhome.record.keys import WrongKeyError

        with self._lock:
            self.require_patience()
            try:
                yield
            except WrongKeyError:
                self.attempts.note_failure()
                raise

    def require_patience(self) -> None:
        """Raise UserProblem ``record_wait`` while the next try has to wait."""
        seconds = self.attempts.seconds_to_wait()
        if seconds > 0:
            raise UserProblem("record_wait", seconds=int(seconds) + 1)

    def _open_by(self, opening: Callable[[], OpenRecord]) -> None:
        with self._lock:
            began = self._epoch
            self.require_patience()
            self._take(self._try(opening), began)

    def _try(self, opening: Callable[[], OpenRecord]) -> OpenRecord:
        try:
            opened = opening()
        except UserProblem as problem:
            if problem.key in ("record_wrong_passphrase", "recovery_key_wrong"):
                self.attempts.note_failure()
            raise
        self.attempts.note_success()
        return opened

    def _take(self, opened: OpenRecord, began: int) -> None:
        """Hold an open record, and take in what waits for it.

        Raises:
            RecordLockedError: somebody locked, or left, after ``began``.
        """
        from wayhome.record import pending

        raw, taken_in = "", None
        try:
            raw = self._book(opened).setting(LOCK_MINUTES)
            taken_in = pending.take_in(opened)
        except UserProblem as problem:
            # A disk that takes nothing: what waits goes on waiting, and the record can be read.
            if problem.key not in ("record_read_only", "record_disk_full", "record_busy"):
                opened.close()
                raise
        except BaseException:
            opened.close()
            raise
        with self._state:
            wanted = self._epoch == began
            before = self._let_go(left=False) if wanted else opened
            if wanted:
                self._minutes = int(raw) if raw in map(str, CHOICES_OF_MINUTES) else USUAL_MINUTES
                self._used = self.clock()
                self._open, self.taken_in = opened, taken_in
                self.known[opened.header.store] = opened.header
        if before is not None:
            before.close()
        if not wanted:
            raise RecordLockedError
