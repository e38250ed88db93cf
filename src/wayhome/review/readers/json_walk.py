"""JSON of any size, walked from the top: members and items one by one, the smallest ones whole.

Beside `json_stream`, for two reasons: it can stop at any depth and ask what stands there (a chat's
name before its messages), and it is faster where a pattern knows the most frequent value.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from wayhome.review.readers.texts import find_encoding, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

BLANKS = re.compile(r"[ \t\r\n\ufeff]*").match
STRING = r'[^"\\]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\]*+)*+'
"""What stands between the quotes of a string, for patterns of known values."""
LARGEST_VALUE = 8 << 20
"""Letters of one value that is made whole, such as a message."""
DEEPEST = 60
CUT = 16
"""A value that ends so near the end of what was read may only be cut there."""
_decode = json.JSONDecoder(strict=False).raw_decode


class BrokenJsonError(Exception):
    """The JSON ends early or is none from here on; its text is the code of the fault."""

    @property
    def code(self) -> str:
        """Return the code that the report names."""
        return str(self.args[0])


def unescape(text: str) -> str:
    """Return what a text that `STRING` matched stands for."""
    return str(json.loads(f'"{text}"', strict=False)) if "\\" in text else text


class Walk:
    """A place in a JSON text that moves on only."""

    def __init__(self, file: IO[bytes], head: bytes) -> None:
        """Begin before the first value of ``file``; ``head`` tells its encoding."""
        self._pieces = read_pieces(file, find_encoding(head) or "utf-8")
        self._text = ""
        self._at = 0
        self._ended = False

    def next_sign(self) -> str:
        """Return the first letter of what comes next, blanks left out."""
        while True:
            self._at = BLANKS(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_on():
                raise BrokenJsonError("truncated")

    def members(self) -> Iterator[str]:
        """Yield the keys of the object that comes next; whoever asks takes each value."""
        self._take("{")
        if self.next_sign() == "}":
            self._at += 1
            return
        while True:
            if self.next_sign() != '"':
                raise BrokenJsonError("not_json")
            key = self.value()
            self._take(":")
            yield str(key)
            if self._is_over("}"):
                return

    def items(self) -> Iterator[None]:
        """Yield before each item of the array that comes next; whoever asks takes it."""
        self._take("[")
        if self.next_sign() == "]":
            self._at += 1
            return
        while True:
            yield None
            if self._is_over("]"):
                return

    def values(self, known: re.Pattern[str] | None = None) -> Iterator[object]:
        """Yield the items of the array that comes next, whole.

        Where ``known`` matches an item, the match stands for it: making no value saves half the
        time. It must match whole items only, with the comma before each.
        """
        for _ in self.items():
            self.next_sign()
            last = None
            if known is not None:
                # From item to item without a step in Python, as far as they are known.
                for found in iter(known.scanner(self._text, self._at).match, None):  # type: ignore[attr-defined]
                    yield found
                    last = found
            if last is None:
                yield self.value()
            else:
                self._at = last.end()

    def value(self) -> object:
        """Return what comes next, whole."""
        self.next_sign()
        wanted = 0
        while True:
            try:
                value, end = _decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._check(error)
            except (ValueError, RecursionError) as error:
                raise BrokenJsonError("not_json") from error
            else:
                # "12" may be the beginning of "123".
                if end < len(self._text) or self._ended or not self._read_on():
                    self._at = end
                    return value
                continue
            # Twice as much each time: a value is not begun anew for every piece.
            wanted = max(2 * wanted, 2 * (len(self._text) - self._at))
            while len(self._text) - self._at < wanted:
                if not self._read_on():
                    break

    def skip(self, depth: int = 0) -> None:
        """Go past what comes next, without holding it."""
        sign = self.next_sign()
        try:
            _, end = _decode(self._text, self._at)
        except (ValueError, RecursionError):
            end = len(self._text)
        if end < len(self._text):
            self._at = end
        elif depth > DEEPEST:
            raise BrokenJsonError("not_json")
        elif sign == "{":
            for _ in self.members():
                self.skip(depth + 1)
        elif sign == "[":
            for _ in self.items():
                self.skip(depth + 1)
        else:
            self.value()

    def _check(self, error: json.JSONDecodeError) -> None:
        """Raise if more text can't mend what was found."""
        left = len(self._text) - error.pos
        # A key or a comma that is missing is missing; a word, a number or an escape may go on.
        cut = left <= 0 or error.msg.startswith("Unterminated")
        cut = cut or (left <= CUT and error.msg.startswith(("Expecting value", "Invalid")))
        if not cut:
            raise BrokenJsonError("not_json") from error
        if self._ended:
            raise BrokenJsonError("truncated") from error
        if len(self._text) - self._at > LARGEST_VALUE:
            raise BrokenJsonError("too_much_at_once") from error

    def _take(self, sign: str) -> None:
        if self.next_sign() != sign:
            raise BrokenJsonError("not_json")
        self._at += 1

    def _is_over(self, end: str) -> bool:
        """Go past a comma, or past the end, and tell which it was."""
        sign = self.next_sign()
        if sign not in {",", end}:
            raise BrokenJsonError("not_json")
        self._at += 1
        # A comma before the end is a slip that other readers forgive.
        if sign == "," and self.next_sign() == end:
            self._at += 1
            return True
        return sign == end

    def _read_on(self) -> bool:
        """Read one more piece; tell whether there was one."""
        piece = next(self._pieces, None)
        if piece is None:
            self._ended = True
            return False
        self._text = self._text[self._at :] + piece
        self._at = 0
        return True
