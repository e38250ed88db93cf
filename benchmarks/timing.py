"""Run things in turn and compare their times."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each run."""

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Return the median in seconds."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """Return the value that 95 of 100 runs stay below, in seconds."""
        return statistics.quantiles(self.seconds, n=20)[-1]


def measure_in_turn(runs: int, *actions: Callable[[], object]) -> list[Times]:
    """Run the actions by turns, so that a busy machine slows all of them alike."""
    seconds: list[list[float]] = [[] for _ in actions]
    for _ in range(runs):
        for index, action in enumerate(actions):
            start = time.perf_counter()
            action()
            seconds[index].append(time.perf_counter() - start)
    return [Times(tuple(each)) for each in seconds]
