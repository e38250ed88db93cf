"""One JSON file of a thread: its fields and its messages, whole if small, else packed.

Meta writes the newest message first and the title last, so a file is read to its end before its
first message can be given. Files hold 10,000 messages, a few megabytes; a larger one is streamed
and its messages are kept packed, so that no file fills the memory.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any, cast

from wayhome.model.messages import Skipped
from wayhome.review.readers.json_guard import Guarded, TooMuchError
from wayhome.review.readers.json_walk import BrokenJsonError, Walk
from wayhome.review.readers.meta_strings import clean_name
from wayhome.review.readers.texts import BROKEN, find_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wayhome.review.source import Chosen

LARGEST_WHOLE = 16 << 20
"""Bytes of a file that is read as one value."""
LARGEST_ITEM = 16 << 20
"""Bytes of one message: what is larger is no message."""
TAIL = 1 << 16
PIECE = 1 << 18
BLOCK = 1000
"""Messages that are packed together."""
MOST_PACKED = 1 << 30
LOOKED_AT = 200
"""Messages that tell which way a file runs."""
MOST_PEOPLE = 5000
STRING = r'"((?:[^"\\]|\\.)*)"'
PARTICIPANTS = re.compile(r'"participants"\s*:\s*(?=\[)')
ANY_NAME = re.compile(rf'"name"\s*:\s*{STRING}')
DAMAGE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""What a damaged disk or zip raises."""


@dataclass(slots=True)
class Pile:
    """Values in the order of a file, packed, to be given in that order or the other way round."""

    packed: list[bytes] = field(default_factory=list)
    loose: list[Any] = field(default_factory=list)
    count: int = 0
    used: int = 0

    def add(self, value: object) -> bool:
        """Keep a value; False if there is no room for it."""
        if self.used > MOST_PACKED:
            return False
        self.loose.append(value)
        self.count += 1
        if len(self.loose) >= BLOCK:
            self.packed.append(zlib.compress(json.dumps(self.loose).encode(), 1))
            self.used += len(self.packed[-1])
            self.loose = []
        return True

    def numbered(self, *, turned: bool) -> Iterator[tuple[int, Any]]:
        """Yield the values with their places in the file, from 1; the last one first if asked."""
        blocks = range(len(self.packed) + 1)
        for number in reversed(blocks) if turned else blocks:
            values = self._block(number)
            begin = number * BLOCK + 1
            if turned:
                yield from zip(
                    range(begin + len(values) - 1, begin - 1, -1), reversed(values), strict=True
                )
            else:
                yield from enumerate(values, begin)

    def _block(self, number: int) -> list[Any]:
        if number == len(self.packed):
            return self.loose
        values: list[Any] = json.loads(zlib.decompress(self.packed[number]))
        return values

    def first(self) -> list[Any]:
        """Return some values from the beginning of the file."""
        return self._block(0)[:LOOKED_AT]


@dataclass(frozen=True, slots=True)
class ThreadFile:
    """What one file of a thread says."""

    fields: dict[str, Any]
    """All but the messages."""
    rows: Pile
    faults: tuple[Skipped, ...] = ()


def read_file(files: Chosen, name: str, strings: Sequence[str]) -> ThreadFile:
    """Read one file; ``strings`` are the fields that are looked for in a broken one."""
    if files.size(name) > LARGEST_WHOLE:
        try:
            with files.open(name) as file:
                return _stream(file, strings)
        except DAMAGE:
            return ThreadFile({}, Pile(), (Skipped("begin", "unreadable"),))
    raw, damaged = read_all(files, name)
    faults = [Skipped("end", "unreadable")] if damaged else []
    text = raw.decode(find_encoding(raw[:TAIL]) or "utf-8", "replace").removeprefix("\ufeff")
    if BROKEN in text and b"\xef\xbf\xbd" not in raw:
        line = text.count("\n", 0, text.index(BROKEN)) + 1
        faults.append(Skipped(f"line {line}", "broken_text"))
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        # What stands before the damage is still read.
        broken = _stream(io.BytesIO(text.encode("utf-8", "replace")), strings)
        return ThreadFile(broken.fields, broken.rows, (*faults, *broken.faults))
    rows = found.pop("messages", None) if isinstance(found, dict) else None
    if not isinstance(rows, list):
        return ThreadFile({}, Pile(), (*faults, Skipped("begin", "not_a_message")))
    return ThreadFile(found, Pile([], rows, len(rows)), tuple(faults))


def read_all(files: Chosen, name: str) -> tuple[bytes, bool]:
    """Return the bytes of a file, as far as they can be read, and whether it broke off."""
    held = bytearray()
    try:
        with files.open(name) as file:
            # A file may be larger than its listing says.
            while len(held) <= LARGEST_WHOLE and (piece := file.read(PIECE)):
                held += piece
    except DAMAGE:
        return bytes(held), True
    return bytes(held), False


def _stream(file: IO[bytes], strings: Sequence[str]) -> ThreadFile:
    """Read the messages one by one, packed; a fault ends it."""
    watched, rows = Guarded(file, LARGEST_ITEM), Pile()
    code = None
    try:
        for row in _rows(Walk(cast("IO[bytes]", watched), b"")):
            watched.since = 0
            if not rows.add(row):
                code = "too_much_at_once"
                break
    except BrokenJsonError as error:
        code = error.code
    except TooMuchError:
        code = "too_much_at_once"
    except (ValueError, OverflowError, RecursionError):
        code = "not_json"
    except DAMAGE:
        code = "unreadable"
    fields: dict[str, Any] = {"participants": list(participants(watched.begin))}
    for key in strings:
        fields[key] = find_string(watched.tail, key) or find_string(watched.begin, key)
    faults = (Skipped(f"after entry {rows.count}", code),) if code else ()
    return ThreadFile(fields, rows, faults)


def _rows(walk: Walk) -> Iterator[object]:
    for key in walk.members():
        if key == "messages" and walk.next_sign() == "[":
            yield from walk.values()
        else:
            walk.skip()


def find_string(piece: bytes, key: str) -> str | None:
    """Return the last string under ``key`` in a piece of JSON."""
    text = piece.decode("utf-8", "replace")
    found = None
    for each in re.finditer(rf'(?<!\\)"{key}"\s*:\s*{STRING}', text):
        found = each[1]
    return _unescape(found) if found is not None else None


def _unescape(raw: str) -> str | None:
    try:
        value = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def participants(head: bytes) -> tuple[str, ...]:
    """Return the names in the list of participants that stands in the first bytes of a file."""
    text = head.decode(find_encoding(head) or "utf-8", "ignore")
    found = PARTICIPANTS.search(text)
    if found is None:
        return ()
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, found.end())
    except (ValueError, RecursionError):
        # The list is longer than the first bytes, or broken: what stands there counts.
        value = [_unescape(name) for name in ANY_NAME.findall(text, found.end())]
    return people_of(value)


def people_of(value: object) -> tuple[str, ...]:
    """Return the names in a list of participants, given as objects or as strings."""
    if not isinstance(value, list):
        return ()
    names = []
    for each in value[:MOST_PEOPLE]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and (shown := clean_name(name)):
            names.append(shown)
    return tuple(dict.fromkeys(names))


def runs_backwards(rows: Pile, key: str, *, otherwise: bool) -> bool:
    """Tell whether the newest message stands first; ``otherwise`` where times don't tell."""
    times = [row.get(key) for row in rows.first() if isinstance(row, dict)]
    known = [time for time in times if isinstance(time, int | float)]
    falls = sum(after < before for before, after in pairwise(known))
    rises = sum(after > before for before, after in pairwise(known))
    return otherwise if falls == rises else falls > rises
