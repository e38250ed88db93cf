"""The call log in a browser: no barriers in any state, nothing too wide, all by keyboard."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_barriers
from tests.browser.corners import WIDE_AND_DARK
from tests.web import sample_record as sample
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from tests.browser.conftest import Window
    from wayhome.usecases.record_room import RecordRoom

MOST_TABS = 60
LARGE_ENOUGH = "main button, main .ways a, main .call, main .kept-edit a, main .second-button"
HOSTILE = (sample.ENDLESS, sample.TURNED, sample.ARABIC, sample.SCRIPT)


@pytest.fixture
def night(window: Callable[..., Window], served: Flask) -> Iterator[Callable[..., Window]]:
    """Return a function that opens a window in a night of the test's own, without a record."""
    room_of(served).now = lambda: sample.NOW
    clock = room_of(served).clock
    yield window
    room_of(served).clock = clock
    room_of(served).lock()


def room_of(served: Flask) -> RecordRoom:
    return shell_of(served).room


def write(seen: Window, whom: str = "Precinct 4", **fields: str) -> None:
    """Write a call down at the form."""
    seen.open("/r/l/n")
    for name, value in {"whom": whom, **fields}.items():
        seen.page.fill(f"#{name}", value)
    for event in ("police_took_report", "case_number_given"):
        seen.page.check(f"input[value={event}]")
    seen.press(".record-form .main-button")


def look_at(seen: Window, paths: tuple[str, ...]) -> dict[str, object]:
    """Return what is wrong on these pages."""
    faults: dict[str, object] = {}
    for path in paths:
        seen.open(path)
        seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        small = seen.page.locator(LARGE_ENOUGH).evaluate_all(
            "all => all.filter(each => each.getBoundingClientRect().height < 44)"
            ".map(each => each.outerHTML)"
        )
        if found := [*find_barriers(seen.page), *small, *(["too wide"] * (seen.overflow() > 0))]:
            faults[path] = found
    return faults


@pytest.mark.parametrize(("language", "width", "scheme"), WIDE_AND_DARK)
def test_no_barriers_with_no_record_locked_and_open(
    night: Callable[..., Window], served: Flask, language: str, width: int, scheme: str
) -> None:
    seen = night(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
    paths = ("/r/l", "/r/l/n", "/r/l/n/2", "/r/l/p", "/r/l/s")
    assert look_at(seen, paths) == {}
    for whom in HOSTILE:
        write(seen, whom, said=f"{whom}\n{whom}", person=whom, number=whom, back_time="22:20")
    assert look_at(seen, paths) == {}
    book = sample.open_record(served)
    sample.fill(book, sample.ENDLESS)
    seen.open("/r/l")
    seen.press("form[action='/r/l/j'] button")
    write(seen, sample.ENDLESS, back_day="2026-11-23")
    room_of(served).now = lambda: sample.NOW + dt.timedelta(hours=5)
    entry = book.call_log().entries[-1].id
    assert look_at(seen, (*paths, f"/r/l/c/{entry}", f"/r/l/a/{entry}", "/r/t")) == {}
    room_of(served).lock()
    write(seen, sample.TURNED)
    assert look_at(seen, (*paths, "/r")) == {}


def test_a_call_is_written_down_by_keyboard_alone(night: Callable[..., Window]) -> None:
    seen = night()
    seen.open("/r/l/n")
    reached = set()
    for _ in range(MOST_TABS):
        seen.page.keyboard.press("Tab")
        here = seen.page.evaluate("document.activeElement.id || document.activeElement.textContent")
        reached.add(here)
        if here == "whom":
            seen.page.keyboard.type("Precinct 4")
        if here == "said":
            seen.page.keyboard.type("They come.")
        if here == "event-2":
            seen.page.keyboard.press("Space")
        if here == "Write it down":
            with seen.page.expect_navigation():
                seen.page.keyboard.press("Enter")
            break
    assert {"whom", "day", "time", "person", "number", "back_day", "back_time", "by"} <= reached
    text = seen.page.locator("main").inner_text()
    for part in ("Precinct 4", "They come.", "The police took my report", "Awaited until"):
        assert part in text


def test_it_all_works_without_scripts(night: Callable[..., Window]) -> None:
    seen = night(java_script_enabled=False)
    write(seen, said="They come.", back_time="23:30")
    assert seen.path() == "/r/l"
    text = seen.page.locator("main").inner_text()
    assert "Only in this computer's memory: 1" in text
    assert "Awaited until November 22, 2026, 23:30" in text
    seen.press(".deadline .second-button")
    assert seen.page.locator("#day").input_value() == "2026-11-22"


def test_what_is_being_typed_stays_when_the_record_locks(
    night: Callable[..., Window], served: Flask
) -> None:
    sample.open_record(served)
    seen = night()
    seen.open("/r/l/n")
    seen.page.fill("#whom", "Precinct 4")
    room_of(served).lock()
    seen.press(".record-form .main-button")
    assert seen.path() == "/r/l"
    assert "sealed" in seen.page.locator(".done").inner_text()
    room_of(served).unlock(sample.PASSPHRASE)
    assert [each.said.whom for each in room_of(served).book.call_log().entries] == ["Precinct 4"]


def test_the_list_moves_with_the_clock_and_not_under_a_typing_hand(
    night: Callable[..., Window], served: Flask
) -> None:
    seen = night()
    seen.page.clock.install()
    room_of(served).clock = lambda: 10_000_000.0
    write(seen, back_time="22:20")
    (entry,) = (each.id for each in shell_of(served).calls.shown(room_of(served).epoch))
    seen.open(f"/r/l/c/{entry}")
    seen.page.locator("#said").press_sequentially("Half a sentence")
    seen.page.clock.fast_forward("12:00:00")
    assert seen.path() == f"/r/l/c/{entry}"
    seen.open("/r/l")
    room_of(served).clock = lambda: 10_001_000.0
    seen.page.clock.fast_forward("12:00:00")
    seen.page.wait_for_url("**/r/l?t=1*")
    assert "Out of sight: 1" in seen.page.locator("main").inner_text()
    assert "Precinct 4" not in seen.page.locator("main").inner_text()
    assert look_at(seen, ("/r/l", "/c")) == {}


def test_on_paper_stands_the_log_and_nothing_of_the_screen(
    night: Callable[..., Window], tmp_path: Path
) -> None:
    seen = night()
    write(seen, said="They come.")
    seen.open("/r/l/p")
    seen.page.emulate_media(media="print")
    assert not seen.page.locator("header.bar").is_visible()
    assert not seen.page.locator(".screen-only").first.is_visible()
    assert seen.page.locator(".one-call").is_visible()
    seen.page.pdf(path=tmp_path / "calls.pdf")
    assert (tmp_path / "calls.pdf").read_bytes().startswith(b"%PDF")
