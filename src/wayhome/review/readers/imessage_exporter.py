"""The text files of the program imessage-exporter: one for each chat of Apple's Messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

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
from wayhome.review.media import media_type
from wayhome.review.readers.addresses import clean_name, is_address
from wayhome.review.readers.texts import BROKEN, find_encoding, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder, Kind
    from wayhome.review.readers.protocol import Origin
    from wayhome.review.source import Chosen, Source

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STAMP = rf"({'|'.join(MONTHS)}) (\d\d), (\d{{4}}) {{1,2}}(\d{{1,2}}):(\d\d):(\d\d) ([AP]M)"
HEADER = re.compile(rf"{STAMP}(?: \(Read by [^()\n]{{1,200}}\))?")
NOTICE = re.compile(rf"{STAMP} (\S.*)")
NESTED = re.compile(rf"    {STAMP}(?: \(Read by [^()\n]{{1,200}}\))?")
EDITED = re.compile(r"Edited [^:\n]{1,80} later: (.*)")
UNSENT = re.compile(
    r".{1,160} (?:deleted|unsent) a message\.|"
    r".{1,160} unsent this message part .{1,80} after sending!"
)
STICKER = re.compile(r"(?:.{0,40} )?Sticker from .{1,160}?: (.*)")
PATH = re.compile(r"(?:~?/|[A-Za-z]:[/\\]|attachments[/\\])[^\n:]{1,1000}\.[A-Za-z0-9]{1,8}")
REACTED = frozenset({"Reactions:", "Tapbacks:"})
REPLIED = "This message responded to an earlier message."
RECOVERABLE = "This message was deleted from the conversation!"
MISSING = "Attachment missing!"
EFFECT = re.compile(
    r"Sent with (?:Confetti|Echo|Fireworks|Balloons|Heart|Lasers|Shooting Star|Sparkles|Spotlight|"
    r"Slam|Loud|Gentle|Invisible Ink)"
)
ME = "Me"
FIRST_LINES = 200
LONGEST_TEXT = 1 << 20
MOST_LINES = 100_000
ROW = re.compile(r" - \d{1,10}$")
NOON = 12


class ImessageExporter:
    """Reader of imessage-exporter's text."""

    id = "imessage-exporter"
    origin: Origin = "converted"
    ids_are_addresses = True

    def recognises(self, source: Source) -> Confidence | None:
        """Claim texts that begin with a stamp of this program and, below it, a sender."""
        files = tuple(name for name in source.names() if _looks_right(source.head(name)))
        return Confidence(86, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - months are words
        """Nothing has to be settled: the owner is called `Me` unless told otherwise."""
        return Plan(files.names(), owner=Person(ME))

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:  # noqa: ARG002 - nothing was settled
        """Yield one conversation for each text."""
        for name in files.names():
            people = _people(name)
            title = ", ".join(people) or _first_other(files.head(name))
            yield Conversation(
                title,
                iter((Part(name, _read(files, name)),)),
                Setting.GROUP if len(people) > 1 else Setting.UNKNOWN,
                people=tuple(Person(each, each if is_address(each) else None) for each in people),
                contact_ids=people if len(people) == 1 and is_address(people[0]) else (),
            )


def _people(name: str) -> tuple[str, ...]:
    """Return whom a chat is with, as the file's name lists them."""
    stem = name.rpartition("/")[2].removesuffix(".txt")
    if stem == "orphaned":
        return ()
    return tuple(filter(None, map(clean_name, ROW.sub("", stem).split(", "))))


def _first_other(head: bytes) -> str:
    lines = head.decode("utf-8", "replace").split("\n")
    for before, line in pairwise(lines):
        if HEADER.fullmatch(before.rstrip("\r")) and line.strip() not in {"", ME}:
            return clean_name(line)
    return ""


def _looks_right(head: bytes) -> bool:
    # Cheap, and true of no other text: a stamp in the first lines.
    if b", 20" not in head[:4096] and b", 20" not in head:
        return False
    encoding = find_encoding(head)
    if encoding is None:
        return False
    lines = [
        line.rstrip("\r")
        for line in head.decode(encoding, "ignore").lstrip("\ufeff").split("\n")[:FIRST_LINES]
    ]
    first = next((line for line in lines if line.strip()), "")
    if not HEADER.fullmatch(first) and not NOTICE.fullmatch(first):
        return False
    return any(
        HEADER.fullmatch(line) and after.strip() and not after.startswith(" ")
        for line, after in pairwise(lines)
    )


def _time(found: re.Match[str]) -> str | None:
    month, day, year, hour, minute, second, half = found.groups()[:7]
    hours = int(hour) % NOON + (NOON if half == "PM" else 0)
    written = f"{year}-{MONTHS.index(month) + 1:02d}-{day}T{hours:02d}:{minute}:{second}"
    try:
        return datetime.fromisoformat(written).isoformat() if 0 < int(hour) <= NOON else None
    except ValueError:
        return None


@dataclass(slots=True)
class _Entry:
    """One message's lines."""

    stamp: re.Match[str]
    number: int
    lines: list[str] = field(default_factory=list)
    length: int = 0


def _read(files: Chosen, name: str) -> Iterator[Message | Skipped]:
    """Yield the messages of one text. A stamp counts only after a blank line, or at the start."""
    entry: _Entry | None = None
    blank = True
    try:
        for number, line in read_lines(files, name):
            if BROKEN in line:
                yield Skipped(f"line {number}", "broken_text")
            found = HEADER.fullmatch(line) or NOTICE.fullmatch(line) if blank else None
            blank = not line
            if found is not None:
                yield from _messages(entry)
                entry = _Entry(found, number)
            elif entry is None:
                if line:
                    yield Skipped(f"line {number}", "before_first")
            elif entry.length + len(line) > LONGEST_TEXT or len(entry.lines) > MOST_LINES:
                yield Skipped(f"line {number}", "text_too_long")
            else:
                entry.lines.append(line)
                entry.length += len(line)
    except OSError:
        yield Skipped("end", "unreadable")
    yield from _messages(entry)


def _messages(entry: _Entry | None) -> Iterator[Message | Skipped]:
    if entry is None:
        return
    at = _time(entry.stamp)
    if at is None:
        yield Skipped(f"line {entry.number}", "date_unreadable")
    groups = entry.stamp.groups()
    if len(groups) > 7:  # noqa: PLR2004 - a notice has words after its stamp
        yield Message(None, at, groups[7], "system")
        return
    if not entry.lines or not entry.lines[0].strip():
        yield Skipped(f"line {entry.number}", "not_a_message")
        return
    name = clean_name(entry.lines[0])
    sender_id = name if is_address(name) else None
    body = _Body()
    body.read(entry.lines[1:])
    text = "\n".join(body.lines).strip("\n")
    if body.unsent and not text and not body.files:
        yield Message(name, at, "", "deleted", sender_id)
        return
    for file in body.files or (None,):
        shown = text or (file.name if file else "")
        kind: Kind = "media" if file and not text else "text"
        yield Message(name, at, shown, kind, sender_id, body.edited, file)
        # Further files are messages of their own.
        text = ""


@dataclass(slots=True)
class _Body:
    """What was written, without what the program says about it."""

    lines: list[str] = field(default_factory=list)
    files: list[Media] = field(default_factory=list)
    edited: bool = False
    unsent: bool = False

    def read(self, lines: list[str]) -> None:
        """Take the lines below the sender."""
        passing = False
        for line in lines:
            if passing:
                # Reactions, and replies shown below what they answer, end with a blank line.
                passing = bool(line)
            elif line in REACTED or NESTED.fullmatch(line):
                passing = True
            else:
                self._take(line)

    def _take(self, line: str) -> None:
        if line in {REPLIED, RECOVERABLE} or EFFECT.fullmatch(line):
            return
        edit, sticker = EDITED.fullmatch(line), STICKER.fullmatch(line)
        if UNSENT.fullmatch(line):
            self.unsent = True
        elif edit:
            # What it says now; how it read before is not what stands in the chat.
            self.lines, self.edited = [edit[1]], True
        elif sticker:
            self.files.append(_file(sticker[1]))
        elif line == MISSING:
            self.files.append(Media(""))
        elif PATH.fullmatch(line):
            self.files.append(_file(line))
        else:
            first = NOTICE.fullmatch(line) if not self.lines else None
            self.lines.append(first[8] if first else line)


def _file(path: str) -> Media:
    name = clean_name(path.replace("\\", "/").rpartition("/")[2])
    return Media(name, media_type(name))


READER = ImessageExporter()
