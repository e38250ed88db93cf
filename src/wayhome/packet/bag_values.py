"""What goes into an evidence bag, and what is only listed in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path


class Origin(StrEnum):
    """Where a file comes from, as the guardian says."""

    PLATFORM = "platform"
    """The export as the app or site gave it."""
    CONVERTED = "converted"
    """Made from an export by another program."""
    TYPED = "typed"
    """Written down or copied by somebody."""


class Stays(StrEnum):
    """Why a file is not in the bag. The first five are those of the guard."""

    MEDIA = "media"
    CONTAINER = "container"
    MARKUP = "markup"
    ENCODED = "encoded"
    NO_TEXT = "no_text"
    FOLDER = "folder"
    LINK = "link"
    """Something that points to another place."""
    UNREADABLE = "unreadable"
    PARKED = "parked"
    """It was not opened: a child is missing, and what is in it is for the police."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file or folder that the guardian picked, as it was when it was looked at."""

    name: str
    """As spelled on that computer. Nothing about it can be trusted."""
    folder: str
    """Where it lies."""
    origin: Origin
    size: int | None = None
    """Bytes; of a folder those of all files in it."""
    changed: dt.datetime | None = None
    """When it was last written, by that computer's clock, with an offset."""
    sha256: str = ""
    """Of the file as it is; "" of media, which are not hashed, and of folders."""
    files: int | None = None
    """How many files a folder holds."""
    stays: Stays | None = None
    """Why it stays where it is; None: it goes in byte for byte."""
    source: Path | None = None
    """Where to copy it from; None for what stays."""
    inside: str = ""
    """Where it stands in the bag."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the bag: bytes, or a file that is copied and must have this SHA-256."""

    inside: str
    data: bytes = b""
    source: Path | None = None
    size: int = 0
    """Bytes of the source."""
    sha256: str = ""

    @property
    def bytes(self) -> int:
        """Bytes in the bag."""
        return self.size if self.source else len(self.data)


@dataclass(frozen=True, slots=True)
class Bag:
    """All that a bag will hold, but for its lists."""

    payload: tuple[Part, ...]
    about: tuple[Part, ...]
    """Files beside the payload, such as the verifier."""
    info: tuple[tuple[str, str], ...]
    """Lines of bag-info.txt, but for the count of the payload."""

    @property
    def bytes(self) -> int:
        """Bytes of the payload."""
        return sum(each.bytes for each in self.payload)


def _note_nowhere(_: Path) -> None:
    """Remember nothing: there is no record to remember it in."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on while a bag is made."""

    progress: Callable[[int, int], None] | None = None
    """Is told bytes done, and bytes in all."""
    stopped: Callable[[], bool] | None = None
    """Tells whether to stop."""
    note: Callable[[Path], None] = _note_nowhere
    """Is told what will lie open, before it does."""

    def tell(self, done: int, total: int) -> None:
        """Tell how far it is; BagStoppedError if nobody wants it any more."""
        if self.stopped is not None and self.stopped():
            raise BagStoppedError
        if self.progress is not None:
            self.progress(done, total)


class BagStoppedError(Exception):
    """Whoever wanted the bag stopped it. Nothing of it is left."""


class SourceChangedError(Exception):
    """A file is not what it was when it was looked at, or is gone."""
