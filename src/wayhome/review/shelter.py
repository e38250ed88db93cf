"""Looking for help is protected: who the helplines are, by number or mail address.

What a child wrote to them is left out before anything is counted. Only what a platform or the
child's own phone vouches for is compared: a contact may call himself a helpline, or a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOT_DIGITS = re.compile(r"\D+")
SCHEME = re.compile(r"(?:tel|sms|smsto|mailto):(?://)?")
UNSEEN = "\u202a-\u202e\u2066-\u2069\u200e\u200f"
BLANKS = rf"()\s./\-\u2010-\u2015\u00a0\u202f{UNSEEN}"
NUMBER = re.compile(rf"[{UNSEEN}]*\+?[\d{BLANKS}]{{2,40}}")
IN_TEXT = re.compile(rf"\+?\d(?:[{BLANKS}]{{0,3}}\d){{2,19}}")
MAIL = re.compile(r"[^\s@<>]{1,80}@([a-z0-9.\-]{3,80})")
WAYS_OUT = ("", "00", "011", "0011", "1", "44", "61", "353", "91", "52")
"""What may stand before a short number: nothing, or the way into a country."""
FEWEST = 7
"""Digits of a full number; a shorter one is a short number, such as 988."""


@dataclass(frozen=True, slots=True)
class Shelter:
    """The numbers and addresses of those who help."""

    numbers: frozenset[str]
    """Digits, in each form in which the number is dialled."""
    domains: frozenset[str]
    """Hosts whose mail addresses are theirs, in small letters."""

    def holds(self, address: str | None) -> bool:
        """Tell whether a number or a mail address is one of theirs. A name never is."""
        if not address:
            return False
        plain = SCHEME.sub("", address.strip().casefold(), count=1)
        if NUMBER.fullmatch(plain):
            return NOT_DIGITS.sub("", plain) in self.numbers
        mail = MAIL.fullmatch(plain)
        return mail is not None and self._is_theirs(mail[1])

    def holds_full(self, shown: str | None) -> bool:
        """Tell whether a number that an app shows with its country's prefix is one of theirs.

        That is how apps show who is in no address book: nobody can give himself such a name there.
        """
        return shown is not None and "+" in shown[:4] and self.holds(shown)

    def stands_in(self, path: str) -> bool:
        """Tell whether one of theirs stands in a file's name or a folder's."""
        return any(self.holds(found[0]) for found in IN_TEXT.finditer(path)) or any(
            self._is_theirs(found[1]) for found in MAIL.finditer(path.casefold())
        )

    def _is_theirs(self, host: str) -> bool:
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domains)


def build_shelter(numbers: Iterable[str], domains: Iterable[str] = ()) -> Shelter:
    """Return the shelter of these numbers, with ``+`` where they have a country's prefix."""
    return Shelter(
        numbers=frozenset(form for number in numbers for form in _forms(number)),
        domains=frozenset(domain.strip().casefold() for domain in domains),
    )


def _forms(number: str) -> Iterator[str]:
    """Yield the digits of a number as they are dialled at home and from abroad."""
    digits = NOT_DIGITS.sub("", number)
    if len(digits) < FEWEST:
        yield from (f"{before}{digits}" for before in WAYS_OUT if digits)
        return
    yield digits
    if not number.strip().startswith("+"):
        return
    yield from (f"00{digits}", f"011{digits}")
    prefix = next((each for each in PREFIXES if digits.startswith(each)), "")
    home = digits[len(prefix) :]
    if len(home) >= FEWEST and prefix:
        yield from (home, f"0{home}") if prefix != "1" else (home,)


PREFIXES = ("1", "44", "49", "52", "61", "91", "353", "34", "33", "39")
"""Countries' prefixes of the regions that the content covers, and of the EU's largest languages."""
