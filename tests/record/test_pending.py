"""Entries made while locked: whoever can write in the folder may add to them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.record.sample import (
    CHEAP,
    NOW,
    OTHER,
    files_in,
    open_by_paper,
    problem,
    said,
    texts,
    waiting,
    write,
)
from wayhome.record import diary, keys, pending, vault
from wayhome.record.folder import KEY, PENDING, RecordFolder
from wayhome.record.pending import TakenIn, count_pending, seal_note, take_in

if TYPE_CHECKING:
    from wayhome.model.kept import NoteText
    from wayhome.record.vault import OpenRecord


def put(folder: RecordFolder, body: bytes, name: str = "00001-00000000.entry") -> Path:
    """Put a file among the entries that wait."""
    path = folder.path / PENDING / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(body)
    return path


def forge(folder: RecordFolder, body: object, name: str = "00001-00000000.entry") -> Path:
    """Seal anything to the record, as anybody can: the public key lies open."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return put(folder, keys.seal_for(folder.read_key_file(), raw), name)


ENTRY = {
    "kind": "note",
    "id": "0" * 32,
    "written": "2026-11-22T21:30:00-06:00",
    "said": {
        "text": "forged",
        "happened_on": "2026-11-22",
        "happened_at": "",
        "seen_by": "",
        "signs": [],
    },
}


def entry(**other: object) -> dict[str, object]:
    return {**ENTRY, **other}


def entry_saying(**other: object) -> dict[str, object]:
    return {**ENTRY, "said": {**ENTRY["said"], **other}}  # type: ignore[dict-item]


def test_entries_are_taken_in_in_their_order_and_marked(
    folder: RecordFolder, record: OpenRecord
) -> None:
    for each in ("one", "two", "three"):
        seal_note(folder, said(each), NOW + dt.timedelta(hours=1))
    assert count_pending(folder) == 3
    assert take_in(record) == TakenIn(notes=3, unreadable=0)
    assert count_pending(folder) == 0
    assert waiting(folder) == []
    assert texts(record) == ["A quiet day.", "one", "two", "three"]
    with record.store.reading() as connection:
        last = diary.read_notes(connection)[-1]
    assert last.while_locked
    assert last.written == NOW + dt.timedelta(hours=1)
    assert last.said == said("three")
    assert take_in(record) == TakenIn(0, 0)


def test_entry_tells_nothing(folder: RecordFolder) -> None:
    """Neither by its words, nor by its name, nor by its size."""
    notes = ("Ana", "Ana went out with someone", "Ana" * 150)
    for each in notes:
        seal_note(folder, replace(said(each), seen_by="Grandmother"), NOW)
    bodies = [path.read_bytes() for path in waiting(folder)]
    assert {len(body) % pending.BLOCK for body in bodies} == {48}
    assert len({len(body) for body in bodies}) == 1
    assert not any(word in body for body in bodies for word in (b"Ana", b"Grand", b"2026", b"note"))
    assert [path.name[:6] for path in waiting(folder)] == ["00001-", "00002-", "00003-"]
    assert not any("2026" in path.name for path in waiting(folder))


@pytest.mark.parametrize(
    ("wrote", "key"),
    [
        (said(" "), "note_empty"),
        (said("x" * 20_001), "note_too_long"),
        (replace(said("x"), happened_at="9pm"), "note_time"),
        (said("x" * 20_000), ""),
        (said("🧡" * 20_000), ""),
        (said("half \ud83d of a pair"), ""),
        (said("a\x00b"), ""),
    ],
)
def test_what_can_be_sealed_can_be_taken_in(
    folder: RecordFolder, record: OpenRecord, wrote: NoteText, key: str
) -> None:
    """Else it would wait for ever, and nobody would know."""
    assert problem(lambda: seal_note(folder, wrote, NOW)) == key
    assert take_in(record) == TakenIn(notes=int(not key), unreadable=0)


FORGED = {
    "no json": b"{",
    "no text": b"\xff\xfe",
    "list": [],
    "deep": b"[" * 100_000,
    "other kind": entry(kind="command"),
    "no id": {name: value for name, value in ENTRY.items() if name != "id"},
    "id as number": entry(id=1),
    "no time": entry(written=""),
    "time without offset": entry(written="2026-11-22T21:30:00"),
    "first day of all": entry(written="0001-01-01T00:00:00+00:00"),
    "last day of all": entry(written="9999-12-31T23:59:59-23:59"),
    "nothing said": entry(said=None),
    "said as list": entry(said=["text"]),
    "text as list": entry_saying(text=["a"]),
    "empty": entry_saying(text=" "),
    "too long": entry_saying(text="x" * 30_000),
    "day of the year one": entry_saying(happened_on="0001-01-01"),
    "day of the year 9999": entry_saying(happened_on="9999-12-31"),
    "no day": entry_saying(happened_on="2026-02-30"),
    "no time of day": entry_saying(happened_at="25:00"),
    "signs as text": entry_saying(signs="gang"),
    "signs as mapping": entry_saying(signs={"gang": 1}),
    "sign as number": entry_saying(signs=[1]),
    "many signs": entry_saying(signs=["gang"] * 101),
    "long sign": entry_saying(signs=["x" * 65]),
    "half a letter in the id": entry(id="half \ud83d"),
    "half a letter in a sign": entry_saying(signs=["half \ud83d"]),
    "huge number": b'{"id": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_entry_stays_where_it_is_and_stops_nobody(
    folder: RecordFolder, record: OpenRecord, name: str
) -> None:
    path = forge(folder, FORGED[name])
    seal_note(folder, said("real"), NOW)
    assert take_in(record) == TakenIn(notes=1, unreadable=1)
    assert waiting(folder) == [path]
    assert texts(record) == ["A quiet day.", "real"]


def test_forged_entry_that_reads_like_one_is_cleaned_and_marked(
    folder: RecordFolder, record: OpenRecord
) -> None:
    forge(folder, entry_saying(text="half \ud83d", seen_by="\udc80"))
    forge(folder, entry(id="same" * 9), "2.entry")
    forge(folder, entry(id="same" * 20), "3.entry")
    assert take_in(record) == TakenIn(notes=2, unreadable=0)
    with record.store.reading() as connection:
        forged = diary.read_notes(connection)[1:]
    assert [each.said.text for each in forged] == ["half ?", "forged"]
    assert all(each.while_locked for each in forged)


def test_garbage_stays_where_it_is_and_stops_nobody(
    folder: RecordFolder, record: OpenRecord
) -> None:
    seal_note(folder, said("real"), NOW)
    whole = waiting(folder)[0].read_bytes()
    garbage = {
        "00000-empty.entry": b"",
        "00000-short.entry": whole[:40],
        "00001-cut.entry": whole[:-1],
        "99999-more.entry": whole + b"x",
        "٣-digits.entry": b"\0" * 2000,
        "large.entry": b"\0" * (pending.LARGEST * 2 + 1),
        ".entry": whole[:-1],
    }
    for name, body in garbage.items():
        put(folder, body, name)
    (folder.path / PENDING / "folder.entry").mkdir()
    (folder.path / PENDING / "dangling.entry").symlink_to("nowhere")
    put(folder, b"other", "notes.txt")
    assert take_in(record) == TakenIn(notes=1, unreadable=len(garbage))
    left = {path.name for path in waiting(folder)}
    assert left == {*garbage, "folder.entry", "dangling.entry", "notes.txt"}
    seal_note(folder, said("later"), NOW)
    assert take_in(record).notes == 1


def test_no_flipped_bit_of_an_entry_is_taken_in(folder: RecordFolder, record: OpenRecord) -> None:
    seal_note(folder, said("real"), NOW)
    path = waiting(folder)[0]
    whole = path.read_bytes()
    for at in range(0, len(whole), 16):
        put(folder, whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :], f"{at}.entry")
    path.unlink()
    count = len(waiting(folder))
    assert take_in(record) == TakenIn(notes=0, unreadable=count)


def test_entry_for_another_record_is_not_taken_in(
    folder: RecordFolder, record: OpenRecord, tmp_path: Path
) -> None:
    other = RecordFolder(tmp_path / "other")
    vault.create_record(other, OTHER, CHEAP)[0].close()
    seal_note(other, said("for the other"), NOW)
    put(folder, waiting(other)[0].read_bytes())
    assert take_in(record) == TakenIn(notes=0, unreadable=1)


def test_entry_that_comes_back_is_not_doubled(folder: RecordFolder, record: OpenRecord) -> None:
    """Whoever copied the file away can put it back, under any name."""
    seal_note(folder, said("once"), NOW)
    sealed = waiting(folder)[0].read_bytes()
    take_in(record)
    put(folder, sealed, "00007-ffffffff.entry")
    put(folder, sealed, "00008-ffffffff.entry")
    assert take_in(record) == TakenIn(notes=0, unreadable=0)
    assert texts(record) == ["A quiet day.", "once"]
    assert waiting(folder) == []


def test_stopped_between_saving_and_removing_nothing_is_doubled(
    folder: RecordFolder, record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    seal_note(folder, said("one"), NOW)
    seal_note(folder, said("two"), NOW)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", stop)
        with pytest.raises(KeyboardInterrupt):
            take_in(record)
    assert len(waiting(folder)) == 2
    assert take_in(record) == TakenIn(notes=0, unreadable=0)
    assert texts(record) == ["A quiet day.", "one", "two"]


def test_entry_that_can_not_be_removed_stops_nobody(
    folder: RecordFolder, record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    seal_note(folder, said("one"), NOW)
    monkeypatch.setattr(Path, "unlink", refuse)
    assert take_in(record).notes == 1
    assert take_in(record).notes == 0


def test_stopped_in_the_middle_everything_waits(
    folder: RecordFolder, record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = diary.add_note
    seal_note(folder, said("one"), NOW)
    seal_note(folder, said("two"), NOW)

    def stop_at_two(connection: object, wrote: NoteText, **rest: object) -> int | None:
        if wrote.text == "two":
            raise KeyboardInterrupt
        return added(connection, wrote, **rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(pending, "add_note", stop_at_two)
        with pytest.raises(KeyboardInterrupt):
            take_in(record)
    assert len(waiting(folder)) == 2
    assert texts(record) == ["A quiet day."]
    assert take_in(record).notes == 2


def test_more_than_a_family_writes_is_taken_in_part_by_part(
    folder: RecordFolder, record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "MOST", 3)
    for each in range(5):
        seal_note(folder, said(f"{each}"), NOW)
    assert count_pending(folder) == 3
    assert take_in(record).notes == 3
    assert take_in(record).notes == 2
    assert texts(record)[1:] == ["0", "1", "2", "3", "4"]


def test_sealing_needs_a_whole_key_file_and_a_disk(folder: RecordFolder, tmp_path: Path) -> None:
    nowhere = RecordFolder(tmp_path / "nowhere")
    assert problem(lambda: seal_note(nowhere, said("x"), NOW)) == "record_none"
    assert not nowhere.path.exists()
    (folder.path / PENDING).write_bytes(b"a file stands where the folder should be")
    before = files_in(folder.path)
    assert problem(lambda: seal_note(folder, said("x"), NOW)) == "record_read_only"
    (folder.path / KEY).write_bytes(b"damaged")
    assert problem(lambda: seal_note(folder, said("x"), NOW)) == "record_key_damaged"
    assert files_in(folder.path) == {**before, KEY: b"damaged"}
    assert count_pending(folder) == 0


def test_entry_sealed_before_any_change_of_keys_opens_after_it(folder: RecordFolder) -> None:
    seal_note(folder, said("early"), NOW)
    record = open_by_paper(folder)
    record.change_passphrase(OTHER, CHEAP)
    paper = record.change_recovery_key()
    record.close()
    again = open_by_paper(folder, paper)
    write(again, "now")
    assert take_in(again) == TakenIn(notes=1, unreadable=0)
    again.close()


ANYTHING: st.SearchStrategy[object] = st.one_of(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists),
    st.builds(entry_saying, text=st.text(), signs=st.lists(st.text())),
)


@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANYTHING)
def test_nothing_that_is_sealed_is_a_bug(
    folder: RecordFolder, record: OpenRecord, body: object
) -> None:
    forge(folder, body)
    take_in(record)
