"""Looking for help is protected: who the helplines are, by number, address or verified handle.

What a child wrote to them is left out before anything is counted. A display name hides nothing:
a contact may call himself a helpline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.messages import Conversation

NOT_DIGITS = re.compile(r"\D+")
NUMBER = re.compile(r"[+()\d\s.\-\u00a0\u2011\u202a-\u202e\u2066-\u2069\u200e\u200f\u202f]{3,40}")
SHORTEST = 7
"""Digits from which two numbers are compared by their ends, without the country's prefix."""
COMPARED = 9
"""Digits at the end that tell two phone numbers apart in every country."""


@dataclass(frozen=True, slots=True)
class Shelter:
    """The numbers and addresses of those who help."""

    short: frozenset[str]
    """Digits of short numbers, such as 988, as they are dialled."""
    long: frozenset[str]
    """The last digits of full numbers."""
    addresses: frozenset[str]
    """Mail addresses and verified handles, in small letters."""

    def holds(self, text: str | None) -> bool:
        """Tell whether a number, an address or an id is one of theirs. A name never is."""
        if not text:
            return False
        plain = text.strip().casefold()
        if plain in self.addresses:
            return True
        if not NUMBER.fullmatch(plain):
            return False
        digits = NOT_DIGITS.sub("", plain)
        return digits in self.short or (len(digits) >= SHORTEST and digits[-COMPARED:] in self.long)

    def protects(self, conversation: Conversation) -> bool:
        """Tell whether a whole conversation is with somebody who helps."""
        return any(map(self.holds, (conversation.title, *conversation.contact_ids)))


def build_shelter(numbers: Iterable[str], addresses: Iterable[str] = ()) -> Shelter:
    """Return the shelter of these numbers, given in any spelling, and addresses."""
    digits = [NOT_DIGITS.sub("", number) for number in numbers]
    return Shelter(
        short=frozenset(number for number in digits if 0 < len(number) < SHORTEST),
        long=frozenset(number[-COMPARED:] for number in digits if len(number) >= SHORTEST),
        addresses=frozenset(address.strip().casefold() for address in addresses),
    )
