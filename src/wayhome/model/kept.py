"""What a sealed record holds, as values: children, photos, notes, kept checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.calls import CallLog

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


NOTHING = "nothing"
"""In an item's values: the family looked, and there is nothing of this kind, such as medicines."""


@dataclass(frozen=True, slots=True)
class Item:
    """One filled-in section of one child, or one of several such as a device."""

    id: int
    child: int
    section: str
    values: Mapping[str, str]
    """Field id to what was written. Days are `YYYY-MM-DD`. An empty field is left out."""
    changed: datetime
    """When it was last written, with an offset."""


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """A photo without its bytes: a JPEG, upright, without any metadata."""

    id: int
    child: int
    item: int | None
    """The item that it shows, such as a mark; None for a photo of the child."""
    taken: date | None
    width: int
    height: int
    bytes: int
    added: datetime


@dataclass(frozen=True, slots=True)
class Child:
    """One child with everything kept on them, but for diary and pictures' bytes."""

    id: int
    items: tuple[Item, ...]
    """In the order in which they were first written."""
    photos: tuple[PhotoInfo, ...]
    """Newest first by the day they were taken, those without a day last."""

    def in_section(self, section: str) -> tuple[Item, ...]:
        """Return the items of one section."""
        return tuple(item for item in self.items if item.section == section)

    def has_nothing_in(self, section: str) -> bool:
        """Tell whether it was written down that there is nothing of this kind."""
        return any(NOTHING in item.values for item in self.in_section(section))

    def value(self, section: str, field_id: str) -> str:
        """Return what stands in a field of the first item of a section, or ""."""
        for item in self.in_section(section):
            return item.values.get(field_id, "")
        return ""

    @property
    def name(self) -> str:
        """What the family calls the child: the nickname's place is not here, the full name's is."""
        return self.value("identity", "full_name")


@dataclass(frozen=True, slots=True)
class NoteText:
    """What one version of a note says."""

    text: str
    happened_on: date
    happened_at: str
    """Time of day as `HH:MM`, or "" where nobody knows."""
    seen_by: str
    signs: tuple[str, ...]
    """Ids of signs of the guide that it fits."""


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A note as it was written, or as it was corrected. None is ever changed or thrown away."""

    said: NoteText
    written: datetime
    """By this computer's clock, with an offset."""


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of the diary."""

    id: int
    child: int | None
    versions: tuple[NoteVersion, ...]
    """Oldest first; the last one counts."""
    while_locked: bool
    """Written without the passphrase: anybody at this computer could have."""

    @property
    def said(self) -> NoteText:
        """What the note says now."""
        return self.versions[-1].said

    @property
    def written(self) -> datetime:
        """When it was first written."""
        return self.versions[0].written


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """The answers of a check and what followed from them on that day."""

    id: int
    child: int | None
    answers: Mapping[str, tuple[str, ...]]
    outcomes: tuple[str, ...]
    """Ids, most urgent first, as they were on that day."""
    kept: datetime
    version: str
    """The version of Wayhome that answered."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything in one record, without the bytes of pictures."""

    children: tuple[Child, ...]
    notes: tuple[Note, ...]
    """By the day they are about, then in the order of writing."""
    checks: tuple[KeptCheck, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    calls: CallLog = field(default_factory=lambda: CallLog(()))
