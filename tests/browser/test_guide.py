"""The guide and its sheets in a real browser: barriers, width, keyboard, going back, paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers
from tests.web.running import door_of
from wayhome.model.guide import Shows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

    from tests.browser.conftest import Window
    from wayhome.usecases.wayhome import Wayhome

MIXES = [("en", 1280), ("es", 1280), ("en", 320), ("es", 320)]
CORNERS = [
    pytest.param(*mix, marks=[] if mix == ("es", 320) else [pytest.mark.long]) for mix in MIXES
]
"""One corner each time; the long tests have all of them."""
PIXELS_PER_MM = 96 / 25.4
MOST_TABS = 60


def _topics(wayhome: Wayhome) -> list[str]:
    return [f"/i/{number}" for number in range(1, len(wayhome.content.guide.topics) + 1)]


def _sheets(wayhome: Wayhome) -> list[str]:
    return [f"/p/{number}" for number in range(1, len(wayhome.content.guide.forms) + 3)]


def _showing(wayhome: Wayhome, shows: Shows | None) -> str:
    topics = wayhome.content.guide.topics.values()
    return next(f"/i/{n}" for n, topic in enumerate(topics, 1) if topic.shows is shows)


def _wallet(wayhome: Wayhome) -> str:
    return f"/p/{len(wayhome.content.guide.forms) + 1}"


def _fridge(wayhome: Wayhome) -> str:
    return f"/p/{len(wayhome.content.guide.forms) + 2}"


def _sample(wayhome: Wayhome) -> list[str]:
    """Return one page of each kind."""
    return ["/i", *(_showing(wayhome, each) for each in (None, *Shows)), "/p", *_sheets(wayhome)]


def _find_faults(window: Window, paths: Iterable[str]) -> dict[str, list[str]]:
    faults = {}
    for path in paths:
        window.open(path)
        for opened in (False, True):
            window.page.evaluate(
                "open => document.querySelectorAll('details').forEach(each => each.open = open)",
                opened,
            )
            barriers = find_barriers(window.page)
            if window.overflow() > 0:
                barriers.append(f"{window.overflow()} pixels too wide")
            if barriers:
                faults[path] = barriers
    return faults


@pytest.mark.parametrize(("language", "width"), CORNERS)
def test_no_barriers_in_the_guide(
    window: Callable[..., Window], wayhome: Wayhome, language: str, width: int
) -> None:
    opened = window(viewport={"width": width, "height": 800}, locale=language)
    opened.choose("US")
    assert not _find_faults(opened, _sample(wayhome))


def test_no_barriers_without_a_country_and_in_the_dark(
    window: Callable[..., Window], wayhome: Wayhome
) -> None:
    opened = window(viewport={"width": 320, "height": 800}, color_scheme="dark")
    paths = [_showing(wayhome, Shows.SIGNS), _wallet(wayhome), _fridge(wayhome)]
    assert not _find_faults(opened, paths)
    _search(opened, "zzzz")
    assert not find_barriers(opened.page)


@pytest.mark.long
@pytest.mark.parametrize("country", [None, "US", "MX"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), MIXES)
def test_no_barriers_in_any_topic(  # noqa: PLR0913, PLR0917 - the whole matrix
    window: Callable[..., Window],
    wayhome: Wayhome,
    language: str,
    width: int,
    scheme: str,
    country: str | None,
) -> None:
    opened = window(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    if country:
        opened.choose(country)
    assert not _find_faults(opened, ["/i", "/p", *_topics(wayhome), *_sheets(wayhome)])


def test_links_have_room_for_a_finger(window: Callable[..., Window], wayhome: Wayhome) -> None:
    opened = window(viewport={"width": 320, "height": 800})
    for path in _sample(wayhome):
        opened.open(path)
        small = opened.page.evaluate(
            """() => [...document.querySelectorAll('button, input, summary, .ways a, .jumps a, '
                 + '.back a, .main-button, .line-link')]
                 .filter(each => each.getClientRects().length && each.type !== 'hidden'
                     && each.offsetHeight < 44)
                 .map(each => each.outerHTML.slice(0, 80))"""
        )
        assert not small, path


def _search(window: Window, query: str) -> None:
    window.open("/i")
    window.page.locator("#q").fill(query)
    with window.page.expect_navigation():
        window.page.locator(".search button").click()


def test_going_back_from_a_topic_shows_what_was_found(window: Callable[..., Window]) -> None:
    """A page that answers a form can't be shown again; ours stands at an address of its own."""
    opened = window()
    _search(opened, "gifts")
    address = opened.path()
    assert re.fullmatch(r"/i/s/[\w-]{8}", address)
    with opened.page.expect_navigation():
        opened.page.locator(".found a").first.click()
    assert re.fullmatch(r"/i/\d+", opened.path())
    opened.page.go_back()
    assert opened.path() == address
    assert opened.page.locator(".found a").count() > 0
    assert opened.page.locator("#q").input_value() == "gifts"
    assert opened.page.title() == "Notes"


def _tab_to(window: Window, selector: str) -> None:
    for _ in range(MOST_TABS):
        window.page.keyboard.press("Tab")
        if window.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way by keyboard to {selector}")


def test_search_and_read_by_keyboard_without_javascript(
    window: Callable[..., Window], wayhome: Wayhome
) -> None:
    opened = window(java_script_enabled=False)
    page = opened.page
    opened.open("/i")
    page.locator("#q").focus()
    page.keyboard.type("signs")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(".found a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").is_visible()
    opened.open(_showing(wayhome, Shows.SIGNS))
    page.locator(".card summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".card[open] blockquote").is_visible()


def test_every_part_of_a_topic_can_be_reached_by_keyboard(
    window: Callable[..., Window], wayhome: Wayhome
) -> None:
    opened = window(viewport={"width": 320, "height": 700})
    opened.open(_showing(wayhome, Shows.FIGURES))
    _tab_to(opened, ".jumps a")
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("location.hash.length > 1")
    _tab_to(opened, ".wide")
    before = opened.page.locator(".wide").last.evaluate("each => each.scrollLeft")
    opened.page.locator(".wide").last.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_function(
        "before => [...document.querySelectorAll('.wide')].at(-1).scrollLeft > before", arg=before
    )


def test_a_jump_lands_below_the_bar(window: Callable[..., Window], wayhome: Wayhome) -> None:
    opened = window(viewport={"width": 320, "height": 700})
    opened.open(_showing(wayhome, Shows.SIGNS))
    opened.page.locator(".jumps a").last.click()
    bar = opened.page.locator(".bar").bounding_box()
    heading = opened.page.locator("#n").bounding_box()
    assert bar
    assert heading
    assert bar["height"] <= heading["y"] < 350


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("country", ["US", "AU", "CA", "EU", "GB", "IE", "IN", "MX"])
def test_the_wallet_card_is_as_large_as_a_bank_card(
    window: Callable[..., Window], wayhome: Wayhome, country: str, language: str
) -> None:
    opened = window(locale=language)
    opened.choose(country)
    opened.open(_wallet(wayhome))
    opened.page.emulate_media(media="print")
    for face in opened.page.locator(".face").all():
        box = face.bounding_box()
        assert box
        assert box["width"] / PIXELS_PER_MM == pytest.approx(85.6, abs=0.2)
        assert box["height"] / PIXELS_PER_MM == pytest.approx(54, abs=0.2)
        assert face.evaluate("each => each.scrollHeight <= each.clientHeight"), "words cut off"


def _pages_on_paper(window: Window, paper: str) -> int:
    printed = window.page.pdf(format=paper)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_sheets_fit_their_paper(
    window: Callable[..., Window], wayhome: Wayhome, paper: str, language: str
) -> None:
    opened = window(locale=language)
    opened.choose("US")
    most = {_wallet(wayhome): 1, _fridge(wayhome): 1, "/p/1": 3, "/p/2": 1, "/p/3": 2}
    for path in _sheets(wayhome):
        opened.open(path)
        assert _pages_on_paper(opened, paper) <= most[path], path


def test_paper_gets_the_sheet_alone_with_room_to_write(
    window: Callable[..., Window], wayhome: Wayhome
) -> None:
    opened = window(color_scheme="dark")
    opened.choose("US")
    for path in _sheets(wayhome):
        opened.open(path)
        opened.page.emulate_media(media="print")
        for selector in (".bar", ".foot", ".back", ".note", ".country-line"):
            for each in opened.page.locator(selector).all():
                assert not each.is_visible(), (path, selector)
        assert opened.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        low = opened.page.evaluate(
            """least => [...document.querySelectorAll('.blanks li, .to-fill td')]
                .filter(each => each.getBoundingClientRect().height < least).length""",
            11 * PIXELS_PER_MM,
        )
        assert low == 0, path
        opened.page.emulate_media(media="screen")


def test_printed_topics_show_what_is_folded_and_no_way_to_press(
    window: Callable[..., Window], wayhome: Wayhome
) -> None:
    opened = window()
    opened.open(_showing(wayhome, Shows.TACTICS))
    opened.page.emulate_media(media="print")
    bodies = opened.page.locator(".card-body")
    assert bodies.count() == len(wayhome.tactics("en"))
    for body in bodies.all():
        assert body.evaluate("each => each.getBoundingClientRect().height") > 0
    assert not opened.page.locator(".on-page").is_visible()
    assert opened.page.locator(".sources li").last.is_visible()


def test_no_page_of_the_guide_says_anything_to_the_console(
    window: Callable[..., Window], served: Flask, wayhome: Wayhome
) -> None:
    opened = window()
    said: list[str] = []
    asked: list[str] = []
    opened.page.on("console", lambda message: said.append(message.text))
    opened.page.on("request", lambda request: asked.append(request.url))
    for path in _sample(wayhome):
        opened.open(path)
    assert not said
    home = f"http://127.0.0.1:{door_of(served).port}/"
    assert all(url.startswith(home) for url in asked)
