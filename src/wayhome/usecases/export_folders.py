"""Folders to choose exports from, below the places that are shown. Nothing is opened.

Nobody has to type a path, and none outside of the places can be asked for.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.usecases.old_exports import looks_like_export

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.usecases.places import Place

MOST = 60
"""Files, and folders, that are shown of one folder."""
TEXTS = (".txt", ".csv", ".tsv", ".md", ".json", ".jsonl", ".ndjson")
OTHERS = (".zip", ".xml", ".html", ".htm", ".db", ".sqlite")
ENDINGS = frozenset((*TEXTS, *OTHERS))


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that may be an export, by its name alone."""

    path: Path
    bytes: int
    changed: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class ExportFolder:
    """What lies in one folder."""

    place: Place
    """The place that the folder lies in, or is."""
    path: Path
    files: tuple[ExportFile, ...]
    """Likely exports first, then the newest."""
    folders: tuple[Path, ...]
    """By name."""
    more: int = 0
    """How many files and folders there are beyond those."""
    readable: bool = True
    """Whether the folder could be looked into."""

    @property
    def above(self) -> Path | None:
        """The folder above; None at the top of a place."""
        return None if self.path == self.place.path else self.path.parent


def list_folder(places: Iterable[Place], wanted: str) -> ExportFolder | None:
    """Return the folder ``wanted``, if it is a place or below one; else the first place.

    None where there is no place at all.
    """
    listed = tuple(places)
    place, path = _allowed(listed, wanted) or (listed[0] if listed else None, None)
    if place is None:
        return None
    return _list(place, path or place.path)


def is_allowed(places: Iterable[Place], path: str) -> bool:
    """Tell whether a file or folder lies in one of the places, with no link on the way out."""
    return _allowed(tuple(places), path) is not None


def _allowed(places: tuple[Place, ...], wanted: str) -> tuple[Place, Path] | None:
    if not wanted or "\0" in wanted:
        return None
    path = Path(wanted)
    real = Path(os.path.realpath(path))
    for place in places:
        # Both: `..` and links must not lead out of a place.
        inside = Path(os.path.normpath(path)).is_relative_to(place.path)
        if inside and real.is_relative_to(os.path.realpath(place.path)):
            return place, Path(os.path.normpath(path))
    return None


def _list(place: Place, path: Path) -> ExportFolder:
    files: list[ExportFile] = []
    folders: list[Path] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                _sort_in(entry, files, folders)
    except OSError:
        # A stick that was pulled out, or a folder that may not be looked into.
        return ExportFolder(place, path, (), (), readable=False)
    files.sort(key=lambda each: (not looks_like_export(each.path.name), -each.changed))
    folders.sort(key=lambda each: (not looks_like_export(each.name), each.name.casefold()))
    more = max(0, len(files) - MOST) + max(0, len(folders) - MOST)
    return ExportFolder(place, path, tuple(files[:MOST]), tuple(folders[:MOST]), more)


def _sort_in(entry: os.DirEntry[str], files: list[ExportFile], folders: list[Path]) -> None:
    if entry.name.startswith((".", "$")):
        return
    try:
        known = entry.stat(follow_symlinks=False)
    except OSError:
        return
    path = Path(entry.path)
    if stat.S_ISDIR(known.st_mode):
        folders.append(path)
    elif stat.S_ISREG(known.st_mode) and (
        path.suffix.lower() in ENDINGS or looks_like_export(entry.name)
    ):
        files.append(ExportFile(path, known.st_size, known.st_mtime))
