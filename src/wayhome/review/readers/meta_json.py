"""Instagram and Messenger, `Download your information` as JSON: threads of the account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Media,
    Message,
    Part,
    Person,
    Plan,
    Skipped,
    one_by_one,
)
from wayhome.review.media import is_media, media_type
from wayhome.review.readers.meta_files import participants, people_of, read_file, runs_backwards
from wayhome.review.readers.meta_owner import Circle, find_owner
from wayhome.review.readers.meta_strings import (
    DAY,
    DAYS,
    LAST,
    LONGEST_TEXT,
    MILLI,
    MINUTES,
    SECONDS,
    Names,
    mend,
    read_time,
)
from wayhome.review.readers.meta_threads import find_place, find_setting, find_title, gather
from wayhome.review.readers.side_by_side import TOGETHER, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder, Kind, Run
    from wayhome.review.readers.meta_files import ThreadFile
    from wayhome.review.readers.side_by_side import Row
    from wayhome.review.source import Chosen, Source

MESSAGE = (b'"sender_name"', b'"timestamp_ms"')
EMPTY = (b'"participants"', b'"messages"', b'"thread_path"')
TIME = re.compile(rb'"timestamp_ms"\s*:\s*(\d{1,20})')
STRINGS = ("title", "thread_path", "thread_type")
GEOBLOCKED = "is_geoblocked_for_viewer"
BY_PARENT = "is_unsent_image_by_messenger_kid_parent"
FEWEST = 5
"""Keys of a message of today that is text only, reactions apart."""
PLAIN = frozenset(
    {
        "sender_name",
        "timestamp_ms",
        "content",
        "reactions",
        GEOBLOCKED,
        BY_PARENT,
        "is_unsent",
        "is_taken_down",
        "type",
    }
)
"""What a message of nothing but text has."""
GENERIC = (None, "Generic")
UNSENT = ("is_unsent", BY_PARENT)
FILES = ("photos", "videos", "audio_files", "gifs", "files", "sticker")
OWN_LINES = frozenset({"Subscribe", "Unsubscribe"})
"""Kinds of messages that the app writes itself: somebody came or went."""
FIRST_MS, LAST_MS = MILLI * 7, LAST * 1000
make = Message._make
MOST_FILES = 200
"""Files of one message."""


class MetaJson:
    """Reader of the JSON of Instagram and Messenger."""

    id = "meta-json"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim files whose first bytes have the keys of such a thread."""
        files = tuple(
            name
            for name in source.names()
            if source.only_file or not is_media(name)
            if _looks_right(source.head(name))
        )
        return Confidence(92, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - times are numbers
        """Find out whose export it is."""
        threads = gather((name, participants(files.head(name))) for name in files.names())
        circles = [Circle(participants(files.head(thread[0]))) for thread in threads]
        return Plan(files.names(), owner=find_owner(files, circles), detail=threads)

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each thread."""
        threads: tuple[tuple[str, ...], ...] = plan.detail if isinstance(plan.detail, tuple) else ()
        for thread in threads:
            yield _open(files, _oldest_first(files, thread), plan.owner)


def _looks_right(head: bytes) -> bool:
    begin = head[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00")
    if not begin.startswith(b"{"):
        return False
    plain = head.replace(b"\x00", b"") if b"\x00" in head else head
    return all(key in plain for key in MESSAGE) or all(key in plain for key in EMPTY)


def _oldest_first(files: Chosen, thread: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files of a thread in the order to be read: the first one is mostly the newest."""
    first, last = (TIME.search(files.head(name)) for name in (thread[0], thread[-1]))
    if first and last and int(first[1]) < int(last[1]):
        return thread
    return thread[::-1]


def _open(files: Chosen, names: tuple[str, ...], owner: Person | None) -> Conversation:
    """Return a conversation; its oldest file is read at once, for the title stands at its end."""
    opened = [read_file(files, names[0], STRINGS)]
    fields = opened[0].fields
    people = people_of(fields.get("participants"))
    path = fields.get("thread_path")
    return Conversation(
        find_title(fields.get("title"), people, owner.name if owner else None, names[0]),
        _parts(files, names, opened),
        find_setting(
            people, group=fields.get("thread_type") == "RegularGroup" or "joinable_mode" in fields
        ),
        find_place(path if isinstance(path, str) else "", names[0], files.shown),
        tuple(map(Person, people)),
    )


def _parts(files: Chosen, names: tuple[str, ...], opened: list[ThreadFile]) -> Iterator[Part]:
    reading = Reading(Names())
    for name in names:
        # Nothing holds on to a file that was read.
        file = opened.pop() if opened else read_file(files, name, STRINGS)
        runs = reading.runs(file)
        yield Part(name, one_by_one(runs), runs=runs)
        del file


@dataclass(frozen=True, slots=True)
class Reading:
    """Makes messages of the rows of a file."""

    names: Names

    def messages(self, file: ThreadFile) -> Iterator[Message | Skipped]:
        """Yield the messages of one file, oldest first."""
        return one_by_one(self.runs(file))

    def runs(self, file: ThreadFile) -> Iterator[Run | Message | Skipped]:
        """Yield the same, many at once."""
        yield from file.faults
        rows: list[Row] = []
        turned = runs_backwards(file.rows, "timestamp_ms", otherwise=True)
        names, days, minutes, seconds = self.names, DAYS, MINUTES, SECONDS
        for number, row in file.rows.numbered(turned=turned):
            # Most messages are text and nothing else: they take the short way.
            if row.__class__ is dict and (
                (
                    len(row) - ("reactions" in row) == FEWEST
                    and row.get(GEOBLOCKED) is False
                    and row.get(BY_PARENT) is False
                )
                or _is_plain(row)
            ):
                text, sender = row.get("content"), row.get("sender_name")
                ms = row.get("timestamp_ms")
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
                    rows.append((names[sender], at, said, None))
                    if len(rows) == TOGETHER:
                        yield from side_by_side(rows)
                    continue
            yield from side_by_side(rows)
            yield from self._any(row, f"entry {number}")
        yield from side_by_side(rows)

    def _any(self, row: object, where: str) -> Iterator[Message | Skipped]:
        """Yield what any row of a file is."""
        sender = _sender(row, self.names)
        if not isinstance(row, dict) or sender is None:
            yield Skipped(where, "not_a_message")
            return
        at = read_time(row.get("timestamp_ms"))
        if at is None:
            yield Skipped(where, "date_unreadable")
        text, files = _text(row), list(_files(row))
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT]
            yield Skipped(where, "text_too_long")
        if any(row.get(key) is True for key in UNSENT):
            yield Message(sender, at, "", "deleted")
        elif "call_duration" in row or row.get("type") == "Call":
            yield Message(sender, at, text, "call")
        elif row.get("type") in OWN_LINES and text:
            yield Message(None, at, text, "system")
        else:
            yield from with_files(sender, at, text, files)


def _is_plain(row: dict[str, Any]) -> bool:
    """Tell whether a row has no keys but those of a text, and no flag that is set."""
    return row.keys() <= PLAIN and True not in row.values() and row.get("type") in GENERIC


def _sender(row: object, names: Names) -> str | None:
    """Return who wrote a row, "?" where the account is gone; None if it is no message."""
    if not isinstance(row, dict) or not row.keys() & {"sender_name", "timestamp_ms"}:
        return None
    sender = row.get("sender_name")
    if sender is None:
        return "?"
    return names[sender] if isinstance(sender, str) else None


def _text(row: dict[str, Any]) -> str:
    """Return the text of a row, with that of what is shared in it; else the link."""
    said = row.get("content")
    text = mend(said) if isinstance(said, str) else ""
    share = row.get("share")
    if isinstance(share, dict):
        shared = share.get("share_text")
        more = mend(shared) if isinstance(shared, str) else ""
        if more and more not in text:
            text = f"{text}\n{more}" if text else more
        link = share.get("link")
        text = text or (mend(link) if isinstance(link, str) else "")
    return text


def _files(row: dict[str, Any]) -> Iterator[Media]:
    """Yield the files of a row, by name; they are never looked at."""
    for key in FILES:
        value = row.get(key)
        for each in value[:MOST_FILES] if isinstance(value, list) else (value,):
            uri = each.get("uri") if isinstance(each, dict) else None
            if isinstance(uri, str):
                yield as_media(uri, sound=key == "audio_files")
    share = row.get("share")
    link = share.get("link") if isinstance(share, dict) else None
    if isinstance(link, str) and isinstance(said := row.get("content"), str) and link not in said:
        yield Media(mend(link))


def as_media(uri: str, *, sound: bool = False) -> Media:
    """Return what a path inside the export says of a file: its name, and so its type."""
    name = mend(uri[-LONGEST_PATH:]).replace("\\", "/").rpartition("/")[2]
    kind = media_type(name) if "." in name else None
    # Voices are `.mp4` like videos.
    return Media(name, kind.replace("video/", "audio/") if sound and kind else kind)


LONGEST_PATH = 1000


def with_files(sender: str, at: str | None, text: str, files: list[Media]) -> Iterator[Message]:
    """Yield a message with its files: the first goes with the text, each further one after it."""
    first = files[0] if files else None
    if text:
        yield Message(sender, at, text, media=first)
    else:
        # What the export left out, such as a picture that was to be seen once, has no name.
        kind: Kind = "media"
        yield Message(sender, at, first.name if first else "", kind, media=first or Media(""))
    for media in files[1:]:
        yield Message(sender, at, media.name, "media", media=media)


READER = MetaJson()
