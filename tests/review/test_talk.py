"""A conversation in columns, and its hours."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from wayhome.model.messages import Message, Run
from wayhome.review.hours import UNKNOWN, Clock, night_share
from wayhome.review.talk import LONGEST, Talk


def test_a_run_and_single_messages_make_the_same_talk() -> None:
    run = Run(["Ana", "Rex"], [b"2025-03-04T18:00:00"] * 2, [b"hola", "ñ".encode()], local=True)
    by_run, by_one = Talk("chat"), Talk("chat")
    by_run.take([run])
    by_one.take(run.messages())
    assert by_run.texts == by_one.texts == ["hola", "ñ"]
    assert list(by_run.numbers) == list(by_one.numbers) == [1, 2]
    assert by_run.senders == by_one.senders
    assert by_run.ats == by_one.ats


def test_numbers_count_what_is_no_text_too() -> None:
    talk = Talk("chat")
    talk.take(
        [
            Message(None, None, "Ana joined", "system"),
            Message("Ana", None, "IMG-1.jpg", "media"),
            Message("Rex", None, "two\nlines"),
        ]
    )
    assert list(talk.numbers) == [2, 3]
    assert talk.texts == ["", "two lines"]
    assert talk.count == 3


def test_a_long_text_is_read_in_part() -> None:
    talk = Talk("chat")
    talk.take([Message("Ana", None, "x" * 10**6)])
    assert len(talk.texts[0]) == LONGEST


def test_who_renames_himself_is_one_sender_by_id() -> None:
    talk = Talk("chat")
    talk.take([Message("Rex", None, "a", sender_id="7"), Message("Ana", None, "b", sender_id="7")])
    assert [each.name for each in talk.senders] == ["Ana"]


@pytest.mark.parametrize(
    ("at", "zone", "share"),
    [
        (b"2025-03-04T22:00:00", None, 1.0),
        (b"2025-03-04T05:59:59", None, 1.0),
        (b"2025-03-04T06:00:00", None, 0.0),
        (b"2025-03-04T21:59:59", None, 0.0),
        (b"2025-03-05T04:30:00+00:00", "America/Chicago", 1.0),
        (b"2025-03-04T20:30:00+00:00", "America/Chicago", 0.0),
        (b"2025-03-04T23:30:00+01:00", None, 1.0),
    ],
)
def test_night_is_from_ten_to_six_on_the_childs_clock(
    at: bytes, zone: str | None, share: float
) -> None:
    seconds, hours_count = Clock(ZoneInfo(zone) if zone else None).seconds([at])
    assert hours_count
    assert night_share(seconds) == share


def test_utc_without_a_zone_tells_no_hour() -> None:
    seconds, hours_count = Clock(None).seconds([b"2025-03-04T22:00:00+00:00"])
    assert not hours_count
    assert seconds[0] != UNKNOWN


def test_unreadable_times_are_unknown_one_by_one() -> None:
    seconds, hours_count = Clock(None).seconds([b"", b"2025-03-04T22:00:00"])
    assert hours_count
    assert seconds[0] == UNKNOWN
    assert night_share(seconds) == 1.0
    assert night_share(np.array([UNKNOWN])) is None
