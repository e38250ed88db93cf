"""After shredding no file is left, and no bytes of one where they stood."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tests.record.sample import NOW, files_in, lay_down, open_by_paper, problem, said, write
from wayhome.model.problems import RecordLockedError
from wayhome.record import pending, shredding
from wayhome.record.folder import KEPT, KEY, PENDING, RecordFolder
from wayhome.record.shredding import shred_file, shred_path, shred_record

if TYPE_CHECKING:
    from wayhome.record.vault import OpenRecord


def hold(path: Path) -> list[IO[bytes]]:
    """Open every file of a folder, so that its bytes can be looked at when its name is gone."""
    return [each.open("rb") for each in sorted(path.rglob("*")) if each.is_file()]


def test_whole_record_is_gone_and_written_over(folder: RecordFolder) -> None:
    pending.seal_note(folder, said("waiting"), NOW)
    aside = lay_down(folder.path.with_name("record.replaced-1")).path
    half = lay_down(folder.path.with_name("record.replaced-2.half")).path
    beside = folder.path.with_name("settings.json")
    beside.write_bytes(b"not the record's")
    places = (folder.path, aside, half)
    before = {name: body for place in places for name, body in files_in(place).items()}
    held = [each for place in places for each in hold(place)]
    shred_record(folder)
    assert list(folder.path.parent.iterdir()) == [beside]
    for file in held:
        left = file.read()
        file.close()
        assert left
        assert not any(body[:40] in left for body in before.values())
    assert not folder.exists()


def test_keys_go_first(folder: RecordFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is stopped after them leaves noise only."""
    gone: list[str] = []
    shred = shredding.shred_file

    def note(path: Path) -> None:
        gone.append(path.name)
        shred(path)
        if len(gone) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shredding, "shred_file", note)
        with pytest.raises(KeyboardInterrupt):
            shred_record(folder)
    assert gone == [KEY, KEPT]
    assert not folder.exists()
    assert list(files_in(folder.path)) != []
    # Stopped half-way, it can be called again.
    shred_record(folder)
    assert not folder.path.exists()
    shred_record(folder)


def test_shredding_locks_who_has_it_open(record: OpenRecord) -> None:
    shred_record(record.folder)
    with pytest.raises(RecordLockedError):
        write(record, "late")
    assert not record.folder.path.exists()


def test_links_are_removed_and_what_they_lead_to_stays(folder: RecordFolder) -> None:
    outside = folder.path.with_name("outside")
    outside.mkdir()
    (outside / "file").write_bytes(b"somebody's own")
    (folder.path / "link").symlink_to(outside / "file")
    (folder.path / PENDING).mkdir()
    (folder.path / PENDING / "folder").symlink_to(outside, target_is_directory=True)
    shred_record(folder)
    assert files_in(outside) == {"file": b"somebody's own"}
    link = folder.path.with_name("again")
    link.symlink_to(outside, target_is_directory=True)
    shred_path(link)
    assert files_in(outside) == {"file": b"somebody's own"}
    assert not os.path.lexists(link)


@pytest.mark.parametrize("size", [0, 1, 4096, 3 * 1024 * 1024 + 1])
def test_file_is_written_over_to_its_end(tmp_path: Path, size: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\xaa" * size)
    with path.open("rb") as held:
        shred_file(path)
        left = held.read()
    assert len(left) == size
    assert b"\xaa" * 16 not in left
    assert not path.exists()
    shred_file(path)


def test_disk_that_refuses_is_a_sentence(
    folder: RecordFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    before = files_in(folder.path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        assert problem(lambda: shred_record(folder)) == "record_read_only"
        assert problem(lambda: shred_path(folder.path / KEY)) == "record_read_only"
    assert files_in(folder.path) == before
    open_by_paper(folder).close()


def test_nothing_there_is_nothing_to_do(tmp_path: Path) -> None:
    shred_record(RecordFolder(tmp_path / "nowhere"))
    shred_path(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []
