"""Read the questions of the CyberTipline's public form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wayhome.library import schemas
from wayhome.library.cross_checks import check_known, check_unique
from wayhome.model import report

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.library.files import Reading

REPORT = "tipline.yaml"


def read_report_form(
    reading: Reading, sources: Collection[str], services: Collection[str]
) -> report.ReportForm:
    """Return the form as far as it can be read; what is wrong joins the faults."""
    shape = reading.shaped(REPORT, schemas.ReportFile)
    if shape is None:
        return report.ReportForm(sections=(), sources=(), service="")
    note = partial(reading.fault, REPORT)
    check_known(shape.sources, sources, ("sources",), "source", note)
    check_known((shape.service,), services, ("service",), "service", note)
    check_unique((each.id for each in shape.sections), "sections", note)
    seen: set[str] = set()
    for i, section in enumerate(shape.sections):
        for j, question in enumerate(section.questions):
            if question.id in seen:
                path = ("sections", i, "questions", j, "id")
                note(path, f"the id {question.id!r} stands here a second time")
            seen.add(question.id)
    return report.ReportForm(
        sections=tuple(map(_section, shape.sections)),
        sources=tuple(shape.sources),
        service=shape.service,
    )


def _section(shape: schemas.ReportSectionShape) -> report.ReportSection:
    return report.ReportSection(
        id=shape.id,
        questions=tuple(
            report.ReportQuestion(each.id, tuple(each.options), long=each.long)
            for each in shape.questions
        ),
    )
