"""Messenger's separate download of chats that are encrypted end to end: one JSON for each chat."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Media,
    Message,
    Part,
    Person,
    Place,
    Plan,
    Skipped,
)
from wayhome.review.media import is_media
from wayhome.review.readers.meta_files import (
    find_string,
    participants,
    people_of,
    read_file,
    runs_backwards,
)
from wayhome.review.readers.meta_json import (
    FIRST_MS,
    LAST_MS,
    MOST_FILES,
    as_media,
    make,
    with_files,
)
from wayhome.review.readers.meta_owner import Circle, find_owner
from wayhome.review.readers.meta_strings import (
    DAY,
    DAYS,
    LONGEST_TEXT,
    MINUTES,
    SECONDS,
    Names,
    mend,
    read_time,
)
from wayhome.review.readers.meta_threads import find_setting, find_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder
    from wayhome.review.readers.meta_files import ThreadFile
    from wayhome.review.source import Chosen, Source

MESSAGE = (b'"senderName"', b'"timestamp"')
EMPTY = (b'"participants"', b'"threadName"', b'"messages"')
TIME = re.compile(rb'"timestamp"\s*:\s*(\d{1,20})')
NUMBER = re.compile(r"_\d+$")
"""Messenger numbers its chats: `Ana_40`."""
STRINGS = ("threadName",)
GONE = "placeholder"


class MessengerE2ee:
    """Reader of Messenger's end-to-end download."""

    id = "messenger-e2ee"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim files whose first bytes have the keys of such a chat."""
        files = tuple(
            name
            for name in source.names()
            if source.only_file or not is_media(name)
            if _looks_right(source.head(name))
        )
        return Confidence(91, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - times are numbers
        """Find out whose export it is."""
        chats = _gather(files)
        circles = [Circle(participants(files.head(chat[0]))) for chat in chats]
        return Plan(files.names(), owner=find_owner(files, circles), detail=chats)

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each chat."""
        chats: tuple[tuple[str, ...], ...] = plan.detail if isinstance(plan.detail, tuple) else ()
        for chat in chats:
            opened = [read_file(files, chat[0], STRINGS)]
            people = people_of(opened[0].fields.get("participants"))
            given = opened[0].fields.get("threadName")
            title = NUMBER.sub("", given) if isinstance(given, str) else None
            yield Conversation(
                find_title(title, people, plan.owner.name if plan.owner else None, chat[0]),
                _parts(files, chat, opened),
                find_setting(people, group=False),
                Place.UNKNOWN,
                tuple(map(Person, people)),
            )


def _looks_right(head: bytes) -> bool:
    begin = head[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00")
    if not begin.startswith(b"{"):
        return False
    plain = head.replace(b"\x00", b"") if b"\x00" in head else head
    return all(key in plain for key in MESSAGE) or all(key in plain for key in EMPTY)


def _gather(files: Chosen) -> tuple[tuple[str, ...], ...]:
    """Return the files of each chat, oldest first: one, unless several say the same name."""
    chats: dict[object, list[str]] = {}
    for name in files.names():
        head = files.head(name)
        given = find_string(head[: 1 << 14], "threadName")
        chats.setdefault((given, participants(head)) if given else name, []).append(name)
    return tuple(
        tuple(sorted(names, key=lambda name: _first(files, name))) for names in chats.values()
    )


def _first(files: Chosen, name: str) -> int:
    found = TIME.search(files.head(name))
    return int(found[1]) if found else 0


def _parts(files: Chosen, names: tuple[str, ...], opened: list[ThreadFile]) -> Iterator[Part]:
    shown = Names()
    for name in names:
        file = opened.pop() if opened else read_file(files, name, STRINGS)
        yield Part(name, _messages(file, shown))
        del file


def _messages(file: ThreadFile, names: Names) -> Iterator[Message | Skipped]:
    yield from file.faults
    turned = runs_backwards(file.rows, "timestamp", otherwise=False)
    days, minutes, seconds = DAYS, MINUTES, SECONDS
    for number, row in file.rows.numbered(turned=turned):
        # Most messages are text and nothing else: they take the short way.
        if row.__class__ is dict and not row.get("media") and row.get("isUnsent") is False:
            text, sender, ms = row.get("text"), row.get("senderName"), row.get("timestamp")
            if (
                text.__class__ is str
                and sender.__class__ is str
                and ms.__class__ is int
                and FIRST_MS < ms < LAST_MS
                and 0 < len(text) < LONGEST_TEXT
            ):
                day, second = divmod(ms // 1000, DAY)
                at = days[day] + minutes[second // 60] + seconds[second % 60]
                said = text if text.isascii() else mend(text)
                yield make((names[sender], at, said, "text", None, False, None))
                continue
        yield from _any(row, f"entry {number}", names)


def _any(row: object, where: str, names: Names) -> Iterator[Message | Skipped]:
    """Yield what any row of a file is."""
    if not isinstance(row, dict) or not row.keys() & {"senderName", "timestamp"}:
        yield Skipped(where, "not_a_message")
        return
    sender = row.get("senderName")
    if not isinstance(sender, str | None):
        yield Skipped(where, "not_a_message")
        return
    at = read_time(row.get("timestamp"))
    if at is None:
        yield Skipped(where, "date_unreadable")
    text = row.get("text")
    text = mend(text) if isinstance(text, str) else ""
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        yield Skipped(where, "text_too_long")
    shown = names[sender] if sender else "?"
    if row.get("isUnsent") is True or (row.get("type") == GONE and not text):
        yield Message(shown, at, "", "deleted")
    else:
        yield from with_files(shown, at, text, list(_files(row)))


def _files(row: dict[str, Any]) -> Iterator[Media]:
    media = row.get("media")
    for each in media[:MOST_FILES] if isinstance(media, list) else ():
        uri = each.get("uri") if isinstance(each, dict) else None
        if isinstance(uri, str):
            # "Failed to download media" stands where a path should.
            yield as_media(uri) if "/" in uri else Media("")


READER = MessengerE2ee()
