"""The open record in a browser: no barriers, nothing too wide, all by keyboard, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers
from tests.web import sample_record as sample
from wayhome.web.child_layout import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

    from tests.browser.conftest import Window
    from wayhome.usecases.record_book import RecordBook

MOST_TABS = 80
LARGE_ENOUGH = (
    "main button, main select, main summary, main .option label, main .ways a, main .due a,"
    " main .kept-edit a, main .line-link, main .choose a, main .back a, main .note-when a"
)


@pytest.fixture
def opened(window: Callable[..., Window], served: Flask) -> Iterator[Callable[..., Window]]:
    """Return a function that opens a window beside an open record."""
    sample.open_record(served)
    yield window
    served.extensions["wayhome"].room.lock()


def _book(served: Flask) -> RecordBook:
    room = served.extensions["wayhome"].room
    return room.book  # type: ignore[no-any-return]


def _fill(book: RecordBook) -> list[str]:
    """Fill the record with odd names; return every kind of page with something on it."""
    names = (sample.ARABIC, sample.CHINESE, sample.ENDLESS, sample.TURNED, sample.SCRIPT)
    child = [sample.fill(book, name) for name in names][2]
    answers = {"who": ("guardian",), "missing": ("no",), "signs": ("gang", "older_partner")}
    book.keep_check(answers, ("suspected", "talk"), child, "0")
    for days in range(60):
        book.add_note(sample.note("https://" + "long" * 60, days=days * 9), child)
    mark = book.child(child).in_section("marks")[0]
    photo = book.child(child).photos[0]
    places = {
        each.id: f"/r/c/{child}/{number_of(book.shape, each.id)}" for each in book.shape.sections
    }
    return [
        *("/r/b", "/r/d", "/r/d?p=2", f"/r/d?c={child}", "/r/d/new", "/r/d/1", "/r/d/1/e"),
        *("/r/d/1/x", "/r/t", "/r/t?y=all", "/r/g/1", "/r/g/1/x", f"/r/c/{child}", "/r/c/999"),
        *(f"/r/c/{child}/p", f"/r/c/{child}/l", f"/r/c/{child}/x", f"/r/f/{photo.id}/d"),
        *(f"/r/f/{photo.id}/x", f"{places['marks']}/{mark.id}", f"{places['marks']}/{mark.id}/x"),
        *(places[each] for each in ("identity", "marks", "allergies", "conditions", "circle")),
        *(places[each] for each in ("talks", "needs")),
        *(f"{places[each]}/new" for each in ("measures", "devices", "circle", "talks", "orders")),
    ]


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
def test_no_barriers(
    opened: Callable[..., Window], served: Flask, language: str, width: int, scheme: str
) -> None:
    paths = _fill(_book(served))
    seen = opened(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    faults = {}
    for path in paths:
        seen.open(path)
        seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = [*find_barriers(seen.page), *_small(seen.page)]
        if seen.overflow() > 0:
            found.append(f"{seen.overflow()} pixels too wide")
        if found:
            faults[path] = found
    assert not faults


def _small(page: Page) -> list[str]:
    """Return what is too small for a shaking hand: 44 CSS pixels at least."""
    found: list[str] = page.evaluate(
        """selector => [...document.querySelectorAll(selector)]
             .filter(each => each.getClientRects().length && each.offsetHeight < 44)
             .map(each => each.outerHTML.slice(0, 80))""",
        LARGE_ENOUGH,
    )
    return found


def test_a_form_that_was_not_taken_moves_the_focus_to_why(
    opened: Callable[..., Window], served: Flask
) -> None:
    child = _book(served).add_child("Ana Prueba")
    seen = opened(java_script_enabled=False)
    seen.open(f"/r/c/{child}/1")
    seen.page.fill("#full_name", "")
    seen.page.fill("#race", "typed before")
    seen.press("main form .main-button")
    assert seen.page.locator("[role=alert]:focus").count() == 1
    seen.page.locator("[role=alert] a").click()
    assert seen.page.locator("#full_name:focus").count() == 1
    assert seen.page.input_value("#race") == "typed before"


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, which must be seen on the way."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        outlined = page.evaluate(
            """() => {
                const focused = document.activeElement;
                // After the last link the way goes through the browser's own bar.
                if (focused === document.body) return true;
                const isOption = focused.matches('.option input');
                const style = getComputedStyle(isOption ? focused.nextElementSibling : focused);
                return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            }"""
        )
        assert outlined, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no way by keyboard to {selector}")


def _enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_child_details_photo_and_note_by_keyboard(
    opened: Callable[..., Window], served: Flask, tmp_path: Path
) -> None:
    """Only the choice of the file itself is the browser's own window, so the test sets it."""
    photo = tmp_path / "photo.png"
    photo.write_bytes(sample.picture())
    seen = opened()
    page = seen.page
    seen.open("/r/b")
    _tab_to(page, "#full_name")
    page.keyboard.type("Ana Prueba")
    _tab_to(page, "main .main-button")
    _enter(page)
    page.wait_for_selector("h1:has-text('Ana Prueba')")
    _tab_to(page, ".ways a[href='/r/c/1/1'], .kept-edit a[href='/r/c/1/1']")
    _enter(page)
    _tab_to(page, "#birth_date")
    page.keyboard.type("04092013")
    _tab_to(page, "#sex")
    page.keyboard.type("Female")
    _tab_to(page, "main form .main-button")
    _enter(page)
    assert page.locator("dd", has_text="April 9, 2013").count() == 1
    _tab_to(page, ".due a[href$='/p']")
    _enter(page)
    _tab_to(page, "#photo")
    page.set_input_files("#photo", photo)
    _tab_to(page, "main form .main-button")
    _enter(page)
    image = page.locator(".photo-grid img")
    assert image.get_attribute("alt") == "Photo of the child"
    assert image.evaluate("each => each.naturalWidth") > 0
    seen.open("/r/b")
    _tab_to(page, "main .main-button")
    _enter(page)
    _tab_to(page, "#text")
    page.keyboard.type("A new phone.")
    _tab_to(page, ".sign-fold summary")
    page.keyboard.press("Enter")
    _tab_to(page, "input[value=phones_or_cash]")
    page.keyboard.press("Space")
    _tab_to(page, "main form .main-button")
    _enter(page)
    assert page.locator(".said").inner_text() == "A new phone."
    note = _book(served).note(1)
    assert note.said.signs == ("phones_or_cash",)
    assert note.child == 1


def test_the_pages_run_without_styles_or_scripts_of_their_own(
    opened: Callable[..., Window], served: Flask
) -> None:
    """The policy forbids both; a page that tried would speak in the console."""
    sample.fill(_book(served), sample.SCRIPT)
    seen = opened()
    spoken: list[str] = []
    seen.page.on("console", lambda message: spoken.append(message.text))
    seen.page.on("dialog", lambda dialog: spoken.append(dialog.message))
    for path in ("/r/b", "/r/c/1", "/r/c/1/p", "/r/d", "/r/d/1", "/r/t", "/r/c/1/21"):
        seen.open(path)
        assert not seen.page.locator("main [style], main script, main style").count(), path
    assert not spoken


def test_photos_are_shown_and_a_page_leaves_when_the_record_locks(
    opened: Callable[..., Window], served: Flask
) -> None:
    sample.fill(_book(served), "Ana Prueba")
    seen = opened()
    seen.open("/r/f/1/d")
    assert seen.page.locator("head script[data-after='605'][data-to='/r/a']").count() == 1
    assert seen.page.locator(".large-photo img").evaluate("each => each.naturalWidth") == 900
    served.extensions["wayhome"].room.lock()
    seen.open("/r/c/1")
    assert seen.path() == "/r"
    assert "Ana" not in seen.page.content()


def test_who_may_pick_up_fits_one_sheet_of_paper(
    opened: Callable[..., Window], served: Flask
) -> None:
    sample.fill(_book(served), "Ana Prueba")
    seen = opened()
    seen.page.emulate_media(media="print")
    seen.open("/r/c/1/l")
    shown = seen.page.locator("body").inner_text()
    assert "Rosa Prueba" in shown
    for hidden in ("Bruno", "Lock", "Diary", "must not be told", "Wayhome"):
        assert hidden not in shown
    seen.open("/r/t")
    assert seen.page.locator(".strip svg").is_visible()
    assert not seen.page.locator(".record-bar").is_visible()
    assert seen.page.pdf().startswith(b"%PDF")
