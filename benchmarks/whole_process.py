"""How long a program runs, and how much memory it and its children take together."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EVERY = 0.02
"""Seconds between two looks at the memory."""
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of a program."""

    seconds: float
    peak: int | None
    """Bytes; None on systems that do not tell."""
    said: str


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Ran | None:
    """Run a program to its end; None if it fails."""
    start = time.perf_counter()
    program = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    peak = [0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(EVERY):
            peak[0] = max(peak[0], _memory_of_tree(program.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    if sys.platform == "linux":
        watcher.start()
    said, _ = program.communicate()
    seconds = time.perf_counter() - start
    ended.set()
    if program.returncode:
        return None
    return Ran(seconds, peak[0] or None, said.decode())


def _memory_of_tree(number: int) -> int:
    """Return the bytes that a process and all below it hold; what two of them share counts half."""
    try:
        rolled = (PROC / str(number) / "smaps_rollup").read_text()
        held = next(line for line in rolled.splitlines() if line.startswith("Pss:"))
        below = (PROC / str(number) / "task" / str(number) / "children").read_text().split()
    except (OSError, StopIteration):
        return 0
    return int(held.split()[1]) * 1024 + sum(_memory_of_tree(int(each)) for each in below)
