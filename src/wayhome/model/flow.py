"""The check as values: questions that lead to questions, and outcomes that hold or do not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wayhome.model.conditions import AnswerIn, leaves_of

if TYPE_CHECKING:
    from wayhome.model.conditions import Condition
    from wayhome.model.numbers import Need


class Urgency(StrEnum):
    """How soon to act. The order of the members is the order of the results."""

    NOW = "now"
    TODAY = "today"
    THIS_WEEK = "this-week"
    PREPARE = "prepare"


class SignKind(StrEnum):
    """What a sign can tell: a hardship that makes a child a target, or something that happens."""

    VULNERABILITY = "vulnerability"
    BEHAVIOUR = "behaviour"
    CONTACT = "contact"
    THING = "thing"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that a person can notice. Its words stand at ``signs.<id>``."""

    id: str
    kind: SignKind
    in_leaflet: bool
    calls_for_help: bool
    """Alone reason enough to ask those who know, today; not proof of anything."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """Where to go after a question, if the condition holds. ``to`` is None at the end."""

    to: str | None
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``options`` are ids; ``many`` allows none, one or several of them."""

    id: str
    many: bool
    options: tuple[str, ...]
    labels: str
    """Where the options' words stand: ``<labels>.<option>.label``."""
    next: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do. ``needs`` name the lists of numbers that belong to it, in order."""

    id: str
    needs: tuple[Need, ...]
    sources: tuple[str, ...]
    when: Condition | None


@dataclass(frozen=True, slots=True)
class UrgencyRule:
    """An outcome's urgency, if the condition holds; the first that holds counts."""

    urgency: Urgency
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result of the check: why (``because``), how soon, and what to do."""

    id: str
    urgency: tuple[UrgencyRule, ...]
    when: Condition
    because: tuple[str, ...]
    """Questions whose answers led here; for ``signs`` each chosen sign is named."""
    actions: tuple[str, ...]
    procedure: str | None
    """The ordered steps that go further, for example ``missing``."""
    topics: tuple[str, ...]
    """Pages of the guide that explain it."""
    sources: tuple[str, ...]

    def options_that_lead(self, question: Question) -> frozenset[str]:
        """Return the options of a question that speak for this outcome.

        Where the condition lists options of the question, only these do; where a predicate looks
        at the whole answer, as with the signs, each option may.
        """
        listed = {
            option
            for leaf in leaves_of(self.when)
            if isinstance(leaf, AnswerIn) and leaf.question == question.id
            for option in leaf.options
        }
        return frozenset(listed or question.options)


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole check. Questions in the order in which a person meets them."""

    first: str
    questions: tuple[Question, ...]
    actions: tuple[Action, ...]
    outcomes: tuple[Outcome, ...]

    def question(self, question_id: str) -> Question:
        """Return the question with this id (KeyError if there is none)."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def action(self, action_id: str) -> Action:
        """Return the action with this id (KeyError if there is none)."""
        for action in self.actions:
            if action.id == action_id:
                return action
        raise KeyError(action_id)
