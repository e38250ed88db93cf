"""Which texts the ordered steps and the report form call for, and which they allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.library.wanted import WantedText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.report import ReportForm
    from wayhome.model.steps import Procedure, Step

REPORT_FILE = "tipline"


def procedure_texts(procedure: Procedure) -> Iterator[WantedText]:
    """List every text that belongs to the steps of one procedure."""
    for part in ("title", "lead"):
        yield WantedText(f"{procedure.id}.{part}")
    if procedure.choice:
        yield WantedText(f"{procedure.id}.choice.words")
        yield WantedText(f"{procedure.id}.choice.hint")
        for option in procedure.choice.options:
            yield WantedText(f"{procedure.id}.choice.options.{option}")
    for line in procedure.script:
        yield WantedText(f"{procedure.id}.script.{line.id}")
    for phase in procedure.phases:
        yield WantedText(f"{procedure.id}.phases.{phase.id}.title")
        for step in phase.steps:
            yield from _step_texts(f"{procedure.id}.steps.{step.id}", step)


def _step_texts(key: str, step: Step) -> Iterator[WantedText]:
    yield WantedText(f"{key}.do")
    yield WantedText(f"{key}.why")
    yield WantedText(f"{key}.careful", required=False)
    for part in ("say", "get_back", "details"):
        yield WantedText(f"{key}.{part}", required=False, many=True)
    for option in step.adds:
        yield WantedText(f"{key}.adds.{option}.note")
        yield WantedText(f"{key}.adds.{option}.say", required=False)


def report_texts(form: ReportForm) -> Iterator[WantedText]:
    """List every text that belongs to the form."""
    for section in form.sections:
        yield WantedText(f"{REPORT_FILE}.sections.{section.id}")
        for question in section.questions:
            yield WantedText(f"{REPORT_FILE}.questions.{question.id}.words")
            yield WantedText(f"{REPORT_FILE}.questions.{question.id}.hint", required=False)
            for option in question.options:
                yield WantedText(f"{REPORT_FILE}.options.{option}")
