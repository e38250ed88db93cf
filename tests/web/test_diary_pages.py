"""The diary: writing, correcting, listing; and the timeline."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from tests.web import sample_record as sample
from wayhome.record.timeline import EventKind, make_timeline
from wayhome.usecases.record_room import RecordRoom
from wayhome.web import diary_layout, timeline_layout
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.web.conftest import Visitor
    from wayhome.usecases.record_book import RecordBook


@pytest.fixture
def book(app: Flask) -> RecordBook:
    return sample.open_record(app)


def test_a_note_is_written_and_shown(visitor: Visitor, book: RecordBook) -> None:
    child = book.add_child("Ana Prueba")
    form = visitor.get("/r/d/new").text
    assert 'value="2026-11-22"' in form
    assert "selected>Ana Prueba" in form
    said: dict[str, object] = {
        "text": "She said:\r\n“<b>He</b> gave it to me.”",
        "day": "2026-11-20",
        "time": "21:30",
        "seen_by": "me",
        "child": str(child),
        "sign": ["unexplained_gifts", "older_partner"],
    }
    page = visitor.get(visitor.post("/r/d/new", said).location).text
    assert "She said:\n“&lt;b&gt;He&lt;/b&gt; gave it to me.”" in page
    for shown in ("November 20, 2026, 21:30", "Written on November 22, 2026, 22:15", "Ana Prueba"):
        assert shown in page
    link = re.search(r'href="(/i/\d+)#(a\d+)">There are new things', page)
    assert link
    guide = visitor.get(link[1]).text
    assert re.search(rf'id="{link[2]}">\s*<summary><h3>There are new things', guide)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"day": ""}, "day"),
        ({"day": "last Friday"}, "day"),
        ({"day": "2999-01-01"}, "day"),
        ({"time": "half past nine"}, "time"),
        ({"sign": "guilty"}, "signs"),
    ],
)
def test_a_note_that_can_not_be_taken_is_kept_on_the_page(
    visitor: Visitor, book: RecordBook, wrong: dict[str, str], field: str
) -> None:
    form = {"text": "Typed with care", "day": "2026-11-20", "time": "", "seen_by": "grandfather"}
    page = visitor.post("/r/d/new", {**form, **wrong, "sign": [*wrong.get("sign", "").split()]})
    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text
    for value in {**form, **wrong}.values():
        if value.strip() and value != "guilty":
            assert value in page.text
    assert not book.count_notes()


def test_a_correction_keeps_what_was_said(visitor: Visitor, book: RecordBook) -> None:
    note = book.add_note(sample.note("One new phone.", signs=("phones_or_cash",)), None)
    form = visitor.get(f"/r/d/{note}/e").text
    assert "One new phone." in form
    assert re.search(r'value="phones_or_cash"[^>]* checked', form)
    said: dict[str, object] = {
        "text": "Two new phones.",
        "day": "2026-11-21",
        "sign": ["phones_or_cash"],
    }
    assert visitor.post(f"/r/d/{note}/e", said).location == f"/r/d/{note}"
    page = visitor.get(f"/r/d/{note}").text
    assert page.index("Two new phones.") < page.index("What it said before")
    assert page.index("What it said before") < page.index("One new phone.")
    assert "corrected" in visitor.get("/r/d").text
    assert visitor.post(f"/r/d/{note}/e", {"text": "", "day": "2026-11-21"}).status_code == 422
    assert "can&#39;t be undone" in visitor.get(f"/r/d/{note}/x").text
    assert visitor.post(f"/r/d/{note}/x").location == "/r/d"
    assert visitor.get(f"/r/d/{note}").status_code == 404


def test_what_was_written_while_locked_says_so(
    app: Flask, visitor: Visitor, book: RecordBook
) -> None:
    book.add_child("Ana Prueba")
    room = shell_of(app).room
    room.lock()
    room.seal_note(sample.note("Heard a car at night."))
    room.unlock(sample.PASSPHRASE)
    assert "in the diary now: 1" in visitor.get("/r/b").text
    assert "written while locked" in visitor.get("/r/d").text
    assert "Anybody at this computer" in visitor.get("/r/d/1").text
    assert "written while locked" in visitor.get("/r/t").text


def test_a_note_that_names_nobody_can_be_given_a_child(visitor: Visitor, book: RecordBook) -> None:
    ana, ben = book.add_child("Ana Prueba"), book.add_child("Ben Sample")
    note = book.add_note(sample.note("Heard a car at night."), None)
    assert 'name="child"' in visitor.get(f"/r/d/{note}/e").text
    said: dict[str, object] = {"text": "Heard a car at night.", "day": "2026-11-20"}
    visitor.post(f"/r/d/{note}/e", {**said, "child": str(ben)})
    assert book.note(note).child == ben
    # Whom a note is about is not changed behind the back of who wrote it.
    assert 'name="child"' not in visitor.get(f"/r/d/{note}/e").text
    visitor.post(f"/r/d/{note}/e", {**said, "child": str(ana)})
    assert book.note(note).child == ben


def test_the_diary_is_read_in_pages_and_by_child(visitor: Visitor, book: RecordBook) -> None:
    first, second = book.add_child("Ana Prueba"), book.add_child("Ben Sample")
    for days in range(60):
        book.add_note(sample.note(f"day {days:02}", days=days), first if days % 2 else second)
    newest = visitor.get("/r/d").text
    assert re.findall(r"day (\d\d)", newest) == [f"{days:02}" for days in range(50)]
    assert "November 2026" in newest
    assert "Page 1 of 2" in newest
    older = visitor.get("/r/d?p=2").text
    assert re.findall(r"day (\d\d)", older) == [f"{days:02}" for days in range(50, 60)]
    of_first = visitor.get(f"/r/d?c={first}").text
    assert re.findall(r"day (\d\d)", of_first) == [f"{days:02}" for days in range(1, 60, 2)]
    for odd in ("?p=0", "?p=x", "?p=99999999999999999999", "?c=77", "?c=x", "?p=7&c=1"):
        assert visitor.get(f"/r/d{odd}").status_code == 200, odd


def test_the_timeline_shows_the_same_as_picture_and_table(
    visitor: Visitor, book: RecordBook
) -> None:
    child = sample.fill(book, "Ana Prueba")
    other = book.add_child("Ben Sample")
    book.add_note(sample.note("About somebody else."), other)
    book.keep_check({"who": ("guardian",)}, ("talk", "of_the_future"), child, "0")
    page = visitor.get("/r/t").text
    assert (
        page.count("<circle") - 1 - page.count('aria-hidden="true" focusable="false"><circle') == 2
    )
    assert "<polygon" in page
    assert "From Oct 13, 2026 to Nov 22, 2026. Notes: 3. Checks: 1." in page
    assert page.count("<tr>") == 5
    assert "Time to talk · of_the_future" in page
    assert "About somebody else." not in visitor.get(f"/r/t?c={child}").text
    for path in re.findall(r'<th scope="row"><a href="([^"]+)"', page):
        assert visitor.get(path).status_code == 200


def test_an_empty_timeline_leads_to_the_diary(visitor: Visitor, book: RecordBook) -> None:
    assert not book.count_notes()
    page = visitor.get("/r/t").text
    assert "<svg viewBox" not in page.split("</header>")[1].split("record-bar")[0]
    assert 'href="/r/d/new"' in page


def test_a_long_timeline_begins_with_its_newest_year(book: RecordBook) -> None:
    for days in range(0, 2000, 6):
        book.add_note(sample.note(days=days), None)
    events = make_timeline(book.holdings())
    assert timeline_layout.years_of(events)[0] == 2026
    assert timeline_layout.chosen_year(events, "") == 2026
    assert timeline_layout.chosen_year(events, "all") is None
    assert timeline_layout.chosen_year(events, "2022") == 2022
    assert timeline_layout.chosen_year(events, "1066") == 2026
    assert timeline_layout.chosen_year(events[:9], "") is None
    drawing = timeline_layout.draw(events, "es")
    assert drawing
    assert [each.text for each in drawing.labels if each.text] == [
        "2022",
        "2023",
        "2024",
        "2025",
        "2026",
    ]
    assert all(0 < shape.x < drawing.width for shape in drawing.shapes)


def test_shapes_differ_by_kind_and_grow_with_the_day() -> None:
    one = timeline_layout.Shape(EventKind.CHECK, 10, 10, 5)
    assert len(one.corners.split()) == 4


def test_months_are_named_in_each_language() -> None:
    day = dt.date(2026, 3, 1)
    assert diary_layout.written_month(day, "en") == "March 2026"
    assert diary_layout.written_month(day, "es") == "Marzo de 2026"


def test_the_beginning_of_a_long_note_is_one_line() -> None:
    assert diary_layout.beginning_of("a\nb") == "a b"
    assert len(diary_layout.beginning_of("word " * 900)) <= diary_layout.BEGINNING


def _noting(looks: list[RecordRoom]) -> Callable[[RecordRoom], None]:
    # A method of a class must be a function, which `list.append` is not.
    def look(room: RecordRoom) -> None:
        looks.append(room)

    return look


def test_damage_is_looked_for_once_after_each_opening(
    app: Flask, visitor: Visitor, book: RecordBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.add_child("Ana Prueba")
    looks: list[RecordRoom] = []
    monkeypatch.setattr(RecordRoom, "look_for_damage", _noting(looks))
    for _ in range(3):
        visitor.get("/r/b")
    room = shell_of(app).room
    room.lock()
    room.unlock(sample.PASSPHRASE)
    visitor.get("/r/b")
    assert len(looks) == 2
