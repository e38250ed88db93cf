"""The library that stands between the program and its disk: made with the system's C compiler."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")

REFUSALS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "failing": errno.EIO}


class Mode(IntEnum):
    """What the shim does at the chosen change of the disk. As in `shim.c`."""

    COUNT = 0
    KILL = 1
    """End the process before it."""
    TEAR = 2
    """Write half of it, then end the process; other changes are made, then it ends."""
    FAIL = 3
    """Refuse it and every one after it."""


@dataclass(frozen=True, slots=True)
class Shim:
    """The library, and what it is to look at."""

    library: Path
    watched: Path
    """Changes below this folder count."""
    log: Path
    planted: Path

    def environment(self) -> dict[str, str]:
        """Return what puts the shim into a program that is started with it."""
        return {
            "LD_PRELOAD": str(self.library),
            "SHIM_WATCHED": str(self.watched),
            "SHIM_LOG": str(self.log),
            "SHIM_PLANTED": str(self.planted),
        }

    def plant(self, wanted: list[bytes]) -> None:
        """Have programs that start from now on look for these bytes in all they write."""
        lines = (len(each).to_bytes(4, "little") + each for each in wanted)
        self.planted.write_bytes(b"".join(lines))

    def forget(self) -> None:
        """Empty the log. Programs that run write on behind what is not there any more."""
        self.log.write_bytes(b"")

    def lines(self, what: str) -> list[str]:
        """Return what the log says after one of its words: OPEN, MAPPED or FOUND."""
        said = self.log.read_text("utf-8", "replace").splitlines() if self.log.exists() else []
        return [line.partition(" ")[2] for line in said if line.startswith(f"{what} ")]


def why_no_shim() -> str:
    """Return why there can be no shim here, or ""."""
    if sys.platform != "linux":
        return "the shim is made for Linux"
    return "" if shutil.which("cc") else "there is no C compiler here"


def make_shim(place: Path, watched: Path) -> Shim:
    """Compile the shim into a folder that exists."""
    library = place / "shim.so"
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    compiler = shutil.which("cc") or "cc"
    subprocess.run([compiler, *options, "-o", library, SOURCE], check=True)
    return Shim(library, watched.resolve(), place / "shim.log", place / "planted")


@dataclass(frozen=True, slots=True)
class LoadedShim:
    """The shim as the program that runs with it sees it. Without one, it does nothing."""

    library: ctypes.CDLL | None = field(
        default_factory=lambda: ctypes.CDLL(None) if os.environ.get("LD_PRELOAD") else None
    )

    def arm(self, mode: Mode, at: int = 0, refusal: int = 0) -> None:
        """Begin to count, and say what happens at which change."""
        if self.library is not None:
            self.library.shim_arm(int(mode), ctypes.c_long(at), refusal)

    def count(self) -> int:
        """Return how many changes there were since."""
        return 0 if self.library is None else int(self.library.shim_count())

    def plant(self, wanted: bytes) -> None:
        """Look for these bytes too in all that is written from now on."""
        if self.library is not None:
            self.library.shim_plant(wanted, ctypes.c_size_t(len(wanted)))
