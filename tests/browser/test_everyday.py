"""Without JavaScript, with forced colours, without motion, on paper, and light to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Window

FIRST_VISIT = 60_000
"""Bytes at most for the first page with all that it needs."""


def test_everything_works_without_javascript(window: Callable[..., Window]) -> None:
    opened = window(java_script_enabled=False)
    page = opened.page
    opened.choose("US")
    opened.press(".tongue button")
    assert page.locator("html").get_attribute("lang") == "es"
    opened.press(".main-choice")
    for option in ("no", "no", "no", "no", "no", "no", None, "guardian"):
        opened.answer(option)
    assert opened.path().endswith("/r")
    opened.press(".after a")
    assert page.locator("input[value=no]").is_checked()
    for path in ("/c", "/d", "/e", "/f", "/g", "/h"):
        opened.open(path)
        assert page.locator("h1").is_visible()
    opened.open("/g")
    page.locator("summary").first.click()
    assert page.locator("details[open]").count() == 1


def test_back_shows_the_earlier_answer(window: Callable[..., Window]) -> None:
    opened = window()
    opened.press(".main-choice")
    opened.answer("no")
    opened.answer("no")
    opened.page.go_back()
    assert opened.page.locator("input[value=no]").is_checked()
    opened.press(".back a")
    assert opened.page.locator("input[value=no]").is_checked()


def test_forms_tell_our_origin(window: Callable[..., Window]) -> None:
    """With the header's policy alone a browser says `Origin: null`, and we would refuse it."""
    opened = window()
    with opened.page.expect_request("**/a") as sent:
        opened.press(".main-choice")
    assert sent.value.all_headers()["origin"] == f"http://127.0.0.1:{opened.door.port}"


def test_the_browser_console_stays_quiet(window: Callable[..., Window]) -> None:
    """A style or script that the policy blocks would say so there."""
    opened = window()
    said: list[str] = []
    opened.page.on("console", lambda message: said.append(message.text))
    opened.page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/", "/c", "/g", "/h", "/n"):
        opened.open(path)
    assert not said


def test_forced_colours_keep_controls_visible(window: Callable[..., Window]) -> None:
    opened = window(forced_colors="active")
    page = opened.page
    for selector in (".exit-button", ".main-choice", ".urgent-choice", "select"):
        style = page.locator(selector).first.evaluate(
            "each => [getComputedStyle(each).borderTopStyle, getComputedStyle(each).borderTopWidth]"
        )
        assert style[0] == "solid"
        assert float(style[1].removesuffix("px")) >= 1
    opened.press(".main-choice")
    option = page.locator(".option").first
    before = option.screenshot()
    page.locator("input[value=yes]").check()
    assert option.screenshot() != before


@pytest.mark.parametrize(("wish", "expected"), [("reduce", "0s"), ("no-preference", "0.12s")])
def test_motion_is_only_for_those_who_do_not_mind(
    window: Callable[..., Window], wish: str, expected: str
) -> None:
    opened = window(reduced_motion=wish)
    duration = opened.page.locator(".main-choice").evaluate(
        "each => getComputedStyle(each).transitionDuration"
    )
    assert duration.split(", ")[0] == expected


def test_paper_gets_the_steps_and_no_buttons(window: Callable[..., Window]) -> None:
    opened = window()
    opened.choose("US")
    opened.open("/c/a")
    opened.page.emulate_media(media="print")
    page = opened.page
    assert not page.locator(".exit-button").is_visible()
    assert not page.locator("select").first.is_visible()
    assert page.locator(".step").count() > 5
    folded = page.locator("main details.fold .inside").first
    assert folded.evaluate("each => each.getBoundingClientRect().height") > 0


def test_the_first_visit_is_light(window: Callable[..., Window]) -> None:
    opened = window()
    sizes: list[int] = []
    opened.page.on("response", lambda response: sizes.append(len(response.body())))
    opened.page.reload(wait_until="networkidle")
    assert len(sizes) >= 3
    assert sum(sizes) < FIRST_VISIT


def test_nothing_is_asked_of_any_other_machine(window: Callable[..., Window]) -> None:
    opened = window()
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    opened.choose("US")
    for path in ("/", "/c", "/d", "/e", "/f", "/g", "/h", "/n"):
        opened.open(path)
    assert asked
    assert all(url.startswith(f"http://127.0.0.1:{opened.door.port}/") for url in asked)
