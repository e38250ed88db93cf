"""What the first page of the open record shows: what is due, and what to know about the record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.paper.phrases import written_day
from wayhome.record.freshness import DueKind, completeness, months_later, what_is_due
from wayhome.usecases.record_room import ON_PAPER
from wayhome.web.child_layout import number_of, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wayhome.model.kept import Child
    from wayhome.model.record import RecordShape
    from wayhome.model.words import Words
    from wayhome.record.freshness import Due
    from wayhome.record.pending import TakenIn

SHOWN = 5
"""Lines of what is due that stand open. More would be one more thing to be afraid of."""
FOLDED = 25
"""Lines behind the fold. The rest stands on each child's own page."""
COPY_MONTHS = 6


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing to fill in or to renew, and the form for it."""

    name: str
    text: str
    more: str
    address: str
    rank: int
    """0: grows old; 1: police ask for it first; 2: they may also ask."""


@dataclass(frozen=True, slots=True)
class RecordState:
    """What is known of the record as a whole."""

    settings: Mapping[str, str]
    taken_in: TakenIn | None
    damaged: bool
    lies_open: int
    """How many files lie in the open outside it."""
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know about the record itself; ``address`` leads to what mends it."""

    text: str
    link: str = ""
    address: str = ""


def due_lines(
    shape: RecordShape, children: Sequence[Child], words: Words, today: dt.date
) -> tuple[DueLine, ...]:
    """Return what is due for these children: what police ask first of each, then the rest."""
    lines = [
        _line_of(shape, child, due, words)
        for child in children
        for due in what_is_due(shape, child, today)
    ]
    return tuple(sorted(lines, key=lambda each: each.rank))


def next_line(lines: Iterable[DueLine], done: str) -> DueLine | None:
    """Return the first of what police ask for first that another form fills in."""
    wanted = (each for each in lines if each.rank < 2)  # noqa: PLR2004 - see `DueLine.rank`
    return next((each for each in wanted if not _is_in(each.address, done)), None)


def _is_in(address: str, place: str) -> bool:
    return address == place or address.startswith(f"{place}/")


def how_complete(shape: RecordShape, child: Child, today: dt.date) -> str:
    """Return the name of a sentence: how much of what police ask first is there. Never a count."""
    there = completeness(shape, child)
    if there.filled == there.all:
        # The photo, and what has grown old, are no fields.
        return "some" if any(map(_is_first, what_is_due(shape, child, today))) else "all"
    # A name alone is a beginning.
    return "some" if there.filled > 1 else "begun"


def _line_of(shape: RecordShape, child: Child, due: Due, words: Words) -> DueLine:
    fields, kind = "", due.kind
    if due.section is None:
        text, address = words("book.due.photo"), f"/r/c/{child.id}/p"
    else:
        section = shape.section(due.section)
        key = f"record.sections.{section.id}"
        text, address = words(f"{key}.title"), f"/r/c/{child.id}/{number_of(shape, section.id)}"
        if section.many and (not child.in_section(section.id) or due.kind is DueKind.SECTION_OLD):
            address = f"{address}/new"
        fields = " · ".join(words(f"{key}.fields.{each}") for each in due.fields)
        if not child.in_section(section.id):
            # Of several, none: "still empty: name" would sound as if there were one.
            kind = DueKind.SECTION_EMPTY if section.many else kind
    day = written_day(due.since, words.language) if due.since else ""
    return DueLine(
        name=short_name(child.name),
        text=text,
        more=words(f"book.due.{kind}", fields=fields, day=day),
        address=address,
        rank=_rank_of(due),
    )


def _is_first(due: Due) -> bool:
    return _rank_of(due) < 2  # noqa: PLR2004 - see `DueLine.rank`


def _rank_of(due: Due) -> int:
    if due.kind is DueKind.FIELDS_EMPTY_THEN:
        return 2
    return 1 if due.kind is DueKind.FIELDS_EMPTY_FIRST else 0


def notices_of(words: Words, state: RecordState, today: dt.date) -> tuple[Notice, ...]:
    """Return what to know about the record, what matters most first."""

    def notice(name: str, address: str = "", **values: object) -> Notice:
        link = words.find(f"book.notices.{name}_link") if address else None
        return Notice(words(f"book.notices.{name}", **values), link or "", address)

    found, taken_in = [], state.taken_in
    if state.damaged:
        found.append(notice("damaged", "/r/s"))
    if state.lies_open:
        found.append(notice("lies_open", "/r/s", count=state.lies_open))
    if taken_in and taken_in.notes:
        found.append(notice("taken_in", "/r/d", count=taken_in.notes))
    if taken_in and taken_in.calls:
        found.append(notice("calls_taken_in", "/r/l", count=taken_in.calls))
    if taken_in and taken_in.unreadable:
        found.append(notice("unreadable", count=taken_in.unreadable))
    if state.settings.get(ON_PAPER) != "confirmed":
        found.append(notice("paper_key", "/r/s/k"))
    copied = _day_of(state.settings.get("backed_up", ""))
    if copied is None and not state.is_empty:
        found.append(notice("no_copy", "/r/s"))
    elif copied is not None and (months_later(copied, COPY_MONTHS) or today) <= today:
        found.append(notice("old_copy", "/r/s", day=written_day(copied, words.language)))
    return tuple(found)


def _day_of(moment: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(moment).date()
    except ValueError:
        return None
