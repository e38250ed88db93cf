"""Failed attempts slow down: each wrong passphrase makes the next try wait longer.

Not a wall: whoever copies the files tries on a computer of their own, where only the cost of
Argon2id stands in the way. This is for the person at the keyboard.

No clock of the wall: waits are counted from the last failure in this process, or from its start,
so that setting the clock back neither shortens nor prolongs anything. How many there were in a row
outlives the process, so that starting again does not help.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from wayhome.library.whole_files import write_whole
from wayhome.record.folder import ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.record.folder import RecordFolder

FREE = 3
"""Wrong tries in a row that cost nothing: hands shake."""
LONGEST_SECONDS = 60
"""Never more. The guardian must get in."""
MOST = 1000
DOUBLINGS = 6


@dataclass(slots=True)
class Attempts:
    """Counts wrong tries in a row."""

    folder: RecordFolder
    clock: Callable[[], float]
    """Seconds that only go forward."""
    _since: float = field(init=False)
    _seen: int = field(init=False)
    """The count when it was last looked at; another Wayhome may have counted on."""
    _unsaved: int | None = None
    """The count where the disk takes none."""
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Begin to count from now."""
        self._since = self.clock()
        self._seen = self._read()

    def seconds_to_wait(self) -> float:
        """Return how long the next try has to wait; 0 if it may be made now."""
        with self._lock:
            count = self._read()
            if count > self._seen:
                self._since = self.clock()
            self._seen = count
            return max(0.0, self._since + pause_after(count) - self.clock())

    def note_failure(self) -> None:
        """Count one more wrong try."""
        with self._lock:
            self._seen = min(MOST, self._read() + 1)
            self._write(self._seen)
            self._since = self.clock()

    def note_success(self) -> None:
        """Begin anew."""
        with self._lock:
            if self._read():
                self._write(0)

    def _read(self) -> int:
        if self._unsaved is not None:
            return self._unsaved
        try:
            return min(MOST, max(0, int((self.folder.path / ATTEMPTS).read_bytes()[:8])))
        except (OSError, ValueError):
            return 0

    def _write(self, count: int) -> None:
        try:
            write_whole(self.folder.path / ATTEMPTS, str(count).encode())
            self._unsaved = None
        except OSError:
            self._unsaved = count


def pause_after(failures: int) -> float:
    """Return the seconds to wait after so many wrong tries in a row."""
    over = failures - FREE
    return 0.0 if over < 0 else float(min(LONGEST_SECONDS, 2 ** min(over + 1, DOUBLINGS)))
