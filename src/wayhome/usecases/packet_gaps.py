"""The last part of a packet: what is not in it, so that nobody takes a gap for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.kept import NOTHING
from wayhome.model.record import Asked, RecordPage
from wayhome.packet.packet_values import Facts, Label, Line, Part, Row
from wayhome.usecases.packet_choices import CIRCLE, sections_of
from wayhome.usecases.packet_parts import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.packet.packet_values import Block, Front
    from wayhome.usecases.packet_words import PaperWords, Subject


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many of what there is the family chose not to put in."""

    notes: int
    photos: int
    calls: int


def make_gaps(subject: Subject, left_out: LeftOut, lost: tuple[str, ...]) -> Part:
    """Return what was left out by choice, what is not filled in, and letters in no font.

    ``lost`` are the labels of what holds such letters, and their number comes first.
    """
    words = subject.words
    lines = [Line(words.label("paper.gaps.chosen"), "\n".join(_chosen(subject, left_out)))]
    if not lines[0].value:
        lines = [Line(words.label("paper.gaps.chosen"), words("paper.gaps.nothing"))]
    if lost:
        said = words("paper.gaps.letters_value", count=lost[0], where="; ".join(lost[1:]))
        lines.append(Line(words.label("paper.gaps.letters"), said))
    lines += [
        Line(words.label(f"paper.gaps.{each}"), words(f"paper.gaps.{each}_value"))
        for each in ("help", "never")
    ]
    unknown = sum(1 for _ in _unknown(subject))
    if unknown:
        said = words("paper.gaps.unknown_value", count=unknown)
        lines.append(Line(words.label("paper.gaps.unknown"), said))
    if subject.kept.names or subject.kept.numbers:
        lines.append(Line(words.label("paper.gaps.kept"), words("paper.gaps.kept_value")))
    blocks: list[Block] = [Facts(tuple(lines))]
    empty = tuple(_empty(subject))
    if empty:
        blocks.append(Facts(empty, words.label("paper.gaps.fields")))
    lead = words.label("paper.parts.left_out_lead")
    return Part(words.label("paper.parts.left_out"), tuple(blocks), lead)


def _chosen(subject: Subject, left_out: LeftOut) -> Iterator[str]:
    words = subject.words
    for section in sections_of(subject.shape):
        if section.id in subject.leave_out:
            yield words.section(section.id).first
    if CIRCLE in subject.leave_out:
        yield words("paper.parts.circle")
    for name in ("photos", "notes", "calls"):
        count = getattr(left_out, name)
        if count:
            yield words(f"paper.gaps.{name}_chosen", count=count)


def _empty(subject: Subject) -> Iterator[Line]:
    """Yield each section in which something is missing that police ask for."""
    for section in sections_of(subject.shape):
        if section.id in subject.leave_out or subject.has_nothing(section.id):
            continue
        items, title = subject.items(section.id), subject.words.section(section.id)
        if not items:
            yield Line(title, subject.words("paper.gaps.empty"))
            continue
        fields = [
            subject.words.field(section.id, field.id).first
            for field in section.fields
            if (field.asked is not Asked.LATER or section.page is RecordPage.MISSING)
            and (section.id, field.id) not in OURS
            and not any(each.values.get(field.id) for each in items)
        ]
        if fields:
            yield Line(title, "; ".join(fields))


def _unknown(subject: Subject) -> Iterator[str]:
    """Yield the fields for which the content of this version has no words."""
    known = {each.id: {field.id for field in each.fields} for each in subject.shape.sections}
    for item in subject.child.items:
        fields = known.get(item.section, set())
        yield from (
            name for name, said in item.values.items() if said and name not in {*fields, NOTHING}
        )


def find_places_of(
    words: PaperWords, letters: tuple[str, ...], front: Front, parts: tuple[Part, ...]
) -> list[str]:
    """Return under which words something stands that holds one of these letters."""
    found: dict[str, None] = {}
    wanted = set(letters)
    if wanted & set(front.name):
        found[words("paper.front.name")] = None
    for part in parts:
        for block in part.blocks:
            for label, text in _texts_of(block):
                if wanted & set(text):
                    found[(label or part.title).first] = None
    return list(found)


def _texts_of(block: Block) -> Iterator[tuple[Label | None, str]]:
    if isinstance(block, Facts):
        for line in block.lines:
            yield line.label, line.value
        if block.names_one and block.title:
            yield None, block.title.first
    else:
        rows: tuple[Row, ...] = getattr(block, "rows", ())
        for row in rows:
            yield getattr(block, "title", None), "".join((*row.cells, *row.remarks))
