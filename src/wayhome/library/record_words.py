"""Which texts the record calls for, and which it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.library.wanted import WantedText
from wayhome.model.record import RecordPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.record import RecordSection, RecordShape

RECORD_FILE = "record"


def record_texts(shape: RecordShape) -> Iterator[WantedText]:
    """List every text that belongs to the record."""
    for page in RecordPage:
        yield WantedText(f"{RECORD_FILE}.pages.{page}.title")
        yield WantedText(f"{RECORD_FILE}.pages.{page}.lead", required=False)
    for section in shape.sections:
        yield from _section_texts(section)


def _section_texts(section: RecordSection) -> Iterator[WantedText]:
    key = f"{RECORD_FILE}.sections.{section.id}"
    yield WantedText(f"{key}.title")
    yield WantedText(f"{key}.lead", required=False)
    if section.many:
        yield WantedText(f"{key}.one")
        yield WantedText(f"{key}.add")
    for field in section.fields:
        yield WantedText(f"{key}.fields.{field.id}")
        yield WantedText(f"{key}.hints.{field.id}", required=False)
        for option in field.options:
            yield WantedText(f"{key}.options.{option}")
