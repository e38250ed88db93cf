"""The diary: what was noticed and when. Corrections are added; what stood before stays."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from wayhome.model.kept import Note, NoteText, NoteVersion
from wayhome.model.problems import UserProblem
from wayhome.record.children import require_child, storable
from wayhome.record.tables import note, note_version

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

LONGEST_NOTE = 20_000
LONGEST_NAME = 500
TIME_OF_DAY = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def add_note(
    connection: Connection,
    said: NoteText,
    *,
    child_id: int | None,
    now: datetime,
    entry: str | None = None,
) -> int | None:
    """Write a note; return its id.

    ``entry`` is the id of something written while locked. Given twice, it is taken in once:
    the second time returns None.

    Raises:
        UserProblem: ``note_empty``, ``note_too_long``, ``note_time``, ``record_gone``.
    """
    check_said(said)
    if child_id is not None:
        require_child(connection, child_id)
    if entry is not None and connection.scalar(select(note.c.id).where(note.c.entry == entry)):
        return None
    key = connection.execute(insert(note).values(child_id=child_id, entry=entry))
    note_id = int(key.inserted_primary_key[0]) if key.inserted_primary_key else 0
    _add_version(connection, note_id, said, now)
    return note_id


def correct_note(connection: Connection, note_id: int, said: NoteText, now: datetime) -> None:
    """Add a correction. What the note said before is kept and shown.

    Raises:
        UserProblem: as `add_note`.
    """
    check_said(said)
    if read_note(connection, note_id).said != _as_kept(said):
        _add_version(connection, note_id, said, now)


def name_child(connection: Connection, note_id: int, child_id: int) -> None:
    """Say whom a note is about that names nobody, such as one that was written while locked."""
    require_child(connection, child_id)
    nobody = (note.c.id == note_id, note.c.child_id.is_(None))
    connection.execute(update(note).where(*nobody).values(child_id=child_id))


def read_note(connection: Connection, note_id: int) -> Note:
    """Return a note; UserProblem ``record_gone`` if there is none."""
    found = _read(connection, (note_id,))
    if not found:
        raise UserProblem("record_gone")
    return found[0]


def read_notes(connection: Connection) -> tuple[Note, ...]:
    """Return all notes by the day they are about, then in the order of writing."""
    return tuple(sorted(_read(connection), key=lambda each: (each.said.happened_on, each.id)))


def read_latest_notes(
    connection: Connection, most: int, *, skip: int = 0, child_id: int | None = None
) -> tuple[Note, ...]:
    """Return some notes, newest day first, of one child or of all. Reads no others."""
    other = note_version.alias()
    last = select(func.max(other.c.id)).where(other.c.note_id == note.c.id).scalar_subquery()
    wanted = (
        select(note.c.id)
        .join(note_version, note_version.c.id == last)
        .order_by(note_version.c.happened_on.desc(), note.c.id.desc())
        .limit(most)
        .offset(skip)
    )
    if child_id is not None:
        wanted = wanted.where(note.c.child_id == child_id)
    ids = list(connection.scalars(wanted))
    found = {each.id: each for each in _read(connection, ids)}
    return tuple(found[each] for each in ids)


def count_notes(connection: Connection, child_id: int | None = None) -> int:
    """Return how many notes there are, about one child or in all."""
    count = select(func.count()).select_from(note)
    if child_id is not None:
        count = count.where(note.c.child_id == child_id)
    return connection.scalar(count) or 0


def remove_note(connection: Connection, note_id: int) -> None:
    """Remove a note with all it ever said; UserProblem ``record_gone`` if there is none."""
    if connection.execute(delete(note).where(note.c.id == note_id)).rowcount != 1:
        raise UserProblem("record_gone")


def check_said(said: NoteText) -> None:
    """Raise UserProblem ``note_empty``, ``note_too_long`` or ``note_time``."""
    if not said.text.strip():
        raise UserProblem("note_empty")
    for text, most in ((said.text, LONGEST_NOTE), (said.seen_by, LONGEST_NAME)):
        if len(text) > most:
            raise UserProblem("note_too_long", most=most)
    if said.happened_at and not TIME_OF_DAY.fullmatch(said.happened_at):
        raise UserProblem("note_time")


def _as_kept(said: NoteText) -> NoteText:
    return replace(said, text=storable(said.text), seen_by=storable(said.seen_by))


def _add_version(connection: Connection, note_id: int, said: NoteText, now: datetime) -> None:
    kept = _as_kept(said)
    connection.execute(
        insert(note_version).values(
            note_id=note_id,
            text=kept.text,
            happened_on=kept.happened_on,
            happened_at=kept.happened_at,
            seen_by=kept.seen_by,
            signs=list(kept.signs),
            written=now,
        )
    )


def _read(connection: Connection, ids: Collection[int] | None = None) -> list[Note]:
    notes, texts = (
        select(note).order_by(note.c.id),
        select(note_version).order_by(note_version.c.id),
    )
    if ids is not None:
        notes = notes.where(note.c.id.in_(ids))
        texts = texts.where(note_version.c.note_id.in_(ids))
    versions: dict[int, list[NoteVersion]] = {}
    for row in connection.execute(texts):
        said = NoteText(row.text, row.happened_on, row.happened_at, row.seen_by, tuple(row.signs))
        versions.setdefault(row.note_id, []).append(NoteVersion(said, row.written))
    return [
        Note(row.id, row.child_id, tuple(versions[row.id]), while_locked=row.entry is not None)
        for row in connection.execute(notes)
    ]
