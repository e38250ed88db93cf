"""Write a file whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the file, then put it in its place: a reader never meets half of it.

    Only this user can read the file. Nothing stays behind where it can't be written.

    Raises:
        OSError: the folder can't be written, the disk is full, or a folder stands at ``path``.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as half:
        try:
            half.write(data)
        except OSError:
            Path(half.name).unlink(missing_ok=True)
            raise
    try:
        Path(half.name).replace(path)
    except OSError:
        Path(half.name).unlink(missing_ok=True)
        raise
