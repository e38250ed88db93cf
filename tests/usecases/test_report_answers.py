"""Prepared answers: taken whole, kept in memory, in the form's order, and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wayhome.model.problems import UserProblem
from wayhome.usecases import report_answers
from wayhome.usecases.report_answers import LONGEST, ReportAnswers, as_text, take_answers

if TYPE_CHECKING:
    from wayhome.usecases.wayhome import Wayhome


def test_what_is_not_a_question_is_left_out(wayhome: Wayhome) -> None:
    form = wayhome.content.report
    raw = {"kind": "online_talk", "what": "  a\r\nb \n", "picture": "x", "when": "   "}
    assert take_answers(form, raw) == {"kind": "online_talk", "what": "a\nb"}


@pytest.mark.parametrize(
    ("raw", "key"),
    [({"kind": "no_such"}, "choice_invalid"), ({"what": "x" * (LONGEST + 1)}, "answer_long")],
)
def test_what_can_not_be_taken(wayhome: Wayhome, raw: dict[str, str], key: str) -> None:
    with pytest.raises(UserProblem) as caught:
        take_answers(wayhome.content.report, raw)
    assert caught.value.key == key


@pytest.mark.parametrize("language", ["en", "es"])
def test_text_has_the_order_of_the_form(wayhome: Wayhome, language: str) -> None:
    form, words = wayhome.content.report, wayhome.words(language)
    answers = {"anything_else": "LAST", "kind": "online_talk", "child_name": "MIDDLE"}
    text = as_text(form, answers, words)
    kind = words("tipline.options.online_talk")
    assert text.index(kind) < text.index("MIDDLE") < text.index("LAST")
    assert words("tipline.sections.internet").upper() not in text
    assert as_text(form, {}, words) == ""


def test_no_question_asks_for_a_picture(wayhome: Wayhome) -> None:
    ids = {question.id for question in wayhome.content.report.questions}
    assert not [each for each in ids if "image" in each or "picture" in each or "photo" in each]
    for language in wayhome.languages:
        assert wayhome.words(language)("steps.report.images")


def test_kept_changed_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_answers, "MOST", 2)
    desk = ReportAnswers()
    first = desk.keep({"what": "a"})
    assert desk.keep({"what": "b"}, first) == first
    assert desk.find(first) == {"what": "b"}
    # An id from outside is never taken over.
    assert desk.keep({"what": "c"}, "chosen-by-somebody") != "chosen-by-somebody"
    third = desk.keep({"what": "d"})
    assert desk.find(first) is None
    desk.forget(third)
    assert desk.find(third) is None
    desk.forget("never was")
    last = desk.keep({"what": "e"})
    desk.forget_all()
    assert desk.find(last) is None
