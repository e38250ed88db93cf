"""Connections to the sealed store, and what can go wrong with them, in plain terms."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event
from sqlalchemy.pool import StaticPool

from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

PATIENCE_SECONDS = 10
"""How long to wait for another Wayhome that is writing."""

WRITES = "writes"
"""The execution option of a connection that is going to write."""

PROBLEMS = {
    sqlite3.SQLITE_NOTADB: "record_damaged",
    sqlite3.SQLITE_CORRUPT: "record_damaged",
    sqlite3.SQLITE_FORMAT: "record_damaged",
    # The first page is whole, but the file is not: reading past its end. Or a disk that refuses:
    # `Store` finds out.
    sqlite3.SQLITE_IOERR: "record_damaged",
    sqlite3.SQLITE_CANTOPEN: "record_damaged",
    sqlite3.SQLITE_FULL: "record_disk_full",
    sqlite3.SQLITE_READONLY: "record_read_only",
    sqlite3.SQLITE_BUSY: "record_busy",
    sqlite3.SQLITE_LOCKED: "record_busy",
    sqlite3.SQLITE_NOMEM: "record_memory",
}
"""SQLite's primary result codes to our sentences."""

PRIMARY = 0xFF
"""The low byte of an extended result code is the primary one."""


def sealed_engine(path: Path, key: bytes, *, create: bool = False) -> Engine:
    """Return an engine over a file that SQLCipher encrypts with this key (32 bytes)."""
    import sqlcipher3.dbapi2

    def connect() -> Any:  # noqa: ANN401 - the DBAPI has no types
        connection = sqlcipher3.dbapi2.connect(
            _address(path, create=create), uri=True, check_same_thread=False, isolation_level=None
        )
        # Its own log goes to standard error and speaks of pages. We say it in a sentence.
        connection.execute("PRAGMA cipher_log_level = NONE")
        # A raw key: it is all chance already, so no second stretching. Hex digits only.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return connection

    return _engine(path, connect, sqlcipher3.dbapi2)


def plain_engine(path: Path) -> Engine:
    """Return an engine over a file in the clear. For benchmarks: what does sealing cost?"""

    def connect() -> Any:  # noqa: ANN401 - as above
        return sqlite3.connect(
            _address(path, create=True), uri=True, check_same_thread=False, isolation_level=None
        )

    return _engine(path, connect, sqlite3)


def _address(path: Path, *, create: bool) -> str:
    # Never made by accident: an empty file where the record should be would look like a new one.
    return f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"


def _engine(path: Path, connect: Any, module: Any) -> Engine:  # noqa: ANN401 - as above
    engine = create_engine(
        # Only `connect` opens it; the address is for whoever asks where it lies.
        URL.create("sqlite+pysqlite", database=str(path)),
        creator=connect,
        module=module,
        poolclass=StaticPool,
        # Else an error would carry what the family wrote.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # A writer takes its turn at once: two that only find out later would wait for each other.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_up(connection: Any, _: object) -> None:  # noqa: ANN401 - as above
    for pragma in (
        # One file, and a journal that is gone after each save. Both are encrypted.
        "journal_mode = DELETE",
        # Also the folder, so that a journal that is gone stays gone when the power fails.
        "synchronous = EXTRA",
        "temp_store = MEMORY",
        # What is deleted is overwritten inside the file.
        "secure_delete = ON",
        "foreign_keys = ON",
        f"busy_timeout = {PATIENCE_SECONDS * 1000}",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def problem_of(error: Exception) -> UserProblem | None:
    """Return what the user can do about an error of the store; None if it is a bug of ours."""
    # SQLAlchemy wraps what goes wrong in a statement, and mostly what goes wrong in connecting.
    in_statement = getattr(error, "statement", None) is not None
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    if code & PRIMARY == sqlite3.SQLITE_CANTOPEN and in_statement:
        # The store is open: it is the journal beside it that can't be made.
        return UserProblem("record_read_only")
    key = PROBLEMS.get(code & PRIMARY)
    return UserProblem(key) if key else None
