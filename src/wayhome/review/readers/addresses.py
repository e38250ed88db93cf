"""Names and addresses as exports give them: whoever sent them chose how they are spelled."""

from __future__ import annotations

import re

LONGEST_NAME = 160
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\u061c\ufeff]")
"""Signs that steer a terminal or turn the direction of writing: no letter is among them."""
HALF_SIGN = re.compile("[\ud800-\udfff]")
NUMBER = re.compile(r"\+?[\d\s().\-\u00a0\u2011/]{2,30}")
MAIL = re.compile(r"[^\s@<>,;]{1,80}@[^\s@<>,;]{1,80}\.[^\s@<>,;.]{1,20}")
NOT_DIGITS = re.compile(r"\D+")
SHORTEST, COMPARED = 7, 9
"""As in `shelter`: digits from which numbers are compared, and how many at their end."""


def clean_name(text: str) -> str:
    """Return a name on one line, without signs that nobody sees."""
    if text.isprintable() and len(text) <= LONGEST_NAME:
        return text.strip()
    plain = HALF_SIGN.sub("\ufffd", text[: 4 * LONGEST_NAME])
    return UNSEEN.sub("", plain.replace("\n", " ")).strip()[:LONGEST_NAME]


def is_address(text: str) -> bool:
    """Tell whether a text is a phone number or a mail address, and so no mere name."""
    return bool(NUMBER.fullmatch(text) or MAIL.fullmatch(text))


def same_address(text: str) -> str:
    """Return what all spellings of one number or address have in common."""
    if NUMBER.fullmatch(text):
        digits = NOT_DIGITS.sub("", text)
        return digits[-COMPARED:] if len(digits) >= SHORTEST else digits
    return text.strip().casefold()
