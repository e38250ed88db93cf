"""Packets, sheets and posters as PDF, and as pictures of their pages. Nothing touches the disk.

typst gets text only: the templates, and one JSON with all that is said. Words of a family are
values in it, never markup. A photo goes in as an SVG that holds its JPEG, and comes out untouched.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.packet.packet_values import Facts, Gallery, Packet, Paper, Picture, Sheet, Slip, Table
from wayhome.packet.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typst

TEMPLATES = Path(__file__).parent / "templates"
SHAPES = "shapes.typ"
SCREEN_PPI = 110
"""Pixels to an inch of a page on the screen: enough to read every word."""
KINDS = {Facts: "facts", Table: "table", Gallery: "gallery"}
OWN = {Packet: "packet.typ", Sheet: "sheet.typ", Slip: "slip.typ"}
"""The template of each paper, after what all of them share."""
SIZES = {Paper.LETTER: "us-letter", Paper.A4: "a4"}
PROBE = b"""#set document(title: "x", date: none)
#sys.inputs.text"""
"""A page with nothing but letters: PDF/UA refuses it where one of them is in no font."""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
    '<image width="{w}" height="{h}" href="data:image/jpeg;base64,{jpeg}"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PDF, and whether it is tagged and marked as PDF/UA-1 for screen readers."""

    pdf: bytes
    accessible: bool


def draw(paper: Packet | Sheet | Slip) -> Drawn:
    """Return the PDF. The same values make the same bytes on one computer."""
    import typst

    sheet = prepare(paper)
    for own in (True, False):
        # First with the fonts that come along: they are the same everywhere. A letter that they
        # lack may be in a font of the system; PDF/UA refuses one that no font has.
        try:
            return Drawn(sheet.pdf(own=own, standards=["ua-1"]), accessible=True)
        except typst.TypstError:
            continue
    # A packet without the mark is worth more than none.
    return Drawn(sheet.pdf(own=False, standards=[]), accessible=False)


def draw_pages(paper: Packet | Sheet | Slip) -> tuple[bytes, ...]:
    """Return each page as a PNG, as the PDF shows it."""
    sheet = prepare(paper)
    return sheet.pictures(own=not _without_font(sheet.text, own=True))


def find_lost_letters(paper: Packet | Sheet | Slip) -> tuple[str, ...]:
    """Return the letters for which this computer has no font, in the order of their numbers."""
    return find_lost_in(json.dumps(_shape_of(paper, None), ensure_ascii=False))


def find_lost_in(text: str) -> tuple[str, ...]:
    """Return the letters of a text for which this computer has no font."""
    lost = _without_font(text, own=True)
    return tuple(sorted(_without_font("".join(lost), own=False))) if lost else ()


@dataclass(frozen=True, slots=True)
class Pages:
    """Everything that typst is given."""

    source: bytes
    text: str
    """What is said, as JSON."""
    data: str
    """The same with the photos."""

    def pdf(self, *, own: bool, standards: list[typst.PDFStandard]) -> bytes:
        """Return a PDF; typst.TypstError where it can't be of these standards."""
        made = self._compiler(own=own).compile(format="pdf", pdf_standards=standards)
        return made if isinstance(made, bytes) else b""

    def pictures(self, *, own: bool) -> tuple[bytes, ...]:
        """Return a PNG of each page."""
        made = self._compiler(own=own).compile(format="png", ppi=SCREEN_PPI)
        return (made,) if isinstance(made, bytes) else tuple(made or ())

    def _compiler(self, *, own: bool) -> typst.Compiler:
        import typst

        # The root is where templates could read files: nothing lies there but they themselves.
        return typst.Compiler(
            self.source, root=TEMPLATES, font_paths=_fonts(own=own), sys_inputs={"data": self.data}
        )


def prepare(paper: Packet | Sheet | Slip) -> Pages:
    """Take the template of a paper and write down what it says."""
    own = OWN[type(paper)]
    pictures: list[str] = []
    shape = _shape_of(paper, pictures)
    return Pages(
        source=b"".join((TEMPLATES / name).read_bytes() for name in (SHAPES, own)),
        text=json.dumps(shape, ensure_ascii=False),
        data=json.dumps({**shape, "svgs": pictures}, ensure_ascii=False),
    )


@lru_cache(maxsize=2)
def _fonts(*, own: bool) -> typst.Fonts:
    """Return the fonts that come along, with those of the system or without. It takes a while."""
    import fontpkg_noto_sans_arabic as arabic
    import fontpkg_noto_sans_devanagari as devanagari
    import typst

    ours = [str(each.ROOT / "files") for each in (arabic, devanagari)]
    return typst.Fonts(include_system_fonts=not own, font_paths=ours)


def _without_font(text: str, *, own: bool) -> frozenset[str]:
    """Return those letters of a text that no font has: typst tells it of a page of them."""
    letters = "".join(sorted({each for each in text if not (each.isascii() or each.isspace())}))
    if not letters or _can_be_set(letters, own=own):
        return frozenset()
    if len(letters) == 1:
        return frozenset(letters)
    middle = len(letters) // 2
    return _without_font(letters[:middle], own=own) | _without_font(letters[middle:], own=own)


def _can_be_set(letters: str, *, own: bool) -> bool:
    import typst

    probe = typst.Compiler(
        PROBE, root=TEMPLATES, font_paths=_fonts(own=own), sys_inputs={"text": " ".join(letters)}
    )
    try:
        probe.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True


def _shape_of(paper: object, pictures: list[str] | None) -> dict[str, object]:
    """Return a value as JSON writes it; photos go into ``pictures``, or nowhere without it."""
    shape: dict[str, object] = dict(_fields_of(paper, pictures))
    if type(paper) in KINDS:
        shape["kind"] = KINDS[type(paper)]
    return shape


def _fields_of(paper: object, pictures: list[str] | None) -> Iterator[tuple[str, object]]:
    if isinstance(paper, Picture):
        if pictures is not None:
            pictures.append(_svg_of(paper))
            yield "picture", len(pictures) - 1
        yield "width", paper.width
        yield from (("height", paper.height), ("alt", plain(paper.alt)))
        yield "caption", plain(paper.caption)
    elif is_dataclass(paper):
        for each in fields(paper):
            yield each.name, _value_of(getattr(paper, each.name), pictures)


def _value_of(value: object, pictures: list[str] | None) -> object:
    match value:
        case Paper():
            return SIZES[value]
        case str():
            return plain(value)
        case bool() | int() | None:
            return value
        case date():
            return [value.year, value.month, value.day]
        case tuple():
            return [_value_of(each, pictures) for each in value]
    return _shape_of(value, pictures)


def _svg_of(picture: Picture) -> str:
    jpeg = base64.b64encode(picture.jpeg).decode()
    return SVG.format(w=picture.width, h=picture.height, jpeg=jpeg)
