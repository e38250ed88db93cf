"""Compiled templates are kept, made again when they changed, and never needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader, Environment

import wayhome
from wayhome.web.kept_templates import KeptTemplates

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def _show(folder: Path, source: str = "at once") -> str:
    environment = Environment(
        loader=DictLoader({"page": source}),
        autoescape=True,
        bytecode_cache=KeptTemplates(folder),
    )
    return environment.get_template("page").render()


def test_the_second_start_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kept"
    _show(folder)
    monkeypatch.delattr(Environment, "compile")
    assert _show(folder) == "at once"
    assert len(list(folder.iterdir())) == 1


def test_a_changed_template_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    _show(tmp_path)
    assert _show(tmp_path, "another") == "another"
    assert len(list(tmp_path.iterdir())) == 1


def test_another_version_compiles_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _show(tmp_path)
    monkeypatch.setattr(wayhome, "__version__", "99")
    monkeypatch.delattr(Environment, "compile")
    with pytest.raises(AttributeError):
        _show(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"garbage", b"cut"])
def test_a_damaged_file_heals(tmp_path: Path, damage: bytes) -> None:
    _show(tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-9] if damage == b"cut" else damage)
    assert _show(tmp_path) == "at once"
    assert kept.read_bytes() == whole


def test_nothing_is_kept_where_nothing_can_be_or_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    assert _show(blocked / "below") == "at once"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _show(tmp_path / "kept") == "at once"
    assert not (tmp_path / "kept").exists()
