"""DiscordChatExporter's JSON and CSV: both sides of one channel in one file, or in numbered parts.

Who exported is not said in it, so the owner stays unknown.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Assumed,
    Confidence,
    Conversation,
    DateOrder,
    Media,
    Message,
    Part,
    Plan,
    Setting,
    Skipped,
    one_by_one,
)
from wayhome.review.media import media_type
from wayhome.review.readers.discord_package import attached, with_media
from wayhome.review.readers.free_stamps import FreeStamps, settle_order
from wayhome.review.readers.iso_stamps import read_stamp
from wayhome.review.readers.json_walk import STRING, BrokenJsonError, Walk, unescape
from wayhome.review.readers.names import Names, clean_name, read_id
from wayhome.review.readers.newest_first import oldest_first
from wayhome.review.readers.side_by_side import TOGETHER, side_by_side
from wayhome.review.readers.texts import BROKEN, find_encoding, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.messages import Run
    from wayhome.review.readers.date_order import Settled
    from wayhome.review.readers.side_by_side import Row
    from wayhome.review.source import Chosen, Source

BEGIN = re.compile(r'(?=\{(?s:.){0,6000}?"guild"\s*:\s*\{)\{(?s:.){0,6000}?"channel"\s*:\s*\{')
OF_A_MESSAGE = (
    re.compile(r'"messages"\s*:\s*\['),
    re.compile(r'"author"\s*:\s*\{'),
    re.compile(r'"timestampEdited"\s*:\s*(?:null|")'),
)
"""In whatever order another program wrote them again."""
AUTHOR = re.compile(r'"author"\s*:\s*\{([^{}\[\]]*)')
AUTHOR_ID = re.compile(r'"id"\s*:\s*"(\d+)"')
AUTHOR_NAME = re.compile(r'"name"\s*:\s*"([^"\\]+)"')
AUTHOR_NUMBER = re.compile(r'"discriminator"\s*:\s*"(\d+)"')
HEADER = re.compile(r'\ufeff?"?AuthorID"?,"?Author"?,"?Date"?,"?Content"?,"?Attachments"?')
COLUMNS = 5
SYSTEM = frozenset(
    {"RecipientAdd", "RecipientRemove", "ChannelNameChange", "ChannelIconChange"}
    | {"ChannelPinnedMessage", "GuildMemberJoin", "ThreadCreated"}
    | {str(number) for number in range(1, 19) if number != 3}  # noqa: PLR2004 - 3 is a call
)
"""Kinds of lines that Discord itself writes; those without a name stand as numbers."""
CALLS = frozenset({"Call", "3"})
NUMBERED = re.compile(
    r"(?:\(after [^()]*\)|\(before [^()]*\)|\([^()]*\d to [^()]*\d\)|\[part \d+\])"
)
PART = re.compile(r" \[part \d+\](?=\.\w+$)")
CHANNEL_ID = re.compile(r" ?\[(\d{1,20})\] ?")
NO_AUTHOR_TAG = re.compile(r"#0000$")
S = f'"({STRING})"'
FLAT = rf'[^{{}}\[\]"]*+(?:"{STRING}"[^{{}}\[\]"]*+)*+'
"""What an object or a list holds that holds no other."""
PLAIN = re.compile(
    r'(?:\s*+,)?+\s*+\{\s*+"id":\s*+"\d++",\s*+"type":\s*+"(?:Default|Reply)",\s*+'
    r'"timestamp":\s*+"([^"\\]*+)",\s*+"timestampEdited":\s*+(null|"[^"\\]*+"),\s*+'
    r'(?:"callEndedTimestamp":\s*+(?:null|"[^"\\]*+"),\s*+)?+"isPinned":\s*+(?:true|false),\s*+'
    rf'"content":\s*+{S},\s*+"author":\s*+\{{\s*+"id":\s*+"([1-9]\d{{0,18}})",\s*+"name":\s*+{S},\s*+'
    rf'"discriminator":\s*+"[^"\\]*+",\s*+"nickname":\s*+{S},'
    rf"{FLAT}(?:\[{FLAT}(?:\{{{FLAT}\}}{FLAT})*+\]{FLAT})?+\}},\s*+"
    r'"attachments":\s*+\[\s*+\],\s*+(?:"components":\s*+\[\s*+\],\s*+)?+'
    r'"embeds":\s*+\[\s*+\],\s*+(?:"stickers":\s*+\[\s*+\],\s*+)?+"reactions":\s*+\[\s*+\],\s*+'
    r'"mentions":\s*+\[\s*+\](?:,\s*+"reference":\s*+\{[^{}\[\]]*+\})?+'
    r'(?:,\s*+"inlineEmojis":\s*+\[\s*+\])?+\s*+\}',
    re.DOTALL,
)
"""The most frequent message, exactly as the tool writes it: a text, and nothing more."""


class DiscordExporter:
    """Reader of the JSON and CSV files of DiscordChatExporter."""

    id = "discord-exporter"
    origin = "converted"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim files that begin with a server and a channel, or with the columns."""
        files = tuple(
            name
            for name in source.names()
            for text in (_text(source, name),)
            if _is_json(text) or HEADER.match(text)
        )
        return Confidence(85, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Settle how the dates of the CSV files are written; JSON needs nothing."""
        settled: dict[str, Settled] = {}
        for name in files.names():
            if not _is_json(_text(files, name)):
                stamps = (row[2] for row in _rows(files, name) if not isinstance(row, Skipped))
                settled[name] = settle_order(stamps, dates)
        orders = {each.order for each in settled.values()}
        return Plan(
            files.names(), date_order=orders.pop() if len(orders) == 1 else None, detail=settled
        )

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each channel; its numbered parts are one."""
        settled = plan.detail if isinstance(plan.detail, dict) else {}
        for parts in numbered_parts(files.names()):
            if _is_json(_text(files, parts[0])):
                yield _json_channel(files, parts)
            else:
                read = (_csv_part(files, name, settled.get(name)) for name in parts)
                title, setting = read_file_name(parts[0])
                yield Conversation(title, read, setting)


def numbered_parts(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the files of each channel: `x.json`, `x [part 2].json` and so on are one."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(PART.sub("", name), []).append(name)
    for parts in found.values():
        # The first part may have no number: of names without one it is the shortest.
        yield tuple(sorted(parts, key=lambda name: (_part_number(name), name)))


def _part_number(name: str) -> int:
    found = PART.search(name)
    return int(re.sub(r"\D", "", found[0])[:6]) if found else 0


def read_file_name(name: str) -> tuple[str, Setting]:
    """Return what a file is called after its channel, and between whom that is."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    plain = CHANNEL_ID.sub(" ", NUMBERED.sub(" ", stem)).strip()
    pieces = plain.split(" - ")
    if pieces[0] == "Direct Messages" and len(pieces) > 1:
        kind = Setting.GROUP if pieces[1] == "Group" else Setting.DIRECT
        return clean_name(" - ".join(pieces[2:] or pieces[1:])), kind
    return clean_name(plain), Setting.GROUP if len(pieces) > 1 else Setting.UNKNOWN


def _text(source: Source | Chosen, name: str) -> str:
    head = source.head(name)
    encoding = find_encoding(head)
    return head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n") if encoding else ""


def _is_json(text: str) -> bool:
    return bool(BEGIN.match(text)) or all(each.search(text) for each in OF_A_MESSAGE)


def _json_channel(files: Chosen, parts: tuple[str, ...]) -> Conversation:
    guild, channel = _read_head(files, parts[0])
    kind = clean_name(str(channel.get("type") or ""))
    name, server = clean_name(channel.get("name")), clean_name(guild.get("name"))
    if kind in {"DirectTextChat", "1"}:
        setting, title = Setting.DIRECT, name
    elif kind in {"DirectGroupTextChat", "3"}:
        setting, title = Setting.GROUP, name
    else:
        setting = Setting.GROUP if kind else Setting.UNKNOWN
        title = " - ".join(each for each in (server, name) if each)
    # Who of the two exported is not said: both count as the other side, so that a talk with
    # somebody who helps is protected.
    met = AUTHOR.findall(_text(files, parts[0])) if setting is Setting.DIRECT else []
    ids = tuple(dict.fromkeys(handle for each in met for handle in _handles(each)))
    read = (_json_part(files, part) for part in parts)
    return Conversation(title or read_file_name(parts[0])[0], read, setting, contact_ids=ids)


def _handles(author: str) -> Iterator[str]:
    """Yield the id and the handle in an author's members."""
    found = [each.search(author) for each in (AUTHOR_ID, AUTHOR_NAME, AUTHOR_NUMBER)]
    user, name, number = (each[1] if each else "" for each in found)
    if user:
        yield user
    if name:
        # Of old, a name was anybody's, and only with its number one person's.
        yield name if int(number[:4] or "0") == 0 else f"{name}#{number}"


def _read_head(files: Chosen, name: str) -> tuple[dict[str, object], dict[str, object]]:
    found: dict[str, dict[str, object]] = {"guild": {}, "channel": {}}
    with files.open(name) as file:
        walk = Walk(file, files.head(name))
        try:
            for key in walk.members():
                if key == "messages":
                    if all(found.values()):
                        break
                    walk.skip()
                    continue
                value = walk.value()
                if key in found and isinstance(value, dict):
                    found[key] = value
        except BrokenJsonError:
            pass
    return found["guild"], found["channel"]


def _json_part(files: Chosen, name: str) -> Part:
    runs = _read_json(files, name)
    return Part(name, one_by_one(runs), runs=runs)


def _read_json(files: Chosen, name: str) -> Iterator[Run | Message | Skipped]:
    rows: list[Row] = []
    for item, number, names in oldest_first(_items(files, name), _when):
        if isinstance(item, re.Match):
            row = _plain_row(item, names)
            if row is not None:
                rows.append(row)
                if len(rows) == TOGETHER:
                    yield from side_by_side(rows)
                continue
        yield from side_by_side(rows)
        if isinstance(item, Skipped):
            yield item
        elif isinstance(item, re.Match):
            yield from _plain(item, number, names)
        else:
            yield from _read(item, number, names)
    yield from side_by_side(rows)


def _plain_row(found: re.Match[str], names: Names) -> Row | None:
    """Return a message that is text and nothing more; None if more must be said of it."""
    written, edited, text, author_id, name, nick = found.groups()
    at = read_stamp(written, "+00:00")
    if at is None or edited != "null" or BROKEN in text:
        return None
    if "\\" in text:
        text = unescape(text)
        if BROKEN in text:
            return None
    return names[unescape(nick or name)] or author_id, at, text, author_id


def _items(files: Chosen, name: str) -> Iterator[tuple[object, int, Names]]:
    count, names = 0, Names()
    with files.open(name) as file:
        walk = Walk(file, files.head(name))
        try:
            for key in walk.members():
                if key != "messages" or walk.next_sign() != "[":
                    walk.skip()
                    continue
                for item in walk.values(PLAIN):
                    count += 1
                    yield item, count, names
        except BrokenJsonError as error:
            yield Skipped(f"after message {count}", error.code), count, names


def _when(item: tuple[object, int, Names]) -> int | None:
    """Return a number that grows with the time written; None if it can't be told."""
    value = item[0]
    if isinstance(value, re.Match):
        written: object = value[1]
    else:
        written = value.get("timestamp") if isinstance(value, dict) else None
    at = read_stamp(written, "+00:00")
    return int(re.sub(r"\D", "", at[:19])) if at else None


def _plain(found: re.Match[str], number: int, names: Names) -> Iterator[Message | Skipped]:
    written, edited, text, author_id, name, nick = found.groups()
    at = read_stamp(written, "+00:00")
    if at is None:
        yield Skipped(f"message {number}", "date_unreadable")
    text = unescape(text)
    if BROKEN in text:
        yield Skipped(f"message {number}", "broken_text")
    shown = unescape(nick or name)
    yield Message(names[shown] or author_id, at, text, "text", author_id, edited != "null", None)


def _read(item: object, number: int, names: Names) -> Iterator[Message | Skipped]:
    where = f"message {number}"
    author = item.get("author") if isinstance(item, dict) else None
    if not isinstance(item, dict) or "timestamp" not in item or not isinstance(author, dict):
        yield Skipped(where, "not_a_message")
        return
    at = read_stamp(item["timestamp"], "+00:00")
    if at is None:
        yield Skipped(where, "date_unreadable")
    forwarded = item.get("forwardedMessage")
    text, media = _content(item)
    if isinstance(forwarded, dict) and not text and not media:
        text, media = _content(forwarded)
    if BROKEN in text:
        yield Skipped(where, "broken_text")
    sender_id = read_id(author.get("id"))
    sender = names[str(author.get("nickname") or author.get("name") or "")] or sender_id or ""
    kind = str(item.get("type"))
    edited = isinstance(item.get("timestampEdited"), str)
    if kind in CALLS:
        yield Message(sender, at, text, "call", sender_id)
    elif kind in SYSTEM:
        yield Message(None, at, text, "system")
    elif media:
        yield from with_media(Message(sender, at, text, "text", sender_id, edited), media)
    else:
        yield Message(sender, at, text, "text", sender_id, edited)


def _content(item: dict[str, object]) -> tuple[str, list[Media]]:
    """Return a message's text and files; of one that only shows a card, what the card says."""
    written = item.get("content")
    text = written if isinstance(written, str) else ""
    media = [
        *map(_attachment, _dicts(item.get("attachments"))),
        *(Media(clean_name(each.get("name")), None) for each in _dicts(item.get("stickers"))),
    ]
    if not text and not media:
        cards = _dicts(item.get("embeds"))
        said = (each.get(key) for each in cards for key in ("title", "description"))
        text = "\n".join(each for each in said if isinstance(each, str) and each)
    return text, media


def _dicts(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _attachment(each: dict[str, object]) -> Media:
    name = clean_name(each.get("fileName")) or attached(str(each.get("url") or "")).name
    size = each.get("fileSizeBytes")
    fits = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    return Media(name, media_type(name) if "." in name else None, size if fits else None)  # type: ignore[arg-type]


_Row = tuple[str, str, str, str, str, str]
"""Where, and the columns: id and name of the author, date, text, attachments."""


def _rows(files: Chosen, name: str) -> Iterator[_Row | Skipped]:
    rows = csv.reader(line + "\n" for _, line in read_lines(files, name))
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            yield Skipped(f"line {rows.line_num}", "text_too_long")
            continue
        if row is None:
            return
        where = f"line {rows.line_num}"
        if len(row) < COLUMNS:
            if row:
                yield Skipped(where, "not_a_message")
        elif row[0].lstrip("\ufeff") != "AuthorID":
            yield row[1], row[0], row[2], row[3], row[4], where


def _csv_part(files: Chosen, name: str, settled: Settled | None) -> Part:
    order = settled.order if settled else DateOrder.DMY
    assumed: tuple[Assumed, ...] = (settled.assumed,) if settled and settled.assumed else ()
    return Part(name, _read_csv(files, name, FreeStamps(order)), assumed)


def _read_csv(files: Chosen, name: str, stamps: FreeStamps) -> Iterator[Message | Skipped]:
    names = Names()
    rows = oldest_first(_rows(files, name), stamps.number)
    for row in rows:
        if isinstance(row, Skipped):
            yield row
            continue
        author, author_id, written, text, listed, where = row
        at = stamps.read(written)
        if at is None:
            yield Skipped(where, "date_unreadable")
        if BROKEN in text:
            yield Skipped(where, "broken_text")
        sender = names[NO_AUTHOR_TAG.sub("", author)]
        message = Message(sender, at, text, "text", read_id(author_id))
        addresses = [each.strip() for each in listed.split(",") if each.strip()]
        if addresses:
            yield from with_media(message, map(attached, addresses))
        else:
            yield message


READER = DiscordExporter()
