"""DiscordChatExporter's HTML, of its newer and older versions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
)
from wayhome.review.media import media_type
from wayhome.review.readers.date_order import Settled
from wayhome.review.readers.discord_exporter import numbered_parts, read_file_name
from wayhome.review.readers.discord_package import attached, with_media
from wayhome.review.readers.free_stamps import FreeStamps, settle_order
from wayhome.review.readers.html_blocks import (
    by_class,
    classes_of,
    find_class,
    read_blocks,
    text_of,
)
from wayhome.review.readers.iso_stamps import read_seconds
from wayhome.review.readers.names import Names, clean_name, read_id
from wayhome.review.readers.texts import BROKEN, find_encoding, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from wayhome.review.source import Chosen, Source

BEGIN = re.compile(r"""<div class=["']?chatlog__message-group\b""")
CHATLOG = re.compile(r"""class=["']?chatlog\b|\.chatlog__message|class=["']?preamble""")
TITLE = re.compile(r"<title>([^<]{0,2000})</title>", re.IGNORECASE)
STAMP = (
    r"""timestamp["']?(?: title=(?:"([^"]{1,80})"|'([^']{1,80})'))?>"""
    r"""(?:<a[^>]{0,200}>)?([^<]{0,80})<"""
)
STAMPS = re.compile(rf"chatlog__(?:short-)?{STAMP}")
PAIR = re.compile(
    r"""data-message-id=["']?(\d{1,20})\b(?s:(?!data-message-id).){0,6000}?"""
    rf"chatlog__(?:short-)?{STAMP}"
)
SENT = re.compile(r"^Message sent: ")
FILE_TITLE = re.compile(r"\w+: (.+) \([\d.,]+ \w+\)")
FIRST_ID = 1 << 50
"""Ids of Discord hold their time; smaller ones are none of Discord's."""
DISCORD_BEGAN = 1_420_070_400_000
"""Milliseconds from 1970 to 2015: Discord counts from there."""
FARTHEST = timedelta(hours=15)
"""What is shown is in the zone of some computer: never farther from the time in the id."""
TRIED = 200
LONGEST_TITLE = 1000
WITH_FILES = frozenset({"chatlog__attachment", "chatlog__sticker"})


class DiscordExporterHtml:
    """Reader of the HTML files of DiscordChatExporter."""

    id = "discord-exporter-html"
    origin = "converted"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim pages with the class names that only this tool writes."""
        files = tuple(name for name in source.names() if _looks_right(source.head(name)))
        return Confidence(85, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Settle how the dates are written: mostly the ids of the messages tell."""
        settled = {name: _settle(files, name, dates) for name in files.names()}
        orders = {each.order for each in settled.values()}
        return Plan(
            files.names(), date_order=orders.pop() if len(orders) == 1 else None, detail=settled
        )

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each channel; its numbered parts are one."""
        settled = plan.detail if isinstance(plan.detail, dict) else {}
        for parts in numbered_parts(files.names()):
            title, setting = _describe(files, parts[0])
            read = (_part(files, name, settled.get(name)) for name in parts)
            yield Conversation(title, read, setting)


def _decode(head: bytes) -> str:
    encoding = find_encoding(head)
    return head.decode(encoding, "ignore") if encoding else ""


def _looks_right(head: bytes) -> bool:
    if b"chatlog" not in head or not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return False
    return CHATLOG.search(_decode(head)) is not None


def _describe(files: Chosen, name: str) -> tuple[str, Setting]:
    import html

    found = TITLE.search(_decode(files.head(name)))
    title = clean_name(html.unescape(found[1])) if found else ""
    server, _, channel = title.partition(" - ")
    if server == "Direct Messages" and channel:
        return channel, Setting.DIRECT
    if title:
        return title, Setting.GROUP if channel else Setting.UNKNOWN
    return read_file_name(name)


def _settle(files: Chosen, name: str, given: DateOrder | None) -> Settled:
    if given is not None:
        return Settled(given)
    pairs = [
        (int(found[1]), (found[2] or found[3] or found[4]).strip())
        for found in PAIR.finditer(_decode(files.head(name)))
    ][:TRIED]
    for order in (DateOrder.DMY, DateOrder.MDY, DateOrder.YMD):
        stamps = FreeStamps(order)
        if pairs and all(_agrees(stamps.read(shown), number) for number, shown in pairs):
            return Settled(order)
    return settle_order(_stamps(files, name), None)


def _stamps(files: Chosen, name: str) -> Iterator[str]:
    encoding = find_encoding(files.head(name)) or "utf-8"
    with files.open(name) as file:
        for piece in read_pieces(file, encoding):
            for found in STAMPS.finditer(piece):
                yield (found[1] or found[2] or found[3]).strip()


def _time_in(number: int) -> str | None:
    """Return the time that an id of Discord holds, in UTC; None if it is none of Discord's."""
    if not FIRST_ID < number < 1 << 63:
        return None
    return read_seconds(((number >> 22) + DISCORD_BEGAN) // 1000)


def _agrees(shown: str | None, number: int) -> bool:
    inside = _time_in(number)
    if shown is None or inside is None:
        return False
    apart = datetime.fromisoformat(shown[:19]) - datetime.fromisoformat(inside[:19])
    return abs(apart) <= FARTHEST


def _part(files: Chosen, name: str, settled: Settled | None) -> Part:
    order = settled.order if settled else DateOrder.DMY
    assumed: tuple[Assumed, ...] = (settled.assumed,) if settled and settled.assumed else ()
    return Part(name, _Page(files, name, FreeStamps(order)).read(), assumed)


@dataclass(slots=True)
class _Author:
    name: str = ""
    id: str | None = None
    at: str = ""
    """The time shown beside the name, which older versions write once for several messages."""


@dataclass(slots=True)
class _Page:
    """One file."""

    files: Chosen
    name: str
    stamps: FreeStamps
    names: Names = field(default_factory=Names)
    count: int = 0

    def read(self) -> Iterator[Message | Skipped]:
        """Yield the messages, group by group."""
        for block in read_blocks(self.files, self.name, BEGIN):
            if isinstance(block, Skipped):
                yield block
                continue
            author = _Author()
            # In the order written, each once: in a damaged page groups may lie within groups.
            for node in block.iter("div"):
                if node.get("data-message-id") is not None:
                    self.count += 1
                    yield from self._message(node, by_class(node), author)
                elif "chatlog__message-group" in classes_of(node):
                    author = self._author(by_class(node))

    def _author(self, parts: dict[str, etree._Element]) -> _Author:
        for kind in ("chatlog__author", "chatlog__author-name"):
            node = parts.get(kind)
            if node is not None:
                name = self.names[text_of(node).strip()]
                shown = parts.get("chatlog__timestamp")
                return _Author(name, read_id(node.get("data-user-id")), _shown(shown))
        return _Author()

    def _message(
        self, node: etree._Element, parts: dict[str, etree._Element], author: _Author
    ) -> Iterator[Message | Skipped]:
        where = f"message {self.count}"
        at = self._at(node, parts, author)
        if at is None:
            yield Skipped(where, "date_unreadable")
        if "chatlog__system-notification-content" in parts:
            yield self._notice(node, parts, at)
            return
        text = _text(parts.get("chatlog__content"))
        if BROKEN in text:
            yield Skipped(where, "broken_text")
        if not author.name:
            yield Skipped(where, "sender_unknown")
        edited = "chatlog__edited-timestamp" in parts
        message = Message(author.name, at, text, "text", author.id, edited)
        media = _media(node) if parts.keys() & WITH_FILES else []
        if media:
            yield from with_media(message, media)
        else:
            yield message

    def _at(
        self, node: etree._Element, parts: dict[str, etree._Element], author: _Author
    ) -> str | None:
        shown = ""
        for kind in ("timestamp", "short-timestamp", "system-notification-timestamp"):
            shown = shown or _shown(parts.get(f"chatlog__{kind}"))
        shown = shown or SENT.sub("", node.get("title") or "") or author.at
        read = self.stamps.read(shown) if shown else None
        given = node.get("data-message-id") or ""
        number = int(given) if given.isdecimal() and len(given) <= 20 else 0  # noqa: PLR2004 - 64 bits
        # The id tells the second and the zone, which what is shown does not.
        if read is None or _agrees(read, number):
            return _time_in(number) or read
        return read

    def _notice(
        self, node: etree._Element, parts: dict[str, etree._Element], at: str | None
    ) -> Message:
        author = parts.get("chatlog__system-notification-author")
        name = self.names[text_of(author).strip()]
        text = " ".join(text_of(parts["chatlog__system-notification-content"]).split())
        icons = (value for each in node.iterdescendants() for value in each.values())
        if "#call-icon" in icons:
            sender_id = read_id(author.get("data-user-id")) if author is not None else None
            return Message(name, at, text, "call", sender_id)
        return Message(None, at, f"{name} {text}".strip(), "system")


def _shown(node: etree._Element | None) -> str:
    if node is None:
        return ""
    return (node.get("title") or text_of(node)).strip()


def _text(content: etree._Element | None) -> str:
    if content is None:
        return ""
    parts = by_class(content)
    for kind in ("chatlog__markdown-preserve", "preserve-whitespace"):
        if kind in parts:
            return text_of(parts[kind])
    edited = parts.get("chatlog__edited-timestamp")
    text = text_of(content).strip()
    return text.removesuffix(text_of(edited).strip()).rstrip() if edited is not None else text


def _media(node: etree._Element) -> list[Media]:
    found = []
    for each in node.iterdescendants("div"):
        kinds = classes_of(each)
        if "chatlog__attachment" in kinds:
            found.append(_attachment(each))
        elif "chatlog__sticker" in kinds:
            found.append(Media(clean_name(each.get("title")), None))
    return found


def _attachment(node: etree._Element) -> Media:
    link = ""
    for each in node.iterdescendants("a", "img", "source", "video", "audio"):
        titled = FILE_TITLE.fullmatch((each.get("title") or "")[:LONGEST_TITLE])
        if titled:
            name = clean_name(titled[1])
            return Media(name, media_type(name) if "." in name else None)
        link = link or each.get("href") or each.get("src") or ""
    generic = find_class(node, "chatlog__attachment-generic-name")
    name = clean_name(text_of(generic))
    return Media(name, media_type(name) if "." in name else None) if name else attached(link)


READER = DiscordExporterHtml()
