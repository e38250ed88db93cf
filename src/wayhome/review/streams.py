"""Bytes of an export on their way: counted, bounded, and ended where a file is damaged."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedReader

HEAD = 65_536
"""Bytes that a reader may look at to recognise a file."""
BOMB_FROM = 64 << 20
"""Bytes from which a member's ratio counts: small ones harm nobody."""
BOMB_RATIO = 400
"""Chats shrink to a tenth or so; the worst honest file that was tried, to a hundredth."""
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
        """Read on; return how many bytes came."""
        piece = self._read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _read(self, most: int) -> bytes:
        # Not `read`: it throws away what it has when it comes to a damaged place.
        return self._file.read1(most)

    def close(self) -> None:
        """Close both."""
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
            piece = super()._read(min(most, HEAD))
        except ZIP_FAULTS as error:
            # To a reader, a disk that fails.
            message = "damaged"
            raise OSError(message) from error
        self._left -= len(piece)
        if self._left < 0:
            message = "a zip that grows without bound"
            raise TooLargeInsideError(message)
        return piece
