"""Join the call log with the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.sources import status_of
from wayhome.record.call_chain import find_break
from wayhome.record.call_groups import group_calls
from wayhome.record.deadlines import (
    PROMISED,
    DeadlineState,
    find_deadlines,
    find_next_due,
    find_unclear,
)
from wayhome.record.timeline import is_late, odd_entries
from wayhome.usecases.call_views import (
    CallView,
    DeadlineView,
    EntryView,
    LogView,
    StepView,
    UnclearView,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from wayhome.model.calls import CallEntry, CallRule, OverdueStep
    from wayhome.model.numbers import Service
    from wayhome.model.problems import UserProblem
    from wayhome.record.call_groups import Call
    from wayhome.record.deadlines import Deadline
    from wayhome.usecases.call_log import CallsNow
    from wayhome.usecases.call_views import Asked
    from wayhome.usecases.presenting import Presenter
    from wayhome.usecases.views import NumberView


PAGE = 50
"""Calls on one page. Who prints or saves gets them all."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """What calls are looked up in, so that a long log takes no longer for each call."""

    called: Mapping[str, dt.datetime]
    unsaved: frozenset[str]
    odd: frozenset[int]


@dataclass(frozen=True, slots=True)
class CallPresenter:
    """Turns the log into views, as of one moment."""

    show: Presenter
    moment: Callable[[dt.datetime], str]
    """How this shell writes a time."""
    now: dt.datetime
    region: str | None = None
    children: Mapping[int, str] | None = None
    """Names by id; None where names are not shown."""

    def log(self, calls: CallsNow, asked: Asked | None = None) -> LogView:
        """Return the log: all of it, or the page that is asked for, newest first."""
        entries = calls.log.entries
        # What is out of sight has no words, but its times go on.
        known = (*entries, *calls.hidden)
        newest = sorted(group_calls(entries), key=lambda each: each.called, reverse=True)
        page, pages = _page_of(newest, asked)
        shown = newest if asked is None else newest[(page - 1) * PAGE : page * PAGE]
        placed = tuple(each for each in entries if each.n)
        broken = find_break(placed, calls.log.gaps)
        rules = self.show.content.calls
        deadlines = find_deadlines(known, rules, self.now, self.region)
        told = deadlines if asked is None else _latest(deadlines)
        marked = _Marked(
            {each.id: each.said.called for each in entries}, calls.unsaved, odd_entries(placed)
        )
        return LogView(
            calls=tuple(self._call(each, marked) for each in shown),
            deadlines=tuple(map(self._deadline, told)),
            gaps=tuple(each.n for each in calls.log.gaps) if page == pages else (),
            made=self.moment(self.now),
            sources=self.show.sources(self._source_ids(told)),
            unsaved=len(calls.unsaved),
            last_digest=placed[-1].digest if placed else "",
            broken=broken.n if broken else None,
            count=len(newest),
            page=page,
            pages=pages,
            hidden=tuple(self.moment(each.said.called) for each in calls.hidden),
            unclear=self._unclear(entries),
            next_due=find_next_due(deadlines),
            problem=self._problem(calls.problem),
        )

    def to_come(self, calls: CallsNow) -> tuple[DeadlineView, ...]:
        """Return what is still to come, what is overdue first, without the calls themselves."""
        known = (*calls.log.entries, *calls.hidden)
        found = find_deadlines(known, self.show.content.calls, self.now, self.region)
        return tuple(self._deadline(each) for each in found if each.is_open)

    def _unclear(self, entries: Sequence[CallEntry]) -> tuple[UnclearView, ...]:
        # With one child, or while names are not shown, nobody could say it.
        if len(self.children or {}) < 2:  # noqa: PLR2004 - one of at least two
            return ()
        found = find_unclear(entries, self.show.content.calls, self.region)
        return tuple(
            UnclearView(each.id, each.n, each.said.whom, self.moment(each.said.called))
            for each in found
            # In memory it keeps no number of a child: it is asked about once it is joined.
            if each.n
        )

    def entry(self, entry: CallEntry) -> EntryView:
        """Return one entry."""
        said = entry.said
        return EntryView(
            id=entry.id,
            n=entry.n,
            when=self.moment(said.called),
            written=self.moment(entry.written),
            whom=said.whom,
            person=said.person,
            said=said.said,
            number=said.number,
            by=said.by,
            events=tuple(self._find(f"calls.events.{each}", each) for each in said.events),
            back=self.moment(said.call_back) if said.call_back else "",
            child=(self.children or {}).get(entry.child or 0, ""),
            digest=entry.digest,
        )

    def _call(self, call: Call, marked: _Marked) -> CallView:
        answered = marked.called.get(call.last.answers)
        marks = {
            "unsaved": bool(call.ids & marked.unsaved),
            # What was just written, and is not in the record yet, surprises nobody.
            "while_locked": any(each.while_locked and each.n for each in call.versions),
            "late": is_late(call.first),
            "clock_odd": any(each.n in marked.odd for each in call.versions),
            "corrected": len(call.versions) > 1,
        }
        return CallView(
            id=call.last.id,
            now=self.entry(call.last),
            earlier=tuple(map(self.entry, call.versions[-2::-1])),
            answers=self.moment(answered) if answered else "",
            marks=tuple(name for name, holds in marks.items() if holds),
        )

    def _deadline(self, deadline: Deadline) -> DeadlineView:
        words, said = self.show.words, deadline.call.said
        rule = self._rule(deadline)
        key = f"calls.rules.{deadline.rule}"
        shown = deadline.done if deadline.done is not None else deadline.due
        steps = rule.overdue if rule else self.show.content.calls.promised
        overdue = deadline.state is DeadlineState.OVERDUE
        return DeadlineView(
            rule=deadline.rule,
            call=deadline.call.id,
            title=words(f"{key}.title"),
            why=words(f"{key}.why", hours=rule.hours) if rule else words(f"{key}.why"),
            state=deadline.state,
            told=words(f"call_log.deadlines.{deadline.state}", moment=self.moment(shown)),
            whom=said.whom,
            when=self.moment(said.called),
            number=said.number,
            steps=tuple(self._step(key, each) for each in steps) if overdue else (),
            again=self._number(said.service) if overdue else None,
        )

    def _step(self, key: str, step: OverdueStep) -> StepView:
        found = (self._number(each) for each in step.services)
        return StepView(
            do=self.show.words(f"{key}.overdue.{step.id}"),
            status=status_of(self.show.known(step.sources)),
            numbers=tuple(each for each in found if each is not None),
        )

    def _number(self, service_id: str) -> NumberView | None:
        service = service_of(self.show, service_id)
        return self.show.number(service) if service is not None and service.phone else None

    def _rule(self, deadline: Deadline) -> CallRule | None:
        if deadline.rule == PROMISED:
            return None
        rules = self.show.content.calls.rules
        return next(each for each in rules if each.id == deadline.rule)

    def _source_ids(self, deadlines: Sequence[Deadline]) -> tuple[str, ...]:
        """Name the sources of what is shown, each once."""
        ids: list[str] = []
        for deadline in deadlines:
            rule = self._rule(deadline)
            if rule is not None:
                ids.extend(rule.sources)
                if deadline.state is DeadlineState.OVERDUE:
                    ids.extend(source for step in rule.overdue for source in step.sources)
        return tuple(dict.fromkeys(ids))

    def _problem(self, problem: UserProblem | None) -> str:
        return (
            "" if problem is None else self.show.words(f"problems.{problem.key}", **problem.values)
        )

    def _find(self, key: str, otherwise: str) -> str:
        found = self.show.words.find(key)
        return otherwise if found is None else found


def _page_of(newest: Sequence[Call], asked: Asked | None) -> tuple[int, int]:
    """Return which page is shown, and how many there are."""
    if asked is None:
        return 1, 1
    pages = max(1, -(-len(newest) // PAGE))
    page = asked.page
    if asked.entry:
        places = (
            place
            for place, call in enumerate(newest)
            if any(each.n == asked.entry for each in call.versions)
        )
        page = next(places, 0) // PAGE + 1
    return min(max(page, 1), pages), pages


def _latest(deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Return all that is open, and of what is over the latest."""
    is_open = tuple(each for each in deadlines if each.is_open)
    return (*is_open, *[each for each in deadlines if not each.is_open][-PAGE:])


def service_of(show: Presenter, service_id: str) -> Service | None:
    """Return a service by id, in whichever region it is."""
    regions = show.content.regions.values()
    services = (each for region in regions for each in region.services)
    return next((each for each in services if each.id == service_id), None)
