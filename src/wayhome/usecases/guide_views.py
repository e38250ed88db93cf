"""What the guide shows: values with their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from wayhome.model.guide import FormSection, Phase, Shows, TopicGroup
    from wayhome.model.sources import Status
    from wayhome.usecases.views import NumberView, SourceView, TopicLink


@dataclass(frozen=True, slots=True)
class TopicGroupView:
    """A part of the guide with its topics."""

    id: TopicGroup
    title: str
    topics: tuple[TopicLink, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement; heading, text and lines as far as there are any."""

    id: str
    heading: str | None
    text: str | None
    lines: tuple[str, ...]
    sources: tuple[SourceView, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class TopicView:
    """One page of the guide."""

    id: str
    title: str
    lead: str
    group: TopicGroup
    statements: tuple[StatementView, ...]
    numbers: tuple[NumberView, ...]
    procedure: str | None
    related: tuple[TopicLink, ...]
    shows: Shows | None
    sources: tuple[SourceView, ...]

    @property
    def stale(self) -> bool:
        """Tell whether any of its sources is due for a check."""
        return any(view.stale for view in self.sources)


@dataclass(frozen=True, slots=True)
class SignView:
    """One sign: what it can mean, how it can be innocent, what to do, how to ask."""

    id: str
    label: str
    means: str
    innocent: str
    do: str
    ask: str
    in_leaflet: bool
    sources: tuple[SourceView, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class TacticView:
    """One tactic: what someone does, how it looks, how it can be innocent, what to do."""

    id: str
    label: str
    phase: Phase
    phase_label: str
    what: str
    matters: str
    looks_like: tuple[str, ...]
    innocent: str
    do: str
    sources: tuple[SourceView, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class FigureRowView:
    """The cells of a row in the order of the columns ("" where nothing is known)."""

    cells: tuple[str, ...]
    source: SourceView
    status: Status


@dataclass(frozen=True, slots=True)
class FigureTableView:
    """Figures of several years, with their caveats."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[FigureRowView, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A blank field."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FormSectionView:
    """A section of a blank form."""

    section: FormSection
    title: str
    hint: str | None
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A blank form for paper."""

    id: str
    title: str
    lead: str
    sections: tuple[FormSectionView, ...]


@dataclass(frozen=True, slots=True)
class DueView:
    """A number or a source that a person should check, and the day that speaks for it."""

    kind: str
    id: str
    name: str
    last_known: date | None
