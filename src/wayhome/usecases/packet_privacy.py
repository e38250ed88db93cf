"""Whose name and number stand in no list, and what no sheet for many eyes may tell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from wayhome.model.problems import UserProblem
from wayhome.usecases.packet_choices import CASE, CIRCLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.kept import Child, Item
    from wayhome.packet.packet_values import Sheet
    from wayhome.usecases.packet_words import Subject

PHONE = re.compile(r"\d(?:[^\w,;:]{0,8}_?\d){6,}")
"""Seven digits or more, however they are grouped."""
DAY = re.compile(
    r"(?<!\d)(?<!\d[/.\- )])(?:\d{4}([/.\-])\d{1,2}\1\d{1,2}"
    r"|(?:[0-2]?\d|3[01])([/.\-])(?:[0-2]?\d|3[01])\2(?:(?:19|20)\d\d|\d\d))"
    r"(?![/.\-]?\d)(?! \d\d(?:[ \-]\d|\.\d\d\.))"
)
"""A day that stands alone. Two digits and two more are also how half the world groups a number."""
ADDRESS_ONLINE = re.compile(r"@\w|\w@|://|\bwww\.")
WORD = re.compile(r"\w+")
NAME_PART = re.compile(r"[^\W\d_]+")
LAST = 7
"""Digits at its end by which a number is known: what stands before differs from hand to hand."""
LEAST_PARTS = 2
"""A first name alone may stand on a shirt."""
LEAST_HANDLE = 4
KIN = frozenset(
    {
        *("dad", "daddy", "father", "mom", "mum", "mommy", "mother", "stepdad", "stepfather"),
        *("stepmom", "stepmother", "step", "uncle", "aunt", "grandpa", "grandma", "grandfather"),
        *("grandmother", "cousin", "brother", "sister", "coach", "pastor", "mr", "mrs", "ms", "dr"),
        *("papa", "padre", "mama", "madre", "padrastro", "madrastra", "tio", "tia", "abuelo"),
        *("abuela", "primo", "prima", "hermano", "hermana", "senor", "senora", "sr", "sra", "don"),
        *("dona", "de", "del", "la", "el", "the", "his", "her", "su", "jr"),
    }
)
"""Words beside a name that are none, without accents: `Uncle Bruno` may stand elsewhere as
`Bruno Ejemplo`."""
LISTS = frozenset({CIRCLE, "guardians", "friends", "care", "schools"})
"""Where people stand whom somebody may call. Elsewhere a family tells of them in its own words."""
PLACES = frozenset({"address", "where", "place"})
HANDLES = frozenset({"handle", "shown_name"})

Names = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """People of whom the family says: they must not be told."""

    names: Names
    """The parts of each name, in small letters."""
    numbers: frozenset[str]
    """The last digits of each number."""

    @classmethod
    def of(cls, child: Child) -> Kept:
        """Return those of a child's record."""
        items = [
            each for each in child.in_section(CIRCLE) if each.values.get("must_not_know") == "yes"
        ]
        names = tuple(filter(None, (_parts(each.values.get("name", "")) for each in items)))
        named = cls(names, frozenset())
        # Their number may stand beside their name in another list only.
        items += [
            each
            for each in child.items
            if each.section in LISTS and named._mean(each.values.get("name", ""))
        ]
        numbers = (end for each in items for end in _ends(each.values.get("phone", "")))
        return cls(names, frozenset(numbers))

    def without(self, item: Item) -> Item | None:
        """Return an entry of a list without what names one of them; None if it is about them."""
        if item.section not in LISTS:
            return item
        if self._mean(item.values.get("name", "")) or self._reach(item.values.get("phone", "")):
            return None
        left = {name: said for name, said in item.values.items() if not self.stand_in(said)}
        return item if len(left) == len(item.values) else replace(item, values=left)

    def stand_in(self, text: str) -> bool:
        """Tell whether a number or a whole name of one of them stands in a text."""
        parts = _parts(text)
        return self._reach(text) or any(
            each <= parts for each in self.names if len(each) >= LEAST_PARTS
        )

    def _mean(self, name: str) -> bool:
        own = _parts(name)
        return bool(own) and any(_is_same(own, each) for each in self.names)

    def _reach(self, text: str) -> bool:
        return any(end in self.numbers for end in _ends(text))


@dataclass(frozen=True, slots=True)
class Private:
    """What of a record leads to the family or the child, and to who must not be told."""

    numbers: frozenset[str]
    """The last digits of each number but that of the police."""
    addresses: frozenset[tuple[str, str]]
    """A house number beside the word that stands next to it."""
    handles: frozenset[str]
    kept: Kept

    @classmethod
    def of(cls, child: Child) -> Private:
        """Return that of a child's record."""
        fields = [(each.section, *field) for each in child.items for field in each.values.items()]
        numbers = (end for section, _, said in fields if section != CASE for end in _ends(said))
        addresses = (pair for _, name, said in fields if name in PLACES for pair in _houses(said))
        handles = (said.casefold().strip() for _, name, said in fields if name in HANDLES)
        return cls(
            frozenset(numbers),
            frozenset(addresses),
            frozenset(each for each in handles if len(each) >= LEAST_HANDLE),
            Kept.of(child),
        )

    def stands_in(self, text: str) -> bool:
        """Tell whether some of it stands in a text, or anything that looks like a phone number."""
        small = text.casefold()
        return (
            any(_ends(text))
            or ADDRESS_ONLINE.search(small) is not None
            or not self.addresses.isdisjoint(_houses(text))
            or any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", small) for each in self.handles)
            or self.kept.stand_in(text)
        )

    def leads_home(self, text: str) -> bool:
        """Tell whether a number of the family or a house number stands in a text; others may."""
        return any(end in self.numbers for end in _ends(text)) or not self.addresses.isdisjoint(
            _houses(text)
        )

    def is_no_name(self, text: str) -> bool:
        """Tell whether a name holds a way to somebody."""
        found = ADDRESS_ONLINE.search(text.casefold())
        return found is not None or any(_ends(text)) or self.leads_home(text)


def require_nothing_private(sheet: Sheet, subject: Subject) -> None:
    """Raise UserProblem ``sheet_private`` if a sheet leads to the family.

    Only the numbers to call may stand on it: those of the police, and of the lines of the content.
    """
    private, words = Private.of(subject.child), subject.words
    for group in sheet.groups:
        for line in group.lines:
            if private.stands_in(line.value):
                raise UserProblem("sheet_private", field=line.label.first)
    if private.is_no_name(sheet.name):
        raise UserProblem("sheet_private", field=words.field("identity", "called").first)
    checked = []
    for each in sheet.reach:
        checked += [
            (CASE, "agency", each.name),
            (CASE, "agency_phone", each.number),
            (CASE, "case_number", each.more),
        ]
    for section, field, said in checked:
        if private.leads_home(said):
            raise UserProblem("sheet_private", field=words.field(section, field).first)


def _ends(text: str) -> Iterator[str]:
    """Give the last digits of each number in a text."""
    for found in PHONE.findall(DAY.sub(" x ", text)):
        digits = "".join(str(unicodedata.digit(each)) for each in found if each.isdigit())
        yield digits[-LAST:]


def _houses(text: str) -> Iterator[tuple[str, str]]:
    """Give each number with the word before and after it."""
    for pair in pairwise(WORD.findall(_folded(text))):
        numbers = sum(each[0].isdigit() for each in pair)
        if numbers == 1:
            # `12 Oak Street` and `Calle Oak 12` are told in either order.
            yield min(pair), max(pair)


def _parts(name: str) -> frozenset[str]:
    return frozenset(NAME_PART.findall(_folded(name)))


def _folded(text: str) -> str:
    """Return a text in small letters without accents: `Muñoz` is written `Munoz` as often."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def _is_same(first: frozenset[str], second: frozenset[str]) -> bool:
    """Tell whether two names may mean one person: all parts of one stand in the other.

    A single letter stands for a name that begins with it, where more than that is written.
    """
    first, second = first - KIN or first, second - KIN or second
    if sorted("".join(first)) == sorted("".join(second)):
        # In other order, or Jean-Luc and Jeanluc.
        return True
    shorter, longer = sorted((first, second), key=len)
    if not any(len(each) > 1 or not each.isascii() for each in shorter):
        return False
    return all(_has_part(longer, each) for each in shorter)


def _has_part(name: Iterable[str], part: str) -> bool:
    return any(
        part == each
        or (len(part) == 1 and each.startswith(part))
        or (len(each) == 1 and part.startswith(each))
        for each in name
    )
