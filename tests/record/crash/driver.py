"""Starts the victim, tells it what to do, and hears what it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.record.crash.shim import Shim

ROOT = Path(__file__).parents[3]
PAPERS = ("recovery_key", "copied_key")
COMMAND = (sys.executable, "-m", "tests.record.crash.victim")


@dataclass(slots=True)
class Heard:
    """What one run said, and how it ended."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    end: int | None = None
    """0 where it did all it was told; below 0 the signal; 9 where the shim ended it."""

    @property
    def steps(self) -> list[int]:
        """The steps that it called saved."""
        return [line["step"] for line in self.lines if "step" in line]

    def last(self, name: str, usual: str) -> str:
        """Return what it said last under a name."""
        return next((line[name] for line in reversed(self.lines) if line.get(name)), usual)

    def refuse_bugs(self) -> None:
        """Fail where it broke down by itself."""
        for line in self.lines:
            assert "bug" not in line, line["bug"]


@dataclass(slots=True)
class Victim:
    """A program that stands ready to be killed."""

    process: subprocess.Popen[str]

    def run(self, folder: Path, **request: object) -> Heard:
        """Have it do something in a folder, and hear it to the end."""
        assert self.process.stdin
        line = json.dumps({"folder": str(folder), **request}, default=str)
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        heard = Heard()
        while heard.end is None:
            heard.lines.append(self.hear())
            heard.end = heard.lines[-1].get("end")
        heard.refuse_bugs()
        return heard

    def hear(self) -> dict[str, Any]:
        """Return the next line that it says."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the victim itself is gone"
        return cast("dict[str, Any]", json.loads(line))


@contextmanager
def victim(shim: Shim | None, temp: Path) -> Iterator[Victim]:
    """Start a victim, with the shim if there is one. Skips the test where nothing can be forked."""
    if not hasattr(os, "fork"):
        pytest.skip("victims are forked, and this system can't")
    environment = {**os.environ, "TMPDIR": str(temp), "PYTHONPATH": str(ROOT)}
    environment |= shim.environment() if shim else {}
    with subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    ) as process:
        try:
            ready = Victim(process)
            assert ready.hear() == {"ready": shim is not None}
            yield ready
        finally:
            process.kill()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The play without any trouble: how the folder was after each step."""

    copies: Path
    changes: tuple[int, ...]
    """Of the disk, in each step; 0 without a shim."""
    held: tuple[str, ...]
    """What the record held after each step; "" where it was locked."""
    papers: tuple[dict[str, str], ...]
    """The recovery keys that somebody had on paper after each step."""

    def begin_at(self, step: int, folder: Path) -> Path:
        """Make a folder as it was before a step."""
        if step == 0:
            folder.mkdir()
        else:
            shutil.copytree(self.copies / str(step - 1), folder)
        return folder

    def papers_before(self, step: int) -> dict[str, str]:
        """Return what was on paper before a step."""
        return self.papers[step - 1] if step else {}


def rehearse(ready: Victim, place: Path) -> Rehearsal:
    """Have the whole play made once."""
    copies = place / "copies"
    heard = ready.run(place / "rehearsal", run="rehearse", copies=copies)
    assert heard.end == 0
    lines = [line for line in heard.lines if "step" in line]
    return Rehearsal(
        copies,
        tuple(line["changes"] for line in lines),
        tuple(line["held"] for line in lines),
        tuple({name: line[name] for name in PAPERS} for line in lines),
    )
