"""Missing mode: on with the first look, off only when somebody says so."""

from __future__ import annotations

from wayhome.usecases.missing_mode import MissingMode, Night


def test_it_begins_with_the_first_look_and_ends_when_told() -> None:
    mode = MissingMode()
    seen = [mode.on]
    mode.enter(1)
    seen.append(mode.on)
    mode.end()
    assert [*seen, mode.on] == [False, True, False]
    assert mode.night == Night()


def test_going_on_forgets_nothing() -> None:
    mode = MissingMode()
    mode.choose(("from_care",))
    mode.choose_child(7)
    mode.enter(4)
    assert mode.night == Night(chosen=("from_care",), asked=True, child=7, place=4)


def test_left_open_was_asked_all_the_same() -> None:
    mode = MissingMode()
    mode.enter(3)
    assert not mode.night.asked
    mode.choose(())
    assert mode.night == Night(chosen=(), asked=True, child=None, place=3)


def test_two_modes_share_nothing() -> None:
    first, second = MissingMode(), MissingMode()
    first.enter(1)
    assert not second.on
