"""Answers as they come in: accepted whole, or rejected with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wayhome.model.conditions import Answers
    from wayhome.model.flow import Flow, Question


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why answers can't be taken. ``reason`` names the sentence; no answer is repeated in it."""

    reason: str
    question: str | None = None


def take_answers(flow: Flow, raw: Mapping[str, object]) -> Answers | Rejected:
    """Return the answers in the flow's order, or the first thing wrong with them.

    ``raw`` maps question ids to an option id, or to a list of them where a question takes many.
    """
    known = {question.id for question in flow.questions}
    for question_id in raw:
        if question_id not in known:
            return Rejected("unknown_question")
    taken: dict[str, tuple[str, ...]] = {}
    for question in flow.questions:
        if question.id in raw:
            answer = take_answer(question, raw[question.id])
            if isinstance(answer, Rejected):
                return answer
            taken[question.id] = answer
    return taken


def take_answer(question: Question, raw: object) -> tuple[str, ...] | Rejected:
    """Return the chosen options in the question's order, or what is wrong with them."""
    given = _options_in(raw)
    if given is None:
        return Rejected("not_an_option", question.id)
    if not question.many and (isinstance(raw, list) or len(given) != 1):
        return Rejected("one_option", question.id)
    if len(set(given)) != len(given):
        return Rejected("option_twice", question.id)
    if not set(given) <= set(question.options):
        return Rejected("not_an_option", question.id)
    return tuple(option for option in question.options if option in given)


def _options_in(raw: object) -> Sequence[str] | None:
    if isinstance(raw, str):
        return (raw,)
    if isinstance(raw, list) and all(isinstance(option, str) for option in raw):
        return raw
    return None
