"""Read what a child's record has room for, and hold what it names against what there is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wayhome.library import record_schemas
from wayhome.library.cross_checks import check_known, check_unique
from wayhome.model import record

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.library.cross_checks import Note
    from wayhome.library.files import Reading

RECORD = "record.yaml"
CALLED_BY = ("identity", "full_name")
"""The section and field with the child's name, by which the model calls the child."""
NAMES_ITS_ITEM = (record.FieldKind.LINE, record.FieldKind.DAY)
"""Kinds that are short and read well in a list."""


def read_record(reading: Reading, sources: Collection[str]) -> record.RecordShape:
    """Return the record's shape as far as it can be read; what is wrong joins the faults."""
    shape = reading.shaped(RECORD, record_schemas.RecordFile)
    if shape is None:
        return record.RecordShape(sections=(), photo_fresh_months=0, photo_sources=())
    note = partial(reading.fault, RECORD)
    check_known(shape.photo_sources, sources, ("photo_sources",), "source", note)
    check_unique((each.id for each in shape.sections), "sections", note)
    for index, section in enumerate(shape.sections):
        path: tuple[str | int, ...] = ("sections", index)
        check_known(section.sources, sources, (*path, "sources"), "source", note)
        _check_fields(section, path, note)
    if RECORD not in reading.unshaped:
        # A section that was left out may be the one that seems to be missing.
        _check_whole(shape, note)
    return record.RecordShape(
        sections=tuple(map(_section, shape.sections)),
        photo_fresh_months=shape.photo_fresh_months,
        photo_sources=tuple(shape.photo_sources),
    )


def _check_fields(
    section: record_schemas.RecordSectionShape, path: tuple[str | int, ...], note: Note
) -> None:
    seen: set[str] = set()
    for number, field in enumerate(section.fields):
        where = (*path, "fields", number)
        if field.id in seen:
            note((*where, "id"), f"the field {field.id!r} stands twice")
        seen.add(field.id)
        if len(set(field.options)) != len(field.options):
            note((*where, "options"), "an option stands here twice")
    if section.many and section.fields[0].kind not in NAMES_ITS_ITEM:
        note((*path, "fields", 0), "the first field names each of several: a line or a day")
    if section.dated_by is not None:
        days = {each.id for each in section.fields if each.kind is record.FieldKind.DAY}
        check_known((section.dated_by,), days, (*path, "dated_by"), "field of the kind day", note)


def _check_whole(shape: record_schemas.RecordFile, note: Note) -> None:
    fields = {(section.id, field.id) for section in shape.sections for field in section.fields}
    if CALLED_BY not in fields:
        note(("sections",), f"there must be a section {CALLED_BY[0]!r} with {CALLED_BY[1]!r}")
    for lost in set(record.RecordPage) - {section.page for section in shape.sections}:
        note(("sections",), f"the page {lost.value!r} has no section")


def _section(shape: record_schemas.RecordSectionShape) -> record.RecordSection:
    return record.RecordSection(
        id=shape.id,
        page=shape.page,
        fields=tuple(
            record.RecordField(each.id, each.kind, each.asked, tuple(each.options))
            for each in shape.fields
        ),
        sources=tuple(shape.sources),
        many=shape.many,
        picture=shape.picture,
        dated_by=shape.dated_by,
        fresh_months=shape.fresh_months,
    )
