"""The call log as a file, on the line of time, and the ways that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.called import (  # noqa: F401 - fixtures are found by their import
    a_guardian,
    a_locked,
    a_newcomer,
    write,
)
from tests.web.recorded import PASSPHRASE
from wayhome.usecases.record_files import RecordFiles
from wayhome.web import call_file_pages
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    import pytest

    from tests.web.recorded import Guardian


def test_a_log_that_was_changed_from_outside_says_where(guardian: Guardian) -> None:
    write(guardian, "Precinct 4")
    write(guardian, "Agency 9")
    with guardian.room.record.store.writing() as connection:
        connection.exec_driver_sql("UPDATE call_entry SET whom = 'Nobody' WHERE n = 1")
    for path in ("/r/l", "/r/l/p"):
        assert "From entry 1 on" in guardian.get(path).text


def test_it_is_saved_as_plain_text_and_the_page_says_where(newcomer: Guardian) -> None:
    write(newcomer, "Precinct\u202e 4", said="They come\nat once.", number="26-0142")
    page = newcomer.get("/r/l/s").text
    assert "NOT sealed" in page
    assert newcomer.post("/r/l/s").status_code == 422
    answer = newcomer.post("/r/l/s", place=str(newcomer.downloads))
    (path,) = newcomer.downloads.iterdir()
    assert path.name == "notes-2026-11-22.txt"
    assert str(path) in newcomer.get(answer.location).text
    text = path.read_text(encoding="utf-8")
    for part in (
        "November 22, 2026, 02:10",
        "They come\n",
        "at once.",
        "26-0142",
        "only in memory",
    ):
        assert part in text
    assert "\u202e" not in text
    # What was saved from an open record is noted there as lying open.
    newcomer.make()
    newcomer.post("/r/l/s", place=str(newcomer.downloads))
    assert "notes-2026-11-22 (2).txt" in newcomer.get("/r/s").text


def test_a_place_that_takes_nothing_is_said(newcomer: Guardian) -> None:
    write(newcomer, "Precinct 4")
    newcomer.downloads.rmdir()
    answer = newcomer.post("/r/l/s", place=str(newcomer.downloads))
    assert answer.status_code == 422
    assert "Nothing can be saved there" in answer.text


def test_the_timeline_shows_calls_as_a_row_of_their_own(guardian: Guardian) -> None:
    write(guardian, "Precinct 4", said="They come.")
    page = guardian.get("/r/t").text
    assert 'class="strip-call"' in page
    assert "<rect" in page
    assert "Calls: 1." in page
    assert 'href="/r/l?e=1#c1"' in page
    assert "Precinct 4: They come." in page
    assert 'id="c1"' in guardian.get("/r/l").text
    child = guardian.room.book.add_child("Ana Prueba")
    assert "Precinct 4" not in guardian.get(f"/r/t?c={child}").text


def test_taken_in_calls_are_told_on_the_first_page(locked: Guardian) -> None:
    write(locked)
    assert "Notes and calls that wait until you open the record: 1" in locked.get("/r").text
    locked.unlock(PASSPHRASE)
    assert "are in the log now: 1." in locked.get("/r/b").text


def test_missing_mode_and_both_fronts_of_the_record_lead_to_the_calls(newcomer: Guardian) -> None:
    assert 'href="/r/l/n"' in newcomer.get("/c").text
    for path in ("/c", "/r"):
        assert 'href="/r/l"' in newcomer.get(path).text, path
    newcomer.make()
    assert 'href="/r/l"' in newcomer.get("/r/b").text
    newcomer.post("/r/x")
    assert 'href="/r/l"' in newcomer.get("/r").text


def test_what_was_saved_while_locked_is_noted_when_the_record_opens(locked: Guardian) -> None:
    write(locked, "Precinct 4")
    locked.post("/r/l/s", place=str(locked.downloads))
    (path,) = locked.downloads.iterdir()
    # Nothing that waits for anybody, and nothing that says where.
    assert locked.room.waiting() == 1
    places = [each for each in locked.room.folder.path.rglob("*") if each.is_file()]
    assert not [each for each in places if b"notes-2026" in each.read_bytes()]
    locked.unlock()
    assert path.name in locked.get("/r/s").text
    assert locked.room.taken_in is not None
    assert (locked.room.taken_in.calls, locked.room.taken_in.unreadable) == (1, 0)
    # Opened a second time, it is noted once.
    locked.post("/r/x")
    locked.unlock()
    assert RecordFiles(locked.room).open_files() == (path,)


def test_no_file_is_saved_once_somebody_has_left(
    newcomer: Guardian, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(newcomer, "Precinct 4")

    def leave_meanwhile(*_: object) -> str:
        shell_of(newcomer.app).door.leave()
        return "Precinct 4"

    monkeypatch.setattr(call_file_pages, "make_text", leave_meanwhile)
    answer = newcomer.post("/r/l/s", place=str(newcomer.downloads))
    assert answer.location == "/n"
    assert list(newcomer.downloads.iterdir()) == []
