"""The way out: forget everything at once, and show a calendar that says nothing."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, session, url_for

from wayhome.web.shell import is_inside, language, shell

if TYPE_CHECKING:
    from werkzeug import Response

pages = Blueprint("exit_page", __name__)


@dataclass(frozen=True, slots=True)
class Month:
    """One month to draw. A day is None where the week belongs to another month."""

    title: str
    weekdays: tuple[tuple[str, str], ...]
    """Short and full names, in the order of this language's week."""
    weeks: tuple[tuple[date | None, ...], ...]


@pages.post("/x")
def leave() -> Response:
    """Forget all answers and sessions, then go to the calendar.

    The form carries a token like every other, but none is demanded: a page left over from an
    earlier session must still be able to hide itself. All that a forged request could do is
    this same forgetting, and `security` has turned away foreign pages already.
    """
    if is_inside():
        # The door first: a request under way could put an answer back.
        shell().door.leave()
        shell().forget_all()
    session.clear()
    # No Clear-Site-Data: it would take the cookies of every other program on 127.0.0.1 along.
    return redirect(url_for("exit_page.calendar"), 303)


@pages.get("/n")
def calendar() -> str:
    """Show this month and the next, for anybody and without a way back."""
    today = shell().wayhome.today()
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    drawn = [draw_month(day, language()) for day in (today, following)]
    return render_template("calendar.html", months=drawn, today=today)


def draw_month(day: date, language: str) -> Month:
    """Return the month that a day lies in, in the manner of a language."""
    # Imported late: only this page and dates need it.
    from babel import Locale
    from babel.dates import format_skeleton

    locale = Locale.parse(language)
    first = locale.first_week_day
    order = [(first + offset) % 7 for offset in range(7)]
    names = locale.days["stand-alone"]
    weeks = months.Calendar(first).monthdatescalendar(day.year, day.month)
    title = format_skeleton("yMMMM", day, locale=locale)
    return Month(
        title=title[:1].upper() + title[1:],
        weekdays=tuple((names["abbreviated"][each], names["wide"][each]) for each in order),
        weeks=tuple(
            tuple(each if each.month == day.month else None for each in week) for week in weeks
        ),
    )
