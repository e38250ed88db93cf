"""What stands inside an entry that was written while locked, and how it is read again.

Whoever has the public key can seal anything: what does not fit in every part is no entry.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from wayhome.model.calls import CallEntry, CallText
from wayhome.model.kept import NoteText

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_IDS = 100
"""Signs of a note, or events of a call. An entry may come from anybody."""
LONGEST_ID = 64
ENTRY_ID = 32
YEARS = range(1900, 2200)
"""What a calendar can show."""

NOTE, CALL, FILE = "note", "call", "file"
OURS = re.compile(r"notes-[0-9]{4}-[0-9]{2}-[0-9]{2}( \([0-9]+\))?\.txt")
"""How a file of calls is called. Another one is never offered to be destroyed from here."""
SUM = re.compile(r"[0-9a-f]{64}")
LINES_OF_CALL = ("whom", "by", "person", "said", "number", "service")


@dataclass(frozen=True, slots=True)
class SealedNote:
    """A note that waits."""

    id: str
    said: NoteText
    written: datetime


@dataclass(frozen=True, slots=True)
class SealedFile:
    """That a file was saved in the open while the record was locked."""

    path: str
    sum: str
    """SHA-256 of it, as 64 hexadecimal digits."""


def file_body(file: SealedFile) -> bytes:
    """Return what is sealed for a file."""
    return json.dumps({"kind": FILE, **asdict(file)}).encode()


def note_body(note: SealedNote) -> bytes:
    """Return what is sealed for a note."""
    said = {**asdict(note.said), "happened_on": note.said.happened_on.isoformat()}
    return _body(NOTE, note.id, note.written, {"said": said})


def call_body(entry: CallEntry) -> bytes:
    """Return what is sealed for a call. Its place in the chain is found when it is taken in."""
    back = entry.said.call_back
    said = {
        **asdict(entry.said),
        "called": _moment(entry.said.called),
        "call_back": None if back is None else _moment(back),
    }
    more = {"said": said, "corrects": entry.corrects, "answers": entry.answers}
    return _body(CALL, entry.id, entry.written, more)


def read_body(body: bytes) -> SealedNote | SealedFile | CallEntry | None:
    """Return what an entry says, or None where it says nothing that fits."""
    try:
        fields = json.loads(body)
        kind = fields["kind"]
        if kind == NOTE:
            return _note(fields, fields["said"])
        if kind == FILE:
            return _file(fields)
        return _call(fields, fields["said"]) if kind == CALL else None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _body(kind: str, entry_id: str, written: datetime, more: Mapping[str, object]) -> bytes:
    fields = {"kind": kind, "id": entry_id, "written": _moment(written), **more}
    return json.dumps(fields).encode()


def _file(fields: Mapping[str, Any]) -> SealedFile:
    path, known = _text(fields["path"]), _text(fields["sum"])
    name = re.split(r"[/\\]", path)[-1]
    if not OURS.fullmatch(name) or not SUM.fullmatch(known):
        raise ValueError
    path.encode()
    return SealedFile(path, known)


def _note(fields: Mapping[str, Any], said: Mapping[str, Any]) -> SealedNote:
    return SealedNote(
        id=_id(fields["id"]),
        said=NoteText(
            text=_text(said["text"]),
            happened_on=_day(said["happened_on"]),
            happened_at=_text(said["happened_at"]),
            seen_by=_text(said["seen_by"]),
            signs=_ids(said["signs"]),
        ),
        written=_when(fields["written"]),
    )


def _call(fields: Mapping[str, Any], said: Mapping[str, Any]) -> CallEntry:
    back = said["call_back"]
    lines = {name: _text(said[name]) for name in LINES_OF_CALL}
    return CallEntry(
        id=_id_of_call(fields["id"]),
        said=CallText(
            **{**lines, "service": _short(lines["service"], LONGEST_ID)},
            called=_when(said["called"]),
            call_back=None if back is None else _when(back),
            events=_ids(said["events"]),
        ),
        written=_when(fields["written"]),
        corrects=_id(fields["corrects"]),
        answers=_id(fields["answers"]),
        while_locked=True,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _id(value: object) -> str:
    return _short(value, ENTRY_ID)


def _id_of_call(value: object) -> str:
    """Return an id by which others can name it: "" names nothing."""
    if entry_id := _id(value):
        return entry_id
    raise ValueError


def _short(value: object, most: int) -> str:
    """Return an id; half a character can't be saved, and must not keep the record from opening."""
    text = _text(value)[:most]
    text.encode()
    return text


def _ids(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_IDS:
        raise TypeError
    ids = tuple(_text(each) for each in value)
    "".join(ids).encode()
    if any(len(each) > LONGEST_ID for each in ids):
        raise ValueError
    return ids


def _when(value: object) -> datetime:
    """Return a time to the second, with its offset."""
    moment = datetime.fromisoformat(_text(value)).replace(microsecond=0)
    if moment.tzinfo is None or moment.year not in YEARS:
        raise ValueError
    return moment


def _day(value: object) -> date:
    day = date.fromisoformat(_text(value))
    if day.year not in YEARS:
        raise ValueError
    return day


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
