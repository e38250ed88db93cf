"""A victim, the play as it should go, and who looks at what is left."""

from __future__ import annotations

import os
import random
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.record.crash.driver import Heard, rehearse, victim
from tests.record.crash.examining import Examiner
from tests.record.crash.play import PLAY, Stage
from tests.record.crash.shim import Mode, make_shim, why_no_shim
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.record.crash.driver import Rehearsal, Victim
    from wayhome.usecases.wayhome import Wayhome


SEED = "WAYHOME_SEED"
"""The variable with the seed of a run that failed, to make it once more."""


def seeded() -> tuple[int, random.Random]:
    """Return a seed and what follows from it."""
    seed = int(os.environ.get(SEED) or random.randrange(2**32))  # noqa: S311 - no secret
    return seed, random.Random(seed)  # noqa: S311 - the same


@dataclass(frozen=True, slots=True)
class Theatre:
    """Where the play is made again and again, and goes wrong each time."""

    ready: Victim
    rehearsal: Rehearsal
    examiner: Examiner

    def points(self) -> list[tuple[int, int]]:
        """Return all changes of the disk in the whole play: in which step, the how-manieth."""
        each = enumerate(self.rehearsal.changes)
        return [(step, at) for step, changes in each for at in range(1, changes + 1)]

    def spread(self, how_many: int, chance: random.Random) -> list[tuple[int, int]]:
        """Return some of `points`: one from each part of the play, anywhere within it."""
        points = self.points()
        edges = [len(points) * number // how_many for number in range(how_many + 1)]
        return [points[chance.randrange(*edge)] for edge in pairwise(edges)]

    def kill_at(self, step: int, at: int, mode: Mode) -> int:
        """Kill at a change of the disk; return the step after which the record stands."""
        folder = self.rehearsal.begin_at(step, self.examiner.place())
        told = {"first": step, "last": step, "mode": mode, "at": at}
        heard = self._run(folder, "perform", step, told)
        assert heard.end in (0, 9)
        return self.examiner.examine(folder, step, heard)

    def kill_after(self, step: int, seconds: float) -> int:
        """Kill some time after a step began; the steps after it follow."""
        folder = self.rehearsal.begin_at(step, self.examiner.place())
        told = {"first": step, "last": len(PLAY) - 1, "mode": Mode.COUNT, "at": 0}
        heard = self._run(folder, "perform", step, {**told, "kill_after": seconds})
        assert heard.end in (0, -9)
        return self.examiner.examine(folder, step, heard)

    def _run(self, folder: Path, run: str, step: int, told: Mapping[str, object]) -> Heard:
        papers: dict[str, object] = dict(self.rehearsal.papers_before(step))
        return self.ready.run(folder, run=run, **told, **papers)

    def shred_at(self, step: int, at: int) -> int:
        """Kill it while it destroys everything, then do that again; return the changes it takes."""
        folder = self.rehearsal.begin_at(step, self.examiner.place())
        heard = self.ready.run(folder, run="shred", mode=Mode.TEAR, at=at)
        assert heard.end == (9 if at else 0)
        stage = Stage(folder, self.examiner.wayhome)
        with suppress(UserProblem):
            # The keys go first. Where they are still there, everything is.
            stage.room.unlock(PLAY[step - 1].passphrase)
            assert stage.held() == self.examiner.held_after(step - 1)
            stage.room.lock()
        stage.files.shred_everything()
        assert list((folder / "home").iterdir()) == []
        return next((line["changes"] for line in heard.lines if "changes" in line), 0)

    def refuse_from(self, step: int, at: int, refusal: int) -> str:
        """Have the disk refuse from a change on, and then no more; return what was said of it."""
        failed = self.examiner.place()
        folder = self.rehearsal.begin_at(step, self.examiner.place())
        told = {"first": step, "at": at, "refusal": refusal, "failed": failed}
        heard = self._run(folder, "refuse", step, told)
        said = heard.last("first", "")
        side = step
        if said:
            before = [line for line in heard.lines if "step" not in line]
            side = self.examiner.examine(failed, step, Heard(before, end=1))
        if side != step:
            assert heard.last("again", "") == ""
            self.examiner.examine(folder, step, Heard(heard.lines, end=0))
        return said


@contextmanager
def make_theatre(place: Path, wayhome: Wayhome) -> Iterator[Theatre]:
    """Start a victim and have the play rehearsed, in a folder that exists."""
    watched, temp = place / "watched", place / "temp"
    watched.mkdir()
    temp.mkdir()
    shim = None if why_no_shim() else make_shim(place, watched)
    with victim(shim, temp) as ready:
        rehearsal = rehearse(ready, watched)
        yield Theatre(ready, rehearsal, Examiner(rehearsal, wayhome, watched))
