"""The way out: everything is forgotten, and what is left is a calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from wayhome.web.exit_page import draw_month

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


def test_leaving_forgets_everything(visitor: Visitor) -> None:
    path = visitor.begin()
    visitor.answer(path, "yes")
    response = visitor.post("/x")
    assert (response.status_code, response.location) == (303, "/n")
    assert "n5005=;" in response.headers["Set-Cookie"]
    assert visitor.get("/").status_code == 403
    assert visitor.get(path).status_code == 403
    visitor.enter()
    assert visitor.get(path).status_code == 404


def test_a_copied_cookie_is_worth_nothing_after_leaving(visitor: Visitor) -> None:
    cookie = visitor.client.get_cookie("n5005", domain="127.0.0.1")
    assert cookie
    visitor.post("/x")
    headers = {"Cookie": f"n5005={cookie.value}"}
    assert visitor.get("/", headers=headers).status_code == 403


def test_a_page_left_over_can_still_leave(visitor: Visitor, stranger: Visitor) -> None:
    visitor.token = "of an earlier session"
    assert visitor.post("/x").location == "/n"
    assert visitor.get("/").status_code == 403
    assert stranger.post("/x").location == "/n"


def test_a_stranger_cannot_make_others_leave(visitor: Visitor, stranger: Visitor) -> None:
    path = visitor.begin()
    stranger.post("/x")
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize(
    ("language", "title", "month"),
    [("en", "Calendar", "November 2026"), ("es", "Calendario", "Noviembre de 2026")],
)
def test_the_calendar_is_nothing_but_a_calendar(
    stranger: Visitor, language: str, title: str, month: str
) -> None:
    response = stranger.get("/n", headers={"Accept-Language": language})
    assert response.status_code == 200
    page = response.text
    assert f"<title>{title}</title>" in page
    assert month in page
    assert "href" not in re.sub(r"<link [^>]*>", "", page)
    assert "<script" not in page
    assert "ayhome" not in page
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("day", "language", "title", "weeks"),
    [
        (date(2026, 2, 1), "en", "February 2026", 5),
        (date(2026, 12, 31), "es", "Diciembre de 2026", 5),
        (date(2027, 1, 1), "en", "January 2027", 5),
    ],
)
def test_a_month_is_drawn(day: date, language: str, title: str, weeks: int) -> None:
    month = draw_month(day, language)
    assert month.title == title
    assert len(month.weekdays) == 7
    assert abs(len(month.weeks) - weeks) <= 1
    days = [each for week in month.weeks for each in week if each]
    assert days[0].day == 1
    assert days == sorted(days)
