"""Diary and call log on paper: what was written, when, and what became of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from wayhome.packet.packet_values import Facts, Line, Part, Row, Table
from wayhome.packet.plain_text import one_line, plain
from wayhome.record.call_groups import group_calls
from wayhome.record.deadlines import PROMISED, DeadlineState
from wayhome.usecases.packet_words import joined

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wayhome.model.calls import CallEntry
    from wayhome.model.kept import Note
    from wayhome.packet.packet_values import Block
    from wayhome.record.call_groups import Call
    from wayhome.record.deadlines import Deadline
    from wayhome.usecases.packet_words import PaperWords

LATE_DAYS = 1
"""A note that was written later than this says when it was written."""


def make_diary(words: PaperWords, notes: Iterable[Note]) -> Part:
    """Return the notes by the day that they are about."""
    rows = tuple(_note(words, each) for each in sorted(notes, key=_place_of))
    columns = tuple(words.label(f"paper.diary.{each}") for each in ("when", "what"))
    blocks = (Table(columns, rows, (2, 7)),) if rows else ()
    return Part(words.label("paper.parts.diary"), blocks, words.label("paper.parts.diary_lead"))


def make_calls(
    words: PaperWords,
    entries: Sequence[CallEntry],
    deadlines: Iterable[Deadline],
    as_of: dt.datetime,
) -> Part:
    """Return the calls by the time at which they were made, each with its corrections.

    ``deadlines`` say what became of promised calls, and of what others have to do by law.
    """
    known = tuple(deadlines)
    promised = {each.call.id: each for each in known if each.rule == PROMISED}
    calls = sorted(group_calls(entries), key=lambda call: (call.called, call.first.n))
    rows = tuple(row for call in calls for row in _call(words, call, promised))
    names = ("when", "who", "said", "back")
    columns = tuple(words.label(f"paper.calls.{each}") for each in names)
    blocks: list[Block] = [Table(columns, rows, (4, 4, 7, 4))] if rows else []
    lawful = tuple(
        Line(words.of(f"calls.rules.{each.rule}.title"), _due(words, each, by_law=True))
        for each in known
        if each.rule != PROMISED
    )
    if blocks or lawful:
        known_by = Line(words.label("paper.calls.as_of"), words.moment(as_of))
        blocks.insert(0, Facts((known_by, *lawful)))
    lead = words.label("paper.parts.calls_lead")
    return Part(words.label("paper.parts.calls"), tuple(blocks), lead)


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
    for earlier, later in pairwise(note.versions):
        day = words.day(later.written.date())
        yield words("paper.diary.corrected", day=day, text=plain(earlier.said.text))


def _call(words: PaperWords, call: Call, promised: Mapping[str, Deadline]) -> Iterator[Row]:
    for entry in call.versions:
        said, is_first = entry.said, entry is call.first
        remarks = [words("paper.calls.by", who=one_line(said.by))] if said.by.strip() else []
        if said.number:
            remarks.append(words("paper.calls.number", number=one_line(said.number)))
        if not is_first:
            remarks.insert(0, words("paper.calls.corrects", day=words.moment(entry.written)))
        elif entry.written.date() != said.called.date():
            remarks.append(words("paper.calls.written", day=words.moment(entry.written)))
        if entry.while_locked:
            remarks.append(words("paper.calls.while_locked"))
        # The last correction says what was promised.
        deadline = promised.get(entry.id) if entry is call.last else None
        yield Row(
            cells=(
                words.moment(said.called),
                joined(said.whom, said.person),
                plain(said.said),
                _due(words, deadline, by_law=False) if deadline else "",
            ),
            remarks=tuple(remarks),
            under=2,
            belongs=not is_first,
        )


def _due(words: PaperWords, deadline: Deadline, *, by_law: bool) -> str:
    """Return what became of something that others had to do."""
    if deadline.state is DeadlineState.DONE:
        return words("paper.calls.kept")
    if deadline.state is DeadlineState.CLOSED:
        return words("paper.calls.closed")
    kind = f"law_{deadline.state}" if by_law else str(deadline.state)
    return words(f"paper.calls.{kind}", day=words.moment(deadline.due))
