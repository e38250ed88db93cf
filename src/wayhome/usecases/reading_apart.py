"""Exports are read in a process of their own, which holds no key and ends with its work.

A fault in a parser ends only that process; stopping it ends it at once, whatever it is in. What it
is to read comes through a pipe, and so does what it found: nothing touches the disk. It ends by
itself when Wayhome does.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wayhome.usecases.read_results import ReadResult

MOST_MEMORY_BYTES = 3 * 1024**3
"""Address space. A conversation at a time needs little; a database of 512 MB is held twice."""
TELL_SECONDS = 0.2
"""How often the process says how far it is."""
LOOK_SECONDS = 0.2
"""How often Wayhome looks whether the reading is still wanted."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """What somebody chose, and what they said about it."""

    paths: tuple[str, ...]
    held: tuple[tuple[str, bytes], ...] = ()
    """Files that were dropped on the page: name and bytes. They are never on the disk."""
    dates: str | None = None
    """Order of dates, as `DateOrder`; None: the files settle it."""
    zone: str | None = None
    """Name of the zone of times that have none."""


class ReadingApart:
    """One reading under way."""

    def __init__(self, is_wanted: Callable[[], bool]) -> None:
        """Begin with nothing done; it ends by itself when it is wanted no longer."""
        self._is_wanted = is_wanted
        self._process: subprocess.Popen[bytes] | None = None
        self._ended, self._stop = threading.Event(), threading.Event()
        self._done, self._total = 0, 1
        self.result: ReadResult | None = None
        self.problem: UserProblem | None = None
        """What went wrong, where the user can mend it."""
        self.failed = False
        """Whether the process ended without a word."""

    def start(self, to_read: ToRead) -> None:
        """Start the process, and two threads: one listens to it, one looks after it."""
        # -P: never a module from the folder in which somebody started Wayhome.
        command = [sys.executable, "-P", "-m", "wayhome.usecases.reading_apart"]
        process = self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Windows would show an empty window for a moment.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        for target, args in ((self._run, (process, to_read)), (self._look_after, ())):
            threading.Thread(target=target, args=args, name="reading", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for its end; tell whether it has ended."""
        return self._ended.wait(seconds)

    def stop(self) -> None:
        """End it now. What was found so far is forgotten."""
        self._stop.set()
        if self._process is not None:
            self._process.kill()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped before its end."""
        return self._stop.is_set()

    @property
    def share(self) -> int:
        """How far it is, in percent."""
        return min(100, self._done * 100 // max(self._total, 1))

    def _run(self, process: subprocess.Popen[bytes], to_read: ToRead) -> None:
        try:
            with process:
                _ask(cast("IO[bytes]", process.stdin), to_read)
                for line in cast("IO[bytes]", process.stdout):
                    self._take(json.loads(line))
        except (OSError, ValueError, KeyError, TypeError):
            # It was stopped in the middle of a line, or fell over.
            process.kill()
        finally:
            if self.stopped:
                self.result = None
            self.failed = self.result is None and self.problem is None and not self.stopped
            self._ended.set()

    def _take(self, said: Mapping[str, object]) -> None:
        from wayhome.usecases.read_results import ReadResult

        match said:
            case {"done": int(done), "total": int(total)}:
                self._done, self._total = done, total
            case {"problem": str(key), "values": dict(values)}:
                self.problem = UserProblem(key, **values)
            case {"result": dict(found)}:
                self.result = ReadResult.from_json(found)

    def _look_after(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            if not self._is_wanted():
                self.stop()
                return


def work(to_read: ToRead, target: IO[bytes]) -> None:
    """Read what was chosen, and write lines of JSON: how far it is, then what was found."""
    from wayhome.model.messages import DateOrder
    from wayhome.review.contacts import Contacts
    from wayhome.review.reading import Settings
    from wayhome.review.zones import find_zone
    from wayhome.usecases.chat_reading import start_reading
    from wayhome.usecases.read_results import result_of
    from wayhome.usecases.wayhome import Wayhome

    try:
        settings = Settings(
            dates=DateOrder(to_read.dates) if to_read.dates else None,
            zone=find_zone(to_read.zone) if to_read.zone else None,
        )
        regions = Wayhome.from_shipped_content(today=dt.date.today).content.regions
        reading = start_reading(regions.values(), settings, _teller(target))
        reading.with_digests = False
        reading.find(to_read.paths, to_read.held)
        contacts = Contacts()
        for opened in reading.conversations():
            for _ in contacts.listening_to(opened).runs:
                pass
        _tell(target, {"result": result_of(reading, contacts.all()).as_json()})
    except UserProblem as problem:
        _tell(target, {"problem": problem.key, "values": dict(problem.values)})
    except MemoryError:
        _tell(target, {"problem": "reading_too_large", "values": {}})


def _ask(stream: IO[bytes], to_read: ToRead) -> None:
    head = {
        "paths": to_read.paths,
        "held": [(name, len(data)) for name, data in to_read.held],
        "dates": to_read.dates,
        "zone": to_read.zone,
    }
    stream.write(json.dumps(head).encode() + b"\n")
    for _, data in to_read.held:
        stream.write(data)
    # Left open: its end tells the process that Wayhome is gone.
    stream.flush()


def _take_question(stream: IO[bytes]) -> ToRead:
    head = json.loads(stream.readline())
    held = tuple((name, stream.read(size)) for name, size in head["held"])
    return ToRead(tuple(head["paths"]), held, head["dates"], head["zone"])


def _end_with(pipe: int) -> None:
    """End this process when the other one, which holds the pipe, is gone."""

    def wait() -> None:
        os.read(pipe, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _teller(target: IO[bytes]) -> Callable[[int, int], None]:
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= TELL_SECONDS:
            told = now
            _tell(target, {"done": done, "total": total})

    return tell


def _tell(target: IO[bytes], said: Mapping[str, object]) -> None:
    target.write(json.dumps(said).encode() + b"\n")
    target.flush()


def limit_memory(most_bytes: int) -> None:
    """Refuse this process more address space than this, where the system can."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit for a process to set on itself
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = most_bytes if most == resource.RLIM_INFINITY else min(most, most_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


if __name__ == "__main__":
    limit_memory(MOST_MEMORY_BYTES)
    asked = _take_question(sys.stdin.buffer)
    _end_with(sys.stdin.fileno())
    work(asked, sys.stdout.buffer)
