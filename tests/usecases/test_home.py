"""What is kept in the home, and what happens where nothing can be kept."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from wayhome.usecases.home import Home, Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_settings_come_back(home: Home) -> None:
    assert home.read_settings() == Settings()
    assert home.save_settings(region="GB")
    assert home.save_settings(language="es")
    assert home.read_settings() == Settings(language="es", region="GB")


def test_only_this_user_can_read_what_is_kept(home: Home) -> None:
    home.save_settings(region="GB")
    assert stat.S_IMODE((home.path / "settings.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "[]", "{", '{"region": 7}', '{"other": "x"}', "\0"])
def test_damaged_settings_count_as_none(text: str, home: Home) -> None:
    home.path.mkdir()
    (home.path / "settings.json").write_text(text, encoding="utf-8")
    assert home.read_settings() == Settings()


def test_home_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    home = Home(tmp_path / "file" / "home")
    assert not home.can_be_written()
    assert not home.save_settings(region="GB")
    assert home.read_settings() == Settings()


def test_nothing_half_written_stays(home: Home) -> None:
    home.save_settings(region="GB")
    assert home.can_be_written()
    assert [path.name for path in home.path.iterdir()] == ["settings.json"]


def test_a_folder_in_the_way_leaves_nothing_behind(home: Home) -> None:
    (home.path / "settings.json").mkdir(parents=True)
    assert not home.save_settings(region="GB")
    assert [path.name for path in home.path.iterdir()] == ["settings.json"]


def test_chosen_home_goes_before_the_variable(home: Home, tmp_path: Path) -> None:
    assert Home.find(None) == home
    assert Home.find(tmp_path) == Home(tmp_path)
