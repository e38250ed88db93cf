"""Files as readers get them: they end where the disk, or the zip they are in, fails or bursts."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedReader

STEP = 65_536
"""Bytes unpacked at once: so many are lost at most before a damaged place."""
BOMB_FROM = 64 << 20
"""Bytes from which a member's ratio counts: small ones harm nobody."""
BOMB_RATIO = 400
"""Chats shrink to a tenth or so; the worst honest file that was tried, to a hundredth."""
LARGEST_LISTING = 32 << 20
"""Bytes that a zip takes to name its files: Python holds ten times as much to read it."""
LISTING_END = struct.Struct("<4s8xL4xH")
"""What a zip ends with: a sign, the bytes of its listing, and those of a remark after it."""
LONG_LISTING_END = struct.Struct("<4s36xQ8x")
LONG_LISTING_PLACE = 20
"""Bytes between the two ends, where a zip has both."""
PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What exports are packed with. The others may ask for memory as they like."""
ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OverflowError, struct.error,
)  # fmt: skip
"""What Python's `zipfile` raises of damaged ones, found by fuzzing."""


class TooLargeInsideError(OSError):
    """A member of a zip grows without bound: it is not read on."""


class Through(io.RawIOBase):
    """Bytes of another file, read through."""

    def __init__(self, file: BufferedReader | io.BytesIO | zipfile.ZipExtFile) -> None:
        self._file = file

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``, or a part of it; 0 at the end."""
        piece = self._read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _read(self, most: int) -> bytes:
        # Not `read`: it throws away what it has when it comes to a damaged place.
        return self._file.read1(most)

    def close(self) -> None:
        """Close the file below too."""
        self._file.close()
        super().close()


class Counted(Through):
    """Tells how much is read; ends where the file below fails."""

    def __init__(
        self,
        file: BufferedReader | io.BytesIO,
        meter: Callable[[int], None],
        fail: Callable[[OSError], None],
    ) -> None:
        super().__init__(file)
        self._meter = meter
        self._fail = fail

    def _read(self, most: int) -> bytes:
        try:
            piece = super()._read(most)
        except OSError as error:
            self._fail(error)
            return b""
        self._meter(len(piece))
        return piece


class Bounded(Through):
    """A member of a zip, which may be damaged or endless."""

    def __init__(self, file: zipfile.ZipExtFile, packed: int) -> None:
        super().__init__(file)
        self._left = max(BOMB_FROM, packed * BOMB_RATIO)

    def _read(self, most: int) -> bytes:
        try:
            piece = super()._read(min(most, STEP))
        except ZIP_FAULTS as error:
            # To a reader, a disk that fails.
            message = "damaged"
            raise OSError(message) from error
        self._left -= len(piece)
        if self._left < 0:
            message = "a zip that grows without bound"
            raise TooLargeInsideError(message)
        return piece


def listing_size(file: BinaryIO | Path) -> int:
    """Return the bytes of a zip's listing, before Python reads it whole; 0 if there is none."""
    with ExitStack() as stack:
        opened = stack.enter_context(file.open("rb")) if isinstance(file, Path) else file
        tail_begin = max(0, opened.seek(0, os.SEEK_END) - (1 << 16) - 200)
        opened.seek(tail_begin)
        tail = opened.read()
    place = tail.rfind(b"PK\x05\x06")
    if not 0 <= place <= len(tail) - LISTING_END.size:
        return 0
    size: int = LISTING_END.unpack_from(tail, place)[1]
    long_place = place - LONG_LISTING_PLACE - LONG_LISTING_END.size
    if long_place >= 0 and tail.startswith(b"PK\x06\x06", long_place):
        size = max(size, LONG_LISTING_END.unpack_from(tail, long_place)[1])
    return size
