"""What the shells show: values with their words, ready for a page, a terminal or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wayhome.model.flow import Urgency
    from wayhome.model.numbers import Service
    from wayhome.model.sources import Source, Status
    from wayhome.model.steps import Opens


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source, and whether a person should look at it again."""

    source: Source
    stale: bool


@dataclass(frozen=True, slots=True)
class NumberView:
    """A service with its words."""

    service: Service
    name: str
    run_by: str
    note: str | None
    hours: str | None
    stale: bool


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something to do, why, words to use with the child, and whom to call in which order."""

    id: str
    do: str
    why: str
    say: str | None
    numbers: tuple[NumberView, ...]
    lacks_line: bool
    """Whether the region has nothing but the emergency number for what this action needs."""
    status: Status


@dataclass(frozen=True, slots=True)
class ReasonView:
    """What was noticed: a sign, or the id of an urgent question. Signs have innocent readings."""

    id: str
    seen: str | None
    """What was ticked, in the words of the question; None where ``words`` say it already."""
    words: str
    innocent: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic's id and title, to lead there."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One result of the check."""

    id: str
    title: str
    why: str
    urgency: Urgency
    actions: tuple[ActionView, ...]
    because: tuple[ReasonView, ...]
    procedure: str | None
    topics: tuple[TopicLink, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """Results, most urgent first, and the next question's id."""

    outcomes: tuple[OutcomeView, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer that can be chosen."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question to ask."""

    id: str
    words: str
    hint: str | None
    many: bool
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: what to do, why, what to say, what to get back, what to be careful with."""

    id: str
    do: str
    why: str
    say: tuple[str, ...]
    get_back: tuple[str, ...]
    details: tuple[str, ...]
    careful: str | None
    numbers: tuple[NumberView, ...]
    lacks_line: bool
    """Whether the region has nothing but the emergency number for what this step needs."""
    sources: tuple[SourceView, ...]
    status: Status
    place: int
    """Its place among all steps of the procedure, from 1, whatever was chosen."""
    notes: tuple[str, ...]
    """What is added because of what was chosen."""
    when: tuple[str, ...]
    opens: tuple[Opens, ...]


@dataclass(frozen=True, slots=True)
class PhaseView:
    """Steps that belong together in time."""

    id: str
    title: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """What fits: the question beside the steps, and what was chosen."""

    words: str
    hint: str
    many: bool
    options: tuple[OptionView, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """An ordered way through, with those steps that fit what was chosen."""

    id: str
    title: str
    lead: str
    phases: tuple[PhaseView, ...]
    choice: ChoiceView | None

    @property
    def steps(self) -> tuple[StepView, ...]:
        """All steps that are shown, in order."""
        return tuple(step for phase in self.phases for step in phase.steps)


@dataclass(frozen=True, slots=True)
class ReportQuestionView:
    """One question of the public form, to prepare the answer."""

    id: str
    words: str
    hint: str | None
    options: tuple[OptionView, ...]
    long: bool


@dataclass(frozen=True, slots=True)
class ReportSectionView:
    """Questions of the public form that stand together."""

    id: str
    title: str
    questions: tuple[ReportQuestionView, ...]


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region to choose, with what to dial in an emergency there."""

    id: str
    name: str
    emergency: tuple[NumberView, ...]
