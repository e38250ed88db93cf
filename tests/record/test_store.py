"""The sealed store: damage is found, trouble is a sentence, and closing is final."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.record.conftest import STORE_KEY
from tests.record.sample import (
    NOW,
    lay_down,
    open_by_paper,
    problem,
    said,
    sample,
    texts,
    write,
)
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.record import diary, engine
from wayhome.record.engine import problem_of, sealed_engine
from wayhome.record.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from wayhome.record.folder import RecordFolder
    from wayhome.record.vault import OpenRecord

PAGE = 4096
WHOLE = next(body for name, body in sample().files.items() if name.startswith("store"))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the key of the sample's store."""
    record = open_by_paper(lay_down(tmp_path_factory.mktemp("key") / "record"))
    found = record.key.derive("store", record.header.record)
    record.close()
    return found


def opening(path: Path, key: bytes) -> str:
    """Return the problem in opening a store; anything but a UserProblem is a bug."""
    store = Store(sealed_engine(path, key))
    try:
        store.bring_up_to_date()
        store.refuse_damage()
    except UserProblem as found:
        return found.key
    else:
        return ""
    finally:
        store.close()


def flips(places: Iterable[int]) -> Iterable[bytes]:
    """Return the store with one bit flipped, for each of these places."""
    chance = random.Random(4)  # noqa: S311 - which bit is no secret
    for at in places:
        flipped = bytearray(WHOLE)
        flipped[at] ^= 1 << chance.randrange(8)
        yield bytes(flipped)


def test_flipped_bits_all_over_the_store_are_damage(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "store"
    pages = range(0, len(WHOLE), PAGE)
    edges = [at + off for at in pages for off in (0, 15, 16, PAGE - 81, PAGE - 80, PAGE - 1)]
    chance = random.Random(5)  # noqa: S311 - a sample
    for raw in flips([*edges, *chance.sample(range(len(WHOLE)), 300)]):
        path.write_bytes(raw)
        assert opening(path, key) == "record_damaged"
    path.write_bytes(WHOLE)
    assert opening(path, key) == ""


@pytest.mark.long
@pytest.mark.timeout(900)
def test_flipped_bit_in_every_seventh_byte_of_the_store_is_damage(
    tmp_path: Path, key: bytes
) -> None:
    """All 81,920 were flipped once, in November 2026, in eight minutes; each was found."""
    path = tmp_path / "store"
    places = range(3, len(WHOLE), 7)
    for at, raw in zip(places, flips(places), strict=True):
        path.write_bytes(raw)
        assert opening(path, key) == "record_damaged", at


PAGES = [WHOLE[at : at + PAGE] for at in range(0, len(WHOLE), PAGE)]
DAMAGED = {
    "emptied": b"",
    "one byte": WHOLE[:1],
    "no page": WHOLE[: PAGE - 1],
    "one page": WHOLE[:PAGE],
    "a byte short": WHOLE[:-1],
    "a page short": WHOLE[:-PAGE],
    "a byte more": WHOLE + b"\0",
    "an empty page more": WHOLE + bytes(PAGE),
    "a page twice": WHOLE + PAGES[-1],
    "zeros": bytes(len(WHOLE)),
    "pages swapped": b"".join([*PAGES[:3], PAGES[4], PAGES[3], *PAGES[5:]]),
    "in the clear": b"SQLite format 3\0" + bytes(len(WHOLE) - 16),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_other_bytes_are_damage_and_stay_as_they_are(tmp_path: Path, key: bytes, name: str) -> None:
    path = tmp_path / "store"
    path.write_bytes(DAMAGED[name])
    assert opening(path, key) == "record_damaged"
    assert path.read_bytes() == DAMAGED[name]
    assert list(tmp_path.iterdir()) == [path]


def test_store_of_another_record_is_damage(empty_store: Path, key: bytes) -> None:
    assert opening(empty_store, STORE_KEY) == ""
    assert opening(empty_store, key) == "record_damaged"


def test_missing_store_is_damage_and_is_not_made_anew(tmp_path: Path, key: bytes) -> None:
    assert opening(tmp_path / "store", key) == "record_damaged"
    (tmp_path / "folder").mkdir()
    assert opening(tmp_path / "folder", key) == "record_damaged"
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_damage_that_comes_while_it_is_open_is_found(record: OpenRecord) -> None:
    path = record.folder.store_file(record.header)
    assert not record.store.find_damage()
    raw = bytearray(path.read_bytes())
    raw[len(raw) - 100] ^= 1
    path.write_bytes(raw)
    assert record.store.find_damage()
    assert problem(record.store.refuse_damage) == "record_damaged"


def _on_read_only_disk(path: Path, *, create: bool) -> str:
    assert not create
    return f"{path.absolute().as_uri()}?mode=ro"


def test_read_only_disk_is_a_sentence_and_can_be_read(
    folder: RecordFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_address", _on_read_only_disk)
    record = open_by_paper(folder)
    assert texts(record) == ["A quiet day."]
    assert problem(lambda: write(record, "more")) == "record_read_only"
    assert texts(record) == ["A quiet day."]
    record.close()


def test_folder_that_takes_no_file_is_a_sentence(tmp_path: Path, key: bytes) -> None:
    """The journal can't be made beside the store: here its name would be too long."""
    path = tmp_path / ("s" * 250)
    path.write_bytes(WHOLE)
    store = Store(sealed_engine(path, key))

    def change() -> None:
        with store.writing() as connection:
            diary.add_note(connection, said("more"), child_id=None, now=NOW)

    assert problem(change) == "record_read_only"
    assert not store.find_damage()
    store.close()


def test_full_disk_is_a_sentence_and_loses_nothing(record: OpenRecord) -> None:
    with record.store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    assert problem(lambda: write(record, "x" * 19_000)) == "record_disk_full"
    assert texts(record) == ["A quiet day."]
    with record.store.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    write(record, "now there is room")
    assert len(texts(record)) == 2


def test_all_of_a_use_is_saved_or_nothing(store: Store) -> None:
    def broken() -> None:
        with store.writing() as connection:
            diary.add_note(connection, said("first"), child_id=None, now=NOW)
            diary.add_note(connection, said("second"), child_id=99, now=NOW)

    assert problem(broken) == "record_gone"
    with store.reading() as connection:
        assert diary.read_notes(connection) == ()


def test_reading_takes_nothing_from_a_writer_and_the_other_way(
    folder: RecordFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One who reads keeps another from finishing; that one hears so, and nothing is half saved."""
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 0)
    one, other = open_by_paper(folder), open_by_paper(folder)
    with one.store.reading() as connection:
        assert len(diary.read_notes(connection)) == 1
        assert problem(lambda: write(other, "too early")) == "record_busy"
        assert len(diary.read_notes(connection)) == 1
    with one.store.writing() as connection:
        assert problem(lambda: write(other, "too early")) == "record_busy"
        diary.add_note(connection, said("mine"), child_id=None, now=NOW)
    write(other, "theirs")
    assert texts(one) == texts(other) == ["A quiet day.", "mine", "theirs"]
    assert not one.store.find_damage()
    one.close()
    other.close()


def test_looking_for_damage_while_another_saves_finds_none(folder: RecordFolder) -> None:
    """Pages that are half written are not broken ones."""
    one, other = open_by_paper(folder), open_by_paper(folder)
    stop = threading.Event()

    def save() -> None:
        while not stop.is_set():
            write(other, "y" * 19_000)

    saving = threading.Thread(target=save)
    saving.start()
    try:
        assert not any(one.store.find_damage() for _ in range(5))
    finally:
        stop.set()
        saving.join()
    one.close()
    other.close()


def test_closing_waits_for_who_is_writing_and_is_final(record: OpenRecord) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with record.store.writing() as connection:
            inside.set()
            go_on.wait(10)
            diary.add_note(connection, said("in time"), child_id=None, now=NOW)

    writing = threading.Thread(target=slow)
    writing.start()
    inside.wait(10)
    closing = threading.Thread(target=record.close)
    closing.start()
    closing.join(0.2)
    assert closing.is_alive()
    go_on.set()
    writing.join()
    closing.join()
    for use in (record.store.reading, record.store.writing):
        with pytest.raises(RecordLockedError), use():
            pass
    assert texts(open_by_paper(record.folder)) == ["A quiet day.", "in time"]


def test_replaced_record_locks_who_still_has_it_open(folder: RecordFolder) -> None:
    record = open_by_paper(folder)
    folder.write_first_key_file(replace(record.header, store=f"store-{'0' * 16}.sealed"))
    with pytest.raises(RecordLockedError):
        texts(record)
    folder.write_first_key_file(record.header)
    with pytest.raises(RecordLockedError):
        texts(record)


SETTINGS = {
    "journal_mode": "delete",
    "synchronous": 3,
    "temp_store": 2,
    "secure_delete": 1,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cipher_use_hmac": "1",
    "cipher_page_size": "4096",
    "cipher_hmac_algorithm": "HMAC_SHA512",
    "cipher_plaintext_header_size": "0",
}


def test_connection_keeps_nothing_open_and_forgets_what_is_deleted(store: Store) -> None:
    with store.reading() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SETTINGS}
    assert found == SETTINGS


def test_error_of_the_store_never_carries_what_was_written(store: Store) -> None:
    def wrong() -> None:
        with store.writing() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:a)"), {"a": "Ana Prueba"})

    with pytest.raises(Exception, match="nowhere") as raised:
        wrong()
    assert "Ana" not in str(raised.value)
    assert problem_of(raised.value) is None


def test_every_use_ends_a_thread_of_its_own_well(record: OpenRecord) -> None:
    def many(work: Callable[[int], None]) -> None:
        threads = [threading.Thread(target=work, args=(each,)) for each in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    many(lambda each: write(record, f"note {each}"))
    assert sorted(texts(record)[1:]) == [f"note {each}" for each in range(8)]
