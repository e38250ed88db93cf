"""Somebody who writes calls down at the pages, at a time of the test's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.web.recorded import Guardian

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse

    from tests.web.conftest import Visitor

NOW = dt.datetime(2026, 11, 22, 2, 10, tzinfo=dt.UTC)


@pytest.fixture(name="newcomer")
def a_newcomer(visitor: Visitor, tmp_path: Path) -> Guardian:
    guardian = Guardian(visitor, tmp_path / "downloads").prepare()
    guardian.room.now = lambda: NOW
    return guardian


@pytest.fixture(name="guardian")
def a_guardian(newcomer: Guardian) -> Guardian:
    return newcomer.make()


@pytest.fixture(name="locked")
def a_locked(guardian: Guardian) -> Guardian:
    guardian.post("/r/x")
    return guardian


def write(guardian: Guardian, whom: str = "Police", /, **more: object) -> TestResponse:
    """Write a call down as the form does."""
    fields = {"whom": whom, "day": "2026-11-22", "time": "02:10", **more}
    return guardian.post("/r/l/n", **fields)


def later(guardian: Guardian, **hours: float) -> None:
    guardian.room.now = lambda: NOW + dt.timedelta(**hours)
