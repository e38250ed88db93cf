"""Read the guide's files, and hold what they name against what there is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from wayhome.library import guide_schemas
from wayhome.library.cross_checks import check_known, check_unique
from wayhome.model import guide

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.library.cross_checks import Note
    from wayhome.library.files import Reading

ORDER = "guide.yaml"
TACTICS = "tactics.yaml"
FIGURES = "figures.yaml"
FORMS = "forms.yaml"


@dataclass(frozen=True, slots=True)
class KnownToGuide:
    """The ids that the guide may name."""

    sources: Collection[str]
    signs: Collection[str]
    procedures: Collection[str]


def read_guide(reading: Reading, known: KnownToGuide) -> guide.Guide:
    """Return the guide as far as it can be read; what is wrong joins the faults."""
    topics = _read_topics(reading, known)
    return guide.Guide(
        topics=topics,
        tactics=_read_tactics(reading, known, topics),
        figures=_read_figures(reading, known),
        forms=_read_forms(reading, known),
    )


def _read_topics(reading: Reading, known: KnownToGuide) -> dict[str, guide.Topic]:
    shapes: dict[str, guide_schemas.TopicFile] = {}
    for name in reading.names("topics"):
        shape = reading.shaped(name, guide_schemas.TopicFile)
        if shape is None:
            continue
        note = partial(reading.fault, name)
        if name != f"topics/{shape.id}.yaml":
            note(("id",), f"the file of {shape.id!r} must be named {shape.id}.yaml")
        check_unique((each.id for each in shape.statements), "statements", note)
        for index, statement in enumerate(shape.statements):
            path = ("statements", index, "sources")
            check_known(statement.sources, known.sources, path, "source", note)
        procedure = () if shape.procedure is None else (shape.procedure,)
        check_known(procedure, known.procedures, ("procedure",), "procedure", note)
        shapes[shape.id] = shape
    if not any(name.startswith("topics/") for name in reading.unshaped):
        for topic_id, shape in shapes.items():
            note = partial(reading.fault, f"topics/{topic_id}.yaml")
            check_known(shape.related, shapes, ("related",), "topic", note)
    ordered = (shapes[each] for each in _read_order(reading, shapes))
    groups = list(guide.TopicGroup)
    topics = sorted(map(_topic, ordered), key=lambda topic: groups.index(topic.group))
    return {topic.id: topic for topic in topics}


def _read_order(reading: Reading, topics: Collection[str]) -> list[str]:
    """Return the ids of the topics in their order; each must stand in it once."""
    shape = reading.shaped(ORDER, guide_schemas.GuideFile)
    if shape is None:
        return list(topics)
    note = partial(reading.fault, ORDER)
    if not any(name.startswith("topics/") for name in reading.unshaped):
        check_known(shape.order, topics, ("order",), "topic", note)
        check_known(topics, shape.order, ("order",), "place for the topic", note)
    if len(set(shape.order)) != len(shape.order):
        note(("order",), "a topic stands here twice")
    return [each for each in dict.fromkeys(shape.order) if each in topics]


def _topic(shape: guide_schemas.TopicFile) -> guide.Topic:
    return guide.Topic(
        id=shape.id,
        group=shape.group,
        statements=tuple(
            guide.Statement(each.id, tuple(each.sources)) for each in shape.statements
        ),
        needs=tuple(shape.needs),
        procedure=shape.procedure,
        related=tuple(shape.related),
        shows=shape.shows,
    )


def _read_tactics(
    reading: Reading, known: KnownToGuide, topics: Collection[str]
) -> dict[str, guide.Tactic]:
    shape = reading.shaped(TACTICS, guide_schemas.TacticsFile)
    if shape is None:
        return {}
    note = partial(reading.fault, TACTICS)
    check_unique((each.id for each in shape.tactics), "tactics", note)
    for index, tactic in enumerate(shape.tactics):
        path = ("tactics", index)
        check_known(tactic.sources, known.sources, (*path, "sources"), "source", note)
        check_known(tactic.signs, known.signs, (*path, "signs"), "sign", note)
        if not any(name.startswith("topics/") for name in reading.unshaped):
            check_known((tactic.topic,), topics, (*path, "topic"), "topic", note)
    return {
        each.id: guide.Tactic(
            each.id, each.phase, each.topic, tuple(each.signs), tuple(each.sources)
        )
        for each in shape.tactics
    }


def _read_figures(reading: Reading, known: KnownToGuide) -> dict[str, guide.FigureTable]:
    shape = reading.shaped(FIGURES, guide_schemas.FiguresFile)
    if shape is None:
        return {}
    note = partial(reading.fault, FIGURES)
    check_unique((each.id for each in shape.tables), "tables", note)
    for index, table in enumerate(shape.tables):
        for number, row in enumerate(table.rows):
            path = ("tables", index, "rows", number, "source")
            check_known((row["source"],), known.sources, path, "source", note)
    return {table.id: _figure_table(table) for table in shape.tables}


def _figure_table(shape: guide_schemas.FigureTableShape) -> guide.FigureTable:
    return guide.FigureTable(
        id=shape.id,
        columns=tuple(shape.columns),
        rows=tuple(
            guide.FigureRow(
                cells={column: row[column] for column in shape.columns if column in row},
                source=row["source"],
            )
            for row in shape.rows
        ),
    )


def _read_forms(reading: Reading, known: KnownToGuide) -> dict[str, guide.Form]:
    shape = reading.shaped(FORMS, guide_schemas.FormsFile)
    if shape is None:
        return {}
    note = partial(reading.fault, FORMS)
    check_unique((each.id for each in shape.forms), "forms", note)
    for index, form in enumerate(shape.forms):
        path: tuple[str | int, ...] = ("forms", index)
        check_known(form.sources, known.sources, (*path, "sources"), "source", note)
        _check_fields(form, path, note)
    return {form.id: _form(form) for form in shape.forms}


def _check_fields(form: guide_schemas.FormShape, path: tuple[str | int, ...], note: Note) -> None:
    seen: set[str] = set()
    for number, section in enumerate(form.sections):
        for field in section.fields:
            if field in seen:
                note((*path, "sections", number, "fields"), f"the field {field!r} stands twice")
            seen.add(field)


def _form(shape: guide_schemas.FormShape) -> guide.Form:
    return guide.Form(
        id=shape.id,
        sections=tuple(
            guide.FormSection(each.id, each.kind, tuple(each.fields), each.rows)
            for each in shape.sections
        ),
        sources=tuple(shape.sources),
    )
