"""What was typed and came back to be mended, and a clock that is set back, when a page leaves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_lock_pages import (  # noqa: F401 - fixtures are found by their import
    BUTTON,
    SOON,
    _make,
    room,
)
from wayhome.web import record_guard
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.browser.conftest import Window


@pytest.mark.usefixtures("room")
def test_what_came_back_to_be_mended_is_put_away_with_its_page(
    window: Callable[..., Window], served: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = window()
    _make(opened)
    opened.open("/r/d/new")
    opened.page.fill("#text", "She came home with another phone.")
    opened.page.fill("#day", "")
    monkeypatch.setattr(record_guard, "PATIENCE_SECONDS", SOON)
    opened.page.locator(BUTTON).click()
    opened.page.wait_for_url("**/r/a")
    assert shell_of(served).stash.holds


@pytest.mark.usefixtures("room")
def test_a_page_leaves_also_when_the_clock_is_set_back(window: Callable[..., Window]) -> None:
    opened = window()
    opened.page.clock.install()
    _make(opened)
    opened.open("/r/d/new")
    opened.page.clock.set_system_time(dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    opened.page.clock.fast_forward(11 * 60 * 1000)
    opened.page.wait_for_url("**/r/a")


@pytest.mark.usefixtures("room")
def test_a_press_on_lock_takes_the_record_off_every_tab(
    window: Callable[..., Window], served: Flask
) -> None:
    opened = window()
    _make(opened)
    opened.open("/r/d/new")
    opened.page.fill("#text", "half a sen")
    other = opened.page.context.new_page()
    other.goto(opened.page.url.replace("/r/d/new", "/r/b"))
    other.locator(".lock-button").click()
    opened.page.wait_for_url(lambda url: url.endswith(("/r", "/r/a")))
    assert "half a sen" not in opened.page.content()
    assert shell_of(served).stash.holds
