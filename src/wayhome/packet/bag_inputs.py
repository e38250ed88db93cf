"""Looking at what a guardian picked: what may go in byte for byte, and what is only listed.

No link is followed, no folder or archive is opened beyond its list of names, media are not hashed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.packet.bag_values import Input, Stays, Watch
from wayhome.packet.known_kinds import MEDIA_NAMES
from wayhome.packet.media_guard import MediaGuard, StaysOutError

if TYPE_CHECKING:
    from concurrent.futures import Future
    from typing import BinaryIO

    from wayhome.packet.bag_values import Origin

CHUNK = 1 << 20
SUFFIXES = {".txt", ".json", ".jsonl", ".csv"}
MOST_IN_FOLDER = 1_000_000
"""Files counted in a folder; such a one is beyond any family's."""


def look_at(path: Path, origin: Origin, watch: Watch | None = None) -> Input:
    """Return a file or folder as it is now. Files are read to the end; media only begun."""
    watch = watch or Watch()
    path = path.absolute()
    known = Input(path.name, str(path.parent), origin)
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return _stays(known, Stays.LINK)
        if stat.S_ISDIR(status.st_mode):
            return _folder(known, path, status)
        if not stat.S_ISREG(status.st_mode):
            return _stays(known, Stays.UNREADABLE)
        return _file(known, path, watch)
    except OSError:
        return _stays(known, Stays.UNREADABLE)


def list_unread(path: Path, origin: Origin) -> Input:
    """Return a file or folder by name, size and date. It is not opened."""
    path = path.absolute()
    known = Input(path.name, str(path.parent), origin)
    try:
        status = path.lstat()
    except OSError:
        return _stays(known, Stays.UNREADABLE)
    size = status.st_size if stat.S_ISREG(status.st_mode) else None
    return replace(known, size=size, changed=_moment(status), stays=Stays.PARKED)


def open_plain(path: Path) -> BinaryIO:
    """Open a file, and nothing else: no link at its end, nothing that waits for a writer.

    Raises:
        OSError: it is no plain file, or can't be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    number = os.open(path, flags | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError
    return os.fdopen(number, "rb")


def suffix_of(name: str) -> str:
    """Return how the copy of a file is called at the end: only one of ours."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ".txt"


def _file(known: Input, path: Path, watch: Watch) -> Input:
    with open_plain(path) as file:
        before = os.fstat(file.fileno())
        stays, sum_ = _read(file, path.name, before.st_size, watch)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        # Somebody is writing it right now: whatever was seen, it is something else already.
        return _stays(known, Stays.UNREADABLE)
    return Input(
        name=known.name,
        folder=known.folder,
        origin=known.origin,
        size=after.st_size,
        changed=_moment(after),
        sha256=sum_,
        stays=stays,
        source=None if stays else path,
    )


def _read(file: BinaryIO, name: str, size: int, watch: Watch) -> tuple[Stays | None, str]:
    """Return why a file stays, if it does, and its SHA-256."""
    guard, stays, sums, done = MediaGuard(), None, hashlib.sha256(), 0
    # hashlib lets go of the interpreter: it sums one piece while the next is looked at.
    with ThreadPoolExecutor(1) as pool:
        summing: Future[None] | None = None
        while piece := file.read(CHUNK):
            if stays is None:
                try:
                    guard.look(piece)
                except StaysOutError as out:
                    stays = Stays(out.why.value)
            if stays is Stays.MEDIA or (stays and MEDIA_NAMES.search(name)):
                return Stays.MEDIA, ""
            if summing is not None:
                summing.result()
            summing = pool.submit(sums.update, piece)
            done += len(piece)
            watch.tell(done, size)
    if stays is None:
        try:
            guard.finish()
        except StaysOutError as out:
            stays = Stays(out.why.value)
    return stays, sums.hexdigest()


def _folder(known: Input, path: Path, status: os.stat_result) -> Input:
    """Count what lies in a folder, without opening any of it."""
    files = size = 0
    for place, _, names in os.walk(path):
        for name in names:
            try:
                found = Path(place, name).lstat()
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode):
                files += 1
                size += found.st_size
        if files > MOST_IN_FOLDER:
            break
    return Input(
        name=known.name,
        folder=known.folder,
        origin=known.origin,
        size=size,
        changed=_moment(status),
        files=files,
        stays=Stays.FOLDER,
    )


def _stays(known: Input, why: Stays) -> Input:
    return Input(known.name, known.folder, known.origin, stays=why)


def _moment(status: os.stat_result) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(status.st_mtime), tz=dt.UTC)
