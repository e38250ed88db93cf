"""What the guide explains: topics of sourced statements, tactics, figures, blank forms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wayhome.model.numbers import Need


class TopicGroup(StrEnum):
    """The parts of the guide, in their order."""

    UNDERSTAND = "understand"
    NOTICE = "notice"
    PROTECT = "protect"
    ACT = "act"
    AFTER = "after"


class Shows(StrEnum):
    """What a topic shows below its statements."""

    SIGNS = "signs"
    TACTICS = "tactics"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a topic. Words at ``topics.<topic>.statements.<id>``."""

    id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the guide. Words at ``topics.<id>``: title, lead, statements."""

    id: str
    group: TopicGroup
    statements: tuple[Statement, ...]
    needs: tuple[Need, ...]
    procedure: str | None
    related: tuple[str, ...]
    shows: Shows | None


class Phase(StrEnum):
    """The leaflet's three words for how a child is drawn in."""

    TARGETED = "targeted"
    TRICKED = "tricked"
    TRAUMATIZED = "traumatized"


@dataclass(frozen=True, slots=True)
class Tactic:
    """Something that someone does to win, use or hold a child. Words at ``tactics.<id>``."""

    id: str
    phase: Phase
    topic: str
    """The topic of the guide that says most of it."""
    signs: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of a table of figures: cells by column, as they are printed."""

    cells: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures of several years. Words at ``figures.tables.<id>``: caption, columns, caveats."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]


class SectionKind(StrEnum):
    """How a section of a form is filled in by hand."""

    LINES = "lines"
    BOX = "box"
    TABLE = "table"
    PROMISES = "promises"
    """Sentences with a box to tick in front."""


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields that belong together. In a table they are columns, with ``rows`` empty rows."""

    id: str
    kind: SectionKind
    fields: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Form:
    """A blank form for paper. Words at ``forms.<id>``. Nothing of it is ever stored."""

    id: str
    sections: tuple[FormSection, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """All that the guide holds. Mappings keep the order of the groups and files."""

    topics: Mapping[str, Topic]
    tactics: Mapping[str, Tactic]
    figures: Mapping[str, FigureTable]
    forms: Mapping[str, Form]
