"""Tell text that people write from data that was spelled in letters, by weighing its letters.

Base64, base32, ascii85, uuencode, hexadecimal dumps and lists of numbers give themselves away by
what they are made of, however their lines are broken. Text in other scripts does not count.
"""

from __future__ import annotations

import re
import string

SHORTEST = 512
"""Bytes of ASCII. Below, a share says nothing."""
_SMALL_AND_BLANK = string.ascii_lowercase.encode() + b" "
_UPPER, _LOWER = string.ascii_uppercase.encode(), string.ascii_lowercase.encode()
_DIGITS, _BLANK = string.digits.encode(), b" \t\r\n"
_HEX, _HEX_LETTERS = string.hexdigits.encode(), b"abcdefABCDEF"
_ESCAPE = re.compile(rb"\\u[0-9a-fA-F]{4}")
_RARE = b"!#$'()*<>^`|~"
"""Marks that neither text nor JSON, CSV or addresses hold many of."""
_BEYOND_ASCII = bytes(range(128, 256))

_HEX_GROUPS = re.compile(
    rb"(?:(?<![0-9a-zA-Z])(?:0[xX]|\\[xX])?(?:[0-9a-fA-F]{4}|[0-9a-fA-F]{2})(?![0-9a-zA-Z])"
    rb"[\s,:;|=%]{0,4}){8,}"
)
_HEX_LETTER = re.compile(rb"[a-fA-F]")
_SMALL_NUMBERS = re.compile(rb"(?:(?<![0-9])[0-9]{1,3}(?![0-9])[\s,;:|\\&#\[\]]{1,6}){48}")
_NUMBERED = re.compile(rb'(?:"[0-9]{1,8}"\s*:\s*[0-9]{1,3}\s*,\s*){24}')
"""As a list of bytes comes out of a browser: `{"0": 255, "1": 216}`."""
_BITS = re.compile(rb"(?:[01]{7,8}[\s,;]{0,3}){32}")


def is_mostly_small(block: bytes) -> bool:
    """Tell whether a block is mostly small letters and blanks, as nearly all of a chat is."""
    return _count_others(block, _SMALL_AND_BLANK) * 10 <= len(block) * 3


def block_looks_encoded(block: bytes) -> bool:
    """Tell whether a few kilobytes of text are made of something that nobody writes."""
    text = block.translate(None, _BEYOND_ASCII)
    size = len(text)
    if size < SHORTEST:
        return False
    blank = _share(text, _BLANK)
    return (blank <= 0.2 and _is_dense(text, blank)) or _is_numbers(text)  # noqa: PLR2004 - see `_is_dense`


def _is_dense(text: bytes, blank: float) -> bool:
    """Compare the shares of letters with those of base64, base32, ascii85 and uuencode."""
    upper, lower, digits = _share(text, _UPPER), _share(text, _LOWER), _share(text, _DIGITS)
    marks = 1 - upper - lower - digits - blank
    mixed = upper >= 0.2 and lower >= 0.2 and digits >= 0.06  # noqa: PLR2004 - base64: .41 .41 .16
    large = upper >= 0.55 and digits >= 0.1 and marks <= 0.1  # noqa: PLR2004 - base32: .81 .19
    small = lower >= 0.55 and digits >= 0.1 and marks <= 0.03  # noqa: PLR2004 - the same in small
    return mixed or large or small or row_looks_encoded(text)


def row_looks_encoded(row: bytes) -> bool:
    """Tell whether a long row without a blank holds as many odd marks as ascii85 (13 in 100)."""
    return _share(row, _RARE) >= 0.08  # noqa: PLR2004 - more than JSON, less than ascii85


def _is_numbers(text: bytes) -> bool:
    """Tell a dump, or bytes spelled as numbers, from dates and telephone numbers."""
    if b"\\u" in text:
        # Letters of other scripts, spelled as numbers.
        text = _ESCAPE.sub(b"", text)
    if len(text) < SHORTEST or _share(text, _HEX) < 0.4:  # noqa: PLR2004 - dumps have .5 and more
        return False
    if _share(text, _HEX_LETTERS) >= 0.03 and _is_dump(text):  # noqa: PLR2004 - dumps: .2
        return True
    if _share(text, _DIGITS) < 0.4:  # noqa: PLR2004 - rows of numbers have .6 and more
        return False
    rows = [_SMALL_NUMBERS, _NUMBERED]
    if _share(text, b"01") >= 0.6:  # noqa: PLR2004 - bits: .85
        rows.append(_BITS)
    return any(each.search(text) for each in rows)


def _is_dump(text: bytes) -> bool:
    dumped = (found[0] for found in _HEX_GROUPS.finditer(text))
    return sum(len(each) for each in dumped if _HEX_LETTER.search(each)) * 4 >= len(text)


def _share(text: bytes, letters: bytes) -> float:
    return 1 - _count_others(text, letters) / len(text)


def _count_others(text: bytes, letters: bytes) -> int:
    return len(text.translate(None, letters))
