"""The calendar file: what stands in it, and what never does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from wayhome.record.calendar_file import Reminder, make_calendar

if TYPE_CHECKING:
    from icalendar import Event

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-6)))
WORDS_OF_THE_STANDARD = {
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Calendar//Calendar//EN",
    "BEGIN:VEVENT",
    "CLASS:PRIVATE",
    "TRANSP:TRANSPARENT",
    "DTSTAMP:20261123T053000Z",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:PT9H",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
}


def reminder(
    day: date = date(2027, 3, 5), every_months: int | None = None, *, alarm: bool = False
) -> Reminder:
    return Reminder("3f9c", day, "Look at the list", "The folder", every_months, alarm)


def entries(made: bytes) -> list[Event]:
    return cast("list[Event]", Calendar.from_ical(made).walk("VEVENT"))


def test_every_line_is_the_standards_or_the_callers() -> None:
    made = make_calendar([reminder(every_months=6, alarm=True)], NOW).decode()
    lines = made.split("\r\n")
    assert lines.pop() == ""
    assert set(lines) - WORDS_OF_THE_STANDARD == {
        "UID:3f9c",
        "DTSTART;VALUE=DATE:20270305",
        "RRULE:FREQ=MONTHLY;INTERVAL=6",
        "SUMMARY:Look at the list",
        "DESCRIPTION:The folder",
        "DESCRIPTION:Look at the list",
    }


def test_once_and_in_silence_unless_asked() -> None:
    made = make_calendar([reminder()], NOW)
    assert b"RRULE" not in made
    assert b"VALARM" not in made


def test_the_same_input_gives_the_same_bytes() -> None:
    several = [reminder(every_months=6), reminder(alarm=True)]
    assert make_calendar(several, NOW) == make_calendar(several, NOW)
    assert make_calendar(several, NOW) == make_calendar(several, NOW.astimezone(UTC))


def test_no_reminders_make_an_empty_calendar() -> None:
    assert entries(make_calendar([], NOW)) == []


@pytest.mark.parametrize(
    ("day", "every_months", "expected"),
    [
        (date(2026, 8, 31), None, date(2026, 8, 31)),
        (date(2026, 8, 31), 6, date(2026, 9, 1)),
        (date(2026, 8, 29), 6, date(2026, 9, 1)),
        (date(2026, 8, 28), 6, date(2026, 8, 28)),
        (date(2026, 12, 30), 6, date(2027, 1, 1)),
        (date(9999, 12, 31), 6, date(9999, 12, 31)),
    ],
)
def test_what_repeats_falls_on_a_day_that_every_month_has(
    day: date, every_months: int | None, expected: date
) -> None:
    (entry,) = entries(make_calendar([reminder(day, every_months)], NOW))
    assert entry.start == expected


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_any_words_come_back_and_start_no_line_of_their_own(words: str) -> None:
    title = f"{words}\nBEGIN:VALARM"
    made = make_calendar([Reminder("1", date(2027, 3, 5), title)], NOW)
    (entry,) = entries(made)
    assert entry["summary"] == title
    assert not entry.walk("VALARM")
