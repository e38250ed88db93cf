"""A real Chromium against a real server. Set WAYHOME_BROWSER to choose the browser."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest
from playwright.sync_api import sync_playwright

from tests.web.running import door_of, running
from wayhome.usecases.home import Home
from wayhome.web.shell import NAME, new_shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, Page, Response

    from wayhome.usecases.door import Door
    from wayhome.usecases.wayhome import Wayhome

HERE = Path(__file__).parent
FLAGS = (
    # Containers that run as root have no sandbox; the pages are our own.
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that it can be left out by one word."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


def _find_browser() -> str | None:
    """Return the browser's path; None takes the one that Playwright installed itself."""
    named = os.environ.get("WAYHOME_BROWSER")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_find_browser(), args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(wayhome: Wayhome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return an app that answers on loopback for all tests."""
    with running(wayhome, Home(tmp_path_factory.mktemp("home"))) as app:
        yield app


@dataclass
class Window:
    """A page of the browser, and the door into the app."""

    page: Page
    door: Door

    def open(self, path: str) -> Response | None:
        """Open a page of the app."""
        return self.page.goto(f"http://127.0.0.1:{self.door.port}{path}")

    def enter(self) -> Window:
        """Come in through the door, and let the pages settle."""
        self.page.goto(self.door.address())
        return self

    def path(self) -> str:
        """Return where the window is."""
        return self.page.url.removeprefix(f"http://127.0.0.1:{self.door.port}")

    def press(self, selector: str) -> None:
        """Press what leads to another page, and wait until that one is whole."""
        # Without the wait a fast test looks at a page that has no style yet.
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def answer(self, option: str | None) -> None:
        """Answer the question that is shown, or leave all unticked."""
        if option:
            self.page.locator(f"input[value={option}]").check()
        self.press(".main-button")

    def choose(self, country: str) -> None:
        """Choose a country on a page that asks for it."""
        self.page.locator("select").first.select_option(country)
        self.press(".country button")

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        width = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return int(width)


@pytest.fixture
def window(browser: Browser, served: Flask, home: Home, wayhome: Wayhome) -> Iterator[Any]:
    """Return a function that opens a window inside; options are those of a browser context."""
    door = door_of(served)
    served.extensions[NAME] = new_shell(wayhome, home, door)
    contexts = []

    def open_window(**options: object) -> Window:
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "en", **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        # A test that waits longer than this waits for nothing.
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Window(context.new_page(), door).enter()

    yield open_window
    for context in contexts:
        context.close()


@cache
def _axe() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return (folder / "axe.min.js").read_text(encoding="utf-8")


def find_barriers(page: Page) -> list[str]:
    """Return what axe finds wrong, each with the rule and the element."""
    # Evaluated by the debugger, which the page's own policy does not bind.
    page.evaluate(_axe())
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", STANDARDS
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
