"""No barriers by WCAG 2.2 AA, and nothing to scroll sideways: every page, language and width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.conftest import Window

PATHS = ("/", "/c", "/d", "/e", "/f", "/g", "/h", "/n", "/zzz", "/b/abcdefgh/1")


def _stations(window: Window, *, country: str | None) -> Iterator[str]:
    """Walk through every kind of page and name each one, with all folds open."""
    if country:
        window.choose(country)
    for path in PATHS:
        window.open(path)
        yield _unfold(window, path)
    yield from _stations_of_check(window)


def _stations_of_check(window: Window) -> Iterator[str]:
    window.open("/")
    window.press(".main-choice")
    yield "question"
    window.press(".main-button")
    yield "question without an answer"
    window.answer("unsure")
    yield _unfold(window, "urgent result")
    for option in ("no", "no", "no", "no", "yes", "older_partner"):
        number = window.path().rpartition("/")[2]
        if number == "r":
            window.press(".onward a")
        if window.page.locator("input[type=checkbox]").count():
            yield "signs"
        window.answer(option)
    window.answer("guardian") if not window.path().endswith("/r") else None
    yield _unfold(window, "result")


def _unfold(window: Window, name: str) -> str:
    window.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return name


def _assert_no_barriers(window: Window, *, country: str | None) -> None:
    faults = {}
    for name in _stations(window, country=country):
        barriers = find_barriers(window.page)
        if window.overflow() > 0:
            barriers.append(f"{window.overflow()} pixels too wide")
        if barriers:
            faults[name] = barriers
    assert not faults


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [
        # One corner each time, others on other pages; the long tests have all of them.
        pytest.param("en", 1280, "dark", marks=pytest.mark.long),
        ("es", 320, "light"),
        pytest.param("en", 320, "dark", marks=pytest.mark.long),
        pytest.param("es", 1280, "light", marks=pytest.mark.long),
    ],
)
def test_no_barriers(window: Callable[..., Window], language: str, width: int, scheme: str) -> None:
    opened = window(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    _assert_no_barriers(opened, country="US")


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 1280)])
def test_no_barriers_without_a_country(
    window: Callable[..., Window], language: str, width: int
) -> None:
    opened = window(viewport={"width": width, "height": 800}, locale=language)
    for path in ("/", "/c", "/e", "/g"):
        opened.open(path)
        assert not find_barriers(opened.page), path
        assert opened.overflow() <= 0, path


def test_axe_itself_notices(window: Callable[..., Window]) -> None:
    page = window().page
    page.evaluate("document.querySelector('h1').outerHTML = '<img src=\"/s/icon.svg\">'")
    assert any("image-alt" in each for each in find_barriers(page))


@pytest.mark.long
@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_barriers_in_any_mix(
    window: Callable[..., Window], language: str, width: int, scheme: str, forced: str
) -> None:
    opened = window(
        viewport={"width": width, "height": 800},
        locale=language,
        color_scheme=scheme,
        forced_colors=forced,
    )
    _assert_no_barriers(opened, country="US")


@pytest.mark.long
@pytest.mark.parametrize("country", [None, "CA", "GB", "IE", "EU", "AU", "MX", "IN"])
def test_no_barriers_in_any_country(window: Callable[..., Window], country: str | None) -> None:
    opened = window(viewport={"width": 320, "height": 800}, locale="es")
    _assert_no_barriers(opened, country=country)


def test_four_hundred_percent_zoom_needs_no_sideways_scroll(
    window: Callable[..., Window],
) -> None:
    """A window of 1280 by 1024 at 400 % is 320 by 256 CSS pixels of four device pixels each."""
    opened = window(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    for name in _stations(opened, country="US"):
        assert opened.overflow() <= 0, name
        bar = opened.page.locator(".bar")
        if bar.count():
            # What stays on top must leave room for what is read.
            assert bar.bounding_box()["height"] < 256 / 3, name  # type: ignore[index]


def test_targets_are_large_enough_for_a_shaking_hand(window: Callable[..., Window]) -> None:
    """44 CSS pixels for everything that is not a link within a sentence."""
    opened = window(viewport={"width": 320, "height": 700})
    for name in _stations(opened, country="US"):
        small = opened.page.evaluate(
            """() => [...document.querySelectorAll('button, select, summary, .option label, '
                 + '.call, .away, .ways a, .foot-links a, .jumps a, .mark')]
                 .filter(each => each.getClientRects().length && each.offsetHeight < 44)
                 .map(each => each.outerHTML.slice(0, 80))"""
        )
        assert not small, name
