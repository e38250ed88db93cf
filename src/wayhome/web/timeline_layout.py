"""The line of time as a page draws it: a strip of shapes, and the same as rows of a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from wayhome.record.call_groups import group_calls
from wayhome.record.timeline import MONTHS_IN_YEAR, EventKind, layout
from wayhome.web.diary_layout import beginning_of, written_month

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from wayhome.model.calls import CallText
    from wayhome.model.kept import Holdings, Note
    from wayhome.model.words import Words
    from wayhome.record.timeline import Event, Mark, Tick

WIDTH = 640
MANY = 300
"""Events from which on a page shows one year, and leads to the others."""
LEAST, MOST = 5.0, 9.0
"""Half the width of a mark for one event, and for many on one day."""
ADDRESSES = {EventKind.NOTE: "/r/d/", EventKind.CHECK: "/r/g/", EventKind.CALL: "/r/l?e={0}#c"}
"""Where an event stands, before its number; the list of calls has several pages."""
EDGE = 12.0
"""Room at both ends of the strip, so that no mark is cut off."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One mark: its middle, and half its width."""

    kind: EventKind
    x: float
    y: float
    half: float

    @property
    def corners(self) -> str:
        """The corners of a diamond, as SVG writes points."""
        x, y, half = self.x, self.y, self.half * 1.25
        corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        return " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)


@dataclass(frozen=True, slots=True)
class Label:
    """The beginning of a month; "" where there is no room for its name."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The strip, in pixels."""

    width: float
    height: float
    bottom: float
    """Where the axis lies."""
    lines: tuple[float, ...]
    """The height of each row."""
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One event."""

    kind: EventKind
    day: str
    time: str
    text: str
    child: str
    address: str
    marks: tuple[str, ...]
    """Names of what to know about it: corrected, while_locked, late, clock_odd."""


def years_of(events: Sequence[Event]) -> tuple[int, ...]:
    """Return the years in which something happened, newest first."""
    return tuple(sorted({each.day.year for each in events}, reverse=True))


def chosen_year(events: Sequence[Event], wanted: str) -> int | None:
    """Return which year to show; None for all. Of very many events, the newest year is usual."""
    years = years_of(events)
    if wanted.isdecimal() and int(wanted) in years:
        return int(wanted)
    return None if wanted == "all" or len(events) <= MANY or not years else years[0]


def draw(events: Sequence[Event], language: str) -> Drawing | None:
    """Return the strip of these events; None if there is none."""
    if not events:
        return None
    strip = layout(events, WIDTH - 2 * EDGE, row_height=34, label_width=78)
    by_year = _label_months(strip.ticks) >= MONTHS_IN_YEAR
    bottom = len(strip.rows) * 34.0
    return Drawing(
        width=WIDTH,
        height=strip.height,
        bottom=bottom,
        lines=tuple(row.y for row in strip.rows),
        shapes=tuple(
            Shape(mark.kind, round(mark.x + EDGE, 2), mark.y, _half(mark)) for mark in strip.marks
        ),
        labels=tuple(
            Label(
                tick.x + EDGE,
                _name_of(tick.month, language, by_year=by_year) if tick.labelled else "",
            )
            for tick in strip.ticks
        ),
    )


def count_kinds(events: Sequence[Event]) -> dict[EventKind, int]:
    """Return how many events of each kind there are."""
    counted = Counter(each.kind for each in events)
    return {kind: counted[kind] for kind in EventKind}


def rows_of(
    events: Sequence[Event], holdings: Holdings, names: Mapping[int, str], words: Words
) -> tuple[TableRow, ...]:
    """Return the rows of the table."""
    notes = {each.id: each for each in holdings.notes}
    checks = {each.id: each.outcomes for each in holdings.checks}
    calls = {each.first.n: each.said for each in group_calls(holdings.calls.entries)}
    says: dict[EventKind, Callable[[int], str]] = {
        EventKind.NOTE: lambda number: _text_of(notes[number]),
        EventKind.CHECK: lambda number: outcome_titles(checks[number], words),
        EventKind.CALL: lambda number: _line_of(calls[number]),
    }
    return tuple(
        TableRow(
            kind=event.kind,
            day=short_day(event.day, words.language),
            time=event.time,
            text=says[event.kind](event.id),
            child=names.get(event.child or 0, ""),
            address=f"{ADDRESSES[event.kind].format(event.id)}{event.id}",
            marks=tuple(
                name
                for name in ("corrected", "while_locked", "late", "clock_odd")
                if getattr(event, name)
            ),
        )
        for event in events
    )


@lru_cache(maxsize=4096)
def short_day(day: dt.date, language: str) -> str:
    """Return a day with its month cut short, for a narrow column."""
    from babel.dates import format_date

    return format_date(day, format="medium", locale=language)


def outcome_titles(outcomes: Sequence[str], words: Words) -> str:
    """Return what followed from a check, in one line."""
    titles = (words.find(f"check.outcomes.{each}.title") or each for each in outcomes)
    return " · ".join(titles) or words("book.check.no_outcome")


def _text_of(note: Note) -> str:
    return beginning_of(note.said.text)


def _line_of(said: CallText) -> str:
    return beginning_of(f"{said.whom}: {said.said}" if said.said else said.whom)


def _half(mark: Mark) -> float:
    return min(LEAST + mark.count - 1, MOST)


def _label_months(ticks: Sequence[Tick]) -> int:
    """Return how many months lie between two labels; a year if there is only one label."""
    days = [tick.month for tick in ticks if tick.labelled]
    if len(days) < 2:  # noqa: PLR2004 - nothing lies between fewer
        return 1
    return (days[1].year - days[0].year) * MONTHS_IN_YEAR + days[1].month - days[0].month


def _name_of(month: dt.date, language: str, *, by_year: bool) -> str:
    return str(month.year) if by_year else written_month(month, language, short=True)
