"""What a topic's page holds beside its statements, and the way to each part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.guide import Phase, TopicGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wayhome.usecases.guide_views import (
        FigureTableView,
        SignView,
        TacticView,
        TopicView,
    )
    from wayhome.usecases.views import SourceView, TopicLink
    from wayhome.usecases.wayhome import Wayhome

FEWEST_JUMPS = 4
"""Parts from which on a page is long enough for a list of them."""

GROUPED_FROM = 5
"""Digits from which on a figure gets commas. A year has four."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A part of the page, and the place to jump to. The place is a number: it tells nothing."""

    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class PhaseTactics:
    """The tactics of one phase."""

    label: str
    tactics: tuple[TacticView, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """All that a topic shows below its statements. Most topics show nothing."""

    signs: tuple[SignView, ...] = ()
    phases: tuple[PhaseTactics, ...] = ()
    figures: tuple[FigureTableView, ...] = ()


def phases_of(tactics: Sequence[TacticView]) -> tuple[PhaseTactics, ...]:
    """Return the tactics by phase, in the order in which a child goes through them."""
    found = ((phase, tuple(each for each in tactics if each.phase is phase)) for phase in Phase)
    return tuple(PhaseTactics(each[0].phase_label, each) for _, each in found if each)


def jumps_of(topic: TopicView, parts: Parts, *, signs: str, numbers: str | None) -> list[Jump]:
    """Return the way to each part that has a heading; none on a short page.

    ``signs`` and ``numbers`` are the headings that the page itself gives.
    """
    jumps = [
        Jump(f"t{place}", statement.heading)
        for place, statement in enumerate(topic.statements, 1)
        if statement.heading
    ]
    if parts.signs:
        jumps.append(Jump("a0", signs))
    jumps += [Jump(f"b{place}", each.label) for place, each in enumerate(parts.phases, 1)]
    jumps += [Jump(f"f{place}", each.caption) for place, each in enumerate(parts.figures, 1)]
    if numbers:
        jumps.append(Jump("n", numbers))
    return jumps if len(jumps) >= FEWEST_JUMPS else []


def places_of(sources: Iterable[SourceView]) -> dict[str, int]:
    """Return where each source stands in the list at the foot of the page."""
    return {view.source.id: place for place, view in enumerate(sources, 1)}


def show_figure(cell: str) -> str:
    """Return a figure as both languages write it here: with commas, as in North America."""
    return f"{int(cell):,}" if cell.isdigit() and len(cell) >= GROUPED_FROM else cell


def topics_that_explain(
    wayhome: Wayhome, procedure_id: str, language: str
) -> tuple[TopicLink, ...]:
    """Return the topics for when it has happened that lead to these steps."""
    topics = wayhome.content.guide.topics
    return tuple(
        link
        for group in wayhome.topic_groups(language)
        for link in group.topics
        if group.id is TopicGroup.ACT and topics[link.id].procedure == procedure_id
    )
