"""Telegram Desktop's JSON: one chat (`result.json`), or all of an account in one file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Media,
    Message,
    Part,
    Person,
    Place,
    Plan,
    Setting,
    Skipped,
    one_by_one,
)
from wayhome.review.media import media_type
from wayhome.review.readers.iso_stamps import join_local
from wayhome.review.readers.json_walk import STRING, BrokenJsonError, Walk, unescape
from wayhome.review.readers.names import Names, clean_name, read_id
from wayhome.review.readers.side_by_side import TOGETHER, side_by_side
from wayhome.review.readers.telegram_heads import Account, Head, read_account
from wayhome.review.readers.texts import BROKEN, find_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder, Run
    from wayhome.review.readers.side_by_side import Row
    from wayhome.review.source import Chosen, Source

CHAT_TYPES = (
    "saved_messages|replies|verify_codes|personal_chat|bot_chat|private_group|private_supergroup"
    "|public_supergroup|private_channel|public_channel"
)
CHAT = re.compile(rf'"type"\s*:\s*"(?:{CHAT_TYPES})"\s*,\s*"id"\s*:\s*-?\d+\s*,\s*"messages"\s*:')
MESSAGE = re.compile(
    r'"(?:from|actor)_id"\s*:\s*(?:"(?:user|chat|channel)?\d+"|\d+)'
    r'(?s:.){0,2000}?"text"\s*:\s*["\[]'
)
MESSAGES = re.compile(r'"messages"\s*:\s*\[')
SIGNS_OF_ONE = tuple(
    re.compile(each)
    for each in (
        r'"type"\s*:\s*"(?:message|service)"',
        r'"date(?:_unixtime)?"\s*:\s*"(?:\d{9,11}"|\d{4}-\d\d-\d\dT)',
        r'"(?:from|actor)"\s*:\s*(?:"|null)',
        r'"text"\s*:\s*["\[]',
    )
)
"""What every message has, in whatever order another program wrote it again."""
WHOLE = re.compile(
    r'\{\s*"about"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"(?:personal_information|profile_pictures|contacts'
    r'|frequent_contacts|sessions|stories|chats|left_chats)"\s*:\s*[{\[]'
)
DIRECT = frozenset({"personal_chat", "bot_chat"})
GROUPS = re.compile(r"\w*(?:group|channel)").fullmatch
CALLS = frozenset({"phone_call", "group_call", "conference_call"})
ABSENT = re.compile(
    r"(?:.{0,200} )?\((?:File|Story|Photo|Video) (?:not included|unavailable|exceeds maximum)"
    r"[^()]{0,160}\)"
)
"""What stands in the place of a path where the file was not exported; never translated."""
MEDIA_TYPES = {"sticker": "image/webp", "photo": "image/jpeg", "voice_message": "audio/ogg"}
OLD_USERS = 1 << 32
"""Until 2021 ids were plain numbers; chats and channels stood above this one."""
PLAIN = re.compile(
    r'(?:\s*+,)?+\s*+\{\s*+"id":\s*+\d++,\s*+"type":\s*+"message",\s*+"date":\s*+"([^"\\]*+)",\s*+'
    r'(?:"date_unixtime":\s*+"(\d++)",\s*+)?+(?:("edited"):\s*+"[^"\\]*+",\s*+'
    rf'(?:"edited_unixtime":\s*+"\d++",\s*+)?+)?+"from":\s*+"(?!")({STRING})",\s*+'
    r'"from_id":\s*+"((?:user|chat|channel)\d{1,20})",\s*+(?:"reply_to_message_id":\s*+\d++,\s*+)?+'
    rf'"text":\s*+"(?!")({STRING})"(?:,\s*+"text_entities":\s*+\[\s*+'
    r'(?:\{\s*+"type":\s*+"plain",\s*+"text":\s*+"\6"\s*+\}\s*+)?+\])?+\s*+\}',
    re.DOTALL,
)
"""The most frequent message, exactly as Telegram writes it: text by somebody, and nothing more."""


class Telegram:
    """Reader of Telegram Desktop's JSON exports."""

    id = "telegram"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim files that begin like a chat or like a full export."""
        files = tuple(name for name in source.names() if _looks_right(source.head(name)))
        return Confidence(85, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - ISO 8601 needs no order
        """Learn who owns the export and which numbers belong to whom."""
        accounts = {name: read_account(files, name) for name in files.names()}
        owner = next((each.owner for each in accounts.values() if each.owner), None)
        return Plan(files.names(), owner=owner, detail=accounts)

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield the chats in the order of each file."""
        accounts = plan.detail if isinstance(plan.detail, dict) else {}
        for name in files.names():
            with files.open(name) as file:
                account = accounts.get(name) or Account()
                chats = _Chats(name, Walk(file, files.head(name)), account, late=iter(account.late))
                yield from chats.read()


def _looks_right(head: bytes) -> bool:
    encoding = find_encoding(head)
    if encoding is None:
        return False
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    if not text.startswith("{"):
        return False
    if WHOLE.match(text) or CHAT.search(text):
        return True
    if MESSAGES.search(text) is None:
        return False
    return MESSAGE.search(text) is not None or all(each.search(text) for each in SIGNS_OF_ONE)


@dataclass(slots=True)
class _Chats:
    """The chats of one file, met while walking through it."""

    file: str
    walk: Walk
    account: Account
    names: Names = field(default_factory=Names)
    faults: list[Skipped] = field(default_factory=list)
    """What was met before the first chat."""
    broken: bool = False
    begun: bool = False
    """Whether the messages of the last chat were asked for."""
    late: Iterator[Head] | None = None
    """What stands behind the messages of each chat that has nothing before them."""

    def read(self) -> Iterator[Conversation]:
        """Yield all chats; what is broken ends the reading."""
        met = 0
        try:
            for each in self._find():
                met += 1
                yield each
                if self.broken:
                    return
        except BrokenJsonError as error:
            self.faults.append(Skipped("after the last chat", error.code))
        if self.faults or not met:
            found = tuple(self.faults)
            yield Conversation("", iter((Part(self.file, iter(found)),)))

    def _find(self) -> Iterator[Conversation]:
        head = Head()
        for key in self.walk.members():
            if key in {"chats", "left_chats"} and self.walk.next_sign() == "{":
                for inner in self.walk.members():
                    if inner == "list" and self.walk.next_sign() == "[":
                        yield from self._list(Place.INBOX if key == "chats" else Place.UNKNOWN)
                        if self.broken:
                            return
                    else:
                        self.walk.skip()
            elif key == "messages" and self.walk.next_sign() == "[":
                yield from self._chat(head, Place.UNKNOWN)
                if self.broken:
                    return
            else:
                head.take(self.walk, key)

    def _list(self, place: Place) -> Iterator[Conversation]:
        for _ in self.walk.items():
            if self.walk.next_sign() != "{":
                self.faults.append(Skipped("list of chats", "not_a_message"))
                self.walk.skip()
                continue
            head = Head()
            for key in self.walk.members():
                if key == "messages" and self.walk.next_sign() == "[":
                    yield from self._chat(head, place)
                    if self.broken:
                        return
                else:
                    head.take(self.walk, key)

    def _chat(self, head: Head, place: Place) -> Iterator[Conversation]:
        if head.is_empty and self.late is not None:
            head = next(self.late, head)
        direct = head.type in DIRECT
        user = f"user{head.id}" if direct and head.id else None
        phone = self.account.phones.get(head.id or "")
        if direct:
            setting = Setting.DIRECT
        else:
            setting = Setting.GROUP if GROUPS(head.type) else Setting.UNKNOWN
        self.begun, runs = False, self._runs()
        yield Conversation(
            head.name or user or head.type,
            iter((Part(self.file, one_by_one(runs), runs=runs),)),
            setting,
            place,
            (Person(head.name or user or "", user),) if direct else (),
            tuple(each for each in (user, phone) if each),
        )
        # A protected chat is not read by whoever asked: the next one begins behind it.
        if self.begun:
            for _ in runs:
                pass
        else:
            self.walk.skip()

    def _runs(self) -> Iterator[Run | Message | Skipped]:
        self.begun = True
        yield from self.faults
        self.faults.clear()
        number, names = 0, self.names
        rows: list[Row] = []
        try:
            for item in self.walk.values(PLAIN):
                number += 1
                if item.__class__ is not re.Match:
                    yield from side_by_side(rows)
                    yield from _read(item, number, names)
                    continue
                date, unix, edited, name, sender_id, text = item.groups()
                at = join_local(date, unix)
                sender, text = names[unescape(name)] or sender_id, unescape(text)
                if at is not None and edited is None and BROKEN not in text:
                    rows.append((sender, at, text, sender_id))
                    if len(rows) == TOGETHER:
                        yield from side_by_side(rows)
                    continue
                yield from side_by_side(rows)
                if at is None:
                    yield Skipped(f"message {number}", "date_unreadable")
                if BROKEN in text:
                    yield Skipped(f"message {number}", "broken_text")
                yield Message(sender, at, text, "text", sender_id, edited is not None, None)
            yield from side_by_side(rows)
        except BrokenJsonError as error:
            yield from side_by_side(rows)
            self.broken = True
            yield Skipped(f"after message {number}", error.code)


def _read(item: object, number: int, names: Names) -> Iterator[Message | Skipped]:
    where = f"message {number}"
    kind = item.get("type") if isinstance(item, dict) else None
    if not isinstance(item, dict) or kind not in ("message", "service", "unsupported"):
        yield Skipped(where, "not_a_message")
        return
    if kind == "unsupported":
        yield Skipped(where, "left_out_by_app")
        return
    at = join_local(item.get("date"), item.get("date_unixtime"))
    if at is None:
        yield Skipped(where, "date_unreadable")
    text = _text(item.get("text"))
    if text is None:
        yield Skipped(where, "not_a_message")
        return
    if BROKEN in text:
        yield Skipped(where, "broken_text")
    if kind == "service":
        yield _service(item, at, text, names)
        return
    sender, sender_id = _sender(item, "from", names)
    media = _media(item)
    text = text or _told(item)
    if media is not None and not text:
        yield Message(sender, at, media.name, "media", sender_id, "edited" in item, media)
    else:
        yield Message(sender, at, text, "text", sender_id, "edited" in item, media)


def _sender(item: dict[str, object], key: str, names: Names) -> tuple[str, str | None]:
    """Return who wrote it: name and id. Of a deleted account the id is all that is left."""
    name, given = item.get(key), item.get(f"{key}_id")
    sender_id = read_id(given)
    if sender_id and not isinstance(given, str) and int(sender_id) < OLD_USERS:
        sender_id = f"user{sender_id}"
    return (names[name] if isinstance(name, str) else "") or sender_id or "", sender_id


def _text(value: object) -> str | None:
    """Return a text that may be in parts; None if it is none."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if not isinstance(value, list):
        return None
    parts = (each.get("text") if isinstance(each, dict) else each for each in value)
    return "".join(part for part in parts if isinstance(part, str))


def _service(item: dict[str, object], at: str | None, text: str, names: Names) -> Message:
    """Return what Telegram itself wrote: a call, or that somebody came, left or changed a thing."""
    action = clean_name(item.get("action"))
    if action in CALLS:
        sender, sender_id = _sender(item, "actor", names)
        return Message(sender, at, clean_name(item.get("discard_reason")), "call", sender_id)
    members = item.get("members")
    people = members if isinstance(members, list) else []
    told = [names[each] for each in people if isinstance(each, str)]
    title = clean_name(item.get("title") or item.get("new_title") or item.get("information_text"))
    actor = clean_name(item.get("actor"))
    more = ", ".join(each for each in (text, title, *told) if each)
    line = f"{actor}: {action}" if actor and action else action or actor
    return Message(None, at, f"{line} ({more})" if more and line else line or more, "system")


def _media(item: dict[str, object]) -> Media | None:
    photo = item.get("photo")
    path = photo if isinstance(photo, str) else item.get("file")
    kind = "photo" if isinstance(photo, str) else item.get("media_type")
    given = item.get("file_name")
    if not isinstance(path, str) and not isinstance(given, str):
        return None
    shown = path if isinstance(path, str) and not ABSENT.fullmatch(path) else ""
    name = given if isinstance(given, str) and given else shown.replace("\\", "/").split("/")[-1]
    mime = item.get("mime_type")
    size = item.get("photo_file_size" if kind == "photo" else "file_size")
    known = MEDIA_TYPES.get(kind) if isinstance(kind, str) else None
    return Media(
        clean_name(name),
        mime if isinstance(mime, str) and mime else (media_type(name) if name else None) or known,
        size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None,
    )


def _told(item: dict[str, object]) -> str:
    """Return what a message without a text says: a contact, a place or a question."""
    contact, place, poll = (
        item.get(key) for key in ("contact_information", "location_information", "poll")
    )
    if isinstance(contact, dict):
        parts = (contact.get(key) for key in ("first_name", "last_name", "phone_number"))
        return " ".join(part for part in parts if isinstance(part, str) and part)
    if isinstance(place, dict):
        parts = (place.get(key) for key in ("latitude", "longitude"))
        return ", ".join(str(part) for part in parts if isinstance(part, float))
    question = poll.get("question") if isinstance(poll, dict) else None
    return _text(question) or ""


READER = Telegram()
