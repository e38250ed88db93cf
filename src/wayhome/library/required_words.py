"""Which texts the structure calls for, and which it allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.conditions import AnswerIn, leaves_of
from wayhome.model.numbers import Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.content import Content
    from wayhome.model.flow import Flow, Sign
    from wayhome.model.numbers import Region
    from wayhome.model.steps import Procedure


@dataclass(frozen=True, slots=True)
class WantedText:
    """A key that may stand in the words, and whether it must."""

    key: str
    required: bool = True


def wanted_texts(content: Content) -> Iterator[WantedText]:
    """List every text that belongs to the structure."""
    yield from _check_texts(content.check)
    yield from _sign_texts(content.signs.values())
    yield from _number_texts(content.regions.values())
    for procedure in content.procedures.values():
        yield from _procedure_texts(procedure)


def structural_files(content: Content) -> set[str]:
    """Name the word files in which nothing but wanted texts may stand."""
    return {"check", "signs", "numbers", *content.procedures}


def _check_texts(flow: Flow) -> Iterator[WantedText]:
    for question in flow.questions:
        key = f"check.questions.{question.id}"
        yield WantedText(f"{key}.words")
        yield WantedText(f"{key}.hint", required=False)
        for option in question.options:
            yield WantedText(f"{question.labels}.{option}.label")
    for action in flow.actions:
        key = f"check.actions.{action.id}"
        yield WantedText(f"{key}.do")
        yield WantedText(f"{key}.why")
        yield WantedText(f"{key}.say", required=False)
    for outcome in flow.outcomes:
        key = f"check.outcomes.{outcome.id}"
        yield WantedText(f"{key}.title")
        yield WantedText(f"{key}.why")
        for leaf in leaves_of(outcome.when):
            if isinstance(leaf, AnswerIn) and leaf.question in outcome.because:
                for option in leaf.options:
                    if _labels_of(flow, leaf.question) == "check.options":
                        yield WantedText(f"check.questions.{leaf.question}.because.{option}")


def _labels_of(flow: Flow, question_id: str) -> str | None:
    return next((each.labels for each in flow.questions if each.id == question_id), None)


def _sign_texts(signs: Iterable[Sign]) -> Iterator[WantedText]:
    for sign in signs:
        for part in ("label", "means", "innocent"):
            yield WantedText(f"signs.{sign.id}.{part}")


def _procedure_texts(procedure: Procedure) -> Iterator[WantedText]:
    for part in ("title", "lead"):
        yield WantedText(f"{procedure.id}.{part}")
    for phase in procedure.phases:
        yield WantedText(f"{procedure.id}.phases.{phase.id}.title")
        for step in phase.steps:
            key = f"{procedure.id}.steps.{step.id}"
            yield WantedText(f"{key}.do")
            yield WantedText(f"{key}.why")
            for part in ("say", "get_back", "details", "careful"):
                yield WantedText(f"{key}.{part}", required=False)


def _number_texts(regions: Iterable[Region]) -> Iterator[WantedText]:
    for need in Need:
        yield WantedText(f"numbers.needs.{need}.name")
    for region in regions:
        yield WantedText(f"numbers.regions.{region.id}.name")
        for service in region.services:
            key = f"numbers.services.{service.id}"
            yield WantedText(f"{key}.name")
            yield WantedText(f"{key}.run_by")
            yield WantedText(f"{key}.note", required=False)
            yield WantedText(f"{key}.hours", required=False)
