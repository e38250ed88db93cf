"""Entries made while the record is locked: sealed to its public key, taken in when it opens.

Whoever can write in the folder can add one, so what comes in this way is marked as written while
locked, and an entry that can't be opened stays where it is and stops nothing.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.library.whole_files import write_whole
from wayhome.model.calls import CallEntry
from wayhome.model.problems import UserProblem
from wayhome.record import keys
from wayhome.record.calls import add_call, check_call, on_same_child
from wayhome.record.diary import add_note, check_said
from wayhome.record.folder import PENDING, saving
from wayhome.record.holdings import note_open_file
from wayhome.record.pending_entries import (
    SealedFile,
    SealedNote,
    call_body,
    file_body,
    note_body,
    read_body,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from wayhome.model.kept import NoteText
    from wayhome.record.envelope import Header
    from wayhome.record.folder import RecordFolder
    from wayhome.record.vault import OpenRecord

SUFFIX = ".entry"
FILE_SUFFIX = f"-f{SUFFIX}"
"""Of what only says where a file lies: nothing that somebody waits for."""
BLOCK = 1024
"""Bytes. Entries are filled up to a multiple of it, so that their size tells little."""
LARGEST = 256 * 1024
MOST = 10_000
"""Entries that wait. More is no family writing."""
NUMBER_DIGITS = 5


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the entries that waited."""

    notes: int
    unreadable: int
    """Entries that were not sealed to this record, or are damaged. They stay where they are."""
    calls: int = 0
    """Entries of the call log."""


def seal_note(folder: RecordFolder, said: NoteText, now: datetime) -> None:
    """Seal a note to the record without opening it.

    Raises:
        UserProblem: there is no record, its key file is damaged, or the disk refuses; what the
            diary would not take: it would wait for ever, and nobody would know.
    """
    check_said(said)
    _seal(folder, note_body(SealedNote(secrets.token_hex(16), said, now)))


def seal_call(folder: RecordFolder, entry: CallEntry) -> None:
    """Seal an entry of the call log to the record without opening it.

    Raises:
        UserProblem: there is no record, its key file is damaged, or the disk refuses; what the
            call log would not take.
    """
    check_call(entry.said)
    _seal(folder, call_body(entry))


def seal_file(folder: RecordFolder, file: SealedFile) -> None:
    """Note, sealed, that a file lies open somewhere, so that it can be destroyed one day.

    Raises:
        UserProblem: there is no record, its key file is damaged, or the disk refuses.
    """
    _seal(folder, file_body(file), FILE_SUFFIX)


def seal_bytes(header: Header, data: bytes) -> bytes:
    """Return bytes that only the opened record reads; UserProblem for a key file that is forged."""
    try:
        return keys.seal_for(header, data)
    except keys.ForgedError:
        raise UserProblem("record_key_damaged") from None


def unseal_bytes(record: OpenRecord, sealed: bytes) -> bytes | None:
    """Return what was sealed to the open record; None if it was not sealed to it."""
    private = keys.open_private_key(record.header, record.key)
    return keys.open_sealed(record.header, private, sealed)


def _seal(folder: RecordFolder, body: bytes, suffix: str = SUFFIX) -> None:
    body += b" " * (-len(body) % BLOCK)
    if len(body) > LARGEST:
        raise UserProblem("note_too_long", most=LARGEST // 10)
    place = folder.path / PENDING
    sealed = seal_bytes(folder.read_key_file(), body)
    with saving():
        place.mkdir(mode=0o700, exist_ok=True)
        number = _next_number(place)
        write_whole(
            place / f"{number:0{NUMBER_DIGITS}}-{secrets.token_hex(4)}{suffix}",
            sealed,
        )


def count_pending(folder: RecordFolder) -> int:
    """Return how many notes and calls wait."""
    waiting = waiting_entries(folder)
    return sum(not path.name.endswith(FILE_SUFFIX) for path in waiting)


def take_in(record: OpenRecord) -> TakenIn:
    """Take all entries into the open record, in their order, then remove them.

    Stopped half-way, the next opening takes in what is left, and nothing twice.
    """
    waiting = waiting_entries(record.folder)
    if not waiting:
        return TakenIn(0, 0)
    private = keys.open_private_key(record.header, record.key)
    taken, notes, calls = [], 0, 0
    with record.store.writing() as connection:
        for path in waiting:
            sealed = read_entry(path)
            body = None if sealed is None else keys.open_sealed(record.header, private, sealed)
            entry = None if body is None else read_body(body)
            if entry is None:
                continue
            try:
                added = _add(connection, entry)
            except UserProblem:
                continue
            notes += added and isinstance(entry, SealedNote)
            calls += added and isinstance(entry, CallEntry)
            taken.append(path)
    # Only now: what is removed here is saved there.
    for path in taken:
        # One that can't be removed is known by its id, and stops nobody from opening.
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return TakenIn(notes, len(waiting) - len(taken), calls)


def _add(connection: Connection, entry: SealedNote | SealedFile | CallEntry) -> bool:
    """Write what waited; False if it is there already."""
    if isinstance(entry, SealedFile):
        note_open_file(connection, entry.path, entry.sum)
        return True
    if isinstance(entry, CallEntry):
        return add_call(connection, on_same_child(connection, entry)) is not None
    added = add_note(connection, entry.said, child_id=None, now=entry.written, entry=entry.id)
    return added is not None


def waiting_entries(folder: RecordFolder) -> list[Path]:
    """Return where the entries lie that wait, in their order."""
    place = folder.path / PENDING
    if not place.is_dir():
        return []
    return sorted(path for path in place.glob(f"*{SUFFIX}") if path.is_file())[:MOST]


def _next_number(place: Path) -> int:
    """Return a number after all that wait. Not the time: the name would tell when."""
    numbers = [path.name[:NUMBER_DIGITS] for path in place.glob(f"*{SUFFIX}")]
    return max((int(each) for each in numbers if each.isdecimal()), default=0) + 1


def read_entry(path: Path) -> bytes | None:
    """Return an entry's bytes; None where it can't be read, or is none for its size."""
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST * 2 else None
    except OSError:
        return None
