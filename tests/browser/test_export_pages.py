"""How to get a chat export, in a real browser: barriers, width, and a page that fits a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Window
    from wayhome.usecases.wayhome import Wayhome

SHORT = ["/w", "/w/1"]
CORNERS = [("es", 320, "light"), ("en", 1280, "dark"), ("en", 320, "dark"), ("es", 1280, "light")]


def _find_faults(window: Window, paths: list[str]) -> dict[str, list[str]]:
    faults = {}
    for path in paths:
        window.open(path)
        barriers = find_barriers(window.page)
        if window.overflow() > 0:
            barriers.append(f"{window.overflow()} pixels too wide")
        if barriers:
            faults[path] = barriers
    return faults


def test_no_barriers(window: Callable[..., Window]) -> None:
    opened = window(viewport={"width": 320, "height": 800}, locale="es")
    assert not _find_faults(opened, SHORT)


def test_no_barriers_while_a_child_is_missing(window: Callable[..., Window]) -> None:
    opened = window(viewport={"width": 320, "height": 800}, locale="es")
    opened.open("/c")
    assert not _find_faults(opened, ["/w/1"])
    # Nothing of the app's own steps is there.
    assert not opened.page.locator("ol").count()


@pytest.mark.long
@pytest.mark.parametrize(("language", "width", "scheme"), CORNERS)
def test_no_barriers_for_any_app(
    window: Callable[..., Window], wayhome: Wayhome, language: str, width: int, scheme: str
) -> None:
    opened = window(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    count = len(wayhome.exports(language))
    assert not _find_faults(opened, ["/w", *(f"/w/{number}" for number in range(1, count + 1))])
