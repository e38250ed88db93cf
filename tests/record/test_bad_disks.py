"""Disks that are full, read-only or failing; two Wayhomes at once; clocks that go back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.record.crash.driver import victim
from tests.record.crash.play import FIRST, PLAY, START, Stage
from tests.record.crash.shim import REFUSALS, why_no_shim
from tests.record.crash.theatre import make_theatre, seeded
from wayhome.model.kept import NoteText
from wayhome.model.problems import UserProblem
from wayhome.record import keys
from wayhome.record.folder import LEFT_SECONDS
from wayhome.record.recovery_key import read_recovery_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from tests.record.crash.driver import Victim
    from tests.record.crash.theatre import Theatre
    from wayhome.usecases.wayhome import Wayhome

FEW, MANY = 6, 70
"""Changes of the disk from which on it refuses, for each way of refusing."""
SAID = ("record_disk_full", "record_read_only")
HAMMERED_SECONDS = 2.5

needs_shim = pytest.mark.skipif(bool(why_no_shim()), reason=why_no_shim())


@pytest.fixture(scope="module")
def theatre(wayhome: Wayhome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """Return a theatre whose play was rehearsed."""
    with make_theatre(tmp_path_factory.mktemp("theatre"), wayhome) as theatre:
        yield theatre


@pytest.fixture
def stage(tmp_path: Path, wayhome: Wayhome) -> Stage:
    """Return an open record with a child."""
    stage = Stage(tmp_path, wayhome)
    stage.recovery_key = stage.room.create(FIRST)
    stage.book.add_child("Ana Prueba")
    return stage


def step_of(name: str) -> int:
    return next(number for number, step in enumerate(PLAY) if step.name == name)


@needs_shim
@pytest.mark.parametrize("how_many", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.timeout(900)
def test_a_disk_that_refuses_is_a_sentence_and_loses_nothing(
    theatre: Theatre, refusal: str, how_many: int
) -> None:
    seed, chance = seeded()
    said = set()
    for step, at in theatre.spread(how_many, chance):
        try:
            problem = theatre.refuse_from(step, at, REFUSALS[refusal])
            # "" where what was refused was not needed, such as counting a wrong try.
            assert problem in (*SAID, "")
        except BaseException as error:
            error.add_note(f"seed {seed}: {refusal} from change {at} of {PLAY[step].name!r}")
            raise
        said.add(problem)
    assert said & set(SAID)


@needs_shim
@pytest.mark.parametrize("before", ["new passphrase", "unlock", "write a fourth"])
def test_a_record_on_a_read_only_disk_can_be_read(
    theatre: Theatre, before: str, tmp_path: Path
) -> None:
    step = step_of(before)
    folder = theatre.rehearsal.begin_at(step, theatre.examiner.place())
    heard = theatre.ready.run(
        folder, run="read-only", first=step, refusal=REFUSALS["read-only"], elsewhere=tmp_path
    )
    # What waited goes on waiting, as it can't be taken in.
    waiting = before == "unlock"
    expected = theatre.examiner.held_after(step - 3 if waiting else step - 1)
    assert heard.last("held", "") == heard.last("after", "") == expected
    assert [line["waiting"] for line in heard.lines if "waiting" in line] == [2 * waiting]
    outcomes = next(line["outcomes"] for line in heard.lines if "outcomes" in line)
    # A disk that takes nothing any more is one to copy from.
    assert outcomes.pop("a copy elsewhere") == ""
    assert set(outcomes.values()) == {"record_read_only"}, outcomes
    assert not (tmp_path / "open").exists()


def test_files_that_may_not_grow_are_a_sentence(theatre: Theatre) -> None:
    """As on a disk with a limit for each user; no shim, so on every system that has such limits."""
    pytest.importorskip("resource")
    step = step_of("write another")
    folder = theatre.rehearsal.begin_at(step, theatre.examiner.place())
    (store,) = (folder / "home" / "record").glob("store-*.sealed")
    most = store.stat().st_size + 100_000
    heard = theatre.ready.run(folder, run="fill", first=step, most=most, notes=50)
    told = next(line for line in heard.lines if "problem" in line)
    assert told["problem"] == "record_disk_full"
    assert {"again": ""} in heard.lines
    stage = Stage(folder, theatre.examiner.wayhome)
    stage.room.unlock(FIRST)
    written = [each for each in stage.book.notes() if each.said.text.startswith("filling")]
    assert len(written) == told["saved"] > 0
    assert not stage.room.record.store.find_damage()
    stage.room.lock()


@pytest.mark.timeout(300)
def test_two_wayhomes_at_once_lose_nothing(theatre: Theatre, tmp_path: Path) -> None:
    step = step_of("write another")
    folder = theatre.rehearsal.begin_at(step, theatre.examiner.place())
    told: dict[str, list[str]] = {}

    def hammer(name: str, ready: Victim) -> None:
        heard = ready.run(folder, run="hammer", first=step, name=name, seconds=HAMMERED_SECONDS)
        told[name] = [line["wrote"] for line in heard.lines if "wrote" in line]

    with victim(None, tmp_path) as other:
        both = [
            threading.Thread(target=hammer, args=("one", theatre.ready)),
            threading.Thread(target=hammer, args=("other", other)),
        ]
        for each in both:
            each.start()
        for each in both:
            each.join()
    assert all(told[name] for name in ("one", "other"))
    stage = Stage(folder, theatre.examiner.wayhome)
    stage.room.unlock(FIRST)
    texts = [each.said.text for each in stage.book.notes()]
    assert sorted(set(texts)) == sorted(texts)
    assert set(told["one"]) | set(told["other"]) <= set(texts)
    assert not stage.room.record.store.find_damage()
    stage.room.lock()


def test_two_wayhomes_that_change_the_keys_at_once_lose_neither(stage: Stage) -> None:
    other = Stage(stage.folder, stage.wayhome)
    other.room.unlock(FIRST)
    old = FIRST
    for number in range(3):
        wanted, papers = f"{number} other quiet lantern", []
        # Changed as the passphrase is being stretched: that is where most of the time goes.
        change = threading.Thread(target=stage.room.change_passphrase, args=(old, wanted))
        change.start()
        while change.is_alive():
            papers.append(other.room.change_recovery_key())
        header = stage.room.folder.read_key_file()
        keys.open_with_passphrase(header, wanted)
        secret = read_recovery_key(papers[-1])
        assert isinstance(secret, bytes)
        keys.open_with_recovery(header, secret)
        old = wanted
    stage.room.lock()
    other.room.lock()


def test_what_another_wayhome_is_writing_is_left_alone(stage: Stage) -> None:
    record = stage.room.folder.path
    (record / "pending").mkdir(exist_ok=True)
    names = ("store-0123456789abcdef.sealed", ".half-x", "pending/.half-y")
    for name in names:
        (record / name).touch()
    stage.room.lock()
    stage.room.unlock(FIRST)
    assert all((record / name).exists() for name in names)
    stage.room.lock()


@pytest.mark.parametrize("hours", [2, -2], ids=["old", "from a clock that was wrong"])
def test_what_a_killed_wayhome_left_is_cleared_away(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    record = stage.room.folder.path
    (record / "pending").mkdir(exist_ok=True)
    beside = record.with_name("record.replaced-1.half")
    beside.mkdir()
    for name in ("store-0123456789abcdef.sealed", ".half-x", "pending/.half-y"):
        (record / name).touch()
    stage.room.lock()
    now = record.joinpath(".half-x").stat().st_mtime + hours * 3600
    assert abs(hours) * 3600 > LEFT_SECONDS
    monkeypatch.setattr("wayhome.record.folder.time.time", lambda: now)
    stage.room.unlock(FIRST)
    assert not beside.exists()
    left = {path.name for path in record.rglob("*")} - {stage.room.record.header.store}
    assert left == {"key", "key.before", "pending"}
    stage.room.lock()


def test_a_clock_that_goes_back_loses_nothing(tmp_path: Path, wayhome: Wayhome) -> None:
    class Stepping(Stage):
        """A stage whose clock stands where the test puts it."""

        at = START

        def now(self) -> dt.datetime:
            return self.at

    stage = Stepping(tmp_path, wayhome)
    stage.room.create(FIRST)
    years = [0, -1, -30, 5, -56, 0]
    for number, back in enumerate(years):
        Stepping.at = START.replace(year=START.year + back)
        day = Stepping.at.date()
        stage.book.add_note(NoteText(f"note {number}", day, "", "", ()), None)
        stage.room.lock()
        stage.room.seal_note(NoteText(f"sealed {number}", day, "", "", ()))
        with pytest.raises(UserProblem, match="record_wrong_passphrase"):
            stage.room.unlock("not this one at all")
        stage.room.unlock(FIRST)
    notes = sorted(stage.book.notes(), key=lambda each: each.id)
    texts = [f"{kind} {number}" for number in range(len(years)) for kind in ("note", "sealed")]
    assert [each.said.text for each in notes] == texts
    assert [each.written.year - START.year for each in notes[::2]] == years
    assert len(stage.book.timeline()) == len(notes)
    stage.room.lock()
