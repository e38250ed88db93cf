"""`chat.db` of a Mac, and `sms.db` of an iPhone's backup: iMessage, SMS and MMS."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Part,
    Person,
    Place,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.readers.addresses import clean_name
from wayhome.review.readers.imessage_rows import Rows, seconds_of
from wayhome.review.readers.sqlite_bytes import (
    DAMAGE,
    MAGIC,
    UnreadableDatabaseError,
    open_database,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wayhome.model.messages import DateOrder, Message
    from wayhome.review.readers.protocol import Origin
    from wayhome.review.readers.sqlite_bytes import Database
    from wayhome.review.source import Chosen, Source

MARK = re.compile(rb"CREATE TABLE [\"'`\[]?chat_message_join", re.IGNORECASE)
PIECE = 1 << 20
LOGGED = 2
"""Byte 18 of a database whose newest pages may stand in a log beside it."""
ME = "Me"
UNKNOWN_OWNER = "me"
GROUP, DIRECT = 43, 45
MOST_LINKS = 20_000_000
"""Messages in chats; more than anybody ever wrote."""
BESIDE = ("-wal", "-shm")


class IMessage:
    """Reader of the database of Apple's Messages."""

    id = "imessage"
    origin: Origin = "platform"
    ids_are_addresses = True

    def recognises(self, source: Source) -> Confidence | None:
        """Claim databases that join chats and messages, and the logs beside them."""
        names = frozenset(source.names())
        files: list[str] = []
        for name in source.names():
            if source.head(name).startswith(MAGIC) and _holds_chats(source, name):
                files += [name, *(name + end for end in BESIDE if name + end in names)]
        return Confidence(95, tuple(files)) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - dates are counted, not written
        """Ask whose database it is, and whether its newest messages may stand elsewhere."""
        names = files.names()
        owner = UNKNOWN_OWNER
        alone = False
        for name in _databases(files):
            head = files.head(name)
            alone = alone or (head[18:19] == bytes([LOGGED]) and files.only_file)
            if owner == UNKNOWN_OWNER:
                owner = _find_owner(files, name)
        not_visible = ("newest_in_log",) if alone else ()
        return Plan(names, not_visible=not_visible, owner=Person(ME, owner))

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield the chats of each database, as first met."""
        owner = plan.owner.id if plan.owner and plan.owner.id else UNKNOWN_OWNER
        for name in _databases(files):
            try:
                with open_database(files, name, _log_of(files, name)) as database:
                    yield from _Chats(database, name, owner).conversations()
                    if database.cut:
                        yield _fault(name, "truncated")
            except UnreadableDatabaseError as error:
                yield _fault(name, str(error))


def _holds_chats(source: Source, name: str) -> bool:
    if MARK.search(source.head(name)):
        return True
    # Its list of tables may begin anywhere in the file.
    last = b""
    try:
        with source.open(name) as file:
            while piece := file.read(PIECE):
                if MARK.search(last + piece):
                    return True
                last = piece[-64:]
    except OSError:
        return False
    return False


def _databases(files: Chosen) -> tuple[str, ...]:
    return tuple(name for name in files.names() if files.head(name).startswith(MAGIC))


def _log_of(files: Chosen, name: str) -> str | None:
    log = name + BESIDE[0]
    return log if log in files.all_names() else None


def _find_owner(files: Chosen, name: str) -> str:
    """Return the account that most was sent from."""
    try:
        with open_database(files, name, _log_of(files, name)) as database:
            if not database.columns("message") >= {"account", "is_from_me"}:
                return UNKNOWN_OWNER
            counts: dict[str, int] = {}
            for (account,) in database.rows("SELECT account FROM message WHERE is_from_me = 1"):
                if isinstance(account, str) and account and len(counts) < PIECE:
                    counts[account] = counts.get(account, 0) + 1
            best = max(counts, key=lambda each: counts[each]) if counts else ""
            # "E:" stands before a mail address, "P:" before a number.
            return clean_name(best.partition(":")[2] or best) or UNKNOWN_OWNER
    except (UnreadableDatabaseError, *DAMAGE):
        return UNKNOWN_OWNER


def _fault(name: str, code: str) -> Conversation:
    return Conversation("", iter((Part(name, iter((Skipped("file", code),))),)))


@dataclass(slots=True)
class _Chat:
    """One chat, or several that the app shows as one."""

    identifier: str = ""
    display_name: str = ""
    group: bool = False
    place: Place = Place.INBOX
    people: list[str] = field(default_factory=list)
    messages: array[int] = field(default_factory=lambda: array("q"))
    """Date and id by turns."""

    def conversation(self, parts: Iterator[Part]) -> Conversation:
        """Return it as a conversation."""
        others = self.people or [self.identifier]
        title = self.display_name or ", ".join(map(clean_name, others))
        ids = tuple(dict.fromkeys((self.identifier, *others)))
        return Conversation(
            clean_name(title),
            parts,
            Setting.GROUP if self.group else Setting.DIRECT,
            self.place,
            tuple(Person(clean_name(each), each) for each in others if each),
            # In a group somebody may add a helpline's number to hide the rest from sight.
            () if self.group else tuple(each for each in ids if each),
        )


@dataclass(slots=True)
class _Chats:
    """The chats of one database."""

    database: Database
    file: str
    owner: str
    handles: dict[int, str] = field(default_factory=dict)
    by_row: dict[int, _Chat] = field(default_factory=dict)
    faults: list[Skipped] = field(default_factory=list)

    def conversations(self) -> Iterator[Conversation]:
        """Yield them, each with its messages by their dates."""
        if not self.database.columns("message") >= {"date", "is_from_me"}:
            yield _fault(self.file, "database_damaged")
            return
        self._try("handle", self._read_handles)
        self._try("chat", self._read_chats)
        self._try("chat_handle_join", self._read_people)
        for table in ("chat_message_join", "chat_recoverable_message_join"):
            self._try(table, partial(self._link, table))
        self._try("message", self._link_others)
        rows = Rows(self.database, ME, self.owner, self.handles)
        self._try("message_attachment_join", rows.link_files)
        shown = dict.fromkeys(id(chat) for chat in self.by_row.values() if chat.messages)
        chats = {id(chat): chat for chat in self.by_row.values()}
        for each in shown:
            chat = chats[each]
            yield chat.conversation(iter((Part(self.file, self._messages(rows, chat)),)))
        if self.faults:
            yield Conversation("", iter((Part(self.file, iter(self.faults)),)))

    def _messages(self, rows: Rows, chat: _Chat) -> Iterator[Message | Skipped]:
        faults, self.faults = self.faults, []
        yield from faults
        # A database has no order of its own: the app shows messages by their dates.
        ids = [
            number
            for _, number in sorted(zip(chat.messages[::2], chat.messages[1::2], strict=True))
        ]
        yield from rows.messages(ids, "" if chat.group else chat.identifier)

    def _try(self, table: str, step: Callable[[], None]) -> None:
        """Take one step; what is damaged is said, and the others go on."""
        try:
            step()
        except DAMAGE:
            self.faults.append(Skipped(f"table {table}", "database_damaged"))

    def _read_handles(self) -> None:
        if "id" in self.database.columns("handle"):
            for row, handle in self.database.rows("SELECT ROWID, id FROM handle"):
                if isinstance(row, int) and isinstance(handle, str):
                    self.handles[row] = clean_name(handle)

    def _read_chats(self) -> None:
        has = self.database.columns("chat")
        wanted = ("chat_identifier", "display_name", "style", "is_filtered", "is_archived")
        columns = ", ".join(each if each in has else "NULL" for each in wanted)
        direct: dict[str, _Chat] = {}
        for row, identifier, shown, style, filtered, archived in self.database.rows(
            f"SELECT ROWID, {columns} FROM chat"  # noqa: S608 - our own names only
        ):
            name = clean_name(identifier) if isinstance(identifier, str) else ""
            # One person by iMessage and by SMS is one chat to whoever looks at it.
            joined = direct.get(name) if style == DIRECT and name else None
            chat = joined or _Chat(name)
            if isinstance(shown, str) and shown:
                chat.display_name = clean_name(shown)
            chat.group = style == GROUP
            if archived == 1:
                chat.place = Place.ARCHIVED
            elif isinstance(filtered, int) and filtered > 0:
                chat.place = Place.REQUESTS if filtered == 1 else Place.FILTERED
            if style == DIRECT and name:
                direct[name] = chat
            if isinstance(row, int):
                self.by_row[row] = chat

    def _read_people(self) -> None:
        if self.database.columns("chat_handle_join") >= {"chat_id", "handle_id"}:
            for row, handle in self.database.rows(
                "SELECT chat_id, handle_id FROM chat_handle_join"
            ):
                chat = self.by_row.get(row) if isinstance(row, int) else None
                person = self.handles.get(handle) if isinstance(handle, int) else None
                if chat is not None and person and person not in chat.people:
                    chat.people.append(person)

    def _link(self, table: str) -> None:
        """Note which messages stand in which chat."""
        if not self.database.columns(table) >= {"chat_id", "message_id"}:
            return
        statement = (
            f"SELECT j.chat_id, m.ROWID, m.date FROM {table} j "  # noqa: S608 - our own names only
            "JOIN message m ON m.ROWID = j.message_id"
        )
        for links, (row, number, date) in enumerate(self.database.rows(statement)):
            if links > MOST_LINKS:
                self.faults.append(Skipped(f"table {table}", "too_much_at_once"))
                return
            if isinstance(row, int) and isinstance(number, int):
                chat = self.by_row.setdefault(row, _Chat())
                chat.messages.extend((seconds_of(date), number))

    def _link_others(self) -> None:
        """Put messages that stand in no chat into one with whom they came from."""
        known = {number for chat in self.by_row.values() for number in chat.messages[1::2]}
        handle = "handle_id" if "handle_id" in self.database.columns("message") else "0"
        alone: dict[object, _Chat] = {}
        for number, sender, date in self.database.rows(
            f"SELECT ROWID, {handle}, date FROM message"  # noqa: S608 - our own names only
        ):
            if not isinstance(number, int) or number in known:
                continue
            name = self.handles.get(sender, "") if isinstance(sender, int) else ""
            chat = alone.setdefault(name, _Chat(name))
            chat.messages.extend((seconds_of(date), number))
        for chat in alone.values():
            # Numbers below zero are no row's.
            self.by_row[-1 - len(self.by_row)] = chat


READER = IMessage()
