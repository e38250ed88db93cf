"""What there is to choose for a packet, as a form shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.kept import NOTHING
from wayhome.packet.packet_values import Paper
from wayhome.usecases.packet_choices import (
    BILINGUAL,
    CIRCLE,
    Choices,
    MadeFor,
    chosen_photos,
    sections_of,
)
from wayhome.web.book_trouble import read_id
from wayhome.web.child_layout import item_of, number_of
from wayhome.web.diary_layout import beginning_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.datastructures import MultiDict

    from wayhome.model.kept import Child, Note, PhotoInfo
    from wayhome.model.record import RecordShape
    from wayhome.model.words import Words

LANGUAGES = ("en", "es", BILINGUAL)
NONE, ALL, SOME = "none", "all", "some"


@dataclass(frozen=True, slots=True)
class Tick:
    """One box to tick."""

    value: str
    label: str
    more: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class PhotoTick:
    """A photo with its box."""

    photo: PhotoInfo
    ticked: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that a form offers, with what is chosen now."""

    sections: tuple[Tick, ...]
    empty: tuple[str, ...]
    """Titles of what there is nothing about yet."""
    photos: tuple[PhotoTick, ...]
    marks: tuple[Tick, ...]
    notes: tuple[Tick, ...]
    notes_chosen: str
    calls: int
    """Entries of the call log."""
    languages: tuple[tuple[str, str, str], ...]
    papers: tuple[tuple[str, str, str], ...]


def offer(  # noqa: PLR0913, PLR0917 - what there is of each kind
    shape: RecordShape,
    child: Child,
    notes: Sequence[Note],
    calls: int,
    choices: Choices,
    words: Words,
) -> Offer:
    """Return what a guardian can choose from, ticked as in ``choices``."""
    is_there = {each.section for each in child.items if any(each.values.values())}
    known = [(each.id, words(f"record.sections.{each.id}.title")) for each in sections_of(shape)]
    sections = [
        Tick(each, title, "", each not in choices.leave_out)
        for each, title in known
        if each in is_there
    ]
    if any(each.values.get("may_call") == "yes" for each in child.in_section(CIRCLE)):
        more = words("packet.page.circle_more")
        title = words("packet.paper.parts.circle")
        sections.append(Tick(CIRCLE, title, more, CIRCLE not in choices.leave_out))
    photos = set(chosen_photos(choices, child))
    return Offer(
        sections=tuple(sections),
        empty=tuple(title for each, title in known if each not in is_there),
        photos=tuple(
            PhotoTick(each, each.id in photos)
            for each in child.photos
            if choices.made_for is MadeFor.POLICE or each.item is None
        ),
        marks=_marks(shape, child, choices, words),
        notes=tuple(
            Tick(
                str(each.id),
                beginning_of(each.said.text),
                each.said.happened_on.isoformat(),
                choices.notes is not None and each.id in choices.notes,
            )
            for each in reversed(notes)
        ),
        notes_chosen=ALL if choices.notes is None else SOME if choices.notes else NONE,
        calls=calls,
        languages=tuple(
            (each, words(f"packet.page.languages.{'both' if each == BILINGUAL else each}"), "")
            for each in LANGUAGES
        ),
        papers=tuple((each.value, words(f"packet.page.papers.{each}"), "") for each in Paper),
    )


def _marks(shape: RecordShape, child: Child, choices: Choices, words: Words) -> tuple[Tick, ...]:
    section = shape.section("marks")
    return tuple(
        Tick(
            str(each.id),
            item_of(section, each, child, words).title,
            each.values.get("where", ""),
            each.id in choices.marks,
        )
        for each in child.in_section("marks")
        if NOTHING not in each.values
    )


def read_choices(
    form: MultiDict[str, str], child: Child, made_for: MadeFor, shape: RecordShape
) -> Choices:
    """Return what was ticked. What is not understood is as if it was not there."""
    there = {each.section for each in child.items if any(each.values.values())}
    offered = {each.id for each in sections_of(shape) if each.id in there} | {CIRCLE}
    notes: tuple[int, ...] | None = ()
    if form.get("notes") == ALL:
        notes = None
    elif form.get("notes") == SOME:
        notes = _numbers(form, "note")
    language, paper = form.get("language", ""), form.get("paper", "")
    return Choices(
        child=child.id,
        made_for=made_for,
        language=language if language in LANGUAGES else LANGUAGES[0],
        paper=Paper(paper) if paper in set(Paper) else Paper.LETTER,
        leave_out=frozenset(offered - set(form.getlist("in")))
        if made_for is MadeFor.POLICE
        else frozenset(),
        photos=_numbers(form, "photo"),
        notes=notes,
        calls="calls" in form,
        marks=frozenset(_numbers(form, "mark")),
    )


def _numbers(form: MultiDict[str, str], name: str) -> tuple[int, ...]:
    read = (read_id(each) for each in form.getlist(name))
    return tuple(each for each in read if each is not None)


def address_of(shape: RecordShape, child: Child, section: str) -> str:
    """Return where a section is filled in."""
    return f"/r/c/{child.id}/{number_of(shape, section)}"
