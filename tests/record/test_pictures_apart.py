from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys

import pytest
from PIL import Image

from wayhome.model.problems import UserProblem
from wayhome.record import pictures_apart
from wayhome.record.pictures import take_picture
from wayhome.record.pictures_apart import take_picture_apart

TODAY = dt.date(2026, 11, 22)


def _png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(out, "PNG")
    return out.getvalue()


def test_it_makes_the_same_picture_as_here() -> None:
    data = _png(3000, 1000)
    assert take_picture_apart(data, TODAY) == take_picture(data, TODAY)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "picture_empty"),
        (b"no picture at all", "picture_unreadable"),
        (_png(9000, 9000), "picture_too_large"),
    ],
)
def test_problems_come_back_as_they_are(data: bytes, key: str) -> None:
    with pytest.raises(UserProblem) as raised:
        take_picture_apart(data, TODAY)
    assert raised.value.key == key


def test_a_decoder_that_crashes_ends_its_own_process_only(monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run
    crash = [sys.executable, "-c", "import os; os.abort()"]
    monkeypatch.setattr(subprocess, "run", lambda _, **more: run(crash, **more))
    with pytest.raises(UserProblem, match="picture_unreadable"):
        take_picture_apart(_png(10, 10), TODAY)


def test_one_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run
    loop = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr(subprocess, "run", lambda _, **more: run(loop, **more))
    monkeypatch.setattr(pictures_apart, "PATIENCE_SECONDS", 0.5)
    with pytest.raises(UserProblem, match="picture_unreadable"):
        take_picture_apart(_png(10, 10), TODAY)
