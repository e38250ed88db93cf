"""What a guardian chooses for a packet, and what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wayhome.model.problems import UserProblem
from wayhome.model.record import RecordPage
from wayhome.packet.packet_values import Paper

if TYPE_CHECKING:
    import datetime as dt

    from wayhome.model.kept import Child, Note
    from wayhome.model.record import RecordSection, RecordShape

BILINGUAL = "en+es"
"""English, with Spanish labels beside it for a family that reads along."""
PAGES = (
    RecordPage.MISSING,
    RecordPage.CHILD,
    RecordPage.HEALTH,
    RecordPage.PEOPLE,
    RecordPage.PHONES,
    RecordPage.PAPERS,
)
"""The pages of the record that can go into a packet, in the order of the packet. What a family
thinks of the adults around, and what it talks about with the child, stays at home."""
CASE, LAST_SEEN, CIRCLE = "case", "last_seen", "circle"


POLICE_FIRST = ("agency", "case_number")
"""The fields of the case without which there is no poster."""


class MadeFor(StrEnum):
    """Who gets it."""

    POLICE = "police"
    SCHOOL = "school"
    """Also friends: many eyes, so little is said."""
    POSTER = "poster"


@dataclass(frozen=True, slots=True)
class Choices:
    """What goes in. A photo can only be named by its number in the record."""

    child: int
    made_for: MadeFor = MadeFor.POLICE
    language: str = "en"
    """`en`, `es` or `en+es`."""
    paper: Paper = Paper.LETTER
    leave_out: frozenset[str] = frozenset()
    """Ids of sections."""
    photos: tuple[int, ...] | None = None
    """Numbers; None: all for the police, the newest of the child for others."""
    notes: tuple[int, ...] | None = ()
    """Numbers of notes of the diary; None: all about this child."""
    calls: bool = True
    marks: frozenset[int] = frozenset()
    """Numbers of the marks that a poster names."""
    as_of: dt.datetime | None = None
    """The moment for which it says what is due, with an offset; None: now."""


def sections_of(shape: RecordShape) -> tuple[RecordSection, ...]:
    """Return the sections that can go into a packet for the police."""
    return tuple(section for page in PAGES for section in shape.on_page(page))


def require_known(choices: Choices, shape: RecordShape) -> None:
    """Raise UserProblem ``packet_section`` for a section that no packet holds anyway."""
    known = [*(each.id for each in sections_of(shape)), CIRCLE]
    if set(choices.leave_out) - set(known):
        raise UserProblem("packet_section", known=", ".join(known))


def lacks_case(child: Child) -> bool:
    """Tell whether a poster would lead calls to nobody who knows of the child."""
    return not all(child.value(CASE, each).strip() for each in POLICE_FIRST)


def notes_about(notes: tuple[Note, ...], child: int) -> tuple[Note, ...]:
    """Return what was written about a child, or about nobody by name."""
    return tuple(each for each in notes if each.child in (child, None))


def chosen_notes(choices: Choices, notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return the notes that go in; UserProblem ``packet_note`` for one that is not there."""
    if choices.notes is None:
        return notes
    if set(choices.notes) - {each.id for each in notes}:
        raise UserProblem("packet_note")
    return tuple(each for each in notes if each.id in choices.notes)


def chosen_photos(choices: Choices, child: Child) -> tuple[int, ...]:
    """Return the photos that go in; UserProblem ``packet_photo`` for one not of this child.

    A photo of a mark on the body is for the police alone.
    """
    for_police = choices.made_for is MadeFor.POLICE
    there = tuple(each.id for each in child.photos if for_police or each.item is None)
    if choices.photos is None:
        return there if for_police else there[:1]
    if set(choices.photos) - set(there):
        raise UserProblem("packet_photo")
    return tuple(each for each in there if each in choices.photos)
