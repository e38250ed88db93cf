"""The committed one-file site, opened as a family opens it: from a folder, with no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SITE = (Path(__file__).parents[2] / "site" / "wayhome.html").as_uri()


@pytest.fixture(params=[("light", 320), ("dark", 1280)], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    scheme, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        offline=True,
        java_script_enabled=True,
    )
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda sent: asked.append(sent.url))
    yield opened
    context.close()
    assert all(url.startswith("file:") for url in asked)


@pytest.mark.parametrize("place", ["", "#en", "#es"])
def test_no_barriers_and_nothing_to_scroll_sideways(page: Page, place: str) -> None:
    page.goto(SITE + place)
    assert not find_barriers(page)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    small = page.evaluate(
        """() => [...document.querySelectorAll(
             '.emergency a, .tongues a, .contents a, .links a, .order a, .ways a, .back')]
             .filter(each => each.getClientRects().length && each.offsetHeight < 44)
             .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert not small


def test_choosing_a_language_puts_the_other_aside(page: Page) -> None:
    page.goto(SITE)
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


def test_emergency_numbers_and_languages_stand_on_the_first_screen_of_a_phone(
    browser: Browser,
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(SITE)
    for each in [*page.locator(".emergency a").all(), *page.locator(".tongues a").all()]:
        box = each.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
    context.close()


def test_it_prints(page: Page) -> None:
    page.goto(f"{SITE}#en")
    assert page.pdf(format="Letter").startswith(b"%PDF")
