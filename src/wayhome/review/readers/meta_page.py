"""One page of a Meta thread in HTML, record by record; each is thrown away when it was read.

Meta renames its style classes now and then. A record is known by its class where there is one,
else by its structure: who, what, and a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from wayhome.model.messages import Media, Skipped
from wayhome.review.finding import media_type
from wayhome.review.readers.meta_files import DAMAGE
from wayhome.review.readers.meta_stamps import could_be
from wayhome.review.readers.texts import BROKEN, find_encoding, read_pieces

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from typing import IO

    from lxml.etree import HTMLPullParser, _Element

RECORD, SENDER, TIME, TITLE = "_a6-g", "_a6-h", "_a6-o", "_a70e"
TAGS = ("div", "section", "article", "h1", "title", "i")
END = "wayhome-end"
"""The mark behind the page: a parser that gave up does not come to it."""
LARGEST_RECORD = 16 << 20
"""Letters without a record, after which a page is none."""
PIECE = 1 << 16
LARGEST_NAME = 200
FEWEST, MOST = 2, 4
"""Children of a record."""
BLOCKS = frozenset({"div", "p", "section", "article", "h3", "h4", "td", "tr", "table", "footer"})
MARKUP = ("br", "img", "video", "audio", "ul", "a", "source", "style", "script")
FAR = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""What begins so is an address, no file of the export."""


@dataclass(frozen=True, slots=True)
class Record:
    """One message of a page."""

    sender: str
    text: str
    stamp: str
    files: tuple[Media, ...] = ()


@dataclass(slots=True)
class Page:
    """What is read of a page so far."""

    title: str = ""
    count: int = 0
    by_class: bool = False
    headings: int = 0
    """Records without a time before the first message: who takes part, the group's picture."""


def read_page(file: IO[bytes], head: bytes, page: Page) -> Iterator[Record | Skipped]:
    """Yield the records of a page in its order, and what was not understood."""
    from lxml import etree

    parser = etree.HTMLPullParser(
        events=("end",), tag=TAGS, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    since, ended, broken = 0, False, False
    try:
        for piece in _pieces(file, head):
            if not broken and BROKEN in piece:
                broken = True
                yield Skipped(f"after entry {page.count}", "broken_text")
            before = page.count
            parser.feed(piece.replace("\x00", BROKEN).encode("utf-8", "replace"))
            ended = yield from _heard(parser, page)
            since = since + len(piece) if page.count == before else 0
            if since > LARGEST_RECORD:
                yield Skipped(f"after entry {page.count}", "too_much_at_once")
                return
    except etree.LxmlError:
        ended = False
    except DAMAGE:
        yield Skipped(f"after entry {page.count}", "unreadable")
        return
    if not ended:
        yield Skipped(f"after entry {page.count}", "page_broken")


def _pieces(file: IO[bytes], head: bytes) -> Iterator[str]:
    for large in read_pieces(file, find_encoding(head) or "utf-8"):
        for begin in range(0, len(large), PIECE):
            yield large[begin : begin + PIECE]
    yield f'<i id="{END}"></i>'


def _heard(parser: HTMLPullParser, page: Page) -> Generator[Record | Skipped, None, bool]:
    """Yield the records that are complete; return whether the end of the page was reached."""
    ended = False
    for _, found in parser.read_events():
        element = cast("_Element", found)
        tag = element.tag
        if tag == "i":
            ended = ended or element.get("id") == END
            continue
        kind = element.get("class") or ""
        if tag in {"h1", "title"} or TITLE in kind:
            _take_title(element, page)
        elif RECORD in kind:
            page.by_class = True
            yield from _take(element, page)
        elif not page.by_class and FEWEST <= len(element) <= MOST and _is_record(element):
            yield from _take(element, page)
    return ended


def _text(element: _Element) -> str:
    return "".join(cast("Iterable[str]", element.itertext())).strip()


def _take_title(element: _Element, page: Page) -> None:
    # The page's own name is the last resort: it is mostly "Instagram".
    text = _text(element)
    if page.count == 0 and text and not (element.tag == "title" and page.title):
        page.title = text[:LARGEST_NAME]


def _is_record(element: _Element) -> bool:
    """Tell from its structure alone whether an element is a message."""
    sender, last = element[0], element[-1]
    return len(sender) == 0 and 0 < len(sender.text or "") <= LARGEST_NAME and could_be(_text(last))


def _take(element: _Element, page: Page) -> Iterator[Record | Skipped]:
    """Yield what a record says, and throw it away."""
    found = _read_record(element)
    if found is not None:
        page.count += 1
        yield found
    elif page.count:
        yield Skipped(f"after entry {page.count}", "not_a_message")
    else:
        page.headings += 1
    _forget(element)


def _forget(element: _Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and len(parent) and parent[0] is not element:
        del parent[0]


def _read_record(element: _Element) -> Record | None:
    """Return the message of a record; None if it has no time."""
    parts = list(element)
    if 0 < len(parts) <= FEWEST and len(parts[0]) and parts[0].tag == "div":
        inner = list(parts[0])
        if inner and (inner[0].tag == "h2" or SENDER in (inner[0].get("class") or "")):
            parts = inner + parts[1:]
    if len(parts) < FEWEST:
        return None
    last = parts.pop()
    stamp = _text(last)
    if TIME not in (last.get("class") or "") and last.tag != "footer" and not could_be(stamp):
        return None
    first = parts[0]
    named = first.tag == "h2" or SENDER in (first.get("class") or "") or len(first) == 0
    sender = _text(first) if named else ""
    text, files = read_body(parts[1:] if named else parts)
    return Record(sender, text, stamp, files)


def read_body(parts: Iterable[_Element]) -> tuple[str, tuple[Media, ...]]:
    """Return the text below some elements, and the files that they name."""
    body = _Body()
    for part in parts:
        if next(part.iter(*MARKUP), None) is None:
            # Most bodies are a text within boxes.
            texts = cast("Iterable[str]", part.itertext())
            body.blocks += [text.strip() for text in texts]
        else:
            body.walk(part)
            body.end_block()
    return "\n".join(filter(None, body.blocks)), tuple(body.files.values())


@dataclass(slots=True)
class _Body:
    blocks: list[str] = field(default_factory=list)
    files: dict[str, Media] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def end_block(self) -> None:
        """Begin a new line of what follows."""
        self.blocks.append("".join(self._open).strip())
        self._open = []

    def walk(self, element: _Element) -> None:
        """Take note of an element. It is no deeper than the parser allows."""
        tag = element.tag
        if tag in BLOCKS:
            self.end_block()
        if tag == "br":
            self._open.append("\n")
        elif tag in {"img", "video", "audio"}:
            self._take_file(element)
        elif tag == "a":
            self._take_link(element)
        elif tag not in {"ul", "style", "script"}:
            # Lists are reactions.
            self._open.append(element.text or "")
            for child in element:
                self.walk(child)
                self._open.append(child.tail or "")
        if tag in BLOCKS:
            self.end_block()

    def _take_file(self, element: _Element) -> None:
        source = element.get("src") or ""
        if not source:
            inner = next(element.iter("source", "a"), None)
            source = (inner.get("src") or inner.get("href") or "") if inner is not None else ""
        if source and not FAR.match(source):
            self._add(source, sound=element.tag == "audio")
        elif element.tag == "img":
            # An emoji may be drawn as a picture.
            self._open.append(element.get("alt") or "")

    def _take_link(self, element: _Element) -> None:
        target = element.get("href") or ""
        before, blocks = len(self.files), len(self.blocks)
        self._open.append(element.text or "")
        begin = len(self._open) - 1
        for child in element:
            self.walk(child)
            self._open.append(child.tail or "")
        if target and not FAR.match(target):
            if len(self.files) == before:
                self._add(target)
            # What stands on a link to a file is its name, or a word of the page's.
            del self.blocks[blocks:]
            del self._open[begin:]
        elif (
            FAR.match(target) and not "".join([*self.blocks[blocks:], *self._open[begin:]]).strip()
        ):
            self._open.append(target)

    def _add(self, path: str, *, sound: bool = False) -> None:
        name = path.partition("?")[0].rpartition("/")[2]
        kind = media_type(name) if "." in name else None
        sounds = kind.replace("video/", "audio/") if sound and kind else kind
        self.files.setdefault(path, Media(name, sounds))
