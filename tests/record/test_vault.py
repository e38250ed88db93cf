"""Making a record, opening it, and changing what opens it."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

import pytest

from tests.record.sample import (
    CHEAP,
    OTHER,
    PASSPHRASE,
    WRONG,
    files_in,
    lay_down,
    open_by_paper,
    problem,
    sample,
    texts,
    write,
)
from wayhome.library.whole_files import write_whole
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.record import folder as folders
from wayhome.record import keys, vault
from wayhome.record.envelope import read_envelope
from wayhome.record.folder import KEPT, KEY, RecordFolder

if TYPE_CHECKING:
    from pathlib import Path


def opens(folder: RecordFolder, passphrase: str) -> bool:
    """Tell whether a passphrase opens the record, and hold that nothing else is wrong."""
    found = problem(lambda: vault.open_record(folder, passphrase).close())
    assert found in ("", "record_wrong_passphrase")
    return not found


def store_bytes(folder: RecordFolder) -> bytes:
    return folder.store_file(folder.read_key_file()).read_bytes()


def test_made_record_opens_with_its_passphrase_and_no_other(tmp_path: Path) -> None:
    folder = RecordFolder(tmp_path / "deep" / "record")
    assert problem(lambda: vault.open_record(folder, PASSPHRASE)) == "record_none"
    opened, typed = vault.create_record(folder, PASSPHRASE, CHEAP)
    write(opened, "first")
    opened.close()
    assert len(typed) == 41
    assert opens(folder, PASSPHRASE)
    assert not opens(folder, WRONG)
    assert texts(open_by_paper(folder, typed)) == ["first"]
    assert problem(lambda: vault.create_record(folder, OTHER, CHEAP)) == "record_exists"
    assert sorted(files_in(folder.path)) == sorted([KEY, KEPT, folder.read_key_file().store])


def test_nothing_of_the_keys_or_the_words_lies_open(folder: RecordFolder) -> None:
    opened = open_by_paper(folder)
    key = opened.key.secret()
    secrets = [key, opened.key.derive("store", opened.header.record), b"Prueba", b"A quiet day"]
    secrets += [b"SQLite format", PASSPHRASE.encode(), sample().recovery_key[:5].encode()]
    opened.close()
    for name, body in files_in(folder.path).items():
        for secret in secrets:
            assert secret not in body, name
            assert secret.hex().encode() not in body, name


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "passphrase_short"),
        ("eleven char", "passphrase_short"),
        ("   eleven char   ", "passphrase_short"),
        ("aaaabbbbccccdddd", "passphrase_simple"),
        ("aAbBcCdD aAbB", ""),
        ("AaAaBbBbCcCcDd", "passphrase_simple"),
        ("x" * 12, "passphrase_simple"),
        ("four words " * 92, "passphrase_long"),
        ("twelve chars", ""),
        ("four words " * 90, ""),
        ("пароль из четырёх слов", ""),
        ("🧡🌊🌱🌍🚲🍎🎈🎶🐢🌻📚🕯️", ""),
        ("with \x00 and \udc80 in it", ""),
    ],
)
def test_passphrase_that_can_not_be_used_is_refused(typed: str, key: str) -> None:
    assert problem(lambda: vault.check_passphrase(typed)) == key


@pytest.mark.parametrize("typed", ["{}\n", "  {}", "\t{} "])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_passphrase_opens_however_the_keyboard_spells_it(
    record: vault.OpenRecord, typed: str, form: str
) -> None:
    record.change_passphrase("mañana será otro día", CHEAP)
    spelled = unicodedata.normalize(form, "mañana será otro día")  # type: ignore[arg-type]
    assert record.is_passphrase(typed.format(spelled))
    assert not record.is_passphrase("manana sera otro dia")


def test_long_passphrase_counts_to_its_last_letter(record: vault.OpenRecord) -> None:
    long = "four words " * 90
    record.change_passphrase(long + "a", CHEAP)
    assert record.is_passphrase(long + "a")
    assert not record.is_passphrase(long + "b")


def test_three_kinds_of_trouble_are_three_sentences(folder: RecordFolder) -> None:
    def found() -> str:
        return problem(lambda: vault.open_record(folder, PASSPHRASE))

    key, raw = folder.path / KEY, (folder.path / KEY).read_bytes()
    assert problem(lambda: vault.open_record(folder, WRONG)) == "record_wrong_passphrase"
    key.write_bytes(raw[:-1])
    assert found() == "record_key_damaged"
    key.unlink()
    assert found() == "record_key_damaged"
    (folder.path / KEPT).write_bytes(b"")
    assert found() == "record_key_lost"
    (folder.path / KEPT).write_bytes(raw)
    key.write_bytes(raw)
    folder.store_file(folder.read_key_file()).write_bytes(b"")
    assert found() == "record_damaged"


def _recover(folder: RecordFolder, typed: str) -> vault.OpenRecord:
    return vault.open_with_recovery_key(folder, typed, OTHER, CHEAP)


def test_changed_passphrase_leaves_the_store_and_ends_the_old_one(folder: RecordFolder) -> None:
    before = store_bytes(folder)
    opened = vault.open_record(folder, PASSPHRASE)
    opened.change_passphrase(OTHER, CHEAP)
    assert opened.is_passphrase(OTHER)
    assert not opened.is_passphrase(PASSPHRASE)
    assert texts(opened) == ["A quiet day."]
    opened.close()
    assert store_bytes(folder) == before
    assert not opens(folder, PASSPHRASE)
    # The key file before it goes on until the changed one has opened the record.
    kept = folder.read_kept_key_file()
    assert kept is not None
    keys.open_with_passphrase(kept, PASSPHRASE).forget()
    assert opens(folder, OTHER)
    kept = folder.read_kept_key_file()
    assert kept == folder.read_key_file()
    with pytest.raises(keys.WrongKeyError):
        keys.open_with_passphrase(kept, PASSPHRASE)
    assert store_bytes(folder) == before
    assert texts(open_by_paper(folder)) == ["A quiet day."]


def test_whole_key_file_is_never_replaced_by_the_one_before(folder: RecordFolder) -> None:
    """Else an old passphrase would open the record again, until it is opened with the new one."""
    opened = open_by_paper(folder)
    opened.change_passphrase(OTHER, CHEAP)
    opened.close()
    raw = (folder.path / KEY).read_bytes()
    repair = problem(lambda: vault.use_kept_key_file(folder, PASSPHRASE))
    assert repair == "record_wrong_passphrase"
    assert (folder.path / KEY).read_bytes() == raw
    vault.use_kept_key_file(folder, OTHER).close()


def test_new_paper_ends_the_old_one_and_leaves_the_passphrase(folder: RecordFolder) -> None:
    opened = open_by_paper(folder)
    typed = opened.change_recovery_key()
    opened.close()
    assert problem(lambda: _recover(folder, sample().recovery_key)) == "recovery_key_wrong"
    assert opens(folder, PASSPHRASE)
    recovered = _recover(folder, typed)
    assert texts(recovered) == ["A quiet day."]
    recovered.close()
    assert opens(folder, OTHER)
    assert not opens(folder, PASSPHRASE)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("", "recovery_key_length"), ("0" * 35, "recovery_key_slip"), (None, "passphrase_short")],
)
def test_slips_in_recovering_change_nothing(
    folder: RecordFolder, typed: str | None, expected: str
) -> None:
    before = files_in(folder.path)
    paper = sample().recovery_key if typed is None else typed
    recovering = problem(lambda: vault.open_with_recovery_key(folder, paper, "short", CHEAP))
    assert recovering == expected
    assert files_in(folder.path) == before


@pytest.mark.parametrize("damage", [b"", b"noise", None])
@pytest.mark.parametrize("by_paper", [False, True])
def test_damaged_key_file_is_mended_with_either_key(
    folder: RecordFolder,
    damage: bytes | None,
    by_paper: bool,  # noqa: FBT001 - of the table
) -> None:
    """Whoever needs the paper has no passphrase left to repair it with."""
    (folder.path / KEY).unlink()
    if damage is not None:
        (folder.path / KEY).write_bytes(damage)
    before = files_in(folder.path)
    assert problem(lambda: vault.use_kept_key_file(folder, WRONG)) == "record_wrong_passphrase"
    assert files_in(folder.path) == before
    opened = (
        _recover(folder, sample().recovery_key)
        if by_paper
        else vault.use_kept_key_file(folder, PASSPHRASE)
    )
    assert texts(opened) == ["A quiet day."]
    opened.close()
    assert opens(folder, OTHER if by_paper else PASSPHRASE)


def test_repair_proves_the_store_before_it_replaces_anything(folder: RecordFolder) -> None:
    (folder.path / KEY).write_bytes(b"damaged")
    folder.store_file(read_envelope((folder.path / KEPT).read_bytes())).unlink()
    assert problem(lambda: vault.use_kept_key_file(folder, PASSPHRASE)) == "record_damaged"
    assert (folder.path / KEY).read_bytes() == b"damaged"


def test_newer_key_file_is_not_repaired_away(folder: RecordFolder) -> None:
    newer = b"wayhome-key 2\n{}\n"
    raw = newer + f"sha256 {hashlib.sha256(newer).hexdigest()}\n".encode()
    (folder.path / KEY).write_bytes(raw)
    for action in (
        lambda: vault.open_record(folder, PASSPHRASE),
        lambda: vault.use_kept_key_file(folder, PASSPHRASE),
        lambda: _recover(folder, sample().recovery_key),
    ):
        assert problem(action) == "record_newer"
    assert (folder.path / KEY).read_bytes() == raw


def test_too_little_memory_is_a_sentence_and_changes_nothing(
    folder: RecordFolder, record: vault.OpenRecord, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def none_left(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(keys, "stretch", none_left)
    before = files_in(folder.path)
    for action in (
        lambda: vault.open_record(folder, PASSPHRASE),
        lambda: _recover(folder, sample().recovery_key),
        lambda: record.is_passphrase(PASSPHRASE),
        lambda: record.change_passphrase(OTHER, CHEAP),
        lambda: vault.create_record(RecordFolder(tmp_path / "n"), PASSPHRASE, CHEAP),
    ):
        assert problem(action) == "record_memory"
    assert files_in(folder.path) == before
    assert files_in(tmp_path / "n") == {}
    monkeypatch.undo()
    monkeypatch.setattr(keys, "hash_secret_raw", _refuse)
    assert problem(lambda: vault.open_record(folder, PASSPHRASE)) == "record_memory"


def _refuse(*_: object, **__: object) -> bytes:
    from argon2.exceptions import HashingError

    raise HashingError


def test_another_record_brought_back_meanwhile_is_not_overwritten(
    folder: RecordFolder, record: vault.OpenRecord, tmp_path: Path
) -> None:
    """Else the open key would be written over that of the record which is there now."""
    other = RecordFolder(tmp_path / "other")
    vault.create_record(other, PASSPHRASE, CHEAP)[0].close()
    header = other.read_key_file()
    folder.store_file(header).write_bytes(other.store_file(header).read_bytes())
    folder.write_first_key_file(header)
    before = files_in(folder.path)
    for action in (
        lambda: record.change_passphrase(OTHER, CHEAP),
        record.change_recovery_key,
        lambda: record.is_passphrase(PASSPHRASE),
        lambda: texts(record),
    ):
        with pytest.raises(RecordLockedError):
            action()
    assert files_in(folder.path) == before


def test_closed_record_changes_nothing(folder: RecordFolder, record: vault.OpenRecord) -> None:
    record.close()
    before = files_in(folder.path)
    for action in (
        lambda: record.change_passphrase(OTHER, CHEAP),
        record.change_recovery_key,
        lambda: write(record, "late"),
    ):
        with pytest.raises(RecordLockedError):
            action()
    assert files_in(folder.path) == before
    assert record.key.raw == bytes(32)


def test_record_made_meanwhile_by_another_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = RecordFolder(tmp_path / "record")
    stretch = keys.stretch

    def slow(*args: object) -> bytes:
        monkeypatch.undo()
        vault.create_record(folder, OTHER, CHEAP)[0].close()
        return stretch(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(keys, "stretch", slow)
    assert problem(lambda: vault.create_record(folder, PASSPHRASE, CHEAP)) == "record_exists"
    assert opens(folder, OTHER)
    assert len(files_in(folder.path)) == 3


def test_disk_without_room_for_the_second_copy_still_makes_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = RecordFolder(tmp_path / "record")

    def full(path: Path, data: bytes) -> None:
        if path.name == KEPT:
            raise OSError(28, "full")
        write_whole(path, data)

    monkeypatch.setattr(folders, "write_whole", full)
    vault.create_record(folder, PASSPHRASE, CHEAP)[0].close()
    assert not (folder.path / KEPT).exists()
    monkeypatch.undo()
    assert opens(folder, PASSPHRASE)
    assert folder.read_kept_key_file() == folder.read_key_file()


def test_full_disk_makes_no_record_and_keeps_the_old_passphrase(
    folder: RecordFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    fresh = RecordFolder(tmp_path / "fresh")
    opened = vault.open_record(folder, PASSPHRASE)
    monkeypatch.setattr(folders, "write_whole", full)
    assert problem(lambda: vault.create_record(fresh, PASSPHRASE, CHEAP)) == "record_disk_full"
    assert problem(lambda: opened.change_passphrase(OTHER, CHEAP)) == "record_disk_full"
    assert files_in(fresh.path) == {}
    assert not fresh.exists()
    opened.close()
    assert opens(folder, PASSPHRASE)


def test_opening_clears_rubbish_and_leaves_what_is_being_brought_back(folder: RecordFolder) -> None:
    old, young = (folder.path / f"store-{each * 16}.sealed" for each in "01")
    old.write_bytes(b"left")
    old.with_name(f"{old.name}-journal").write_bytes(b"left")
    (folder.path / ".half-x").write_bytes(b"left")
    (folder.path / KEPT).unlink()
    folder.write_first_key_file(folder.read_key_file())
    young.write_bytes(b"another Wayhome is writing it")
    vault.open_record(folder, PASSPHRASE).close()
    there = set(files_in(folder.path))
    assert there == {KEY, KEPT, folder.read_key_file().store, young.name}


def test_opening_that_took_long_removes_nothing_of_a_changed_record(
    folder: RecordFolder, record: vault.OpenRecord
) -> None:
    early = record.header
    record.change_recovery_key()
    other = folder.path / f"store-{'0' * 16}.sealed"
    other.write_bytes(b"brought back meanwhile")
    folder.write_first_key_file(record.header)
    before = files_in(folder.path)
    folder.settle(early)
    assert files_in(folder.path) == before


def test_two_sealed_copies_of_one_record_know_each_other(
    folder: RecordFolder, tmp_path: Path
) -> None:
    """A copied folder is the same record: what opens the one opens the other."""
    copied = lay_down(tmp_path / "copied")
    with pytest.raises(UserProblem):
        vault.open_record(copied, WRONG)
    assert copied.read_key_file() == folder.read_key_file()
