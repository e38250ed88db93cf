"""Exports of a gigabyte: bounded memory, real progress, the same as the small way, and Ctrl-C."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from benchmarks import chat_samples
from benchmarks.whole_process import run
from tests.samples.whatsapp import PHONES
from wayhome.review.readers.builtin import find_readers
from wayhome.review.reading import Reading, Settings
from wayhome.review.shelter import build_shelter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

GIGABYTE = 1_000_000_000
MOST_MEMORY = 300_000_000
"""Bytes; the file has more than three times as many."""
AT_ONCE = 100_000
MOST_STEPS = 0.02
"""Share of the file between two notes of progress."""


def write_whatsapp(path: Path) -> int:
    """Write a gigabyte of the same talk again and again; return its messages."""
    made = PHONES["uk"]
    lines = (made.line(m, f"{who}: {text}") for m, who, text in chat_samples.talk(AT_ONCE))
    text = "".join(lines).encode()
    times = GIGABYTE // len(text) + 1
    with path.open("wb") as file:
        for _ in range(times):
            file.write(text)
    return times * AT_ONCE


def write_instagram(path: Path) -> int:
    """The same as one file of one thread."""
    small = chat_samples.write_instagram(path.with_name("small.json"), AT_ONCE).read_text("utf-8")
    path.with_name("small.json").unlink()
    begin, end = small.index("[{", small.index('"messages"')) + 1, small.rindex('], "title"')
    times = GIGABYTE // len(small) + 1
    with path.open("w", encoding="utf-8") as file:
        file.write(small[:begin])
        for number in range(times):
            file.write(small[begin:end] + (", " if number < times - 1 else ""))
        file.write(small[end:])
    return times * AT_ONCE


@pytest.mark.parametrize(
    ("name", "write"), [("chat.txt", write_whatsapp), ("message_1.json", write_instagram)]
)
def test_a_gigabyte_is_read_like_a_small_file_in_bounded_memory(
    name: str, write: Callable[[Path], int], tmp_path: Path
) -> None:
    path, out = tmp_path / name, tmp_path / "out.jsonl"
    count = write(path)
    assert path.stat().st_size > GIGABYTE
    ran = run([sys.executable, "-m", "wayhome", "read", path, "--out", out])
    assert ran is not None
    assert (ran.peak or 0) < MOST_MEMORY
    # Newest first or not: the talk begins anew after so many.
    talked = [(who, text) for _, who, text in chat_samples.talk(AT_ONCE)]
    met = 0
    with out.open(encoding="utf-8") as file:
        for n, (line, wanted) in enumerate(zip(file, itertools.cycle(talked), strict=False), 1):
            row = json.loads(line)
            met = n
            said = "" if row["kind"] == "media" else wanted[1]
            assert (row["n"], row["from"], row["text"]) == (n, wanted[0], said)
    assert met == count


def test_progress_moves_in_small_steps_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    chat_samples.write_whatsapp(path, AT_ONCE, "uk")
    heard: list[int] = []
    reading = Reading(
        find_readers(), build_shelter([]), Settings(), lambda done, _: heard.append(done)
    )
    reading.find([str(path)])
    for opened in reading.conversations():
        for _ in opened.messages:
            pass
    size = path.stat().st_size
    assert heard[-1] == size
    assert max(after - before for before, after in itertools.pairwise([0, *heard])) < max(
        size * MOST_STEPS, 1 << 19
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal for one process")
def test_ctrl_c_leaves_no_half_file(tmp_path: Path) -> None:
    path, folder = tmp_path / "chat.txt", tmp_path / "out"
    folder.mkdir()
    write_whatsapp(path)
    program = subprocess.Popen(
        [sys.executable, "-m", "wayhome", "read", path, "--out", folder / "out.jsonl"],
        stderr=subprocess.PIPE,
    )
    until = time.monotonic() + 60
    while not any(each.stat().st_size for each in folder.iterdir()):
        assert program.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=20)
    assert program.returncode == 130
    assert b"Traceback" not in said
    assert list(folder.iterdir()) == []
