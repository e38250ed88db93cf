"""Ordinary conversation is read from where somebody put it, fifty messages at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from accuracy import ordinary
from accuracy.__main__ import ABSENT, _mini, _ordinary
from accuracy.measuring import interval
from tests.review.talks import engine

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_short_dialogues_are_joined_to_fifty_messages(tmp_path: Path) -> None:
    dialogue = {"dialogue": [["hello there", "hi, how are you"]] * 10}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "daily.json").write_text(json.dumps([dialogue] * 6), encoding="utf-8")
    found = list(ordinary.conversations(tmp_path))
    assert [name for name, _ in found] == ["data/daily", "data/daily"]
    assert [len(talk) for _, talk in found] == [50, 50]


def test_what_is_absent_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ordinary.VARIABLE, raising=False)
    monkeypatch.delenv("WAYHOME_MINI_CHATS", raising=False)
    assert any(ABSENT in line for line in _ordinary(engine()))
    assert any(ABSENT in line for line in _mini(engine()))


def test_an_interval_holds_its_figure() -> None:
    said = interval([1.0, 0.0] * 50)
    assert said.startswith("0.50 (")
    low, _, high = said.partition("(")[2].rstrip(")").partition(" to ")
    assert 0.35 < float(low) < 0.5 < float(high) < 0.65
    assert interval([]) == "-"
