"""Find out which reader reads which file of a path that somebody chose."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from wayhome.model.problems import UserProblem
from wayhome.review.media import is_media
from wayhome.review.source import FileSource, FolderSource, HeldSource, ZipSource, is_zip_name

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
        return _all_shared_out(_zips(io.BytesIO(data), name), readers, only)
    return _all_shared_out(iter((HeldSource(data, name),)), readers, only)


def _all_shared_out(
    sources: Iterator[Source | Unread], readers: Mapping[str, Reader], only: str | None
) -> Iterator[Found | Unread]:
    asked = readers if only is None else {only: readers[only]}
    for source in sources:
        if isinstance(source, Unread):
            yield source
        else:
            yield from _share_out(source, asked)


def _sources(path: Path, shown: str) -> Iterator[Source | Unread]:
    try:
        if path.is_dir():
            yield FolderSource(path, shown)
            for inner in sorted(path.rglob("*.[zZ][iI][pP]")):
                if inner.is_file() and not inner.is_symlink():
                    below = inner.relative_to(path).as_posix()
                    yield from _zips(inner, f"{shown.rstrip('/')}/{below}")
        elif not path.is_file():
            code = "no_such_file" if not path.exists() else "not_a_file"
            yield Unread(shown, code, whole=True)
        elif _begins_like_zip(path):
            yield from _zips(path, shown)
        else:
            yield FileSource(path, shown)
    except UserProblem as problem:
        yield Unread(shown, problem.key, whole=True)
    except PermissionError:
        yield Unread(shown, "no_permission", whole=True)
    except (OSError, ValueError):
        yield Unread(shown, "unreadable", whole=True)


def _zips(file: Path | BinaryIO, shown: str) -> Iterator[Source | Unread]:
    """Yield a zip, and the zips in it; no deeper."""
    try:
        outer = ZipSource(file, shown)
    except UserProblem as problem:
        yield Unread(shown, problem.key, whole=True)
        return
    yield outer
    for name in outer.inner_zips():
        try:
            yield outer.open_inner(name)
        except UserProblem as problem:
            yield Unread(outer.spelled(name), problem.key)


def _begins_like_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in ZIP_START


def _share_out(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found | Unread]:
    """Give each file to the surest reader that claims it; the earlier one where two are as sure."""
    best: dict[str, tuple[int, str]] = {}
    order: dict[str, list[str]] = {}
    for name, reader in readers.items():
        claim = reader.recognises(source)
        for file in claim.files if claim else ():
            if claim and (file not in best or best[file][0] < claim.strength):
                best[file] = (claim.strength, name)
                order.setdefault(name, []).append(file)
    for name, files in order.items():
        won = tuple(file for file in files if best[file][1] == name)
        if won:
            yield Found(source, readers[name], won)
    unread = [name for name in source.names() if name not in best and not _is_inner_zip(name)]
    for name in unread[:MOST_UNREAD]:
        code = "media_not_opened" if is_media(name) else "not_recognised"
        yield Unread(source.spelled(name), code, source.size(name), whole=source.only_file)
    if len(unread) > MOST_UNREAD:
        yield Unread(source.shown, "more_files")


def _is_inner_zip(name: str) -> bool:
    return is_zip_name(name)
