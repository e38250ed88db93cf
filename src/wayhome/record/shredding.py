"""Destroy a record for good, as far as a program can.

The keys first: without them the store is noise, wherever the disk may still hold old copies of it.
Then each file is written over and removed. On a disk with flash memory (SSD, stick) what is
written over can stay behind in cells that no program reaches; on a file system that keeps earlier
states it stays in those. The words that a person reads say so.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from wayhome.model.problems import UserProblem
from wayhome.record.folder import ASIDE, KEPT, KEY, PENDING, saving

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.record.folder import RecordFolder

CHUNK = 1024 * 1024

OURS = re.compile(r"key|key\.before|attempts|store-[0-9a-f]{16}\.sealed(-journal)?|\.half-.*")
ENTRY = re.compile(r".*\.entry|\.half-.*")
EXPORTED = re.compile(r"record\.json|[0-9]+\.jpg|\.half-.*")
NUMBERED = re.compile(r"-[0-9]+(\.half)?$")
PHOTOS = "photos"


def shred_record(folder: RecordFolder) -> None:
    """Destroy the record, the entries that wait, and what restoring set aside of this record.

    Only files of ours by name: what somebody else put into the folder stays. So does another
    record that was put aside: whoever owns that one may still have its paper.

    Stopped half-way, it can be called again.

    Raises:
        UserProblem: the disk refuses.
    """
    with saving():
        # First those beside it: as long as the key file is there, they are known to belong to it.
        for place in (*_of_same_record(folder), folder.path):
            for path in _ours(place):
                shred_file(path)
            for each in (place / PENDING, place):
                # Not empty: something lies in it that is not ours.
                with suppress(OSError):
                    each.rmdir()


def _ours(place: Path) -> list[Path]:
    """List the files of a record's folder, the keys first."""
    there = [path for path in place.glob("*") if OURS.fullmatch(path.name)]
    waiting = [path for path in (place / PENDING).glob("*") if ENTRY.fullmatch(path.name)]
    rest = sorted(path for path in (*there, *waiting) if path.is_symlink() or path.is_file())
    keys = [place / KEY, place / KEPT]
    return [*keys, *(path for path in rest if path not in keys)]


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


def shred_export(path: Path) -> None:
    """Destroy an open copy: the files that an export makes, and no others.

    Raises:
        UserProblem: the disk refuses.
    """
    photos = path / PHOTOS
    inside = [*path.glob("*"), *photos.glob("*")]
    with saving():
        for each in inside:
            if EXPORTED.fullmatch(each.name) and not each.is_dir():
                shred_file(each)
        for folder in (photos, path):
            with suppress(OSError):
                folder.rmdir()


def _of_same_record(folder: RecordFolder) -> list[Path]:
    mine = _record_of(folder)
    beside = folder.path.parent.glob(f"{folder.path.name}{ASIDE}*")
    numbered = sorted(path for path in beside if NUMBERED.search(path.name))
    return [path for path in numbered if _may_go(replace(folder, path=path), mine)]


def _may_go(aside: RecordFolder, mine: bytes | None) -> bool:
    # Without any key file it opens for nobody: what was stopped half-way in being destroyed.
    return not aside.exists() or (mine is not None and _record_of(aside) == mine)


def _record_of(folder: RecordFolder) -> bytes | None:
    """Return the id of the record in a folder; None where no key file can be read."""
    try:
        return folder.read_key_file().record
    except UserProblem:
        kept = folder.read_kept_key_file()
        return kept.record if kept else None
