"""What is still to come from others: the times that the law gives, and calls that were promised.

Pure: entries, rules of the content and the time go in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wayhome.record.call_clocks import follow_rule
from wayhome.record.call_groups import group_calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from wayhome.model.calls import CallEntry, CallRules
    from wayhome.record.call_clocks import Clock
    from wayhome.record.call_groups import Call

PROMISED = "promised"
"""In place of a rule's id: somebody said that they would call."""


class DeadlineState(StrEnum):
    """How it stands, what matters most first."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    DONE = "done"
    CLOSED = "closed"
    """Nobody waits for it any more, though it is not written down that it was done."""


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
    """When it was done or closed, where that is written down."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.state in (DeadlineState.OVERDUE, DeadlineState.WAITING)


def find_deadlines(
    entries: Iterable[CallEntry], rules: CallRules, now: datetime, region: str | None = None
) -> tuple[Deadline, ...]:
    """Return what is overdue, then what is awaited, then what is over; the earliest due first.

    ``entries`` come in the order of writing. Without a region every rule is looked at: each says
    itself where it holds.
    """
    calls = _by_time(entries)
    found = [*_promised(calls, rules, now)]
    for rule in rules.rules:
        if rule.fits(region):
            found += [_of_clock(rule.id, each, now) for each in follow_rule(rule, calls).clocks]
    order = list(DeadlineState)
    return tuple(sorted(found, key=lambda each: (order.index(each.state), each.due)))


def find_unclear(
    entries: Iterable[CallEntry], rules: CallRules, region: str | None = None
) -> tuple[CallEntry, ...]:
    """Return the calls of which somebody has to say about which child they were, as they stand now.

    Without that, they neither start nor end what they may have started or ended.
    """
    calls = _by_time(entries)
    followed = [follow_rule(each, calls) for each in rules.rules if each.fits(region)]
    unclear = {call.last.id for each in followed for call in each.unclear}
    return tuple(each.last for each in calls if each.last.id in unclear)


def find_next_due(deadlines: Iterable[Deadline]) -> datetime | None:
    """Return when the first of what is awaited is due; None if nothing is."""
    waiting = (each.due for each in deadlines if each.state is DeadlineState.WAITING)
    return min(waiting, default=None)


def _by_time(entries: Iterable[CallEntry]) -> list[Call]:
    return sorted(group_calls(entries), key=lambda each: each.called)


def _promised(calls: Sequence[Call], rules: CallRules, now: datetime) -> Iterator[Deadline]:
    unreached = {each.id for each in rules.events if not each.reached}
    answers: dict[str, datetime] = {}
    for call in calls:
        # A call that nobody took is no call that came. They stand in the order of time.
        if call.last.answers and not unreached & set(call.said.events):
            answers.setdefault(call.last.answers, call.called)
    for call in calls:
        if call.said.call_back is not None:
            came = [answers[each] for each in call.ids if each in answers]
            done = min(came, default=None)
            yield _deadline(PROMISED, call.last, call.said.call_back, done, now)


def _of_clock(rule: str, clock: Clock, now: datetime) -> Deadline:
    if clock.closed and clock.ended is not None:
        call = clock.started.last
        return Deadline(rule, call, clock.due, DeadlineState.CLOSED, clock.ended.called)
    done = None if clock.ended is None else clock.ended.called
    return _deadline(rule, clock.started.last, clock.due, done, now)


def _deadline(
    rule: str, call: CallEntry, due: datetime, done: datetime | None, now: datetime
) -> Deadline:
    if done is not None:
        return Deadline(rule, call, due, DeadlineState.DONE, done)
    state = DeadlineState.OVERDUE if due <= now else DeadlineState.WAITING
    return Deadline(rule, call, due, state)
