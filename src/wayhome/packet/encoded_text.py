"""Tell text that people write from data that was spelled in letters, by weighing its letters.

Base64, base32, ascii85, uuencode, hexadecimal dumps and lists of numbers give themselves away by
what they are made of, however their lines are broken. Text in other scripts does not count.
"""

from __future__ import annotations

import re
import string
from collections import Counter

SHORTEST = 512
"""Bytes of ASCII. Below, a share says nothing."""
_SMALL_AND_BLANK = string.ascii_lowercase.encode() + b" "
_UPPER, _LOWER = string.ascii_uppercase.encode(), string.ascii_lowercase.encode()
_DIGITS, _BLANK = string.digits.encode(), b" \t\r\n"
_BETWEEN_GROUPS = _BLANK + b'",'
_HEX, _HEX_LETTERS = string.hexdigits.encode(), b"abcdefABCDEF"
_ESCAPE = re.compile(rb"\\u[0-9a-fA-F]{4}")
_RARE = b"!#$'()*<>^`|~"
"""Marks that neither text nor JSON, CSV or addresses hold many of."""
_BEYOND_ASCII = bytes(range(128, 256))

# Possessive, here and below: what fails at one letter is not tried again in other ways.
_HEX_GROUPS = re.compile(
    rb"(?:(?<![0-9a-zA-Z])(?:0[xX]|\\[xX])?(?:[0-9a-fA-F]{4}|[0-9a-fA-F]{2})(?![0-9a-zA-Z])"
    rb"[\s,:;|=%]{0,4}+){8,}+"
)
_HEX_ONLY = bytes(
    1 if byte in b"0123456789abcdefABCDEFxX\\ \t\r\n,:;|=%" else 0 for byte in range(256)
)
_ROW_OF_HEX = b"\x01" * 23
"""Bytes of 8 pairs with a blank between them."""
_HEX_LETTER = re.compile(rb"[a-fA-F]")
_NUMBER = rb"-?+[0-9]{1,20}+(?:\.[0-9]{1,24}+)?+(?:e-?+[0-9]{1,3}+)?+"
_NUMBERS = re.compile(rb"(?:(?<![0-9.])" + _NUMBER + rb"(?![0-9.])[\s,;:|\\&#\[\]]{1,6}+)++")
_DIGITS_OF_ONE = re.compile(rb"[0-9.]+")
MOST_NUMBERS = 47
"""Numbers in a row with nothing else between them."""
_NUMBERS_ONLY = bytes(1 if byte in b"0123456789.-e \t\r\n,;:|\\&#[]" else 0 for byte in range(256))
_ROW_OF_NUMBERS = b"\x01" * 96
"""Bytes of 48 numbers with a blank between them."""
_NUMBERED = re.compile(rb'(?:"\w{1,8}"\s*:\s*' + _NUMBER + rb"\s*(?:[,{}\[\]]\s*){1,4}){24}")
"""As a list of bytes comes out of a browser, `{"0": 255, "1": 216}`, or the dots of a picture."""
_NAMED_NUMBER, _NAMED_TEXT = re.compile(rb'":\s*-?[0-9]'), re.compile(rb'":\s*"')
_WORD = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
_TURN = re.compile(rb"[a-z][A-Z0-9+/]|[0-9][A-Za-z]|[A-Z][A-Z][a-z0-9]")
MOST_TURNS = 4
"""Changes between large, small and digits in one word: names of sites and of people have few."""
SIGNS = 1000
"""Letters beyond ASCII that are weighed together."""
FEWEST_SIGNS = 100
"""Different ones in data spelled with an alphabet of its own; those of a people have fewer."""
FLAT = 1.7
"""Evenness below which nobody writes: data have 1.0 to 1.6, Chinese and Korean 1.9 and more."""
_BITS = re.compile(rb"(?:[01]{7,8}[\s,;]{0,3}){32}")


def all_but_small(block: bytes) -> bytes:
    """Return a block without its small letters and blanks, which are nearly all of a chat."""
    return block.translate(None, _SMALL_AND_BLANK)


def count_capitals(text: bytes) -> int:
    """Return how many capitals are in a text."""
    return len(text) - _count_others(text, _UPPER)


def block_looks_encoded(block: bytes) -> bool:
    """Tell whether a few kilobytes of text are made of something that nobody writes."""
    text = block.translate(None, _BEYOND_ASCII)
    size = len(text)
    if size < SHORTEST:
        return False
    blank = _share(text, _BLANK)
    # In small groups, too: no writing has so many capitals and digits between its blanks.
    grouped = has_many_capitals(text) and _is_mixed(text.translate(None, _BETWEEN_GROUPS))
    dense = blank <= 0.2 and _is_dense(text, blank)  # noqa: PLR2004 - see `_is_dense`
    # In Chinese, brackets and stars stand between letters that are no longer in this text.
    odd = blank <= 0.2 and _share(text, _RARE) * size >= 0.08 * (size + (len(block) - size) // 2)  # noqa: PLR2004
    return dense or odd or grouped or _is_numbers(text)


def _is_dense(text: bytes, blank: float) -> bool:
    """Compare the shares of letters with those of base64, base32, ascii85 and uuencode."""
    upper, lower, digits = _share(text, _UPPER), _share(text, _LOWER), _share(text, _DIGITS)
    marks = 1 - upper - lower - digits - blank
    mixed = _is_mixed(text)
    large = upper >= 0.55 and digits >= 0.1 and marks <= 0.1  # noqa: PLR2004 - base32: .81 .19
    small = lower >= 0.55 and digits >= 0.1 and marks <= 0.03  # noqa: PLR2004 - the same in small
    return mixed or large or small


def has_many_capitals(text: bytes) -> bool:
    """Tell whether a tenth of a text are capitals: in a chat hardly ever, in base64 two in five."""
    return count_capitals(text) * 10 >= len(text)


def _is_mixed(text: bytes) -> bool:
    """Compare with base64: .41 large, .41 small, .16 digits."""
    return (
        len(text) >= SHORTEST // 2
        and _share(text, _UPPER) >= 0.2  # noqa: PLR2004
        and _share(text, _LOWER) >= 0.2  # noqa: PLR2004
        and _share(text, _DIGITS) >= 0.06  # noqa: PLR2004
    )


def count_odd_letters(text: bytes) -> int:
    """Count the bytes in words that nobody writes: large, small and digits in no order."""
    return sum(len(word) for word in _WORD.findall(text) if len(_TURN.findall(word)) >= MOST_TURNS)


def signs_look_encoded(signs: str) -> bool:
    """Tell whether letters beyond ASCII come equally often, as in data and in no language."""
    places = range(0, len(signs) - SIGNS + 1, SIGNS)
    return any(_is_even(signs[at : at + SIGNS]) for at in places)


def _is_even(signs: str) -> bool:
    different = len(set(signs))
    if different < FEWEST_SIGNS:
        return False
    # How often two of them are the same, against the least that could be: 1 where all are even.
    same = sum(each * each for each in Counter(signs).values())
    return same * different < FLAT * len(signs) ** 2


def row_looks_encoded(row: bytes) -> bool:
    """Tell whether a long row without a blank holds as many odd marks as ascii85 (13 in 100)."""
    return _share(row, _RARE) >= 0.08  # noqa: PLR2004 - more than JSON, less than ascii85


def _is_numbers(text: bytes) -> bool:
    """Tell a dump, or bytes spelled as numbers, from dates and telephone numbers."""
    if b"\\u" in text:
        # Letters of other scripts, spelled as numbers.
        text = _ESCAPE.sub(b"", text)
    if len(text) < SHORTEST:
        return False
    hexadecimal = _share(text, _HEX)
    # Dumps: .5 and more, and .2 letters. The dots of a picture: .3 and no letters.
    if hexadecimal >= 0.4 and _share(text, _HEX_LETTERS) >= 0.03 and _is_dump(text):  # noqa: PLR2004
        return True
    if _share(text, _DIGITS) < 0.2:  # noqa: PLR2004 - rows of numbers have .6 and more
        return False
    if _ROW_OF_NUMBERS in text.translate(_NUMBERS_ONLY) and _holds_row_of_numbers(text):
        return True
    rows = [_NUMBERED] if _holds_mostly_numbers(text) else []
    if _share(text, b"01") >= 0.6:  # noqa: PLR2004 - bits: .85
        rows.append(_BITS)
    return any(each.search(text) for each in rows)


def _holds_row_of_numbers(text: bytes) -> bool:
    """Look at each row of numbers once, to its end."""
    rows = (found[0] for found in _NUMBERS.finditer(text))
    return any(
        len(row) >= len(_ROW_OF_NUMBERS) and len(_DIGITS_OF_ONE.findall(row)) > MOST_NUMBERS
        for row in rows
    )


def _holds_mostly_numbers(text: bytes) -> bool:
    """Tell whether a piece of JSON has more numbers than texts; a chat has fewer."""
    if text.count(b'"') < 48:  # noqa: PLR2004 - two around each of 24 names
        return False
    return len(_NAMED_NUMBER.findall(text)) > len(_NAMED_TEXT.findall(text)) * 2


def _is_dump(text: bytes) -> bool:
    if _ROW_OF_HEX not in text.translate(_HEX_ONLY):
        return False
    dumped = (found[0] for found in _HEX_GROUPS.finditer(text))
    return sum(len(each) for each in dumped if _HEX_LETTER.search(each)) * 4 >= len(text)


def _share(text: bytes, letters: bytes) -> float:
    return 1 - _count_others(text, letters) / len(text)


def _count_others(text: bytes, letters: bytes) -> int:
    return len(text.translate(None, letters))
