"""When something applies: a closed vocabulary, so that content never grows into code.

The day that a rule does not fit these six forms, write a named predicate in Python; do not
add a form. Content that wants to be a programming language ends up worse than either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Answers = Mapping[str, tuple[str, ...]]
"""Question id to the chosen option ids. A question that was not answered has no entry."""

Rule = Callable[[Answers], bool]
Rules = Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Answered:
    """The question has an answer, whatever it is."""

    question: str


@dataclass(frozen=True, slots=True)
class AnswerIn:
    """The question was answered with at least one of these options."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A predicate written in Python, called by its registered name."""

    rule: str


Condition = All | AnyOf | Not | Answered | AnswerIn | Named


def holds(condition: Condition | None, answers: Answers, rules: Rules) -> bool:
    """Tell whether a condition holds for these answers. No condition always holds."""
    match condition:
        case None:
            found = True
        case All(parts):
            found = all(holds(part, answers, rules) for part in parts)
        case AnyOf(parts):
            found = any(holds(part, answers, rules) for part in parts)
        case Not(part):
            found = not holds(part, answers, rules)
        case Answered(question):
            found = question in answers
        case AnswerIn(question, options):
            found = not set(options).isdisjoint(answers.get(question, ()))
        case Named(rule):
            found = rules[rule](answers)
    return found


def leaves_of(condition: Condition | None) -> tuple[Condition, ...]:
    """List the leaves of a condition, for cross-checks."""
    match condition:
        case None:
            return ()
        case All(parts) | AnyOf(parts):
            return tuple(leaf for part in parts for leaf in leaves_of(part))
        case Not(part):
            return leaves_of(part)
        case _:
            return (condition,)
