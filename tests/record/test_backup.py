"""A sealed copy and the way back: nothing is touched before the copy has proved whole."""

from __future__ import annotations

import hashlib
import io
import random
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tests.record.sample import (
    CHEAP,
    NAME,
    NOW,
    OTHER,
    PASSPHRASE,
    files_in,
    lay_down,
    open_by_paper,
    problem,
    said,
    sample,
    texts,
    waiting,
    write,
)
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.record import backup, keys, pending, vault
from wayhome.record import folder as folders
from wayhome.record.backup import Restored, restore_backup, write_backup
from wayhome.record.envelope import write_envelope
from wayhome.record.folder import KEPT, KEY, PENDING, RecordFolder
from wayhome.record.recovery_key import read_recovery_key
from wayhome.record.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.record.envelope import Header
    from wayhome.record.vault import OpenRecord


def by_paper(typed: str) -> Callable[[Header], keys.DataKey]:
    secret = read_recovery_key(typed)
    assert isinstance(secret, bytes)
    return lambda header: keys.open_with_recovery(header, secret)


def restore(folder: RecordFolder, raw: bytes | IO[bytes], *, over: bool = False) -> Restored:
    source = io.BytesIO(raw) if isinstance(raw, bytes) else raw
    paper = by_paper(sample().recovery_key)
    return restore_backup(folder, source, paper, replace_record=over)


@cache
def copy_of_sample() -> bytes:
    """Return the backup of a record with one entry that waits."""
    with tempfile.TemporaryDirectory() as place:
        folder = lay_down(Path(place) / "record")
        pending.seal_note(folder, said("waiting"), NOW)
        record = open_by_paper(folder)
        write_backup(record, Path(place) / "copy")
        record.close()
        return (Path(place) / "copy").read_bytes()


@pytest.fixture
def home(tmp_path: Path) -> RecordFolder:
    """Return a second machine: nothing there yet."""
    (tmp_path / "home").mkdir()
    return RecordFolder(tmp_path / "home/record")


@cache
def other_record() -> tuple[dict[str, bytes], str]:
    """Return the files of another record, with an entry that waits for it, and its paper."""
    with tempfile.TemporaryDirectory() as place:
        folder = RecordFolder(Path(place) / "record")
        opened, paper = vault.create_record(folder, OTHER, CHEAP)
        write(opened, "of the other")
        opened.close()
        pending.seal_note(folder, said("for the other"), NOW)
        return files_in(folder.path), paper


@pytest.fixture
def others(home: RecordFolder) -> RecordFolder:
    """Return a second machine with another record."""
    (home.path / PENDING).mkdir(parents=True)
    for name, body in other_record()[0].items():
        (home.path / name).write_bytes(body)
    return home


def test_copy_comes_back_on_another_machine_with_all_that_waits(home: RecordFolder) -> None:
    restored = restore(home, copy_of_sample())
    assert restored.replaced is None
    assert [each.name for each in restored.holdings.children] == [NAME]
    assert len(restored.holdings.notes) == len(restored.holdings.checks) == 1
    opened = vault.open_record(home, PASSPHRASE)
    assert pending.take_in(opened) == pending.TakenIn(1, 0)
    assert texts(opened) == ["A quiet day.", "waiting"]
    opened.close()
    header = home.read_key_file()
    assert set(files_in(home.path)) == {KEY, KEPT, header.store}
    assert list(home.path.parent.iterdir()) == [home.path]


def test_copy_comes_back_with_the_passphrase_of_its_day(
    home: RecordFolder, record: OpenRecord, tmp_path: Path
) -> None:
    write_backup(record, tmp_path / "copy")
    record.change_passphrase(OTHER, CHEAP)
    with (tmp_path / "copy").open("rb") as source:
        restore_backup(
            home,
            source,
            lambda header: keys.open_with_passphrase(header, PASSPHRASE),
            replace_record=False,
        )
    vault.open_record(home, PASSPHRASE).close()


def test_copy_is_sealed_and_read_again_before_it_is_there(
    record: OpenRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[int, int]] = []
    write_backup(record, tmp_path / "copy", lambda at, total: done.append((at, total)))
    raw = (tmp_path / "copy").read_bytes()
    assert done[-1][0] <= len(raw)
    for word in (b"Prueba", b"quiet", record.key.secret(), b"SQLite"):
        assert word not in raw
    wrong = backup._Summing.write  # noqa: SLF001 - a disk that writes something else

    def slip(self: backup._Summing, data: bytes) -> None:
        wrong(self, data)
        self._out.seek(-1, 2)
        self._out.write(b"\0")

    monkeypatch.setattr(backup._Summing, "write", slip)  # noqa: SLF001 - the same
    assert problem(lambda: write_backup(record, tmp_path / "other")) == "backup_damaged"
    assert not (tmp_path / "other").exists()


def flipped(raw: bytes) -> list[bytes]:
    """Return the copy with a bit flipped: in each byte of its head and its end, and all over."""
    head, end = raw.index(b"store-"), len(raw) - 150
    chance = random.Random(6)  # noqa: S311 - a sample
    places = [*range(head), *range(end, len(raw)), *chance.sample(range(head, end), 200)]
    return [raw[:at] + bytes([raw[at] ^ 1 << at % 8]) + raw[at + 1 :] for at in places]


def test_no_flipped_bit_and_no_cut_touches_anything(others: RecordFolder) -> None:
    before, raw = files_in(others.path.parent), copy_of_sample()
    cuts = [raw[:at] for at in (0, 1, 16, 17, 18, 90, 1000, 5000, len(raw) - 100, len(raw) - 1)]
    for damaged in (*flipped(raw), *cuts, raw + b"x", raw + raw, b"x" + raw, b"\0" * 5000):
        found = problem(lambda damaged=damaged: restore(others, damaged, over=True))  # type: ignore[misc]
        assert found in ("backup_damaged", "backup_unreadable")
    assert files_in(others.path.parent) == before


def summed(body: bytes) -> bytes:
    """Return a copy with a checksum that fits, as anybody can make it."""
    return body + f"sha256 {hashlib.sha256(body).hexdigest()}\n".encode()


def body() -> bytes:
    return copy_of_sample()[: -backup.SUM_LINE]


FIRST, LENGTHS, REST = copy_of_sample().split(b"\n", 2)
HEAD = b"wayhome-backup 1\n"
FORGED = {
    "newer": (b"wayhome-backup 2" + body().removeprefix(FIRST), "backup_newer"),
    "newer key file": (
        HEAD + LENGTHS + b"\n" + REST.replace(b"wayhome-key 1", b"wayhome-key 2"),
        "backup_damaged",
    ),
    "store changed": (body().replace(b"\x00", b"\x01", 1), "backup_damaged"),
    "no mac": (body()[: -backup.MAC_LINE], "backup_damaged"),
    "other mac": (body()[:-65] + b"0" * 64 + b"\n", "backup_damaged"),
    "mac in words": (body()[:-65] + b"z" * 64 + b"\n", "backup_damaged"),
    "only a line": (HEAD, "backup_damaged"),
    **{
        f"lengths {at}": (HEAD + lengths + b"\n" + REST[: -backup.SUM_LINE], "backup_damaged")
        for at, lengths in enumerate(
            (
                b"",
                b"[]",
                b"null",
                b"{}",
                b"1e999",
                b'{"entries": [], "key": 1105, "store": 81920}',
                b'{"entries": {}, "key": 1e999, "store": 81920}',
                b'{"entries": {}, "key": -5, "store": 83030}',
                b'{"entries": {}, "key": 1105.0, "store": 81920}',
                b'{"entries": {}, "key": "1105", "store": "81920"}',
                b'{"entries": {}, "key": true, "store": 81920}',
                b'{"entries": {"../../x.entry": 1}, "key": 1105, "store": 81919}',
                b'{"entries": {"00001-00000000.entry": -1}, "key": 1105, "store": 81921}',
                b'{"entries": {"00001-00000000.entry": null}, "key": 1105, "store": 81920}',
                b"[" * 100_000,
            )
        )
    },
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_copy_with_a_checksum_that_fits_touches_nothing(
    others: RecordFolder, name: str
) -> None:
    forged, expected = FORGED[name]
    before = files_in(others.path.parent)
    assert problem(lambda: restore(others, summed(forged), over=True)) == expected
    assert files_in(others.path.parent) == before


def test_wrong_key_touches_nothing(others: RecordFolder) -> None:
    before, source = files_in(others.path.parent), io.BytesIO(copy_of_sample())
    with pytest.raises(keys.WrongKeyError):
        restore_backup(
            others,
            source,
            lambda header: keys.open_with_passphrase(header, OTHER),
            replace_record=True,
        )
    assert problem(lambda: restore(others, copy_of_sample())) == "restore_exists"
    assert files_in(others.path.parent) == before


def test_record_that_was_there_is_set_aside_whole_and_still_opens(others: RecordFolder) -> None:
    before = files_in(others.path)
    restored = restore(others, copy_of_sample(), over=True)
    assert restored.replaced == others.path.with_name("record.replaced-1")
    assert files_in(restored.replaced) == before
    opened = open_by_paper(others)
    # What waited for the other record went along with it.
    assert pending.take_in(opened) == pending.TakenIn(notes=1, unreadable=0)
    opened.close()
    aside = vault.open_record(RecordFolder(restored.replaced), OTHER)
    assert pending.take_in(aside).notes == 1
    assert texts(aside) == ["of the other", "for the other"]
    aside.close()
    second = restore(others, copy_of_sample(), over=True)
    assert second.replaced == others.path.with_name("record.replaced-2")


def test_entries_that_wait_for_this_record_stay(folder: RecordFolder) -> None:
    pending.seal_note(folder, said("newer than the copy"), NOW)
    restore(folder, copy_of_sample(), over=True)
    opened = open_by_paper(folder)
    assert pending.take_in(opened) == pending.TakenIn(notes=2, unreadable=0)
    assert sorted(texts(opened)[1:]) == ["newer than the copy", "waiting"]
    opened.close()


STEPS: dict[str, tuple[object, str]] = {
    "making the folder": (RecordFolder, "make"),
    "writing the store": (backup, "whole_file"),
    "proving it": (Store, "refuse_damage"),
    "reading it": (backup, "read_holdings"),
    "copying what is there": (shutil, "copyfileobj"),
    "flushing": (backup, "flush_folder"),
    "looking for entries": (backup, "_entries_of_another"),
    "putting entries": (backup, "write_whole"),
    "the key file": (folders, "write_whole"),
}


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", STEPS)
def test_stopped_restore_leaves_everything_as_it_was(
    others: RecordFolder, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    before, raw = files_in(others.path.parent), copy_of_sample()
    place, name = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(place, name, stop)
        with pytest.raises((OSError, UserProblem, KeyboardInterrupt)):
            restore(others, raw, over=True)
    assert files_in(others.path.parent) == before
    assert texts(open_by_paper(others, other_record()[1])) == ["of the other"]


def test_stopped_after_the_key_file_the_restored_record_opens(
    others: RecordFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one step that counts is made: what comes after may fail, and takes nothing back."""
    saved = folders.write_whole  # type: ignore[attr-defined]

    def stop_at_second(path: Path, data: bytes) -> None:
        if path.name == KEPT:
            raise KeyboardInterrupt
        saved(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(folders, "write_whole", stop_at_second)
        with pytest.raises(KeyboardInterrupt):
            restore(others, copy_of_sample(), over=True)
    opened = vault.open_record(others, PASSPHRASE)
    assert texts(opened) == ["A quiet day."]
    opened.close()


def test_full_disk_at_the_second_copy_of_the_key_file_is_no_failure(
    others: RecordFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = folders.write_whole  # type: ignore[attr-defined]

    def full_at_second(path: Path, data: bytes) -> None:
        if path.name == KEPT:
            raise OSError(28, "full")
        saved(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(folders, "write_whole", full_at_second)
        restore(others, copy_of_sample(), over=True)
    vault.open_record(others, PASSPHRASE).close()


def test_damaged_record_makes_no_copy_and_leaves_the_good_one(
    record: OpenRecord, tmp_path: Path
) -> None:
    target = tmp_path / "copy"
    write_backup(record, target)
    good = target.read_bytes()
    path = record.folder.store_file(record.header)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    assert problem(lambda: write_backup(record, target)) == "record_damaged"
    assert target.read_bytes() == good


def test_forged_key_file_makes_no_copy(record: OpenRecord, tmp_path: Path) -> None:
    """It would never come back: nobody's key fits it."""
    forged = write_envelope(replace(record.header, public_key=bytes(32)))
    (record.folder.path / KEY).write_bytes(forged)
    with pytest.raises(RecordLockedError):
        write_backup(record, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_garbage_among_the_entries_does_not_spoil_the_copy(
    record: OpenRecord, home: RecordFolder, tmp_path: Path
) -> None:
    pending.seal_note(record.folder, said("real"), NOW)
    for name in ("x.entry", "٣-00000000.entry", "1-00000000.entry"):
        (record.folder.path / PENDING / name).write_bytes(b"\0" * (2 * pending.LARGEST + 1))
    (record.folder.path / PENDING / "00002-00000000.entry").write_bytes(b"garbage")
    write_backup(record, tmp_path / "copy")
    restore(home, (tmp_path / "copy").read_bytes())
    assert len(waiting(home)) == 2
    opened = open_by_paper(home)
    assert pending.take_in(opened) == pending.TakenIn(notes=1, unreadable=1)
    opened.close()


def test_full_disk_and_missing_folder_are_sentences(
    record: OpenRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert problem(lambda: write_backup(record, tmp_path / "no/copy")) == "record_read_only"

    def full(_: object, __: bytes) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(backup._Summing, "write", full)  # noqa: SLF001 - the disk
    assert problem(lambda: write_backup(record, tmp_path / "copy")) == "record_disk_full"
    assert {each.name for each in tmp_path.iterdir()} == {"record"}


def test_nobody_writes_while_it_is_copied(record: OpenRecord, tmp_path: Path) -> None:
    other = open_by_paper(record.folder)
    with other.store.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    tried: list[str] = []
    write_backup(
        record,
        tmp_path / "copy",
        lambda *_: tried.append(problem(lambda: write(other, "too early"))),
    )
    assert set(tried) == {"record_busy"}
    write(other, "then")
    other.close()
