"""Ages that people state of themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ADULT, YOUNGEST, OLDEST = 18, 7, 75
APART = 4
"""Years between them from which it is said: first loves and friends are nearer."""
_STATED = re.compile(
    r"\b(?:i ?a?'?m|i am|i just turned|i turned|tengo|cumpli|acabo de cumplir)"
    r"(?: (?:actually|only|almost|just|like|really|already|casi|ya|solo|en realidad|apenas))? "
    r"(\d\d?)(?= ?(?:yo\b|y/o|years old|years of age|anos|[.,!?;)]"
    r"|lol\b|btw\b|and\b|but\b|y\b|pero\b|$))"
)


class Stated(NamedTuple):
    """An age in a line."""

    line: int
    age: int


def stated_ages(plain_lines: Sequence[str], lines: Iterable[int]) -> list[Stated]:
    """Return the ages that these lines state of who writes them, in their order."""
    found = []
    for line in lines:
        text = plain_lines[line]
        if any(digit in text for digit in "123456789") and (age := _STATED.search(text)):
            years = int(age[1])
            if YOUNGEST <= years <= OLDEST:
                found.append(Stated(line, years))
    return found


def adult_and_child(
    theirs: Sequence[Stated], own: Sequence[Stated]
) -> tuple[Stated, Stated] | None:
    """Return a contact's stated age and the child's, if an adult writes with a child by them."""
    if not theirs or not own:
        return None
    # People say less than the truth first: the greatest of the contact, the least of the child.
    contact, child = max(theirs, key=lambda each: each.age), min(own, key=lambda each: each.age)
    if contact.age >= ADULT > child.age and contact.age - child.age >= APART:
        return contact, child
    return None
