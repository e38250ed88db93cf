"""Google Chat out of Google Takeout: a folder for each conversation, with its members beside it.

Folders have localised names, and so have the days in a message: both are read as they come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wayhome.model.messages import (
    Confidence,
    Conversation,
    DateOrder,
    Media,
    Message,
    Part,
    Person,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.media import media_type
from wayhome.review.readers.discord_package import with_media
from wayhome.review.readers.free_stamps import FreeStamps
from wayhome.review.readers.json_stream import read_whole
from wayhome.review.readers.json_walk import BrokenJsonError, Walk
from wayhome.review.readers.names import Names, clean_name
from wayhome.review.readers.newest_first import oldest_first
from wayhome.review.readers.texts import BROKEN, find_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.review.source import Chosen, Source

MESSAGES = re.compile(r'\{\s*"messages"\s*:\s*\[')
CREATOR = re.compile(r'"creator"\s*:\s*\{')
CREATED = re.compile(r'"created_date"\s*:\s*"')
MEMBERS = re.compile(r'"members"\s*:\s*\[')
MEMBER = re.compile(r'"user_type"\s*:\s*"|"email"\s*:\s*"')
USER = re.compile(r'"(?:user|membership_info)"\s*:\s*[{\[]')
ZONE = re.compile(r"[\s,]*\b(?:UTC|GMT)\b\s*$")
LINK_WORD = re.compile(
    r"(?<=\d) (?:at|um|à|a las|às|as|alle|om|kl\.?|в|klo|o) (?=\d)", re.IGNORECASE
)
"""What many languages say between a day and a time."""
DAY_OF_WEEK = re.compile(
    r" ?(?:[월화수목금토일]요일|[月火水木金土日]曜日?|(?:星期|周)[一二三四五六日天])"
)
"""Between the day and the time, in languages of East Asia."""
WEEKDAY = re.compile(r"^[^\d,،、]{2,30}[,،、]?\s+(?=[^\W\d_]|\d)")
DELETED = "deletion_metadata"
UTC = "+00:00"
DIRECT_FOLDER, PAIR = "DM ", 2


@dataclass(frozen=True, slots=True)
class _Takeout:
    """What lies beside the messages."""

    owner: Person | None = None
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Folder -> what its `group_info.json` says."""


class GoogleChat:
    """Reader of Google Chat in a Takeout."""

    id = "google-chat"
    origin = "platform"
    ids_are_addresses = True

    def recognises(self, source: Source) -> Confidence | None:
        """Claim the messages, and what says who is in which conversation."""
        names = [name for name in source.names() if name.lower().endswith(".json")]
        rows = [name for name in names if _holds_messages(_text(source, name))]
        if not rows:
            return None
        folders = {_folder(name) for name in rows}
        beside = [
            name
            for name in names
            if name not in rows
            if (_folder(name) in folders and MEMBERS.search(_text(source, name)))
            or (name.endswith("user_info.json") and USER.search(_text(source, name)))
        ]
        return Confidence(86, (*rows, *beside))

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - months are words
        """Learn whose data it is and who is in which conversation."""
        owner: Person | None = None
        groups: dict[str, dict[str, Any]] = {}
        for name in files.names():
            if _holds_messages(_text(files, name)):
                continue
            found = read_whole(files, name)
            if isinstance(found, dict) and isinstance(found.get("members"), list):
                groups[_folder(name)] = found
            elif isinstance(found, dict):
                owner = _person(found.get("user")) or owner
        return Plan(files.names(), owner=owner, detail=_Takeout(owner, groups))

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each folder."""
        takeout = plan.detail if isinstance(plan.detail, _Takeout) else _Takeout()
        for name in files.names():
            if _holds_messages(_text(files, name)):
                yield _describe(files, name, takeout)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _text(source: Source | Chosen, name: str) -> str:
    head = source.head(name)
    encoding = find_encoding(head)
    return head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n") if encoding else ""


def _holds_messages(text: str) -> bool:
    return bool(
        text.startswith("{")
        and '"messages"' in text
        and CREATOR.search(text)
        and CREATED.search(text)
    )


def _person(value: object) -> Person | None:
    if not isinstance(value, dict):
        return None
    name, address = clean_name(value.get("name")), clean_name(value.get("email"))
    return Person(name or address, address or None) if name or address else None


def _describe(files: Chosen, name: str, takeout: _Takeout) -> Conversation:
    info = takeout.groups.get(_folder(name), {})
    members = info.get("members")
    people = [each for each in map(_person, members if isinstance(members, list) else []) if each]
    others = [each for each in people if takeout.owner is None or each.id != takeout.owner.id]
    folder = clean_name(_folder(name).rpartition("/")[2])
    title = clean_name(info.get("name"))
    direct = not title and (len(people) == PAIR or folder.startswith(DIRECT_FOLDER))
    setting = Setting.DIRECT if direct else Setting.GROUP if title or people else Setting.UNKNOWN
    shown = title or ", ".join(each.name for each in others) or folder
    return Conversation(
        shown,
        iter((Part(name, _read(files, name)),)),
        setting,
        people=tuple(people),
        contact_ids=tuple(each.id for each in others if each.id) if direct else (),
    )


def _read(files: Chosen, name: str) -> Iterator[Message | Skipped]:
    stamps, names = _Stamps(), Names()
    held: list[tuple[int, object]] = []
    fault: Skipped | None = None
    with files.open(name) as file:
        walk = Walk(file, files.head(name))
        try:
            for key in walk.members():
                if key == "messages" and walk.next_sign() == "[":
                    held.extend(enumerate(walk.values(), 1))
                else:
                    walk.skip()
        except BrokenJsonError as error:
            fault = Skipped(f"after message {len(held)}", error.code)
    for number, row in oldest_first(held, lambda each: stamps.number(each[1])):
        yield from _message(row, f"message {number}", stamps, names)
    if fault:
        yield fault


class _Stamps:
    """Times such as `Wednesday, January 4, 2023 at 10:59:50 AM UTC`, in any language."""

    def __init__(self) -> None:
        self._free = FreeStamps(DateOrder.DMY)

    def read(self, written: object) -> str | None:
        if not isinstance(written, str):
            return None
        text = written.replace("\u202f", " ").replace("\u00a0", " ")
        zoned = ZONE.search(text)
        plain = LINK_WORD.sub(", ", DAY_OF_WEEK.sub("", ZONE.sub("", text)))
        for each in (plain, WEEKDAY.sub("", plain), WEEKDAY.sub("", text)):
            at = self._free.read(each)
            if at is not None:
                return at if len(at) > len("2023-01-04T10:59:50") or not zoned else f"{at}{UTC}"
        return None

    def number(self, row: object) -> int | None:
        at = self.read(row.get("created_date")) if isinstance(row, dict) else None
        return int(re.sub(r"\D", "", at[:19])) if at else None


def _message(row: object, where: str, stamps: _Stamps, names: Names) -> Iterator[Message | Skipped]:
    if not isinstance(row, dict) or not row.keys() & {"creator", "created_date", "text"}:
        yield Skipped(where, "not_a_message")
        return
    creator = row.get("creator")
    who = _person(creator)
    at = stamps.read(row.get("created_date"))
    if at is None:
        yield Skipped(where, "date_unreadable")
    text = row.get("text")
    text = text if isinstance(text, str) else ""
    if BROKEN in text:
        yield Skipped(where, "broken_text")
    edited = isinstance(row.get("updated_date"), str)
    sender = names[who.name] if who else "?"
    message = Message(sender, at, text, "text", who.id if who else None, edited)
    if DELETED in row or str(row.get("message_state")).upper() == "DELETED":
        yield message._replace(text="", kind="deleted", edited=False)
    elif media := list(_files(row)):
        yield from with_media(message, media)
    else:
        yield message


def _files(row: dict[str, Any]) -> Iterator[Media]:
    listed = row.get("attached_files")
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict):
            name = clean_name(each.get("original_name")) or clean_name(each.get("export_name"))
            yield Media(name, media_type(name) if "." in name else None)


READER = GoogleChat()
