"""The texts in a bag: calls, notes and inputs, each once for programs and once for people."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from wayhome.model.calls import CallEntry, CallGap
from wayhome.packet.bag_values import Part
from wayhome.packet.plain_text import one_line, plain
from wayhome.packet.verify import shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from wayhome.model.calls import CallLog
    from wayhome.model.kept import Note, NoteVersion
    from wayhome.model.words import Words
    from wayhome.packet.bag_values import Input

PACKET = "data/packet/packet.pdf"
CALLS, CALLS_TEXT = "data/calls/calls.jsonl", "data/calls/calls.txt"
DIARY, DIARY_TEXT = "data/diary/diary.json", "data/diary/diary.txt"
INPUTS, INPUTS_TEXT = "data/inputs/inputs.json", "data/inputs/inputs.txt"
EXPORTS = "data/exports"
"""Reviews will stand in data/review."""
INDENT = "    "


@dataclass(frozen=True, slots=True)
class BagWords:
    """The words of a bag: the family's language, and English for the officer where it differs."""

    languages: tuple[Words, ...]

    def label(self, key: str) -> str:
        """Return a short text in each language, in one line."""
        return " / ".join(dict.fromkeys(words(f"bag.{key}") for words in self.languages))

    def lines(self, key: str, /, **values: object) -> Iterator[str]:
        """Give a sentence in each language."""
        yield from dict.fromkeys(words(f"bag.{key}", **values) for words in self.languages)

    def sign(self, sign_id: str) -> str:
        """Return the words of a sign; its id where this version no longer has it."""
        found = (words.find(f"signs.{sign_id}.label") for words in self.languages)
        return " / ".join(dict.fromkeys(each or sign_id for each in found))


def call_parts(log: CallLog, words: BagWords) -> tuple[Part, ...]:
    """Return the call log with its chain."""
    places: list[CallEntry | CallGap] = sorted((*log.entries, *log.gaps), key=lambda each: each.n)
    lines = "".join(f"{_line_of(each)}\n" for each in places)
    text = "\n".join(_calls_in_words(places, words))
    return Part(CALLS, lines.encode()), Part(CALLS_TEXT, f"{text}\n".encode())


def diary_parts(notes: Iterable[Note], words: BagWords) -> tuple[Part, ...]:
    """Return the chosen notes, with all that they ever said."""
    ordered = sorted(notes, key=lambda note: (note.said.happened_on, note.id))
    text = "\n".join(_notes_in_words(ordered, words))
    return (
        Part(DIARY, _json([_note_fields(note) for note in ordered])),
        Part(DIARY_TEXT, f"{text}\n".encode()),
    )


def input_parts(inputs: Iterable[Input], words: BagWords) -> tuple[Part, ...]:
    """Return what was picked: where it stands in the bag, or why it stays where it is."""
    listed = tuple(inputs)
    text = "\n".join(_inputs_in_words(listed, words))
    return (
        Part(INPUTS, _json([_input_fields(each) for each in listed])),
        Part(INPUTS_TEXT, f"{text}\n".encode()),
    )


def _line_of(entry: CallEntry | CallGap) -> str:
    fields = asdict(entry)
    if isinstance(entry, CallEntry):
        said = fields["said"]
        fields["written"] = _moment(fields["written"])
        said["called"] = _moment(said["called"])
        said["call_back"] = said["call_back"] and _moment(said["call_back"])
        said["events"] = list(said["events"])
    else:
        fields["gap"] = True
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _calls_in_words(places: Iterable[CallEntry | CallGap], words: BagWords) -> Iterator[str]:
    yield from (words.label("paper.calls.title"), "", *words.lines("paper.calls.lead"), "")
    numbers = {each.id: each.n for each in places if isinstance(each, CallEntry)}
    for each in places:
        if isinstance(each, CallGap):
            yield from (f"{each.n}.", *_indented(words.lines("paper.calls.gap")), "")
            continue
        said = each.said
        yield f"{each.n}. {_moment(said.called)}"
        for key, value in (
            ("whom", one_line(said.whom)),
            ("person", one_line(said.person)),
            ("by", one_line(said.by)),
            ("number", one_line(said.number)),
            ("back", said.call_back and _moment(said.call_back)),
            ("written", _moment(each.written)),
            ("corrects", numbers.get(each.corrects)),
            ("answers", numbers.get(each.answers)),
        ):
            if value:
                yield f"{INDENT}{words.label(f'paper.calls.{key}')}: {value}"
        if each.while_locked:
            yield f"{INDENT}{words.label('paper.while_locked')}"
        if said.said:
            yield from _indented(plain(said.said).split("\n"))
        yield f"{INDENT}SHA-256 {each.digest}"
        yield ""


def _notes_in_words(notes: Iterable[Note], words: BagWords) -> Iterator[str]:
    yield from (words.label("paper.diary.title"), "", *words.lines("paper.diary.lead"), "")
    for note in notes:
        yield f"{note.id}. {note.said.happened_on.isoformat()} {note.said.happened_at}".rstrip()
        if note.while_locked:
            yield f"{INDENT}{words.label('paper.while_locked')}"
        # The last one counts; what it said before stands below it.
        for place, version in enumerate(reversed(note.versions)):
            yield from _version_in_words(version, words, earlier=place > 0)
        yield ""


def _version_in_words(version: NoteVersion, words: BagWords, *, earlier: bool) -> Iterator[str]:
    said = version.said
    key = "earlier" if earlier else "written"
    yield f"{INDENT}{words.label(f'paper.diary.{key}')}: {_moment(version.written)}"
    if earlier:
        day = f"{said.happened_on.isoformat()} {said.happened_at}".rstrip()
        yield f"{INDENT}{words.label('paper.diary.day')}: {day}"
    if said.seen_by:
        yield f"{INDENT}{words.label('paper.diary.seen_by')}: {one_line(said.seen_by)}"
    for sign in said.signs:
        yield f"{INDENT}{words.label('paper.diary.sign')}: {words.sign(sign)}"
    yield from _indented(plain(said.text).split("\n"))


def _inputs_in_words(inputs: Iterable[Input], words: BagWords) -> Iterator[str]:
    yield from (words.label("paper.inputs.title"), "", *words.lines("paper.inputs.lead"), "")
    for number, each in enumerate(inputs, 1):
        yield f"{number}. {shown(each.name)}"
        size = "" if each.size is None else f"{each.size} bytes"
        for key, value in (
            ("origin", words.label(f"origins.{each.origin}.label")),
            ("inside", each.inside),
            ("folder", shown(each.folder) if each.stays else ""),
            ("size", size),
            ("files", "" if each.files is None else str(each.files)),
            ("changed", _moment(each.changed) if each.changed else ""),
        ):
            if value:
                yield f"{INDENT}{words.label(f'paper.inputs.{key}')}: {value}"
        if each.sha256:
            yield f"{INDENT}SHA-256 {each.sha256}"
        if each.stays:
            yield from _indented(words.lines(f"stays.{each.stays}"))
            yield from _indented(words.lines("paper.inputs.leave"))
        yield ""


def _note_fields(note: Note) -> dict[str, object]:
    return {
        "id": note.id,
        "child": note.child,
        "while_locked": note.while_locked,
        "versions": [
            {
                "text": version.said.text,
                "happened_on": version.said.happened_on.isoformat(),
                "happened_at": version.said.happened_at,
                "seen_by": version.said.seen_by,
                "signs": list(version.said.signs),
                "written": _moment(version.written),
            }
            for version in note.versions
        ],
    }


def _input_fields(each: Input) -> dict[str, object]:
    return {
        "name": each.name,
        "folder": each.folder,
        "origin": each.origin,
        "bytes": each.size,
        "changed": _moment(each.changed) if each.changed else None,
        "sha256": each.sha256 or None,
        "files": each.files,
        "inside": each.inside or None,
        "stays": each.stays,
    }


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    # Names of files can hold what turns or breaks a line of text; as numbers it does nothing.
    escaped = "".join(
        each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text
    )
    return f"{escaped}\n".encode()


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{INDENT}{line}".rstrip() for line in lines)


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")
