"""What a record can hold: sections and fields, as the content describes them.

Which details are kept is data (`content/record.yaml`); what a guardian wrote in them lives in the
sealed store. A field that a later version no longer names is kept and shown, never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    TEXT = "text"
    """Several lines."""
    DAY = "day"
    """A date without a time, `YYYY-MM-DD` in the store."""
    CHOICE = "choice"
    """One of the field's options."""


class Asked(StrEnum):
    """When police ask for it: the order in which a page asks too."""

    FIRST = "first"
    THEN = "then"
    LATER = "later"


class RecordPage(StrEnum):
    """Which page a section stands on, in the order of the pages."""

    CHILD = "child"
    """Who the child is and what they look like."""
    HEALTH = "health"
    PHONES = "phones"
    """Devices and accounts."""
    PEOPLE = "people"
    """Friends, places, routines, vehicles."""
    PAPERS = "papers"
    """Custody, and where paper things are kept. Never their data."""
    CIRCLE = "circle"
    """The adults around the child: whom to trust with what."""
    TALKS = "talks"
    """Talks planned, and how they went."""
    MISSING = "missing"
    """What is known of this one time, and who at the police has the case."""


@dataclass(frozen=True, slots=True)
class RecordField:
    """One thing to fill in. Its words stand under `record.sections.<section>.fields.<id>`."""

    id: str
    kind: FieldKind = FieldKind.LINE
    asked: Asked = Asked.LATER
    options: tuple[str, ...] = ()
    """Ids of what can be chosen; words under `record.sections.<section>.options.<id>`."""


@dataclass(frozen=True, slots=True)
class RecordSection:
    """Fields that belong together."""

    id: str
    page: RecordPage
    fields: tuple[RecordField, ...]
    sources: tuple[str, ...]
    many: bool = False
    """Whether there can be several, such as devices. Their first field names each."""
    picture: bool = False
    """Whether each can have a photo, as a mark on the body has."""
    dated_by: str | None = None
    """The field with the day on which this was true. The newest one counts."""
    fresh_months: int | None = None
    """After how many months it is due to be looked at again."""

    def field(self, field_id: str) -> RecordField:
        """Return a field by id (KeyError if there is none)."""
        for each in self.fields:
            if each.id == field_id:
                return each
        raise KeyError(field_id)


@dataclass(frozen=True, slots=True)
class RecordShape:
    """Everything that a record has room for."""

    sections: tuple[RecordSection, ...]
    photo_fresh_months: int
    """After how many months a photo of the face is due to be taken anew."""
    photo_sources: tuple[str, ...] = ()

    def section(self, section_id: str) -> RecordSection:
        """Return a section by id (KeyError if there is none)."""
        for each in self.sections:
            if each.id == section_id:
                return each
        raise KeyError(section_id)

    def on_page(self, page: RecordPage) -> tuple[RecordSection, ...]:
        """Return the sections of one page, in their order."""
        return tuple(each for each in self.sections if each.page is page)
