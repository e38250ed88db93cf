"""Calls that were written while locked: taken in once, in their order, and nothing forged."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.record.sample import NOW, files_in, problem, said, waiting
from tests.record.sample_calls import SAID, call, entry_id, write_calls
from wayhome.model.calls import CallEntry
from wayhome.record import children, keys
from wayhome.record.call_chain import find_break
from wayhome.record.calls import read_log
from wayhome.record.folder import PENDING, RecordFolder
from wayhome.record.pending import BLOCK, TakenIn, seal_call, seal_note, take_in
from wayhome.record.pending_entries import SealedFile, call_body, file_body, read_body

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.calls import CallLog
    from wayhome.record.vault import OpenRecord

WRITTEN = replace(
    call(
        1,
        said="Ñandú — 🧡\nSecond line.",
        number="26-0142",
        call_back=NOW + dt.timedelta(hours=2),
        events=("police_took_report",),
        service="ncmec",
        corrects=entry_id(8),
        answers=entry_id(9),
    ),
    while_locked=True,
)


def log_of(record: OpenRecord) -> CallLog:
    with record.store.reading() as connection:
        return read_log(connection)


def forge(folder: RecordFolder, body: object, number: int = 1) -> Path:
    """Seal anything to the record, as anybody can: the public key lies open."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    path = folder.path / PENDING / f"{number:05}-00000000.entry"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(keys.seal_for(folder.read_key_file(), raw))
    return path


def test_what_was_sealed_is_what_is_taken_in(folder: RecordFolder, record: OpenRecord) -> None:
    seal_call(folder, WRITTEN)
    assert take_in(record) == TakenIn(notes=0, unreadable=0, calls=1)
    (entry,) = log_of(record).entries
    assert replace(entry, n=0, digest="") == WRITTEN
    assert waiting(folder) == []


def test_nothing_of_a_call_lies_open_and_its_size_tells_little(folder: RecordFolder) -> None:
    seal_call(folder, call(1, said="x" * 10))
    seal_call(folder, call(2, said="x" * 300))
    first, second = waiting(folder)
    assert first.stat().st_size == second.stat().st_size
    assert first.stat().st_size > BLOCK
    for name, body in files_in(folder.path).items():
        for word in (b"Police", b"Officer", b"call", b"whom"):
            assert word not in body
        assert "call" not in name


def test_calls_and_notes_are_taken_in_in_the_order_of_writing(
    folder: RecordFolder, record: OpenRecord
) -> None:
    seal_call(folder, call(1))
    seal_note(folder, said("between"), NOW)
    seal_call(folder, call(2, corrects=entry_id(1)))
    assert take_in(record) == TakenIn(notes=1, unreadable=0, calls=2)
    log = log_of(record)
    assert [each.id for each in log.entries] == [entry_id(1), entry_id(2)]
    assert all(each.while_locked and each.child is None for each in log.entries)
    assert find_break(log.entries) is None


def test_one_that_could_not_be_removed_is_not_taken_in_twice(
    folder: RecordFolder, record: OpenRecord
) -> None:
    seal_call(folder, call(1))
    (path,) = waiting(folder)
    body = path.read_bytes()
    take_in(record)
    path.write_bytes(body)
    assert take_in(record) == TakenIn(notes=0, unreadable=0, calls=0)
    assert len(log_of(record).entries) == 1
    assert waiting(folder) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [({"whom": " "}, "call_whom"), ({"call_back": NOW - dt.timedelta(hours=1)}, "call_back_early")],
)
def test_what_the_log_would_not_take_is_refused_before_it_is_sealed(
    folder: RecordFolder, change: dict[str, object], key: str
) -> None:
    refused = replace(WRITTEN, said=replace(SAID, **change))  # type: ignore[arg-type]
    assert problem(lambda: seal_call(folder, refused)) == key
    assert waiting(folder) == []


def fields() -> dict[str, Any]:
    """Return a call as it stands sealed."""
    made: dict[str, Any] = json.loads(call_body(WRITTEN))
    return made


def test_a_forged_call_can_not_say_where_it_belongs(record: OpenRecord) -> None:
    """It may claim a place in the chain, a child, and that the record was open."""
    body = fields() | {"n": 1, "before": "f" * 64, "digest": "f" * 64}
    body |= {"child": 1, "while_locked": False}
    forge(record.folder, body)
    take_in(record)
    (entry,) = log_of(record).entries
    assert (entry.n, entry.before, entry.child, entry.while_locked) == (1, "", None, True)
    assert find_break((entry,)) is None


BROKEN: list[dict[str, Any]] = [
    {"id": ""},
    {"id": 5},
    {"id": "\ud83e"},
    {"written": "2026-11-22T21:30:00"},
    {"written": "2026-11-22"},
    {"written": "9999-12-31T23:59:59+00:00"},
    {"corrects": None},
    {"answers": ["x"]},
    {"kind": "order"},
    {"said": None},
    {"said": "text"},
]
BROKEN_SAID: list[dict[str, Any]] = [
    {"whom": None},
    {"whom": "   "},
    {"said": "x" * 20_001},
    {"called": "yesterday"},
    {"called": "0001-01-01T00:00:00+00:00"},
    {"call_back": 5},
    {"call_back": "2020-01-01T00:00:00+00:00"},
    {"events": "police_took_report"},
    {"events": ["x" * 65]},
    {"events": ["x"] * 101},
    {"events": [["x"]]},
    {"events": ["\udc00"]},
    {"service": "\udc00"},
    {"service": 5},
]


@pytest.mark.parametrize("change", [*BROKEN, *({"said": each} for each in BROKEN_SAID)])
def test_what_does_not_fit_stays_where_it_is_and_stops_nothing(
    record: OpenRecord, change: dict[str, Any]
) -> None:
    body = fields()
    if isinstance(change.get("said"), dict):
        change = {"said": body["said"] | change["said"]}
    path = forge(record.folder, body | change)
    forge(record.folder, fields(), number=2)
    assert take_in(record) == TakenIn(notes=0, unreadable=1, calls=1)
    assert path.exists()
    assert [each.id for each in log_of(record).entries] == [WRITTEN.id]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(
    name=st.sampled_from(sorted(fields())),
    said_name=st.sampled_from(sorted(fields()["said"])),
    value=VALUES,
    inside=st.booleans(),
)
def test_whatever_stands_in_an_entry_is_read_as_a_call_or_as_nothing(
    *, name: str, said_name: str, value: object, inside: bool
) -> None:
    body = fields()
    if inside:
        body["said"][said_name] = value
    else:
        body[name] = value
    found = read_body(json.dumps(body).encode())
    if found is not None:
        assert isinstance(found, CallEntry)
        assert found.while_locked
        assert found.said.called.tzinfo is not None


@pytest.mark.parametrize(
    ("path", "known", "fits"),
    [
        ("/home/x/notes-2026-11-22.txt", "a" * 64, True),
        ("C:\\Users\\x\\notes-2026-11-22 (2).txt", "a" * 64, True),
        # Whoever has the public key must not have a family destroy what is theirs.
        ("/home/x/letters.txt", "a" * 64, False),
        ("/home/x/notes-2026-11-22.txt/../photos", "a" * 64, False),
        ("/home/x/notes-2026-11-22.txt", "", False),
    ],
)
def test_only_a_file_of_calls_is_noted_as_lying_open(*, path: str, known: str, fits: bool) -> None:
    file = SealedFile(path, known)
    assert read_body(file_body(file)) == (file if fits else None)


def test_a_correction_written_while_locked_stays_on_the_child_of_what_it_corrects(
    folder: RecordFolder, record: OpenRecord
) -> None:
    with record.store.writing() as connection:
        ana = children.add_child(connection, NOW)
        write_calls(connection, call(1, child=ana), call(2))
    for key, corrects in ((3, 1), (4, 3), (5, 2), (6, 9)):
        seal_call(folder, call(key, corrects=entry_id(corrects)))
    take_in(record)
    with record.store.reading() as connection:
        log = read_log(connection)
    assert [each.child for each in log.entries] == [ana, None, ana, ana, None, None]
    assert find_break(log.entries) is None
