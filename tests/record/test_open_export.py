"""Everything in open files: all of it or nothing, and just what was saved."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.record.sample import NAME, NOW, TODAY, files_in, problem, said, write
from wayhome.model.problems import UserProblem
from wayhome.record import children, diary, open_export
from wayhome.record.holdings import read_holdings, save_setting
from wayhome.record.open_export import half_of, to_json, write_open_files
from wayhome.record.photos import read_photo

if TYPE_CHECKING:
    from wayhome.record.vault import OpenRecord

ODD = 'Ñandú "🧡" \\ \u2028 <b> \x00 \x1f'


def test_export_is_what_was_saved(record: OpenRecord, tmp_path: Path) -> None:
    with record.store.writing() as connection:
        diary.correct_note(connection, 1, said(ODD), NOW)
        children.save_item(
            connection,
            child_id=1,
            section="marks",
            values={"place": ODD, "of_a_later_version": "kept"},
            now=NOW,
        )
        diary.add_note(connection, said("locked"), child_id=None, now=NOW, entry="e" * 32)
        save_setting(connection, "lock_minutes", "5")
    target = write_open_files(record.store, tmp_path / "open")
    files = files_in(target)
    assert set(files) == {"record.json", "photos/1.jpg"}
    read = json.loads(files["record.json"])
    with record.store.reading() as connection:
        assert files["photos/1.jpg"] == read_photo(connection, 1).jpeg
        assert read == json.loads(json.dumps(to_json(read_holdings(connection))))
    child = read["children"][0]
    assert child["items"][0]["values"] == {"full_name": NAME}
    assert child["items"][1]["values"] == {"place": ODD.strip(), "of_a_later_version": "kept"}
    assert child["photos"] == [
        {
            "file": "photos/1.jpg",
            "item": None,
            "taken": TODAY.isoformat(),
            "added": NOW.isoformat(),
        }
    ]
    first, locked = read["diary"]
    assert [each["text"] for each in first["versions"]] == ["A quiet day.", ODD.strip()]
    assert (first["child"], first["while_locked"]) == (1, False)
    assert (locked["child"], locked["while_locked"]) == (None, True)
    assert read["checks"][0]["answers"] == {"who": ["guardian"]}
    assert read["checks"][0]["kept"] == NOW.isoformat()
    assert read["settings"] == {"lock_minutes": "5"}
    assert read["version"] == 1


def test_text_that_no_file_could_hold_does_not_stop_the_export(
    record: OpenRecord, tmp_path: Path
) -> None:
    write(record, "half \ud83d")
    with record.store.writing() as connection:
        children.save_item(
            connection, child_id=1, section="identity", values={"a": "\udc80"}, now=NOW
        )
    target = write_open_files(record.store, tmp_path / "open")
    assert "half ?" in (target / "record.json").read_text(encoding="utf-8")


def test_only_this_user_can_read_it(record: OpenRecord, tmp_path: Path) -> None:
    target = write_open_files(record.store, tmp_path / "open")
    assert target.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_stands_there_is_not_replaced(record: OpenRecord, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "open"
    if kind == "file":
        target.write_bytes(b"mine")
    else:
        target.mkdir()
        (target / "mine").write_bytes(b"mine")
    before = files_in(tmp_path)
    assert problem(lambda: write_open_files(record.store, target)) == "export_exists"
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("name", ["write_whole", "read_photo", "read_holdings", "to_json"])
@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt()])
def test_stopped_export_leaves_nothing_open(
    record: OpenRecord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    error: BaseException,
) -> None:
    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr(open_export, name, stop)
    before = files_in(tmp_path)
    with pytest.raises((UserProblem, KeyboardInterrupt)):
        write_open_files(record.store, tmp_path / "open")
    assert files_in(tmp_path) == before
    assert not (tmp_path / "open").exists()


def test_what_a_killed_export_left_is_removed_by_the_next(
    record: OpenRecord, tmp_path: Path
) -> None:
    half = half_of(tmp_path / "open")
    (half / "photos").mkdir(parents=True)
    (half / "photos/9.jpg").write_bytes(b"left open")
    target = write_open_files(record.store, tmp_path / "open")
    assert set(files_in(target)) == {"record.json", "photos/1.jpg"}
    assert not half.exists()


def test_export_that_can_not_be_shredded_is_removed_at_least(
    record: OpenRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserProblem("record_read_only")

    monkeypatch.setattr(open_export, "shred_path", refuse)
    monkeypatch.setattr(open_export, "flush_folder", shutil.which)
    half_of(tmp_path / "open").mkdir()
    write_open_files(record.store, tmp_path / "open")
    assert not half_of(tmp_path / "open").exists()


def test_missing_folder_is_a_sentence(record: OpenRecord, tmp_path: Path) -> None:
    missing = Path(tmp_path / "no" / "open")
    assert problem(lambda: write_open_files(record.store, missing)) == "record_read_only"
