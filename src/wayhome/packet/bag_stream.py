"""A bag as a stream of files: payload first, then its lists. Same values, same bytes.

BagIt version 1.0, RFC 8493. Each piece is hashed while it passes, so a file is read once.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.packet.bag_inputs import CHUNK, open_plain
from wayhome.packet.bag_values import SourceChangedError, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.packet.bag_values import Bag, Part

ALGORITHMS = ("sha256", "sha512")
CODE_FILE = "tagmanifest-sha256.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LARGE = 1 << 16
"""Bytes from which on threads pay."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the bag. ``pieces`` must be used up before the next entry is asked for."""

    name: str
    size: int
    """Bytes."""
    pieces: Iterator[bytes]


class BagStream:
    """One bag on its way to a folder or into an archive."""

    def __init__(self, bag: Bag, watch: Watch | None = None) -> None:
        """Begin with nothing written."""
        self._bag, self._watch = bag, watch or Watch()
        self._done = 0
        self._sums: dict[str, tuple[str, ...]] = {}
        self.code = ""
        """The bag's code, once every entry has passed."""

    def entries(self) -> Iterator[Entry]:
        """Give every file of the bag.

        Raises:
            SourceChangedError: a file is no longer what was looked at.
            BagStoppedError: nobody wants it any more.
        """
        payload, about = self._bag.payload, self._bag.about
        with ThreadPoolExecutor(len(ALGORITHMS)) as pool:
            for part in (*payload, *about):
                yield Entry(part.inside, part.bytes, self._pass(part, pool))
        inside = [each.inside for each in payload]
        tags = [each.inside for each in about]
        oxum = f"{self._bag.bytes}.{len(payload)}"
        info = "".join(f"{name}: {said}\n" for name, said in self._info(oxum))
        for name, data in (("bagit.txt", DECLARATION), ("bag-info.txt", info.encode())):
            tags.append(name)
            yield self._own(name, data)
        for place, algorithm in enumerate(ALGORITHMS):
            tags.append(f"manifest-{algorithm}.txt")
            yield self._own(tags[-1], self._list(inside, place))
        for place, algorithm in enumerate(ALGORITHMS):
            name, data = f"tagmanifest-{algorithm}.txt", self._list(tags, place)
            if name == CODE_FILE:
                self.code = hashlib.sha256(data).hexdigest()
            yield Entry(name, len(data), iter((data,)))

    def _info(self, oxum: str) -> Iterator[tuple[str, str]]:
        yield from self._bag.info
        yield "Payload-Oxum", oxum

    def _own(self, name: str, data: bytes) -> Entry:
        self._sums[name] = tuple(hashlib.new(each, data).hexdigest() for each in ALGORITHMS)
        return Entry(name, len(data), iter((data,)))

    def _list(self, names: list[str], place: int) -> bytes:
        lines = (f"{self._sums[name][place]}  {escape(name)}\n" for name in sorted(names))
        return "".join(lines).encode()

    def _pass(self, part: Part, pool: ThreadPoolExecutor) -> Iterator[bytes]:
        sums = [hashlib.new(each) for each in ALGORITHMS]
        size = 0
        for piece in _pieces(part):
            size += len(piece)
            if size > part.bytes:
                raise SourceChangedError
            self._done += len(piece)
            self._watch.tell(self._done, max(self._bag.bytes, self._done))
            # hashlib lets go of the interpreter: both run while the piece is written.
            running = [pool.submit(each.update, piece) for each in sums if len(piece) >= LARGE]
            yield piece
            for each in () if running else sums:
                each.update(piece)
            for future in running:
                future.result()
        digests = tuple(each.hexdigest() for each in sums)
        if part.source is not None and (digests[0] != part.sha256 or size != part.size):
            raise SourceChangedError
        self._sums[part.inside] = digests


def escape(name: str) -> str:
    """Return a path as a list of a bag spells it."""
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _pieces(part: Part) -> Iterator[bytes]:
    if part.source is None:
        yield part.data
        return
    try:
        with open_plain(part.source) as file:
            while piece := file.read(CHUNK):
                yield piece
    except OSError:
        raise SourceChangedError from None
