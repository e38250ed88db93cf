"""The call log as a page shows it: the log with its words, and the form as it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from flask import request

from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.usecases.call_log import CallDesk
from wayhome.usecases.call_typing import TypedCall
from wayhome.usecases.record_room import RoomState
from wayhome.web.diary_layout import names_of, written_moment
from wayhome.web.shell import is_inside, language, region, shell, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from wayhome.model.numbers import Service
    from wayhome.usecases.call_log import CallsNow
    from wayhome.usecases.call_views import Asked, DeadlineView, LogView
    from wayhome.usecases.presenting_calls import CallPresenter

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
SOONEST_LOOK = 5
"""Seconds."""
TYPED = ("whom", "day", "time", "back_day", "back_time", "said", "person", "number", "by")


@dataclass(frozen=True, slots=True)
class FormEvent:
    """Something that can be ticked."""

    id: str
    label: str


def desk() -> CallDesk:
    """Return where calls are written down."""
    return CallDesk(shell().room, shell().calls, is_here=is_inside)


def note_use() -> None:
    """Note that somebody is here. A page that looks again by itself is nobody."""
    if "t" in request.args:
        shell().room.lock_if_left()
        desk().hide_if_left()
        return
    if shell().room.state is RoomState.OPEN:
        shell().room.touch()
    desk().touch()


def number_in(raw: str) -> int:
    """Return a small number of an address, 0 for anything else."""
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 7 else 0  # noqa: PLR2004 - no log is that long


def log_now(calls: CallsNow, asked: Asked | None = None) -> LogView:
    """Return the log as it can be shown now; names of children only while the record is open."""
    return presenter(calls.state).log(calls, asked)


def seconds_to_look(log: LogView, state: RoomState) -> int | None:
    """Return after how many seconds the list is not right any more; None if nothing changes it."""
    found: list[float] = []
    if log.next_due is not None:
        found.append((log.next_due - shell().room.now()).total_seconds())
    if state is not RoomState.OPEN and log.calls:
        found.append(desk().seconds_left())
    # A second later: then it has happened. Never at once, over and over.
    return max(ceil(min(found)) + 1, SOONEST_LOOK) if found else None


def to_come() -> tuple[DeadlineView, ...]:
    """Return what is still to come, as far as it can be known now."""
    if shell().room.state is not RoomState.OPEN and shell().calls.is_empty:
        # Missing mode asks each time, and has to be on the screen at once.
        return ()
    try:
        # Without a name of anybody: the page that asks stays on the screen.
        return presenter(RoomState.LOCKED).to_come(desk().now())
    except (UserProblem, RecordLockedError):
        # A damaged record stops nobody from seeing what to do now.
        return ()


def presenter(state: RoomState) -> CallPresenter:
    """Return what gives the log its words."""
    now = shell().room.now()
    show = shell().wayhome.call_presenter(language(), writer_of(language()), now, region())
    return replace(show, children=names_of_children() if state is RoomState.OPEN else None)


def writer_of(spoken: str) -> Callable[[dt.datetime], str]:
    """Return what writes a time with its zone: others read it elsewhere, and clocks change."""

    def write(moment: dt.datetime) -> str:
        # As the clock showed it there. It is never turned into another zone.
        offset = moment.isoformat(timespec="minutes")[16:]
        zone = "UTC" if offset == "+00:00" else f"UTC{offset}"
        return f"{written_moment(moment, spoken)} ({zone})"

    return write


def names_of_children() -> dict[int, str]:
    """Return the names of the children of the open record, by id.

    Nothing if it locks just now, or is damaged: a call is written down all the same.
    """
    try:
        return names_of(shell().room.book.children())
    except (RecordLockedError, UserProblem):
        return {}


def child_of_call() -> int | None:
    """Return whom a call is about without asking: the only child, or the one that is missing."""
    if shell().room.state is not RoomState.OPEN:
        return None
    ids = list(names_of_children())
    if len(ids) == 1:
        return ids[0]
    missing = shell().missing.night.child
    return missing if missing in ids else None


def typed_call() -> TypedCall:
    """Return the form as it was sent."""
    fields = {name: request.form.get(name, "") for name in TYPED}
    return TypedCall(
        **fields,
        events=tuple(dict.fromkeys(request.form.getlist("event"))),
        service=service_by_place(request.form.get("service", "")),
    )


def form_events(chosen: tuple[str, ...]) -> list[FormEvent]:
    """Return what can be ticked here: what exists in this country, and what is ticked already."""
    say, where = words(), region()
    here = where.id if where else None
    return [
        FormEvent(each.id, say(f"calls.events.{each.id}"))
        for each in shell().wayhome.content.calls.events
        if each.fits(here) or each.id in chosen
    ]


def is_plain_day(raw: str) -> bool:
    """Tell whether a calendar field can show it. What it can't show stands as text."""
    return not raw or DAY.fullmatch(raw) is not None


def is_plain_time(raw: str) -> bool:
    """Tell whether a clock field can show it."""
    return not raw or CLOCK.fullmatch(raw) is not None


def services() -> list[Service]:
    """Return all services in the content's order: addresses name them by place."""
    return [each for one in shell().wayhome.content.regions.values() for each in one.services]


def place_of_service(service_id: str) -> int | None:
    """Return the place by which an address names a service; None where there is none."""
    ids = [each.id for each in services()]
    return ids.index(service_id) + 1 if service_id in ids else None


def service_by_place(raw: str) -> str:
    """Return the id of the service in that place, or ""."""
    known = services()
    if raw.isascii() and raw.isdecimal() and len(raw) < 6 and 0 < int(raw) <= len(known):  # noqa: PLR2004 - no list is that long
        return known[int(raw) - 1].id
    return ""
