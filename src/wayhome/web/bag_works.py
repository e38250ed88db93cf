"""Evidence bags that are being chosen or made: in memory only, and gone when the record locks."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.packet.bag_values import BagStoppedError, Origin, Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wayhome.packet.bag_values import Input
    from wayhome.usecases.bag_receipts import BagReceipt

MOST = 4
ID_BYTES = 9


class Job:
    """Something that takes a while, in a thread of its own."""

    def __init__(self, is_open: Callable[[], bool]) -> None:
        """Begin with nothing done; it ends by itself when the record is open no longer."""
        self._is_open = is_open
        self._ended, self._stop = threading.Event(), threading.Event()
        self._done, self._total = 0, 1
        self.problem: UserProblem | None = None
        """What went wrong, where the user can mend it."""
        self.failed = False
        """Whether something went wrong that nobody can mend."""

    def start(self, work: Callable[[Watch], None], note: Callable[[Path], None]) -> None:
        """Start to work. ``note`` is told what will lie open."""
        watch = Watch(self._tell, lambda: self._stop.is_set() or not self._is_open(), note)

        def run() -> None:
            try:
                work(watch)
            except UserProblem as problem:
                self.problem = problem
            except (BagStoppedError, RecordLockedError):
                self._stop.set()
            except Exception:  # noqa: BLE001 - a page says so; what it says stays out of every log
                self.failed = True
            finally:
                self._ended.set()

        threading.Thread(target=run, name="bag", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for its end; tell whether it has ended."""
        return self._ended.wait(seconds)

    def stop(self) -> None:
        """Have it end soon, leaving nothing."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped before its end."""
        return self._stop.is_set()

    @property
    def share(self) -> int:
        """How far it is, in percent."""
        return min(100, self._done * 100 // max(self._total, 1))

    def _tell(self, done: int, total: int) -> None:
        self._done, self._total = done, total


@dataclass(slots=True)
class BagWork:
    """One bag on its way: numbers of the record, names of files, and nothing that was written."""

    child: int
    draft: str = ""
    """Id of the packet that was looked at; "" for none."""
    calls: bool = False
    notes: tuple[int, ...] = ()
    picked: dict[Path, Origin | None] = field(default_factory=dict)
    """Files with their origin; None: not said yet."""
    inputs: tuple[Input, ...] = ()
    looked: bool = False
    """Whether `inputs` are those of what is picked now."""
    job: Job | None = None
    receipt: BagReceipt | None = None


@dataclass(slots=True)
class BagWorks:
    """Bags by a random id. The pages' threads share it."""

    _kept: OrderedDict[str, BagWork] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, work: BagWork) -> str:
        """Keep one and return its id; the oldest one goes when there are too many."""
        work_id = secrets.token_urlsafe(ID_BYTES)
        with self._lock:
            self._kept[work_id] = work
            while len(self._kept) > MOST:
                _, oldest = self._kept.popitem(last=False)
                _stop(oldest)
        return work_id

    def find(self, work_id: str) -> BagWork | None:
        """Return one, or None if it never was or is forgotten."""
        with self._lock:
            return self._kept.get(work_id)

    def forget_all(self) -> None:
        """Stop what is being made, and forget everything."""
        with self._lock:
            for each in self._kept.values():
                _stop(each)
            self._kept.clear()


def _stop(work: BagWork) -> None:
    if work.job is not None:
        work.job.stop()
