"""The times that the law gives, followed through the calls: what starts one, and what ends it.

A brother or sister has a clock of their own. What is written down on one child neither starts nor
ends the clock of another one; where it is not written down on whom, nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wayhome.model.calls import CallRule
    from wayhome.record.call_groups import Call


@dataclass(frozen=True, slots=True)
class Clock:
    """One time that runs, or ran."""

    started: Call
    due: datetime
    ended: Call | None = None
    closed: bool = False
    """Whether it ended though nobody did what was due."""

    @property
    def child(self) -> int | None:
        """On whom it is, as far as that is known."""
        return self.started.last.child

    def may_be_of(self, call: Call) -> bool:
        """Tell whether a call can be about the same child."""
        return call.last.child == self.child or None in (call.last.child, self.child)


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of one rule."""

    clocks: tuple[Clock, ...]
    unclear: tuple[Call, ...]
    """Calls of which it is not known whose clock they start or end."""


@dataclass(slots=True)
class _Course:
    """The calls of one rule, taken in the order of time."""

    rule: CallRule
    running: list[Clock] = field(default_factory=list)
    over: list[Clock] = field(default_factory=list)
    earlier: list[Clock] = field(default_factory=list)
    """Before the child was back: what comes after begins anew."""
    unclear: list[Call] = field(default_factory=list)

    def take(self, call: Call) -> None:
        """Take the next call. One can start and end a clock: it was started and ended there."""
        happened = set(call.said.events)
        if self._starts(call, happened):
            self.running.append(Clock(call, call.called + timedelta(hours=self.rule.hours)))
        ends = not happened.isdisjoint(self.rule.ended_by)
        closes = not happened.isdisjoint(self.rule.closed_by)
        if ends or closes:
            self._end(call, closed=not ends)
        if closes:
            self._begin_anew(call)

    def _starts(self, call: Call, happened: set[str]) -> bool:
        started = happened & set(self.rule.started_by)
        if not started or happened & set(self.rule.not_with):
            return False
        same = [each for each in (*self.running, *self.over) if each.may_be_of(call)]
        if started <= set(self.rule.if_first):
            return not same
        # What runs is not started twice. What is past due says nothing about a later report.
        if all(each.due <= call.called for each in same):
            return True
        if call.last.child is None and any(each.child is not None for each in same):
            self.unclear.append(call)
        return False

    def _end(self, call: Call, *, closed: bool) -> None:
        """End the clock of one child at most: of the call's own, else one that is on no child."""
        whose = self._whose(call, self.running)
        ending = [each for each in self.running if each.child in whose]
        self.running = [each for each in self.running if each.child not in whose]
        self.over += [replace(each, ended=call, closed=closed) for each in ending]

    def _begin_anew(self, call: Call) -> None:
        whose = self._whose(call, self.over)
        self.earlier += [each for each in self.over if each.child in whose]
        self.over = [each for each in self.over if each.child not in whose]

    def _whose(self, call: Call, clocks: Iterable[Clock]) -> set[int | None]:
        """Return on whom the clocks are that a call speaks of: one child, or nobody."""
        there, child = {each.child for each in clocks}, call.last.child
        if child is not None:
            return {child} if child in there else {None}
        if len(there) > 1:
            self.unclear.append(call)
            return set()
        return there


def follow_rule(rule: CallRule, calls: Iterable[Call]) -> Followed:
    """Follow one rule through the calls, which come in the order of time."""
    course = _Course(rule)
    for call in calls:
        course.take(call)
    clocks = (*course.running, *course.over, *course.earlier)
    return Followed(clocks, tuple(dict.fromkeys(course.unclear)))
