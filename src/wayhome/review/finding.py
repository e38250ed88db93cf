"""Find out which reader reads which file of a path that somebody chose."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from wayhome.model.problems import UserProblem
from wayhome.review.media import is_media
from wayhome.review.source import (
    LARGEST_INNER_ZIP,
    FileSource,
    FolderSource,
    HeldSource,
    ZipSource,
    is_zip_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wayhome.review.readers.protocol import Reader
    from wayhome.review.source import Source

ZIP_START = (b"PK\x03\x04", b"PK\x05\x06")
MOST_UNREAD = 1000
"""Files named as not read, for each source; then a count."""


@dataclass(frozen=True, slots=True)
class Found:
    """Files of one source that one reader reads."""

    source: Source
    reader: Reader
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that nobody reads, and why."""

    path: str
    """As the report spells it."""
    code: str
    """Names the sentence at `reading.skipped.<code>`."""
    bytes: int | None = None
    whole: bool = False
    """Whether nothing at all was read of what was chosen."""


def find_exports(
    shown: str, readers: Mapping[str, Reader], only: str | None = None
) -> Iterator[Found | Unread]:
    """Yield what is read of the path ``shown``, and what is not.

    ``only`` is the id of the one format that the user named. A path that can't be opened is an
    `Unread` too: of several paths the others are read.
    """
    path = Path(shown)
    if is_zip_name(shown) and path.is_dir():
        sources: Iterator[Source | Unread] = iter((FolderSource(path, shown),))
    else:
        sources = _sources(path, shown)
    return _all_shared_out(sources, readers, only)


def find_held(
    data: bytes, name: str, readers: Mapping[str, Reader], only: str | None = None
) -> Iterator[Found | Unread]:
    """Do the same for a file that is in memory and was never on the disk."""
    if data.startswith(ZIP_START):
        return _all_shared_out(_zips(io.BytesIO(data), name, _Room()), readers, only)
    return _all_shared_out(iter((HeldSource(data, name),)), readers, only)


def _all_shared_out(
    sources: Iterator[Source | Unread], readers: Mapping[str, Reader], only: str | None
) -> Iterator[Found | Unread]:
    asked = readers if only is None else {only: readers[only]}
    for source in sources:
        if isinstance(source, Unread):
            yield source
        else:
            yield from _share_out(source, asked, named=only is not None)


@dataclass(slots=True)
class _Room:
    """Bytes left for zips within zips, of all that was chosen: each is held in memory."""

    left: int = LARGEST_INNER_ZIP


def _sources(path: Path, shown: str) -> Iterator[Source | Unread]:
    room = _Room()
    try:
        if path.is_dir():
            yield FolderSource(path, shown)
            for inner in sorted(path.rglob("*.[zZ][iI][pP]")):
                if inner.is_file() and not inner.is_symlink():
                    below = inner.relative_to(path).as_posix()
                    yield from _zips(inner, f"{shown.rstrip('/')}/{below}", room)
        elif not path.is_file():
            code = "no_such_file" if not path.exists() else "not_a_file"
            yield Unread(shown, code, whole=True)
        elif _begins_like_zip(path):
            yield from _zips(path, shown, room)
        else:
            yield FileSource(path, shown)
    except UserProblem as problem:
        yield Unread(shown, problem.key, whole=True)
    except PermissionError:
        yield Unread(shown, "no_permission", whole=True)
    except (OSError, ValueError):
        yield Unread(shown, "unreadable", whole=True)


def _zips(file: Path | BinaryIO, shown: str, room: _Room) -> Iterator[Source | Unread]:
    """Yield a zip, and the zips in it; no deeper."""
    try:
        outer = ZipSource(file, shown)
    except UserProblem as problem:
        yield Unread(shown, problem.key, whole=True)
        return
    except OSError as error:
        # One zip of a folder: the others are read.
        locked = isinstance(error, PermissionError)
        yield Unread(shown, "no_permission" if locked else "unreadable", whole=True)
        return
    yield outer
    for name in outer.doubled:
        yield Unread(outer.spelled(name), "twice_in_zip")
    for name in outer.inner_zips():
        try:
            inner = outer.open_inner(name, room.left)
            room.left -= outer.size(name)
            yield inner
            for deeper in inner.inner_zips():
                yield Unread(inner.spelled(deeper), "zip_too_deep")
        except UserProblem as problem:
            yield Unread(outer.spelled(name), problem.key)


def _begins_like_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in ZIP_START


def _share_out(
    source: Source, readers: Mapping[str, Reader], *, named: bool
) -> Iterator[Found | Unread]:
    """Give each file to the surest reader that claims it; the earlier one where two are as sure.

    The only text of a source goes to the reader that the user ``named``, claimed or not.
    """
    best: dict[str, tuple[int, str]] = {}
    order: dict[str, list[str]] = {}
    for name, reader in readers.items():
        claim = reader.recognises(source)
        for file in claim.files if claim else ():
            if claim and (file not in best or best[file][0] < claim.strength):
                best[file] = (claim.strength, name)
                order.setdefault(name, []).append(file)
    if named and not best:
        texts = [name for name in source.names() if not is_media(name) and source.head(name)]
        if len(texts) == 1:
            (name,) = readers
            best[texts[0]], order[name] = (1, name), texts
    for name, files in order.items():
        won = tuple(file for file in files if best[file][1] == name)
        if won:
            yield Found(source, readers[name], won)
    unread = [name for name in source.names() if name not in best and not _is_inner_zip(name)]
    for name in unread[:MOST_UNREAD]:
        yield Unread(
            source.spelled(name), _why_not(source, name), source.size(name), whole=source.only_file
        )
    if len(unread) > MOST_UNREAD:
        yield Unread(source.shown, "more_files")


def _why_not(source: Source, name: str) -> str:
    if is_media(name):
        return "media_not_opened"
    if name in source.damaged:
        return "unreadable"
    is_table = name.lower().endswith((".csv", ".tsv"))
    return "columns_unknown" if is_table else "not_recognised"


def _is_inner_zip(name: str) -> bool:
    return is_zip_name(name)
