"""The tables of the store. Plain SQLAlchemy: the same run on PostgreSQL one day.

What changes here needs a migration beside it (`migrations/versions`); a test holds the two equal.
Ids are never used twice (`autoincrement`): a page that is still open never shows another child.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A time with its offset, kept as it was written: SQLite would drop the offset."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write it as ISO 8601."""
        return None if value is None else value.isoformat(timespec="seconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the same
        """Read it again."""
        return None if value is None else datetime.fromisoformat(value)


def _of_child(*, may_be_nobody: bool = False) -> Column[int]:
    key = ForeignKey("child.id", ondelete="CASCADE")
    return Column("child_id", Integer, key, nullable=may_be_nobody, index=True)


child = Table(
    "child",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("added", Moment, nullable=False),
    sqlite_autoincrement=True,
)

item = Table(
    "item",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_child(),
    Column("section", String(64), nullable=False),
    Column("values", JSON, nullable=False),
    Column("changed", Moment, nullable=False),
    sqlite_autoincrement=True,
)

photo = Table(
    "photo",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_child(),
    Column(
        "item_id", Integer, ForeignKey("item.id", ondelete="CASCADE"), nullable=True, index=True
    ),
    Column("taken", Date, nullable=True),
    Column("added", Moment, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    sqlite_autoincrement=True,
)

photo_bytes = Table(
    "photo_bytes",
    metadata,
    # Beside `photo`, so that listing photos never walks through their bytes.
    Column("photo_id", Integer, ForeignKey("photo.id", ondelete="CASCADE"), primary_key=True),
    Column("jpeg", LargeBinary, nullable=False),
    Column("thumbnail", LargeBinary, nullable=False),
)

note = Table(
    "note",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_child(may_be_nobody=True),
    # What was written while locked has an id of its own, so that it is never taken in twice.
    Column("entry", String(32), nullable=True, unique=True),
    sqlite_autoincrement=True,
)

note_version = Table(
    "note_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "note_id", Integer, ForeignKey("note.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("text", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("happened_at", String(5), nullable=False),
    Column("seen_by", Text, nullable=False),
    Column("signs", JSON, nullable=False),
    Column("written", Moment, nullable=False),
    sqlite_autoincrement=True,
)

setting = Table(
    "setting",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

kept_check = Table(
    "kept_check",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_child(may_be_nobody=True),
    Column("answers", JSON, nullable=False),
    Column("outcomes", JSON, nullable=False),
    Column("kept", Moment, nullable=False),
    Column("version", String(32), nullable=False),
    sqlite_autoincrement=True,
)

call_link = Table(
    "call_link",
    metadata,
    # The chain. It stays when an entry goes with its child: the gap is told, never closed.
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
)

call_entry = Table(
    "call_entry",
    metadata,
    Column("n", Integer, ForeignKey("call_link.n"), primary_key=True, autoincrement=False),
    _of_child(may_be_nobody=True),
    # Its id, made when it was written: what waited while locked is never taken in twice.
    Column("entry", String(32), nullable=False, unique=True),
    Column("written", Moment, nullable=False),
    Column("corrects", String(32), nullable=False),
    Column("answers", String(32), nullable=False),
    Column("while_locked", Boolean, nullable=False),
    Column("before", String(64), nullable=False),
    Column("whom", Text, nullable=False),
    Column("spoken_by", Text, nullable=False),
    Column("called", Moment, nullable=False),
    Column("person", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("call_back", Moment, nullable=True),
    Column("events", JSON, nullable=False),
    Column("service", String(64), nullable=False),
)
