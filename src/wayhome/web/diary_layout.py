"""Notes as the diary shows them: by month, with words beside each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from wayhome.paper.phrases import written_day
from wayhome.web.child_layout import short_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from wayhome.model.kept import Child, Note, NoteText, NoteVersion
    from wayhome.model.words import Words

BEGINNING = 280
"""Letters of a note where it stands in a list."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note in a list."""

    id: int
    day: str
    text: str
    """Its beginning."""
    child: str
    """The child's name; "" for a note about nobody in particular."""
    signs: int
    corrected: bool
    while_locked: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The notes of one month."""

    title: str
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a note says, or said before it was corrected."""

    text: str
    happened: str
    written: str
    seen_by: str
    signs: tuple[tuple[str, str], ...]
    """Each sign's words, and where the guide speaks of it ("" if it does no more)."""


def names_of(children: Iterable[Child]) -> dict[int, str]:
    """Return the names of children, short, by id."""
    return {each.id: short_name(each.name) for each in children}


def beginning_of(text: str) -> str:
    """Return the beginning of a text, in one line."""
    line = " ".join(text[: BEGINNING * 2].split())
    if len(line) <= BEGINNING and len(text) <= BEGINNING * 2:
        return line
    return f"{line[: BEGINNING - 1].rstrip()}…"


def line_of(note: Note, names: Mapping[int, str], language: str) -> NoteLine:
    """Return a note as a list shows it."""
    return NoteLine(
        id=note.id,
        day=moment_of(note.said, language),
        text=beginning_of(note.said.text),
        child=names.get(note.child or 0, ""),
        signs=len(note.said.signs),
        corrected=len(note.versions) > 1,
        while_locked=note.while_locked,
    )


def months_of(notes: Sequence[Note], names: Mapping[int, str], language: str) -> tuple[Month, ...]:
    """Return notes, which are in the order of their days, by month."""
    found = groupby(notes, key=lambda each: each.said.happened_on.replace(day=1))
    return tuple(
        Month(written_month(day, language), tuple(line_of(each, names, language) for each in group))
        for day, group in found
    )


def version_of(version: NoteVersion, signs: Mapping[str, str], words: Words) -> VersionView:
    """Return one version of a note. ``signs``: where the guide speaks of each sign."""
    said = version.said
    return VersionView(
        text=said.text,
        happened=moment_of(said, words.language),
        written=written_moment(version.written, words.language),
        seen_by=said.seen_by,
        signs=tuple(
            (words.find(f"signs.{each}.label") or each, signs.get(each, "")) for each in said.signs
        ),
    )


def moment_of(said: NoteText, language: str) -> str:
    """Return when something happened, with the time of day if it is known."""
    day = written_day(said.happened_on, language)
    return f"{day}, {said.happened_at}" if said.happened_at else day


def written_moment(moment: dt.datetime, language: str) -> str:
    """Return a day with its time, as the clock showed it where it was written."""
    return f"{written_day(moment.date(), language)}, {moment:%H:%M}"


@lru_cache(maxsize=512)
def written_month(day: dt.date, language: str, *, short: bool = False) -> str:
    """Return a month with its year, as this language writes it."""
    from babel.dates import format_skeleton

    written = str(format_skeleton("yMMM" if short else "yMMMM", day, locale=language))
    return written[:1].upper() + written[1:]
