"""Diary and call log on paper: what was written, when, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from wayhome.packet.packet_values import Part, Row, Table
from wayhome.packet.plain_text import one_line, plain
from wayhome.usecases.packet_words import joined

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from wayhome.model.calls import CallEntry
    from wayhome.model.kept import Note
    from wayhome.usecases.packet_words import PaperWords

LATE_DAYS = 1
"""A note that was written later than this says when it was written."""


def make_diary(words: PaperWords, notes: Iterable[Note]) -> Part:
    """Return the notes by the day that they are about."""
    rows = tuple(_note(words, each) for each in sorted(notes, key=_place_of))
    columns = tuple(words.label(f"paper.diary.{each}") for each in ("when", "what"))
    blocks = (Table(columns, rows, (2, 7)),) if rows else ()
    return Part(words.label("paper.parts.diary"), blocks, words.label("paper.parts.diary_lead"))


def make_calls(words: PaperWords, entries: Sequence[CallEntry], now: dt.datetime) -> Part:
    """Return the calls by the time at which they were made, each with its corrections."""
    rows = tuple(row for each in _together(entries) for row in _call(words, each, entries, now))
    names = ("when", "who", "said", "back")
    columns = tuple(words.label(f"paper.calls.{each}") for each in names)
    blocks = (Table(columns, rows, (4, 4, 7, 4)),) if rows else ()
    return Part(words.label("paper.parts.calls"), blocks, words.label("paper.parts.calls_lead"))


def _place_of(note: Note) -> tuple[dt.date, bool, str, int]:
    said = note.said
    return said.happened_on, not said.happened_at, said.happened_at, note.id


def _note(words: PaperWords, note: Note) -> Row:
    said = note.said
    return Row(
        cells=(joined(words.day(said.happened_on), said.happened_at), plain(said.text)),
        remarks=tuple(_remarks(words, note)),
        under=1,
    )


def _remarks(words: PaperWords, note: Note) -> Iterator[str]:
    if note.said.seen_by:
        yield words("paper.diary.seen_by", who=one_line(note.said.seen_by))
    if (note.written.date() - note.said.happened_on).days > LATE_DAYS:
        yield words("paper.diary.late", day=words.day(note.written.date()))
    if note.while_locked:
        yield words("paper.diary.while_locked")
    # What it said before stays beside it: an officer must be able to see what was changed.
    for earlier, later in zip(note.versions, note.versions[1:], strict=False):
        day = words.day(later.written.date())
        yield words("paper.diary.corrected", day=day, text=plain(earlier.said.text))


def _together(entries: Sequence[CallEntry]) -> list[list[CallEntry]]:
    """Return each entry with those that correct it, in the order of writing; oldest call first."""
    known = {each.id: each for each in entries}
    groups: defaultdict[str, list[CallEntry]] = defaultdict(list)
    for each in sorted(entries, key=lambda each: (each.n, each.written)):
        groups[_first_of(each, known)].append(each)
    return sorted(groups.values(), key=lambda group: (group[0].said.called, group[0].n))


def _first_of(entry: CallEntry, known: dict[str, CallEntry]) -> str:
    """Return the id of the entry that a chain of corrections begins with."""
    passed = {entry.id}
    while entry.corrects in known and entry.corrects not in passed:
        entry = known[entry.corrects]
        passed.add(entry.id)
    return entry.id


def _call(
    words: PaperWords, group: list[CallEntry], entries: Sequence[CallEntry], now: dt.datetime
) -> Iterator[Row]:
    ids = {each.id for each in group}
    answered = any(each.answers in ids for each in entries if each.answers)
    for entry in group:
        said, first, last = entry.said, entry is group[0], entry is group[-1]
        remarks = [words("paper.calls.by", who=one_line(said.by))] if said.by.strip() else []
        if said.number:
            remarks.append(words("paper.calls.number", number=one_line(said.number)))
        if not first:
            remarks.insert(0, words("paper.calls.corrects", day=_moment(words, entry.written)))
        elif entry.written.date() != said.called.date():
            remarks.append(words("paper.calls.written", day=_moment(words, entry.written)))
        if entry.while_locked:
            remarks.append(words("paper.calls.while_locked"))
        yield Row(
            cells=(
                _moment(words, said.called),
                joined(said.whom, said.person),
                plain(said.said),
                _back(words, entry, now, answered=answered) if last else "",
            ),
            remarks=tuple(remarks),
            under=2,
            belongs=not first,
        )


def _back(words: PaperWords, entry: CallEntry, now: dt.datetime, *, answered: bool) -> str:
    """Return what became of a promised call. The last correction says what was promised."""
    promised = entry.said.call_back
    if promised is None:
        return ""
    if answered:
        return words("paper.calls.kept")
    kind = "overdue" if promised < now else "waiting"
    return words(f"paper.calls.{kind}", day=_moment(words, promised))


def _moment(words: PaperWords, moment: dt.datetime) -> str:
    return f"{words.day(moment.date())}, {moment:%H:%M}"
