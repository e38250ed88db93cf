"""Writing a bag into a folder: under a name that says half, and its own only when it is whole."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from wayhome.library.whole_files import HALF, flush_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wayhome.packet.bag_stream import BagStream

OURS = re.compile(
    r"about\.txt|verify\.py|bagit\.txt|bag-info\.txt|(tag)?manifest-sha(256|512)\.txt"
    r"|data/(packet/packet\.pdf|calls/calls\.(jsonl|txt)|diary/diary\.(json|txt)"
    r"|inputs/inputs\.(json|txt)|exports/export-\d{3,}\.(txt|json|jsonl|csv))"
)
"""Every file that a bag of ours can hold."""
DECLARATION = "bagit.txt"
MODE, FILE_MODE = 0o700, 0o600
"""For this user only."""


def half_of(target: Path) -> Path:
    """Return where a bag is made before it is whole; one that was stopped may be left there."""
    return target.with_name(f"{HALF}{target.name}")


def write_folder(stream: BagStream, target: Path, discard: Callable[[Path], None]) -> None:
    """Write a bag into a folder that is not there yet, all of it or nothing.

    ``discard`` takes away what was begun.

    Raises:
        FileExistsError: something stands there.
        OSError: a disk that refuses.
        SourceChangedError, BagStoppedError: as the stream.
    """
    half = half_of(target)
    discard(half)
    try:
        half.mkdir(mode=MODE)
        folders = {half}
        for entry in stream.entries():
            path = half.joinpath(*entry.name.split("/"))
            for folder in reversed(path.relative_to(half).parents):
                if half / folder not in folders:
                    (half / folder).mkdir(mode=MODE)
                    folders.add(half / folder)
            with os.fdopen(os.open(path, _NEW, FILE_MODE), "wb") as file:
                for piece in entry.pieces:
                    file.write(piece)
                file.flush()
                # Before the name: else a power cut could leave a bag with holes in it.
                os.fsync(file.fileno())
        for folder in sorted(folders, reverse=True):
            flush_folder(folder)
        _rename_to_free(half, target)
    except BaseException:
        discard(half)
        raise
    flush_folder(target.parent)


def remove_bag(path: Path, shred: Callable[[Path], None]) -> None:
    """Take away the files that a bag of ours holds, and no others; then the empty folders."""
    if path.is_symlink():
        return
    inside = sorted(path.rglob("*"), reverse=True)
    for each in inside:
        if each.is_file() and OURS.fullmatch(each.relative_to(path).as_posix()):
            shred(each)
    for each in (*inside, path):
        if each.is_dir() and not each.is_symlink():
            with suppress(OSError):
                each.rmdir()


def _rename_to_free(half: Path, target: Path) -> None:
    # A rename would put it in the place of an empty folder without a word.
    if os.path.lexists(target):
        raise FileExistsError
    half.rename(target)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
