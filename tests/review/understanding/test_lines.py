"""What the networks read of each line."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.review.talks import engine
from wayhome.review.hours import UNKNOWN
from wayhome.review.understanding.lines import BUCKETS, CHILD, CONTACT, CONTEXT, context_of


def test_short_forms_are_written_out_and_neutral_words_left_out() -> None:
    spelling = engine().spellings["en"]
    assert spelling.words("u r gay 2nite") == ["you", "are", "tonight"]
    assert "church" not in spelling.sentence("See you at church, ok?")


def test_single_words_come_before_pairs() -> None:
    spelling = engine().spellings["en"]
    buckets = spelling.buckets(["come", "over", "now"])
    assert len(buckets) == 5
    assert buckets[:3] == spelling.single(["come", "over", "now"])
    assert all(0 <= each < BUCKETS for each in buckets)


def test_context_has_roles_pauses_and_nights() -> None:
    roles = np.array([CONTACT, CHILD, CHILD], np.int8)
    late = 23 * 3600
    seconds = np.array([late, late + 60, UNKNOWN])
    seen = context_of(["hi?", "yo", ""], roles, seconds, hours_count=True)
    assert seen.shape == (3, CONTEXT)
    assert seen[:, :3].tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0]]
    assert (seen[:, 3:7].sum(axis=1) == 1).all()
    assert seen[:, 7].tolist() == [1, 1, 0]
    assert seen[:, 8].tolist() == [1, 0, 0]
    assert seen[:, 10].tolist() == [0, 0, 1]
    assert seen[:, 11].tolist() == [1, 1, 0]


@given(st.text(max_size=200))
def test_any_text_has_words_and_a_sentence(text: str) -> None:
    spelling = engine().spellings[None]
    assert all(0 <= each < BUCKETS for each in spelling.buckets(spelling.words(text)))
    assert isinstance(spelling.sentence(text), str)
