"""Reminders as a calendar file that tells whoever sees it nothing.

A calendar is shared, synchronised, and shows itself on a locked screen. So every word in the file
comes from the caller, who takes neutral ones, and nothing else in it names what wrote it or why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from wayhome.record.freshness import months_later

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

NEUTRAL_PROGRAM = "-//Calendar//Calendar//EN"
"""The standard (RFC 5545, 3.7.3) wants every file to name its program. This names none."""

DAY_THAT_EVERY_MONTH_HAS = 28
HOUR_OF_ALARM = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to do on a day, once or again and again."""

    uid: str
    """Random, kept by the caller: a second file with the same one replaces it, not doubles it."""
    day: date
    title: str
    text: str = ""
    every_months: int | None = None
    """Again after so many months, for ever."""
    alarm: bool = False
    """Whether the calendar shows a message at nine in the morning."""


def make_calendar(reminders: Iterable[Reminder], now: datetime) -> bytes:
    """Return an iCalendar file (RFC 5545) of all-day entries; the same input gives the same bytes.

    ``now`` has an offset.
    """
    # Loads the rules of all time zones, which nothing else here needs.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", NEUTRAL_PROGRAM)
    calendar.add("version", "2.0")
    for each in reminders:
        calendar.add_component(_entry(each, now))
    written: bytes = calendar.to_ical()
    return written


def _entry(reminder: Reminder, now: datetime) -> Event:
    # As in make_calendar.
    from icalendar import Alarm, Event

    day = _first_day(reminder)
    entry = Event()
    entry.add("uid", reminder.uid)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", day)
    entry.add("summary", reminder.title)
    if reminder.text:
        entry.add("description", reminder.text)
    # Where a calendar is shared, most programs then show others a busy or an empty day only.
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    if reminder.every_months is not None:
        entry.add("rrule", {"freq": "MONTHLY", "interval": reminder.every_months})
    if reminder.alarm:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", HOUR_OF_ALARM)
        alarm.add("description", reminder.title)
        entry.add_component(alarm)
    return entry


def _first_day(reminder: Reminder) -> date:
    """Move the 29th to 31st on to the 1st where it repeats.

    In months without such a day the standard leaves the reminder out altogether.
    """
    day = reminder.day
    if reminder.every_months is None or day.day <= DAY_THAT_EVERY_MONTH_HAS:
        return day
    return months_later(day.replace(day=1), 1) or day
