"""TikTok's own data, as JSON: one list for each chat, somewhere inside one large file.

The names around it changed over the years; the names of the lists did not. Times have no zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Message,
    Part,
    Person,
    Place,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.readers.iso_stamps import read_stamp
from wayhome.review.readers.json_walk import BrokenJsonError, Walk
from wayhome.review.readers.names import Names, clean_name
from wayhome.review.readers.newest_first import oldest_first
from wayhome.review.readers.texts import BROKEN, find_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder
    from wayhome.review.source import Chosen, Source

CHAT = re.compile(r"\s*(Group )?Chat History with (.+?)\s*:?\s*", re.IGNORECASE | re.DOTALL)
"""The name of a list of messages."""
HEAD = re.compile(r'"(?:Group )?Chat History with [^"\\]{0,400}', re.IGNORECASE)
SECTION = re.compile(
    r'"(?:Direct Messages?|Chat History|ChatHistory|Your Activity|Activity|Watch History'
    r"|Video Browsing History|Profile And Settings|Likes and Favou?rites|Tiktok Shopping"
    r'|Tiktok Live|App Settings|Ads and data)"\s*:\s*\{',
    re.IGNORECASE,
)
FEWEST_SECTIONS = 2
"""A large export may have its chats behind hours of videos: its sections tell what it is."""
AROUND = re.compile(
    r"(?:your )?activity|direct messages?|(?:group ?)?chat ?history|(?:group ?)?chats?|profile.*",
    re.IGNORECASE,
)
"""What chats and the owner's name lie in, in any year's names."""
DEEPEST = 6
PROFILE = "profilemap"
STRANGERS = re.compile(r"requests?|stranger", re.IGNORECASE)


class TikTok:
    """Reader of the data that TikTok sends on request."""

    id = "tiktok"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim files that name a chat, or the sections that such a file has."""
        files = tuple(name for name in source.names() if _looks_right(source.head(name)))
        return Confidence(84, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - year first
        """Find whose data it is. The profile may stand before the chats or behind them."""
        owners = {name: _find_owner(files, name) for name in files.names()}
        owner = next((each for each in owners.values() if each), None)
        return Plan(files.names(), owner=owner)

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield the chats in the order of each file."""
        for name in files.names():
            with files.open(name) as file:
                yield from _Chats(name, Walk(file, files.head(name)), plan.owner).read()


def _looks_right(head: bytes) -> bool:
    encoding = find_encoding(head)
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n") if encoding else ""
    if not text.startswith("{"):
        return False
    sections = {found[0].casefold() for found in SECTION.finditer(text)}
    return bool(HEAD.search(text)) or len(sections) >= FEWEST_SECTIONS


def _find_owner(files: Chosen, name: str) -> Person | None:
    with files.open(name) as file:
        walk = Walk(file, files.head(name))
        try:
            return _owner_in(walk, 0)
        except BrokenJsonError:
            return None


def _owner_in(walk: Walk, depth: int) -> Person | None:
    found: Person | None = None
    for key in walk.members():
        if walk.next_sign() != "{" or depth > DEEPEST or found:
            walk.skip()
        elif key.casefold() == PROFILE:
            found = _read_owner(walk.value())
        elif key.casefold().startswith("profile"):
            found = _owner_in(walk, depth + 1)
        else:
            walk.skip()
    return found


def _read_owner(value: object) -> Person | None:
    known = (
        {str(key).casefold(): each for key, each in value.items()}
        if isinstance(value, dict)
        else {}
    )
    handle = clean_name(known.get("username"))
    return Person(handle, handle) if handle else None


@dataclass(slots=True)
class _Chats:
    """The chats of one file, met while walking through it."""

    file: str
    walk: Walk
    owner: Person | None
    names: Names = field(default_factory=Names)
    met: int = 0
    begun: bool = False
    """Whether the messages of the last chat were asked for."""
    broken: bool = False

    def read(self) -> Iterator[Conversation]:
        """Yield all chats; what is broken ends the reading."""
        try:
            yield from self._within(Place.UNKNOWN, 0)
        except BrokenJsonError as error:
            fault = Skipped(f"after chat {self.met}", error.code)
            yield Conversation("", iter((Part(self.file, iter((fault,))),)))

    def _within(self, place: Place, depth: int) -> Iterator[Conversation]:
        for key in self.walk.members():
            sign, chat = self.walk.next_sign(), CHAT.fullmatch(key)
            if sign == "[" and chat:
                yield from self._chat(clean_name(chat[2]), place, group=bool(chat[1]))
            elif (
                sign == "{" and depth < DEEPEST and (AROUND.fullmatch(key) or STRANGERS.search(key))
            ):
                inner = Place.REQUESTS if STRANGERS.search(key) else place
                yield from self._within(inner, depth + 1)
            else:
                self.walk.skip()
            if self.broken:
                return

    def _chat(self, other: str, place: Place, *, group: bool) -> Iterator[Conversation]:
        self.met += 1
        self.begun, rows = False, self.walk.values()
        messages = self._messages(rows)
        yield Conversation(
            other,
            iter((Part(self.file, messages),)),
            Setting.GROUP if group else Setting.DIRECT,
            place,
            () if group else (Person(other, other),),
            () if group else (other,),
        )
        # A protected chat is not read by whoever asked: the next one begins behind it.
        for _ in messages if self.begun else rows:
            pass

    def _messages(self, rows: Iterator[object]) -> Iterator[Message | Skipped]:
        self.begun = True
        held: list[tuple[int, object]] = []
        fault: Skipped | None = None
        try:
            held.extend(enumerate(rows, 1))
        except BrokenJsonError as error:
            self.broken, fault = True, Skipped(f"after message {len(held)}", error.code)
        for number, row in oldest_first(held, lambda each: _count(each[1])):
            yield from _read(row, f"message {number}", self.names)
        if fault:
            yield fault


def _member(row: dict[str, Any], name: str) -> object:
    """Return a member whose name begins large in some years, and small in others."""
    return row.get(name, row.get(name.lower()))


def _count(row: object) -> float | None:
    at = read_stamp(_member(row, "Date")) if isinstance(row, dict) else None
    return int(re.sub(r"\D", "", at[:19])) if at else None


def _read(row: object, where: str, names: Names) -> Iterator[Message | Skipped]:
    if not isinstance(row, dict) or not {str(key).casefold() for key in row} & {"from", "content"}:
        yield Skipped(where, "not_a_message")
        return
    at = read_stamp(_member(row, "Date"))
    if at is None:
        yield Skipped(where, "date_unreadable")
    given, text = _member(row, "From"), _member(row, "Content")
    handle = names[given] if isinstance(given, str) else ""
    text = text if isinstance(text, str) else ""
    if BROKEN in text:
        yield Skipped(where, "broken_text")
    yield Message(handle or "?", at, text, "text", handle or None)


READER = TikTok()
