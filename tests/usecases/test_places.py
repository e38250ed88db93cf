"""Where files can go, on each system."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import pytest

from wayhome.usecases.places import (
    Place,
    PlaceKind,
    find_drives,
    find_files,
    find_places,
    free_path,
    list_places,
)

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 11, 22)


def test_only_what_is_there_and_nothing_twice(tmp_path: Path) -> None:
    downloads = tmp_path / "Descargas"
    downloads.mkdir()
    folders = {PlaceKind.DOWNLOADS: downloads, PlaceKind.DESKTOP: tmp_path / "none"}
    assert list_places(folders, tmp_path, (downloads,)) == (Place(PlaceKind.DOWNLOADS, downloads),)


def test_the_home_where_there_is_no_folder(tmp_path: Path) -> None:
    assert list_places({}, tmp_path, ()) == (Place(PlaceKind.HOME, tmp_path),)
    assert list_places({}, tmp_path / "none", ()) == ()


@pytest.mark.parametrize(
    ("platform", "room"),
    [("linux", "media/ana"), ("linux", "run/media/ana"), ("darwin", "Volumes")],
)
def test_sticks(tmp_path: Path, platform: str, room: str) -> None:
    stick = tmp_path / room / "STICK"
    stick.mkdir(parents=True)
    (stick.parent / "a file").touch()
    assert find_drives(platform, "ana", tmp_path, tmp_path) == (stick,)
    assert find_drives(platform, "ana", tmp_path, tmp_path / "none") == ()


def test_the_disk_of_the_mac_itself_is_no_stick(tmp_path: Path) -> None:
    (tmp_path / "Volumes").mkdir()
    (tmp_path / "Volumes" / "Macintosh HD").symlink_to(tmp_path)
    assert find_drives("darwin", "ana", tmp_path, tmp_path) == ()


def test_a_user_without_a_name_has_no_sticks(tmp_path: Path) -> None:
    (tmp_path / "media" / "ana").mkdir(parents=True)
    assert find_drives("linux", "", tmp_path, tmp_path) == ()


def test_places_of_this_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert all(place.path.is_dir() for place in find_places())


def test_a_name_that_is_free(tmp_path: Path) -> None:
    first = free_path(tmp_path, DAY, ".sealed-copy")
    assert first.name == "notes-2026-11-22.sealed-copy"
    first.touch()
    second = free_path(tmp_path, DAY, ".sealed-copy")
    assert second.name == "notes-2026-11-22 (2).sealed-copy"
    second.symlink_to(tmp_path / "nowhere")
    assert free_path(tmp_path, DAY, ".sealed-copy").name == "notes-2026-11-22 (3).sealed-copy"
    assert free_path(tmp_path, DAY).name == "notes-2026-11-22"


def test_files_newest_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new.x", "old.x", "other.y")):
        (tmp_path / name).write_bytes(b"abc")
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    (tmp_path / "folder.x").mkdir()
    places = (Place(PlaceKind.DOWNLOADS, tmp_path), Place(PlaceKind.DRIVE, tmp_path / "gone"))
    found = find_files((*places, *places), ".x")
    assert [each.path.name for each in found] == ["new.x", "old.x"]
    assert found[0].size == 3
