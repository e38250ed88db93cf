"""Tokens open once and for a short time; only the holder of the key proves anything."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from wayhome.usecases.door import Door, leave_word, read_word, take_word_back

if TYPE_CHECKING:
    from wayhome.usecases.home import Home


def test_a_token_opens_once() -> None:
    door = Door(5005)
    token = door.mint()
    assert door.enter(token)
    assert not door.enter(token)
    assert door.enter(door.mint())


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ä.ö.ü"])
def test_what_is_no_token_opens_nothing(token: str) -> None:
    assert not Door(5005).enter(token)


def test_another_doors_token_opens_nothing() -> None:
    assert not Door(5005).enter(Door(5005).mint())


def test_an_old_token_opens_nothing() -> None:
    door = Door(5005, lifetime=-1)
    assert not door.enter(door.mint())


def test_leaving_ends_every_visit() -> None:
    door = Door(5005)
    before = door.visit
    door.leave()
    assert door.visit != before


def test_only_the_key_proves() -> None:
    door, other = Door(5005), Door(5005)
    proof = door.prove("challenge")
    assert proof
    assert door.is_proof("challenge", proof)
    assert not door.is_proof("another", proof)
    assert not other.is_proof("challenge", proof)


@pytest.mark.parametrize("challenge", ["", "x" * 65])
def test_an_odd_challenge_is_not_signed(challenge: str) -> None:
    assert Door(5005).prove(challenge) is None


def test_a_proof_is_no_token() -> None:
    door = Door(5005)
    token = door.mint()
    payload = token.rpartition(".")[0]
    if len(payload) <= 64:
        assert not door.enter(f"{payload}.{door.prove(payload)}")


def test_word_is_left_for_a_second_start(home: Home) -> None:
    door = Door(5005)
    assert leave_word(home, door, os.getpid())
    found = read_word(home)
    assert found
    assert (found.port, found.key) == (5005, door.key)
    assert door.enter(found.mint())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_key_is_readable_by_this_user_only(home: Home) -> None:
    leave_word(home, Door(5005), 1)
    assert stat.S_IMODE((home.path / "open.json").stat().st_mode) == 0o600


def test_word_is_taken_back_unless_it_is_anothers(home: Home) -> None:
    first, second = Door(5005), Door(5006)
    leave_word(home, first, 1)
    leave_word(home, second, 2)
    take_word_back(home, first)
    assert read_word(home)
    take_word_back(home, second)
    assert read_word(home) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"port": "5", "key": "k"}', '{"port": 0, "key": "k"}', '{"port": 70000}'],
)
def test_a_damaged_word_is_no_word(home: Home, text: str) -> None:
    home.write("open.json", text)
    assert read_word(home) is None


def test_the_key_stands_in_no_representation() -> None:
    door = Door(5005)
    assert door.key not in repr(door)
    assert door.visit not in repr(door)
