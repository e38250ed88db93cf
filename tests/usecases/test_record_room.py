"""The room of the record: open or locked, for one process, and for two at once."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from tests.record.sample import (
    CHEAP,
    NOW,
    OTHER,
    PASSPHRASE,
    WRONG,
    files_in,
    lay_down,
    problem,
    said,
    sample,
)
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.record import pending, vault
from wayhome.record.folder import KEPT, KEY
from wayhome.record.recovery_key import make_recovery_key
from wayhome.usecases.record_room import USUAL_MINUTES, RecordRoom, RoomState

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.usecases.home import Home
    from wayhome.usecases.wayhome import Wayhome


@dataclass(slots=True)
class Clock:
    """Seconds that only go forward, as the test wants them."""

    seconds: float = 50.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(wayhome: Wayhome, home: Home, clock: Clock) -> RecordRoom:
    """Return the locked room of the sample."""
    lay_down(home.path / "record")
    return RecordRoom(wayhome, home, lambda: NOW, clock, CHEAP)


def second(room: RecordRoom) -> RecordRoom:
    """Return another Wayhome over the same home."""
    return RecordRoom(room.wayhome, room.home, room.now, room.clock, CHEAP)


# Asked anew each time: mypy takes an attribute that was looked at once for the same for ever.
def state(room: RecordRoom) -> RoomState:
    return room.state


def was_left(room: RecordRoom) -> bool:
    return room.left


def is_damaged(room: RecordRoom) -> bool:
    return room.damaged


def notes(room: RecordRoom) -> list[str]:
    return [each.said.text for each in room.book.notes()]


def test_room_is_made_locked_and_opened(wayhome: Wayhome, home: Home) -> None:
    room = RecordRoom(wayhome, home, lambda: NOW, cost=CHEAP)
    assert state(room) is RoomState.NONE
    assert problem(lambda: room.create("short")) == "passphrase_short"
    assert not home.path.exists()
    paper = room.create(PASSPHRASE)
    assert state(room) is RoomState.OPEN
    room.book.add_note(said("first"), None)
    room.lock()
    room.lock()
    assert state(room) is RoomState.LOCKED
    assert problem(lambda: room.create(OTHER)) == "record_exists"
    room.recover(paper, OTHER)
    assert notes(room) == ["first"]
    room.lock()
    assert problem(lambda: room.unlock(PASSPHRASE)) == "record_wrong_passphrase"
    room.unlock(OTHER)
    room.lock()


def test_locked_room_gives_nothing(room: RecordRoom) -> None:
    room.unlock(PASSPHRASE)
    book, key = room.book, room.record.key
    room.lock()
    for action in (
        lambda: room.book,
        lambda: room.record,
        lambda: room.unseal(b""),
        lambda: room.change_passphrase(PASSPHRASE, OTHER),
        room.change_recovery_key,
        lambda: room.choose_minutes("5"),
        book.children,
        lambda: book.add_note(said("late"), None),
    ):
        with pytest.raises(RecordLockedError):
            action()
    assert key.raw == bytes(32)
    room.look_for_damage()
    assert not room.lock_if_left()
    room.touch()


def test_wrong_tries_wait_and_starting_again_does_not_help(room: RecordRoom, clock: Clock) -> None:
    tries: tuple[Callable[[], object], ...] = (
        lambda: room.unlock(WRONG),
        lambda: room.recover(make_recovery_key(), OTHER),
        lambda: room.repair(WRONG),
    )
    keys = [problem(each) for each in tries]
    assert keys == ["record_wrong_passphrase", "recovery_key_wrong", "record_wrong_passphrase"]
    for waiting in (room, second(room)):
        with pytest.raises(UserProblem) as raised:
            waiting.unlock(PASSPHRASE)
        assert (raised.value.key, raised.value.values) == ("record_wait", {"seconds": 3})
        assert problem(lambda waiting=waiting: waiting.repair(PASSPHRASE)) == "record_wait"  # type: ignore[misc]
        assert problem(lambda waiting=waiting: waiting.recover("", "")) == "record_wait"  # type: ignore[misc]
    clock.seconds += 2
    room.unlock(PASSPHRASE)
    assert room.attempts.seconds_to_wait() == 0
    room.lock()


def test_slip_of_the_pen_is_no_wrong_try(room: RecordRoom) -> None:
    paper = sample().recovery_key
    for typed in ("", paper[:-1] + ("0" if paper[-1] != "0" else "1")):
        for _ in range(4):
            assert problem(lambda typed=typed: room.recover(typed, OTHER)).startswith("recovery")  # type: ignore[misc]
    assert problem(lambda: room.recover(paper, "short")) == "passphrase_short"
    room.unlock(PASSPHRASE)
    room.lock()


def test_passphrase_is_asked_for_again_and_counts_as_a_try(room: RecordRoom) -> None:
    room.unlock(PASSPHRASE)
    for _ in range(3):
        wrong = problem(lambda: room.change_passphrase(WRONG, OTHER))
        assert wrong == "record_wrong_passphrase"
    assert problem(lambda: room.change_passphrase(PASSPHRASE, OTHER)) == "record_wait"
    assert problem(lambda: room.require_passphrase(PASSPHRASE)) == "record_wait"
    assert state(room) is RoomState.OPEN
    room.lock()


def test_room_locks_when_it_was_left_and_not_before(room: RecordRoom, clock: Clock) -> None:
    room.unlock(PASSPHRASE)
    clock.seconds += USUAL_MINUTES * 60 - 1
    assert not room.lock_if_left()
    room.touch()
    clock.seconds += USUAL_MINUTES * 60 - 1
    assert not room.lock_if_left()
    assert not was_left(room)
    clock.seconds += 1
    room.touch()
    assert state(room) is RoomState.LOCKED
    assert was_left(room)
    room.unlock(PASSPHRASE)
    assert not was_left(room)
    for wrong in ("", "0", "3", "05", "5 ", "-5", "999", "\u0665"):
        assert problem(lambda wrong=wrong: room.choose_minutes(wrong)) == "choice_invalid"  # type: ignore[misc]
    room.choose_minutes("2")
    room.lock()
    room.unlock(PASSPHRASE)
    assert room.minutes == 2
    clock.seconds += 120
    assert room.lock_if_left()


def test_setting_the_clock_of_the_wall_back_changes_nothing(room: RecordRoom, clock: Clock) -> None:
    room.unlock(PASSPHRASE)
    room.now = lambda: NOW - dt.timedelta(days=4000)
    clock.seconds += USUAL_MINUTES * 60
    assert room.lock_if_left()


def test_damaged_key_file_is_repaired(room: RecordRoom) -> None:
    room.unlock(PASSPHRASE)
    room.change_passphrase(PASSPHRASE, OTHER)
    room.lock()
    room.unlock(OTHER)
    room.lock()
    (room.folder.path / KEY).write_bytes(b"damaged")
    assert state(room) is RoomState.LOCKED
    assert problem(lambda: room.unlock(OTHER)) == "record_key_damaged"
    assert problem(lambda: room.repair(PASSPHRASE)) == "record_wrong_passphrase"
    room.repair(OTHER)
    assert notes(room) == ["A quiet day."]
    room.lock()
    (room.folder.path / KEY).unlink()
    (room.folder.path / KEPT).unlink()
    assert state(room) is RoomState.NONE


def test_what_was_written_while_locked_is_taken_in(room: RecordRoom) -> None:
    room.seal_note(said("one"))
    assert room.waiting() == 1
    for wrong, key in (
        (said(" "), "note_empty"),
        (said("x", NOW.date() + dt.timedelta(days=1)), "day_future"),
        (replace(said("x"), signs=("no such sign",)), "sign_unknown"),
        (replace(said("x"), happened_at="9pm"), "note_time"),
    ):
        assert problem(lambda wrong=wrong: room.seal_note(wrong)) == key  # type: ignore[misc]
    assert room.waiting() == 1
    room.unlock(PASSPHRASE)
    assert room.taken_in == pending.TakenIn(1, 0)
    assert notes(room) == ["A quiet day.", "one"]
    sealed = room.seal(b"kept over a locking")
    assert room.unseal(sealed) == b"kept over a locking"
    assert room.unseal(sealed[:-1]) is None
    room.lock()
    assert room.taken_in is None


@pytest.mark.parametrize("key", ["record_read_only", "record_disk_full", "record_busy"])
def test_disk_that_takes_nothing_still_opens(
    room: RecordRoom, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def refuse(_: object) -> None:
        raise UserProblem(key)

    room.unlock(PASSPHRASE)
    room.choose_minutes("2")
    room.lock()
    monkeypatch.setattr(pending, "take_in", refuse)
    room.unlock(PASSPHRASE)
    assert notes(room) == ["A quiet day."]
    assert room.minutes == 2
    room.lock()


@pytest.mark.parametrize("error", [UserProblem("record_damaged"), KeyboardInterrupt()])
def test_opening_that_fails_late_leaves_nothing_open(
    room: RecordRoom, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    opened: list[vault.OpenRecord] = []

    def stop(record: vault.OpenRecord) -> None:
        opened.append(record)
        raise error

    monkeypatch.setattr(pending, "take_in", stop)
    with pytest.raises((UserProblem, KeyboardInterrupt)):
        room.unlock(PASSPHRASE)
    assert state(room) is RoomState.LOCKED
    assert opened[0].key.raw == bytes(32)


def test_wrong_try_while_open_leaves_it_open(room: RecordRoom) -> None:
    room.unlock(PASSPHRASE)
    assert problem(lambda: room.unlock(WRONG)) == "record_wrong_passphrase"
    assert notes(room) == ["A quiet day."]
    room.unlock(PASSPHRASE)
    assert notes(room) == ["A quiet day."]
    room.lock()


def test_damage_is_found_while_it_is_open(room: RecordRoom) -> None:
    room.unlock(PASSPHRASE)
    room.look_for_damage()
    assert not is_damaged(room)
    path = room.folder.store_file(room.record.header)
    raw = bytearray(path.read_bytes())
    raw[-200] ^= 1
    path.write_bytes(raw)
    room.look_for_damage()
    assert is_damaged(room)
    room.lock()
    assert not is_damaged(room)


def test_leaving_waits_for_who_is_writing_but_keeps_nobody_else_waiting(
    room: RecordRoom, clock: Clock
) -> None:
    room.unlock(PASSPHRASE)
    store, inside, go_on = room.record.store, threading.Event(), threading.Event()

    def slow() -> None:
        with store.writing():
            inside.set()
            go_on.wait(10)
            room.touch()

    writing = threading.Thread(target=slow)
    writing.start()
    inside.wait(10)
    clock.seconds += USUAL_MINUTES * 60
    leaving = threading.Thread(target=room.lock_if_left)
    leaving.start()
    leaving.join(0.2)
    assert state(room) is RoomState.LOCKED
    room.touch()
    go_on.set()
    writing.join(5)
    leaving.join(5)
    assert not writing.is_alive()
    assert not leaving.is_alive()


def test_two_wayhomes_write_in_turn_and_nothing_is_lost(room: RecordRoom) -> None:
    other = second(room)
    room.unlock(PASSPHRASE)
    other.unlock(PASSPHRASE)
    for each in range(5):
        (room if each % 2 else other).book.add_note(said(f"{each}"), None)
    assert notes(room) == notes(other) == ["A quiet day.", *"01234"]
    room.change_passphrase(PASSPHRASE, OTHER)
    other.book.add_note(said("still open"), None)
    assert problem(lambda: other.change_passphrase(PASSPHRASE, WRONG)) == "record_wrong_passphrase"
    paper = other.change_recovery_key()
    room.lock()
    other.lock()
    room.unlock(OTHER)
    room.lock()
    room.recover(paper, PASSPHRASE)
    assert len(notes(room)) == 7
    room.lock()


WRITER = """
import sys
from pathlib import Path
from tests.record.sample import open_by_paper, write
from wayhome.record.folder import RecordFolder
record = open_by_paper(RecordFolder(Path(sys.argv[1])), sys.argv[2])
for each in range(15):
    write(record, f"{sys.argv[3]}{each}")
record.close()
"""


def test_two_processes_write_at_once_and_nothing_is_lost(room: RecordRoom) -> None:
    command = [sys.executable, "-c", WRITER, str(room.folder.path), sample().recovery_key]
    started = [subprocess.Popen([*command, name], stderr=subprocess.PIPE) for name in "ab"]
    for each in started:
        _, errors = each.communicate(timeout=60)
        assert each.returncode == 0, errors.decode()
    room.unlock(PASSPHRASE)
    assert sorted(notes(room)[1:]) == sorted(f"{who}{each}" for who in "ab" for each in range(15))
    assert not room.record.store.find_damage()
    room.lock()


def test_unlocking_changes_no_byte(room: RecordRoom) -> None:
    before = files_in(room.folder.path)
    room.unlock(PASSPHRASE)
    notes(room)
    room.lock()
    assert files_in(room.folder.path) == before


def test_cost_is_measured_once_and_only_when_it_is_needed(
    room: RecordRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[None] = []

    def measure() -> object:
        measured.append(None)
        return CHEAP

    monkeypatch.setattr(vault, "calibrated_cost", measure)
    fresh = RecordRoom(room.wayhome, room.home, room.now, room.clock)
    fresh.unlock(PASSPHRASE)
    assert not measured
    fresh.change_passphrase(PASSPHRASE, OTHER)
    fresh.change_passphrase(OTHER, PASSPHRASE)
    assert len(measured) == 1
    fresh.lock()
