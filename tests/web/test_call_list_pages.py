"""The list of calls: by pages, right at any moment, out of sight when left, and on whom."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from tests.web.called import (  # noqa: F401 - fixtures are found by their import
    NOW,
    a_guardian,
    a_locked,
    a_newcomer,
    later,
    write,
)
from wayhome.model.problems import UserProblem
from wayhome.record import pending
from wayhome.usecases.record_book import RecordBook
from wayhome.usecases.record_room import RoomState
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from tests.web.recorded import Guardian

TOOK = {"event": ["police_took_report"]}
LOOK = re.compile(r'<script src="/s/look.js" defer data-after="(\d+)" data-to="([^"]+)">')
BARE = re.compile(r'<noscript><meta http-equiv="refresh" content="(\d+); url=([^"]+)">')
MANY = 120


def fill(guardian: Guardian, count: int) -> None:
    """Write calls into memory, each a minute before the one before it."""
    desk_of = shell_of(guardian.app)
    with guardian.app.test_request_context(base_url="http://127.0.0.1:5005"):
        from wayhome.model.calls import CallText
        from wayhome.usecases.call_log import CallDesk

        desk = CallDesk(desk_of.room, desk_of.calls)
        for place in range(count):
            called = NOW - dt.timedelta(minutes=place)
            desk.write(CallText(whom=f"Office {place}.", by="", called=called))


def test_fifty_calls_stand_on_a_page_and_all_of_them_on_paper(guardian: Guardian) -> None:
    fill(guardian, MANY)
    first, last = guardian.get("/r/l").text, guardian.get("/r/l?p=3").text
    assert (first.count('class="kept one-call"'), last.count('class="kept one-call"')) == (50, 20)
    assert "Page 1 of 3" in first
    assert "Office 0." in first
    assert "Office 119." in last
    assert 'href="/r/l?p=2#calls"' in first
    # Wherever an address leads, there is a page.
    for raw in ("0", "99", "9" * 9, "x"):
        assert "Page " in guardian.get(f"/r/l?p={raw}").text
    # From the line of time to the call itself, on whichever page it stands.
    assert 'id="c120"' in guardian.get("/r/l?e=120").text
    assert guardian.get("/r/l/p").text.count('class="kept one-call"') == MANY


def test_it_is_looked_at_again_when_something_falls_due_and_that_is_no_use(
    guardian: Guardian,
) -> None:
    assert not LOOK.search(guardian.get("/r/l").text)
    write(guardian, **TOOK)
    later(guardian, hours=1.9)
    page = guardian.get("/r/l").text
    (after, where) = LOOK.findall(page)[0]
    assert (int(after), where) == (6 * 60 + 1, "/r/l?t=1&amp;p=1")
    # Without scripts the first of two times counts.
    assert BARE.findall(page) == [(after, where)]
    assert "/s/leave.js" in page
    # A page that looks by itself for ever would keep the record open for ever.
    for _ in range(3):
        guardian.wait(4)
        guardian.get("/r/l?t=1")
    assert guardian.state() is RoomState.LOCKED


def test_locked_or_with_no_record_it_leaves_the_screen_and_keeps_the_times(
    newcomer: Guardian,
) -> None:
    write(newcomer, "Precinct 4", said="They come.", **TOOK)
    page = newcomer.get("/r/l").text
    assert LOOK.findall(page) == BARE.findall(page) == [("601", "/r/l?t=1&amp;p=1")]
    newcomer.wait(11)
    page = newcomer.get("/r/l?t=1").text
    for word in ("Precinct 4", "They come."):
        assert word not in page
    for word in ("Out of sight: 1", "November 22, 2026, 02:10", "Awaited until", "Print or save"):
        assert word in page
    # No passphrase guards them, and the page says so. Nothing is lost.
    assert "Anyone at this computer can print or save them." in page
    assert "They come." in newcomer.get("/r/l/p").text
    newcomer.post("/r/l/s", place=str(newcomer.downloads))
    (path,) = newcomer.downloads.iterdir()
    assert "They come." in path.read_text(encoding="utf-8")
    newcomer.make()
    assert newcomer.post("/r/l/j").location == "/r/l"
    assert [each.said.said for each in newcomer.room.book.call_log().entries] == ["They come."]


def test_locked_it_takes_the_record_to_see_them_again(locked: Guardian) -> None:
    write(locked, "Precinct 4", **TOOK)
    (entry,) = re.findall(r'"/r/l/c/([0-9a-f]{32})"', locked.get("/r/l").text)
    # A correction leaves too, where nobody types; without scripts it stays.
    form = locked.get(f"/r/l/c/{entry}").text
    assert LOOK.findall(form) == [("600", "/r/l?t=1")]
    assert not BARE.search(form)
    locked.wait(11)
    for path in ("/r/l", "/r/l/p", f"/r/l/c/{entry}"):
        assert "Precinct 4" not in locked.get(path).text
    page = locked.get("/r/l").text
    assert "Open your record to see them." in page
    assert "Awaited until" in page
    locked.unlock()
    page = locked.get("/r/l").text
    assert "Precinct 4" in page
    assert "Out of sight" not in page


def test_where_it_is_not_clear_whose_clock_it_ends_the_page_asks(guardian: Guardian) -> None:
    book = guardian.room.book
    ana, luz = book.add_child("Ana Prueba"), book.add_child("Luz Prueba")
    for child in (ana, luz):
        shell_of(guardian.app).missing.choose_child(child)
        write(guardian, **TOOK)
    shell_of(guardian.app).missing.end()
    assert "About which child" not in guardian.get("/r/l").text
    write(guardian, "Precinct 4", time="02:12", said="It is in.", event=["entered_in_ncic"])
    later(guardian, hours=3)
    page = guardian.get("/r/l").text
    assert page.count("About which child was this call?") == 1
    assert page.count('class="deadline overdue"') == 2
    (address,) = re.findall(r'action="(/r/l/w/[0-9a-f]{32})"', page)
    assert guardian.post(address, child="x").location == "/r/l"
    assert guardian.post(address, child=str(luz)).location == "/r/l"
    first, second = book.call_log().entries[-2:]
    assert (second.corrects, second.child, second.said) == (first.id, luz, first.said)
    page = guardian.get("/r/l").text
    assert "About which child" not in page
    assert page.count('class="deadline overdue"') == page.count('class="deadline done"') == 1
    guardian.post("/r/x")
    assert "Prueba" not in guardian.get("/r/l").text


@pytest.mark.parametrize("path", ["/r/l/n", "/r/l/j"])
def test_what_was_sent_before_quick_exit_and_comes_after_it_writes_nothing(
    newcomer: Guardian, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the door, and then somebody leaves."""
    write(newcomer, "Precinct 4")
    newcomer.make()
    newcomer.post("/r/x")
    shell = shell_of(newcomer.app)
    touch = shell.room.lock_if_left

    def leave_meanwhile() -> bool:
        shell.door.leave()
        shell.forget_all()
        return touch()

    from wayhome.usecases.call_log import CallDesk

    monkeypatch.setattr(CallDesk, "touch", lambda _: leave_meanwhile())
    sent = newcomer.post(path, whom="Agency 9", day="2026-11-22", time="02:10")
    assert sent.location == ("/n" if path == "/r/l/n" else "/r/l")
    assert shell.calls.unsaved_ids() == frozenset()
    assert shell.calls.shown(shell.room.epoch) == ()
    assert (shell.room.waiting(), shell.room.state) == (0, RoomState.LOCKED)


def test_times_have_their_zone_on_pages_on_paper_and_in_the_file(newcomer: Guardian) -> None:
    west = dt.timezone(dt.timedelta(hours=-6))
    newcomer.room.now = lambda: NOW.astimezone(west)
    newcomer.post("/r/l/n", whom="Police", day="2026-11-21", time="20:10", back_time="22:00")
    newcomer.post("/r/l/s", place=str(newcomer.downloads))
    (path,) = newcomer.downloads.iterdir()
    texts = [newcomer.get("/r/l").text, newcomer.get("/r/l/p").text]
    for text in (*texts, path.read_text(encoding="utf-8")):
        clocks = re.findall(r"November 2\d, 2026, \d\d:\d\d(.{12})", text)
        assert len(clocks) >= 4
        assert set(clocks) == {" (UTC-06:00)"}


def test_missing_mode_says_in_a_line_what_is_due_and_names_nobody(newcomer: Guardian) -> None:
    assert "due-line" not in newcomer.get("/c").text
    newcomer.visitor.choose("US")
    write(newcomer, "Precinct 4", **TOOK)
    for path in ("/c", "/c/2", "/c/a"):
        page = newcomer.get(path).text
        assert page.count('class="due-line screen-only waiting"') == 1, path
        assert "Precinct 4" not in page
    later(newcomer, hours=3)
    page = newcomer.get("/c").text
    assert "Overdue since November 22, 2026, 04:10 (UTC)" in page
    write(newcomer, "Home", time="05:00", event=["child_back"])
    assert "due-line" not in newcomer.get("/c").text
    assert "your child is back" in newcomer.get("/r/l").text


@pytest.mark.parametrize(
    ("changes", "told", "left"),
    [
        (["UPDATE call_entry SET text = 'Other' WHERE n = 2"], "From entry 2 on", 5),
        (["UPDATE call_entry SET called = written WHERE n = 5"], "From entry 5 on", 5),
        (["DELETE FROM call_entry WHERE n = 2"], "Removed with a child: entry 2", 4),
        (
            ["DELETE FROM call_entry WHERE n = 2", "DELETE FROM call_link WHERE n = 2"],
            "From entry 2 on",
            4,
        ),
        # Around a place that is free: places are unique.
        (
            [
                "UPDATE call_entry SET n = 99 WHERE n = 4",
                "UPDATE call_entry SET n = 4 WHERE n = 5",
                "UPDATE call_entry SET n = 5 WHERE n = 99",
            ],
            "From entry 4 on",
            5,
        ),
    ],
    ids=["changed", "its time", "removed", "removed with its place", "reordered"],
)
def test_whatever_is_changed_from_outside_is_told_and_the_rest_is_shown(
    guardian: Guardian, changes: list[str], told: str, left: int
) -> None:
    fill(guardian, 5)
    with guardian.room.record.store.writing() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for each in changes:
            connection.exec_driver_sql(each)
    for path in ("/r/l", "/r/l/p"):
        page = guardian.get(path).text
        assert told in page
        assert page.count('class="kept one-call"') == left


def test_a_damaged_record_that_is_open_takes_no_call_away(
    guardian: Guardian, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(guardian, "Precinct 4")
    (first,) = guardian.room.book.call_log().entries

    def refuse(*_: object, **_more: object) -> None:
        raise UserProblem("record_damaged")

    for name in ("add_calls", "call_log", "children"):
        monkeypatch.setattr(RecordBook, name, refuse)
    damaged = "The record on this disk is damaged"
    for address in ("/r/l", "/r/l/p"):
        page = guardian.get(address).text
        assert damaged in page
        assert "No call is written down yet" not in page
    assert write(guardian, "Agency 9").location == "/r/l"
    assert write(guardian, "They called", answers=first.id).location == "/r/l"
    for address in ("/r/l", "/r/l/p"):
        page = guardian.get(address).text
        assert damaged in page
        assert "Agency 9" in page
        assert "They called" in page
    refused = guardian.post("/r/l/j")
    assert refused.status_code == 422
    guardian.post("/r/l/s", place=str(guardian.downloads))
    (saved,) = guardian.downloads.iterdir()
    assert damaged in saved.read_text()
    assert "Agency 9" in saved.read_text()


def test_what_is_out_of_sight_and_sealed_is_not_thrown_away_with_the_list(
    locked: Guardian, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserProblem("record_read_only")

    with monkeypatch.context() as patched:
        patched.setattr(pending, "seal_call", refuse)
        write(locked, "Precinct 4")
        locked.seconds += 700
        assert "nothing is lost" in locked.get("/r/l?t=1").text
        write(locked, "Agency 9")
        locked.post("/r/l/x", sure="1")
    locked.unlock()
    page = locked.get("/r/l").text
    assert "Precinct 4" in page
    assert "Agency 9" not in page
