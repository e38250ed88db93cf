"""What the tests share: the shipped content on a fixed day, and a home of their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from wayhome.usecases.home import Home
from wayhome.usecases.wayhome import Wayhome

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def wayhome() -> Wayhome:
    """Return the shipped content as of the day on which its sources were read."""
    return Wayhome.from_shipped_content(today=lambda: TODAY)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return an empty home that no other test and no user shares."""
    path = tmp_path / "home"
    monkeypatch.setenv("WAYHOME_HOME", str(path))
    return Home(path)
