"""Text files as a stream of pieces: which encoding, and what was broken in it."""

from __future__ import annotations

import codecs
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.review.source import Chosen

LONGEST_LINE = 8 << 20
PIECE = 1 << 20
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NUL_SHARE = 4
"""One NUL in so many bytes: UTF-16 without a mark, or no text."""
BROKEN = "\ufffd"


def find_encoding(head: bytes) -> str | None:
    """Return the encoding of a text that begins with ``head``; None if it is no text."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    if b"\x00" in head:
        if head.count(0) * NUL_SHARE < len(head):
            return None
        return "utf-16-le" if not head.startswith(b"\x00") else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        # A few broken places in UTF-8 are damage; a text full of them is of an older kind.
        broken = head.decode("utf-8", "replace").count(BROKEN)
        high = sum(byte > 127 for byte in head)  # noqa: PLR2004 - beyond ASCII
        if error.start < len(head) and broken * 2 > high:
            return "cp1252"
    return "utf-8"


def read_pieces(file: IO[bytes], encoding: str) -> Iterator[str]:
    r"""Yield the text in pieces of about a megabyte, `\r\n` as `\n`; broken bytes as U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    held = ""
    while True:
        raw = file.read(PIECE)
        text = held + decoder.decode(raw, final=not raw)
        # The second half of a line's end may stand in the next piece.
        held = "\r" if raw and text.endswith("\r") else ""
        if held:
            text = text[:-1]
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text:
            yield text
        if not raw:
            return


def read_lines(files: Chosen, name: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their numbers, without their ends.

    A line longer than `LONGEST_LINE` is cut there: nothing that fills the memory is held.
    """
    encoding = find_encoding(files.head(name)) or "utf-8"
    number, carried, cutting = 0, "", False
    with files.open(name) as file:
        for piece in read_pieces(file, encoding):
            lines = piece.split("\n")
            if not cutting:
                lines[0] = carried + lines[0]
            elif len(lines) > 1:
                number += 1
                yield number, carried
                lines, cutting = lines[1:], False
            else:
                continue
            carried = lines.pop()
            for line in lines:
                number += 1
                yield number, line[:LONGEST_LINE]
            if len(carried) > LONGEST_LINE:
                carried, cutting = carried[:LONGEST_LINE], True
    if carried:
        yield number + 1, carried
