"""Quick exit locks at once, whatever the record is in the middle of."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from wayhome.model.problems import RecordLockedError
from wayhome.record import keys, vault
from wayhome.usecases.record_files import RecordFiles
from wayhome.usecases.record_room import RecordRoom, RoomState

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.usecases.home import Home
    from wayhome.usecases.wayhome import Wayhome

PASSPHRASE = "four plain words here"


@pytest.fixture
def room(wayhome: Wayhome, home: Home) -> RecordRoom:
    made = RecordRoom(wayhome, home, cost=keys.FLOOR)
    made.create(PASSPHRASE)
    return made


def test_a_passphrase_that_is_being_tried_opens_nothing_afterwards(
    room: RecordRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.lock()
    trying, go_on = threading.Event(), threading.Event()
    real = vault.open_record

    def slow(*given: object) -> vault.OpenRecord:
        trying.set()
        go_on.wait(20)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(vault, "open_record", slow)
    raised: list[BaseException] = []

    def unlock() -> None:
        try:
            room.unlock(PASSPHRASE)
        except RecordLockedError as error:
            raised.append(error)

    thread = threading.Thread(target=unlock)
    thread.start()
    assert trying.wait(20)
    start = time.monotonic()
    room.lock()
    # Not a measurement: it would wait for twenty seconds if it waited at all.
    assert time.monotonic() - start < 10
    go_on.set()
    thread.join(20)
    assert raised
    assert room.state is RoomState.LOCKED


def test_a_sealed_copy_under_way_stops_and_leaves_nothing(room: RecordRoom, tmp_path: Path) -> None:
    store = room.record.store
    store._closing = True  # noqa: SLF001 - what `close` sets before it waits
    with pytest.raises(RecordLockedError):
        RecordFiles(room).back_up(tmp_path / "copy.sealed-copy")
    assert not list(tmp_path.glob("*copy*"))
