"""What somebody types about a call, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wayhome.usecases.call_typing import CallProblem, TypedCall, take_call, typed_from

if TYPE_CHECKING:
    from wayhome.model.calls import CallRules
    from wayhome.usecases.wayhome import Wayhome

HERE = dt.timezone(dt.timedelta(hours=-6))
NOW = dt.datetime(2026, 11, 22, 2, 10, 37, tzinfo=HERE)
TYPED = TypedCall("Police", "2026-11-22", "02:10")


@pytest.fixture
def rules(wayhome: Wayhome) -> CallRules:
    return wayhome.content.calls


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}:00-06:00")


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        ("", "", None),
        ("2026-11-23", "09:30", at("2026-11-23T09:30")),
        ("2026-11-23", "", at("2026-11-23T23:59")),
        ("", "04:00", at("2026-11-22T04:00")),
        # The next time that the clock shows it.
        ("", "01:30", at("2026-11-23T01:30")),
        ("", " 4:00 ", at("2026-11-22T04:00")),
    ],
)
def test_a_promised_time_may_be_typed_in_part(
    rules: CallRules, day: str, time: str, expected: dt.datetime | None
) -> None:
    said = take_call(replace(TYPED, back_day=day, back_time=time), NOW, rules)
    assert said.call_back == expected
    assert said.called == at("2026-11-22T02:10")


@pytest.mark.parametrize(
    ("change", "key", "field"),
    [
        ({"whom": " "}, "call_whom", "whom"),
        ({"day": "22/11/2026"}, "day_invalid", "day"),
        ({"day": ""}, "day_invalid", "day"),
        ({"time": "2 am"}, "note_time", "time"),
        ({"time": ""}, "note_time", "time"),
        ({"day": "2026-11-23"}, "call_future", "day"),
        ({"time": "02:30"}, "call_future", "time"),
        ({"back_day": "tomorrow"}, "day_invalid", "back_day"),
        ({"back_time": "noon"}, "note_time", "back_time"),
        ({"back_day": "2026-11-21", "back_time": "04:00"}, "call_back_early", "back_time"),
        ({"events": ("gone",)}, "call_event", "events"),
        ({"said": "x" * 20_001}, "call_too_long", "said"),
        ({"number": "x" * 501}, "value_too_long", "number"),
        ({"by": "x" * 501}, "value_too_long", "by"),
    ],
)
def test_what_can_not_be_kept_names_its_field(
    rules: CallRules, change: dict[str, object], key: str, field: str
) -> None:
    with pytest.raises(CallProblem) as caught:
        take_call(replace(TYPED, **change), NOW, rules)  # type: ignore[arg-type]
    assert (caught.value.key, caught.value.field) == (key, field)


def test_clocks_differ_a_little(rules: CallRules) -> None:
    assert take_call(replace(TYPED, time="02:19"), NOW, rules).called == at("2026-11-22T02:19")


def test_what_was_kept_can_be_typed_again(rules: CallRules) -> None:
    full = replace(
        TYPED,
        back_time="04:00",
        said=" One.\r\nTwo. ",
        events=("case_number_given", "police_took_report"),
        person="Officer 12",
        number="26-0142",
        by="Rosa",
        service="ncmec",
    )
    said = take_call(full, NOW, rules)
    assert said.said == "One.\nTwo."
    assert said.events == ("police_took_report", "case_number_given")
    assert take_call(typed_from(said), NOW, rules) == said


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no zone can be chosen on this system")
def test_a_call_back_after_a_change_of_the_clocks_has_the_offset_of_its_day(
    rules: CallRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    try:
        now = dt.datetime(2026, 10, 31, 22, 0).astimezone()
        typed = TypedCall("Police", "2026-10-31", "22:00", "2026-11-01", "09:00")
        said = take_call(typed, now, rules)
        assert said.called.utcoffset() == dt.timedelta(hours=-5)
        assert said.call_back is not None
        assert said.call_back.utcoffset() == dt.timedelta(hours=-6)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_correction_in_another_zone_moves_no_time_that_stands_as_it_was(
    rules: CallRules,
) -> None:
    first = take_call(replace(TYPED, back_time="04:00"), NOW, rules)
    there = NOW.astimezone(dt.UTC) + dt.timedelta(hours=9)
    again = replace(typed_from(first), number="26-0142")
    corrected = take_call(again, there, rules, first)
    assert corrected == replace(first, number="26-0142")
    assert corrected.called.utcoffset() == dt.timedelta(hours=-6)
    moved = take_call(replace(again, time="02:20"), there, rules, first)
    assert moved.called == dt.datetime(2026, 11, 22, 2, 20, tzinfo=dt.UTC)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no zone can be chosen on this system")
@pytest.mark.parametrize(
    ("now", "called", "back"),
    [
        # The first time that the clock shows half past one, then the second, then the day after.
        ("2026-11-01T01:31-05:00", "2026-11-01T01:30-05:00", "2026-11-01T01:45-05:00"),
        ("2026-11-01T01:31-06:00", "2026-11-01T01:30-06:00", "2026-11-01T01:45-06:00"),
        ("2026-11-01T09:31-06:00", "2026-11-01T01:30-06:00", "2026-11-01T01:45-06:00"),
    ],
)
def test_in_the_hour_that_comes_twice_a_call_is_the_last_one_that_was(
    rules: CallRules, monkeypatch: pytest.MonkeyPatch, now: str, called: str, back: str
) -> None:
    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    try:
        here = dt.datetime.fromisoformat(now).astimezone()
        for day in ("", "2026-11-01"):
            typed = TypedCall("Police", "2026-11-01", "01:30", day, "01:45")
            said = take_call(typed, here, rules)
            assert said.called == dt.datetime.fromisoformat(called)
            assert said.call_back == dt.datetime.fromisoformat(back)
    finally:
        monkeypatch.undo()
        time.tzset()
