"""Records that were put aside: each is found, and putting back loses none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wayhome.model.problems import UserProblem
from wayhome.record.folder import KEY, RecordFolder


def _make(path: Path) -> None:
    path.mkdir()
    (path / KEY).write_text(path.name)


def test_a_name_that_somebody_gave_by_hand_hides_no_other(tmp_path: Path) -> None:
    folder = RecordFolder(tmp_path / "record")
    for name in ("record.replaced-10", "record.replaced-2", "record.replaced-02"):
        _make(tmp_path / name)
    (tmp_path / "record.replaced-4").touch()
    os.mkfifo(tmp_path / "record.replaced-5")
    found = [each.name for each in folder.asides()]
    assert found == ["record.replaced-02", "record.replaced-2", "record.replaced-10"]


def test_a_disk_that_refuses_half_way_leaves_the_record_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = RecordFolder(tmp_path / "record")
    aside = tmp_path / "record.replaced-1"
    for path in (folder.path, aside):
        _make(path)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == aside:
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UserProblem, match="record_read_only"):
        folder.put_back(aside)
    assert (folder.path / KEY).read_text() == "record"
    assert folder.asides() == (aside,)
