"""Rows of the tables of Apple's Messages, as messages."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.messages import Media, Message, Skipped
from wayhome.review.media import media_type
from wayhome.review.readers.addresses import clean_name
from wayhome.review.readers.counted_times import Counted
from wayhome.review.readers.sqlite_bytes import DAMAGE
from wayhome.review.readers.typedstream import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wayhome.model.messages import Kind
    from wayhome.review.readers.sqlite_bytes import Database

BLOCK = 100
"""Messages that are asked for together."""
COLUMNS = (
    "text",
    "attributedBody",
    "handle_id",
    "date",
    "is_from_me",
    "associated_message_type",
    "item_type",
    "date_edited",
    "date_retracted",
    "subject",
    "group_title",
)
FILE_COLUMNS = ("transfer_name", "filename", "mime_type", "total_bytes")
EPOCH = 978_307_200
"""2001-01-01, from which Apple counts, in seconds since 1970."""
NANOSECONDS_FROM = 100_000_000_000
BILLION = 1_000_000_000
REACTIONS = range(2000, 4000)
"""Hearts, thumbs and the like, given and taken back."""
CALL = 6
PLACE = "\ufffc"
"""The sign that stands where a file was put into a text."""
LONGEST_BODY = 1 << 18
MOST_FILES = 2_000_000


def seconds_of(date: object) -> int:
    """Return a date of the database in seconds since 1970; 0 if it is none."""
    if not isinstance(date, int | float) or not date > 0 or date > 1 << 62:
        return 0
    count = int(date)
    # Before 2017 seconds were counted, since then billionths of them.
    return EPOCH + (count // BILLION if count >= NANOSECONDS_FROM else count)


@dataclass(slots=True)
class Rows:
    """The messages of one database, a block at a time."""

    database: Database
    me: str
    owner: str
    handles: dict[int, str]
    _times: Counted = field(default_factory=Counted)
    _files: dict[int, list[int]] = field(default_factory=dict)
    _columns: dict[str, str] = field(default_factory=dict)

    def link_files(self) -> None:
        """Note which files belong to which message."""
        wanted = {"message_id", "attachment_id"}
        if not self.database.columns("message_attachment_join") >= wanted:
            return
        count = 0
        for message, file in self.database.rows(
            "SELECT message_id, attachment_id FROM message_attachment_join"
        ):
            if isinstance(message, int) and isinstance(file, int) and count < MOST_FILES:
                self._files.setdefault(message, []).append(file)
                count += 1

    def messages(self, ids: Sequence[int], other: str) -> Iterator[Message | Skipped]:
        """Yield the messages with these ids; ``other``: who wrote where no handle says it."""
        for begin in range(0, len(ids), BLOCK):
            block = ids[begin : begin + BLOCK]
            try:
                rows = self._rows("message", COLUMNS, block)
            except DAMAGE:
                yield from self._one_by_one(block, other)
                continue
            yield from self._block(block, rows, other)

    def _one_by_one(self, block: Sequence[int], other: str) -> Iterator[Message | Skipped]:
        """Read a block in which something is damaged or too large."""
        for number in block:
            try:
                rows = self._rows("message", COLUMNS, [number])
            except sqlite3.DataError:
                yield Skipped(f"message {number}", "text_too_long")
            except DAMAGE:
                yield Skipped(f"message {number}", "database_damaged")
            else:
                yield from self._block([number], rows, other)

    def _rows(
        self, table: str, wanted: Sequence[str], ids: Sequence[int]
    ) -> dict[int, tuple[object, ...]]:
        columns = self._columns.get(table)
        if columns is None:
            has = self.database.columns(table)
            columns = ", ".join(_column(each) if each in has else "NULL" for each in wanted)
            self._columns[table] = columns
        marks = ", ".join("?" * len(ids))
        statement = f"SELECT ROWID, {columns} FROM {table} WHERE ROWID IN ({marks})"  # noqa: S608 - our own names
        return {
            row[0]: row[1:]
            for row in self.database.rows(statement, tuple(ids))
            if isinstance(row[0], int)
        }

    def _block(
        self, block: Sequence[int], rows: dict[int, tuple[object, ...]], other: str
    ) -> Iterator[Message | Skipped]:
        wanted = [file for number in block for file in self._files.get(number, ())]
        files: dict[int, Media] = {}
        for begin in range(0, len(wanted), BLOCK):
            piece = wanted[begin : begin + BLOCK]
            try:
                found = self._rows("attachment", FILE_COLUMNS, piece)
            except DAMAGE:
                yield Skipped(f"files of message {block[0]}", "database_damaged")
                continue
            files |= {number: _media(row) for number, row in found.items()}
        for number in block:
            row = rows.get(number)
            if row is None:
                yield Skipped(f"message {number}", "database_damaged")
                continue
            mine = [files.get(file, Media("")) for file in self._files.get(number, ())]
            yield from self._message(number, row, mine, other)

    def _message(
        self, number: int, row: tuple[object, ...], files: list[Media], other: str
    ) -> Iterator[Message | Skipped]:
        text, body, handle, date, from_me, reaction, item, edited, retracted, *named = row
        subject, title = named
        if isinstance(reaction, int) and reaction in REACTIONS:
            return
        at = self._times.read(seconds_of(date))
        if at is None:
            yield Skipped(f"message {number}", "date_unreadable")
        person = self.handles.get(handle, other) if isinstance(handle, int) else other
        sender, sender_id = (self.me, self.owner) if from_me == 1 else (person, person or None)
        if _counts(item):
            if item == CALL:
                yield Message(sender, at, "", "call", sender_id)
            else:
                yield Message(None, at, title if isinstance(title, str) else "", "system")
            return
        plain = _words(text, body)
        if plain is None:
            yield Skipped(f"message {number}", "text_not_decoded")
            plain = ""
        elif _counts(retracted) or (_counts(edited) and not plain and not files):
            yield Message(sender, at, "", "deleted", sender_id)
            return
        if isinstance(subject, str) and subject:
            plain = f"{subject}\n{plain}"
        for file in files or (None,):
            shown = plain or (file.name if file else "")
            kind: Kind = "media" if file and not plain else "text"
            yield Message(sender, at, shown, kind, sender_id, _counts(edited), file)
            # Further files are messages of their own.
            plain = ""


def _counts(value: object) -> bool:
    """Tell whether a value is a number above zero."""
    return isinstance(value, int) and value > 0


def _words(text: object, body: object) -> str | None:
    """Return what was written; None if it is there and can't be read."""
    if isinstance(text, str) and text:
        return text.replace(PLACE, "") if PLACE in text else text
    if not isinstance(body, bytes) or not body:
        return ""
    found = read_text(body)
    return found.replace(PLACE, "") if found else found


def _column(name: str) -> str:
    """Return how a column is asked for: of bytes, no more than a text can have."""
    if name == "attributedBody":
        return f"CASE WHEN length({name}) > {LONGEST_BODY} THEN x'00' ELSE {name} END"
    return name


def _media(row: tuple[object, ...]) -> Media:
    shown, path, kind, size = row
    name = shown if isinstance(shown, str) and shown else path if isinstance(path, str) else ""
    plain = clean_name(name.replace("\\", "/").rpartition("/")[2])
    return Media(
        plain,
        clean_name(kind) if isinstance(kind, str) and kind else media_type(plain),
        size if isinstance(size, int) and size >= 0 else None,
    )
