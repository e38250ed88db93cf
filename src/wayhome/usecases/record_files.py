"""Files that leave the sealed store or come back to it: backups, open copies, a calendar file.

Whatever lies open outside the store is noted inside it, so that the pages can say where it lies
and offer to destroy it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from wayhome.library.whole_files import HALF, write_whole
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.packet import bag_folder
from wayhome.record import backup, keys, open_export, pending, shredding, vault
from wayhome.record.calendar_file import Reminder, make_calendar
from wayhome.record.folder import saving
from wayhome.record.holdings import OPEN_FILES
from wayhome.record.pending_entries import SealedFile
from wayhome.usecases.places import SEALED_COPY
from wayhome.usecases.record_room import RoomState

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.record.backup import Restored
    from wayhome.record.envelope import Header
    from wayhome.usecases.record_room import RecordRoom

BACKUP_SUFFIX = SEALED_COPY
BACKED_UP = "backed_up"
CALENDAR_ID = "calendar_id"
REMINDED_EVERY_MONTHS = 6
HALF_A_YEAR = dt.timedelta(days=182)


@dataclass(frozen=True, slots=True)
class _Noted:
    """Something that was saved in the open."""

    path: Path
    sum: str | None
    """SHA-256 of a file; None for the folder of an export or of an evidence bag."""

    def is_there(self) -> bool:
        """Tell whether it still lies there, and is still what was saved."""
        if self.sum is None:
            half = self.path.name.startswith(HALF) and self.path.is_dir()
            files = (open_export.FILE, bag_folder.DECLARATION)
            return half or any((self.path / file).is_file() for file in files)
        return _sum_of(self.path) == self.sum


def _sum_of(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """What a guardian can save from a record, and bring back."""

    room: RecordRoom

    def back_up(self, target: Path, progress: Callable[[int, int], None] | None = None) -> Path:
        """Write the whole record, sealed, into one file. An existing file is not replaced.

        Raises:
            UserProblem: ``file_exists``, ``folder_missing``, a disk that refuses.
        """
        _require_new(target)
        backup.write_backup(self.room.record, target, progress)
        # The copy is there, also where the day can't be noted: on a disk that takes nothing more,
        # or when the record has locked itself meanwhile.
        with suppress(UserProblem, RecordLockedError):
            self.room.book.save_setting(BACKED_UP, self.room.now().isoformat())
        return target

    def restore_with_passphrase(
        self, source: IO[bytes], passphrase: str, *, replace: bool
    ) -> Restored:
        """Bring a record back with the passphrase of the day on which it was backed up.

        Raises:
            UserProblem: ``record_wait``, ``backup_wrong_passphrase``; what
                `backup.restore_backup` raises. Nothing is touched then.
        """

        def open_key(header: Header) -> keys.DataKey:
            return keys.open_with_passphrase(header, passphrase)

        return self._restore(source, open_key, "backup_wrong_passphrase", replace=replace)

    def restore_with_recovery_key(
        self, source: IO[bytes], typed: str, *, replace: bool
    ) -> Restored:
        """Bring a record back with the key on paper. The old passphrase comes back with it."""
        secret = vault.recovery_secret(typed)

        def open_key(header: Header) -> keys.DataKey:
            return keys.open_with_recovery(header, secret)

        return self._restore(source, open_key, "recovery_key_wrong", replace=replace)

    def export(self, target: Path) -> Path:
        """Write everything into open files in a new folder, and note where.

        Raises:
            UserProblem: ``file_exists``, ``folder_missing``, a disk that refuses.
        """
        _require_new(target)
        # Noted first: if it can't be noted, it is not written. Also where a stopped one would lie.
        self.note_open_file(open_export.half_of(target))
        self.note_open_file(target)
        return open_export.write_open_files(self.room.record.store, target)

    def save_calendar(self, target: Path, title: str, text: str) -> Path:
        """Write a calendar file that reminds of the next day on which something is due.

        It says ``title`` and ``text`` and nothing else: a calendar is seen by many.

        Raises:
            UserProblem: ``file_exists``, ``folder_missing``, a disk that refuses.
        """
        _require_new(target)
        book = self.room.book
        days = [book.next_due_day(child) for child in book.children()]
        day = min((each for each in days if each), default=book.today() + HALF_A_YEAR)
        reminder = Reminder(
            uid=self._calendar_id(),
            day=max(day, book.today()),
            title=title,
            text=text,
            every_months=REMINDED_EVERY_MONTHS,
            alarm=True,
        )
        with saving():
            write_whole(target, make_calendar([reminder], self.room.now()))
        return target

    def _calendar_id(self) -> str:
        """Return the id by which a calendar knows that a second file is the same reminder."""
        known = self.room.book.setting(CALENDAR_ID)
        if not known:
            known = secrets.token_hex(16)
            self.room.book.save_setting(CALENDAR_ID, known)
        return known

    def note_open_file(self, path: Path) -> None:
        """Remember that something lies open there.

        A file is known by what it holds, so that another one, put there later, is not ours.
        """
        # Where we stand now is not where we stand the next time.
        place = path.absolute()
        others = [each for each in self._noted() if each.path != place]
        self._write_notes([*others, _Noted(place, _sum_of(place))])

    def note_while_locked(self, path: Path) -> None:
        """Note sealed that a file lies open there; it is taken in when the record opens.

        Raises:
            UserProblem: what `pending.seal_file` raises.
        """
        place = path.absolute()
        if known := _sum_of(place):
            pending.seal_file(self.room.folder, SealedFile(str(place), known))

    def save_open_file(self, target: Path, made: bytes) -> Path:
        """Write a file that is not sealed, and remember where it lies.

        Raises:
            UserProblem: ``file_exists``, ``folder_missing``, a disk that refuses.
        """
        _require_new(target)
        with saving():
            write_whole(target, made)
        try:
            self.note_open_file(target)
        except (UserProblem, RecordLockedError):
            # What can't be noted could not be destroyed one day: it is not left behind.
            target.unlink(missing_ok=True)
            raise
        return target

    def open_files(self) -> tuple[Path, ...]:
        """Return what was saved in the open and still lies there."""
        return tuple(each.path for each in self._noted() if each.is_there())

    def shred_open_file(self, number: int) -> None:
        """Destroy one of `open_files`, by its place in that list; UserProblem ``record_gone``."""
        there = [each for each in self._noted() if each.is_there()]
        if not 0 <= number < len(there):
            raise UserProblem("record_gone")
        chosen = there[number]
        if chosen.sum is None:
            shredding.shred_export(chosen.path)
            with saving():
                bag_folder.remove_bag(chosen.path, shredding.shred_file)
        else:
            shredding.shred_path(chosen.path)
        self._write_notes([each for each in self._noted() if each != chosen])

    def shred_everything(self) -> None:
        """Destroy the record, what waits for it, and what restoring set aside.

        Raises:
            RecordLockedError: another Wayhome put another record in the place of the open one.
        """
        if self.room.state is RoomState.OPEN:
            # A key file that can't be read is no reason to keep the rest.
            with suppress(UserProblem):
                self.room.record.fresh_header()
        self.room.lock()
        self.room.known.clear()
        shredding.shred_record(self.room.folder)

    def _noted(self) -> list[_Noted]:
        try:
            raw = json.loads(self.room.book.setting(OPEN_FILES, "[]"))
            return [_Noted(Path(path), known) for path, known in raw]
        except (ValueError, TypeError):
            return []

    def _write_notes(self, noted: list[_Noted]) -> None:
        raw = [(str(each.path), each.sum) for each in noted]
        self.room.book.save_setting(OPEN_FILES, json.dumps(raw))

    def _restore(
        self,
        source: IO[bytes],
        open_key: Callable[[Header], keys.DataKey],
        wrong: str,
        *,
        replace: bool,
    ) -> Restored:
        def try_key(header: Header) -> keys.DataKey:
            try:
                # A copy is no way around the waiting.
                with self.room.one_try(), vault.enough_memory():
                    key = open_key(header)
            except keys.WrongKeyError:
                raise UserProblem(wrong) from None
            except keys.ForgedError:
                raise UserProblem("backup_damaged") from None
            # Only now: whoever mistyped goes on with the record that is open.
            self.room.lock()
            return key

        restored = backup.restore_backup(self.room.folder, source, try_key, replace_record=replace)
        self.room.attempts.note_success()
        return restored


def _require_new(target: Path) -> None:
    if target.exists():
        raise UserProblem("file_exists", path=target)
    if not target.parent.is_dir():
        raise UserProblem("folder_missing", path=target.parent)
