"""Text as it can stand on paper: nothing in it turns, hides or breaks what stands beside it."""

from __future__ import annotations

import re
import unicodedata

DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|[\U000e0000-\U000e007f]"
)
"""What no eye sees: controls, and marks that turn the direction of what follows. The joiners of
Persian and Hindi letters, U+200C and U+200D, stay."""
BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Halves of letters, and numbers that are none."""


def plain(text: str) -> str:
    """Return a text without anything but letters, spaces and the ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    lines = lines.replace("\u2028", "\n").replace("\u2029", "\n")
    return BROKEN.sub("\N{REPLACEMENT CHARACTER}", DROPPED.sub("", lines))


def one_line(text: str) -> str:
    """Return a text in one line."""
    return " ".join(plain(text).split())


def shorten(text: str, most: int) -> str:
    """Return at most so many letters of a text, in one line, and `…` where more follows."""
    line = one_line(text)
    if len(line) <= most:
        return line
    cut = line[: most - 1].rstrip()
    # Not in the middle of a letter that is written in several parts.
    while cut and unicodedata.combining(line[len(cut)]):
        cut = cut[:-1]
    return f"{cut}…"
