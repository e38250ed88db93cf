"""Which files can be picked for a bag, and how they are shown."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.usecases.old_exports import looks_like_export

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.usecases.places import Place, PlaceKind

MOST = 60
"""Files shown of one folder, the newest."""
KILO = 1024


@dataclass(frozen=True, slots=True)
class Pick:
    """One file or folder that can be picked."""

    path: Path
    name: str
    """As it can be shown."""
    size: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class PickPlace:
    """The files of one folder."""

    kind: PlaceKind
    path: Path
    picks: tuple[Pick, ...]


def list_picks(places: Iterable[Place], ticked: Iterable[Path]) -> tuple[PickPlace, ...]:
    """Return what lies in the places and may be an export. Nothing is opened."""
    chosen = set(ticked)
    listed = (PickPlace(each.kind, each.path, _picks(each.path, chosen)) for each in places)
    return tuple(each for each in listed if each.picks)


def find_picked(places: Iterable[PickPlace], names: Iterable[str]) -> tuple[Path, ...]:
    """Return those of the listed files that a form names; anything else is left out."""
    wanted = set(names)
    return tuple(pick.path for place in places for pick in place.picks if str(pick.path) in wanted)


def size_in_words(size: int | None) -> str:
    """Return a size as people read it."""
    if size is None:
        return ""
    for unit in ("bytes", "KB", "MB"):
        if size < KILO:
            return f"{size} {unit}"
        size = -(-size // KILO)
    return f"{size} GB"


def _picks(folder: Path, chosen: set[Path]) -> tuple[Pick, ...]:
    # Imported late, here and below: the first page of a night without a bag waits for neither.
    from wayhome.packet.verify import shown

    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                known = entry.stat(follow_symlinks=False)
                plain = stat.S_ISREG(known.st_mode)
                if not (plain or stat.S_ISDIR(known.st_mode)) or not _may_be_one(entry.name):
                    continue
                size = size_in_words(known.st_size if plain else None)
                path = Path(entry.path)
                found.append((known.st_mtime, Pick(path, shown(entry.name), size, path in chosen)))
    except OSError:
        # A stick that was pulled out, or a folder that may not be looked into.
        return ()
    newest = sorted(found, key=lambda each: (-each[0], each[1].name))
    return tuple(pick for _, pick in newest[:MOST])


def _may_be_one(name: str) -> bool:
    from wayhome.packet.bag_inputs import SUFFIXES

    return looks_like_export(name) or (
        os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - a bare name
        and not name.startswith(".")
    )
