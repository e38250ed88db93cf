"""Where files can be saved and looked for: a short list, so that nobody has to type a path."""

from __future__ import annotations

import string
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

STEM = "notes"
"""How names of saved files begin. It tells nobody what is inside."""
SEALED_COPY = ".sealed-copy"
"""How the name of a sealed copy ends."""
MOST_FOUND = 50
"""Sealed copies shown at once. More lie in no family's folders."""


class PlaceKind(StrEnum):
    """What a place is called on a page."""

    DOWNLOADS = "downloads"
    DOCUMENTS = "documents"
    DESKTOP = "desktop"
    HOME = "home"
    DRIVE = "drive"
    """A stick, or another disk."""


@dataclass(frozen=True, slots=True)
class Place:
    """One folder that is there."""

    kind: PlaceKind
    path: Path


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that lies in a place."""

    path: Path
    size: int
    """Bytes."""
    changed: float
    """Seconds since 1970."""


def find_places() -> tuple[Place, ...]:
    """Return the places of this user on this computer, as they are now."""
    import getpass

    import platformdirs

    folders = {
        PlaceKind.DOWNLOADS: Path(platformdirs.user_downloads_dir()),
        PlaceKind.DOCUMENTS: Path(platformdirs.user_documents_dir()),
        PlaceKind.DESKTOP: Path(platformdirs.user_desktop_dir()),
    }
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    home = Path.home()
    return list_places(folders, home, find_drives(sys.platform, user, home))


def list_places(
    folders: Mapping[PlaceKind, Path], home: Path, drives: Iterable[Path]
) -> tuple[Place, ...]:
    """Return those folders that are there, then the drives; the home where no folder is."""
    there = [Place(kind, path) for kind, path in folders.items() if _is_folder(path)]
    if not there and _is_folder(home):
        there = [Place(PlaceKind.HOME, home)]
    listed = {place.path: place for place in there}
    for path in drives:
        listed.setdefault(path, Place(PlaceKind.DRIVE, path))
    return tuple(listed.values())


def find_drives(platform: str, user: str, home: Path, root: Path = Path("/")) -> tuple[Path, ...]:
    """Return sticks and other disks, where this system shows them.

    ``platform`` is as in `sys.platform`; ``root`` is another folder in tests.
    """
    if platform == "win32":
        letters = (Path(f"{letter}:\\") for letter in string.ascii_uppercase[2:])
        return tuple(path for path in letters if path.drive != home.drive and _is_folder(path))
    if platform == "darwin":
        # One of them is a link to the disk that the system itself lies on.
        return tuple(path for path in _folders_in(root / "Volumes") if not path.is_symlink())
    if not user:
        return ()
    rooms = (root / "media" / user, root / "run" / "media" / user)
    return tuple(path for room in rooms for path in _folders_in(room))


def free_path(folder: Path, day: dt.date, suffix: str = "") -> Path:
    """Return a neutral path that nothing stands at yet, such as `notes-2026-11-22 (2).x`."""
    name = f"{STEM}-{day.isoformat()}"
    path, number = folder / f"{name}{suffix}", 1
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{name} ({number}){suffix}"
    return path


def find_files(places: Iterable[Place], suffix: str) -> tuple[FoundFile, ...]:
    """Return the files with a suffix that lie in the places, newest first."""
    found: dict[Path, FoundFile] = {}
    for place in places:
        for path in _files_in(place.path, suffix):
            try:
                known = path.stat()
            except OSError:
                continue
            found.setdefault(path, FoundFile(path, known.st_size, known.st_mtime))
    newest = sorted(found.values(), key=lambda each: (-each.changed, each.path.name))
    return tuple(newest[:MOST_FOUND])


def _files_in(folder: Path, suffix: str) -> list[Path]:
    try:
        return [path for path in folder.glob(f"*{suffix}") if path.is_file()]
    except OSError:
        # A stick that was pulled out, or a folder that may not be looked into.
        return []


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
