"""Looking for help is protected: where a child turns for advice goes into no packet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wayhome.model.numbers import Need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.kept import Item
    from wayhome.model.numbers import Region, Service

SECTIONS = frozenset({"accounts", "friends", "places", "routines"})
"""Where a guardian may have written down what is the child's own way to help."""
LEAST_DIGITS = 7
LEAST_ALONE = 5
"""A number that is shorter counts only alone, or where somebody calls it: 988 is also a house."""
CALLING = r"(?:call|text|dial|phon|line|llam|marc|línea|escrib|mensaj|chat)\w*"
NOT_A_DIGIT = re.compile(r"\D")


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

    def stand_in(self, value: str) -> bool:
        """Tell whether a number or an address of one of them stands in a text."""
        digits, small = NOT_A_DIGIT.sub("", value), value.casefold()
        return any(
            number in digits if len(number) >= LEAST_DIGITS else _is_short(number, small)
            for number in self.numbers
        ) or any(re.search(rf"(?<![\w-]){re.escape(host)}(?![\w-])", small) for host in self.hosts)


def _is_short(number: str, text: str) -> bool:
    """Tell whether a short number stands in a text, and not as a part of an address or a price."""
    if text.strip() == number:
        return True
    before = "" if len(number) >= LEAST_ALONE else rf"{CALLING}\W+(?:\w+\W+){{0,2}}"
    return re.search(rf"(?<!\d){before}(?<!\d){number}(?!\d)", text) is not None


def _spellings(service: Service, raw: str) -> set[str]:
    """Return a number as it is dialled at home, where it is long enough to be known by that."""
    digits = NOT_A_DIGIT.sub("", raw)
    if not digits:
        return set()
    at_home = digits[1:] if raw.startswith("+1") else digits
    return {digits, at_home} if service.region == "US" else {digits}


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
