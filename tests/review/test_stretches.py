"""Which stretches are read closely."""

from __future__ import annotations

import numpy as np

from wayhome.review.stretches import ALWAYS, ONE_OF, STEP, choose, lines_with
from wayhome.review.understanding.model import LONGEST


def test_a_short_talk_is_read_whole() -> None:
    chosen = choose(np.arange(40), np.ones(40, bool), np.zeros(40, np.float32), [])
    read = {int(line) for begin in chosen.begins for line in chosen.stretch(begin)}
    assert read == set(range(40))
    assert chosen.all == len(chosen.begins)


def test_a_long_talk_is_read_where_its_words_promise_most() -> None:
    count = 100_000
    promise = np.zeros(count, np.float32)
    promise[70_000:70_008] = 5
    chosen = choose(np.arange(count), np.ones(count, bool), promise, [])
    assert len(chosen.begins) == ALWAYS + (count // STEP) // ONE_OF
    assert 0 in chosen.begins
    assert any(begin <= 70_000 < begin + LONGEST for begin in chosen.begins)


def test_hints_draw_the_eye() -> None:
    count = 20_000
    chosen = choose(
        np.arange(count), np.ones(count, bool), np.zeros(count, np.float32), [9_999, 9_998]
    )
    assert any(begin <= 9_999 < begin + LONGEST for begin in chosen.begins)


def test_stretches_without_the_contact_are_passed_over() -> None:
    theirs = np.zeros(200, bool)
    theirs[100] = True
    chosen = choose(np.arange(200), theirs, np.zeros(200, np.float32), [])
    assert all(begin <= 100 < begin + LONGEST for begin in chosen.begins)


def test_of_a_group_only_what_is_near_the_contact_counts() -> None:
    who = np.array([9] * 50 + [1] + [9] * 50)
    assert lines_with(who, 1).tolist() == list(range(47, 54))
