"""Snapchat's own data, as JSON: saved chats, and who sent snaps when.

Two shapes: since 2023 one list for each conversation, before that four lists of what was received
and sent. Both run newest first. The export's own web pages hold the same and are not read.
"""

from __future__ import annotations

import heapq
import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Media,
    Message,
    Part,
    Person,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.readers.iso_stamps import read_seconds, read_stamp
from wayhome.review.readers.json_stream import read_whole
from wayhome.review.readers.json_walk import BrokenJsonError, Walk
from wayhome.review.readers.names import Names, clean_name
from wayhome.review.readers.newest_first import oldest_first
from wayhome.review.readers.shelves import Shelves
from wayhome.review.readers.texts import find_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder, Kind
    from wayhome.review.source import Chosen, Source

SECTION = re.compile(r"(Received|Sent) (?:Saved |Unsaved )?(?:Chat|Snap) History")
OLD = re.compile(rf'"{SECTION.pattern}"\s*:\s*\[')
OF_A_MESSAGE = (
    re.compile(r'"Media Type"\s*:\s*"'),
    re.compile(r'"Created"\s*:\s*"'),
    re.compile(r'"From"\s*:'),
    re.compile(r'"(?:Is|is)Sender"\s*:|"Conversation Title"\s*:|"Created\(microseconds\)"\s*:'),
)
"""What each message of the newer shape has, in any order."""
OWNER = re.compile(r'"Basic Information"\s*:\s*\{')
FRIENDS = re.compile(r'"Friends"\s*:\s*\[')
TWIN = re.compile(r"(?:.*/)?html/(?:chat|snap)_history(?:/.*)?(?:\.html)?")
"""The same chats as web pages, beside the JSON."""
GROUP = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
"""A conversation without a person's name for a key: a group."""
ERASED, STATUS, CALL = "STATUSERASED", "STATUS", "STATUSCALL"
PLAIN_TEXT = frozenset({"TEXT", ""})
SELF = "@me"
"""Who wrote what was sent, where the owner's name is not in what was chosen."""
SECONDS, MILLISECONDS = 10**11, 10**14
"""Below, a time counts seconds; below, milliseconds; else microseconds, as it is called."""
SENT = "sent"


@dataclass(frozen=True, slots=True)
class _Account:
    """What lies beside the chats."""

    owner: Person | None = None
    names: dict[str, str] = field(default_factory=dict)
    """Handles -> the names shown."""


class Snapchat:
    """Reader of the data that Snapchat sends on request."""

    id = "snapchat"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim chats and snaps, what names their people, and their twins as web pages."""
        names = source.names()
        chats = [name for name in names if _holds_messages(_text(source, name))]
        if not chats:
            return None
        beside = [
            name
            for name in names
            if name not in chats and (TWIN.fullmatch(name) or _is_beside(source, name))
        ]
        return Confidence(85, (*chats, *beside))

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - year first
        """Learn whose data it is and what friends are called."""
        owner, names = None, {}
        for name in files.names():
            if _is_beside(files, name):
                found = read_whole(files, name)
                owner = _read_owner(found) or owner
                names.update(_read_friends(found))
        account = _Account(owner, names)
        return Plan(files.names(), not_visible=("saved_only",), owner=owner, detail=account)

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield the conversations of each file, in the order of the file."""
        account = plan.detail if isinstance(plan.detail, _Account) else _Account()
        for name in files.names():
            text = _text(files, name)
            if TWIN.fullmatch(name) or not _holds_messages(text):
                continue
            if OLD.search(text):
                yield from _old(files, name, account)
            else:
                yield from _Threads(files, name, account).read()


def _text(source: Source | Chosen, name: str) -> str:
    head = source.head(name)
    encoding = find_encoding(head)
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n") if encoding else ""
    return text if text.startswith("{") else ""


def _holds_messages(text: str) -> bool:
    return bool(OLD.search(text)) or all(each.search(text) for each in OF_A_MESSAGE)


def _is_beside(source: Source | Chosen, name: str) -> bool:
    text = _text(source, name) if name.lower().endswith(".json") else ""
    return bool(OWNER.search(text) or FRIENDS.search(text)) and not _holds_messages(text)


def _read_owner(found: object) -> Person | None:
    basic = found.get("Basic Information") if isinstance(found, dict) else None
    if not isinstance(basic, dict):
        return None
    handle, name = clean_name(basic.get("Username")), clean_name(basic.get("Name"))
    return Person(name or handle, handle or None) if name or handle else None


def _read_friends(found: object) -> dict[str, str]:
    listed = found.get("Friends") if isinstance(found, dict) else None
    people = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    pairs = (
        (clean_name(each.get("Username")), clean_name(each.get("Display Name"))) for each in people
    )
    return {handle: name for handle, name in pairs if handle and name}


@dataclass(slots=True)
class _Threads:
    """The newer shape: one list for each conversation, met while walking through it."""

    files: Chosen
    file: str
    account: _Account
    names: Names = field(default_factory=Names)
    begun: bool = False
    """Whether the messages of the last conversation were asked for."""
    fault: Skipped | None = None

    def read(self) -> Iterator[Conversation]:
        """Yield all conversations; what is broken ends the reading."""
        met = 0
        with self.files.open(self.file) as file:
            walk = Walk(file, self.files.head(self.file))
            try:
                for key in walk.members():
                    if walk.next_sign() != "[":
                        walk.skip()
                        continue
                    met += 1
                    yield from self._thread(walk, clean_name(key))
                    if self.fault:
                        return
            except BrokenJsonError as error:
                # Not its name: it may be the one of somebody who helps.
                self.fault = Skipped(f"after chat {met}", error.code)
                yield Conversation("", iter((Part(self.file, iter((self.fault,))),)))

    def _thread(self, walk: Walk, key: str) -> Iterator[Conversation]:
        # Its title stands in its messages: the first one is looked at before the rest.
        rows = walk.values()
        first = next(rows, None)
        title = clean_name(first.get("Conversation Title")) if isinstance(first, dict) else ""
        group = bool(title) or bool(GROUP.fullmatch(key))
        name = title or self.account.names.get(key, key)
        self.begun, messages = False, self._messages(first, rows)
        yield Conversation(
            name,
            iter((Part(self.file, messages),)),
            Setting.GROUP if group else Setting.DIRECT,
            people=() if group else (Person(name, key),),
            contact_ids=() if group else (key,),
        )
        # A protected chat is not read by whoever asked: the next one begins behind it.
        for _ in messages if self.begun else rows:
            pass

    def _messages(self, first: object, rows: Iterator[object]) -> Iterator[Message | Skipped]:
        self.begun, count = True, 0
        numbered = enumerate(_with(first, rows), 1)
        held: list[tuple[int, Any]] = []
        try:
            held.extend(numbered)
        except BrokenJsonError as error:
            self.fault = Skipped(f"after message {len(held)}", error.code)
        for count, row in oldest_first(held, lambda each: _count(each[1])):
            yield from _read(row, f"message {count}", self.account, self.names)
        if self.fault:
            yield self.fault


def _with(first: object, rows: Iterator[object]) -> Iterator[object]:
    if first is not None:
        yield first
    yield from rows


def _count(row: object) -> float | None:
    """Return a number that grows with the time written; None if it can't be told."""
    if not isinstance(row, dict):
        return None
    at = _moment(row)
    return int(re.sub(r"\D", "", at[:19])) if at else None


def _moment(row: dict[str, Any]) -> str | None:
    at = read_stamp(row.get("Created"), "+00:00")
    if at is not None:
        return at
    counted = row.get("Created(microseconds)")
    if isinstance(counted, bool) or not isinstance(counted, int | float) or counted <= 0:
        return None
    scale = 1 if counted < SECONDS else 1000 if counted < MILLISECONDS else 1_000_000
    return read_seconds(counted // scale)


def _read(row: object, where: str, account: _Account, names: Names) -> Iterator[Message | Skipped]:
    if not isinstance(row, dict) or not row.keys() & {"From", "To", "Media Type", "Created"}:
        yield Skipped(where, "not_a_message")
        return
    sender, sender_id = _sender(row, account, names)
    at = _moment(row)
    if at is None:
        yield Skipped(where, "date_unreadable")
    yield from _kinds(row, Message(sender, at, _said(row), "text", sender_id))


def _sender(row: dict[str, Any], account: _Account, names: Names) -> tuple[str, str | None]:
    mine = row.get("IsSender", row.get("isSender"))
    given = row.get("From")
    handle = names[given] if isinstance(given, str) else ""
    if mine is True or (mine is None and not handle):
        owner = account.owner or Person(handle or SELF, handle or None)
        return owner.name, owner.id
    return account.names.get(handle, handle) or "?", handle or None


def _said(row: dict[str, Any]) -> str:
    for key in ("Content", "Text"):
        if isinstance(row.get(key), str):
            # Of old, and in some of today's, as a web page would spell it.
            return html.unescape(row[key])
    return ""


def _kinds(row: dict[str, Any], message: Message) -> Iterator[Message]:
    given = row.get("Media Type")
    what = given.upper() if isinstance(given, str) else ""
    if what.startswith(ERASED):
        yield message._replace(text="", kind="deleted")
    elif what.startswith(STATUS):
        kind: Kind = "call" if what.startswith(CALL) else "system"
        sender = message.sender if kind == "call" else None
        yield Message(sender, message.at, message.text or clean_name(given), kind)
    elif what in PLAIN_TEXT or (what == "SHARE" and message.text):
        yield message
    else:
        listed = row.get("Media IDs")
        ids = listed.split(" | ") if isinstance(listed, str) and listed else [""]
        media = [Media(clean_name(each)) for each in ids]
        if message.text:
            yield message._replace(media=media[0])
            media = media[1:]
        for each in media:
            yield message._replace(text=each.name, kind="media", media=each)


def _old(files: Chosen, name: str, account: _Account) -> Iterator[Conversation]:
    """Join what was received from somebody and what was sent to them."""
    shelves, faults, names = Shelves(), [], Names()
    with files.open(name) as file:
        walk = Walk(file, files.head(name))
        section = ""
        try:
            for section in walk.members():
                found = SECTION.fullmatch(section)
                if found is None or walk.next_sign() != "[":
                    walk.skip()
                    continue
                for number, row in enumerate(oldest_first(walk.values(), _count), 1):
                    where = f"{section}, message {number}"
                    for item in _side(row, where, found[1], account, names):
                        if isinstance(item, Skipped):
                            faults.append(item)
                        else:
                            shelves.add(*item)
        except BrokenJsonError as error:
            faults.append(Skipped(f"after {clean_name(section) or 'the beginning'}", error.code))
    yield from _joined(shelves, name, faults, account)


def _side(
    row: object, where: str, side: str, account: _Account, names: Names
) -> Iterator[tuple[str, Message] | Skipped]:
    """Yield a message with its shelf: the other person, and which side wrote it."""
    if not isinstance(row, dict):
        yield Skipped(where, "not_a_message")
        return
    sent = side == "Sent"
    given = (row.get("To") or row.get("From")) if sent else row.get("From")
    other = names[given] if isinstance(given, str) else ""
    if not other:
        yield Skipped(where, "sender_unknown")
    if "IsSender" not in row:
        row = {**row, "IsSender": sent}
    for item in _read(row, where, account, names):
        yield item if isinstance(item, Skipped) else (f"{other}\0{SENT * sent}", item)


def _joined(
    shelves: Shelves, file: str, faults: list[Skipped], account: _Account
) -> Iterator[Conversation]:
    people = dict.fromkeys(key.partition("\0")[0] for key in shelves.keys())  # noqa: SIM118 - a method
    here = set(shelves.keys())
    waiting: list[Skipped] = [*faults]
    if not people and waiting:
        yield Conversation("", iter((Part(file, iter(waiting)),)))
    for other in people:
        sides = [shelves.messages(key) for key in (f"{other}\0", f"{other}\0{SENT}") if key in here]
        # Each side runs oldest first; an unreadable time stays with what stands before it.
        joined = heapq.merge(*map(_dated, sides), key=lambda each: each[0])
        name = account.names.get(other, other)
        messages = _after(waiting, (message for _, message in joined))
        yield Conversation(
            name or "?",
            iter((Part(file, messages),)),
            Setting.DIRECT,
            people=(Person(name, other),) if other else (),
            contact_ids=(other,) if other else (),
        )
        waiting = []


def _dated(messages: Iterator[Message]) -> Iterator[tuple[str, Message]]:
    last = ""
    for message in messages:
        last = max(last, message.at or "")
        yield last, message


def _after(faults: list[Skipped], messages: Iterator[Message]) -> Iterator[Message | Skipped]:
    yield from faults
    yield from messages


READER = Snapchat()
