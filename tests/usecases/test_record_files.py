"""Files that leave the sealed record and come back to it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.record.sample import (
    CHEAP,
    NAME,
    NOW,
    OTHER,
    PASSPHRASE,
    WRONG,
    files_in,
    lay_down,
    problem,
    said,
    sample,
)
from wayhome.model.problems import RecordLockedError
from wayhome.record import backup, open_export
from wayhome.record.recovery_key import make_recovery_key
from wayhome.usecases.home import Home
from wayhome.usecases.record_files import BACKED_UP, RecordFiles
from wayhome.usecases.record_room import RecordRoom, RoomState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.usecases.wayhome import Wayhome


@pytest.fixture
def files(wayhome: Wayhome, home: Home) -> Iterator[RecordFiles]:
    """Return the files of the open sample."""
    lay_down(home.path / "record")
    room = RecordRoom(wayhome, home, lambda: NOW, lambda: 50.0, CHEAP)
    room.unlock(PASSPHRASE)
    yield RecordFiles(room)
    room.lock()


@pytest.fixture
def elsewhere(wayhome: Wayhome, tmp_path: Path) -> RecordFiles:
    """Return a second machine."""
    room = RecordRoom(wayhome, Home(tmp_path / "elsewhere"), lambda: NOW, lambda: 50.0, CHEAP)
    return RecordFiles(room)


@pytest.fixture
def copy(files: RecordFiles, tmp_path: Path) -> io.BytesIO:
    """Return a sealed copy of the sample."""
    return io.BytesIO(files.back_up(tmp_path / "copy").read_bytes())


def state(files: RecordFiles) -> RoomState:
    return files.room.state


def test_copy_is_noted_and_replaces_nothing(files: RecordFiles, tmp_path: Path) -> None:
    target = files.back_up(tmp_path / "copy")
    assert files.room.book.setting(BACKED_UP) == NOW.isoformat()
    before = target.read_bytes()
    assert problem(lambda: files.back_up(target)) == "file_exists"
    assert problem(lambda: files.back_up(tmp_path / "no/copy")) == "folder_missing"
    assert problem(lambda: files.back_up(tmp_path)) == "file_exists"
    assert target.read_bytes() == before


def test_copy_that_is_there_counts_even_if_it_can_not_be_noted(
    files: RecordFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that takes no more is just the one to copy from."""
    write = backup.write_backup

    def then_lock(*args: object) -> None:
        write(*args)  # type: ignore[arg-type]
        files.room.lock()

    monkeypatch.setattr(backup, "write_backup", then_lock)
    assert files.back_up(tmp_path / "copy").is_file()


@pytest.mark.parametrize("by_paper", [False, True])
def test_copy_opens_on_another_machine(
    elsewhere: RecordFiles, copy: io.BytesIO, *, by_paper: bool
) -> None:
    assert state(elsewhere) is RoomState.NONE
    restored = (
        elsewhere.restore_with_recovery_key(copy, sample().recovery_key, replace=False)
        if by_paper
        else elsewhere.restore_with_passphrase(copy, PASSPHRASE, replace=False)
    )
    assert [each.name for each in restored.holdings.children] == [NAME]
    assert state(elsewhere) is RoomState.LOCKED
    elsewhere.room.unlock(PASSPHRASE)
    elsewhere.room.lock()


def test_wrong_key_to_a_copy_waits_and_leaves_the_record_open(
    files: RecordFiles, copy: io.BytesIO
) -> None:
    before = files_in(files.room.folder.path)
    for _ in range(2):
        wrong = problem(lambda: files.restore_with_passphrase(copy, WRONG, replace=True))
        assert wrong == "backup_wrong_passphrase"
    paper = make_recovery_key()
    wrong = problem(lambda: files.restore_with_recovery_key(copy, paper, replace=True))
    assert wrong == "recovery_key_wrong"
    # A copy is no way around the waiting.
    right = problem(lambda: files.restore_with_passphrase(copy, PASSPHRASE, replace=True))
    assert right == "record_wait"
    assert problem(lambda: files.room.unlock(PASSPHRASE)) == "record_wait"
    assert files.room.book.children()
    after = files_in(files.room.folder.path)
    assert after.pop("attempts") == b"3"
    assert after == before


def test_slips_and_damage_leave_the_record_open(files: RecordFiles, copy: io.BytesIO) -> None:
    slip = problem(lambda: files.restore_with_recovery_key(copy, "0" * 35, replace=True))
    assert slip == "recovery_key_slip"
    exists = problem(lambda: files.restore_with_passphrase(copy, PASSPHRASE, replace=False))
    assert exists == "restore_exists"
    damaged = io.BytesIO(copy.getvalue()[:-1])
    found = problem(lambda: files.restore_with_passphrase(damaged, PASSPHRASE, replace=True))
    assert found == "backup_damaged"
    assert files.room.book.children()


def test_restoring_locks_every_wayhome_that_has_the_old_one_open(
    files: RecordFiles, copy: io.BytesIO
) -> None:
    room = files.room
    other = RecordRoom(room.wayhome, room.home, room.now, room.clock, CHEAP)
    other.unlock(PASSPHRASE)
    book = room.book
    book.add_note(said("after the copy"), None)
    restored = files.restore_with_passphrase(copy, PASSPHRASE, replace=True)
    assert restored.replaced is not None
    assert state(files) is RoomState.LOCKED
    for late in (book.children, lambda: other.book.add_note(said("lost?"), None)):
        with pytest.raises(RecordLockedError):
            late()
    with pytest.raises(RecordLockedError):
        RecordFiles(other).back_up(restored.replaced.with_name("late"))
    room.unlock(PASSPHRASE)
    assert len(room.book.notes()) == 1
    room.lock()
    other.lock()


def test_shredding_locks_every_wayhome_and_leaves_nothing(files: RecordFiles) -> None:
    room = files.room
    other = RecordRoom(room.wayhome, room.home, room.now, room.clock, CHEAP)
    other.unlock(PASSPHRASE)
    files.shred_everything()
    assert state(files) is RoomState.NONE
    with pytest.raises(RecordLockedError):
        other.book.children()
    assert files_in(room.home.path) == {}
    assert problem(lambda: room.unlock(PASSPHRASE)) == "record_none"
    room.create(OTHER)
    assert room.book.children() == ()


def test_export_is_noted_shown_and_shredded(files: RecordFiles, tmp_path: Path) -> None:
    target = files.export(tmp_path / "open")
    assert files.open_files() == (target,)
    assert json.loads((target / "record.json").read_bytes())["children"][0]["id"] == 1
    assert problem(lambda: files.export(target)) == "file_exists"
    for wrong in (-1, 1, 99):
        assert problem(lambda wrong=wrong: files.shred_open_file(wrong)) == "record_gone"  # type: ignore[misc]
    files.shred_open_file(0)
    assert not target.exists()
    assert files.open_files() == ()
    assert problem(lambda: files.shred_open_file(0)) == "record_gone"


def test_export_that_was_killed_is_shown_too(
    files: RecordFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had written so far lies open as well."""

    def killed(_: object, target: Path) -> Path:
        half = open_export.half_of(target)
        half.mkdir()
        (half / "1.jpg").write_bytes(b"open")
        raise KeyboardInterrupt

    monkeypatch.setattr(open_export, "write_open_files", killed)
    with pytest.raises(KeyboardInterrupt):
        files.export(tmp_path / "open")
    assert files.open_files() == (open_export.half_of(tmp_path / "open"),)
    files.shred_open_file(0)
    assert list(tmp_path.iterdir()) == [files.room.home.path]


def test_export_is_not_written_if_it_can_not_be_noted(files: RecordFiles, tmp_path: Path) -> None:
    files.room.lock()
    with pytest.raises(RecordLockedError):
        files.export(tmp_path / "open")
    assert list(tmp_path.iterdir()) == [files.room.home.path]


def test_open_file_is_found_from_wherever_it_is_looked_for(
    files: RecordFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    files.export(Path("open"))
    monkeypatch.chdir(tmp_path)
    assert files.open_files() == (tmp_path / "sub/open",)
    files.note_open_file(tmp_path / "sub/open")
    assert len(files.open_files()) == 1


def test_calendar_file_says_what_it_is_told_and_replaces_nothing(
    files: RecordFiles, tmp_path: Path
) -> None:
    target = files.save_calendar(tmp_path / "a.ics", "Notes", "")
    again = files.save_calendar(tmp_path / "b.ics", "Notes", "")
    text = target.read_text(encoding="utf-8")
    assert "SUMMARY:Notes" in text
    assert not any(word in text for word in ("Ana", "Prueba", "Wayhome", "wayhome", "child"))
    assert text == again.read_text(encoding="utf-8")
    assert problem(lambda: files.save_calendar(target, "x", "")) == "file_exists"


def test_what_was_put_where_a_file_lay_is_never_destroyed(
    files: RecordFiles, tmp_path: Path
) -> None:
    """The family moved the open copy away, as the page advises; now a folder of theirs is there."""
    target = tmp_path / "notes"
    files.export(target)
    target.rename(tmp_path / "elsewhere")
    target.mkdir()
    (target / "letter.txt").write_text("their own")
    assert target not in files.open_files()
    (target / "record.json").write_text("{}")
    files.shred_open_file(files.open_files().index(target))
    assert (target / "letter.txt").read_text() == "their own"


def test_a_copy_from_elsewhere_brings_no_paths_along(
    files: RecordFiles, wayhome: Wayhome, tmp_path: Path
) -> None:
    files.export(tmp_path / "notes")
    copy = files.back_up(tmp_path / "copy.sealed-copy")
    second = RecordRoom(wayhome, Home(tmp_path / "second"), cost=files.room.cost)
    with copy.open("rb") as source:
        RecordFiles(second).restore_with_passphrase(source, PASSPHRASE, replace=False)
    second.unlock(PASSPHRASE)
    assert RecordFiles(second).open_files() == ()
