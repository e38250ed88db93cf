"""What `wayhome record` prints as JSON, beside the record. Fields are added, never renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.record.call_chain import canonical_fields, find_break
from wayhome.record.call_groups import group_calls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.calls import CallEntry, CallLog
    from wayhome.model.kept import Child, Holdings
    from wayhome.record.deadlines import Deadline
    from wayhome.record.freshness import Due
    from wayhome.record.timeline import Event
    from wayhome.usecases.record_filling import FilledChild


def due_json(dues: Iterable[tuple[Child, tuple[Due, ...]]]) -> list[dict[str, object]]:
    """Return what is due for each child, in the order in which police ask."""
    return [
        {
            "child": child.id,
            "due": [
                {
                    "kind": each.kind.value,
                    "section": each.section,
                    "fields": list(each.fields),
                    "since": each.since.isoformat() if each.since else None,
                }
                for each in due
            ],
        }
        for child, due in dues
    ]


def timeline_json(events: Iterable[Event], holdings: Holdings) -> list[dict[str, object]]:
    """Return the line of time with what each entry says."""
    return [{**_event(event), **_said(event, holdings)} for event in events]


def calls_json(
    log: CallLog, deadlines: Iterable[Deadline], unclear: Iterable[CallEntry] = ()
) -> dict[str, object]:
    """Return the call log as it is chained, and what is still to come."""
    broken = find_break(log.entries, log.gaps)
    return {
        "entries": [{**canonical_fields(each), "digest": each.digest} for each in log.entries],
        "gaps": [{"n": each.n, "digest": each.digest} for each in log.gaps],
        "broken_at": broken.n if broken else None,
        # Whose clock these start or end has to be said: `call --correct N --child ID`.
        "unclear": [each.n for each in unclear],
        "deadlines": [
            {
                "rule": each.rule,
                "call": each.call.id,
                "n": each.call.n,
                "due": each.due.isoformat(),
                "state": each.state.value,
                "done": each.done.isoformat() if each.done else None,
            }
            for each in deadlines
        ],
    }


def filled_json(filled: Iterable[FilledChild]) -> dict[str, object]:
    """Return the ids under which filled-in items stand now."""
    return {"children": [{"id": each.id, "items": list(each.items)} for each in filled]}


def _event(event: Event) -> dict[str, object]:
    return {
        "kind": event.kind.value,
        "id": event.id,
        "child": event.child,
        "day": event.day.isoformat(),
        "time": event.time or None,
        "written": event.written.isoformat(),
        "corrected": event.corrected,
        "while_locked": event.while_locked,
        "late": event.late,
        "clock_odd": event.clock_odd,
    }


def _said(event: Event, holdings: Holdings) -> dict[str, object]:
    for note in holdings.notes:
        if (event.kind.value, event.id) == ("note", note.id):
            said = note.said
            return {"text": said.text, "seen_by": said.seen_by, "signs": list(said.signs)}
    for check in holdings.checks:
        if (event.kind.value, event.id) == ("check", check.id):
            return {"outcomes": list(check.outcomes)}
    for call in group_calls(holdings.calls.entries):
        if (event.kind.value, event.id) == ("call", call.first.n):
            return {"whom": call.said.whom, "text": call.said.said, "number": call.said.number}
    return {}
