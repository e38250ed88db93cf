"""Quick exit in a real browser: by button and by keys, with and without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Window

SUBJECT = ("child", "missing", "picture", "ayhome")


def _reach_a_result(window: Window) -> str:
    window.press(".main-choice")
    window.answer("yes")
    assert window.path().endswith("/r")
    return window.path()


def _assert_nothing_is_left(window: Window, result: str) -> None:
    page = window.page
    page.wait_for_url("**/n")
    assert page.title() == "Calendar"
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        text = page.locator("body").inner_text()
        assert not any(word in text for word in SUBJECT), text
        if window.path() == "/":
            break
    response = window.open(result)
    assert response
    assert response.status == 403
    assert window.page.context.cookies() == []


@pytest.mark.parametrize("script", [True, False])
def test_the_button_leaves_nothing(window: Callable[..., Window], script: bool) -> None:  # noqa: FBT001 - a row of the table
    opened = window(java_script_enabled=script)
    result = _reach_a_result(opened)
    opened.page.locator(".exit-button").click()
    _assert_nothing_is_left(opened, result)


def test_shift_three_times_leaves_nothing(window: Callable[..., Window]) -> None:
    opened = window()
    result = _reach_a_result(opened)
    for _ in range(3):
        opened.page.keyboard.press("Shift")
    _assert_nothing_is_left(opened, result)


def test_other_keys_between_start_the_count_anew(window: Callable[..., Window]) -> None:
    opened = window()
    for key in ("Shift", "Shift", "a", "Shift", "Shift"):
        opened.page.keyboard.press(key)
    assert opened.path() == "/"
    assert opened.page.locator("h1").is_visible()


def test_typing_capitals_does_not_leave(window: Callable[..., Window]) -> None:
    opened = window()
    for _ in range(4):
        opened.page.keyboard.press("Shift+A")
    assert opened.path() == "/"


def test_three_slow_presses_do_not_leave(window: Callable[..., Window]) -> None:
    opened = window()
    opened.page.clock.install()
    for _ in range(3):
        opened.page.keyboard.press("Shift")
        opened.page.clock.fast_forward(3000)
    assert opened.path() == "/"


def test_the_page_is_covered_before_anything_answers(window: Callable[..., Window]) -> None:
    """In the same turn as the press: no request has been answered by then."""
    opened = window()
    after = opened.page.evaluate(
        """() => {
            document.querySelector('.exit-button').click();
            return [getComputedStyle(document.body).display, document.title];
        }"""
    )
    assert after == ["none", ""]


def test_leaving_in_one_tab_covers_the_others(window: Callable[..., Window]) -> None:
    opened = window()
    other = opened.page.context.new_page()
    other.goto(opened.page.url)
    opened.page.locator(".exit-button").click()
    other.wait_for_url("**/n")


def test_the_exit_stays_in_sight(window: Callable[..., Window]) -> None:
    opened = window(viewport={"width": 320, "height": 600})
    opened.open("/c")
    opened.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    box = opened.page.locator(".exit-button").bounding_box()
    assert box
    assert 0 <= box["y"] < 60
