"""The committed one-file site, opened as a family opens it: from a folder, with no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

SITE = (Path(__file__).parents[2] / "site" / "wayhome.html").as_uri()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the file at a place, off the network."""
    contexts = []
    asked: list[str] = []

    def open_at(place: str, **options: object) -> Page:
        settings = {"viewport": {"width": 320, "height": 800}, "offline": True, **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda sent: asked.append(sent.url))
        page.goto(SITE + place)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert all(url.startswith("file:") for url in asked)


def _too_small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(
             '.emergency a, .tongues a, .contents a, .links a, .order a, .ways a, .back')]
             .filter(each => each.getClientRects().length && each.offsetHeight < 44)
             .map(each => each.outerHTML.slice(0, 80))"""
    )
    return found


def _overflow(page: Page) -> int:
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(width))


@pytest.mark.parametrize("place", ["", "#en", "#es"])
def test_nothing_to_scroll_sideways_and_large_targets(
    opened: Callable[..., Page], place: str
) -> None:
    page = opened(place)
    assert _overflow(page) <= 0
    assert not _too_small(page)


# axe takes its time: half a minute for the whole file.
@pytest.mark.parametrize(
    ("place", "scheme"),
    [
        ("#en", "light"),
        pytest.param("#es", "dark", marks=pytest.mark.long),
        pytest.param("", "light", marks=pytest.mark.long),
        pytest.param("", "dark", marks=pytest.mark.long),
    ],
)
def test_no_barriers(opened: Callable[..., Page], place: str, scheme: str) -> None:
    assert not find_barriers(opened(place, color_scheme=scheme))


def test_choosing_a_language_puts_the_other_aside(opened: Callable[..., Page]) -> None:
    page = opened("")
    assert page.locator("#en").is_visible()
    assert page.locator("#es").is_visible()
    page.locator(".tongues a[lang=es]").click()
    assert page.locator("#es").is_visible()
    assert not page.locator("#en").is_visible()
    # A link within the half keeps it so, on paper too.
    page.locator("#es .contents a").first.click()
    page.emulate_media(media="print")
    assert not page.locator("#en").is_visible()
    assert page.locator("#s").is_visible()
    assert page.pdf(format="Letter").startswith(b"%PDF")


def test_first_screen_of_a_phone_has_emergency_numbers_and_languages(
    opened: Callable[..., Page],
) -> None:
    page = opened("", java_script_enabled=False)
    for each in [*page.locator(".emergency a").all(), *page.locator(".tongues a").all()]:
        box = each.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
