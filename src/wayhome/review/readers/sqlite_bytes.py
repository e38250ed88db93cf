"""A database file as its bytes, held in memory: nothing is copied to disk, nothing is changed.

Whoever made the file may mean harm. So only plain tables that the reader names can be read, by
statements of its own; views, triggers, functions in the schema and everything else are refused;
the steps of a statement are counted, and no value above a limit is handed out.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wayhome.review.source import Chosen

MAGIC = b"SQLite format 3\x00"
LARGEST = 512 << 20
"""Bytes of a database and its log together."""
LONGEST_VALUE = 1 << 20
PIECE = 1 << 20
STEPS = 100_000
"""Steps of the database's machine between two looks at how many there were."""
FEWEST_LOOKS = 200
BYTES_A_LOOK = 4096
"""One look for so many bytes: an honest statement takes far fewer steps than that."""
LOG_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
LOG_HEAD, FRAME_HEAD = 32, 24
SMALLEST_PAGE, LARGEST_PAGE = 512, 65_536
FUNCTIONS = frozenset({"length", "typeof"})
MASK = 0xFFFFFFFF
DAMAGE = (sqlite3.Error, UnicodeError, OverflowError, MemoryError)
"""What a damaged file makes of a statement: even the engine's own complaint may be no text."""


class UnreadableDatabaseError(Exception):
    """A database that can't be opened; its argument is the code of what to say."""


class Database:
    """Plain tables of one database, to be read only."""

    def __init__(self, connection: sqlite3.Connection, size: int, *, cut: bool = False) -> None:
        """Guard ``connection``, whose database takes ``size`` bytes."""
        self._connection = connection
        self.cut = cut
        """Whether the file, or its log, ends too early."""
        self._looks = most = max(FEWEST_LOOKS, size // BYTES_A_LOOK)
        self._most = most
        self._tables: frozenset[str] = frozenset()
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        for pragma in ("query_only = 1", "trusted_schema = 0", "cell_size_check = 1"):
            connection.execute(f"PRAGMA {pragma}")
        connection.set_progress_handler(self._tick, STEPS)
        self._tables = self._plain_tables()
        connection.set_authorizer(self._allows)

    def columns(self, table: str) -> frozenset[str]:
        """Name the columns of a plain table; none if there is no such table."""
        if table not in self._tables:
            return frozenset()
        # The table is one of ours: a name in the file never stands in a statement.
        statement = f'SELECT * FROM "{table}" LIMIT 0'  # noqa: S608
        try:
            with closing(self._connection.execute(statement)) as rows:
                return frozenset(each[0] for each in rows.description)
        except DAMAGE:
            return frozenset()

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """Yield rows; one of `DAMAGE` where the file is damaged or the steps are used up."""
        self._looks = self._most
        with closing(self._connection.execute(statement, values)) as found:
            yield from found

    def _plain_tables(self) -> frozenset[str]:
        try:
            with closing(
                self._connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            ) as rows:
                return frozenset(
                    name
                    for name, made in rows
                    if isinstance(name, str) and isinstance(made, str) and _is_plain(made)
                )
        except DAMAGE as error:
            raise UnreadableDatabaseError("database_damaged") from error

    def _tick(self) -> int:
        self._looks -= 1
        return self._looks < 0

    def _allows(
        self, action: int, first: str | None, second: str | None, _: str | None, inside: str | None
    ) -> int:
        """Answer the database's question whether a statement may do this."""
        allowed = inside is None and (
            action == sqlite3.SQLITE_SELECT
            or (action == sqlite3.SQLITE_READ and first in self._tables)
            or (action == sqlite3.SQLITE_FUNCTION and second in FUNCTIONS)
        )
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _is_plain(made: str) -> bool:
    plain = made.upper()
    return plain.startswith("CREATE TABLE") and "GENERATED" not in plain and " AS (" not in plain


@contextmanager
def open_database(files: Chosen, name: str, log: str | None) -> Iterator[Database]:
    """Open a database with what its log holds; UnreadableDatabaseError with a code if it can't."""
    held, cut = _read(files, name, log)
    size = len(held)
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(held)
            del held
            database = Database(connection, size, cut=cut)
        except MemoryError as error:
            raise UnreadableDatabaseError("database_too_large") from error
        except DAMAGE as error:
            raise UnreadableDatabaseError("database_damaged") from error
        yield database


def _read(files: Chosen, name: str, log: str | None) -> tuple[bytearray, bool]:
    """Return the bytes of a database as they are after its log, and whether they end too early."""
    if files.size(name) + (files.size(log) if log else 0) > LARGEST:
        raise UnreadableDatabaseError("database_too_large")
    held = _bytes_of(files, name)
    frames = _bytes_of(files, log) if log else bytearray()
    if len(held) + len(frames) > LARGEST:
        raise UnreadableDatabaseError("database_too_large")
    if not held.startswith(MAGIC) or len(held) < SMALLEST_PAGE:
        raise UnreadableDatabaseError("database_damaged")
    # Before the log: with it the file grows to the pages that should be there.
    cut = _is_cut(held) or _is_torn(frames)
    apply_log(held, frames)
    # A database in memory has no log: these two bytes would make the engine look for one.
    held[18] = held[19] = 1
    return held, cut


def _is_cut(held: bytearray) -> bool:
    """Tell whether a database has fewer pages than its head says."""
    size, changes, pages, valid_for = struct.unpack_from(">16xH6xII60xI", held)
    # The number of pages counts only if it was written with the last change.
    return bool(changes == valid_for and len(held) < pages * (LARGEST_PAGE if size == 1 else size))


def _is_torn(log: bytearray) -> bool:
    """Tell whether a log ends within a frame."""
    if len(log) < LOG_HEAD:
        return bool(log)
    size: int = struct.unpack_from(">8xI", log)[0]
    step = FRAME_HEAD + (LARGEST_PAGE if size == 1 else size)
    return (len(log) - LOG_HEAD) % step != 0


def _bytes_of(files: Chosen, name: str) -> bytearray:
    """Return a file's bytes, read piece by piece: read at once they would be held twice."""
    held = bytearray()
    try:
        with files.open(name) as file:
            while len(held) <= LARGEST and (piece := file.read(PIECE)):
                held += piece
    except OSError as error:
        raise UnreadableDatabaseError("unreadable") from error
    return held


def apply_log(held: bytearray, log: bytes | bytearray) -> None:
    """Write the pages of all finished transactions of a write-ahead log into ``held``.

    What is stale, torn or not committed is left, as the engine itself would leave it.
    """
    committed = list(_committed(log))
    if not committed:
        return
    size = committed[0][2]
    pages = committed[-1][1]
    if not 0 < pages * size <= LARGEST:
        return
    if len(held) < pages * size:
        held.extend(bytes(pages * size - len(held)))
    for number, _, _, place in committed:
        if 0 < number <= pages:
            held[(number - 1) * size : number * size] = log[place : place + size]
    del held[pages * size :]


def _committed(log: bytes | bytearray) -> Iterable[tuple[int, int, int, int]]:
    """Return page number, pages after it, page size and place of each frame that counts."""
    if len(log) < LOG_HEAD:
        return ()
    magic, _, size, _, salt_1, salt_2, sum_1, sum_2 = struct.unpack_from(">8I", log)
    order = LOG_MAGIC.get(magic)
    size = LARGEST_PAGE if size == 1 else size
    if order is None or not SMALLEST_PAGE <= size <= LARGEST_PAGE or size & (size - 1):
        return ()
    sums = _sum(order, log[:24], (0, 0))
    if sums != (sum_1, sum_2):
        return ()
    found: list[tuple[int, int, int, int]] = []
    finished = 0
    step = FRAME_HEAD + size
    for place in range(LOG_HEAD, len(log) - step + 1, step):
        number, pages, *salts, frame_1, frame_2 = struct.unpack_from(">6I", log, place)
        if salts != [salt_1, salt_2]:
            break
        sums = _sum(order, log[place : place + 8], sums)
        sums = _sum(order, log[place + FRAME_HEAD : place + step], sums)
        if sums != (frame_1, frame_2):
            break
        found.append((number, pages, size, place + FRAME_HEAD))
        if pages:
            finished = len(found)
    return found[:finished]


def _sum(order: str, piece: bytes | bytearray, sums: tuple[int, int]) -> tuple[int, int]:
    """Go on with the log's checksum over a piece."""
    first, second = sums
    words = struct.unpack(f"{order}{len(piece) // 4}I", piece)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & MASK
        second = (second + two + first) & MASK
    return first, second
