"""Which texts the structure calls for, and which it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.library.call_words import CALLS_FILE, call_texts
from wayhome.library.export_words import EXPORTS_FILE, export_texts
from wayhome.library.guide_words import GUIDE_FILES, guide_texts
from wayhome.library.record_words import RECORD_FILE, record_texts
from wayhome.library.step_words import REPORT_FILE, procedure_texts, report_texts
from wayhome.library.wanted import WantedText
from wayhome.model.numbers import Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.content import Content
    from wayhome.model.flow import Flow, Sign
    from wayhome.model.numbers import Region


def wanted_texts(content: Content) -> Iterator[WantedText]:
    """List every text that belongs to the structure."""
    yield from _check_texts(content.check)
    yield from _sign_texts(content.signs.values())
    yield from _number_texts(content.regions.values())
    yield from guide_texts(content.guide)
    yield from record_texts(content.record)
    for procedure in content.procedures.values():
        yield from procedure_texts(procedure)
    yield from report_texts(content.report)
    yield from call_texts(content.calls)
    yield from export_texts(content.exports)


def structural_files(content: Content) -> set[str]:
    """Name the word files in which nothing but wanted texts may stand."""
    own = {"check", "signs", "numbers", RECORD_FILE, REPORT_FILE, CALLS_FILE, EXPORTS_FILE}
    return {*own, *GUIDE_FILES, *content.procedures}


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
        for question in flow.questions:
            # A sign speaks for itself.
            if question.id in outcome.because and question.labels != "signs":
                for option in outcome.options_that_lead(question):
                    yield WantedText(f"check.questions.{question.id}.because.{option}")


def _sign_texts(signs: Iterable[Sign]) -> Iterator[WantedText]:
    for sign in signs:
        for part in ("label", "means", "innocent", "do", "ask"):
            yield WantedText(f"signs.{sign.id}.{part}")


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
