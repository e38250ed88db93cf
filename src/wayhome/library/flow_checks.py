"""That everything the check names exists, and everything that exists is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.library.cross_checks import Note, check_condition, check_known, check_unique

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.model.conditions import Condition
    from wayhome.model.flow import Flow

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that the check may name."""

    sources: Collection[str]
    signs: Collection[str]
    procedures: Collection[str]
    topics: Collection[str]
    rule_names: Collection[str]


def check_flow(flow: Flow, known: Known, note: Note) -> None:
    """Note each id, condition or list in the check that does not hold."""
    _FlowCheck(flow, known, note).run()


class _FlowCheck:
    def __init__(self, flow: Flow, known: Known, note: Note) -> None:
        self.flow = flow
        self.known = known
        self.note = note
        self.options = {question.id: question.options for question in flow.questions}

    def run(self) -> None:
        check_unique((each.id for each in self.flow.questions), "questions", self.note)
        check_unique((each.id for each in self.flow.actions), "actions", self.note)
        check_unique((each.id for each in self.flow.outcomes), "outcomes", self.note)
        self.questions()
        self.actions()
        self.outcomes()

    def questions(self) -> None:
        for index, question in enumerate(self.flow.questions):
            path: Path = ("questions", index, "options")
            if question.labels == "signs":
                signs = self.known.signs
                check_known(question.options, signs, path, "sign", self.note)
                check_known(signs, question.options, path, "option for the sign", self.note)
            if len(set(question.options)) != len(question.options):
                self.note(path, "an option stands here twice")
            for number, edge in enumerate(question.next):
                self.holds(edge.when, ("questions", index, "next", number, "when"))

    def actions(self) -> None:
        for index, action in enumerate(self.flow.actions):
            path = ("actions", index)
            self.holds(action.when, (*path, "when"))
            check_known(action.sources, self.known.sources, (*path, "sources"), "source", self.note)
            if not any(action.id in outcome.actions for outcome in self.flow.outcomes):
                self.note((*path, "id"), f"no outcome uses the action {action.id!r}")

    def outcomes(self) -> None:
        actions = [action.id for action in self.flow.actions]
        for index, outcome in enumerate(self.flow.outcomes):
            path: Path = ("outcomes", index)
            self.holds(outcome.when, (*path, "when"))
            for number, rule in enumerate(outcome.urgency):
                self.holds(rule.when, (*path, "urgency", number, "when"))
            if outcome.urgency[-1].when is not None:
                self.note((*path, "urgency"), "the last urgency must have no `when`")
            procedure = () if outcome.procedure is None else (outcome.procedure,)
            for ids, known, key in (
                (outcome.because, self.options, "because"),
                (outcome.actions, actions, "actions"),
                (outcome.sources, self.known.sources, "sources"),
                (procedure, self.known.procedures, "procedure"),
                (outcome.topics, self.known.topics, "topics"),
            ):
                what = "question" if key == "because" else key.rstrip("s")
                check_known(ids, known, (*path, key), what, self.note)

    def holds(self, condition: Condition | None, path: Path) -> None:
        check_condition(condition, self.options, self.known.rule_names, path, self.note)
