"""Join the call log with the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.sources import status_of
from wayhome.record.call_chain import find_break
from wayhome.record.call_groups import group_calls
from wayhome.record.deadlines import PROMISED, DeadlineState, find_deadlines
from wayhome.record.timeline import is_late, odd_entries
from wayhome.usecases.call_views import CallView, DeadlineView, EntryView, LogView, StepView

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from wayhome.model.calls import CallEntry, CallRule, OverdueStep
    from wayhome.model.numbers import Service
    from wayhome.record.call_groups import Call
    from wayhome.record.deadlines import Deadline
    from wayhome.usecases.call_log import CallsNow
    from wayhome.usecases.presenting import Presenter
    from wayhome.usecases.views import NumberView


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

    def log(self, calls: CallsNow) -> LogView:
        """Return the whole log."""
        entries = calls.log.entries
        groups = group_calls(entries)
        placed = tuple(each for each in entries if each.n)
        broken = find_break(placed, calls.log.gaps)
        deadlines = find_deadlines(entries, self.show.content.calls, self.now, self.region)
        newest = sorted(groups, key=lambda each: each.called, reverse=True)
        odd = odd_entries(placed)
        return LogView(
            calls=tuple(self._call(each, entries, calls.unsaved, odd) for each in newest),
            deadlines=tuple(map(self._deadline, deadlines)),
            gaps=tuple(each.n for each in calls.log.gaps),
            made=self.moment(self.now),
            sources=self.show.sources(self._source_ids(deadlines)),
            unsaved=len(calls.unsaved),
            last_digest=placed[-1].digest if placed else "",
            broken=broken.n if broken else None,
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

    def _call(
        self,
        call: Call,
        entries: Sequence[CallEntry],
        unsaved: frozenset[str],
        odd: frozenset[int],
    ) -> CallView:
        answered = next((each for each in entries if each.id == call.last.answers), None)
        marks = {
            "unsaved": bool(call.ids & unsaved),
            # What was just written, and is not in the record yet, surprises nobody.
            "while_locked": any(each.while_locked and each.n for each in call.versions),
            "late": is_late(call.first),
            "clock_odd": any(each.n in odd for each in call.versions),
            "corrected": len(call.versions) > 1,
        }
        return CallView(
            id=call.last.id,
            now=self.entry(call.last),
            earlier=tuple(map(self.entry, call.versions[-2::-1])),
            answers=self.moment(answered.said.called) if answered else "",
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

    def _find(self, key: str, otherwise: str) -> str:
        found = self.show.words.find(key)
        return otherwise if found is None else found


def service_of(show: Presenter, service_id: str) -> Service | None:
    """Return a service by id, in whichever region it is."""
    regions = show.content.regions.values()
    services = (each for region in regions for each in region.services)
    return next((each for each in services if each.id == service_id), None)
