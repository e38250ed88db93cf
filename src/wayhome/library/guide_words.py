"""Which texts the guide calls for, and which it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.library.wanted import WantedText
from wayhome.model.guide import Phase, TopicGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.guide import FigureTable, Form, Guide, Topic

GUIDE_FILES = ("topics", "tactics", "figures", "forms")


def guide_texts(guide: Guide) -> Iterator[WantedText]:
    """List every text that belongs to the guide."""
    for topic in guide.topics.values():
        yield from _topic_texts(topic)
    for group in TopicGroup:
        yield WantedText(f"topics.groups.{group}.title")
    for tactic_id in guide.tactics:
        for part in ("label", "what", "matters", "innocent", "do"):
            yield WantedText(f"tactics.{tactic_id}.{part}")
        yield WantedText(f"tactics.{tactic_id}.looks_like", many=True)
    for phase in Phase:
        yield WantedText(f"tactics.phases.{phase}.label")
    for table in guide.figures.values():
        yield from _figure_texts(table)
    for form in guide.forms.values():
        yield from _form_texts(form)


def _topic_texts(topic: Topic) -> Iterator[WantedText]:
    key = f"topics.{topic.id}"
    yield WantedText(f"{key}.title")
    yield WantedText(f"{key}.lead")
    for statement in topic.statements:
        at = f"{key}.statements.{statement.id}"
        yield WantedText(f"{at}.heading", required=False)
        yield WantedText(f"{at}.text", required=False)
        yield WantedText(f"{at}.lines", required=False, many=True)


def _figure_texts(table: FigureTable) -> Iterator[WantedText]:
    key = f"figures.tables.{table.id}"
    yield WantedText(f"{key}.caption")
    for column in table.columns:
        yield WantedText(f"{key}.columns.{column}")
    yield WantedText(f"{key}.caveats", many=True)


def _form_texts(form: Form) -> Iterator[WantedText]:
    key = f"forms.{form.id}"
    yield WantedText(f"{key}.title")
    yield WantedText(f"{key}.lead")
    for section in form.sections:
        yield WantedText(f"{key}.sections.{section.id}.title")
        yield WantedText(f"{key}.sections.{section.id}.hint", required=False)
        for field in section.fields:
            yield WantedText(f"{key}.fields.{field}")
