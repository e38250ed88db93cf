"""What of a child's record is missing or old, in the order in which police ask for it.

Pure: the day comes in. A day that lies ahead, as after a clock was set back, is never due.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date
from enum import StrEnum
from typing import TYPE_CHECKING

from wayhome.model.record import Asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.kept import Child, Item
    from wayhome.model.record import RecordSection, RecordShape

MONTHS_IN_YEAR = 12


class DueKind(StrEnum):
    """Why something is due."""

    PHOTO_MISSING = "photo_missing"
    PHOTO_OLD = "photo_old"
    PHOTO_WITHOUT_DAY = "photo_without_day"
    """There are photos, but nobody knows how old they are."""
    SECTION_EMPTY = "section_empty"
    """A section that grows old, with nothing in it yet."""
    SECTION_OLD = "section_old"
    SECTION_WITHOUT_DAY = "section_without_day"
    FIELDS_EMPTY_FIRST = "fields_empty_first"
    """Police ask for these first."""
    FIELDS_EMPTY_THEN = "fields_empty_then"


OF_PHOTO = (DueKind.PHOTO_MISSING, DueKind.PHOTO_WITHOUT_DAY, DueKind.PHOTO_OLD)
OF_SECTION = (DueKind.SECTION_EMPTY, DueKind.SECTION_WITHOUT_DAY, DueKind.SECTION_OLD)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to look at, now."""

    kind: DueKind
    section: str | None
    """None for the photo of the child."""
    fields: tuple[str, ...]
    """The empty fields that are meant, in the order of their section."""
    since: date | None
    """The day of the newest that there is; None where there is none, or nobody knows."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How many of the fields that police ask for first hold something."""

    filled: int
    all: int


@dataclass(frozen=True, slots=True)
class _Aging:
    """Something that grows old: the photo, or a section."""

    section: RecordSection | None
    there: bool
    newest: date | None
    months: int

    @property
    def due_on(self) -> date | None:
        """The first day on which it is due; None if the calendar ends before that day."""
        if not self.there or self.newest is None:
            return date.min
        return months_later(self.newest, self.months)


def what_is_due(shape: RecordShape, child: Child, today: date) -> tuple[Due, ...]:
    """Return what is missing or old: the photo, what changes as a child grows, then empty fields.

    An empty section that grows old names its empty fields at once and is not named a second time.
    """
    aging = [_due(each, child) for each in _aging(shape, child) if _is_due(each, today)]
    named = {due.section for due in aging if due.kind is DueKind.SECTION_EMPTY}
    rest = [section for section in shape.sections if section.id not in named]
    return (
        *aging,
        *_empty_fields(rest, child, Asked.FIRST, DueKind.FIELDS_EMPTY_FIRST),
        *_empty_fields(rest, child, Asked.THEN, DueKind.FIELDS_EMPTY_THEN),
    )


def next_due_day(shape: RecordShape, child: Child, today: date) -> date | None:
    """Return the first day, from today on, on which a photo or section is due if nothing changes.

    That is today where something is due already, and None if the calendar ends before.
    """
    days = [each.due_on for each in _aging(shape, child)]
    return min((max(day, today) for day in days if day is not None), default=None)


def completeness(shape: RecordShape, child: Child) -> Filled:
    """Count the fields asked for first. Of several items, one that fills a field is enough."""
    asked = [
        child.has_nothing_in(section.id) or field.id in _filled_fields(child, section.id)
        for section in shape.sections
        for field in section.fields
        if field.asked is Asked.FIRST
    ]
    return Filled(filled=sum(asked), all=len(asked))


def months_later(day: date, months: int) -> date | None:
    """Return the same day so many months later, or the last one of a shorter month.

    None if that is after the year 9999.
    """
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + months
    year, month = index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1
    if year > MAXYEAR:
        return None
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _aging(shape: RecordShape, child: Child) -> Iterator[_Aging]:
    photos = [photo for photo in child.photos if photo.item is None]
    taken = (photo.taken for photo in photos)
    yield _Aging(None, bool(photos), _newest(taken), shape.photo_fresh_months)
    for section in shape.sections:
        if section.fresh_months is not None:
            items = [item for item in child.in_section(section.id) if _says(item, section)]
            days = (_day_of(item, section) for item in items)
            yield _Aging(section, bool(items), _newest(days), section.fresh_months)


def _is_due(aging: _Aging, today: date) -> bool:
    return aging.due_on is not None and aging.due_on <= today


def _due(aging: _Aging, child: Child) -> Due:
    section = aging.section
    missing, without_day, old = OF_PHOTO if section is None else OF_SECTION
    place = None if section is None else section.id
    if aging.there:
        kind = without_day if aging.newest is None else old
        return Due(kind, place, (), aging.newest)
    fields = () if section is None else _empty_in(section, child, {Asked.FIRST, Asked.THEN})
    return Due(missing, place, fields, None)


def _empty_fields(
    sections: Iterable[RecordSection], child: Child, asked: Asked, kind: DueKind
) -> Iterator[Due]:
    for section in sections:
        fields = _empty_in(section, child, {asked})
        if fields:
            yield Due(kind, section.id, fields, None)


def _empty_in(section: RecordSection, child: Child, asked: set[Asked]) -> tuple[str, ...]:
    if child.has_nothing_in(section.id):
        # A child without medicines is not asked for their dose for ever.
        return ()
    filled = _filled_fields(child, section.id)
    return tuple(
        field.id for field in section.fields if field.asked in asked and field.id not in filled
    )


def _filled_fields(child: Child, section: str) -> frozenset[str]:
    return frozenset(
        field_id
        for item in child.in_section(section)
        for field_id, value in item.values.items()
        if value.strip()
    )


def _says(item: Item, section: RecordSection) -> bool:
    """Whether it holds more than a day: a day alone makes nothing fresh."""
    return any(value.strip() for key, value in item.values.items() if key != section.dated_by)


def _day_of(item: Item, section: RecordSection) -> date | None:
    """Return the day that it was true on; in a section without such a field, when it was written.

    What is no day counts as unknown.
    """
    if section.dated_by is None:
        return item.changed.date()
    try:
        return date.fromisoformat(item.values.get(section.dated_by, "").strip())
    except ValueError:
        return None


def _newest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)
