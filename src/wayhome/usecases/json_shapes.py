"""The JSON that others script against: field names as in the contract. Add, never rename."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wayhome.usecases import views
    from wayhome.usecases.old_exports import Listing

Json = object
"""What `json.dumps` takes."""


def to_text(value: Json) -> str:
    """Return JSON as UTF-8 text that a person can read too, ending in a newline."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def numbers_json(numbers: Iterable[views.NumberView]) -> Json:
    """`wayhome numbers --json -`."""
    return [_number(number) for number in numbers]


def _number(view: views.NumberView) -> Json:
    service = view.service
    return {
        "id": service.id,
        "name": view.name,
        "region": service.region,
        "needs": [need.value for need in service.needs],
        "phone": service.phone,
        "shown": service.shown,
        "text": service.text_to,
        "text_body": service.text_body,
        "chat": service.chat,
        "web": service.web,
        "hours": view.hours,
        "languages": list(service.languages),
        "emergency": service.emergency,
        "run_by": view.run_by,
        "law_enforcement": service.law_enforcement,
        "immigration_authority": service.immigration_authority,
        "may_pass_on_identity": service.may_pass_on_identity,
        "note": view.note,
        "source": service.source,
        "to_confirm": list(service.to_confirm),
        "seen_on": _day(service.seen_on),
        "checked_on": _day(service.checked_on),
        "stale": view.stale,
        "status": service.status.value,
    }


def questions_json(questions: Iterable[views.QuestionView]) -> Json:
    """`wayhome check --questions --json -`."""
    return [
        {
            "id": question.id,
            "words": question.words,
            "hint": question.hint,
            "many": question.many,
            "options": [{"id": each.id, "words": each.words} for each in question.options],
        }
        for question in questions
    ]


def check_json(check: views.CheckView) -> Json:
    """`wayhome check --answers FILE --json -`."""
    return {
        "outcomes": [
            {
                "id": outcome.id,
                "urgency": outcome.urgency.value,
                "title": outcome.title,
                "why": outcome.why,
                "actions": [_action(action) for action in outcome.actions],
                "because": [
                    {
                        "sign": reason.id,
                        "seen": reason.seen,
                        "words": reason.words,
                        "innocent": reason.innocent,
                        "status": reason.status.value,
                    }
                    for reason in outcome.because
                ],
                "procedure": outcome.procedure,
                "topics": [topic.id for topic in outcome.topics],
                "sources": [view.source.id for view in outcome.sources],
            }
            for outcome in check.outcomes
        ],
        "next": check.next,
    }


def _action(action: views.ActionView) -> Json:
    return {
        "id": action.id,
        "words": action.do,
        "why": action.why,
        "say": action.say,
        "numbers": [number.service.id for number in action.numbers],
        "status": action.status.value,
    }


def procedure_json(procedure: views.ProcedureView) -> Json:
    """`wayhome missing --json -`, and the same of `suspected` and `returned`."""
    return {
        "id": procedure.id,
        "title": procedure.title,
        "lead": procedure.lead,
        "choice": _choice(procedure.choice),
        "steps": [
            {
                "id": step.id,
                "phase": phase.id,
                "words": step.do,
                "why": step.why,
                "say": list(step.say),
                "get_back": list(step.get_back),
                "details": list(step.details),
                "careful": step.careful,
                "numbers": [number.service.id for number in step.numbers],
                "sources": [view.source.id for view in step.sources],
                "status": step.status.value,
                "notes": list(step.notes),
                "when": list(step.when),
            }
            for phase in procedure.phases
            for step in phase.steps
        ],
    }


def _choice(choice: views.ChoiceView | None) -> Json:
    if choice is None:
        return None
    return {
        "words": choice.words,
        "many": choice.many,
        "options": [{"id": each.id, "words": each.words} for each in choice.options],
        "chosen": list(choice.chosen),
    }


def report_form_json(sections: Iterable[views.ReportSectionView]) -> Json:
    """`wayhome suspected --report-form --json -`."""
    return [
        {
            "id": section.id,
            "title": section.title,
            "questions": [
                {
                    "id": question.id,
                    "words": question.words,
                    "hint": question.hint,
                    "options": [{"id": each.id, "words": each.words} for each in question.options],
                }
                for question in section.questions
            ],
        }
        for section in sections
    ]


def old_exports_json(listing: Listing) -> Json:
    """`wayhome missing --exports-in FOLDER --json -`."""
    return [
        {"name": each.name, "bytes": each.size, "changed": each.changed.isoformat()}
        for each in listing.found
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
