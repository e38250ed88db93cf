"""Write a file whole or not at all, and so that it is still there after the power fails."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

HALF = ".half-"
"""How the name of a file begins that is not whole yet. One that was left behind is rubbish."""


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the file, then put it in its place: a reader never meets half of it.

    Only this user can read the file. Nothing stays behind where it can't be written.

    Raises:
        OSError: the folder can't be written, the disk is full, or a folder stands at ``path``.
    """
    with whole_file(path) as half:
        half.write(data)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to; it appears at ``path`` when all went well, and else never.

    Raises:
        OSError: as `write_whole`.
    """
    path = path.resolve()
    if path.exists() and not path.is_file() and not path.is_dir():
        # A pipe or a device: there is nothing to put in its place.
        with path.open("wb") as stream:
            yield stream
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=HALF, delete=False) as half:
        try:
            yield half
            half.flush()
            # Before the name: else a power cut could leave the name with nothing behind it.
            os.fsync(half.fileno())
        except BaseException:
            half.close()
            Path(half.name).unlink(missing_ok=True)
            raise
    try:
        Path(half.name).replace(path)
    except OSError:
        Path(half.name).unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Have the system write down which files a folder holds. Windows does so by itself."""
    if os.name != "posix":
        return
    # Some file systems can't do this for a folder (a stick, a share); the file is there.
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
