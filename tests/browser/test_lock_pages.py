"""The record's door in a real browser: by keyboard, on paper, narrow and wide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers
from tests.web.recorded import PASSPHRASE
from wayhome.record import keys
from wayhome.usecases.places import Place, PlaceKind
from wayhome.web import record_guard
from wayhome.web.shell import NAME, shell_of
from wayhome.web.stash import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

    from tests.browser.conftest import Window
    from wayhome.usecases.record_room import RecordRoom

MOST_TABS = 60
BUTTON = "main form .main-button"
SOON = 1 - 10 * 60
"""Makes a page leave after one second."""


@pytest.fixture
def room(window: Callable[..., Window], served: Flask, tmp_path: Path) -> RecordRoom:
    """Return the room of this test's app, quick to open, with folders of its own."""
    assert window is not None
    places = []
    for kind in (PlaceKind.DOWNLOADS, PlaceKind.DRIVE):
        path = tmp_path / "a-rather-long-name-of-a-folder-that-has-to-break-somewhere" / kind
        path.mkdir(parents=True)
        places.append(Place(kind, path))
    shell = replace(shell_of(served), places=lambda: tuple(places))
    shell.room.cost = keys.FLOOR
    served.extensions[NAME] = shell
    return shell.room


def _make(window: Window) -> None:
    window.open("/r/n")
    window.page.fill("#passphrase_chosen", PASSPHRASE)
    window.page.fill("#passphrase_again", PASSPHRASE)
    window.press(BUTTON)


def _stations(window: Window, room: RecordRoom, served: Flask) -> Iterator[str]:
    """Walk through every page and name each one."""
    yield from _stations_of_making(window)
    for path in ("/r/s", "/r/s/p", "/r/s/k", "/r/i", "/r/a"):
        window.open(path)
        yield path
    yield from _stations_of_files(window)
    window.open("/r/z")
    yield "/r/z"
    window.page.fill("#passphrase", PASSPHRASE)
    window.press("main form .second-button")
    yield "last question"
    shell_of(served).stash.keep(Written("/r/s", (("minutes", "5"),)), room.seal)
    room.lock()
    room.left = True
    yield from _stations_while_locked(window)


def _stations_of_making(window: Window) -> Iterator[str]:
    window.open("/r")
    yield "no record"
    window.open("/r/n")
    yield "make"
    window.press(BUTTON)
    yield "make, nothing typed"
    _make(window)
    yield "sheet"
    window.press(".pressed .main-button")
    yield "ask"
    window.press(BUTTON)
    yield "ask, nothing typed"


def _stations_of_files(window: Window) -> Iterator[str]:
    for path in ("/r/o", "/r/e"):
        window.open(path)
        yield path
        window.press(BUTTON)
        yield f"{path}, nothing chosen"
        window.page.check("#place2")
        if window.page.locator("#understood").count():
            window.page.check("#understood")
        window.press(BUTTON)
        yield f"{path}, saved"
    window.open("/r/s/f/0")
    yield "destroy"
    window.open("/r/s")
    yield "files that lie open"


def _stations_while_locked(window: Window) -> Iterator[str]:
    for path in ("/r", "/r/w", "/r/y", "/r/v"):
        window.open(path)
        window.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = 1)")
        yield path
        window.press(BUTTON)
        yield f"{path}, nothing typed"
    window.open("/r/w")
    window.page.fill("#text", "x")
    window.press(BUTTON)
    yield "note kept"
    window.open("/r/v")
    window.page.check("#listed1")
    window.page.check("#replace")
    window.page.fill("#passphrase", PASSPHRASE)
    window.press(BUTTON)
    yield "restored"


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [
        ("en", 1280, "dark"),
        pytest.param("es", 320, "light", marks=pytest.mark.long),
        pytest.param("en", 320, "light", marks=pytest.mark.long),
        pytest.param("es", 1280, "light", marks=pytest.mark.long),
    ],
)
def test_no_barriers(  # noqa: PLR0913, PLR0917 - three of them are one row of the table
    window: Callable[..., Window],
    room: RecordRoom,
    served: Flask,
    language: str,
    width: int,
    scheme: str,
) -> None:
    opened = window(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    faults = {}
    for name in _stations(opened, room, served):
        barriers = find_barriers(opened.page)
        if opened.overflow() > 0:
            barriers.append(f"{opened.overflow()} pixels too wide")
        barriers += _small_targets(opened.page)
        if barriers:
            faults[name] = barriers
    assert not faults


def _small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button, select, summary, .option label, '
             + '.ways a, .record-bar a, .line-link, .field input, .field textarea')]
             .filter(each => each.getClientRects().length && each.offsetHeight < 44
                 && !each.matches('.option input'))
             .map(each => each.outerHTML.slice(0, 80))"""
    )
    return found


def test_what_was_being_written_comes_back_in_a_real_form(
    window: Callable[..., Window], room: RecordRoom, served: Flask
) -> None:
    opened = window()
    _make(opened)
    shell_of(served).stash.keep(Written("/r/s", (("minutes", "30"),)), room.seal)
    room.lock()
    opened.open("/r")
    opened.page.fill("#passphrase", PASSPHRASE)
    opened.press(BUTTON)
    assert opened.path() == "/r/k"
    assert not find_barriers(opened.page)
    opened.press(BUTTON)
    assert room.minutes == 30
    assert not shell_of(served).stash.holds


@pytest.mark.usefixtures("room")
def test_paper_shows_nothing_but_the_groups(window: Callable[..., Window]) -> None:
    opened = window()
    _make(opened)
    page = opened.page
    groups = page.locator(".groups li").all_inner_texts()
    assert len(groups) == 7
    page.emulate_media(media="print")
    assert page.title() == "Notes"
    seen = page.evaluate("document.body.innerText").split("\n")
    rest = [line.strip() for line in seen if line.strip() and line.strip() not in groups]
    assert rest == ["Keep with your important papers.", "Date: ____________________"]


def test_by_keyboard_from_the_first_page_to_the_last(
    window: Callable[..., Window], room: RecordRoom
) -> None:
    opened = window(java_script_enabled=True)
    page = opened.page
    opened.open("/r")
    _press(page, "a[href='/r/n']")
    page.wait_for_url("**/r/n")
    for field in ("#passphrase_chosen", "#passphrase_again"):
        _tab_to(page, field)
        page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/n/k")
    groups = page.locator(".groups li").all_inner_texts()
    _press(page, "a[href='/r/n/c']")
    page.wait_for_url("**/r/n/c")
    number = int("".join(each for each in page.locator("h1").inner_text() if each.isdigit()))
    _tab_to(page, "#group")
    page.keyboard.type(groups[number - 1].lower())
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/b")
    assert room.book.setting("paper_key") == "confirmed"
    opened.open("/r/s")
    _press(page, ".lock-button")
    page.wait_for_url("**/r")
    _tab_to(page, "#passphrase")
    page.keyboard.type("not the right words")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]:focus")
    _press(page, "[role=alert] a")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/b")


def test_a_page_leaves_the_screen_when_the_record_locks(
    window: Callable[..., Window], room: RecordRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = window(java_script_enabled=False)
    _make(opened)
    monkeypatch.setattr("wayhome.web.record_guard.PATIENCE_SECONDS", 1 - room.minutes * 60)
    opened.open("/r/s")
    room.lock()
    opened.page.wait_for_url("**/r")
    assert opened.page.locator("#passphrase").is_visible()


def _press(page: Page, selector: str) -> None:
    _tab_to(page, selector)
    page.keyboard.press("Enter")


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, which must be seen on the way."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), (
            page.evaluate("document.activeElement.outerHTML")
        )
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no way by keyboard to {selector}")


def test_what_is_half_written_is_put_away_with_its_page(
    window: Callable[..., Window],
    room: RecordRoom,
    served: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = window()
    _make(opened)
    opened.open("/r/d/new")
    monkeypatch.setattr(record_guard, "PATIENCE_SECONDS", SOON)
    opened.open("/r/d/new")
    opened.page.fill("#text", "She came home with a phone that I do not kn")
    opened.page.fill("#day", "")
    opened.page.wait_for_url("**/r/a")
    assert "She came home" not in opened.page.content()
    assert shell_of(served).stash.holds
    room.lock()
    monkeypatch.undo()
    opened.open("/r")
    opened.page.fill("#passphrase", PASSPHRASE)
    opened.press(BUTTON)
    assert opened.path() == "/r/k"
    opened.press(BUTTON)
    # A half-written form has its mistakes: they are said, and nothing of it is lost.
    assert opened.page.input_value("#text") == "She came home with a phone that I do not kn"
    assert room.book.count_notes() == 0


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.usefixtures("room")
def test_a_page_that_nobody_types_in_leaves_with_and_without_scripts(
    window: Callable[..., Window],
    served: Flask,
    monkeypatch: pytest.MonkeyPatch,
    *,
    scripts: bool,
) -> None:
    opened = window(java_script_enabled=scripts)
    _make(opened)
    monkeypatch.setattr(record_guard, "PATIENCE_SECONDS", SOON)
    opened.open("/r/d/new")
    opened.page.wait_for_url("**/r/a")
    assert not shell_of(served).stash.holds


@pytest.mark.usefixtures("room")
def test_who_goes_on_typing_stays(window: Callable[..., Window]) -> None:
    opened = window()
    opened.page.clock.install()
    _make(opened)
    opened.open("/r/d/new")
    for part in range(8):
        opened.page.clock.fast_forward(2 * 60 * 1000)
        with opened.page.expect_response("**/r/q") as told:
            opened.page.locator("#text").press_sequentially(f"{part} ")
        assert told.value.status == 204
        opened.page.clock.run_for(1500)
    assert opened.path() == "/r/d/new"
    opened.page.clock.fast_forward(11 * 60 * 1000)
    opened.page.wait_for_url("**/r/a")
