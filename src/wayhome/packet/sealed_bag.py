"""A bag in one file that only its receiver opens: a tar, sealed with age while it is made.

age (age-encryption.org/v1) is free, small and known to technicians. Nothing of the bag is ever in
the clear on the disk: the tar exists only as it passes.
"""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

from wayhome.model.problems import UserProblem
from wayhome.packet.bag_values import BagStoppedError, SourceChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from wayhome.packet.bag_stream import BagStream

MOST_WITH_PASSPHRASE = 200 * 1024 * 1024
"""Bytes. The library seals for a passphrase in memory only; a key has no such limit."""
SHORTEST = 12
"""Letters of a passphrase."""


def check_recipient(key: str) -> str:
    """Return a public key of age; UserProblem ``bag_recipient`` for anything else."""
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        raise UserProblem("bag_recipient") from None
    return key.strip()


def seal_for(stream: BagStream, name: str, moment: int, out: IO[bytes], recipient: str) -> None:
    """Seal a bag to a public key, piece by piece; ``moment`` is the time on every file."""
    import pyrage

    tar, sealed = TarReader(stream, name, moment), _SealedWriter(out)
    try:
        pyrage.encrypt_io(tar, sealed, [pyrage.x25519.Recipient.from_str(recipient)])
    except (OSError, pyrage.EncryptError):
        # What went wrong on either side of the library comes out of it as something else.
        raise tar.trouble or sealed.trouble or OSError from None


def seal_with_passphrase(
    stream: BagStream, name: str, moment: int, out: IO[bytes], passphrase: str
) -> None:
    """Seal a bag with a passphrase; UserProblem ``bag_too_large`` beyond what fits in memory."""
    import pyrage

    if len(passphrase) < SHORTEST:
        raise UserProblem("bag_passphrase_short", least=SHORTEST)
    raw = bytearray()
    for piece in tar_pieces(stream, name, moment):
        raw += piece
        if len(raw) > MOST_WITH_PASSPHRASE:
            raise UserProblem("bag_too_large", megabytes=MOST_WITH_PASSPHRASE >> 20)
    out.write(pyrage.passphrase.encrypt(bytes(raw), passphrase))


def tar_pieces(stream: BagStream, name: str, moment: int) -> Iterator[bytes]:
    """Give a tar of the bag, in a folder of its own, with nobody's name on any file."""
    for entry in stream.entries():
        info = tarfile.TarInfo(f"{name}/{entry.name}")
        info.size, info.mtime, info.mode = entry.size, moment, 0o600
        yield info.tobuf(tarfile.PAX_FORMAT)
        yield from entry.pieces
        yield bytes(-entry.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


class _SealedWriter:
    """A file to write to that remembers why it could not be written."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.trouble: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._out.write(data)
        except OSError as trouble:
            self.trouble = trouble
            raise

    def flush(self) -> None:
        try:
            self._out.flush()
        except OSError as trouble:
            self.trouble = trouble
            raise


class TarReader:
    """The tar of a bag as a file to read from."""

    def __init__(self, stream: BagStream, name: str, moment: int) -> None:
        """Begin before the first file."""
        self._pieces = tar_pieces(stream, name, moment)
        self._rest = memoryview(b"")
        self.trouble: Exception | None = None
        """What stopped it."""

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes; b"" at the end."""
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except (SourceChangedError, BagStoppedError, OSError) as trouble:
            self.trouble = trouble
            raise OSError from None
        size = len(self._rest) if size < 0 else size
        piece, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return piece
