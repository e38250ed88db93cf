"""Calls are written to whatever takes them, and never lost without a word."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.record.sample import problem
from wayhome.model.calls import CallText
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.record import keys, pending
from wayhome.record.call_chain import find_break
from wayhome.usecases.call_log import CallDesk, KeptIn
from wayhome.usecases.held_calls import HeldCalls
from wayhome.usecases.record_book import RecordBook
from wayhome.usecases.record_room import RecordRoom, RoomState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.calls import CallEntry
    from wayhome.usecases.home import Home
    from wayhome.usecases.wayhome import Wayhome

PASSPHRASE = "four plain words here"
NOW = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
REFUSED = ("record_read_only", "record_disk_full")


@dataclass
class Night:
    """A room and a desk in it, with a clock and ids of our own."""

    room: RecordRoom
    desk: CallDesk

    def write(self, whom: str, **more: object) -> KeptIn:
        entry = {name: more.pop(name) for name in ("corrects", "answers", "child") if name in more}
        said = replace(CallText(whom=whom, by="", called=NOW), **more)  # type: ignore[arg-type]
        return self.desk.write(said, **entry)  # type: ignore[arg-type]

    def shown(self) -> list[str]:
        return [each.said.whom for each in self.desk.now().log.entries]

    def logged(self) -> tuple[CallEntry, ...]:
        """Return what stands in the record."""
        if self.room.state is not RoomState.OPEN:
            self.room.unlock(PASSPHRASE)
        log = self.room.book.call_log()
        assert find_break(log.entries, log.gaps) is None
        return log.entries


@pytest.fixture
def night(wayhome: Wayhome, home: Home) -> Iterator[Night]:
    """Return a night without a record."""
    ids = count(1)
    room = RecordRoom(wayhome, home, now=lambda: NOW, cost=keys.FLOOR)
    yield Night(room, CallDesk(room, HeldCalls(), lambda: f"{next(ids):032x}"))
    room.lock()


@pytest.fixture
def open_night(night: Night) -> Night:
    night.room.create(PASSPHRASE)
    return night


@pytest.fixture
def locked_night(open_night: Night) -> Night:
    open_night.room.lock()
    return open_night


def test_an_open_record_takes_it_at_once(open_night: Night) -> None:
    child = open_night.room.book.add_child("Ana Prueba")
    assert open_night.write("Police", child=child) is KeptIn.RECORD
    (entry,) = open_night.logged()
    assert (entry.child, entry.while_locked, entry.written) == (child, False, NOW)
    assert open_night.desk.now().unsaved == frozenset()


def test_a_locked_record_takes_it_sealed_and_shows_it_until_it_opens(locked_night: Night) -> None:
    assert locked_night.write("Police") is KeptIn.SEALED
    assert locked_night.write("Agency", child=7) is KeptIn.SEALED
    assert locked_night.room.waiting() == 2
    now = locked_night.desk.now()
    assert locked_night.shown() == ["Police", "Agency"]
    assert (now.unsaved, now.state) == (frozenset(), RoomState.LOCKED)
    assert [(each.said.whom, each.while_locked, each.child) for each in locked_night.logged()] == [
        ("Police", True, None),
        ("Agency", True, None),
    ]
    assert locked_night.shown() == ["Police", "Agency"]
    locked_night.room.lock()
    # Whoever comes now sees nothing of it.
    assert locked_night.shown() == []


def test_the_view_can_be_cleared_and_nothing_is_lost(locked_night: Night) -> None:
    locked_night.write("Police")
    locked_night.desk.clear_view()
    assert locked_night.shown() == []
    assert len(locked_night.logged()) == 1


def test_without_a_record_it_stays_in_memory_and_is_joined_in_order(night: Night) -> None:
    assert night.write("Police") is KeptIn.MEMORY
    assert night.write("Agency") is KeptIn.MEMORY
    assert problem(night.desk.join) == "record_none"
    assert night.shown() == ["Police", "Agency"]
    assert not night.room.home.path.exists()
    night.room.create(PASSPHRASE)
    assert night.write("School") is KeptIn.RECORD
    assert len(night.desk.now().unsaved) == 2
    assert night.desk.join() == 2
    assert [(each.said.whom, each.while_locked) for each in night.logged()] == [
        ("School", False),
        ("Police", True),
        ("Agency", True),
    ]
    assert night.desk.now().unsaved == frozenset()
    # A second press, or another tab, takes nothing in twice.
    assert night.desk.join() == 0
    assert len(night.logged()) == 3


def test_locking_forgets_nothing_that_is_saved_nowhere(night: Night) -> None:
    night.write("Police")
    night.room.create(PASSPHRASE)
    night.room.lock()
    assert night.shown() == ["Police"]
    assert night.desk.join() == 1
    assert night.desk.now().unsaved == frozenset()
    assert [each.said.whom for each in night.logged()] == ["Police"]


@pytest.mark.parametrize("key", REFUSED)
def test_a_disk_that_takes_nothing_leaves_it_in_memory(
    open_night: Night, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **_more: object) -> None:
        raise UserProblem(key)

    with monkeypatch.context() as patched:
        patched.setattr(RecordBook, "add_calls", refuse)
        assert open_night.write("Police") is KeptIn.MEMORY
        assert problem(open_night.desk.join) == key
    assert open_night.shown() == ["Police"]
    assert open_night.desk.join() == 1
    (entry,) = open_night.logged()
    # The record was open: nobody else could have written it.
    assert not entry.while_locked
    open_night.room.lock()
    with monkeypatch.context() as patched:
        patched.setattr(pending, "seal_call", refuse)
        assert open_night.write("Agency") is KeptIn.MEMORY
    assert open_night.desk.join() == 1
    assert [each.said.whom for each in open_night.logged()] == ["Police", "Agency"]


def test_a_damaged_key_file_is_no_reason_to_lose_a_call(locked_night: Night) -> None:
    (locked_night.room.folder.path / "key").write_bytes(b"damaged")
    assert locked_night.write("Police") is KeptIn.MEMORY
    assert locked_night.shown() == ["Police"]


def test_busy_is_told_so_that_somebody_presses_again(
    open_night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise UserProblem("record_busy")

    monkeypatch.setattr(RecordBook, "add_calls", busy)
    assert problem(lambda: open_night.write("Police")) == "record_busy"
    assert open_night.shown() == []


def test_locked_in_the_very_moment_it_is_sealed(
    open_night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock(*_: object) -> None:
        open_night.room.lock()
        raise RecordLockedError

    with monkeypatch.context() as patched:
        patched.setattr(RecordBook, "add_calls", lock)
        assert open_night.write("Police") is KeptIn.SEALED
    assert [each.said.whom for each in open_night.logged()] == ["Police"]


def test_what_the_log_does_not_take_is_held_nowhere(night: Night) -> None:
    for prepare in (lambda: None, lambda: night.room.create(PASSPHRASE), night.room.lock):
        prepare()
        assert problem(lambda: night.write("  ")) == "call_whom"
        assert problem(lambda: night.write("x", corrects="../key")) == "call_gone"
    assert night.shown() == []


def test_a_correction_names_what_is_there(open_night: Night) -> None:
    open_night.write("Police")
    (first,) = open_night.logged()
    assert problem(lambda: open_night.write("Police", corrects="f" * 32)) == "call_gone"
    assert problem(lambda: open_night.write("Police", answers="f" * 32)) == "call_gone"
    assert open_night.write("Police, precinct 4", corrects=first.id) is KeptIn.RECORD
    assert open_night.logged()[1].corrects == first.id


def test_a_correction_of_what_is_in_memory_waits_beside_it(night: Night) -> None:
    """In the log it must stand after what it corrects."""
    night.write("Police")
    (first,) = night.desk.now().log.entries
    night.room.create(PASSPHRASE)
    assert night.write("Police, precinct 4", corrects=first.id) is KeptIn.MEMORY
    night.desk.join()
    assert [each.said.whom for each in night.logged()] == ["Police", "Police, precinct 4"]


def test_two_desks_of_two_processes_write_into_one_chain(
    open_night: Night, wayhome: Wayhome, home: Home
) -> None:
    other = RecordRoom(wayhome, home, now=lambda: NOW, cost=keys.FLOOR)
    other.unlock(PASSPHRASE)
    beside = Night(other, CallDesk(other, HeldCalls()))
    for number in range(3):
        assert open_night.write(f"here {number}") is KeptIn.RECORD
        assert beside.write(f"there {number}") is KeptIn.RECORD
    other.lock()
    assert [each.n for each in open_night.logged()] == [1, 2, 3, 4, 5, 6]


def test_forgetting_forgets_all(night: Night) -> None:
    night.write("Police")
    night.desk.held.forget_all()
    assert night.shown() == []
    assert night.desk.now().unsaved == frozenset()


def test_a_button_that_is_pressed_again_while_it_saves_writes_once(
    locked_night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [0.0]
    monkeypatch.setattr(locked_night.room, "clock", lambda: seconds[0])
    with ThreadPoolExecutor() as presses:
        kept = presses.map(lambda _: locked_night.write("Police"), range(3))
        assert set(kept) == {KeptIn.SEALED}
    assert locked_night.shown() == ["Police"]
    assert locked_night.room.waiting() == 1
    # Other words are another call, and so are the same ones a while later.
    locked_night.write("Police", said="They come.")
    locked_night.write("Police", answers="0" * 32)
    locked_night.write("Police")
    seconds[0] = 6
    locked_night.write("Police")
    assert locked_night.shown() == ["Police"] * 5
    # Who left and came back has written nothing yet.
    locked_night.desk.held.forget_all()
    locked_night.write("Police")
    assert locked_night.shown() == ["Police"]
