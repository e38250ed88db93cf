"""From what somebody typed about a call to what the log keeps, with the field that has to change.

Pure: the time comes in. What was typed has no offset: the one of this place is put to it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.calls import CallText
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from wayhome.model.calls import CallRules

TIME_OF_DAY = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?")
SLACK = dt.timedelta(minutes=10)
"""How far a call may lie ahead: clocks differ."""
END_OF_DAY = dt.time(23, 59)
"""Until when somebody who promised to call on a day has time."""

WHOM, DAY, TIME, BACK_DAY, BACK_TIME, SAID = "whom", "day", "time", "back_day", "back_time", "said"


class CallProblem(UserProblem):
    """A problem with one field of the form."""

    def __init__(self, problem: UserProblem, field: str) -> None:
        """Keep the sentence of a problem, and where it belongs."""
        super().__init__(problem.key, **problem.values)
        self.field = field


@dataclass(frozen=True, slots=True)
class TypedCall:
    """A call as it was typed: days as `YYYY-MM-DD`, times as `HH:MM`, "" for what was left open."""

    whom: str
    day: str
    time: str
    back_day: str = ""
    back_time: str = ""
    said: str = ""
    person: str = ""
    number: str = ""
    by: str = ""
    events: tuple[str, ...] = ()
    service: str = ""


def take_call(
    typed: TypedCall, now: dt.datetime, rules: CallRules, before: CallText | None = None
) -> CallText:
    """Return what the log keeps.

    ``before``: what it corrects. Times that stand as they were stay the same moments, also where
    this computer is in another zone by now.

    Raises:
        CallProblem: ``call_whom``, ``day_invalid``, ``note_time``, ``call_future``,
            ``call_back_early``, ``call_event``, ``call_too_long``, ``value_too_long``.
    """
    # Imported late, with the database behind it: the form itself needs none of it.
    from wayhome.record.calls import check_call

    same = typed_from(before) if before else TypedCall("", "", "")
    if before and (typed.day, typed.time) == (same.day, same.time):
        called = before.called
    else:
        called = _called(typed, now)
    if before and (typed.back_day, typed.back_time) == (same.back_day, same.back_time):
        back = before.call_back
    else:
        back = _call_back(typed, called, now)
    said = CallText(
        whom=typed.whom.strip(),
        by=typed.by.strip(),
        called=called,
        person=typed.person.strip(),
        said=typed.said.replace("\r\n", "\n").strip(),
        number=typed.number.strip(),
        call_back=back,
        events=_events(typed.events, rules),
        service=typed.service,
    )
    try:
        check_call(said)
    except UserProblem as problem:
        raise CallProblem(problem, _field_of(problem, said)) from None
    return said


def typed_from(said: CallText) -> TypedCall:
    """Return an entry as it would have been typed, to begin a correction with."""
    back = said.call_back
    return TypedCall(
        whom=said.whom,
        day=said.called.date().isoformat(),
        time=f"{said.called:%H:%M}",
        back_day=back.date().isoformat() if back else "",
        back_time=f"{back:%H:%M}" if back else "",
        said=said.said,
        person=said.person,
        number=said.number,
        by=said.by,
        events=said.events,
        service=said.service,
    )


def moment_here(day: dt.date, time: dt.time, now: dt.datetime) -> dt.datetime:
    """Return a time of this place with its offset, also across a change of the clocks."""
    return _moments(day, time, now)[0]


def _moments(day: dt.date, time: dt.time, now: dt.datetime) -> list[dt.datetime]:
    """Return when the clock shows this time: twice in the night in which it is put back."""
    plain = dt.datetime.combine(day, time)
    if now.utcoffset() != now.astimezone().utcoffset():
        return [plain.replace(tzinfo=now.tzinfo)]
    first, second = plain.astimezone(), plain.replace(fold=1).astimezone()
    return [first, second] if first < second else [first]


def _called(typed: TypedCall, now: dt.datetime) -> dt.datetime:
    moments = _moments(_day(typed.day, DAY), _time(typed.time, TIME), now)
    # Of two the later one, if it was there yet: a call is written down soon.
    called = next((each for each in moments[::-1] if each <= now + SLACK), moments[0])
    if called > now + SLACK:
        raise CallProblem(UserProblem("call_future"), TIME if called.date() == now.date() else DAY)
    return called


def _call_back(typed: TypedCall, called: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """Return the promised time. A time alone is the next one such; a day alone lasts to its end."""
    if not typed.back_day.strip() and not typed.back_time.strip():
        return None
    if not typed.back_day.strip():
        time = _time(typed.back_time, BACK_TIME)
        for today in _moments(called.date(), time, now):
            if today >= called:
                return today
        return moment_here(called.date() + dt.timedelta(days=1), time, now)
    day = _day(typed.back_day, BACK_DAY)
    time = _time(typed.back_time, BACK_TIME) if typed.back_time.strip() else END_OF_DAY
    moments = _moments(day, time, now)
    return next((each for each in moments if each >= called), moments[0])


def _day(raw: str, field: str) -> dt.date:
    from wayhome.usecases.record_book import day_from

    try:
        return day_from(raw)
    except UserProblem as problem:
        raise CallProblem(problem, field) from None


def _time(raw: str, field: str) -> dt.time:
    found = TIME_OF_DAY.fullmatch(raw.strip())
    if found is None:
        raise CallProblem(UserProblem("note_time"), field)
    return dt.time(int(found[1]), int(found[2]))


def _events(chosen: tuple[str, ...], rules: CallRules) -> tuple[str, ...]:
    """Return the events in the order of the content."""
    known = [each.id for each in rules.events]
    if set(chosen) - set(known):
        raise CallProblem(UserProblem("call_event", known=", ".join(known)), "events")
    return tuple(each for each in known if each in chosen)


def _field_of(problem: UserProblem, said: CallText) -> str:
    if problem.key == "value_too_long":
        most = problem.values["most"]
        lines = ((WHOM, said.whom), ("person", said.person), ("number", said.number))
        return next((name for name, line in lines if len(line) > int(str(most))), "by")
    return {"call_whom": WHOM, "call_too_long": SAID}.get(problem.key, BACK_TIME)
