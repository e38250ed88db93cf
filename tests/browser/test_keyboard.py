"""The whole check by keyboard alone, and where the focus goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Window

MOST_TABS = 60


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, which must be seen on the way."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => {
                const focused = document.activeElement;
                const isOption = focused.matches('.option input');
                const style = getComputedStyle(isOption ? focused.nextElementSibling : focused);
                return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            }"""
        ), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no way by keyboard to {selector}")


def test_skip_link_then_exit_come_first(window: Callable[..., Window]) -> None:
    page = window().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "exit-button"


def test_the_whole_check_by_keyboard(window: Callable[..., Window]) -> None:
    opened = window()
    page = opened.page
    _tab_to(page, ".main-choice")
    page.keyboard.press("Enter")
    for _ in range(6):
        page.wait_for_selector("input[type=radio]")
        before = page.url
        _tab_to(page, "input[type=radio]")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.value") == "no"
        _tab_to(page, ".main-button")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(rf"^(?!{re.escape(before)}$)"))
    for sign in ("unexplained_gifts", "older_partner"):
        _tab_to(page, f"input[value={sign}]")
        page.keyboard.press("Space")
        assert page.locator(f"input[value={sign}]").is_checked()
    _tab_to(page, ".main-button")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[value=guardian]")
    _tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/r")
    assert page.locator("h1").inner_text()
    assert page.locator("#first").is_visible()


def test_a_missing_answer_moves_the_focus_to_what_is_wrong(window: Callable[..., Window]) -> None:
    opened = window(java_script_enabled=False)
    page = opened.page
    opened.press(".main-choice")
    opened.press(".main-button")
    alert = page.locator("[role=alert]")
    assert alert.is_visible()
    assert page.locator("[role=alert]:focus").count() == 1
    alert.locator("a").click()
    assert page.locator("#a1:focus").count() == 1


def test_focus_is_not_hidden_behind_the_bar(window: Callable[..., Window]) -> None:
    opened = window(viewport={"width": 320, "height": 480})
    opened.open("/g")
    page = opened.page
    for _ in range(12):
        page.keyboard.press("Tab")
    for _ in range(6):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate(
            """() => {
                const focused = document.activeElement;
                if (focused.closest('.bar') || focused.matches('.skip')) return false;
                const bar = document.querySelector('.bar').getBoundingClientRect();
                return focused.getBoundingClientRect().bottom <= bar.bottom;
            }"""
        )
        assert not hidden
