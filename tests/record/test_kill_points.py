"""Killed at any write, the record opens with everything that was called saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.record.crash.examining import NOTHING
from tests.record.crash.play import PLAY
from tests.record.crash.shim import Mode, why_no_shim
from tests.record.crash.theatre import make_theatre, seeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.record.crash.theatre import Theatre
    from wayhome.usecases.wayhome import Wayhome

FEW, MANY = 14, 150
"""Chosen changes of the disk, half of them torn."""
FEW_SHREDDED = 3
FEW_MOMENTS, MANY_MOMENTS = 6, 50
"""Moments that nobody chose."""
LONGEST_MOMENT = 0.5
"""Seconds. Some steps of the play are made in that time."""

needs_shim = pytest.mark.skipif(bool(why_no_shim()), reason=why_no_shim())


@pytest.fixture(scope="module")
def theatre(wayhome: Wayhome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """Return a theatre whose play was rehearsed."""
    with make_theatre(tmp_path_factory.mktemp("theatre"), wayhome) as theatre:
        yield theatre


@needs_shim
def test_the_shim_sees_what_the_store_writes(theatre: Theatre) -> None:
    """Else all that follows would prove nothing."""
    changes = dict(zip((step.name for step in PLAY), theatre.rehearsal.changes, strict=True))
    # A journal is made, written and removed, the store is written, and both are flushed.
    assert changes["write a note"] >= 12
    assert changes["new passphrase"] >= 8
    assert sum(theatre.rehearsal.changes) > 500


@needs_shim
def test_killed_before_the_first_write_nothing_is_there(theatre: Theatre) -> None:
    assert theatre.kill_at(0, 1, Mode.KILL) == NOTHING


@needs_shim
@pytest.mark.parametrize("how_many", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.timeout(900)
def test_killed_at_a_write(theatre: Theatre, how_many: int) -> None:
    seed, chance = seeded()
    for step, at in theatre.spread(how_many, chance):
        mode = chance.choice((Mode.KILL, Mode.TEAR))
        try:
            theatre.kill_at(step, at, mode)
        except BaseException as error:
            where = f"seed {seed}: {mode.name} at change {at} of {PLAY[step].name!r} ({step})"
            error.add_note(where)
            raise


@needs_shim
@pytest.mark.parametrize("how_many", [FEW_SHREDDED, pytest.param(10**6, marks=pytest.mark.long)])
def test_destroying_that_was_killed_can_be_done_again(theatre: Theatre, how_many: int) -> None:
    last = len(PLAY) - 1
    points = theatre.shred_at(last, 0)
    for at in range(1, points + 1, max(1, points // how_many)):
        theatre.shred_at(last, at)


@pytest.mark.parametrize(
    "how_many", [FEW_MOMENTS, pytest.param(MANY_MOMENTS, marks=pytest.mark.long)]
)
@pytest.mark.timeout(900)
def test_killed_at_any_moment(theatre: Theatre, how_many: int) -> None:
    seed, chance = seeded()
    for number in range(how_many):
        step = len(PLAY) * number // how_many
        seconds = chance.uniform(0, LONGEST_MOMENT)
        try:
            theatre.kill_after(step, seconds)
        except BaseException as error:
            error.add_note(f"seed {seed}: {seconds} s after {PLAY[step].name!r} ({step}) began")
            raise
