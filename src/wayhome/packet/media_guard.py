"""Nothing that can hold a picture or a video gets into a bag: decided by content, all of it.

Only plain text is let in: UTF-8, without control characters, and without anything in it that looks
like data in disguise. Whatever is in doubt stays out; the name of a file decides nothing.
"""

from __future__ import annotations

import codecs
import re
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from wayhome.packet.encoded_text import (
    SIGNS,
    all_but_small,
    block_looks_encoded,
    count_capitals,
    count_odd_letters,
    row_looks_encoded,
    signs_look_encoded,
)
from wayhome.packet.known_kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

OVERLAP = 4096
"""Bytes of one piece that are looked at once more with the next: nothing hides in the seam."""
FAR_APART, MANY_BLANKS = b"   ", re.compile(rb"[ \t\r\n]{3,}")
ODD_PART = 8192
MOST_ODD = 2400
"""Bytes of words that nobody writes, of 8192: addresses and names of files make up less."""
BLOCK = 2048
"""Bytes that are weighed together."""
MOST_OTHERS = 3
"""Of ten bytes of a chat, so many are neither small letters nor blanks."""
LONG_TOKEN = 400
"""Letters in a row that no word, name or usual address has: 300 bytes in base64."""
TOKEN = 40
"""Letters in a row of which several on end look like data broken into lines."""
TOKENS_TOGETHER = 600
GAP = 8
"""Bytes between two such rows at most: the end of a line, quotes, a comma."""
FEWEST_LETTERS = 12
"""Different letters in data. Laughter and lines of dashes have fewer."""
LONGEST_FOREIGN = 12_000
"""Bytes without a single ASCII letter, blank or line end: four thousand Chinese signs."""


class Why(StrEnum):
    """Why a file stays where it is."""

    MEDIA = "media"
    """A picture, a video or a sound. It is not even hashed."""
    CONTAINER = "container"
    """An archive, a database, a document: it may hold anything."""
    MARKUP = "markup"
    """HTML or XML, which can carry pictures inside."""
    ENCODED = "encoded"
    """Text with something in it that looks like data in disguise."""
    NO_TEXT = "no_text"
    """Not plain UTF-8 text."""


class StaysOutError(Exception):
    """A file that may hold media; ``why`` says what was seen."""

    def __init__(self, why: Why) -> None:
        """Keep what was seen. Never the content."""
        super().__init__(why.value)
        self.why = why


# What each byte is: 1 may be part of encoded data, 2 has no place in text, 3 is beyond ASCII.
_IN_TOKENS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-\\"
_ASCII = bytes(range(128))
_NO_TEXT = bytes([*range(9), 11, 12, *range(14, 32), 127])
_CLASSES = bytes(
    1 if byte in _IN_TOKENS else 2 if byte in _NO_TEXT else 3 if byte > 127 else 0  # noqa: PLR2004 - the last of ASCII
    for byte in range(256)
)
_RUN = re.compile(rb"\x01+")
_ROW = re.compile(rb"[!-~]+")
_ROWS = bytes(1 if 33 <= byte <= 126 else 0 for byte in range(256))  # noqa: PLR2004 - from ! to ~
_NO_BLANKS = bytes(0 if byte == ord(" ") else 1 for byte in range(256))
_CROWDED = b"\x01" * 100
"""No blank in a hundred bytes: seldom in what people write."""
_ROW_NEEDLE = b"\x01" * LONG_TOKEN
_TOKEN_NEEDLE, _FOREIGN_NEEDLE = b"\x01" * TOKEN, b"\x03" * LONGEST_FOREIGN
_ESCAPE = re.compile(rb"\\u[0-9a-fA-F]{4}")

MARKERS = (
    (b"base64", re.compile(rb"base64[\s\"']*[,:;]|[;=:,-][\s\"']*base64")),
    (b"data", re.compile(rb"data(?::|%3a|\\u003a|&#58;|&colon;)\s*[a-z]+(?:/|\\/|%2f|\\u002f)")),
    (b"begin ", re.compile(rb"(?<![^\n\"n])begin [0-7]{3,4} |=ybegin |-----begin ")),
    (b"<", re.compile(rb"<(?:svg|img|video|picture|image|object|embed)\b|<~[!-u]{20}")),
    (b"\\", re.compile(rb"\\u00(?:0[0-8bef]|1[0-9a-f]|7f)|\\x00|\\u003csvg")),
    (b"=", re.compile(rb"encoding=(?:b|base64)[;:]|(?:=[0-9a-f]{2}){8}")),
)
"""What must be there, since finding is quicker than matching, and what it then must look like."""

# The beginnings of pictures, videos and archives, in base64 and as numbers without what stands
# between them.
IN_BASE64 = re.compile(
    rb"iVBORw0KGg|/9j/[24]|\\/9j\\/[24]|R0lGOD[dl]h|UklGR|AAAA[A-P][A-Za-z0-9+/]Z0eX|GkXfo|T2dnU"
    rb"|JVBERi|UEsDB|U1FMaX|SUkqA|TU0AK"
)
_SHORTEST_IN_BASE64 = 60
AS_NUMBERS = (
    b"ffd8ffe",
    b"ffd8ffd",
    b"89504e47",
    b"4749463",
    b"66747970",
    b"255216255",
    b"137807871",
)
_BETWEEN_NUMBERS = b" \t\r\n,;:|[]()=%\\x\"'"


class MediaGuard:
    """Looks at one file, piece by piece, in order."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._letters = codecs.getincrementaldecoder("utf-8")("strict")
        self._signs = ""
        self._tail = b""
        self._begun = False

    def look(self, piece: bytes) -> None:
        """Look at the next piece, of a few kilobytes at least but for the last.

        Raises:
            StaysOutError: this file may hold media.
        """
        if not self._begun and piece:
            self._begun = True
            kind = kind_of(piece)
            if kind is not None:
                raise StaysOutError(Why(kind))
        self._decode(piece, final=False)
        self._look_at_signs(piece.translate(None, _ASCII))
        whole = window = self._tail + piece
        if FAR_APART in window:
            # However far apart they stand, it is the same data.
            window = MANY_BLANKS.sub(b" ", window)
        _look_at_letters(window)
        _look_for_markers(window)
        _look_at_blocks(window)
        self._tail = whole[-OVERLAP:]

    def finish(self) -> None:
        """Look at the end; StaysOutError where it breaks off inside a letter."""
        self._decode(b"", final=True)

    def _look_at_signs(self, raw: bytes) -> None:
        """Look at letters beyond ASCII, together with those before that were too few to tell."""
        # The first and the last may be parts of one letter.
        self._signs += self._letters.decode(raw)
        if len(self._signs) >= SIGNS:
            if signs_look_encoded(self._signs):
                raise StaysOutError(Why.ENCODED)
            self._signs = self._signs[len(self._signs) // SIGNS * SIGNS :]

    def _decode(self, piece: bytes, *, final: bool) -> None:
        try:
            self._decoder.decode(piece, final)
        except UnicodeDecodeError:
            raise StaysOutError(Why.NO_TEXT) from None


def _look_at_letters(window: bytes) -> None:
    classes = window.translate(_CLASSES)
    if b"\x02" in classes:
        raise StaysOutError(Why.NO_TEXT)
    if _FOREIGN_NEEDLE in classes:
        raise StaysOutError(Why.ENCODED)
    tokens = list(_tokens(window, classes))
    together = 0
    for (_, before), (start, end) in pairwise([(0, -GAP - 1), *tokens]):
        together = together + end - start if start - before <= GAP else end - start
        if end - start >= LONG_TOKEN or together >= TOKENS_TOGETHER:
            raise StaysOutError(Why.ENCODED)


def _without_blanks(window: bytes) -> Iterator[int]:
    """Give the places of blocks that hold a long row without any blank."""
    rows = window.translate(_NO_BLANKS)
    start = rows.find(_CROWDED)
    while start >= 0:
        end = rows.find(b"\x00", start)
        end = len(rows) if end < 0 else end
        yield from range(start // BLOCK, (end - 1) // BLOCK + 1)
        start = rows.find(_CROWDED, end)


def _look_at_rows(window: bytes) -> None:
    rows = window.translate(_ROWS)
    start = rows.find(_ROW_NEEDLE)
    while start >= 0:
        found = _ROW.match(window, start)
        end = found.end() if found else start + LONG_TOKEN
        # In parts: all of a JSON file can be one row.
        for place in range(start, end - LONG_TOKEN + 1, LONG_TOKEN):
            if row_looks_encoded(window[place : place + LONG_TOKEN]):
                raise StaysOutError(Why.ENCODED)
        start = rows.find(_ROW_NEEDLE, end)


def _tokens(window: bytes, classes: bytes) -> Iterator[tuple[int, int]]:
    """Give where long rows of letters begin and end that may be data."""
    start = classes.find(_TOKEN_NEEDLE)
    while start >= 0:
        found = _RUN.match(classes, start)
        end = found.end() if found else start + TOKEN
        # Letters of other scripts, spelled as numbers, are no data.
        place = start
        for escape in [*_ESCAPE.finditer(window, start, end), None]:
            stop = escape.start() if escape else end
            if stop - place >= TOKEN and len(set(window[place:stop])) >= FEWEST_LETTERS:
                if stop - place >= _SHORTEST_IN_BASE64 and IN_BASE64.search(window, place, stop):
                    raise StaysOutError(Why.ENCODED)
                yield place, stop
            place = escape.end() if escape else end
        start = classes.find(_TOKEN_NEEDLE, end)


def _look_for_markers(window: bytes) -> None:
    small = window.lower()
    for needle, marker in MARKERS:
        if needle in small and marker.search(small):
            raise StaysOutError(Why.ENCODED)


def _look_at_words(window: bytes, capitals: list[int]) -> None:
    """Look for data in short words, each in a message or a value of its own.

    ``capitals`` counts those of each block. With fewer than one in ten there is none.
    """
    blocks = ODD_PART // BLOCK
    for start in range(0, len(window), ODD_PART):
        part, first = window[start : start + ODD_PART], start // BLOCK
        if sum(capitals[first : first + blocks]) * 10 < len(part):
            continue
        if count_odd_letters(part) > MOST_ODD:
            raise StaysOutError(Why.ENCODED)


def _look_at_blocks(window: bytes) -> None:
    odd, crowded, capitals = [], set(_without_blanks(window)), []
    for start in range(0, len(window), BLOCK):
        block = window[start : start + BLOCK]
        others = all_but_small(block)
        capitals.append(count_capitals(others))
        if start // BLOCK not in crowded and len(others) * 10 <= len(block) * MOST_OTHERS:
            continue
        if block_looks_encoded(block):
            raise StaysOutError(Why.ENCODED)
        # With what stands around it: what is long may lie across the edge.
        around = window[max(0, start - LONG_TOKEN) : start + BLOCK + LONG_TOKEN]
        _look_at_rows(around)
        odd.append(around)
    _look_at_words(window, capitals)
    bare = b"\n-".join(odd).lower().translate(None, _BETWEEN_NUMBERS)
    if any(beginning in bare for beginning in AS_NUMBERS):
        raise StaysOutError(Why.ENCODED)
