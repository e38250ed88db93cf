"""The check page by page: answers only in forms, each tab for itself, urgent things at once."""

from __future__ import annotations

import logging
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Visitor
    from wayhome.model.flow import Question
    from wayhome.usecases.wayhome import Wayhome

CALM = ("missing", "danger_now", "self_harm", "image_threat", "meet_or_travel", "home_unsafe")


def _walk(visitor: Visitor, path: str, **answers: str | list[str]) -> str:
    """Answer from a question on, "no" to whatever is not named; return the result's path."""
    ids = [question.id for question in _questions(visitor)]
    for _ in range(20):
        if path.endswith("/r"):
            return path
        question = ids[int(path.rsplit("/", 1)[1]) - 1]
        chosen = {"signs": [], "who": "guardian", **answers}.get(question, "no")
        path = visitor.answer(path, *([chosen] if isinstance(chosen, str) else chosen))
    raise AssertionError("the check does not end")


def _at(path: str, end: object) -> str:
    """Return the address of another question of the same run."""
    return f"{path.rpartition('/')[0]}/{end}"


def _questions(visitor: Visitor) -> tuple[Question, ...]:
    wayhome: Wayhome = visitor.app.extensions["wayhome"].wayhome
    return wayhome.content.check.questions


def _number(visitor: Visitor, question: str) -> int:
    return [each.id for each in _questions(visitor)].index(question) + 1


def test_addresses_say_nothing(visitor: Visitor) -> None:
    assert re.fullmatch(r"/b/[\w-]{8}/1", visitor.begin())


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_calm_walk_meets_every_question_and_ends_with_actions(
    visitor: Visitor, wayhome: Wayhome, language: str
) -> None:
    visitor.post("/l", {"language": language})
    path = visitor.begin()
    for place, question in enumerate(wayhome.questions(language), 1):
        page = unescape(visitor.get(path).text)
        assert question.words in page
        assert str(place) in page
        assert all(option.words in page for option in question.options)
        kind = "checkbox" if question.many else "radio"
        assert page.count(f'type="{kind}"') == len(question.options)
        default = question.options[0].id if question.id == "who" else "no"
        path = visitor.answer(path, *([] if question.many else [default]))
    page = unescape(visitor.get(path).text)
    assert path.endswith("/r")
    assert wayhome.words(language)("interface.result.no_verdict") in page
    assert wayhome.words(language)("check.outcomes.prepare.title") in page


def test_what_cannot_wait_is_shown_at_once(visitor: Visitor) -> None:
    visitor.choose("US")
    path = visitor.begin()
    result = visitor.answer(path, "yes")
    assert result.endswith("/r")
    page = visitor.get(result).text
    assert page.index('href="tel:911"') < page.index("Go on with the questions")
    onward = re.search(r'<a class="second-button" href="([^"]+)"', page)
    assert onward
    assert onward[1] == _at(path, 2)


def test_what_was_shown_once_does_not_interrupt_again(visitor: Visitor) -> None:
    path = visitor.begin()
    visitor.answer(path, "yes")
    assert visitor.answer(path, "yes").endswith("/2")


def test_less_urgent_things_wait_for_the_end(visitor: Visitor) -> None:
    path = visitor.begin()
    for _ in range(3):
        path = visitor.answer(path, "no")
    number = int(path.rsplit("/", 1)[1])
    assert visitor.answer(path, "unsure").endswith(f"/{number + 1}")


def test_back_shows_the_earlier_answer(visitor: Visitor) -> None:
    path = visitor.begin()
    onward = visitor.answer(path, "no")
    assert 'value="no" autocomplete="off" checked' in visitor.get(path).text
    assert f'href="{path}"' in visitor.get(onward).text


def test_what_was_said_counts_though_the_way_leads_past_it_now(visitor: Visitor) -> None:
    path = visitor.begin()
    result = _walk(visitor, path, signs=["older_partner", "unexplained_gifts"])
    title = "Ask for advice today"
    assert title in visitor.get(result).text
    visitor.answer(path, "yes")
    page = visitor.get(result).text
    assert page.index("A child may be missing") < page.index(title)


@pytest.mark.parametrize("options", [[], ["maybe"], ["yes", "no"], ["yes", "yes"]])
def test_no_or_an_odd_answer_asks_again(visitor: Visitor, options: list[str]) -> None:
    path = visitor.begin()
    response = visitor.post(path, {"a": options})
    assert response.status_code == 422
    page = response.text
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert '<a href="#a1">' in page
    assert 'aria-describedby="hint wrong"' in page
    assert visitor.get(_at(path, 2)).location == path


def test_a_question_that_takes_several_takes_none_too(visitor: Visitor) -> None:
    path = visitor.begin()
    for _ in CALM:
        path = visitor.answer(path, "no")
    assert visitor.get(path).text.count('type="checkbox"') > 9
    assert visitor.answer(path).endswith(f"/{_number(visitor, 'who')}")


def test_reasons_come_with_innocent_readings(visitor: Visitor, wayhome: Wayhome) -> None:
    result = _walk(visitor, visitor.begin(), signs=["unexplained_gifts", "withdrawal"])
    page = unescape(visitor.get(result).text)
    for sign in ("unexplained_gifts", "withdrawal"):
        assert wayhome.words("en")(f"signs.{sign}.means") in page
        assert wayhome.words("en")(f"signs.{sign}.innocent") in page


def test_no_action_stands_twice(visitor: Visitor) -> None:
    path = visitor.begin()
    visitor.answer(path, "no")
    answers = {"danger_now": "yes", "self_harm": "yes", "image_threat": "yes"}
    ids = [question.id for question in _questions(visitor)]
    for question, option in answers.items():
        visitor.answer(_at(path, ids.index(question) + 1), option)
    page = visitor.get(_at(path, "r")).text
    done = re.findall(r'<p class="do">(.*?)</p>|<h2 id="first">(.*?)</h2>', page)
    assert len(done) > 5
    assert len(set(done)) == len(done)


def test_a_young_reader_is_not_asked_who_they_are(visitor: Visitor, wayhome: Wayhome) -> None:
    path = visitor.begin(who="young_person")
    second = visitor.answer(path, "no")
    young = wayhome.questions("en", "young_person")[1].words
    assert young != wayhome.questions("en")[1].words
    assert young in unescape(visitor.get(second).text)
    for _ in CALM[1:]:
        second = visitor.answer(second, "no")
    result = visitor.answer(second)
    assert result.endswith("/r")
    page = visitor.get(result).text
    assert '<input type="hidden" name="who" value="young_person">' in page
    assert '<li><a href="/e">' in page


def test_two_tabs_never_mix(visitor: Visitor) -> None:
    one, two = visitor.begin(), visitor.begin()
    assert one != two
    visitor.answer(one, "no")
    assert " checked" not in visitor.get(two).text
    visitor.answer(two, "yes")
    assert 'value="no" autocomplete="off" checked' in visitor.get(one).text


@pytest.mark.parametrize("end", ["1", "r"])
def test_an_unknown_run_is_gone(visitor: Visitor, end: str) -> None:
    response = visitor.get(f"/b/abcdefgh/{end}")
    assert response.status_code == 404
    assert "no longer here" in response.text
    assert visitor.post("/b/abcdefgh/1", {"a": "no"}).status_code == 404


@pytest.mark.parametrize("end", ["0", "99", "x", "-1", "1.5", "9" * 30])
def test_a_question_that_does_not_exist_is_no_page(visitor: Visitor, end: str) -> None:
    path = visitor.begin()
    assert visitor.get(_at(path, end)).status_code == 404


def test_skipping_ahead_leads_to_the_next_question(visitor: Visitor) -> None:
    path = visitor.begin()
    ahead = _at(path, 5)
    assert visitor.get(ahead).location == path
    assert visitor.post(ahead, {"a": "yes"}).location == path
    assert visitor.get(_at(path, "r")).location == path


@pytest.mark.parametrize("country", [None, "US"])
def test_answers_leave_no_trace(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, country: str | None
) -> None:
    """Not in an address, a title, a cookie or a log: only in the body of the form."""
    caplog.set_level(logging.DEBUG)
    if country:
        visitor.choose(country)
    path = visitor.begin()
    words = ("yes", "unsure", "older_partner", "guardian", "missing", "image_threat")
    seen = []
    for option in ("no", "unsure", "yes"):
        response = visitor.post(path, {"a": option})
        seen += [response.location, str(response.headers), response.text]
        path = _at(path, int(path[-1]) + 1)
    title = re.search(r"<title>(.*?)</title>", visitor.get(path).text)
    assert title
    assert title[1] == "Notes"
    assert not caplog.records
    for text in seen:
        assert not any(word in text for word in words)
