"""One page of a Meta thread in HTML, record by record; each is thrown away when it was read.

Meta renames its style classes now and then. A record is known by its class where there is one,
else by its structure: who, what, and a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from wayhome.model.messages import Media, Skipped
from wayhome.review.media import media_type
from wayhome.review.readers.meta_files import DAMAGE
from wayhome.review.readers.meta_stamps import could_be
from wayhome.review.readers.texts import BROKEN, find_encoding, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from lxml.etree import _Element

RECORD, SENDER, TIME = "_a6-g", "_a6-h", "_a6-o"
END = "wayhome-end"
"""The mark behind each block: a parser that gave up does not come to it."""
PAGE_END = re.compile(r"</html\s*>", re.IGNORECASE)
BEGINS = re.compile(rf"<(?:div|section|article)\b[^<>]{{0,300}}?[\"' ]{RECORD}[\"' ]")
LONGEST_TAG = 400
BLOCK = 1 << 20
"""Letters that are parsed together: whole records."""
LARGEST_BLOCK = 16 << 20
"""Letters without the beginning of a record that are parsed together; a larger page is none."""
LARGEST_NAME = 200
FEWEST, MOST = 2, 4
"""Children of a record."""
BLOCKS = frozenset({"div", "p", "section", "article", "h3", "h4", "td", "tr", "table", "footer"})
MARKUP = frozenset(
    {"br", "img", "video", "audio", "ul", "a", "source", "style", "script", "span", "b", "i", "u"}
)
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


def read_page(file: IO[bytes], head: bytes, page: Page) -> Iterator[Record | Skipped]:
    """Yield the records of a page in its order, and what was not understood.

    The page is parsed in blocks of whole records, so that damage spoils the block in which it is.
    """
    broken, last = False, ""
    try:
        for block in _blocks(read_pieces(file, find_encoding(head) or "utf-8")):
            if block is None:
                yield Skipped(f"after entry {page.count}", "too_much_at_once")
                continue
            if not broken and BROKEN in block:
                broken = True
                yield Skipped(f"after entry {page.count}", "broken_text")
            last = block
            yield from _read_block(block, page)
    except DAMAGE:
        yield Skipped(f"after entry {page.count}", "unreadable")
    if not PAGE_END.search(last):
        yield Skipped("end", "truncated")


def _blocks(pieces: Iterable[str]) -> Iterator[str | None]:
    """Yield blocks that begin where a record begins; None where none begins for too long."""
    held, too_long, searched = "", False, 1
    for piece in pieces:
        held += piece
        if len(held) < BLOCK:
            continue
        # The last record may go on in the next piece.
        cuts = [found.start() for found in BEGINS.finditer(held, searched)]
        searched = max(1, len(held) - LONGEST_TAG)
        if cuts:
            if not too_long:
                yield held[: cuts[-1]]
            elif len(cuts) > 1:
                yield held[cuts[0] : cuts[-1]]
            held, too_long, searched = held[cuts[-1] :], False, 1
        elif len(held) > LARGEST_BLOCK:
            if not too_long:
                yield None
            held, too_long, searched = held[-BLOCK // 2 :], True, 1
    if held and not too_long:
        yield held


def _read_block(block: str, page: Page) -> Iterator[Record | Skipped]:
    """Yield the records of one block."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    marked = f'{block}<i id="{END}"></i>'.replace("\x00", BROKEN)
    try:
        root = etree.fromstring(marked.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        yield Skipped(f"after entry {page.count}", "page_broken")
        return
    if not page.count:
        _take_title(root, page)
    found = cast("list[_Element]", root.xpath(f'//*[contains(@class, "{RECORD}")]'))
    page.by_class = page.by_class or bool(found)
    # Without the class, what looks like a message is one.
    for element in found if page.by_class else filter(_is_record, root.iter("div", "section")):
        yield from _take(element, page)
    if not cast("list[_Element]", root.xpath(f'//i[@id="{END}"]')):
        yield Skipped(f"after entry {page.count}", "page_broken")


def _text(element: _Element) -> str:
    if not len(element):
        return (element.text or "").strip()
    return "".join(cast("Iterable[str]", element.itertext())).strip()


def _take_title(root: _Element, page: Page) -> None:
    # The page's own name is the last resort: it is mostly "Instagram".
    places = ("//h1", '//*[contains(@class, "_a70e")]', "//title")
    for place in places:
        for element in cast("list[_Element]", root.xpath(place))[:1]:
            page.title = page.title or _text(element)[:LARGEST_NAME]


def _is_record(element: _Element) -> bool:
    """Tell from its structure alone whether an element is a message."""
    if not FEWEST <= len(element) <= MOST:
        return False
    sender, last = element[0], element[-1]
    return len(sender) == 0 and 0 < len(sender.text or "") <= LARGEST_NAME and could_be(_text(last))


def _take(element: _Element, page: Page) -> Iterator[Record | Skipped]:
    """Yield what a record says."""
    found = _read_record(element)
    if found is not None:
        page.count += 1
        yield found
    elif page.count:
        # Before the first message stand records of who takes part, without a time.
        yield Skipped(f"after entry {page.count}", "not_a_message")


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
        plain = _plain_texts(part)
        if plain is not None:
            body.blocks += plain
        else:
            body.walk(part)
            body.end_block()
    return "\n".join(filter(None, body.blocks)), tuple(body.files.values())


def _plain_texts(part: _Element) -> list[str] | None:
    """Return the texts in boxes within boxes, as most bodies are; None if there is more."""
    texts = []
    for element in part.iter():
        if element.tag in MARKUP:
            return None
        if element.text:
            texts.append(element.text.strip())
        if element.tail and element is not part:
            texts.append(element.tail.strip())
    return texts


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
