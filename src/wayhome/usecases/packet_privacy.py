"""Whose name and number stand on no paper, and what no sheet for many eyes may tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.problems import UserProblem
from wayhome.usecases.packet_choices import CASE, CIRCLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.kept import Child, Item
    from wayhome.packet.packet_values import Facts, Sheet

NOT_A_DIGIT = re.compile(r"\D+")
PHONE = re.compile(r"\+?\d(?:[\s().\-/\u00a0\u2011]{0,3}\d){6,}")
"""Seven digits or more, however they are grouped."""
DAY = re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})")
LAST = 7
"""Digits at its end by which a number is known: what stands before differs from hand to hand."""
NAME_PARTS = 2
NAMED_BY = "name"


@dataclass(frozen=True, slots=True)
class Kept:
    """People of whom the family says: they must not be told."""

    names: tuple[frozenset[str], ...]
    """The parts of each name, in small letters."""
    numbers: frozenset[str]
    """The last digits of each number."""

    @classmethod
    def of(cls, child: Child) -> Kept:
        """Return those of a child's record."""
        items = [
            each for each in child.in_section(CIRCLE) if each.values.get("must_not_know") == "yes"
        ]
        names = (_parts(each.values.get(NAMED_BY, "")) for each in items)
        return cls(
            tuple(each for each in names if each),
            frozenset(end for each in items for end in _ends(each.values.get("phone", ""))),
        )

    def are_named_in(self, item: Item) -> bool:
        """Tell whether an item is about one of them: by its name, or by any number in it."""
        if any(end in self.numbers for value in item.values.values() for end in _ends(value)):
            return True
        own = _parts(item.values.get(NAMED_BY, ""))
        return bool(own) and any(_is_same(own, each) for each in self.names)


def require_nothing_private(sheet: Sheet, child: Child) -> None:
    """Raise UserProblem ``sheet_private`` if a sheet names a number of the family.

    Only the numbers to call may stand on it: those of the police, and of the lines of the content.
    """
    own = frozenset(_numbers_of(child))
    for group in sheet.groups:
        for where, text in _texts(group):
            if _holds_phone(text):
                raise UserProblem("sheet_private", field=where)
    for each in sheet.reach:
        if any(end in own for end in _ends(each.number)):
            raise UserProblem("sheet_private", field=each.name or each.number)


def _holds_phone(text: str) -> bool:
    without_days = DAY.sub(" ", text)
    return PHONE.search(without_days) is not None


def _texts(group: Facts) -> Iterator[tuple[str, str]]:
    for line in group.lines:
        yield line.label.first, line.value


def _numbers_of(child: Child) -> Iterator[str]:
    """Give the last digits of every number of the record, but for those of the case."""
    for item in child.items:
        if item.section != CASE:
            for value in item.values.values():
                yield from _ends(value)


def _ends(text: str) -> Iterable[str]:
    return (NOT_A_DIGIT.sub("", found)[-LAST:] for found in PHONE.findall(text))


def _parts(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", name.casefold()))


def _is_same(first: frozenset[str], second: frozenset[str]) -> bool:
    """Tell whether two names mean one person: one has all parts of the other, two at least.

    A single letter stands for a name that begins with it.
    """
    if first == second:
        return True
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= NAME_PARTS and all(
        any(part == each or (len(part) == 1 and each.startswith(part)) for each in longer)
        or any(len(each) == 1 and part.startswith(each) for each in longer)
        for part in shorter
    )
