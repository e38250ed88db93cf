"""Wrong tries slow down, whatever happens to clock, process and disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from wayhome.record import attempts
from wayhome.record.attempts import FREE, LONGEST_SECONDS, Attempts, pause_after
from wayhome.record.folder import ATTEMPTS, RecordFolder

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Clock:
    """Seconds since the computer started, as the test wants them."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path) -> RecordFolder:
    return RecordFolder(tmp_path)


def failed(place: RecordFolder, clock: Clock, times: int) -> Attempts:
    """Return the count after so many wrong tries, each made when it may be made."""
    count = Attempts(place, clock)
    for _ in range(times):
        clock.seconds += count.seconds_to_wait()
        count.note_failure()
    return count


def test_first_tries_are_free_and_then_it_takes_longer_and_longer() -> None:
    pauses = [pause_after(each) for each in range(12)]
    assert pauses[:FREE] == [0.0] * FREE
    assert pauses[FREE:] == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0]
    assert pause_after(10**9) == LONGEST_SECONDS


def test_wait_is_counted_from_the_last_wrong_try(place: RecordFolder, clock: Clock) -> None:
    count = failed(place, clock, 4)
    assert count.seconds_to_wait() == 4
    clock.seconds += 3.5
    assert count.seconds_to_wait() == 0.5
    clock.seconds += 0.5
    assert count.seconds_to_wait() == 0
    count.note_failure()
    assert count.seconds_to_wait() == 8


def test_right_passphrase_begins_anew(place: RecordFolder, clock: Clock) -> None:
    count = failed(place, clock, 6)
    count.note_success()
    assert count.seconds_to_wait() == 0
    assert (place.path / ATTEMPTS).read_bytes() == b"0"
    for _ in range(FREE - 1):
        count.note_failure()
        assert count.seconds_to_wait() == 0


def test_starting_again_does_not_shorten_the_wait(place: RecordFolder, clock: Clock) -> None:
    failed(place, clock, 5)
    again = Attempts(place, Clock(3.0))
    assert again.seconds_to_wait() == 8
    again = Attempts(place, Clock(10.0**9))
    assert again.seconds_to_wait() == 8


def test_another_wayhome_that_runs_already_waits_too(place: RecordFolder, clock: Clock) -> None:
    other = Attempts(place, clock)
    clock.seconds += 10_000
    count = failed(place, clock, 5)
    assert other.seconds_to_wait() == 8
    clock.seconds += 8
    assert other.seconds_to_wait() == count.seconds_to_wait() == 0
    other.note_failure()
    assert other.seconds_to_wait() == count.seconds_to_wait() == 16
    count.note_success()
    assert other.seconds_to_wait() == 0


def test_clock_of_the_wall_is_never_read(place: RecordFolder, clock: Clock) -> None:
    """Neither its module nor the file's date: what is set back changes nothing."""
    count = failed(place, clock, 5)
    assert not hasattr(attempts, "time")
    assert not hasattr(attempts, "datetime")
    os.utime(place.path / ATTEMPTS, (0, 0))
    assert count.seconds_to_wait() == 8


@pytest.mark.parametrize("exists", [False, True])
def test_disk_that_takes_nothing_still_slows_down(
    place: RecordFolder, clock: Clock, monkeypatch: pytest.MonkeyPatch, *, exists: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "full")

    if exists:
        (place.path / ATTEMPTS).write_bytes(b"3")
    with monkeypatch.context() as patch:
        patch.setattr(attempts, "write_whole", refuse)
        count = failed(place, clock, 6)
        assert count.seconds_to_wait() >= 16
        count.note_success()
        assert count.seconds_to_wait() == 0
        count.note_failure()
    count.note_failure()
    assert (place.path / ATTEMPTS).read_bytes() == b"2"


@pytest.mark.parametrize(
    ("found", "seconds"),
    [(b"", 0), (b"x", 0), (b"-99999", 0), (b"999999999999", 60), (b"\xff\xfe", 0), (b"4\n", 4)],
)
def test_odd_file_is_no_bug_and_no_wall(
    place: RecordFolder, clock: Clock, found: bytes, seconds: int
) -> None:
    (place.path / ATTEMPTS).write_bytes(found)
    count = Attempts(place, clock)
    assert count.seconds_to_wait() == seconds
    count.note_failure()
    assert count.seconds_to_wait() <= LONGEST_SECONDS


def test_folder_that_is_not_there_is_not_made(tmp_path: Path, clock: Clock) -> None:
    count = failed(RecordFolder(tmp_path / "nowhere"), clock, 4)
    assert count.seconds_to_wait() == 4
    assert not (tmp_path / "nowhere").exists()
