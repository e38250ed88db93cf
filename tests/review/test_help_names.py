"""A name alone protects a talk, and hides nothing that was found."""

from __future__ import annotations

import pytest

from tests.review.talks import CHILD, THREAT, review
from wayhome.review.help_names import build_help_names

TREVOR = "The Trevor Project, for LGBTQ young people"
NAMES = build_help_names(
    ["National Runaway Safeline", "Childline", "Crisis Text Line (CTL)", "988", TREVOR]
)


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("National Runaway Safeline", True),
        ("~ CHILDLINE", True),
        ("Childline chat", True),
        ("Crisis Text Line", True),
        ("The Trevor Project", True),
        ("Trevor Project 🌈", True),
        ("988", True),
        ("Children of the band", False),
        ("988 fans", False),
        ("Rex", False),
    ],
)
def test_names_of_those_who_help(name: str, held: bool) -> None:  # noqa: FBT001 - a table
    assert NAMES.holds(name) == held


def test_a_quiet_talk_under_such_a_name_is_left_out() -> None:
    talk = [("Childline", "you can take your time"), (CHILD, "ok thank you so much")]
    assert NAMES.protects(review(talk))


def test_a_threat_under_such_a_name_is_not() -> None:
    threat = [("Childline" if who == "Rex" else who, text) for who, text in THREAT]
    assert not NAMES.protects(review(threat))
