"""The call log: entries are added and never changed. Only a child takes its entries along.

Corrections are entries of their own. A removed child leaves gaps in the chain, which stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from wayhome.model.calls import CallEntry, CallGap, CallLog, CallText
from wayhome.model.problems import UserProblem
from wayhome.record.call_chain import link
from wayhome.record.call_groups import group_calls
from wayhome.record.children import require_child, storable
from wayhome.record.tables import call_entry, call_link

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection, Row

LONGEST_TEXT = 20_000
LONGEST_LINE = 500
MOST_EVENTS = 50
LONGEST_ID = 64


def add_call(connection: Connection, entry: CallEntry) -> CallEntry | None:
    """Write an entry at the end of the chain; return it in its place.

    Its id may be there already, where something waited that could not be removed: then it is not
    taken in again, and None is returned.

    Raises:
        UserProblem: what `check_call` raises; ``record_gone`` for a child that is not there.
    """
    check_call(entry.said)
    if entry.child is not None:
        require_child(connection, entry.child)
    if connection.scalar(select(call_entry.c.n).where(call_entry.c.entry == entry.id)):
        return None
    last = connection.execute(select(call_link).order_by(call_link.c.n.desc()).limit(1)).first()
    n, before = (1, "") if last is None else (last.n + 1, last.digest)
    placed = link(replace(entry, said=as_kept(entry.said)), n, before)
    connection.execute(insert(call_link).values(n=n, digest=placed.digest))
    connection.execute(insert(call_entry).values(_row_of(placed)))
    return placed


def on_same_child(connection: Connection, entry: CallEntry) -> CallEntry:
    """Return what was written apart from the record, on the child of the entry that it corrects.

    It could name no child; without one, a correction would take the call away from its child.
    """
    if not entry.corrects or entry.child is not None:
        return entry
    of_corrected = select(call_entry.c.child_id).where(call_entry.c.entry == entry.corrects)
    return replace(entry, child=connection.scalar(of_corrected))


def remove_calls_on(connection: Connection, child_id: int) -> None:
    """Remove the calls that are on a child now, also what was written before that was known."""
    calls = group_calls(read_log(connection).entries)
    places = [each.n for call in calls if call.last.child == child_id for each in call.versions]
    connection.execute(delete(call_entry).where(call_entry.c.n.in_(places)))


def read_log(connection: Connection) -> CallLog:
    """Return the whole log."""
    digests = {row.n: row.digest for row in connection.execute(select(call_link))}
    rows = connection.execute(select(call_entry).order_by(call_entry.c.n)).all()
    entries = tuple(_entry_of(row, digests.get(row.n, "")) for row in rows)
    there = {each.n for each in entries}
    return CallLog(
        entries,
        tuple(CallGap(n, digests[n]) for n in sorted(digests) if n not in there),
    )


def count_calls(connection: Connection) -> int:
    """Return how many entries there are."""
    return connection.scalar(select(func.count()).select_from(call_entry)) or 0


def check_call(said: CallText) -> None:
    """Raise UserProblem where an entry can't be kept.

    ``call_whom`` without whom, ``call_too_long``, ``value_too_long``, ``call_back_early``.
    """
    if not said.whom.strip():
        raise UserProblem("call_whom")
    if len(said.said) > LONGEST_TEXT:
        raise UserProblem("call_too_long", most=LONGEST_TEXT)
    for line in (said.whom, said.by, said.person, said.number):
        if len(line) > LONGEST_LINE:
            raise UserProblem("value_too_long", most=LONGEST_LINE)
    if said.call_back is not None and said.call_back < said.called:
        raise UserProblem("call_back_early")


def as_kept(said: CallText) -> CallText:
    """Return what is said as the store can hold it."""
    return replace(
        said,
        whom=storable(said.whom),
        by=storable(said.by),
        person=storable(said.person),
        said=storable(said.said),
        number=storable(said.number),
    )


def _row_of(entry: CallEntry) -> dict[str, Any]:
    said = entry.said
    return {
        "n": entry.n,
        "child_id": entry.child,
        "entry": entry.id,
        "written": entry.written,
        "corrects": entry.corrects,
        "answers": entry.answers,
        "while_locked": entry.while_locked,
        "before": entry.before,
        "whom": said.whom,
        "spoken_by": said.by,
        "called": said.called,
        "person": said.person,
        "text": said.said,
        "number": said.number,
        "call_back": said.call_back,
        "events": list(said.events),
        "service": said.service,
    }


def _entry_of(row: Row[Any], digest: str) -> CallEntry:
    return CallEntry(
        id=row.entry,
        said=CallText(
            whom=row.whom,
            by=row.spoken_by,
            called=row.called,
            person=row.person,
            said=row.text,
            number=row.number,
            call_back=row.call_back,
            events=tuple(row.events),
            service=row.service,
        ),
        written=row.written,
        corrects=row.corrects,
        answers=row.answers,
        child=row.child_id,
        while_locked=row.while_locked,
        n=row.n,
        before=row.before,
        digest=digest,
    )
