"""Destroy a record for good, as far as a program can.

The keys first: without them the store is noise, wherever the disk may still hold old copies of it.
Then each file is written over and removed. On a disk with flash memory (SSD, stick) what is
written over can stay behind in cells that no program reaches; on a file system that keeps earlier
states it stays in those. The words that a person reads say so.
"""

from __future__ import annotations

import os
import secrets
import shutil
from typing import TYPE_CHECKING

from wayhome.record.folder import KEPT, KEY, saving

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.record.folder import RecordFolder

CHUNK = 1024 * 1024


def shred_record(folder: RecordFolder) -> None:
    """Destroy the record, the entries that wait, and records that restoring set aside.

    Stopped half-way, it can be called again.

    Raises:
        UserProblem: the disk refuses.
    """
    with saving():
        for place in (folder.path, *_set_aside(folder)):
            for name in (KEY, KEPT):
                shred_file(place / name)
            if place.is_dir():
                shred_path(place)


def shred_file(path: Path) -> None:
    """Write over a file once, then remove it. A file that is not there is no error.

    Raises:
        OSError: it can't be written over or removed.
    """
    if path.is_symlink() or not path.is_file():
        path.unlink(missing_ok=True)
        return
    left = path.stat().st_size
    with path.open("r+b", buffering=0) as file:
        while left > 0:
            left -= file.write(secrets.token_bytes(min(left, CHUNK)))
        os.fsync(file.fileno())
    path.unlink()


def shred_path(path: Path) -> None:
    """Write over a file, or every file of a folder, then remove it.

    Raises:
        UserProblem: the disk refuses.
    """
    with saving():
        if path.is_dir() and not path.is_symlink():
            for each in sorted(path.rglob("*")):
                if each.is_file() or each.is_symlink():
                    shred_file(each)
            shutil.rmtree(path)
        else:
            shred_file(path)


def _set_aside(folder: RecordFolder) -> list[Path]:
    return sorted(folder.path.parent.glob(f"{folder.path.name}.replaced-*"))
