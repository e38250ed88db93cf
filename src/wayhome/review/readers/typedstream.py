"""The text of an `attributedBody`: newer iPhones and Macs leave a message's `text` empty.

It is an archive of Apple's `typedstream` kind. Only its first string is wanted, which is the
text: so only that is read, and nothing of the archive is ever built.
"""

from __future__ import annotations

CLASS = b"NSString"
STRING = b"\x84\x01+"
"""A value of one string of bytes; its length follows."""
NEAR = 24
"""Bytes after the class in which its value begins."""
SHORT, LONG = 0x81, 0x82
"""The length takes two or four bytes."""


def read_text(body: bytes) -> str | None:
    """Return the text of a body; None if it holds none that can be read."""
    begin = body.find(CLASS)
    if begin < 0:
        return None
    begin += len(CLASS)
    place = body.find(STRING, begin, begin + NEAR)
    if place < 0:
        return None
    place += len(STRING)
    first = body[place] if place < len(body) else 0
    wide = {SHORT: 2, LONG: 4}.get(first, 0)
    length = int.from_bytes(body[place + 1 : place + 1 + wide], "little") if wide else first
    place += 1 + wide
    if place + length > len(body) or (not wide and first > LONG):
        return None
    return body[place : place + length].decode("utf-8", "replace")
