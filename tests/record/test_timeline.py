"""The line of time: its order, what is odd on it, and where it is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.model.kept import Holdings, KeptCheck, Note, NoteText, NoteVersion
from wayhome.record.timeline import (
    Event,
    EventKind,
    Strip,
    layout,
    make_timeline,
    months_between,
)

DAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
LABEL = 64


def _note(
    note_id: int, day: date = DAY, at: str = "", written: datetime = NOON, versions: int = 1
) -> Note:
    version = NoteVersion(NoteText("Came home late", day, at, "", ()), written)
    later = replace(version, written=written + timedelta(days=30))
    return Note(note_id, 1, (version, *(later for _ in range(versions - 1))), while_locked=False)


def _check(check_id: int, kept: datetime = NOON) -> KeptCheck:
    return KeptCheck(check_id, None, {}, (), kept, "0.1.0")


def _timeline(*entries: Note | KeptCheck) -> tuple[Event, ...]:
    return make_timeline(
        Holdings(
            children=(),
            notes=tuple(each for each in entries if isinstance(each, Note)),
            checks=tuple(each for each in entries if isinstance(each, KeptCheck)),
        )
    )


def _event(day: date, number: int = 1, kind: EventKind = EventKind.NOTE) -> Event:
    (event,) = _timeline(_note(number, day))
    return replace(event, kind=kind)


def test_days_times_and_then_the_order_of_writing() -> None:
    found = _timeline(
        _note(1, DAY + timedelta(days=1), "07:00"),
        _note(2),
        _note(3, at="18:30"),
        _note(4, at="09:00"),
        _note(5),
        _check(4),
        _check(2, NOON.replace(hour=9)),
    )
    assert [(event.kind.value, event.id) for event in found] == [
        ("check", 2),
        ("note", 4),
        ("check", 4),
        ("note", 3),
        ("note", 2),
        ("note", 5),
        ("note", 1),
    ]


def test_an_event_says_what_it_is() -> None:
    note, check = _timeline(_note(7, at="08:15", versions=2), _check(3))
    assert note == Event(
        kind=EventKind.NOTE,
        id=7,
        child=1,
        day=DAY,
        time="08:15",
        written=NOON,
        corrected=True,
        while_locked=False,
        late=False,
        clock_odd=False,
    )
    assert (check.kind, check.child, check.day, check.time) == (EventKind.CHECK, None, DAY, "12:00")
    assert not any((check.corrected, check.while_locked, check.late, check.clock_odd))


def test_a_note_written_while_locked_says_so() -> None:
    (event,) = _timeline(replace(_note(1), while_locked=True))
    assert event.while_locked


@pytest.mark.parametrize(
    ("days_before", "late"), [(0, False), (1, False), (2, True), (400, True), (-3, False)]
)
def test_late_is_more_than_a_day_after(days_before: int, *, late: bool) -> None:
    (event,) = _timeline(_note(1, DAY - timedelta(days=days_before)))
    assert event.late is late


@pytest.mark.parametrize(
    ("hours", "odd"),
    [
        ([0, 1, 2], []),
        ([0, 0, 0], []),
        ([0, -1, 2], [2]),
        ([5, 1, 2, 6], [2, 3]),
        ([0, 9, 1], [3]),
    ],
)
def test_a_clock_that_ran_backwards_shows(hours: list[int], odd: list[int]) -> None:
    moments = [NOON + timedelta(hours=hour) for hour in hours]
    notes = [_note(number, written=moment) for number, moment in enumerate(moments, start=1)]
    checks = [_check(number, moment) for number, moment in enumerate(moments, start=1)]
    for found in (_timeline(*reversed(notes)), _timeline(*reversed(checks))):
        assert sorted(event.id for event in found if event.clock_odd) == odd


@pytest.mark.parametrize(
    ("days", "months"),
    [
        ([], []),
        ([DAY], [(2026, 3)]),
        ([date(2026, 2, 28), date(2025, 11, 30)], [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]),
        ([date(9999, 12, 31), date(9999, 11, 1)], [(9999, 11), (9999, 12)]),
    ],
)
def test_months_from_the_first_to_the_last(days: list[date], months: list[tuple[int, int]]) -> None:
    found = months_between([_event(day) for day in days])
    assert found == tuple(date(year, month, 1) for year, month in months)


def test_no_event_makes_an_empty_strip() -> None:
    assert layout((), 600) == Strip(600, 24, (), (), ())


def test_one_event_stands_in_its_month() -> None:
    strip = layout([_event(date(2026, 4, 15))], 600)
    assert strip.height == 28 + 24
    (tick,) = strip.ticks
    assert (tick.month, tick.x, tick.labelled) == (date(2026, 4, 1), 0, True)
    (mark,) = strip.marks
    assert (mark.x, mark.y, mark.count) == (290, 14, 1)


def test_one_day_is_one_mark_in_each_row() -> None:
    events = [_event(DAY, number) for number in (1, 2, 3)]
    strip = layout([*events, _event(DAY, 9, EventKind.CHECK)], 600)
    assert [(mark.kind, mark.ids) for mark in strip.marks] == [
        (EventKind.NOTE, (1, 2, 3)),
        (EventKind.CHECK, (9,)),
    ]
    assert [(row.kind, row.y) for row in strip.rows] == [
        (EventKind.NOTE, 14),
        (EventKind.CHECK, 42),
    ]


def test_a_row_that_nothing_stands_in_is_left_out() -> None:
    strip = layout([_event(DAY, 9, EventKind.CHECK)], 600)
    assert [row.kind for row in strip.rows] == [EventKind.CHECK]


@pytest.mark.parametrize(
    ("first", "last", "labels", "ticks"),
    [
        (date(2026, 1, 5), date(2026, 6, 5), 6, 6),
        (date(2026, 1, 5), date(2027, 12, 5), 8, 24),
        (date(2026, 2, 5), date(2027, 12, 5), 7, 23),
        (date(2016, 1, 5), date(2025, 12, 5), 5, 120),
        (date(202, 1, 5), date(2026, 12, 5), 8, 9),
    ],
)
def test_the_longer_the_fewer_labels(first: date, last: date, labels: int, ticks: int) -> None:
    strip = layout([_event(first), _event(last)], 600)
    assert sum(tick.labelled for tick in strip.ticks) == labels
    assert len(strip.ticks) == ticks


def test_two_thousand_events_over_ten_years() -> None:
    days = [date(2016, 1, 1) + timedelta(days=number * 37 % 3650) for number in range(2000)]
    strip = layout([_event(day, number) for number, day in enumerate(days)], 900)
    assert sum(mark.count for mark in strip.marks) == 2000


spans = st.dates() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    st.lists(st.tuples(spans, st.sampled_from(EventKind)), min_size=1, max_size=30),
    st.integers(LABEL, 2000),
)
def test_everything_is_on_the_strip_and_no_label_touches_another(
    given_events: list[tuple[date, EventKind]], width: int
) -> None:
    events = [_event(day, number, kind) for number, (day, kind) in enumerate(given_events)]
    strip = layout(events, width, label_width=LABEL)

    assert sorted(each for mark in strip.marks for each in mark.ids) == list(range(len(events)))
    assert all(0 <= mark.x <= width and 0 < mark.y < strip.height for mark in strip.marks)
    by_day = sorted(strip.marks, key=lambda mark: mark.day)
    assert all(one.x <= other.x for one, other in pairwise(by_day))
    assert all(0 <= tick.x <= width for tick in strip.ticks)
    assert all(one.x <= other.x for one, other in pairwise(strip.ticks))
    assert len({tick.month for tick in strip.ticks}) == len(strip.ticks)
    labels = [tick.x for tick in strip.ticks if tick.labelled]
    assert labels
    assert all(other - one >= LABEL - 0.02 for one, other in pairwise(labels))
    assert labels[-1] + LABEL <= width + 0.02
