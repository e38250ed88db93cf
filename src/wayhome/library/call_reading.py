"""Read what the call log knows of calls, and hold what it names against what there is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from wayhome.library import call_schemas
from wayhome.library.cross_checks import check_known, check_unique
from wayhome.model import calls

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from wayhome.library.cross_checks import Note
    from wayhome.library.files import Reading

CALLS = "calls.yaml"
PROMISED = "promised"
"""What a rule may not be called: the words of promised calls stand under this name."""


@dataclass(frozen=True, slots=True)
class KnownToCalls:
    """The ids that the file may name."""

    sources: Collection[str]
    services: Collection[str]
    regions: Collection[str]


def read_calls(reading: Reading, known: KnownToCalls) -> calls.CallRules:
    """Return events and rules as far as they can be read; what is wrong joins the faults."""
    shape = reading.shaped(CALLS, call_schemas.CallsFile)
    if shape is None:
        return calls.CallRules(events=(), rules=(), promised=())
    note = partial(reading.fault, CALLS)
    for name in ("events", "rules", PROMISED):
        check_unique((each.id for each in getattr(shape, name)), name, note)
    events = {each.id for each in shape.events}
    for index, event in enumerate(shape.events):
        check_known(event.regions, known.regions, ("events", index, "regions"), "region", note)
    for index, rule in enumerate(shape.rules):
        _check_rule(rule, ("rules", index), events, known, note)
    _check_steps(shape.promised, (PROMISED,), known, note)
    return calls.CallRules(
        events=tuple(
            calls.CallEvent(each.id, tuple(each.regions), each.reached) for each in shape.events
        ),
        rules=tuple(map(_rule, shape.rules)),
        promised=_steps(shape.promised),
    )


def _check_rule(
    rule: call_schemas.CallRuleShape,
    path: tuple[str | int, ...],
    events: Collection[str],
    known: KnownToCalls,
    note: Note,
) -> None:
    if rule.id == PROMISED:
        note((*path, "id"), f"{PROMISED!r} is the name of calls that were promised")
    for name in ("started_by", "ended_by", "if_first", "not_with", "closed_by"):
        check_known(getattr(rule, name), events, (*path, name), "event", note)
    for name in ("ended_by", "closed_by"):
        for both in sorted(set(rule.started_by) & set(getattr(rule, name))):
            note((*path, name), f"{both!r} would end what it starts")
    for other in sorted(set(rule.if_first) - set(rule.started_by)):
        note((*path, "if_first"), f"{other!r} is not in started_by")
    check_known(rule.regions, known.regions, (*path, "regions"), "region", note)
    check_known(rule.sources, known.sources, (*path, "sources"), "source", note)
    _check_steps(rule.overdue, (*path, "overdue"), known, note)


def _check_steps(
    steps: Sequence[call_schemas.OverdueStepShape],
    path: tuple[str | int, ...],
    known: KnownToCalls,
    note: Note,
) -> None:
    seen: set[str] = set()
    for index, step in enumerate(steps):
        here = (*path, index)
        if step.id in seen and path != (PROMISED,):
            note((*here, "id"), f"the id {step.id!r} stands here a second time")
        seen.add(step.id)
        check_known(step.sources, known.sources, (*here, "sources"), "source", note)
        check_known(step.services, known.services, (*here, "services"), "service", note)


def _rule(shape: call_schemas.CallRuleShape) -> calls.CallRule:
    return calls.CallRule(
        id=shape.id,
        started_by=tuple(shape.started_by),
        ended_by=tuple(shape.ended_by),
        hours=shape.hours,
        regions=tuple(shape.regions),
        sources=tuple(shape.sources),
        overdue=_steps(shape.overdue),
        if_first=tuple(shape.if_first),
        not_with=tuple(shape.not_with),
        closed_by=tuple(shape.closed_by),
    )


def _steps(shapes: Sequence[call_schemas.OverdueStepShape]) -> tuple[calls.OverdueStep, ...]:
    return tuple(
        calls.OverdueStep(each.id, tuple(each.sources), tuple(each.services)) for each in shapes
    )
