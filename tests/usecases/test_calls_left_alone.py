"""Calls that nobody looks at go out of sight, and none is lost; who left writes nothing more."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.usecases.test_call_log import NOW, PASSPHRASE, Night
from wayhome.model.calls import CallText
from wayhome.model.problems import UserProblem
from wayhome.record import keys, pending
from wayhome.usecases.call_log import CallDesk, KeptIn
from wayhome.usecases.held_calls import HeldCalls, LeftError
from wayhome.usecases.record_room import RecordRoom, RoomState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.usecases.home import Home
    from wayhome.usecases.wayhome import Wayhome

SAID = CallText(
    whom="Police", by="Rosa", called=NOW, said="They come.", events=("police_took_report",)
)


class Watched(Night):
    """A night whose seconds and whose leaving are the test's."""

    seconds = 0.0
    here = True


@pytest.fixture
def night(wayhome: Wayhome, home: Home) -> Iterator[Watched]:
    ids = count(1)
    room = RecordRoom(wayhome, home, now=lambda: NOW, cost=keys.FLOOR)
    desk = CallDesk(room, HeldCalls(), lambda: f"{next(ids):032x}", is_here=lambda: watched.here)
    watched = Watched(room, desk)
    room.clock = room.attempts.clock = lambda: watched.seconds
    # The count of seconds begins with ours.
    room.attempts.__post_init__()
    yield watched
    room.lock()


def leave_alone(night: Watched) -> None:
    night.desk.touch()
    night.seconds += 60 * night.room.minutes + 1
    night.desk.touch()


def refuse(*_: object) -> None:
    raise UserProblem("record_disk_full")


def test_with_no_record_only_times_stay_in_sight_and_all_can_be_carried_away(
    night: Watched,
) -> None:
    night.desk.write(SAID)
    night.desk.touch()
    night.seconds += 60 * night.room.minutes - 1
    night.desk.touch()
    assert night.shown() == ["Police"]
    leave_alone(night)
    now = night.desk.now()
    (bare,) = now.hidden
    assert now.log.entries == ()
    assert now.unsaved == frozenset({bare.id})
    # The clock goes on; nothing that somebody wrote is there.
    assert bare.said == CallText(whom="", by="", called=NOW, events=SAID.events)
    carried = night.desk.to_carry_away()
    assert ([each.said for each in carried.log.entries], carried.hidden) == ([SAID], ())
    # What is written now is in sight.
    night.write("Agency")
    assert night.shown() == ["Agency"]
    night.room.create(PASSPHRASE)
    assert night.shown() == ["Police", "Agency"]
    assert night.desk.join() == 2
    assert night.logged()[0].said == SAID


def test_sealed_calls_go_out_of_sight_and_are_in_the_record(night: Watched) -> None:
    night.room.create(PASSPHRASE)
    night.room.lock()
    assert night.desk.write(SAID) is KeptIn.SEALED
    leave_alone(night)
    assert night.shown() == []
    assert [each.said.whom for each in night.desk.now().hidden] == [""]
    assert night.desk.to_carry_away().log.entries == ()
    assert [each.said for each in night.logged()] == [SAID]
    assert night.desk.now().hidden == ()


def test_what_the_disk_refused_is_sealed_in_memory_until_the_record_opens(
    night: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.room.create(PASSPHRASE)
    night.room.lock()
    with monkeypatch.context() as patched:
        patched.setattr(pending, "seal_call", refuse)
        assert night.desk.write(SAID) is KeptIn.MEMORY
    leave_alone(night)
    # No way out of the process without the passphrase.
    assert b"They come." not in repr(night.desk.held).encode()
    assert night.desk.to_carry_away().log.entries == ()
    assert len(night.desk.now().unsaved) == 1
    night.room.unlock(PASSPHRASE)
    assert night.shown() == ["Police"]
    assert night.desk.join() == 1
    (entry,) = night.logged()
    assert (entry.said, entry.while_locked) == (SAID, True)
    assert night.desk.now().unsaved == frozenset()


def test_a_damaged_key_file_seals_nothing_and_nothing_is_lost(night: Watched) -> None:
    night.room.create(PASSPHRASE)
    night.room.lock()
    (night.room.folder.path / "key").write_bytes(b"damaged")
    night.desk.write(SAID)
    leave_alone(night)
    assert night.shown() == []
    assert [each.said for each in night.desk.to_carry_away().log.entries] == [SAID]


@pytest.mark.parametrize("state", RoomState)
def test_who_has_left_writes_nothing(night: Watched, state: RoomState) -> None:
    if state is not RoomState.NONE:
        night.room.create(PASSPHRASE)
    if state is RoomState.LOCKED:
        night.room.lock()
    night.here = False
    with pytest.raises(LeftError):
        night.desk.write(SAID)
    assert night.shown() == []
    assert night.room.state is state
    if state is not RoomState.NONE:
        assert night.room.waiting() == 0
        assert night.logged() == ()


def test_who_leaves_while_it_is_written_finds_nothing_held(night: Watched) -> None:
    seen = iter((True, False))
    desk = CallDesk(night.room, night.desk.held, is_here=lambda: next(seen))
    with pytest.raises(LeftError):
        desk.write(SAID)
    assert night.shown() == []


def test_joining_after_leaving_puts_nothing_on_the_disk(night: Watched) -> None:
    night.desk.write(SAID)
    night.room.create(PASSPHRASE)
    night.room.lock()
    night.here = False
    with pytest.raises(LeftError):
        night.desk.join()
    assert night.room.waiting() == 0
