"""Diary, checks and calls on one line of time: as events for a table, and as a strip to draw.

Pure. The strip is numbers only, so that a template can draw it.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from wayhome.record.call_groups import group_calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wayhome.model.calls import CallEntry
    from wayhome.model.kept import Holdings, KeptCheck, Note
    from wayhome.record.call_groups import Call

MONTHS_IN_YEAR = 12
LATE_AFTER = timedelta(days=1)

YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
STEPS = (1, 3, *(years * MONTHS_IN_YEAR for years in YEARS))
"""How many months may lie between two labels. A mistyped year makes a strip of centuries."""

LEAST_TICK = 4
"""In pixels. Where months are narrower, only those with a label get a tick."""


class EventKind(StrEnum):
    """What an event is, in the order of the rows of the strip."""

    NOTE = "note"
    CHECK = "check"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry on the line of time."""

    kind: EventKind
    id: int
    """Of a call, the place of its first entry in the log."""
    child: int | None
    day: date
    """The day that it is about."""
    time: str
    """`HH:MM` on that day, or ""."""
    written: datetime
    corrected: bool
    while_locked: bool
    late: bool
    """Written more than a day after the day that it is about."""
    clock_odd: bool
    """Written, by the clock, before an entry that came earlier: the clock was wrong at one."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month on the strip."""

    month: date
    """Its first day."""
    x: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The height at which events of one kind stand."""

    kind: EventKind
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """All events of one kind on one day."""

    kind: EventKind
    day: date
    x: float
    y: float
    ids: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Strip:
    """A chart of months, each as wide as the next. All lengths are in pixels, from top left."""

    width: float
    height: float
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]


def make_timeline(holdings: Holdings) -> tuple[Event, ...]:
    """Return everything with a day, by day and time; what has no time comes last on its day."""
    # What was sealed while locked gets its id only when the record opens.
    in_order = (note for note in holdings.notes if not note.while_locked)
    odd_notes = _clock_odd((note.id, note.written) for note in in_order)
    odd_checks = _clock_odd((check.id, check.kept) for check in holdings.checks)
    odd_calls = odd_entries(holdings.calls.entries)
    events = [
        *(_event_of_note(note, clock_odd=note.id in odd_notes) for note in holdings.notes),
        *(_event_of_check(check, clock_odd=check.id in odd_checks) for check in holdings.checks),
        *(
            _event_of_call(call, clock_odd=bool(odd_calls & {each.n for each in call.versions}))
            for call in group_calls(holdings.calls.entries)
        ),
    ]
    order = list(EventKind)
    return tuple(
        sorted(
            events,
            key=lambda each: (
                each.day,
                not each.time,
                each.time,
                each.id,
                order.index(each.kind),
            ),
        )
    )


def months_between(events: Sequence[Event]) -> tuple[date, ...]:
    """Return the first day of each month from the first event's to the last one's."""
    if not events:
        return ()
    indexes = [_month_index(event.day) for event in events]
    return tuple(_month(index) for index in range(min(indexes), max(indexes) + 1))


def layout(
    events: Sequence[Event],
    width: float,
    *,
    row_height: float = 28,
    axis_height: float = 24,
    label_width: float = 64,
) -> Strip:
    """Return where everything stands on a strip of that width: rows on top, the axis below.

    A label begins at its tick, is at most `label_width` wide, and never touches another.
    """
    kinds = [kind for kind in EventKind if any(event.kind is kind for event in events)]
    rows = {kind: (place + 0.5) * row_height for place, kind in enumerate(kinds)}
    height = len(rows) * row_height + axis_height
    if not events:
        return Strip(width, height, (), (), ())
    indexes = [_month_index(event.day) for event in events]
    first, months = min(indexes), max(indexes) - min(indexes) + 1
    month_width = width / months
    together: defaultdict[tuple[EventKind, date], list[int]] = defaultdict(list)
    for event in events:
        together[event.kind, event.day].append(event.id)
    marks = (
        Mark(kind, day, round(_place(day, first) * month_width, 2), rows[kind], tuple(ids))
        for (kind, day), ids in together.items()
    )
    return Strip(
        width=width,
        height=height,
        ticks=tuple(_ticks(first, months, width, label_width)),
        rows=tuple(Row(kind, y) for kind, y in rows.items()),
        marks=tuple(sorted(marks, key=lambda mark: (mark.y, mark.day))),
    )


def _event_of_note(note: Note, *, clock_odd: bool) -> Event:
    day = note.said.happened_on
    return Event(
        kind=EventKind.NOTE,
        id=note.id,
        child=note.child,
        day=day,
        time=note.said.happened_at,
        written=note.written,
        corrected=len(note.versions) > 1,
        while_locked=note.while_locked,
        late=note.written.date() - day > LATE_AFTER,
        clock_odd=clock_odd,
    )


def _event_of_check(check: KeptCheck, *, clock_odd: bool) -> Event:
    return Event(
        kind=EventKind.CHECK,
        id=check.id,
        child=check.child,
        day=check.kept.date(),
        time=check.kept.strftime("%H:%M"),
        written=check.kept,
        corrected=False,
        while_locked=False,
        late=False,
        clock_odd=clock_odd,
    )


def _event_of_call(call: Call, *, clock_odd: bool) -> Event:
    first, called = call.first, call.called
    return Event(
        kind=EventKind.CALL,
        id=first.n,
        child=call.last.child,
        day=called.date(),
        time=called.strftime("%H:%M"),
        written=first.written,
        corrected=len(call.versions) > 1,
        while_locked=any(each.while_locked for each in call.versions),
        late=is_late(first),
        clock_odd=clock_odd,
    )


def is_late(entry: CallEntry) -> bool:
    """Tell whether an entry was written more than a day after the call."""
    return entry.written - entry.said.called > LATE_AFTER


def odd_entries(entries: Iterable[CallEntry]) -> frozenset[int]:
    """Return the places of entries that were written, by the clock, before an earlier one."""
    # What was sealed while locked gets its place only when the record opens.
    return _clock_odd((each.n, each.written) for each in entries if not each.while_locked)


def _clock_odd(written: Iterable[tuple[int, datetime]]) -> frozenset[int]:
    """Return the ids that were written before one with a smaller id. Ids count up as time does."""
    odd: set[int] = set()
    latest: datetime | None = None
    for each, moment in sorted(written):
        if latest is not None and moment < latest:
            odd.add(each)
        else:
            latest = moment
    return frozenset(odd)


def _ticks(first: int, months: int, width: float, label_width: float) -> Iterator[Tick]:
    month_width = width / months
    step = next((each for each in STEPS if each * month_width >= label_width), STEPS[-1])
    # Labels stand at round months: January, or the beginning of a quarter or a decade.
    labelled = {
        index
        for index in range(-(-first // step) * step, first + months, step)
        if (index - first) * month_width + label_width <= width
    } or {first}
    every = 1 if month_width >= LEAST_TICK else step
    for index in sorted({*range(-(-first // every) * every, first + months, every), *labelled}):
        x = round((index - first) * month_width, 2)
        yield Tick(_month(index), x, labelled=index in labelled)


def _place(day: date, first: int) -> float:
    """Return the middle of a day in months since the beginning of the strip."""
    days = monthrange(day.year, day.month)[1]
    return _month_index(day) - first + (day.day - 0.5) / days


def _month_index(day: date) -> int:
    return day.year * MONTHS_IN_YEAR + day.month - 1


def _month(index: int) -> date:
    return date(index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1, 1)
