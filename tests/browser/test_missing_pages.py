"""Missing mode in a real browser: without scripts, by keyboard, narrow, and with no barriers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers
from tests.web.sample_record import ENDLESS, fill, open_record
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.browser.conftest import Window

PATHS = ("/c", "/c/4", "/c/5", "/c/a", "/c/f", "/c/e", "/c/z", "/d", "/j", "/q")
IN_VIEW = """selector => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight;
}"""


@pytest.mark.parametrize(
    ("language", "width", "scheme", "country"),
    [
        # One corner each time, others on other pages; the long tests have more of them.
        pytest.param("en", 1280, "dark", "", marks=pytest.mark.long),
        ("es", 320, "light", "US"),
        pytest.param("en", 320, "dark", "US", marks=pytest.mark.long),
        pytest.param("es", 1280, "light", "US", marks=pytest.mark.long),
        pytest.param("en", 1280, "dark", "US", marks=pytest.mark.long),
        pytest.param("es", 320, "light", "", marks=pytest.mark.long),
    ],
)
def test_no_barriers(
    window: Callable[..., Window], language: str, width: int, scheme: str, country: str
) -> None:
    opened = window(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    if country:
        opened.choose(country)
    faults = {}
    for path in PATHS:
        opened.open(path)
        opened.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        barriers = find_barriers(opened.page)
        if opened.overflow() > 0:
            barriers.append(f"{opened.overflow()} pixels too wide")
        if barriers:
            faults[path] = barriers
    assert not faults


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (320, 568), (375, 667)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_number_stands_on_the_first_screen(
    window: Callable[..., Window], language: str, width: int, height: int
) -> None:
    opened = window(
        viewport={"width": width, "height": height}, locale=language, java_script_enabled=False
    )
    opened.choose("US")
    opened.press(".urgent-choice")
    assert opened.page.locator("h1").count() == 1
    assert opened.page.evaluate(IN_VIEW, '.first-now a[href="tel:911"]')


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_number_is_broken_in_two_on_a_narrow_screen(
    window: Callable[..., Window], language: str
) -> None:
    opened = window(viewport={"width": 320, "height": 700}, locale=language)
    opened.choose("US")
    opened.open("/c/5")
    opened.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    lines = opened.page.locator(".digits > span").evaluate_all(
        "all => all.map(each => each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight))"
    )
    assert lines
    assert max(lines) < 1.5
    assert opened.overflow() == 0


def test_through_all_steps_without_scripts(window: Callable[..., Window]) -> None:
    opened = window(java_script_enabled=False, viewport={"width": 320, "height": 700})
    opened.press(".urgent-choice")
    seen = []
    while opened.page.locator(".next > a").count():
        seen.append(opened.page.locator("h1").inner_text())
        opened.press(".next > a")
        if opened.path() == "/c/f":
            opened.page.locator("input[value=from_care]").check()
            opened.press(".main-button")
    seen.append(opened.page.locator("h1").inner_text())
    assert len(seen) == len(set(seen))
    assert any("foster care" in each for each in seen)
    assert not any("ran" in each.split() for each in seen)


def test_by_keyboard_to_the_next_step_and_the_end(window: Callable[..., Window]) -> None:
    opened = window()
    opened.choose("US")
    opened.open("/c/4")
    page = opened.page
    _tab_to(opened, ".next > a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert opened.path() == "/c/5"
    opened.open("/c/z")
    _tab_to(opened, ".main-button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert opened.path() == "/j"


def _tab_to(opened: Window, selector: str) -> None:
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"no way by keyboard to {selector}")


def test_a_long_name_breaks_rather_than_pushes(
    window: Callable[..., Window], served: Flask
) -> None:
    opened = window(viewport={"width": 320, "height": 700})
    book = open_record(served)
    fill(book, ENDLESS)
    book.add_child(ENDLESS)
    for path in ("/c", "/c/a"):
        opened.open(path)
        assert opened.overflow() == 0
        assert not find_barriers(opened.page)
    opened.open("/c")
    opened.page.locator("select#which").select_option(index=0)
    opened.press(".script button")
    assert "13 years old" in opened.page.locator(".spoken").inner_text()
    assert opened.overflow() == 0
    shell_of(served).room.lock()


def test_paper_has_the_steps_and_no_buttons(window: Callable[..., Window]) -> None:
    opened = window()
    opened.choose("US")
    opened.open("/c/a")
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".step").first.is_visible()
    assert opened.page.locator(".spoken").first.is_visible()
    for gone in (".exit-button", ".fitting", "main form button"):
        for each in opened.page.locator(gone).all():
            assert not each.is_visible()


def test_answers_are_kept_over_a_change_of_mind(window: Callable[..., Window]) -> None:
    opened = window(java_script_enabled=False)
    opened.open("/q")
    opened.page.locator("input[value=online_talk]").check()
    opened.page.locator("#what").fill("First words")
    opened.press(".main-button")
    assert "First words" in opened.page.locator(".answers").first.inner_text()
    opened.press('a[href$="/e"]')
    assert opened.page.locator("#what").input_value() == "First words"
    assert opened.page.locator("input[value=online_talk]").is_checked()
