"""The packet in a browser: chosen, looked at and saved, without barriers and by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers
from tests.usecases import packet_sample
from tests.web import sample_record as sample
from wayhome.usecases.places import Place, PlaceKind
from wayhome.web.shell import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from tests.browser.conftest import Window

MOST_TABS = 120


@pytest.fixture
def opened(
    window: Callable[..., Window], served: Flask, tmp_path: Path
) -> Iterator[Callable[..., Window]]:
    """Return a function that opens a window beside an open record with a child in it."""
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    places = (Place(PlaceKind.DOWNLOADS, downloads),)
    served.extensions[NAME] = replace(served.extensions[NAME], places=lambda: places)
    packet_sample.fill(sample.open_record(served), sample.ENDLESS)
    yield window
    served.extensions[NAME].room.lock()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1280, "light"), ("es", 320, "dark")]
)
def test_no_barriers(opened: Callable[..., Window], language: str, width: int, scheme: str) -> None:
    seen = opened(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    faults = {}

    def look() -> None:
        seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = find_barriers(seen.page)
        if seen.overflow() > 0:
            found.append(f"{seen.overflow()} pixels too wide")
        if found:
            faults[seen.path()] = found

    seen.open("/r/h/1")
    look()
    seen.choose("US")
    for kind in (1, 2, 3):
        seen.open(f"/r/h/1/{kind}")
        look()
        seen.press("main form:not(.country) .main-button")
        seen.page.wait_for_url("**/r/h/d/*")
        look()
        if kind == 1:
            drawn = "[...document.querySelectorAll('.page-pictures img')].slice(0, 2)"
            seen.page.wait_for_function(f"{drawn}.every(each => each.naturalWidth > 500)")
    seen.press("main form .main-button")
    look()
    assert not faults


def test_saved_by_keyboard_alone(opened: Callable[..., Window], tmp_path: Path) -> None:
    seen = opened(java_script_enabled=False)
    seen.open("/r/h/1")
    seen.choose("US")
    seen.open("/r/h/1/2")
    _press_by_keyboard(seen, "main form:not(.country) .main-button")
    seen.page.wait_for_url("**/r/h/d/*")
    _press_by_keyboard(seen, "main form .main-button")
    (path,) = (tmp_path / "downloads").iterdir()
    assert path.read_bytes().startswith(b"%PDF")
    assert str(path) in seen.page.inner_text("main")


def _press_by_keyboard(seen: Window, selector: str) -> None:
    wanted = seen.page.locator(selector).first
    for _ in range(MOST_TABS):
        seen.page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            with seen.page.expect_navigation():
                seen.page.keyboard.press("Enter")
            return
    raise AssertionError(f"{selector} is not reached")
