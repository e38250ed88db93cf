"""A sealed record to copy: made once for all tests, since each try of a passphrase takes time."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.record.photographs import halves, saved
from wayhome.model.kept import NoteText
from wayhome.model.problems import UserProblem
from wayhome.record import checks, children, diary, keys, photos, vault
from wayhome.record.engine import sealed_engine
from wayhome.record.envelope import FLOOR_MEMORY_KIB, Cost
from wayhome.record.folder import PENDING, RecordFolder
from wayhome.record.pictures import take_picture
from wayhome.record.recovery_key import read_recovery_key
from wayhome.record.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PASSPHRASE = "four plain words here"
OTHER = "quite another four words"
WRONG = "none of the two at all"
NAME = "Ana Prueba"
CHEAP = Cost(FLOOR_MEMORY_KIB, passes=1, lanes=4)
"""The least that a key file may ask for: a third of what any real one asks."""
NOW = dt.datetime(2026, 11, 22, 21, 30, tzinfo=dt.timezone(dt.timedelta(hours=-6)))
TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Sample:
    """The files of a record, and the key on paper."""

    files: Mapping[str, bytes]
    recovery_key: str


@cache
def sample() -> Sample:
    """Return a record with one child, a photo, a note, and a kept check."""
    with tempfile.TemporaryDirectory() as place:
        folder = RecordFolder(Path(place) / "record")
        opened, typed = vault.create_record(folder, PASSPHRASE, CHEAP)
        _fill(opened.store)
        opened.close()
        return Sample(files_in(folder.path), typed)


def _fill(store: Store) -> None:
    picture = take_picture(saved(halves(), "PNG"), TODAY)
    with store.writing() as connection:
        child = children.add_child(connection, NOW)
        children.save_item(
            connection, child_id=child, section="identity", values={"full_name": NAME}, now=NOW
        )
        photos.save_photo(
            connection, child_id=child, item_id=None, picture=picture, taken=TODAY, now=NOW
        )
        diary.add_note(connection, said("A quiet day."), child_id=child, now=NOW)
        checks.keep_check(
            connection,
            child_id=child,
            answers={"who": ("guardian",)},
            outcomes=("talk",),
            now=NOW,
            version="0",
        )


def said(text: str, day: dt.date = TODAY) -> NoteText:
    """Return what a short note says."""
    return NoteText(text, day, "21:30", "me", ())


def lay_down(path: Path) -> RecordFolder:
    """Put a copy of the sample there."""
    path.mkdir(parents=True)
    for name, body in sample().files.items():
        (path / name).write_bytes(body)
    return RecordFolder(path)


def files_in(path: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its path in it."""
    found = (each for each in sorted(path.rglob("*")) if each.is_file())
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in found}


def open_by_paper(folder: RecordFolder, typed: str | None = None) -> vault.OpenRecord:
    """Open a record as `vault.open_record` does, without the wait for Argon2."""
    header = folder.read_key_file()
    secret = read_recovery_key(typed or sample().recovery_key)
    assert isinstance(secret, bytes)
    key = keys.open_with_recovery(header, secret)
    engine = sealed_engine(folder.store_file(header), key.derive("store", header.record))
    return vault.OpenRecord(folder, Store(engine, lambda: folder.names(header.store)), header, key)


def texts(record: vault.OpenRecord) -> list[str]:
    """Return what the notes of a record say."""
    with record.store.reading() as connection:
        return [each.said.text for each in diary.read_notes(connection)]


def write(record: vault.OpenRecord, text: str) -> None:
    """Write a note into an open record."""
    with record.store.writing() as connection:
        diary.add_note(connection, said(text), child_id=None, now=NOW)


def waiting(folder: RecordFolder) -> list[Path]:
    """Return the files of the entries that wait."""
    return sorted((folder.path / PENDING).glob("*"))


def problem(action: Callable[[], object]) -> str:
    """Return the key of the problem that an action ends in, or "" if it ends well."""
    try:
        action()
    except UserProblem as found:
        return found.key
    return ""
