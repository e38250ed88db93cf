"""The key for paper: seven groups of five symbols, made to be copied and read aloud.

Four symbols of each group are chance (140 bits in all), the fifth checks the group, so that a slip
of the pen is found where it was made. Symbols are Crockford's base 32: no I, L, O or U; and
whoever writes an O for a zero is understood. The check is Luhn's, modulo 32, which notices any
single wrong symbol; it begins with the number of the group, so that two swapped groups are noticed.

Words, as in BIP 39, were looked at and left: twelve words on paper look like money to a thief.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE = len(SYMBOLS)
GROUPS = 7
CHANCE = 4
"""Symbols of chance in a group; one more checks them."""

MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Slip:
    """Why what was typed is no recovery key."""

    group: int | None
    """The first group with a slip, from 1; None where the number of symbols is wrong."""


def make_recovery_key() -> str:
    """Return a new key as it is printed: `ABCD5-...`, seven groups."""
    groups = []
    for number in range(GROUPS):
        chance = "".join(secrets.choice(SYMBOLS) for _ in range(CHANCE))
        groups.append(chance + _check(chance, number))
    return "-".join(groups)


def read_recovery_key(typed: str) -> bytes | Slip:
    """Return the secret in a key, however it was typed, or where the slip is.

    Returns 28 bytes, one for each symbol of chance. They hold 140 bits.
    """
    symbols = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(MISREAD)
    size = CHANCE + 1
    if len(symbols) != GROUPS * size:
        return Slip(None)
    secret = ""
    for number in range(GROUPS):
        group = symbols[number * size :][:size]
        chance, check = group[:CHANCE], group[CHANCE:]
        if set(group) - set(SYMBOLS) or _check(chance, number) != check:
            return Slip(number + 1)
        secret += chance
    return secret.encode("ascii")


def _check(chance: str, number: int) -> str:
    total = number
    for place, symbol in enumerate(reversed(chance)):
        value = SYMBOLS.index(symbol)
        if place % 2 == 0:
            value = sum(divmod(value * 2, BASE))
        total += value
    return SYMBOLS[-total % BASE]
