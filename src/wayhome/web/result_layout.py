"""Which action stands large, which below, and each of them only once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wayhome.model.flow import Urgency
    from wayhome.usecases.views import ActionView, OutcomeView, ReasonView, SourceView


@dataclass(frozen=True, slots=True)
class Part:
    """An outcome with those of its actions that stand nowhere above."""

    outcome: OutcomeView
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What is equally urgent."""

    urgency: Urgency
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A page of results: one first thing, the rest in order, the reasons, the sources."""

    top: OutcomeView
    first: ActionView | None
    sections: tuple[Section, ...]
    reasons: tuple[ReasonView, ...]
    sources: tuple[SourceView, ...]
    procedures: tuple[str, ...]


def lay_out(outcomes: Sequence[OutcomeView]) -> Layout | None:
    """Return the layout of these outcomes, most urgent first; None where there is none."""
    if not outcomes:
        return None
    top = outcomes[0]
    first = top.actions[0] if top.actions else None
    shown = {first.id} if first else set()
    parts: dict[Urgency, list[Part]] = {}
    for outcome in outcomes:
        actions = tuple(each for each in outcome.actions if each.id not in shown)
        shown.update(each.id for each in actions)
        if actions or outcome is not top:
            parts.setdefault(outcome.urgency, []).append(Part(outcome, actions))
    reasons = {each.id: each for outcome in outcomes for each in outcome.because}
    sources = {view.source.id: view for outcome in outcomes for view in outcome.sources}
    procedures = (each.procedure for each in outcomes)
    return Layout(
        top=top,
        first=first,
        sections=tuple(Section(urgency, tuple(each)) for urgency, each in parts.items()),
        reasons=tuple(reasons.values()),
        sources=tuple(sources.values()),
        procedures=tuple(dict.fromkeys(each for each in procedures if each)),
    )
