"""A read-only view of a file, a zip or a folder that somebody chose. Nothing is ever unpacked.

Names inside are labels: none is used as a path to write to, and no link is followed.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from wayhome.model.problems import UserProblem
from wayhome.review.media import is_media
from wayhome.review.streams import (
    LARGEST_LISTING,
    PACKINGS,
    ZIP_FAULTS,
    Bounded,
    Counted,
    Through,
    TooLargeInsideError,
    listing_size,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from io import BufferedReader
    from pathlib import Path

PIECE = 1 << 18
HEAD = 65_536
"""Bytes that a reader may look at to recognise a file."""
MOST_HEADS = 96 << 20
"""First bytes of all files that are kept at once: nobody reads those of small files twice."""
MOST_FILES = 200_000
DEEPEST = 24
"""Folders within folders."""
LARGEST_INNER_ZIP = 256 << 20
"""Bytes of a zip within a zip: it is held in memory to be read."""
DIGITS = re.compile(r"(\d+)")
SKIP_FOLDERS = frozenset({"__MACOSX", ".git", "$RECYCLE.BIN"})


class Source(Protocol):
    """Files that belong together, as a reader sees them."""

    shown: str
    """The path as it was typed, with `!/` before what is inside a zip."""
    only_file: bool
    """Whether it is one file, chosen by itself."""
    damaged: set[str]
    """Files whose first bytes could not be read."""

    def names(self) -> tuple[str, ...]:
        """Name the files, with `/` between folders, in natural order."""
        ...

    def size(self, name: str) -> int:
        """Return a file's size in bytes."""
        ...

    def open(self, name: str) -> BufferedReader:
        """Open a file for reading. Its bytes are counted."""
        ...

    def head(self, name: str) -> bytes:
        """Return the first 64 KB of a file; b"" of media, and of what can't be read."""
        ...

    def spelled(self, name: str) -> str:
        """Return how the report names a file."""
        ...


class _Heads:
    """What is the same for every kind of source: the first bytes, read once."""

    shown: str
    only_file = False

    def __init__(self, shown: str, sizes: Mapping[str, int]) -> None:
        self.shown = shown
        self._sizes = dict(sorted(sizes.items(), key=lambda item: natural(item[0])))
        self._heads: dict[str, bytes] = {}
        self._held = 0
        self.damaged: set[str] = set()

    def names(self) -> tuple[str, ...]:
        return tuple(self._sizes)

    def size(self, name: str) -> int:
        return self._sizes[name]

    def open(self, name: str) -> BufferedReader:
        raise NotImplementedError

    def head(self, name: str) -> bytes:
        if is_media(name):
            return b""
        if name not in self._heads:
            head = self._heads[name] = self._read_head(name)
            self._held += len(head)
            while self._held > MOST_HEADS:
                self._held -= len(self._heads.pop(next(iter(self._heads))))
            return head
        return self._heads[name]

    def _read_head(self, name: str) -> bytes:
        head = b""
        try:
            with self.open(name) as file:
                # A piece at a time: what stands before a damaged place counts.
                while len(head) < HEAD and (piece := file.read1(HEAD - len(head))):
                    head += piece
        except OSError:
            self.damaged.add(name)
        return head


class FileSource(_Heads):
    """One file."""

    only_file = True

    def __init__(self, path: Path, shown: str) -> None:
        """Look at ``path``; OSError if it is not there."""
        super().__init__(shown, {path.name: path.stat().st_size})
        self._path = path

    def open(self, name: str) -> BufferedReader:
        """Open it."""
        if name != self._path.name:
            raise FileNotFoundError(name)
        return self._path.open("rb")

    def spelled(self, name: str) -> str:  # noqa: ARG002 - one file has one name
        """Return the path as typed."""
        return self.shown


class HeldSource(_Heads):
    """One file that is in memory: somebody dropped it on a page."""

    only_file = True

    def __init__(self, data: bytes, name: str) -> None:
        """Hold ``data`` under its name, which is a label and never a path."""
        super().__init__(name, {name: len(data)})
        self._data = data

    def open(self, name: str) -> BufferedReader:
        """Open it."""
        if name != self.shown:
            raise FileNotFoundError(name)
        return io.BufferedReader(Through(io.BytesIO(self._data)), PIECE)

    def spelled(self, name: str) -> str:  # noqa: ARG002 - one file has one name
        """Return its name."""
        return self.shown


class FolderSource(_Heads):
    """A folder with all that is below it, links left out."""

    def __init__(self, path: Path, shown: str) -> None:
        """List ``path``; UserProblem if it holds too many files."""
        super().__init__(shown, {name: size for name, size in _walk(path) if not is_zip_name(name)})
        self._path = path

    def open(self, name: str) -> BufferedReader:
        """Open a file; refused if it became a link since it was listed."""
        path = self._path / name
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _BINARY)
        return os.fdopen(descriptor, "rb")

    def spelled(self, name: str) -> str:
        """Return the folder as typed, and the file below it."""
        return f"{self.shown.rstrip('/')}/{name}"


class ZipSource(_Heads):
    """A zip, read where it lies. What lies in it is never written anywhere."""

    def __init__(self, file: BinaryIO | Path, shown: str) -> None:
        """List the zip; UserProblem if it is damaged, locked or holds too many files."""
        if listing_size(file) > LARGEST_LISTING:
            raise UserProblem("too_many_files", path=shown, most=MOST_FILES)
        try:
            self._zip = zipfile.ZipFile(file)
        except ZIP_FAULTS as error:
            raise UserProblem("zip_damaged", path=shown) from error
        infos = [info for info in self._zip.infolist() if not info.is_dir() and not _is_link(info)]
        if len(infos) > MOST_FILES:
            raise UserProblem("too_many_files", path=shown, most=MOST_FILES)
        if infos and all(info.flag_bits & 1 for info in infos):
            raise UserProblem("zip_locked", path=shown)
        # Of two members of one name the last one counts, as everywhere; that is said.
        self._infos = {info.filename: info for info in infos}
        self.doubled = tuple(
            name for name, n in Counter(i.filename for i in infos).items() if n > 1
        )
        super().__init__(shown, {name: info.file_size for name, info in self._infos.items()})

    def open(self, name: str) -> BufferedReader:
        """Open a member; it ends with TooLargeInsideError if it grows without bound."""
        info = self._infos[name]
        if info.flag_bits & 1 or info.compress_type not in PACKINGS:
            message = "locked, or packed in a way that no export is"
            raise OSError(message)
        try:
            file = self._zip.open(info)
        except ZIP_FAULTS as error:
            message = "damaged"
            raise OSError(message) from error
        return io.BufferedReader(
            Bounded(cast("zipfile.ZipExtFile", file), info.compress_size), PIECE
        )

    def spelled(self, name: str) -> str:
        """Return the zip as typed, and the member in it."""
        return f"{self.shown}!/{name}"

    def inner_zips(self) -> tuple[str, ...]:
        """Name the zips within."""
        return tuple(name for name in self.names() if is_zip_name(name))

    def open_inner(self, name: str, most: int = LARGEST_INNER_ZIP) -> ZipSource:
        """Open a zip within, in ``most`` bytes; UserProblem if it is too large or damaged."""
        shown = self.spelled(name)
        if self.size(name) > most:
            raise UserProblem("inner_zip_large", path=shown, most=LARGEST_INNER_ZIP >> 20)
        try:
            with self.open(name) as file:
                held = file.read(most + 1)
        except OSError as error:
            raise UserProblem("zip_damaged", path=shown) from error
        return ZipSource(io.BytesIO(held), shown)


class Chosen:
    """Some files of a source: those that one reader reads.

    Where a disk or a zip fails, the file ends there, and `faults` says so: what stood before is
    read, and the other files are too.
    """

    only_file = False

    def __init__(self, source: Source, names: Iterable[str], meter: Callable[[int], None]) -> None:
        """Keep ``names`` of ``source``; every byte read is told to ``meter``."""
        self._source = source
        self._names = tuple(names)
        self._meter = meter
        self.faults: dict[str, str] = {}
        """Files that failed before their end, and the code that says why."""
        self.columns: Mapping[str, str] = {}
        """What the user said of the columns of a table: role to name."""
        self.shown = source.shown
        self.only_file = source.only_file
        self.size = source.size
        self.head = source.head
        self.spelled = source.spelled

    def names(self) -> tuple[str, ...]:
        """Name the files that the reader claimed."""
        return self._names

    def all_names(self) -> tuple[str, ...]:
        """Name every file of the source, for what lies beside."""
        return self._source.names()

    def open(self, name: str) -> BufferedReader:
        """Open a file of the source; it counts what is read."""
        file: BufferedReader | io.BytesIO
        try:
            file = self._source.open(name)
        except OSError as error:
            self._fail(name, error)
            file = io.BytesIO()
        return io.BufferedReader(Counted(file, self._meter, partial(self._fail, name)), PIECE)

    def note_damage(self, name: str) -> None:
        """Note that a file without messages, such as one of names, can't be understood."""
        self.faults.setdefault(name, "unreadable")

    def _fail(self, name: str, error: OSError) -> None:
        grows = isinstance(error, TooLargeInsideError)
        self.faults[name] = "stopped_growing" if grows else "unreadable"


_BINARY = getattr(os, "O_BINARY", 0)


def natural(name: str) -> tuple[str, ...]:
    """Return a key that sorts `message_2` before `message_10`."""
    return tuple(DIGITS.sub(lambda number: number[1].zfill(20), part) for part in name.split("/"))


def is_zip_name(name: str) -> bool:
    """Tell from its name whether a file is a zip."""
    return name.lower().endswith(".zip")


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _walk(root: Path) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    waiting = [("", 0)]
    while waiting:
        below, depth = waiting.pop()
        try:
            entries = list(os.scandir(root / below))
        except OSError:
            continue
        for entry in entries:
            name = f"{below}/{entry.name}" if below else entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    if depth < DEEPEST and entry.name not in SKIP_FOLDERS:
                        waiting.append((name, depth + 1))
                elif entry.is_file(follow_symlinks=False):
                    found.append((name, entry.stat(follow_symlinks=False).st_size))
            except OSError:
                continue
        if len(found) > MOST_FILES:
            raise UserProblem("too_many_files", path=str(root), most=MOST_FILES)
    return found
