"""One open store: one connection, one user at a time, and one place that can close it."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.record.engine import WRITES, problem_of
from wayhome.record.folder import JOURNAL, try_disk
from wayhome.record.migrating import HEAD, KNOWN, upgrade, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Engine


LOOKS_DAMAGED = ("record_damaged", "record_read_only")


@dataclass(slots=True)
class Store:
    """The tables of one record. Every use is one transaction: all of it is saved, or nothing.

    A family's record is small and its uses take milliseconds, so they take turns. That is what
    lets `close` be final: after it there is no connection, and nobody is in the middle of one.
    """

    engine: Engine
    is_current: Callable[[], bool] = lambda: True
    """Tells whether this file is still the one that the key file names."""
    _turn: Lock = field(default_factory=Lock)
    _closing: bool = False
    _closed: bool = False

    def reading(self) -> AbstractContextManager[Connection]:
        """Return a connection that sees one state of the record. Use with `with`."""
        return self._use(writes=False)

    def writing(self) -> AbstractContextManager[Connection]:
        """Return a connection whose work is saved as a whole at the end. Use with `with`."""
        return self._use(writes=True)

    @contextmanager
    def _use(self, *, writes: bool) -> Iterator[Connection]:
        with self._turn:
            if self._closed or not self.is_current():
                self._close()
                raise RecordLockedError
            try:
                with (
                    self.engine.connect().execution_options(**{WRITES: writes}) as connection,
                    connection.begin(),
                ):
                    yield connection
            except Exception as error:
                problem = problem_of(error)
                if problem is None:
                    raise
                raise self._refusal(problem, writes=writes) from None

    def _refusal(self, problem: UserProblem, *, writes: bool) -> UserProblem:
        """Return the disk's own reason, where it refuses what would else look like damage.

        The driver of SQLCipher tells of trouble with a file, but not whether in reading or in
        writing. So the disk is asked: does it take anything else?
        """
        path = Path(self.engine.url.database or "")
        # A save that the disk broke off has to be undone before anybody can read.
        undoes = os.path.exists(f"{path}{JOURNAL}")  # noqa: PTH110 - never raises
        if problem.key in LOOKS_DAMAGED and (writes or undoes):
            try:
                try_disk(path)
            except UserProblem as refused:
                return refused
        return problem

    def set_up(self) -> None:
        """Make the tables of this version in a new file."""
        with self.writing() as connection:
            upgrade(connection)

    def bring_up_to_date(self) -> None:
        """Make the steps that a store of an earlier version lacks.

        Raises:
            UserProblem: ``record_newer``; ``record_damaged``.
        """
        with self.reading() as connection:
            version = version_of(connection)
        if version == HEAD:
            return
        if version not in KNOWN:
            # No version: an empty file, which SQLite takes for a store without tables.
            raise UserProblem("record_newer" if version else "record_damaged")
        with self._without_cascades(), self.writing() as connection:
            upgrade(connection)

    @contextmanager
    def _without_cascades(self) -> Iterator[None]:
        """Let a step copy a table: dropping the old one would remove all that refers to it."""
        # SQLite takes this outside of a transaction only.
        with self._turn, closing(self.engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            yield
        finally:
            with self._turn, closing(self.engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA foreign_keys = ON")

    def find_damage(self) -> bool:
        """Read every page, and tell whether one is not what was written. Takes seconds if large."""
        with self.reading() as connection:
            # Takes the lock: SQLCipher's check does not, and would meet half of what another saves.
            version_of(connection)
            # SQLCipher's own: is each page authentic? Then SQLite's: do they fit together?
            broken = connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
            whole = connection.exec_driver_sql("PRAGMA quick_check").scalar()
        return bool(broken) or whole != "ok"

    def refuse_damage(self) -> None:
        """Raise UserProblem ``record_damaged`` where a page is not what was written."""
        if self.find_damage():
            raise UserProblem("record_damaged")

    def stop_if_closing(self) -> None:
        """Raise RecordLockedError where somebody waits to close. For what takes longer."""
        if self._closing:
            raise RecordLockedError

    def close(self) -> None:
        """Wait for whoever is using it, then close. Every later use raises RecordLockedError."""
        self._closing = True
        with self._turn:
            self._close()

    def _close(self) -> None:
        self._closed = True
        self.engine.dispose()
