"""From a score to a level: the marks that were set on chats held out of training.

A score is a sum of log-odds; a mark is where on held-out chats few innocent twins came. Nothing
here is a probability that somebody is dangerous, and no number of it is shown on a page.
"""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

from wayhome.model.reviews import Level, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

LOOKED = 0.3
"""Taken off for each doubling of the stretches looked at: who looks often finds by chance. Set on
public ordinary conversation: none taken off, 1 in 100 of fifty messages is flagged (ADR 0020)."""
BUILT = 1.0
"""Added for each later stretch in which other tactics show: steps that build on each other."""
MOST_BUILT = 3
STRANGER = 0.7
"""Added where a talk lay in the folder for strangers' messages. Our judgement: no corpus has it."""
AGES = 0.7
"""Added where the contact states an adult's age and the child a child's. Our judgement too."""
FEWEST = 2
"""Lines of a contact below which it is not enough to say, unless something was found."""


def looked(stretches: int) -> Reason | None:
    """Return what many looks take off; None of one."""
    if stretches < 2:  # noqa: PLR2004 - one look is no choice
        return None
    return Reason("looks", -LOOKED * log2(stretches), said=str(stretches))


def built(
    steps: Iterable[tuple[frozenset[str], tuple[int, ...]]], already: frozenset[str]
) -> Reason | None:
    """Return what later stretches add that show tactics not seen before; None if none does.

    ``steps`` has tactics and messages of each other stretch that stands out, oldest first.
    """
    seen, count = set(already), 0
    messages: list[int] = []
    for tactics, numbers in steps:
        if tactics - seen and count < MOST_BUILT:
            count += 1
            messages += numbers
            seen |= tactics
    return Reason("building", BUILT * count, tuple(messages)) if count else None


def level_of(score: float, talk: float, eye: float) -> Level:
    """Return the level of a score, without what presses."""
    if score >= talk:
        return Level.TALK_SOON
    return Level.KEEP_AN_EYE if score >= eye else Level.NOTHING
