"""The process that reads: what comes back, how it ends, and that it leaves nothing."""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from typing import TYPE_CHECKING

from wayhome.usecases import reading_apart
from wayhome.usecases.reading_apart import ReadingApart, ToRead, work

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from wayhome.usecases.read_results import ReadResult

PATIENCE = 30
CHAT = "25/03/2025, 22:41 - Ana: hello\n25/03/2025, 22:42 - Bo: hi\nmore\n"


def _read(to_read: ToRead) -> ReadingApart:
    reading = ReadingApart(lambda: True)
    reading.start(to_read)
    assert reading.wait(PATIENCE)
    return reading


def _result(to_read: ToRead) -> ReadResult:
    reading = _read(to_read)
    assert reading.result is not None, reading.problem
    return reading.result


def test_a_file_on_the_disk_and_one_in_memory(tmp_path: Path) -> None:
    there = tmp_path / "WhatsApp Chat with Bo.txt"
    there.write_text(CHAT)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("_chat.txt", CHAT)
        zipped.writestr("photo.jpg", b"\xff\xd8")
    result = _result(
        ToRead((str(there), str(tmp_path / "gone.txt")), (("one.zip", packed.getvalue()),))
    )
    assert [(each.path, each.format, each.messages) for each in result.files] == [
        (str(there), "whatsapp", 2),
        ("one.zip!/_chat.txt", "whatsapp", 2),
    ]
    assert [(each.path, each.code) for each in result.unread] == [
        (str(tmp_path / "gone.txt"), "no_such_file"),
        ("one.zip!/photo.jpg", "media_not_opened"),
    ]
    assert [(each.name, each.messages) for each in result.people] == [
        ("Ana", 1), ("Bo", 1), ("Ana", 1), ("Bo", 1),
    ]  # fmt: skip
    assert (result.first, result.last) == ("2025-03-25T22:41:00", "2025-03-25T22:42:00")


def test_what_was_said_about_dates_and_zone_counts(tmp_path: Path) -> None:
    there = tmp_path / "chat.txt"
    there.write_text("03/04/2025, 22:41 - Ana: hello\n03/04/2025, 22:42 - Bo: hi\n")
    doubtful = _result(ToRead((str(there),)))
    assert doubtful.assumes("date_order")
    assert doubtful.assumes("zone")
    settled = _result(ToRead((str(there),), dates="mdy", zone="America/Chicago"))
    assert settled.first == "2025-03-04T22:41:00-06:00"
    assert not settled.assumes("date_order")
    assert not settled.assumes("zone")


def test_an_unknown_zone_is_a_problem_with_words(tmp_path: Path) -> None:
    reading = _read(ToRead((str(tmp_path),), zone="Moon/Base"))
    assert reading.problem is not None
    assert (reading.problem.key, reading.result) == ("no_such_zone", None)


def test_stopping_ends_the_process_at_once(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_text(CHAT * 400_000)
    reading = ReadingApart(lambda: True)
    reading.start(ToRead((str(large),)))
    reading.stop()
    assert reading.wait(PATIENCE)
    assert (reading.result, reading.problem, reading.failed) == (None, None, False)
    assert reading.stopped


def test_what_is_wanted_no_longer_ends_by_itself(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_text(CHAT * 400_000)
    reading = ReadingApart(lambda: False)
    began = time.monotonic()
    reading.start(ToRead((str(large),)))
    assert reading.wait(PATIENCE)
    assert reading.stopped
    assert reading.result is None
    assert time.monotonic() - began < PATIENCE


def test_a_process_that_falls_over_is_a_failure_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\nread x\nkill -SEGV $$\n")
    fake.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fake))
    reading = _read(ToRead((str(tmp_path),)))
    assert (reading.failed, reading.result, reading.problem) == (True, None, None)


def test_more_than_fits_into_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_out(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("wayhome.review.reading.Reading.find", run_out)
    said = io.BytesIO()
    work(ToRead(()), said)
    assert json.loads(said.getvalue()) == {"problem": "reading_too_large", "values": {}}


def test_it_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "TELL_SECONDS", 0)
    large = tmp_path / "large.txt"
    large.write_text(CHAT * 20_000)
    said = io.BytesIO()
    work(ToRead((str(large),)), said)
    lines = [json.loads(each) for each in said.getvalue().splitlines()]
    told = [(each["done"], each["total"]) for each in lines if "done" in each]
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (large.stat().st_size,) * 2
    assert set(lines[-1]) == {"result"}
