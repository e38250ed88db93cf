"""The answers for the CyberTipline: prepared, shown in order, kept only where that was wanted."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.web.sample_record import SCRIPT, open_record
from wayhome.usecases.report_answers import LONGEST
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from tests.web.conftest import Visitor
    from wayhome.usecases.wayhome import Wayhome

ANSWERS = {"kind": "online_talk", "what": "Line one\nLine two", "person_name": f"Sam {SCRIPT}"}


def _prepare(visitor: Visitor, **more: str) -> str:
    return visitor.post("/q", {**ANSWERS, **more}).location


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_form_asks_everything_in_order(
    visitor: Visitor, wayhome: Wayhome, language: str
) -> None:
    visitor.post("/l", {"language": language})
    page = unescape(visitor.get("/q").text)
    sections = wayhome.report_form(language)
    places = [page.index(f">{each.words}<") for part in sections for each in part.questions]
    assert places == sorted(places)
    for key in ("nothing_sent", "images", "order", "no_name"):
        assert wayhome.words(language)(f"steps.report.{key}") in page
    assert 'type="file"' not in page


def test_prepared_answers_stand_in_the_order_of_the_form(visitor: Visitor) -> None:
    path = _prepare(visitor)
    page = visitor.get(path).text
    assert SCRIPT not in page
    said = unescape(page)
    assert said.index("Someone talks with a child online") < said.index("Line two")
    assert said.index("Line two") < said.index("Sam <script>")
    assert 'href="https://report.cybertip.org"' in page
    assert "Wayhome sends nothing" in said
    for answer in ("online_talk", "Sam", "Line"):
        assert answer not in path


def test_answers_can_be_changed_in_their_place(visitor: Visitor) -> None:
    path = _prepare(visitor)
    form = visitor.get(f"{path}/e").text
    assert "Line two" in form
    assert "checked" in form
    changed = visitor.post("/q", {**ANSWERS, "what": "Other", "report": path.split("/")[-1]})
    assert changed.location == path
    assert "Line two" not in visitor.get(path).text


def test_what_is_too_long_is_told_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    response = visitor.post("/q", {**ANSWERS, "when": "x" * (LONGEST + 1)})
    assert response.status_code == 422
    assert "longer than 4000 letters" in response.text
    assert "Line two" in response.text


def test_nothing_is_left_after_forgetting_and_after_quick_exit(visitor: Visitor) -> None:
    first, second = _prepare(visitor), _prepare(visitor)
    assert visitor.post(f"{first}/x").location == "/d"
    assert visitor.get(first).location == "/q"
    visitor.post("/x")
    assert shell_of(visitor.app).answers.find(second.split("/")[-1]) is None


def test_answers_are_forgotten_when_nobody_uses_them(visitor: Visitor) -> None:
    now = [0.0]
    shell = shell_of(visitor.app)
    shell.answers.clock = lambda: now[0]
    path = _prepare(visitor)
    page = visitor.get(path)
    assert page.headers["Refresh"].endswith("/q/a")
    now[0] += shell.room.minutes * 60 - 1
    assert "Line two" in visitor.get(path).text
    now[0] += shell.room.minutes * 60
    assert visitor.get(path).location == "/q"


def test_locking_forgets_the_answers_and_leaving_a_page_does_not(visitor: Visitor) -> None:
    prepared = _prepare(visitor)
    assert visitor.get("/q/a").location == "/d"
    assert visitor.get(prepared).status_code == 200
    visitor.post("/r/x")
    assert visitor.get(prepared).location == "/q"


@pytest.mark.parametrize("rest", ["", "/e"])
def test_what_was_never_there_leads_to_the_form(visitor: Visitor, rest: str) -> None:
    assert visitor.get(f"/q/nothing{rest}").location == "/q"
    assert visitor.post("/q/nothing/n").location == "/q"


def test_kept_in_the_diary_only_if_wanted(visitor: Visitor) -> None:
    path = _prepare(visitor)
    assert "Keep this in the diary" not in visitor.get(path).text
    book = open_record(visitor.app)
    assert "Keep this in the diary" in visitor.get(path).text
    assert book.notes() == ()
    page = visitor.post(f"{path}/n").text
    assert "now in the diary" in page
    (note,) = book.notes()
    assert note.said.text.startswith("Answers prepared for the CyberTipline")
    assert "Line one\nLine two" in note.said.text
    assert note.said.happened_on == shell_of(visitor.app).room.now().date()


def test_a_record_that_locked_meanwhile_loses_nothing(visitor: Visitor) -> None:
    path = _prepare(visitor)
    open_record(visitor.app)
    shell_of(visitor.app).room.lock()
    assert visitor.post(f"{path}/n").location == path
    page = unescape(visitor.get(path).text)
    assert "unlock it first" in page
    assert "Line two" in page


def test_more_than_a_note_holds_is_told(visitor: Visitor, wayhome: Wayhome) -> None:
    long = [each.id for each in wayhome.content.report.questions if not each.options]
    path = _prepare(visitor, **dict.fromkeys(long[:6], "x" * LONGEST))
    open_record(visitor.app)
    response = visitor.post(f"{path}/n")
    assert response.status_code == 422
    assert "longer than 20000 characters" in response.text


def test_language_leads_back_to_the_answers(visitor: Visitor) -> None:
    path = _prepare(visitor)
    data: dict[str, object] = {"language": "es", "back": "report_done", "run": path.split("/")[-1]}
    assert visitor.post("/l", data).location == path
    assert "Alguien habla por internet" in unescape(visitor.get(path).text)
