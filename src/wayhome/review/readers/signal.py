"""What the program signal-export makes of Signal's messages, and the text it once wrote."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Media,
    Message,
    Part,
    Person,
    Plan,
    Skipped,
)
from wayhome.review.media import media_type
from wayhome.review.readers.addresses import clean_name
from wayhome.review.readers.texts import BROKEN, find_encoding, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder, Kind
    from wayhome.review.readers.protocol import Origin
    from wayhome.review.source import Chosen, Source

HEADER = re.compile(
    r"\[(\d{4}-\d\d-\d\d)(,?) (\d\d:\d\d)(:\d\d)?\] ([^:\n]{1,160}?): ?(.*)", re.DOTALL
)
KEYS = frozenset({"date", "sender", "body"})
MORE_KEYS = frozenset({"reactions", "attachments", "sticker", "quote"})
FIRST_LINES = 300
LONGEST_TEXT = 1 << 20
SCAN = json.JSONDecoder().scan_once  # type: ignore[attr-defined] # typeshed leaves it out
LOCAL = len("2025-03-04T13:00:00")
SIGNS = "--T::"
ME, NOBODY = "Me", "No-Sender"
MARKDOWN_END = "  "
"""Two blanks that the program puts after each text, for a new line in Markdown."""
DELETED = "(This message was deleted)"
QUOTE = re.compile(r"(?:\n\n|\A)>[^\n]*(?:\n>[^\n]*)*\n\n")
REACTED = re.compile(r"\n\(- [^\n]* -\)")
STICKER = re.compile(r"\n\(\( ([^\n]*) \)\)|\[[^\]\n]{0,40}\]\(\.\./exported_stickers/[^)\n]*\)")
FILE = re.compile(r"!?\[([^\]\n]*)\]\(\./media/[^)\n]*\) {0,2}")
MISSING = re.compile(r"\((?:media|attachment) not exported\)(?: {2}|$)")
CALL = re.compile(
    r"(?:Incoming|Outgoing|Missed)(?: voice| video| group)? call(?: \([^()\n]{1,60}\))?"
)
TREE_NAMES = ("chat.md", "data.json")


class Signal:
    """Reader of `chat.md`, `data.json` and the older text."""

    id = "signal"
    origin: Origin = "converted"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim texts and JSON lines of this shape; of two that say the same, both."""
        names = source.names()
        rows = [name for name in names if _is_rows(source.head(name))]
        texts = [name for name in names if _is_text(source.head(name))]
        files = tuple(name for name in names if name in {*rows, *texts})
        return Confidence(88, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - years stand first
        """Nothing has to be settled: the owner is always called the same."""
        return Plan(files.names(), owner=Person(ME))

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:  # noqa: ARG002 - nothing was settled
        """Yield one conversation for each chat's file."""
        rows = {name for name in files.names() if _is_rows(files.head(name))}
        told = {_folder(name) for name in rows if name.endswith("data.json")}
        for name in files.names():
            if name not in rows and name.endswith("chat.md") and _folder(name) in told:
                # The same messages stand in data.json, which says more.
                continue
            messages = _read_rows(files, name) if name in rows else _read_text(files, name)
            yield Conversation(_title(files, name), iter((Part(name, messages),)))


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _title(files: Chosen, name: str) -> str:
    """Return the chat's folder, or the first person who is not the owner."""
    folder, _, file = name.rpartition("/")
    around = folder.rpartition("/")[2]
    if file in TREE_NAMES and not around and not files.only_file:
        around = files.shown.replace("\\", "/").rstrip("/").rpartition("/")[2]
        around = around.removesuffix(".zip")
    if file in TREE_NAMES and around:
        return clean_name(around)
    head = files.head(name)
    for line in head.decode("utf-8", "replace").splitlines()[:FIRST_LINES]:
        found = HEADER.match(line)
        row = _row(line) if found is None and line.startswith("{") else None
        sender = found[5] if found else row.get("sender") if row else None
        if isinstance(sender, str) and sender not in {ME, NOBODY}:
            return clean_name(sender)
    return ""


def _is_rows(head: bytes) -> bool:
    first = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if not first.startswith(b"{"):
        return False
    row = _row(first.split(b"\n")[0].decode("utf-8", "replace"))
    if row is None:
        # A first line longer than the head.
        return first.startswith(b'{"date": "') and b'"sender": ' in first[:400]
    return row.keys() >= KEYS and bool(row.keys() & MORE_KEYS)


def _is_text(head: bytes) -> bool:
    """Tell a text of Signal's from one of WhatsApp's, which may begin its lines alike."""
    if not head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"["):
        return False
    encoding = find_encoding(head)
    if encoding is None:
        return False
    lines = head.decode(encoding, "ignore").lstrip("\ufeff").split("\n")[:FIRST_LINES]
    places = [place for place, line in enumerate(lines) if HEADER.match(line)]
    if not places or places[0] > 1:
        return False
    headers = [HEADER.match(lines[place]) for place in places]
    if all(found is not None and found[2] and not found[4] for found in headers):
        # WhatsApp has seconds wherever it has brackets.
        return True
    # Markdown: a blank line before each message, as WhatsApp never has it.
    apart = all(place == 0 or not lines[place - 1].strip() for place in places)
    ends = any(line.rstrip("\r").endswith((MARKDOWN_END, DELETED)) for line in lines)
    return apart and ends and not any(found is not None and found[2] for found in headers)


def _row(line: str) -> dict[str, object] | None:
    # Half again as fast as `loads`, which looks for blanks and marks first.
    try:
        found, end = SCAN(line, 0)
    except (ValueError, RecursionError, StopIteration):
        return None
    return found if end == len(line) and isinstance(found, dict) else None


def _read_rows(files: Chosen, name: str) -> Iterator[Message | Skipped]:
    try:
        for number, line in read_lines(files, name):
            text = line.strip("\ufeff \t\r")
            if not text:
                continue
            row = _row(text)
            if row is None:
                yield Skipped(f"line {number}", "not_json")
            elif not isinstance(row.get("body"), str) or "date" not in row:
                yield Skipped(f"line {number}", "not_a_message")
            else:
                yield from _of_row(row, number)
    except OSError:
        yield Skipped("end", "unreadable")


def _of_row(row: dict[str, object], number: int) -> Iterator[Message | Skipped]:
    date, given, body = row["date"], row.get("sender"), str(row["body"])
    at = None
    if isinstance(date, str):
        try:
            read = datetime.fromisoformat(date)
            usual = len(date) == LOCAL and date[4::3] == SIGNS
            at = date if usual else read.isoformat(timespec="seconds")
        except ValueError:
            at = None
    if at is None or at < "1990":
        # The program writes 1970 where a message has no time.
        at = None
        yield Skipped(f"line {number}", "date_unreadable")
    sender = clean_name(given) if isinstance(given, str) else ""
    if row.get("deleted") is True:
        yield Message(sender, at, "", "deleted")
        return
    text = _without_end(body)[:LONGEST_TEXT]
    if row.get("call") is True:
        yield Message(sender, at, text, "call")
        return
    listed, sticker = row.get("attachments"), row.get("sticker")
    if not listed and not sticker:
        yield Message(sender, at, text)
        return
    files = [_file(each) for each in listed] if isinstance(listed, list) else []
    if isinstance(sticker, dict):
        files.append(Media(""))
    yield from _with_files(sender, at, text, files)


def _file(found: object) -> Media:
    name = found.get("name") if isinstance(found, dict) else None
    return _named(name) if isinstance(name, str) else Media("")


def _named(name: str) -> Media:
    plain = clean_name(name)
    return Media(plain, media_type(plain))


def _with_files(sender: str, at: str | None, text: str, files: list[Media]) -> Iterator[Message]:
    for file in files or (None,):
        shown = text or (file.name if file else "")
        kind: Kind = "media" if file and not text else "text"
        yield Message(sender, at, shown, kind, media=file)
        # Further files are messages of their own.
        text = ""


def _without_end(text: str) -> str:
    return text.rstrip("\n").removesuffix(MARKDOWN_END)


def _read_text(files: Chosen, name: str) -> Iterator[Message | Skipped]:
    waiting: re.Match[str] | None = None
    lines: list[str] = []
    length = begin = 0
    try:
        for number, line in read_lines(files, name):
            if BROKEN in line:
                yield Skipped(f"line {number}", "broken_text")
            found = _header(line)
            if found is not None:
                if waiting is not None:
                    yield from _of_text(waiting, lines, begin)
                waiting, lines, length, begin = found, [], 0, number
            elif waiting is None and line.strip():
                yield Skipped(f"line {number}", "before_first")
            elif length + len(line) <= LONGEST_TEXT:
                lines.append(line)
                length += len(line) + 1
            else:
                length = LONGEST_TEXT
                yield Skipped(f"line {number}", "text_too_long")
    except OSError:
        yield Skipped("end", "unreadable")
    if waiting is not None:
        yield from _of_text(waiting, lines, begin)


def _header(line: str) -> re.Match[str] | None:
    return HEADER.match(line) if line.startswith("[") else None


def _of_text(header: re.Match[str], lines: list[str], number: int) -> Iterator[Message | Skipped]:
    day, comma, time, seconds, name, first = header.groups()
    at = None
    try:
        at = datetime.fromisoformat(f"{day}T{time}{seconds or ':00'}").isoformat()
    except ValueError:
        yield Skipped(f"line {number}", "date_unreadable")
    sender = clean_name(name)
    if comma:
        yield Message(sender, at, "\n".join([first, *lines]).rstrip("\n"))
        return
    text = "\n".join([first, *lines])
    if text.strip() == DELETED:
        yield Message(sender, at, "", "deleted")
        return
    text = QUOTE.sub("", text, count=1) if first == "" or text.startswith(">") else text
    files = [_named(each) for each in FILE.findall(text)]
    files += [Media("")] * (len(MISSING.findall(text)) + len(STICKER.findall(text)))
    for pattern in (FILE, MISSING, STICKER, REACTED):
        text = pattern.sub("", text)
    text = _without_end(text)
    if CALL.fullmatch(text):
        yield Message(sender, at, text, "call")
    else:
        yield from _with_files(sender, at, text, files)


READER = Signal()
