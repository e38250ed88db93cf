"""Ages that people state of themselves."""

from __future__ import annotations

import pytest

from tests.review.talks import CHILD, HOMEWORK, review
from wayhome.library.plain_text import plain
from wayhome.review.ages import stated_ages


@pytest.mark.parametrize(
    ("line", "age"),
    [
        ("im 13", 13),
        ("I'm actually 24, is that ok", 24),
        ("i am 15 years old", 15),
        ("tengo 14 años", 14),
        ("Tengo 14, y tú?", 14),
        ("i just turned 16!", 16),
        ("im 20 minutes away", None),
        ("im 2 blocks from you", None),
        ("tengo 15 pesos", None),
        ("my dad is 45", None),
        ("i am 99", None),
    ],
)
def test_only_the_writers_own_age_counts(line: str, age: int | None) -> None:
    found = stated_ages([plain(line)], [0])
    assert [each.age for each in found] == ([] if age is None else [age])


def test_an_adult_who_writes_with_a_child_weighs() -> None:
    grown = (*HOMEWORK, (CHILD, "im 13"), ("Mia", "i'm 24"))
    near = (*HOMEWORK, (CHILD, "im 13"), ("Mia", "i'm 14"))
    (adult,) = review(grown).contacts
    (friend,) = review(near).contacts
    assert "ages" in {each.part for each in adult.reasons}
    assert "ages" not in {each.part for each in friend.reasons}
