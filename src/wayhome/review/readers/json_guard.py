"""A file that is safe to be parsed: nothing in it is too deep, and no value goes on and on.

Parsers keep the path of each open value: 200,000 brackets in a row, 200 KB, may take gigabytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO

PIECE = 1 << 16
DEEPEST = 60
"""Values within values: exports of chats have ten."""
KEPT = b'"[]{}'
OTHERS = bytes(set(range(256)) - set(KEPT))
TEXTS = re.compile(rb'"[^"]*"')
PAIRS = re.compile(rb"\[\]|\{\}")
OPENING = re.compile(rb"[\[{]")


class TooMuchError(ValueError):
    """One value goes on and on."""


class TooDeepError(ValueError):
    """Values within values without end."""


@dataclass(slots=True)
class Guarded:
    """A file that refuses to be read where it would harm; it keeps its first and last bytes."""

    file: IO[bytes]
    largest: int
    """Bytes that may pass until the reader says, by `since = 0`, that it got a value."""
    begin: bytes = b""
    tail: bytes = b""
    since: int = 0
    _depth: int = 0
    _carried: bytes = b""

    def read(self, size: int = PIECE) -> bytes:
        """Return the next bytes; TooMuchError or TooDeepError if they would do harm."""
        piece = self.file.read(min(size, PIECE))
        self.since += len(piece)
        if self.since > self.largest:
            raise TooMuchError
        if len(self.begin) < PIECE:
            self.begin += piece
        self.tail = (self.tail + piece)[-PIECE:]
        if piece:
            self._go_deeper(piece)
        return piece

    def _go_deeper(self, piece: bytes) -> None:
        text = self._carried + piece
        # A backslash at the end belongs to what comes next.
        cut = len(text) - (len(text) - len(text.rstrip(b"\\"))) % 2
        text, held = text[:cut], text[cut:]
        signs = text.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, OTHERS)
        signs = TEXTS.sub(b"", signs)
        # What is left of an open text goes on in the next piece.
        within = signs.find(b'"')
        if within >= 0:
            signs, held = signs[:within], b'"' + held
        for _ in range(DEEPEST):
            shorter = PAIRS.sub(b"", signs)
            if len(shorter) == len(signs):
                break
            signs = shorter
        opened = len(OPENING.findall(signs))
        self._depth += 2 * opened - len(signs)
        self._carried = held
        if self._depth > DEEPEST or opened > DEEPEST:
            raise TooDeepError
