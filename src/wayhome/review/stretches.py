"""Which stretches of a contact's talk with the child are read closely."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wayhome.review.understanding.model import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STEP = LONGEST // 2
ALWAYS = 16
"""Stretches read of every contact, however long the talk."""
ONE_OF = 40
"""Beyond them one of so many: those whose words promise most."""
NEAR = 3
"""Lines of a group that count as said to each other."""


class Chosen(NamedTuple):
    """Stretches of one contact."""

    lines: NDArray[np.int64]
    """Lines of the conversation that belong to this contact and the child."""
    begins: list[int]
    """Where stretches begin in ``lines``; each has up to LONGEST of them."""
    all: int
    """How many stretches there are, read or not."""

    def stretch(self, begin: int) -> NDArray[np.int64]:
        """Return the lines of one stretch."""
        return self.lines[begin : begin + LONGEST]


def choose(
    lines: NDArray[np.int64],
    from_contact: NDArray[np.bool_],
    promise: NDArray[np.float32],
    hinted: Sequence[int],
) -> Chosen:
    """Return the stretches to be read closely.

    ``lines`` are those of contact and child, ``from_contact`` tells whose each is, ``promise`` what
    its words alone say, ``hinted`` which of ``lines`` (by place) hold a pattern. In a short talk
    everything is read. In a long one: the first stretch, those with most patterns, and those whose
    words promise most.
    """
    count = len(lines)
    begins = np.arange(0, max(count - STEP, 1), STEP)
    sums = np.concatenate([[0], np.cumsum(promise)])
    theirs = np.concatenate([[0], np.cumsum(from_contact)])
    marks = np.zeros(count + 1)
    marks[1:] = np.cumsum(np.bincount(np.asarray(hinted, int), minlength=count))
    ends = np.minimum(begins + LONGEST, count)
    begins, ends = begins[theirs[ends] > theirs[begins]], ends[theirs[ends] > theirs[begins]]
    most = ALWAYS + len(begins) // ONE_OF
    if len(begins) <= most:
        return Chosen(lines, begins.tolist(), len(begins))
    worth = sums[ends] - sums[begins] + 2 * (marks[ends] - marks[begins])
    worth[0] = np.inf
    best = np.sort(np.argsort(-worth, kind="stable")[:most])
    return Chosen(lines, begins[best].tolist(), len(begins))


def lines_with(who: NDArray[np.int64], contact: int) -> NDArray[np.int64]:
    """Return the lines of one contact, and everybody's lines near them, in their order."""
    theirs = who == contact
    places = np.flatnonzero(theirs)
    near = np.zeros(len(who) + 2 * NEAR + 1, np.int64)
    np.add.at(near, places, 1)
    np.add.at(near, places + 2 * NEAR + 1, -1)
    return np.flatnonzero(np.cumsum(near)[NEAR : NEAR + len(who)] > 0)
