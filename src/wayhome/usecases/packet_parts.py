"""The pages after the first: everything that was chosen, in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.model.record import RecordPage
from wayhome.packet.packet_values import Facts, Gallery, Label, Line, Part, Row, Table
from wayhome.packet.plain_text import one_line, plain
from wayhome.usecases.packet_choices import PAGES
from wayhome.usecases.packet_front import contact_columns, contacts

if TYPE_CHECKING:
    from wayhome.model.kept import Item
    from wayhome.model.record import RecordSection
    from wayhome.packet.packet_values import Block, Picture
    from wayhome.usecases.packet_words import Subject

MOST_COLUMNS = 4
"""More would be too narrow to read on paper."""
LONGEST_CELL = 160
"""Letters. What is longer stands better in lines than in a column."""
OURS = frozenset({("accounts", "child_knows"), ("last_seen", "public_place")})
"""What tells an officer nothing: it is between the family and the child, or for other sheets."""

Pictures = dict[int, "Picture"]


def make_parts(subject: Subject, pictures: Pictures) -> tuple[Part, ...]:
    """Return the parts about the child, from photos to papers."""
    parts = [_photos(subject, pictures)]
    for page in PAGES:
        sections = [
            each for each in subject.shape.on_page(page) if each.id not in subject.leave_out
        ]
        blocks = [block for each in sections for block in _blocks(subject, each, pictures)]
        title = subject.words.of(f"record.pages.{page}.title")
        if page in {RecordPage.MISSING, RecordPage.CHILD}:
            # The record speaks to the family, the packet to an officer.
            title = subject.words.label(f"paper.parts.{page}")
        parts.append(Part(title, tuple(blocks)))
    parts.append(_circle(subject))
    return tuple(each for each in parts if each.blocks)


def _photos(subject: Subject, pictures: Pictures) -> Part:
    of_child = tuple(
        pictures[each.id]
        for each in subject.child.photos
        if each.item is None and each.id in pictures
    )
    blocks = (Gallery(of_child),) if of_child else ()
    return Part(subject.words.label("paper.parts.photos"), blocks)


def _circle(subject: Subject) -> Part:
    """Return whom the family may call, in full. Nothing else of the people around goes in."""
    words = subject.words
    rows = tuple(map(Row, contacts(subject)))
    blocks = (Table(contact_columns(subject), rows, (4, 3, 3)),) if rows else ()
    return Part(words.label("paper.parts.circle"), blocks)


def _blocks(subject: Subject, section: RecordSection, pictures: Pictures) -> tuple[Block, ...]:
    words, items = subject.words, subject.items(section.id)
    title = words.section(section.id)
    if subject.has_nothing(section.id):
        return (Facts((Line(title, words("paper.none")),)),)
    if not items:
        return ()
    if not section.many:
        return (Facts(_lines(subject, section, items[0]), title),)
    shown = {
        photo.item: pictures[photo.id] for photo in subject.child.photos if photo.id in pictures
    }
    filled = _filled(subject, section, items)
    longest = max(len(each) for item in items for each in item.values.values())
    if (
        len(filled) <= MOST_COLUMNS
        and longest <= LONGEST_CELL
        and not any(each.id in shown for each in items)
    ):
        return (_table(subject, section, items, filled),)
    return (Facts((), title), *(_one(subject, section, each, pictures) for each in items))


def _filled(subject: Subject, section: RecordSection, items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(
        field.id
        for field in section.fields
        if (section.id, field.id) not in OURS
        and any(subject.shown(section, field.id, each) for each in items)
    )


def _table(
    subject: Subject, section: RecordSection, items: tuple[Item, ...], fields: tuple[str, ...]
) -> Table:
    rows = [tuple(subject.shown(section, field, each) for field in fields) for each in items]
    return Table(
        columns=tuple(subject.words.field(section.id, each) for each in fields),
        rows=tuple(map(Row, rows)),
        widths=tuple(_width(place, rows) for place in range(len(fields))),
        title=subject.words.section(section.id),
    )


def _width(place: int, rows: list[tuple[str, ...]]) -> int:
    """Return how wide a column is beside the others: what is short needs little room."""
    longest = max(len(row[place]) for row in rows)
    return 3 if longest > 40 else 2  # noqa: PLR2004 - two lines of a column


def _one(subject: Subject, section: RecordSection, item: Item, pictures: Pictures) -> Facts:
    """Return one of several under its own name."""
    first = section.fields[0].id
    name = one_line(subject.shown(section, first, item))
    lines = _lines(subject, section, item)
    key = f"record.sections.{section.id}.one"
    title = Label(name) if name else subject.words.of(key)
    return Facts(
        lines=lines[1:] if name else lines,
        title=title,
        pictures=tuple(
            pictures[each.id]
            for each in subject.child.photos
            if each.item == item.id and each.id in pictures
        ),
        names_one=True,
    )


def _lines(subject: Subject, section: RecordSection, item: Item) -> tuple[Line, ...]:
    return tuple(
        Line(subject.words.field(section.id, field.id), plain(value))
        for field in section.fields
        if (section.id, field.id) not in OURS and (value := subject.shown(section, field.id, item))
    )
