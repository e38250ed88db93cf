"""Look at what a killed Wayhome left behind: does it open, and is everything there?"""

from __future__ import annotations

import json
import os
import shutil
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.record.crash.play import PLAY, THIRD, Stage
from wayhome.model.problems import UserProblem
from wayhome.record import keys, vault
from wayhome.record.call_chain import find_break
from wayhome.record.holdings import OPEN_FILES
from wayhome.usecases.record_room import RoomState

if TYPE_CHECKING:
    from tests.record.crash.driver import Heard, Rehearsal
    from wayhome.usecases.wayhome import Wayhome

NOTHING = -1
"""The state before the first step."""
HOURS_AGO = 2 * 3600

NEW_ON_PAPER = ("create", "new recovery key")
"""Steps whose recovery key nobody has who did not see the step's end."""


@dataclass(frozen=True, slots=True)
class Papers:
    """What somebody has on paper."""

    opens: dict[int, str]
    """The key that opens the record as it stands after a step; "" where nobody knows it."""
    copied: str
    """The key that opens the sealed copy."""


@dataclass(slots=True)
class Examiner:
    """Compares folders with the rehearsal."""

    rehearsal: Rehearsal
    wayhome: Wayhome
    scratch: Path
    _held: dict[int, str] = field(default_factory=dict)
    _count: int = 0

    def held_after(self, step: int) -> str:
        """Return what the record held after a step of the rehearsal, opened anew if need be."""
        known = self.rehearsal.held[step] or self._held.get(step)
        if not known:
            folder = self.place()
            shutil.copytree(self.rehearsal.copies / str(step), folder)
            stage = Stage(folder, self.wayhome)
            stage.room.unlock(PLAY[step].passphrase)
            known = self._held[step] = stage.held()
            stage.room.lock()
        return known

    def place(self) -> Path:
        """Return a path that nothing uses."""
        self._count += 1
        return self.scratch / f"place-{self._count}"

    def examine(self, folder: Path, first: int, heard: Heard) -> int:
        """Return the step after which the record stands; fail unless all is as it must be."""
        saved = max(heard.steps, default=first - 1)
        sides = [saved] if heard.end == 0 else [saved, saved + 1]
        return self.examine_sides(folder, sides, papers_of(self.rehearsal, first, heard))

    def examine_sides(self, folder: Path, sides: list[int], papers: Papers) -> int:
        """As `examine`: the record stands after one of these steps, as a whole."""
        refuse_open_doors(folder / "home")
        age_everything(folder)
        stage = Stage(folder, self.wayhome, minute=len(PLAY))
        if stage.room.state is RoomState.NONE:
            assert NOTHING in sides
            stage.room.create(PLAY[0].passphrase)
            side = NOTHING
        else:
            side = self._open_side(stage, [each for each in sides if each != NOTHING])
            check_paper(stage, papers.opens.get(side, ""))
            refuse_forgotten_exports(stage)
        assert not stage.room.record.store.find_damage()
        log = stage.book.call_log()
        assert find_break(log.entries, log.gaps) is None
        # Life goes on; and the journal of a save that had hardly begun goes away.
        stage.book.save_setting("after", "all")
        refuse_leftovers(stage)
        stage.room.lock()
        if stage.copy.exists():
            self._check_copy(stage, papers.copied)
        for aside in (folder / "home").glob("record.replaced-*"):
            self._check_set_aside(aside)
        return side

    def _open_side(self, stage: Stage, sides: list[int]) -> int:
        for side in reversed(sides):
            try:
                stage.room.unlock(PLAY[side].passphrase)
            except UserProblem as problem:
                assert problem.key == "record_wrong_passphrase"  # noqa: PT017 - the other side is next
                continue
            held = stage.held()
            if held == self.held_after(side):
                return side
            stage.room.lock()
        raise AssertionError(f"after none of {sides}: {[PLAY[each].name for each in sides]}")

    def _check_copy(self, stage: Stage, paper: str) -> None:
        """Bring the copy back elsewhere: if it is there, it is whole."""
        elsewhere = Stage(self.place(), self.wayhome)
        with stage.copy.open("rb") as source:
            elsewhere.files.restore_with_recovery_key(source, paper, replace=False)

    def _check_set_aside(self, aside: Path) -> None:
        folder = self.place()
        shutil.copytree(aside, folder / "home" / "record")
        stage = Stage(folder, self.wayhome)
        stage.room.unlock(THIRD)
        assert not stage.room.record.store.find_damage()
        # The step before the copy came back.
        assert stage.held() == self.held_after(_step("try a wrong one"))
        stage.room.lock()


def papers_of(rehearsal: Rehearsal, first: int, heard: Heard) -> Papers:
    """Return which recovery key must open what, as far as anybody can know it."""
    before = rehearsal.papers_before(first)
    opens = {first - 1: before.get("recovery_key", "")}
    opens |= {line["step"]: line["recovery_key"] for line in heard.lines if "step" in line}
    last = max(opens)
    copied = heard.last("copied_key", before.get("copied_key", "") or opens[last])
    if last + 1 < len(PLAY):
        name = PLAY[last + 1].name
        opens[last + 1] = copied if name == "bring back the copy" else opens[last]
        if name in NEW_ON_PAPER:
            opens[last + 1] = ""
    return Papers(opens, copied)


def check_paper(stage: Stage, paper: str) -> None:
    """Fail unless this recovery key opens the record; "" where nobody knows it."""
    if paper:
        header = stage.room.folder.read_key_file()
        keys.open_with_recovery(header, vault.recovery_secret(paper))


def age_everything(folder: Path) -> None:
    """Make all files two hours old, so that no running Wayhome can be writing them."""
    then = time.time() - HOURS_AGO
    for path in folder.rglob("*"):
        os.utime(path, (then, then))


def refuse_open_doors(home: Path) -> None:
    """Fail where somebody else on this computer may look."""
    for path in (home, *home.rglob("*")):
        if path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == (0o700 if path.is_dir() else 0o600), f"{path.name}: {mode:o}"


def refuse_leftovers(stage: Stage) -> None:
    """Fail where rubbish is left after an opening."""
    record = stage.room.folder.path
    store = stage.room.record.header.store
    beside = {path.name for path in record.parent.iterdir()} - {"record"}
    assert all(name.startswith("record.replaced-") for name in beside)
    assert not [name for name in beside if name.endswith(".half")]
    known = {"key", "key.before", "attempts", "pending", store}
    assert {path.name for path in record.iterdir()} <= known
    assert not list((record / "pending").glob("*"))


def refuse_forgotten_exports(stage: Stage) -> None:
    """Fail where something lies open that the record does not know of."""
    lying = {path.name for path in stage.outside.iterdir() if path.is_dir()}
    # By name: this folder may be a copy of the one that the record speaks of.
    assert lying <= {
        Path(each).name for each, _ in json.loads(stage.book.setting(OPEN_FILES, "[]"))
    }


def _step(name: str) -> int:
    return next(number for number, step in enumerate(PLAY) if step.name == name)
