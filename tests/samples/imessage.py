"""Synthetic databases of Apple's Messages, old and new, with and without a log beside them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ME = "+12025550199"
ANA = "+12025550101"
BEN = "ben@example.org"
NOON = 762_782_400
"""4 March 2025, 12:00 UTC, in seconds since 2001."""
BILLION = 1_000_000_000

TABLES = """
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL,
  text TEXT, handle_id INTEGER DEFAULT 0, subject TEXT, attributedBody BLOB, account TEXT,
  date INTEGER, is_from_me INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0, group_title TEXT,
  associated_message_type INTEGER DEFAULT 0, date_retracted INTEGER DEFAULT 0,
  date_edited INTEGER DEFAULT 0, cache_has_attachments INTEGER DEFAULT 0);
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, id TEXT NOT NULL,
  service TEXT NOT NULL);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL,
  style INTEGER, chat_identifier TEXT, display_name TEXT, is_archived INTEGER DEFAULT 0,
  is_filtered INTEGER DEFAULT 0);
CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, filename TEXT, mime_type TEXT,
  transfer_name TEXT, total_bytes INTEGER DEFAULT 0);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, message_date INTEGER DEFAULT 0,
  PRIMARY KEY (chat_id, message_id));
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE(chat_id, handle_id));
CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER,
  UNIQUE(message_id, attachment_id));
CREATE TRIGGER after_delete_on_message AFTER DELETE ON message BEGIN
  DELETE FROM chat_message_join WHERE message_id = OLD.ROWID; END;
"""
OLD_TABLES = """
CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, handle_id INTEGER, date INTEGER,
  is_from_me INTEGER);
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, chat_identifier TEXT);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);
"""


def archive(text: str, *, mutable: bool = False) -> bytes:
    """Return a text as Apple's typed stream, with what follows it in the wild."""
    raw = text.encode()
    if len(raw) < 0x80:
        length = bytes([len(raw)])
    elif len(raw) < 1 << 15:
        length = b"\x81" + len(raw).to_bytes(2, "little")
    else:
        length = b"\x82" + len(raw).to_bytes(4, "little")
    classes = (
        b"\x84\x84\x84\x0fNSMutableString\x01\x84\x84\x08NSString\x01\x95"
        if mutable
        else b"\x84\x84\x84\x08NSString\x01\x94"
    )
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00"
        b"\x84\x84\x08NSObject\x00\x85\x92" + classes + b"\x84\x01+" + length + raw
        + b"\x86\x84\x02iI\x01\x04\x92\x84\x84\x84\x0cNSDictionary\x00\x94\x84\x01i\x01"
    )  # fmt: skip


@dataclass(slots=True)
class Phone:
    """A database that is being written."""

    db: sqlite3.Connection
    count: int = 0

    def chat(self, row: int, identifier: str, *, group: bool = False, **more: object) -> None:
        found: dict[str, object] = {
            "ROWID": row,
            "guid": f"guid{row}",
            "style": 43 if group else 45,
            "chat_identifier": identifier,
            **more,
        }
        self._insert("chat", found)

    def _insert(self, table: str, found: dict[str, object]) -> int:
        marks = ", ".join("?" * len(found))
        statement = f"INSERT INTO {table} ({', '.join(found)}) VALUES ({marks})"  # noqa: S608 - a test's own
        row = self.db.execute(statement, tuple(found.values())).lastrowid
        assert row is not None
        return row

    def person(self, row: int, handle: str, *chats: int) -> None:
        self.db.execute("INSERT INTO handle VALUES (?, ?, 'iMessage')", (row, handle))
        for chat in chats:
            self.db.execute("INSERT INTO chat_handle_join VALUES (?, ?)", (chat, row))

    def message(self, chat: int | None, text: str | None, **columns: object) -> int:
        """Add a message, a minute after the one before; handle 0 is the owner."""
        self.count += 1
        found: dict[str, object] = {
            "guid": f"m{self.count}",
            "text": text,
            "date": (NOON + 60 * self.count) * BILLION,
            "is_from_me": int(not columns.get("handle_id", 0)),
            "account": f"P:{ME}",
            **columns,
        }
        row = self._insert("message", found)
        if chat is not None:
            self.db.execute("INSERT INTO chat_message_join VALUES (?, ?, 0)", (chat, row))
        return row

    def file(self, message: int, name: str, kind: str, size: int) -> None:
        path = f"~/Library/Messages/Attachments/aa/{name}"
        row = self.db.execute(
            "INSERT INTO attachment (filename, mime_type, transfer_name, total_bytes) "
            "VALUES (?, ?, ?, ?)",
            (path, kind, name, size),
        ).lastrowid
        self.db.execute("INSERT INTO message_attachment_join VALUES (?, ?)", (message, row))


def fill(phone: Phone) -> None:
    """Write people, a group, files, reactions, edits and what was unsent."""
    phone.chat(1, ANA)
    phone.chat(2, "chat77", group=True, display_name="Team")
    phone.chat(3, "+12025550103", is_filtered=1)
    phone.chat(4, ANA)
    phone.person(1, ANA, 1, 2, 4)
    phone.person(2, BEN, 2)
    phone.person(3, "+12025550103", 3)
    phone.message(1, "Practice at six \U0001f697", handle_id=1)
    phone.message(1, None, attributedBody=archive("Fine \u2014 see you"))
    phone.message(1, None, handle_id=1, attributedBody=archive("word " * 60, mutable=True))
    phone.message(1, "Liked \u201cFine\u201d", handle_id=1, associated_message_type=2001)
    both = phone.message(1, "\ufffc\ufffctwo ducks", handle_id=1)
    phone.file(both, "duck.heic", "image/heic", 2048)
    phone.file(both, "pond.mov", "video/quicktime", 4096)
    phone.message(1, "at seven", date_edited=NOON * BILLION)
    phone.message(1, None, handle_id=1, date_edited=NOON * BILLION)
    phone.message(1, "gone", handle_id=1, date_retracted=NOON * BILLION)
    phone.message(4, "by SMS", handle_id=1)
    phone.message(2, None, handle_id=2, item_type=2, group_title="Team")
    phone.message(2, "hello all", handle_id=2, subject="News")
    phone.message(2, None, handle_id=1, item_type=6)
    phone.message(3, "who is this?", handle_id=3)
    phone.message(None, "chat is gone", handle_id=2)
    phone.message(1, None, attributedBody=b"\x04\x0bstreamtyped", handle_id=1)


def write(path: Path, *, log: bool = False) -> None:
    """Write a database; with ``log`` its last messages stand in the log only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(TABLES)
        fill(Phone(db))
        db.commit()
    if not log:
        return
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA wal_autocheckpoint = 0")
        late = Phone(db, 100)
        late.message(3, "only in the log", handle_id=3)
        db.commit()
        late.message(3, "never committed", handle_id=3)
        held, frames = path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()
    # Closing tidies the log away: it is put back as a copy taken while in use has it.
    path.write_bytes(held)
    path.with_name(path.name + "-wal").write_bytes(frames)


def write_old(path: Path) -> None:
    """Write a database of the years in which seconds were counted."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(OLD_TABLES)
        db.execute("INSERT INTO handle VALUES (1, ?)", (ANA,))
        db.execute("INSERT INTO chat VALUES (1, ?)", (ANA,))
        rows = [(1, "later", 1, NOON - 300_000_000, 0), (2, "first", 0, NOON - 300_000_060, 1)]
        db.executemany("INSERT INTO message VALUES (?, ?, ?, ?, ?)", rows)
        db.executemany("INSERT INTO chat_message_join VALUES (1, ?)", [(1,), (2,)])
        db.commit()


def write_large(path: Path, count: int) -> None:
    """Write many messages in twenty chats, for measuring."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(TABLES)
        phone = Phone(db)
        for row in range(1, 21):
            phone.chat(row, f"+12025550{row:03d}")
            phone.person(row, f"+12025550{row:03d}", row)
        for number in range(count):
            body = archive(f"message number {number} about the match")
            phone.message(1 + number % 20, None, attributedBody=body, handle_id=number % 2)
        db.commit()
