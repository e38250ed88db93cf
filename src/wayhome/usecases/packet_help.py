"""Looking for help is protected: where a child turns for advice goes into no packet."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wayhome.model.calls import CallGap, CallLog
from wayhome.model.numbers import Need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.kept import Item, Note
    from wayhome.model.numbers import Region, Service

SECTIONS = frozenset({"accounts", "friends", "places", "routines"})
"""Where a guardian may have written down what is the child's own way to help."""
LEAST_DIGITS = 7
LEAST_ALONE = 5
"""A number that is shorter counts only alone, or where somebody calls it: 988 is also a house."""
CALLING = r"(?:call|text|dial|phon|line|llam|marc|línea|escrib|mensaj|chat)\w{0,20}+"
NOT_A_DIGIT = re.compile(r"\D")
SECOND_SHOWN = re.compile(r"[(/]")
"""What stands before a second number, or before its spelling in letters."""
BETWEEN = r"[ .\-]?"
KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
"""The keys of a telephone: 1-800-RUNAWAY is a number too."""
LEAST_IN_LETTERS = 10


@dataclass(frozen=True, slots=True)
class HelpPlaces:
    """Numbers and addresses of helplines, as the content names them."""

    numbers: frozenset[str]
    hosts: frozenset[str]

    @classmethod
    def of(cls, regions: Iterable[Region]) -> HelpPlaces:
        """Return those of all regions. The police and the emergency number are no secret."""
        services = [
            each
            for region in regions
            for each in region.services
            if not each.law_enforcement and set(each.needs) != {Need.EMERGENCY}
        ]
        numbers = {
            number
            for each in services
            for raw in (each.phone, each.text_to)
            for number in _spellings(each, raw or "")
        }
        hosts = {_host(raw) for each in services for raw in (each.web, each.chat) if raw}
        return cls(frozenset(numbers), frozenset(hosts - {""}))

    @classmethod
    def of_children(cls, regions: Iterable[Region]) -> HelpPlaces:
        """Return those that a family does not call itself while it looks for a child."""
        whole = tuple(regions)
        called = tuple(
            replace(
                region,
                services=tuple(each for each in region.services if Need.MISSING in each.needs),
            )
            for region in whole
        )
        every, family = cls.of(whole), cls.of(called)
        return cls(every.numbers - family.numbers, every.hosts - family.hosts)

    def names(self, item: Item) -> bool:
        """Tell whether an item is about one of them."""
        return item.section in SECTIONS and any(map(self.stand_in, item.values.values()))

    def without(self, item: Item) -> Item:
        """Return an item without the fields in which one of them stands."""
        kept = {name: said for name, said in item.values.items() if not self.stand_in(said)}
        return item if len(kept) == len(item.values) else replace(item, values=kept)

    def without_notes(self, notes: Iterable[Note]) -> tuple[Note, ...]:
        """Return the notes in which none of them stands, or ever stood."""
        return tuple(
            each
            for each in notes
            if not any(self.stand_in(version.said.text) for version in each.versions)
        )

    def without_calls(self, log: CallLog) -> CallLog | None:
        """Return a call log without the entries in which one of them stands: a gap stays."""
        kept = tuple(each for each in log.entries if not self.stand_in(each.said.said))
        out = (each for each in log.entries if each not in kept)
        gaps = (*log.gaps, *(CallGap(each.n, each.digest) for each in out))
        return CallLog(kept, tuple(sorted(gaps, key=lambda gap: gap.n))) if kept else None

    def stand_in(self, value: str) -> bool:
        """Tell whether a number or an address of one of them stands in a text."""
        small = _in_ascii_digits(value).casefold()
        digits = NOT_A_DIGIT.sub("", small)
        keys = NOT_A_DIGIT.sub("", small.translate(KEYS))
        return any(
            number in digits or (len(number) >= LEAST_IN_LETTERS and number in keys)
            if len(number) >= LEAST_DIGITS
            else _is_short(number, small)
            for number in self.numbers
        ) or any(re.search(rf"(?<![\w-]){re.escape(host)}(?![\w-])", small) for host in self.hosts)


def _is_short(number: str, text: str) -> bool:
    """Tell whether a short number stands in a text, and not as a part of an address or a price."""
    alone, number = len(number) >= LEAST_ALONE, BETWEEN.join(number)
    if re.fullmatch(number, text.strip()):
        return True
    before = "" if alone else rf"{CALLING}\W+(?:\w+\W+){{0,2}}"
    return re.search(rf"(?<!\d){before}(?<!\d){number}(?!\d)", text) is not None


def _in_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in text)


def _spellings(service: Service, raw: str) -> set[str]:
    """Return a number with its country, and as it is dialled at home where that is long enough."""
    digits = NOT_A_DIGIT.sub("", raw)
    if not digits:
        return set()
    at_home = digits[1:] if raw.startswith("+1") and service.region == "US" else digits
    shown = NOT_A_DIGIT.sub("", SECOND_SHOWN.split(service.shown or "")[0])
    # 0800 1111 and +44 800 1111: what both end in.
    while not digits.endswith(shown):
        shown = shown[1:]
    return {digits, at_home, shown if len(shown) >= LEAST_DIGITS else digits}


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
