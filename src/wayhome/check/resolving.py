"""The heart of the check: answers in, ordered outcomes and the next question out.

Only answers are kept anywhere; what follows from them is worked out anew each time. So a change
of the flow can't spoil a check that is under way, and going back is free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.conditions import holds
from wayhome.model.flow import Action, Outcome, Urgency

if TYPE_CHECKING:
    from wayhome.model.conditions import Answers, Rules
    from wayhome.model.flow import Flow


@dataclass(frozen=True, slots=True)
class Reason:
    """What led to an outcome: a question with the option chosen."""

    question: str
    option: str


@dataclass(frozen=True, slots=True)
class Result:
    """An outcome that holds, with its urgency and the actions that fit these answers."""

    outcome: Outcome
    urgency: Urgency
    actions: tuple[Action, ...]
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Results, most urgent first, and the next question (None when all have been asked)."""

    results: tuple[Result, ...]
    next: str | None


def resolve(flow: Flow, answers: Answers, rules: Rules) -> Resolution:
    """Work out what follows from these answers."""
    results = [
        _result(flow, outcome, answers, rules)
        for outcome in flow.outcomes
        if holds(outcome.when, answers, rules)
    ]
    order = list(Urgency)
    # Stable: within one urgency the order of the content stays.
    results.sort(key=lambda result: order.index(result.urgency))
    return Resolution(tuple(results), next_question(flow, answers, rules))


def next_question(flow: Flow, answers: Answers, rules: Rules) -> str | None:
    """Return the first question on the way that has no answer, or None at the end."""
    last = path_of(flow, answers, rules)[-1]
    return None if last in answers else last


def path_of(flow: Flow, answers: Answers, rules: Rules) -> tuple[str, ...]:
    """Return the questions on the way that these answers take, the next one included."""
    path: list[str] = []
    here: str | None = flow.first
    while here is not None:
        path.append(here)
        if here not in answers:
            break
        here = next(
            edge.to for edge in flow.question(here).next if holds(edge.when, answers, rules)
        )
    return tuple(path)


def _result(flow: Flow, outcome: Outcome, answers: Answers, rules: Rules) -> Result:
    urgency = next(rule.urgency for rule in outcome.urgency if holds(rule.when, answers, rules))
    actions = (flow.action(action_id) for action_id in outcome.actions)
    return Result(
        outcome=outcome,
        urgency=urgency,
        actions=tuple(each for each in actions if holds(each.when, answers, rules)),
        because=tuple(
            Reason(question, option)
            for question in outcome.because
            for option in answers.get(question, ())
            if option in outcome.options_that_lead(flow.question(question))
        ),
    )
