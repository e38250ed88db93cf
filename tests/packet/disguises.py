"""Pictures in disguise: every shape in which one could get into a file that looks like text."""

from __future__ import annotations

import base64
import binascii
import io
import json
import quopri
import random
import sqlite3
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def draw(side: int, form: str) -> bytes:
    """Return a square of noise, which holds nothing that anybody could see."""
    chance = random.Random(side)  # noqa: S311 - the same noise in every run
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3))
    noise.save(out, form)
    return out.getvalue()


JPEG, PNG, DOT = draw(48, "JPEG"), draw(48, "PNG"), draw(1, "PNG")
CHAT = "".join(
    f"[3/{day}/25, 9:4{day % 10}:07 PM] Ana Prueba: see you at the school gate, we said nine\n"
    for day in range(1, 29)
).encode()


def _inside(blob: bytes) -> bytes:
    """Put something in the middle of a chat."""
    return CHAT + blob + b"\n" + CHAT


def _lines(text: bytes, width: int, end: bytes = b"\n") -> bytes:
    return end.join(text[place : place + width] for place in range(0, len(text), width))


def _dump(data: bytes, width: int, group: int) -> bytes:
    """Return what `xxd` and `hexdump -C` print."""
    rows = []
    for place in range(0, len(data), width):
        row = data[place : place + width]
        cells = " ".join(row[at : at + group].hex() for at in range(0, len(row), group))
        seen = "".join(chr(each) if 32 <= each < 127 else "." for each in row)
        rows.append(f"{place:08x}: {cells:<40}  {seen}")
    return "\n".join(rows).encode()


def _uuencode(data: bytes, *, header: bool = True) -> bytes:
    rows = [binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45)]
    return (b"begin 644 a.txt\n" if header else b"") + b"".join(rows) + b"`\nend\n"


def _yencode(data: bytes) -> bytes:
    body = bytes((each + 42) % 256 for each in data)
    return b"=ybegin line=128 size=9 name=a.txt\n" + body + b"\n=yend size=9\n"


def _numbers(data: Iterable[int], form: str, between: str) -> bytes:
    return between.join(form.format(each) for each in data).encode()


def _zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", data)
    return out.getvalue()


def _sqlite(data: bytes) -> bytes:
    base = sqlite3.connect(":memory:")
    base.execute("create table a (b blob)")
    base.execute("insert into a values (?)", (data,))
    base.commit()
    raw = base.serialize()
    base.close()
    return raw


def _mail(data: bytes) -> bytes:
    return (
        b"From: a@mail.example\nSubject: hello\nMIME-Version: 1.0\nContent-Type: image/jpeg\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)
    )


def _json(value: object) -> bytes:
    return json.dumps({"messages": [{"text": "hello there", "thumb": value}]}).encode()


def _in_signs(data: bytes) -> str:
    """Return two bytes, less one bit, as one sign of Chinese or Korean."""
    pairs = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
    return "".join(chr(0x4E00 + pair % 20000) for pair in pairs)


def _in_letters(data: bytes, first: int) -> bytes:
    """Return each byte as a letter of one alphabet, in lines as people write them."""
    letters = "".join(chr(first + each) for each in data)
    return "\n".join(letters[at : at + 50] for at in range(0, len(letters), 50)).encode()


b64 = base64.b64encode
SHAPES: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda raw: raw,
    "after a chat": lambda raw: CHAT * 60 + raw,
    "after a megabyte of chat": lambda raw: CHAT * 600 + raw,
    "in latin letters": lambda raw: _inside(raw.decode("latin-1").encode()),
    "zip": _zip,
    "zip after a chat": lambda raw: CHAT + _zip(raw),
    "chat after a zip": lambda raw: _zip(raw) + CHAT,
    "sqlite": _sqlite,
    "utf-16 text": lambda _: CHAT.decode().encode("utf-16"),
    "utf-16 text without a mark": lambda _: CHAT.decode().encode("utf-16-le"),
    "utf-32 text": lambda _: CHAT.decode().encode("utf-32"),
    "json base64": lambda raw: _json(b64(raw).decode()),
    "json base64, slashes escaped": lambda raw: _json(b64(raw).decode()).replace(b"/", rb"\/"),
    "json base64, plus escaped": lambda raw: _json(b64(raw).decode()).replace(b"+", rb"\u002b"),
    "json base64 in lines": lambda raw: _json(base64.encodebytes(raw).decode()),
    "json base64 in a list": lambda raw: _json(_lines(b64(raw), 64).decode().split("\n")),
    "json base64 for addresses": lambda raw: _json(base64.urlsafe_b64encode(raw).decode()),
    "json list of numbers": lambda raw: _json(list(raw)),
    "json list of numbers, indented": lambda raw: json.dumps(list(raw), indent=2).encode(),
    "json mapping of numbers": lambda raw: _json({str(n): each for n, each in enumerate(raw)}),
    "json latin escapes": lambda raw: _json(raw.decode("latin-1")),
    "json hexadecimal": lambda raw: _json(raw.hex()),
    "csv data address": lambda raw: b"name,photo\nAna,data:image/jpeg;base64," + b64(raw) + b"\n",
    "data address, upper case": lambda raw: _inside(b"DATA:IMAGE/PNG;BASE64," + b64(raw)),
    "data address, percent": lambda raw: _inside(
        b"data:image/png," + quote_from_bytes(raw).encode()
    ),
    "base64 in one line": lambda raw: _inside(b64(raw)),
    "base64 in lines of 76": lambda raw: _inside(base64.encodebytes(raw)),
    "base64 in lines of 76, dos": lambda raw: _inside(_lines(b64(raw), 76, b"\r\n")),
    "base64 quoted in lines": lambda raw: _inside(_lines(b64(raw), 60, b'",\n    "')),
    "base64 as in a card": lambda raw: b"BEGIN:VCARD\nPHOTO;ENCODING=b;TYPE=JPEG:"
    + _lines(b64(raw), 74, b"\n ") + b"\nEND:VCARD\n",
    "base64 upside down": lambda raw: _inside(b64(raw)[::-1]),
    "base32": lambda raw: _inside(base64.b32encode(raw)),
    "base85": lambda raw: _inside(base64.b85encode(raw)),
    "ascii85": lambda raw: _inside(base64.a85encode(raw)),
    "ascii85 with marks": lambda raw: _inside(base64.a85encode(raw, adobe=True)),
    "uuencode": lambda raw: _inside(_uuencode(raw)),
    "uuencode without a header": lambda raw: _inside(_uuencode(raw, header=False)),
    "yenc": lambda raw: _inside(_yencode(raw)),
    "quoted-printable": lambda raw: _inside(quopri.encodestring(raw)),
    "percent": lambda raw: _inside(quote_from_bytes(raw).encode()),
    "mail": _mail,
    "mail after a chat": lambda raw: CHAT * 100 + _mail(raw),
    "rich text": lambda raw: rb"{\rtf1 {\pict\jpegblip " + raw.hex().encode() + b"}}",
    "rich text after a blank": lambda raw: b"\n{\\rtf1 {\\pict " + _lines(raw.hex().encode(), 128),
    "xml": lambda raw: b'<?xml version="1.0"?><mms data="' + b64(raw) + b'"/>',
    "html": lambda raw: b"\n<html><img src='data:image/png;base64," + b64(raw) + b"'></html>",
    "drawing": lambda _: _inside(b"<svg width='9'><path d='M0 0'/></svg>"),
    "dump in pairs": lambda raw: _inside(_dump(raw, 16, 1)),
    "dump in fours": lambda raw: _inside(_dump(raw, 16, 2)),
    "bare hexadecimal": lambda raw: _inside(raw.hex().encode()),
    "bare hexadecimal in lines": lambda raw: _inside(_lines(raw.hex().encode(), 60)),
    "hexadecimal, large, colons": lambda raw: _inside(raw.hex(":").upper().encode()),
    "source code": lambda raw: _inside(_numbers(raw, "0x{:02x}", ", ")),
    "escapes of a program": lambda raw: _inside(_numbers(raw, "\\x{:02x}", "")),
    "octal escapes": lambda raw: _inside(_numbers(raw, "\\{:03o}", "")),
    "numbers in a column": lambda raw: _inside(_numbers(raw, "{}", "\n")),
    "numbers by semicolon": lambda raw: _inside(_numbers(raw, "{:03}", ";")),
    "numbers of a page": lambda raw: _inside(_numbers(raw, "&#{};", "")),
    "bits": lambda raw: _inside(_numbers(raw, "{:08b}", " ")),
    "bits in one row": lambda raw: _inside(_numbers(raw, "{:08b}", "")),
    "netpbm": lambda raw: b"P3\n48 48\n255\n" + _numbers(raw, "{}", " "),
    "netpbm after a note": lambda raw: CHAT + b"P3\n48 48\n255\n" + _numbers(raw, "{}", " "),
    "json numbers, far apart": lambda raw: json.dumps(list(raw), indent=24).encode(),
    "json signed bytes": lambda raw: _json([each - 256 if each > 127 else each for each in raw]),
    "json words of 32 bits": lambda raw: _json(
        [int.from_bytes(raw[at : at + 4], "big", signed=True) for at in range(0, len(raw), 4)]
    ),
    "json shares of one": lambda raw: _json([round(each / 255, 6) for each in raw]),
    "json colours": lambda raw: _json(
        [dict(zip("rgb", raw[at : at + 3], strict=False)) for at in range(0, len(raw), 3)]
    ),
    "json colours, indented": lambda raw: json.dumps(
        [dict(zip("rgb", raw[at : at + 3], strict=False)) for at in range(0, len(raw), 3)], indent=4
    ).encode(),
    "pairs far apart": lambda raw: _inside(_numbers(raw, "{:02x}", " " * 9)),
    "pairs far apart, in lines": lambda raw: _inside(_numbers(raw, "{:02x}", "   \n\t   ")),
    "letters in threes": lambda raw: _inside(_lines(b64(raw), 3, b" ")),
    "letters in twos, in a list": lambda raw: _json(_lines(b64(raw), 2).decode().split("\n")),
    "letters in values of 39": lambda raw: json.dumps(
        [{"text": each} for each in _lines(b64(raw), 39).decode().split("\n")]
    ).encode(),
    "letters in messages of 30": lambda raw: b"".join(
        b"[3/4/25, 9:41:07 PM] Ana Prueba: " + each + b"\n"
        for each in _lines(b64(raw), 30).split(b"\n")
    ),
    "in chinese signs": lambda raw: _inside(_lines(_in_signs(raw * 3).encode(), 120)),
    "in chinese signs, far into a chat": lambda raw: CHAT * 600
    + _lines(_in_signs(raw * 3).encode(), 120)
    + CHAT * 600,
    "in signs for the blind": lambda raw: _inside(_in_letters(raw, 0x2800)),
    "in letters of the east": lambda raw: _inside(_in_letters(raw, 0x400)),
    "in little pictures": lambda raw: _inside(_in_letters(raw, 0x1F400)),
    "json words of 64 bits": lambda raw: _json(
        [int.from_bytes(raw[at : at + 8], "big") for at in range(0, len(raw), 8)]
    ),
    "json shares around nothing": lambda raw: _json([each / 127.5 - 1 for each in raw]),
    "armour": lambda raw: _inside(b"-----BEGIN PGP MESSAGE-----\n\n" + base64.encodebytes(raw)),
}  # fmt: skip

HEADS: dict[str, bytes] = {
    "gif": b"GIF89a\x01\x00", "webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ", "tiff": b"II*\x00\x08\x00",
    "bmp": b"BM\x36\x00\x00\x00\x00\x00\x00\x00", "heic": b"\x00\x00\x00\x18ftypheic",
    "mp4": b"\x00\x00\x00\x18ftypmp42", "webm": b"\x1aE\xdf\xa3\x9fB",
    "avi": b"RIFF\x24\x00\x00\x00AVI ",
    "mp3": b"ID3\x03\x00", "ogg": b"OggS\x00\x02", "jpeg xl": b"\xff\x0a\xfa\x1f",
    "icon": b"\x00\x00\x01\x00",
    "netpbm": b"P3 2 2 255\n1 2 3",
}  # fmt: skip
"""How pictures, videos and sounds begin."""
