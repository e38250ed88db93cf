"""Folders to choose exports from: what is listed, and that nothing outside can be asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from wayhome.usecases.export_folders import MOST, is_allowed, list_folder
from wayhome.usecases.places import Place, PlaceKind

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return Downloads with exports, other files, and a secret beside it."""
    downloads = tmp_path / "Downloads"
    for each in ("WhatsApp Chat with Bo", "unpacked/inner", ".hidden"):
        (downloads / each).mkdir(parents=True)
    for name, changed in (("a.zip", 10), ("_chat.txt", 5), ("b.json", 20), ("c.exe", 30)):
        (downloads / name).write_text("x")
        os.utime(downloads / name, (changed, changed))
    (tmp_path / "secret.txt").write_text("x")
    (downloads / "out").symlink_to(tmp_path)
    (downloads / "link.txt").symlink_to(tmp_path / "secret.txt")
    return Place(PlaceKind.DOWNLOADS, downloads)


def test_likely_exports_first_then_the_newest(place: Place) -> None:
    folder = list_folder((place,), "")
    assert folder is not None
    assert [each.path.name for each in folder.files] == ["_chat.txt", "b.json", "a.zip"]
    assert [each.name for each in folder.folders] == ["WhatsApp Chat with Bo", "unpacked"]
    assert (folder.above, folder.more, folder.readable) == (None, 0, True)


def test_a_folder_below_leads_up_again(place: Place) -> None:
    folder = list_folder((place,), str(place.path / "unpacked" / "inner"))
    assert folder is not None
    assert (folder.path, folder.above) == (
        place.path / "unpacked" / "inner",
        place.path / "unpacked",
    )


@pytest.mark.parametrize(
    "outside", ["..", "../secret.txt", "out", "out/secret.txt", "link.txt", "unpacked/../.."]
)
def test_nothing_outside_of_the_places_can_be_asked_for(place: Place, outside: str) -> None:
    wanted = f"{place.path}/{outside}"
    assert not is_allowed((place,), wanted)
    folder = list_folder((place,), wanted)
    assert folder is not None
    assert folder.path == place.path


@pytest.mark.parametrize("odd", ["", "\0", "/", "relative", "~"])
def test_what_is_no_path_of_a_place_is_refused(place: Place, odd: str) -> None:
    assert not is_allowed((place,), odd)


def test_more_than_is_shown_is_counted(place: Place) -> None:
    for number in range(MOST + 3):
        (place.path / "unpacked" / f"{number}.txt").write_text("x")
    folder = list_folder((place,), str(place.path / "unpacked"))
    assert folder is not None
    assert (len(folder.files), folder.more) == (MOST, 3)


def test_a_folder_that_is_gone_says_so(place: Place) -> None:
    folder = list_folder((place,), str(place.path / "gone"))
    assert folder is not None
    assert not folder.readable
    assert list_folder((), "") is None
