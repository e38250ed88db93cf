"""HTML of any size, a batch of messages at a time: the whole tree would take ten times the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wayhome.model.messages import Skipped
from wayhome.review.readers.texts import find_encoding, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from wayhome.review.source import Chosen

END = re.compile(r"</html\s*>|<div class=\"?postamble", re.IGNORECASE)
"""What the tools write below the last message. Tags that HTML may lack are left out by some."""
LARGEST_BLOCK = 8 << 20
"""Letters without the beginning of a message; what is longer is left out, and said."""


def read_blocks(
    files: Chosen, name: str, begin: re.Pattern[str]
) -> Iterator[etree._Element | Skipped]:
    """Yield the tree of what stands before the first message, then trees of whole messages.

    ``begin`` finds where messages begin. No message is cut, unless it is larger than any is.
    """
    encoding = find_encoding(files.head(name)) or "utf-8"
    held, number = "", 0
    with files.open(name) as file:
        for piece in read_pieces(file, encoding):
            held += piece
            starts = [found.start() for found in begin.finditer(held)]
            if number == 0 and starts:
                yield from _parse(held[: starts[0]], number)
                number += 1
            if starts and starts[-1] > starts[0]:
                yield from _parse(held[starts[0] : starts[-1]], number)
                number += 1
                held = held[starts[-1] :]
            if len(held) > LARGEST_BLOCK:
                yield Skipped(f"after block {number}", "text_too_long")
                held = ""
    yield from _parse(held, number)
    if not END.search(held):
        yield Skipped("end", "truncated")


def _parse(text: str, number: int) -> Iterator[etree._Element | Skipped]:
    if not text.strip():
        return
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, recover=True, remove_comments=True, remove_pis=True
    )
    # libxml2 ends a text at a NUL, and would drop what follows.
    raw = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        yield Skipped(f"block {number}", "not_a_message")
    else:
        yield root


def classes_of(node: etree._Element) -> frozenset[str]:
    """Return the class names of an element."""
    given = node.get("class")
    return frozenset(given.split()) if given else frozenset()


def by_class(node: etree._Element) -> dict[str, etree._Element]:
    """Return the first element below ``node`` of each class name."""
    found: dict[str, etree._Element] = {}
    for each in node.iterdescendants():
        given = each.get("class")
        if given:
            for name in given.split():
                if name not in found:
                    found[name] = each
    return found


def find_class(node: etree._Element, name: str) -> etree._Element | None:
    """Return the first element below ``node`` that has this class."""
    for each in node.iterdescendants():
        given = each.get("class")
        if given and name in given and name in given.split():
            return each
    return None


def text_of(node: etree._Element | None) -> str:
    """Return the text of an element with its breaks; pictures of signs as these signs."""
    if node is None:
        return ""
    if not len(node):
        return node.text or ""
    from lxml import etree

    parts = []
    for event, each in etree.iterwalk(node, events=("start", "end")):
        if event == "start":
            if each.tag == "br":
                parts.append("\n")
            elif each.tag == "img":
                parts.append(each.get("alt") or "")
            parts.append(each.text or "")
        elif each is not node:
            parts.append(each.tail or "")
    return "".join(parts)
