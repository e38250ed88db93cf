"""The tags of an XML of any size, one by one, also where it is not quite XML.

Phone apps write emoji as halves (`&#55357;&#56832;`), signs that XML forbids, and pictures of many
megabytes as one attribute. An XML parser refuses the first two and holds the third. Here nothing
is ever expanded: what a document type declares is skipped unread, and only XML's own five
references and numbers have a meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

LONGEST_TAG = 8 << 20
"""Letters of one tag, dropped attributes apart."""
DROPPED = "*"
"""Begins what stands in place of a dropped value; its length follows."""
REFERENCE = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|(amp|lt|gt|quot|apos));")
SIGNS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
HALF = re.compile("[\ud800-\udfff]")
LAST_SIGN = 0x10FFFF
ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
FORM = re.compile(r"(/?[A-Za-z][\w:.-]*)((?:\s+[\w:.-]+=\")*)\s*(/?)")
NAME = re.compile(r"\s([\w:.-]+)=")
MOST_FORMS = 1000
SKIPPED = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))


class Tag(NamedTuple):
    """One tag."""

    name: str
    """With `/` before it where the tag closes; "" where something could not be read."""
    found: dict[str, str]
    """Its attributes; references in them are still to be read."""
    closed: bool = False
    """Whether it is its own end."""
    fault: str = ""
    """Why something could not be read: a code."""


class _Forms(dict[str, "tuple[str, tuple[str, ...], bool] | None"]):
    """What stands between the values of a tag -> name, attributes, and whether it is closed.

    A machine wrote these files: its tags have few forms. None: a form to be looked at closely.
    """

    def __missing__(self, between: str) -> tuple[str, tuple[str, ...], bool] | None:
        form = FORM.fullmatch(between)
        if len(self) > MOST_FORMS:
            self.clear()
        self[between] = made = form and (
            form[1], tuple(NAME.findall(form[2])), bool(form[3])
        )  # fmt: skip
        return made


@dataclass(frozen=True, slots=True)
class Tags:
    """How the tags of one format look."""

    tag: re.Pattern[str]
    partial: re.Pattern[str]
    opens_dropped: re.Pattern[str]

    def read(self, pieces: Iterable[str]) -> Iterator[Tag]:
        """Yield the tags of a text that comes in pieces."""
        held = ""
        drop: tuple[str, str, int] | None = None
        for piece in pieces:
            text = piece
            if drop is not None:
                before, quote, count = drop
                end = text.find(quote)
                if end < 0:
                    drop = (before, quote, count + len(text))
                    continue
                text, drop = f"{before}{DROPPED}{count + end}{text[end:]}", None
            elif held:
                text = held + piece
            place = yield from self._through(text)
            held = text[place:] if place >= 0 else ""
            opened = self.opens_dropped.match(held) if held else None
            if opened is not None:
                drop = (opened[0], opened[1], len(held) - opened.end())
                held = ""
            elif len(held) > LONGEST_TAG:
                yield Tag("", {}, fault="text_too_long")
                held = ""
        if held.strip() or drop is not None:
            yield Tag("", {}, fault="truncated")

    def _through(self, text: str) -> Generator[Tag, None, int]:
        """Yield the whole tags of a piece; return where one begins that goes on, -1 if none."""
        tag, forms, find = self.tag, _Forms(), text.find
        place = find("<")
        while place >= 0:
            end = find(">", place)
            inside = text[place + 1 : end] if end >= 0 else "<"
            if "<" not in inside:
                # A ">" within a value leaves an odd number of quotation marks: no form fits it.
                values = inside.split('"')
                form = forms['"'.join(values[::2])] if len(values) & 1 else None
                if form is not None:
                    yield Tag(form[0], dict(zip(form[1], values[1::2], strict=True)), form[2])
                    place = find("<", end)
                    continue
            found = tag.match(text, place)
            if found is not None:
                yield Tag(found[1], _attributes(found[2]), found[3] == "/")
                place = find("<", found.end())
                continue
            end, fault = self._pass(text, place)
            if fault:
                yield Tag("", {}, fault=fault)
            if end < 0:
                return place
            place = find("<", end)
        return -1

    def _pass(self, text: str, place: int) -> tuple[int, str]:
        """Return where to go on after what is no tag, -1 if more is needed; and a fault's code."""
        for begin, end in SKIPPED:
            if text.startswith(begin, place):
                found = text.find(end, place + len(begin))
                return (found + len(end) if found >= 0 else -1), ""
        if text.startswith("<!D", place):
            return _declaration_end(text, place), ""
        if self.partial.fullmatch(text, place) or "<![CDATA[".startswith(text[place : place + 9]):
            return -1, ""
        return place + 1, "not_xml"


def _declaration_end(text: str, place: int) -> int:
    """Return where a document type ends. What it declares is never looked at."""
    bracket, end = text.find("[", place), text.find(">", place)
    if 0 <= bracket < end or end < 0:
        close = re.compile(r"\]\s*>").search(text, place)
        return close.end() if close else -1
    return end + 1


def describe_tags(names: Iterable[str], dropped: tuple[str, str]) -> Tags:
    """Return how to read tags, among them ``names``.

    ``dropped``: a tag and its attribute whose value is passed over, such as a picture's bytes.
    """
    # A value may hold "<" where a writer was careless, but never one of the format's own tags:
    # else one lost quotation mark would swallow the next message.
    own = rf"<(?!/?(?:{'|'.join(names)})\b)"
    double, single = (rf"{q}[^{q}<]*+(?:{own}[^{q}<]*+)*+" for q in "\"'")
    one = rf"\s++[\w:.-]++\s*+=\s*+(?:{double}\"|{single}')"
    name = r"/?[A-Za-z][\w:.-]*+"
    cut = rf"\s*+(?:[\w:.-]++\s*+(?:=\s*+(?:{double}<?|{single}<?)?)?)?/?"
    tag, attribute = dropped
    return Tags(
        tag=re.compile(rf"<({name})((?:{one})*+)\s*+(/?)>"),
        partial=re.compile(rf"<(?:[!?]|/|(?:{name})(?:{one})*+{cut})?"),
        opens_dropped=re.compile(
            rf"<{tag}\b(?:{one})*?\s++{attribute}\s*+=\s*+([\"'])(?=[^\"']*\Z)"
        ),
    )


def _attributes(inside: str) -> dict[str, str]:
    return {name: double or single for name, double, single in ATTRIBUTE.findall(inside)}


def read_value(value: str) -> str:
    """Return an attribute's text with its references read, halves of emoji joined."""
    if "&" not in value:
        return value
    text = REFERENCE.sub(_sign, value)
    if HALF.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _sign(found: re.Match[str]) -> str:
    if found[3]:
        return SIGNS[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if 0 < code <= LAST_SIGN else "\ufffd"
