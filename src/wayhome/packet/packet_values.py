"""What a packet, a sheet or a poster says, resolved to words: drawn as it comes, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Paper(StrEnum):
    """The sheet in the printer."""

    LETTER = "letter"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Label:
    """Words of ours, and the same in the second language of the paper, or ""."""

    first: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what the family wrote; "" draws a line to write on."""

    label: Label
    value: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the record. There is no other way for a picture to get on paper."""

    photo: int
    """Its number in the record."""
    jpeg: bytes = field(repr=False)
    width: int
    height: int
    alt: str
    """What a screen reader says in its place."""
    caption: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines under a heading of their own, or under none, with photos beside them."""

    lines: tuple[Line, ...]
    title: Label | None = None
    pictures: tuple[Picture, ...] = ()
    names_one: bool = False
    """Whether the title is what the family calls one of several, such as a phone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, and what to know about it."""

    cells: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    under: int = 0
    """The column below whose words the remarks stand."""
    belongs: bool = False
    """Whether it belongs to the row above, as a correction does."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns."""

    columns: tuple[Label, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    """How wide each column is beside the others."""
    title: Label | None = None


@dataclass(frozen=True, slots=True)
class Gallery:
    """Photos side by side."""

    pictures: tuple[Picture, ...]


Block = Facts | Table | Gallery


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading."""

    title: Label
    blocks: tuple[Block, ...]
    lead: Label | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """The first page: enough for an officer with two minutes."""

    title: Label
    name: str
    letters: Label | None
    """Said below a name with letters that are in no font; None for any other name."""
    photo: Picture | None
    no_photo: Label
    case: Facts
    identity: Facts
    groups: tuple[Facts | Table, ...]
    more: Label


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around every page."""

    title: str
    """Of the document, for programs that show one."""
    language: str
    other: str
    """The language of second labels, or ""."""
    paper: Paper
    day: date
    """The day on which it was made: no clock is read."""
    foot: tuple[str, ...]
    """The child's name, the case number, the day: on each page."""
    page: str
    """Such as `Page {n} of {of}`."""


@dataclass(frozen=True, slots=True)
class Packet:
    """What the police get."""

    around: Around
    front: Front
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """One page with the code of an evidence bag: to keep apart from it, and to hand over."""

    around: Around
    title: str
    lines: tuple[Line, ...]
    code_title: str
    code: tuple[str, ...]
    """In groups, as somebody reads it out."""
    shows: tuple[str, ...]
    """What a code shows, and what it does not."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom to call: large on a sheet."""

    name: str
    number: str
    more: str = ""
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page for many eyes: for a school and friends, or to hang up."""

    around: Around
    is_poster: bool
    title: Label
    name: str
    age: str
    pictures: tuple[Picture, ...]
    groups: tuple[Facts, ...]
    call: Label
    reach: tuple[Reach, ...]
    notes: tuple[Label, ...]
