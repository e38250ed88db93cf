"""Properties that hold for any answers whatever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wayhome.check.answers import Rejected, take_answer, take_answers
from wayhome.check.resolving import path_of, resolve
from wayhome.check.rules import RULE_NAMES, rules_for
from wayhome.model.flow import Urgency

if TYPE_CHECKING:
    from wayhome.usecases.wayhome import Wayhome

ANY_FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def any_answers(wayhome: Wayhome) -> st.SearchStrategy[dict[str, object]]:
    """Return a strategy for any part of the questions, with any of their options."""
    return st.fixed_dictionaries(
        {},
        optional={
            question.id: st.lists(st.sampled_from(question.options), unique=True)
            if question.many
            else st.sampled_from(question.options)
            for question in wayhome.content.check.questions
        },
    )


@given(data=st.data())
@ANY_FIXTURE
def test_whatever_is_answered_the_results_are_ordered_and_whole(
    data: st.DataObject, wayhome: Wayhome, any_answers: st.SearchStrategy[dict[str, object]]
) -> None:
    answers = wayhome.take_answers(data.draw(any_answers))
    found = resolve(wayhome.content.check, answers, wayhome.rules)
    order = [list(Urgency).index(result.urgency) for result in found.results]
    assert order == sorted(order)
    assert all(result.actions for result in found.results), "an outcome without anything to do"
    assert found.next is None or found.next not in answers
    for result in found.results:
        assert result.because or result.outcome.id == "prepare"
    # The same answers give the same results.
    assert resolve(wayhome.content.check, dict(answers), wayhome.rules) == found


@given(data=st.data())
@ANY_FIXTURE
def test_every_way_through_ends_and_ends_with_something_to_do(
    data: st.DataObject, wayhome: Wayhome
) -> None:
    flow = wayhome.content.check
    answers: dict[str, tuple[str, ...]] = {}
    for _ in flow.questions:
        here = path_of(flow, answers, wayhome.rules)[-1]
        if here in answers:
            break
        question = flow.question(here)
        if question.many:
            chosen = data.draw(st.lists(st.sampled_from(question.options), unique=True))
            answers[here] = tuple(option for option in question.options if option in chosen)
        else:
            answers[here] = (data.draw(st.sampled_from(question.options)),)
    found = resolve(flow, answers, wayhome.rules)
    assert found.next is None
    assert found.results


@given(data=st.data())
@ANY_FIXTURE
def test_no_talk_before_it_is_known_that_nobody_near_is_part_of_it(
    data: st.DataObject, wayhome: Wayhome, any_answers: st.SearchStrategy[dict[str, object]]
) -> None:
    raw = data.draw(any_answers)
    home = data.draw(st.sampled_from(["yes", "unsure", None]))
    raw = {key: each for key, each in raw.items() if key != "home_unsafe"}
    if home is not None:
        raw["home_unsafe"] = home
    found = resolve(wayhome.content.check, wayhome.take_answers(raw), wayhome.rules)
    actions = {action.id for result in found.results for action in result.actions}
    assert not actions & {"talk_openly", "talk_without_pressing", "tell_guardian_or_school"}


def test_the_names_of_the_rules_are_those_that_content_may_use(wayhome: Wayhome) -> None:
    assert set(rules_for(wayhome.content.signs)) == RULE_NAMES


@given(raw=st.recursive(st.text() | st.none() | st.integers(), st.lists, max_leaves=4))
@ANY_FIXTURE
def test_no_raw_answer_raises(raw: object, wayhome: Wayhome) -> None:
    for question in wayhome.content.check.questions:
        answer = take_answer(question, raw)
        assert isinstance(answer, Rejected) or set(answer) <= set(question.options)


def test_answers_come_back_in_the_order_of_the_flow(wayhome: Wayhome) -> None:
    answers = take_answers(
        wayhome.content.check, {"who": "carer", "signs": ["gang", "runaway"], "missing": "no"}
    )
    assert not isinstance(answers, Rejected)
    assert list(answers) == ["missing", "signs", "who"]
    assert answers["signs"] == ("runaway", "gang")
