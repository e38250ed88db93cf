"""Telegram Desktop's HTML: `messages.html`, `messages2.html` and so on, a folder for each chat."""

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
    Place,
    Plan,
    Skipped,
)
from wayhome.review.media import media_type
from wayhome.review.readers.html_blocks import classes_of, find_class, read_blocks, text_of
from wayhome.review.readers.iso_stamps import read_stamp
from wayhome.review.readers.names import Names, clean_name
from wayhome.review.readers.texts import BROKEN, find_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from wayhome.model.messages import DateOrder
    from wayhome.review.source import Chosen, Source

BEGIN = re.compile(r"""<div class=["']message (?:default|service)\b""")
HEADER = re.compile(r"""class=["']page_header\b""")
PAGE = re.compile(r"""class=["'](?:page_wrap|history|page_body chat_page)\b""")
STAMP = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: (?:UTC|GMT)([+-]\d\d:\d\d)?)?", re.ASCII
)
TITLE = re.compile(
    r"""class=["']page_header\b(?s:.){0,2000}?class=["']text bold["'][^>]*>([^<]{0,2000})<"""
)
VIA_BOT = re.compile(r" via @\w{1,64}$")
FIELDS = frozenset({"from_name", "text", "media_wrap", "forwarded", "date"})
HREF_CLASSES = ("photo_wrap", "video_file_wrap", "animated_wrap", "sticker_wrap", "media")
KINDS = {
    "photo_wrap": "image/jpeg",
    "media_photo": "image/jpeg",
    "sticker_wrap": "image/webp",
    "media_voice_message": "audio/ogg",
}


class TelegramHtml:
    """Reader of Telegram Desktop's HTML exports."""

    id = "telegram-html"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim pages with a history of messages."""
        files = tuple(name for name in source.names() if _looks_right(source.head(name)))
        return Confidence(85, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - the dates need no order
        """Nothing has to be settled."""
        return Plan(files.names())

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:  # noqa: ARG002 - nothing was settled
        """Yield one conversation for each folder: its pages are one chat."""
        pages: dict[str, list[str]] = {}
        for name in files.names():
            pages.setdefault(name.rpartition("/")[0], []).append(name)
        for folder, names in pages.items():
            chat = _Chat(files)
            parts = (Part(name, chat.read(name)) for name in names)
            place = Place.INBOX if "/chats/" in f"/{folder}/" else Place.UNKNOWN
            yield Conversation(_title(files, names[0]), parts, place=place)


def _decode(head: bytes) -> str:
    encoding = find_encoding(head)
    return head.decode(encoding, "ignore") if encoding else ""


def _looks_right(head: bytes) -> bool:
    if b"message " not in head:
        return False
    text = _decode(head)
    if not text.lstrip("\ufeff \t\r\n").startswith("<") or not BEGIN.search(text):
        return False
    return PAGE.search(text) is not None or HEADER.search(text) is not None


def _title(files: Chosen, name: str) -> str:
    import html

    found = TITLE.search(_decode(files.head(name)))
    return clean_name(html.unescape(found[1])) if found else ""


@dataclass(slots=True)
class _Chat:
    """One chat over all its pages: a joined message takes its sender from the one before."""

    files: Chosen
    sender: str | None = None
    names: Names = field(default_factory=Names)

    def read(self, page: str) -> Iterator[Message | Skipped]:
        """Yield the messages of one page."""
        count = 0
        for block in read_blocks(self.files, page, BEGIN):
            if isinstance(block, Skipped):
                yield block
                continue
            for node in block.iter("div"):
                given = node.get("class")
                if given is None or not given.startswith("message "):
                    continue
                kinds = classes_of(node)
                if kinds & {"default", "service"}:
                    count += 1
                    where = f"message {count}"
                    if "service" in kinds:
                        yield from _service(node)
                    else:
                        yield from self._message(node, kinds, where)

    def _message(
        self, node: etree._Element, kinds: frozenset[str], where: str
    ) -> Iterator[Message | Skipped]:
        body = next((each for each in node if "body" in classes_of(each)), None)
        if body is None:
            yield Skipped(where, "not_a_message")
            return
        fields = _fields(body)
        at = _read_stamp(fields.get("date"))
        if at is None:
            yield Skipped(where, "date_unreadable")
        if "from_name" in fields:
            self.sender = self.names[VIA_BOT.sub("", text_of(fields["from_name"]).strip())]
        elif "joined" not in kinds:
            self.sender = None
        if self.sender is None:
            yield Skipped(where, "sender_unknown")
        inner = fields.get("forwarded")
        if inner is not None:
            fields = {**_fields(inner), **fields}
        text = text_of(fields.get("text")).strip()
        if BROKEN in text:
            yield Skipped(where, "broken_text")
        yield _with_media(Message(self.sender or "", at, text), fields.get("media_wrap"))


def _fields(body: etree._Element) -> dict[str, etree._Element]:
    """Return the parts of a message by what they are: the first of each."""
    found: dict[str, etree._Element] = {}
    for each in body:
        for kind in (each.get("class") or "").split():
            if kind in FIELDS:
                found.setdefault(kind, each)
    return found


def _read_stamp(node: etree._Element | None) -> str | None:
    found = STAMP.fullmatch((node.get("title") or "").strip()) if node is not None else None
    if found is None:
        return None
    day, month, year, time, offset = found.groups()
    # "UTC" alone is its own offset; without it the time is the computer's own.
    shift = offset or ("+00:00" if found[0].endswith(("UTC", "GMT")) else "")
    return read_stamp(f"{year}-{month}-{day}T{time}{shift}")


def _service(node: etree._Element) -> Iterator[Message]:
    """Yield a line that Telegram itself wrote. Those with a day between messages are none.

    Such lines have no time in HTML. That is no fault of the file, so nothing was skipped.
    """
    if (node.get("id") or "message-").startswith("message-"):
        return
    text = text_of(find_class(node, "body")).strip()
    if text:
        yield Message(None, None, text, "system")


def _with_media(message: Message, wrap: etree._Element | None) -> Message:
    """Return the message with what is attached to it."""
    if wrap is None:
        return message
    for node in wrap.iterdescendants("a", "div"):
        kinds = classes_of(node)
        if "media_call" in kinds:
            return message._replace(kind="call", text=_line(node, "status"))
        if "media_poll" in kinds:
            return message._replace(text=message.text or _line(node, "question"))
        if kinds & {"media_contact", "media_location", "media_venue", "media_live_location"}:
            lines = (_line(node, "title"), _line(node, "status"))
            return message._replace(text=message.text or " ".join(filter(None, lines)))
        if kinds.intersection(HREF_CLASSES):
            return _attach(message, _media(node, kinds))
    return message


def _line(node: etree._Element, name: str) -> str:
    return clean_name(text_of(find_class(node, name)))


def _media(node: etree._Element, kinds: frozenset[str]) -> Media:
    link = node.get("href") or ""
    name = clean_name(link.replace("\\", "/").split("/")[-1]) if ":" not in link else ""
    if not name and "media_file" in kinds:
        # Not exported: the name is all that there is.
        name = _line(node, "title")
    known = next((KINDS[kind] for kind in sorted(kinds & KINDS.keys())), None)
    return Media(name, (media_type(name) if "." in name else None) or known)


def _attach(message: Message, media: Media) -> Message:
    if message.text:
        return message._replace(media=media)
    return message._replace(kind="media", text=media.name, media=media)


READER = TelegramHtml()
