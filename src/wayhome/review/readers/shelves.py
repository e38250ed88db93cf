"""Sort the messages of a file in which conversations are mixed, without holding them as values.

Some formats write all conversations into one stream. Kept as values, a gigabyte of them would
fill the memory; nothing may be written to disk. So each conversation is kept packed, a tenth of
its size, and unpacked when it is asked for.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.messages import Conversation, Media, Message, Part, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BLOCK = 512
"""Messages that are packed together."""
MOST_LOOSE = 1 << 15
"""Messages of all conversations together that are held unpacked."""
MOST_PACKED = 1 << 30
"""Bytes of packed messages that are kept at most, in one run."""


@dataclass(slots=True)
class _Shelf:
    packed: list[bytes] = field(default_factory=list)
    loose: list[Message] = field(default_factory=list)

    def pack(self) -> int:
        """Pack what is loose; return the bytes it takes."""
        text = json.dumps(self.loose, ensure_ascii=False, separators=(",", ":"))
        # "surrogatepass": half of a sign may stand in a broken export.
        self.packed.append(zlib.compress(text.encode("utf-8", "surrogatepass"), 1))
        self.loose = []
        return len(self.packed[-1])

    def messages(self) -> Iterator[Message]:
        """Yield what stands here, in the order in which it was added."""
        for block in self.packed:
            for values in json.loads(zlib.decompress(block).decode("utf-8", "surrogatepass")):
                media = values[6] and Media(*values[6])
                yield Message._make([*values[:6], media])
        yield from self.loose


@dataclass(slots=True)
class Shelves:
    """The conversations of one file, by title, or by any key that tells them apart."""

    _shelves: dict[str, _Shelf] = field(default_factory=dict)
    _used: int = 0
    _loose: int = 0
    _left_out: int = 0

    def add(self, key: str, message: Message) -> None:
        """Add a message to its conversation."""
        if self._used > MOST_PACKED:
            self._left_out += 1
            return
        shelf = self._shelves.get(key)
        if shelf is None:
            shelf = self._shelves[key] = _Shelf()
        shelf.loose.append(message)
        self._loose += 1
        if len(shelf.loose) >= BLOCK:
            self._loose -= len(shelf.loose)
            self._used += shelf.pack()
        elif self._loose >= MOST_LOOSE:
            # Thousands of conversations of a few messages each.
            self._used += sum(each.pack() for each in self._shelves.values() if each.loose)
            self._loose = 0

    def keys(self) -> tuple[str, ...]:
        """Name the conversations, in the order in which they begin."""
        return tuple(self._shelves)

    def messages(self, key: str) -> Iterator[Message]:
        """Yield the messages of one conversation, in the order in which they were added."""
        return self._shelves[key].messages()

    def conversations(
        self,
        file: str,
        faults: Iterable[Skipped] = (),
        describe: Callable[[str, Iterator[Part]], Conversation] = Conversation,
    ) -> Iterator[Conversation]:
        """Yield them as conversations of one file.

        ``faults`` go with the first one. ``describe`` makes a conversation of a key and its parts;
        by default the key is the title.
        """
        waiting = list(faults)
        if self._left_out:
            waiting.append(Skipped("end", "too_much_at_once"))
        if not self._shelves and waiting:
            yield describe("", iter((Part(file, iter(waiting)),)))
        for key in self._shelves:
            yield describe(key, iter((Part(file, _after(waiting, self.messages(key))),)))
            waiting = []


def _after(faults: list[Skipped], messages: Iterator[Message]) -> Iterator[Message | Skipped]:
    yield from faults
    yield from messages
