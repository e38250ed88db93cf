"""Exported chats in a browser: no barriers, nothing too wide, all by keyboard, without scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers
from tests.browser.corners import WIDE_AND_DARK
from wayhome.usecases.places import Place, PlaceKind
from wayhome.web.shell import NAME, shell_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from tests.browser.conftest import Window

LONG = "Zwölfboxkämpfer" * 20
TURNED = "\u202eedoc\u202c name"
DOUBTFUL = "".join(
    f"03/04/2025, 22:{minute:02} - {name}: message\n"
    for minute, name in enumerate(("Ana", LONG, TURNED, "<script>alert(1)</script>", "محمد"))
)


@pytest.fixture
def downloads(served: Flask, tmp_path: Path) -> Iterator[Path]:
    """Return a folder with an export, which the pages show."""
    folder = tmp_path / "Downloads"
    (folder / ("deep" * 40)).mkdir(parents=True)
    (folder / "WhatsApp Chat with Bo.txt").write_text(DOUBTFUL)
    (folder / f"{'long' * 40}.txt").write_text("milk\n")
    before = shell_of(served)
    places = (Place(PlaceKind.DOWNLOADS, folder),)
    served.extensions[NAME] = replace(before, places=lambda: places)
    yield folder
    served.extensions[NAME] = before
    before.missing.end()


@pytest.mark.parametrize(("language", "width", "scheme"), WIDE_AND_DARK)
def test_no_barriers_on_any_page(
    window: Callable[..., Window], downloads: Path, language: str, width: int, scheme: str
) -> None:
    seen = window(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    faults: dict[str, object] = {}

    def look(name: str) -> None:
        seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        if found := [*find_barriers(seen.page), *(["too wide"] * (seen.overflow() > 0))]:
            faults[name] = found

    seen.open("/m")
    look("choose")
    seen.page.locator("main .open-list button").first.click()
    look("folder")
    seen.open("/m")
    seen.press("main .main-button")
    look("nothing ticked")
    for each in seen.page.locator("main input[type=checkbox]").all():
        each.check()
    seen.press("main .main-button")
    seen.page.wait_for_selector("#people")
    look("found")
    seen.press("main .panel .main-button")
    look("settled")
    seen.open("/c")
    seen.open("/m")
    look("parked")
    assert faults == {}
    assert downloads.is_dir()


def test_all_by_keyboard_without_scripts(window: Callable[..., Window], downloads: Path) -> None:
    seen = window(java_script_enabled=False)
    seen.open("/m")
    page = seen.page
    page.get_by_label("WhatsApp Chat with Bo.txt").focus()
    page.keyboard.press("Space")
    for _ in range(6):
        page.keyboard.press("Tab")
        if "Read these files" in page.locator(":focus").inner_text():
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#people")
    page.get_by_label("Month first").focus()
    page.keyboard.press("Space")
    page.locator("main .panel .main-button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")
    assert "March 4, 2025" in page.inner_text("main")
    assert downloads.is_dir()
