"""What is overdue, what is awaited, and what is done: from entries, rules and the time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.record.sample import NOW
from tests.record.sample_calls import call, entry_id
from wayhome.record.deadlines import (
    PROMISED,
    DeadlineState,
    find_deadlines,
    find_next_due,
    find_unclear,
)

if TYPE_CHECKING:
    from wayhome.model.calls import CallEntry, CallRules
    from wayhome.usecases.wayhome import Wayhome

TOOK, ENTERED, REFUSED = "police_took_report", "entered_in_ncic", "police_refused"
TOLD, REPORTED = "agency_told", "agency_reported"
BACK, NUMBER = "child_back", "case_number_given"


@pytest.fixture
def rules(wayhome: Wayhome) -> CallRules:
    return wayhome.content.calls


def after(**hours: float) -> dt.datetime:
    return NOW + dt.timedelta(**hours)


def states(
    rules: CallRules, now: dt.datetime, *entries: CallEntry, region: str | None = "US"
) -> list[tuple[str, str, int]]:
    """Return rule, state, and the minute after the sample's night at which it is due."""
    return [
        (each.rule, each.state.value, int((each.due - NOW).total_seconds() // 60))
        for each in find_deadlines(entries, rules, now, region)
    ]


def test_two_hours_run_from_the_report_until_the_entry(rules: CallRules) -> None:
    took = call(1, minutes=10, events=(TOOK,))
    assert states(rules, after(minutes=11), took) == [("ncic_entry", "waiting", 130)]
    assert states(rules, after(minutes=129), took) == [("ncic_entry", "waiting", 130)]
    assert states(rules, after(minutes=130), took) == [("ncic_entry", "overdue", 130)]
    entered = call(2, minutes=140, events=(ENTERED,))
    (done,) = find_deadlines((took, entered), rules, after(hours=9), "US")
    assert (done.state, done.done, done.call) == (DeadlineState.DONE, entered.said.called, took)


def test_the_agency_has_a_day(rules: CallRules) -> None:
    told = call(1, events=(TOLD,))
    assert states(rules, after(hours=23), told) == [("care_report", "waiting", 24 * 60)]
    assert states(rules, after(hours=25), told) == [("care_report", "overdue", 24 * 60)]
    reported = call(2, minutes=60, events=(REPORTED,))
    assert states(rules, after(hours=25), told, reported) == [("care_report", "done", 24 * 60)]


def test_a_refused_report_starts_nothing_and_no_event_is_no_deadline(rules: CallRules) -> None:
    assert states(rules, after(hours=30), call(1, events=(REFUSED,)), call(2)) == []


def test_both_in_one_call_is_done_at_once(rules: CallRules) -> None:
    assert states(rules, after(hours=9), call(1, events=(TOOK, ENTERED))) == [
        ("ncic_entry", "done", 120)
    ]


def test_a_second_report_starts_nothing_while_the_first_one_runs(rules: CallRules) -> None:
    first, second = call(1, events=(TOOK,)), call(2, minutes=60, events=(TOOK,))
    assert states(rules, after(hours=9), first, second) == [("ncic_entry", "overdue", 120)]
    # After the entry, another time away is another report.
    entered, again = call(3, minutes=90, events=(ENTERED,)), call(4, minutes=5000, events=(TOOK,))
    assert states(rules, after(minutes=5001), first, second, entered, again) == [
        ("ncic_entry", "waiting", 5120),
        ("ncic_entry", "done", 120),
    ]


def test_an_entry_before_the_report_ends_nothing(rules: CallRules) -> None:
    entered, took = call(1, events=(ENTERED,)), call(2, minutes=5, events=(TOOK,))
    assert states(rules, after(minutes=6), entered, took) == [("ncic_entry", "waiting", 125)]


def test_what_was_written_later_counts_by_the_time_at_which_it_happened(rules: CallRules) -> None:
    entered, took = call(1, minutes=50, events=(ENTERED,)), call(2, minutes=5, events=(TOOK,))
    assert states(rules, after(hours=9), entered, took) == [("ncic_entry", "done", 125)]


@pytest.mark.parametrize(
    ("child", "expected", "asked"),
    [
        (2, ["overdue", "done"], 0),
        (1, ["overdue", "done"], 0),
        # Of a third child, or of nobody by name: whose clock would that be?
        (3, ["overdue", "overdue"], 0),
        (None, ["overdue", "overdue"], 1),
    ],
)
def test_each_child_has_its_own_clock_and_one_call_ends_one(
    rules: CallRules, child: int | None, expected: list[str], asked: int
) -> None:
    ana, luz = call(1, child=1, events=(TOOK,)), call(2, child=2, minutes=5, events=(TOOK,))
    entered = call(3, child=child, minutes=30, events=(ENTERED,))
    found = find_deadlines((ana, luz, entered), rules, after(hours=9), "US")
    assert [each.state.value for each in found] == expected
    assert [each.call.child for each in found if each.done] == [child] * expected.count("done")
    assert find_unclear((ana, luz, entered), rules, "US") == (entered,) * asked


def test_a_call_on_nobody_ends_the_only_clock_and_one_on_a_child_ends_a_clock_on_nobody(
    rules: CallRules,
) -> None:
    for starts, ends in ((1, None), (None, 1), (None, None)):
        took = call(1, child=starts, events=(TOOK,))
        entered = call(2, child=ends, minutes=30, events=(ENTERED,))
        assert states(rules, after(hours=9), took, entered) == [("ncic_entry", "done", 120)]
        assert find_unclear((took, entered), rules) == ()


def test_a_report_on_nobody_beside_that_on_a_child_is_asked_about(rules: CallRules) -> None:
    ana, other = call(1, child=1, events=(TOOK,)), call(2, minutes=5, events=(TOOK,))
    assert find_unclear((ana, other), rules) == (other,)
    named = call(3, minutes=9, corrects=entry_id(2), child=2, events=(TOOK,), called=after())
    assert find_unclear((ana, other, named), rules) == ()
    assert len(states(rules, after(hours=1), ana, other, named)) == 2


EPISODES = {
    "back, and a report within the two hours": (
        [(0, TOOK), (30, BACK), (60, TOOK)],
        [("overdue", 180), ("closed", 120)],
    ),
    "entered, back, and away again": (
        [(0, TOOK), (30, ENTERED), (50, BACK), (60, TOOK)],
        [("overdue", 180), ("done", 120)],
    ),
    "past due, ended, and away again": (
        [(0, TOOK), (130, ENTERED), (140, TOOK)],
        [("waiting", 260), ("done", 120)],
    ),
    "past due, and a later report has two hours of its own": (
        [(0, TOOK), (125, TOOK)],
        [("overdue", 120), ("waiting", 245)],
    ),
    "one entry answers both reports": (
        [(0, TOOK), (125, TOOK), (130, ENTERED)],
        [("done", 120), ("done", 245)],
    ),
    "the same report a second time": ([(0, TOOK), (30, ENTERED), (60, TOOK)], [("done", 120)]),
    "a number shows that a report was taken": ([(0, NUMBER)], [("overdue", 120)]),
    "a number after the report is of that report": (
        [(0, TOOK), (20, NUMBER), (30, ENTERED), (200, NUMBER)],
        [("done", 120)],
    ),
    "a number after a return is of another one": (
        [(0, TOOK), (30, BACK), (200, NUMBER)],
        [("waiting", 320), ("closed", 120)],
    ),
    "a number where nobody took the report": ([(0, (REFUSED, NUMBER))], []),
    "back on its own": ([(0, BACK)], []),
    "entered and back in one call": ([(0, TOOK), (30, (ENTERED, BACK))], [("done", 120)]),
}


@pytest.mark.parametrize(("told", "expected"), EPISODES.values(), ids=EPISODES)
def test_what_begins_anew(
    rules: CallRules,
    told: list[tuple[int, str | tuple[str, ...]]],
    expected: list[tuple[str, int]],
) -> None:
    entries = [
        call(place, minutes=minutes, events=(events,) if isinstance(events, str) else events)
        for place, (minutes, events) in enumerate(told, 1)
    ]
    found = states(rules, after(minutes=240), *entries)
    assert [each[1:] for each in found] == expected
    # Whoever came back is no longer looked for by the agency either.
    told_agency = call(90, minutes=-5, events=(TOLD,))
    of_agency = [each[1] for each in states(rules, after(), told_agency, *entries)]
    assert ("closed" in of_agency) is any(BACK in each.said.events for each in entries)


def test_a_promised_call_is_awaited_overdue_or_answered(rules: CallRules) -> None:
    promised = call(1, call_back=after(hours=1))
    assert states(rules, after(minutes=59), promised) == [(PROMISED, "waiting", 60)]
    assert states(rules, after(hours=1), promised) == [(PROMISED, "overdue", 60)]
    unrelated = call(2, minutes=61)
    assert states(rules, after(hours=2), promised, unrelated) == [(PROMISED, "overdue", 60)]
    # They called, and nobody was reached: that was no call that came.
    missed = call(4, minutes=65, answers=entry_id(1), events=("no_answer",))
    assert states(rules, after(hours=2), promised, missed) == [(PROMISED, "overdue", 60)]
    came = call(3, minutes=70, answers=entry_id(1))
    (done,) = find_deadlines((promised, missed, came), rules, after(hours=2))
    assert (done.state, done.done) == (DeadlineState.DONE, came.said.called)


def test_a_correction_counts_and_not_what_it_corrects(rules: CallRules) -> None:
    promised = call(1, call_back=after(hours=1), events=(TOOK,))
    later = call(2, minutes=1, corrects=entry_id(1), call_back=after(hours=3), called=NOW)
    assert states(rules, after(hours=2), promised, later) == [(PROMISED, "waiting", 180)]
    never = call(3, minutes=2, corrects=entry_id(2), called=NOW)
    assert states(rules, after(hours=9), promised, later, never) == []
    # What answers the first version answers the call.
    came = call(4, minutes=30, answers=entry_id(1))
    assert states(rules, after(hours=9), promised, later, came) == [(PROMISED, "done", 180)]


def test_rules_hold_where_they_hold(rules: CallRules) -> None:
    took = call(1, events=(TOOK,), call_back=after(hours=1))
    assert states(rules, NOW, took, region="GB") == [(PROMISED, "waiting", 60)]
    assert len(states(rules, NOW, took, region=None)) == 2


def test_overdue_stands_first_then_what_is_due_soonest(rules: CallRules) -> None:
    entries = (
        call(1, call_back=after(hours=8)),
        call(2, call_back=after(hours=1)),
        call(3, call_back=after(hours=5)),
        call(4, call_back=after(hours=2)),
        call(5, minutes=3, answers=entry_id(4)),
    )
    found = states(rules, after(hours=3), *entries)
    waiting = find_deadlines(entries, rules, after(hours=3))
    assert (find_next_due(waiting), find_next_due(waiting[:1])) == (after(hours=5), None)
    assert [each[1:] for each in found] == [
        ("overdue", 60), ("waiting", 300), ("waiting", 480), ("done", 120),
    ]  # fmt: skip


def test_offsets_do_not_confuse_it(rules: CallRules) -> None:
    elsewhere = NOW.astimezone(dt.timezone(dt.timedelta(hours=9)))
    took = call(1, events=(TOOK,), called=elsewhere)
    assert states(rules, after(minutes=119), took) == [("ncic_entry", "waiting", 120)]
    assert states(rules, after(minutes=121), took) == [("ncic_entry", "overdue", 120)]
