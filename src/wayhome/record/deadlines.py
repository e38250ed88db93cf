"""What is still to come from others: the times that the law gives, and calls that were promised.

Pure: entries, rules of the content and the time go in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from wayhome.record.call_groups import group_calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from wayhome.model.calls import CallEntry, CallRule, CallRules
    from wayhome.record.call_groups import Call

PROMISED = "promised"
"""In place of a rule's id: somebody said that they would call."""


class DeadlineState(StrEnum):
    """How it stands, what matters most first."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that somebody is to do by a time."""

    rule: str
    """Id of a rule of the content, or `PROMISED`."""
    call: CallEntry
    """The entry that set it going, as it stands now."""
    due: datetime
    state: DeadlineState
    done: datetime | None = None
    """When it was done, where that is written down."""


def find_deadlines(
    entries: Iterable[CallEntry], rules: CallRules, now: datetime, region: str | None = None
) -> tuple[Deadline, ...]:
    """Return what is overdue, then what is awaited, then what is done; the earliest due first.

    ``entries`` come in the order of writing. Without a region every rule is looked at: each says
    itself where it holds.
    """
    calls = sorted(group_calls(entries), key=lambda each: each.called)
    found = [*_promised(calls, now)]
    for rule in rules.rules:
        if rule.fits(region):
            found += _of_rule(rule, calls, now)
    order = list(DeadlineState)
    return tuple(sorted(found, key=lambda each: (order.index(each.state), each.due)))


def _promised(calls: Sequence[Call], now: datetime) -> Iterator[Deadline]:
    for call in calls:
        due = call.said.call_back
        if due is None:
            continue
        # An id is never empty, so what answers nothing is in none.
        answers = [each.called for each in calls if each.last.answers in call.ids]
        yield _deadline(PROMISED, call, due, min(answers, default=None), now)


def _of_rule(rule: CallRule, calls: Sequence[Call], now: datetime) -> Iterator[Deadline]:
    """Follow the calls in the order of time. What runs already is not started twice."""
    running: list[Call] = []
    for call in calls:
        happened = set(call.said.events)
        # Both in one call: it was started and ended there.
        if happened & set(rule.started_by) and not any(_of_one(call, each) for each in running):
            running.append(call)
        if happened & set(rule.ended_by):
            for started in [each for each in running if _of_one(call, each)]:
                running.remove(started)
                yield _deadline(rule.id, started, _due(rule, started), call.called, now)
    for started in running:
        yield _deadline(rule.id, started, _due(rule, started), None, now)


def _of_one(call: Call, other: Call) -> bool:
    """Tell whether two calls can be about the same child."""
    return call.last.child == other.last.child or None in (call.last.child, other.last.child)


def _due(rule: CallRule, started: Call) -> datetime:
    return started.called + timedelta(hours=rule.hours)


def _deadline(
    rule: str, call: Call, due: datetime, done: datetime | None, now: datetime
) -> Deadline:
    if done is not None:
        return Deadline(rule, call.last, due, DeadlineState.DONE, done)
    state = DeadlineState.OVERDUE if due <= now else DeadlineState.WAITING
    return Deadline(rule, call.last, due, state)
