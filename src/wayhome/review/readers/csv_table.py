"""Tables whose first line names their columns: what no other reader knows, such as Roblox or Kik.

Most such files were made by another program, or by the platform for the police. Which column is
which is guessed from the words of the first line, said in the report, and can be told.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Assumed,
    Confidence,
    Conversation,
    DateOrder,
    Message,
    Part,
    Person,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.media import is_media
from wayhome.review.readers.csv_columns import Columns, find_columns, find_delimiter, take_columns
from wayhome.review.readers.free_stamps import FreeStamps, settle_order
from wayhome.review.readers.iso_stamps import read_seconds
from wayhome.review.readers.names import Names, clean_name
from wayhome.review.readers.newest_first import oldest_first
from wayhome.review.readers.shelves import Shelves
from wayhome.review.readers.texts import BROKEN, find_encoding, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.review.readers.date_order import Settled
    from wayhome.review.source import Chosen, Source

COUNTED = re.compile(r"(\d{9,11})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?")
"""Seconds since 1970, or thousandths and so on of them."""
LOCAL_LENGTH = len("2025-03-04T22:41:00")
LOOKED_AT = 2000
"""Rows that tell who is in all of them."""
SAME, PAIR = "", "\0"


@dataclass(frozen=True, slots=True)
class _Table:
    """How one file is read."""

    delimiter: str
    columns: Columns
    settled: Settled
    owner: str = ""
    """Who is in every row, where several people are not."""


class CsvTable:
    """Reader of tables of messages."""

    id = "csv"
    origin = "converted"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim tables whose first line names a text, a time and a sender."""
        files = tuple(
            name for name in source.names() if not is_media(name) and _header(source, name)
        )
        return Confidence(30, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Find the columns, the order of the dates, and who is in every row.

        UserProblem ``column_unknown`` if the user named a column that is not there.
        """
        tables = {name: _look_at(files, name, dates) for name in files.names()}
        known = {name: table for name, table in tables.items() if table is not None}
        orders = {each.settled.order for each in known.values()}
        owners = {each.owner for each in known.values()}
        owner = owners.pop() if len(owners) == 1 else ""
        return Plan(
            files.names(),
            date_order=orders.pop() if len(orders) == 1 else None,
            owner=Person(owner, owner) if owner else None,
            detail=known,
        )

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield the conversations of each file, in the order in which they begin."""
        tables = plan.detail if isinstance(plan.detail, dict) else {}
        for name in files.names():
            table = tables.get(name)
            if table is None:
                fault = Skipped("line 1", "columns_unknown")
                yield Conversation(_stem(name), iter((Part(name, iter((fault,))),)))
            else:
                yield from _read(files, name, table)


def _header(source: Source | Chosen, name: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the delimiter and the columns' names of a table; None if it is none of messages."""
    found = _first_line(source, name)
    return found if found and find_columns(found[1]) else None


def _first_line(source: Source | Chosen, name: str) -> tuple[str, tuple[str, ...]] | None:
    head = source.head(name)
    encoding = find_encoding(head)
    text = head.decode(encoding, "ignore").lstrip("\ufeff \r\n") if encoding else ""
    if not text or text[0] in "{[<":
        return None
    line = text.replace("\r", "\n").split("\n", 1)[0]
    if line.lower().startswith("sep=") and "\n" in text:
        line = text.replace("\r\n", "\n").split("\n")[1]
    delimiter = find_delimiter(line)
    if delimiter is None:
        return None
    try:
        names = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return None
    return delimiter, tuple(names)


def _look_at(files: Chosen, name: str, dates: DateOrder | None) -> _Table | None:
    found = _first_line(files, name)
    if found is None:
        return None
    delimiter, header = found
    columns = take_columns(header, files.columns) if files.columns else find_columns(header)
    if columns is None or "text" not in columns.places:
        return None
    stamps = (
        _written(row, columns) for row in _rows(files, name, delimiter) if isinstance(row, _Row)
    )
    days = (each for each in stamps if not COUNTED.fullmatch(each))
    settled = settle_order(days, dates)
    return _Table(delimiter, columns, settled, _find_owner(files, name, delimiter, columns))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row and its line."""

    line: int
    cells: tuple[str, ...]


def _rows(files: Chosen, name: str, delimiter: str) -> Iterator[_Row | Skipped]:
    """Yield the rows below the first line."""
    lines = (line + "\n" for _, line in read_lines(files, name))
    rows = csv.reader(lines, delimiter=delimiter)
    first = True
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            yield Skipped(f"line {rows.line_num}", "text_too_long")
            continue
        if row is None:
            return
        if not row or (first and len(row) == 1 and row[0].lower().startswith("\ufeffsep=")):
            continue
        if first:
            # The line that names the columns; above it may stand which sign is between them.
            first = row[0].lower().lstrip("\ufeff").startswith("sep=")
            continue
        yield _Row(rows.line_num, tuple(row))


def _written(row: _Row, columns: Columns) -> str:
    whole = columns.cell(row.cells, "at")
    if whole:
        return whole
    return f"{columns.cell(row.cells, 'date')} {columns.cell(row.cells, 'time')}".strip()


def _find_owner(files: Chosen, name: str, delimiter: str, columns: Columns) -> str:
    """Return who is in every row, if nobody else is."""
    if "to" not in columns.places:
        return ""
    always: set[str] | None = None
    for row in islice(_rows(files, name, delimiter), LOOKED_AT):
        if isinstance(row, _Row):
            pair = {_from(row, columns), clean_name(columns.cell(row.cells, "to"))} - {""}
            always = pair if always is None else always & pair
    return always.pop() if always and len(always) == 1 else ""


def _from(row: _Row, columns: Columns) -> str:
    """Return who wrote: by id, where a column beside says to whom by id too."""
    return clean_name(columns.cell(row.cells, "id") or columns.cell(row.cells, "from"))


@dataclass(slots=True)
class _Reader:
    table: _Table
    stamps: FreeStamps
    names: Names = field(default_factory=Names)

    def read_time(self, written: str) -> str | None:
        counted = COUNTED.fullmatch(written)
        if counted:
            return read_seconds(int(counted[1]))
        at = self.stamps.read(written)
        if at is None or len(at) > LOCAL_LENGTH or not self.table.columns.is_utc:
            return at
        return f"{at}+00:00"

    def number(self, row: _Row | Skipped) -> int | None:
        if isinstance(row, Skipped):
            return None
        at = self.read_time(_written(row, self.table.columns))
        return int(re.sub(r"\D", "", at[:19])) if at else None

    def message(self, row: _Row) -> Iterator[tuple[str, Message] | Skipped]:
        """Yield a message with its shelf, and what is wrong with it."""
        columns, where = self.table.columns, f"line {row.line}"
        if len(row.cells) <= max(columns.places["text"], columns.places.get("from", 0)):
            yield Skipped(where, "not_a_message")
            return
        at = self.read_time(_written(row, columns))
        if at is None:
            yield Skipped(where, "date_unreadable")
        place = columns.places["text"]
        text = row.cells[place]
        if BROKEN in text:
            yield Skipped(where, "broken_text")
        given = columns.cell(row.cells, "id")
        sender = self.names[columns.cell(row.cells, "from")] or self.names[given]
        if not sender:
            yield Skipped(where, "sender_unknown")
        sender_id = clean_name(given) or None
        yield self._shelf(row), Message(sender or "?", at, text, "text", sender_id)

    def _shelf(self, row: _Row) -> str:
        columns = self.table.columns
        if "conversation" in columns.places:
            return self.names[columns.cell(row.cells, "conversation")] or "?"
        if "to" not in columns.places:
            return SAME
        pair = sorted({_from(row, columns), self.names[columns.cell(row.cells, "to")]})
        return PAIR + PAIR.join(pair)


def _read(files: Chosen, name: str, table: _Table) -> Iterator[Conversation]:
    reader, shelves, faults = _Reader(table, FreeStamps(table.settled.order)), Shelves(), []
    for row in oldest_first(_rows(files, name, table.delimiter), reader.number):
        for item in (row,) if isinstance(row, Skipped) else reader.message(row):
            if isinstance(item, Skipped):
                faults.append(item)
            else:
                shelves.add(*item)
    order: tuple[Assumed, ...] = (table.settled.assumed,) if table.settled.assumed else ()
    assumed = (*table.columns.assumed(), *order)

    def describe(key: str, parts: Iterator[Part]) -> Conversation:
        told = (Part(part.file, part.messages, assumed) for part in parts)
        if key.startswith(PAIR):
            people = tuple(each for each in key.split(PAIR) if each)
            others = tuple(each for each in people if each != table.owner)
            title = ", ".join(others) or ", ".join(people) or _stem(name)
            named = tuple(Person(each, each) for each in others)
            return Conversation(title, told, Setting.DIRECT, people=named, contact_ids=others)
        return Conversation(key or _stem(name), told)

    yield from shelves.conversations(name, faults, describe)


def _stem(name: str) -> str:
    return clean_name(name.rpartition("/")[2].rpartition(".")[0]) or "?"


READER = CsvTable()
