"""Planted words, in every spelling in which they could lie about, and who looks for them."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

LARGEST = 300 * 1024 * 1024
"""Bytes of a file that is looked through. Nothing here writes a larger one."""
PAUSE_SECONDS = 0.002


def spellings(text: str) -> list[bytes]:
    """Return a text as it can stand in a file, an address, JSON, or the memory of a program."""
    encoded = {text.encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")}
    escaped = {json.dumps(text)[1:-1].encode(), quote_plus(text).encode()}
    return sorted(encoded | escaped)


def spellings_of_key(key: bytes) -> list[bytes]:
    """Return a key as it is, and in hex."""
    return [key, key.hex().encode(), key.hex().upper().encode()]


@dataclass(frozen=True, slots=True)
class Planted:
    """What to look for, by name."""

    wanted: Mapping[str, list[bytes]]

    def everything(self) -> list[bytes]:
        """Return all spellings."""
        return [each for spelled in self.wanted.values() for each in spelled]

    def found_in(self, data: bytes) -> list[str]:
        """Return the names of what stands in these bytes."""
        return [name for name, all_ in self.wanted.items() if any(each in data for each in all_)]

    def found_below(self, *places: Path, since: float = 0) -> dict[str, list[str]]:
        """Return in which files it stands, their names included, and what."""
        hits = {}
        for path in files_below(places):
            try:
                status = path.stat()
                if status.st_mtime < since or status.st_size > LARGEST:
                    continue
                found = self.found_in(path.name.encode() + b"\0" + path.read_bytes())
            except OSError:
                continue  # gone meanwhile, or not ours to read
            if found:
                hits[str(path)] = found
        return hits


def files_below(places: Iterable[Path]) -> Iterator[Path]:
    """Yield the files of some folders, those that are there for a moment too."""
    for place in places:
        try:
            below = sorted(place.iterdir()) if place.is_dir() else [place]
        except OSError:
            continue
        for path in below:
            if path.is_dir() and not path.is_symlink():
                yield from files_below([path])
            elif path.is_file():
                yield path


@dataclass(slots=True)
class Watch:
    """What was seen in some folders while they were watched."""

    seen: set[str] = field(default_factory=set)
    """Names of files, of those too that were there for a moment."""
    hits: dict[str, list[str]] = field(default_factory=dict)


@contextmanager
def watched(find: Callable[[bytes], list[str]], *places: Path) -> Iterator[Watch]:
    """Look at every file again and again, each time that it has changed."""
    watch, stop = Watch(), threading.Event()
    known: dict[Path, tuple[int, int, int]] = {}

    def look() -> None:
        for path in files_below(places):
            try:
                status = path.stat()
                state = (status.st_ino, status.st_size, status.st_mtime_ns)
                if known.get(path) == state:
                    continue
                known[path] = state
                data = path.read_bytes()
            except OSError:
                continue
            watch.seen.add(path.name)
            if found := find(path.name.encode() + b"\0" + data):
                watch.hits[str(path)] = found

    def go_on() -> None:
        while not stop.wait(PAUSE_SECONDS):
            look()

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join()
        look()
