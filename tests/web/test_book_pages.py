"""The first page of the open record, a check kept from its result, and what locking does."""

from __future__ import annotations

import datetime as dt
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wayhome.web
from tests.web import sample_record as sample
from tests.web.conftest import BASE
from wayhome.record.pending import TakenIn
from wayhome.usecases.record_files import RecordFiles
from wayhome.usecases.record_room import RecordRoom
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.conftest import Visitor
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.wayhome import Wayhome

WEB = Path(wayhome.web.__file__).parent


@pytest.fixture
def book(app: Flask) -> RecordBook:
    return sample.open_record(app)


def test_an_empty_record_asks_for_one_thing(visitor: Visitor, book: RecordBook) -> None:
    page = visitor.get("/r/b")
    assert page.status_code == 200
    assert page.text.count("main-button") == 1
    assert "no sealed copy" not in page.text, "there is nothing to copy yet"
    assert not book.children()
    made = visitor.post("/r/c", {"full_name": "Ana Prueba"})
    assert made.status_code == 303
    assert "Ana Prueba" in visitor.get(made.location).text


def test_a_child_without_a_name_is_not_taken(visitor: Visitor, book: RecordBook) -> None:
    page = visitor.post("/r/c", {"full_name": "  "})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert not book.children()


def test_what_is_due_leads_to_its_form(visitor: Visitor, book: RecordBook) -> None:
    child = book.add_child("Ana Prueba")
    page = visitor.get("/r/b").text
    due = re.findall(r'<ul class="due">(.*?)</ul>', page, re.DOTALL)
    links = re.findall(r'href="([^"]+)"', due[0])
    assert links[0] == f"/r/c/{child}/p", "the photo comes first"
    assert len(links) == 5
    folded = re.findall(r'href="([^"]+)"', due[1])
    for link in [*links, *folded]:
        assert visitor.get(link).status_code == 200, link
    assert "no sealed copy" in page


def test_the_last_notes_and_nothing_older(visitor: Visitor, book: RecordBook) -> None:
    book.add_child("Ana Prueba")
    for days in range(1, 6):
        book.add_note(sample.note(f"seen {days} days ago", days=days), None)
    page = visitor.get("/r/b").text
    assert [f"seen {days} days ago" in page for days in range(1, 6)] == [True] * 3 + [False] * 2


def test_notices_lead_to_what_mends_them(
    app: Flask,
    visitor: Visitor,
    book: RecordBook,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RecordRoom, "look_for_damage", lambda _: None)
    book.add_child("Ana Prueba")
    room = shell_of(app).room
    room.taken_in, room.damaged = TakenIn(notes=2, unreadable=1), True
    RecordFiles(room).export(tmp_path / "open")
    book.save_setting("backed_up", (sample.NOW - dt.timedelta(days=200)).isoformat())
    page = visitor.get("/r/b").text
    for said in ("is damaged", "saved in the open", "are in the diary now: 2", "not be opened: 1"):
        assert said in page
    assert 'href="/r/s/k"' in page
    assert "Your last sealed copy is from May 6, 2026." in page
    book.save_setting("paper_key", "confirmed")
    book.save_setting("backed_up", sample.NOW.isoformat())
    page = visitor.get("/r/b").text
    assert 'href="/r/s/k"' not in page
    assert "sealed copy is from" not in page


@pytest.mark.parametrize("name", [sample.SCRIPT, sample.TURNED, sample.ENDLESS, sample.ARABIC])
def test_a_name_is_only_ever_a_name(visitor: Visitor, book: RecordBook, name: str) -> None:
    child = sample.fill(book, name)
    sample.fill(book, "Ben Sample")
    paths = ["/r/b", "/r/d", "/r/t", "/r/d/new", f"/r/d?c={child}", f"/r/t?c={child}", "/r/d/1"]
    paths += [f"/r/c/{child}{rest}" for rest in ("", "/p", "/l", "/x", "/1", "/2", "/21", "/22")]
    for path in paths:
        page = visitor.get(path)
        assert page.status_code == 200, path
        assert sample.SCRIPT not in page.text, path
        assert "<title>Notes</title>" in page.text, path
        if name != sample.ENDLESS:
            # Isolated, so that it can't turn round what stands beside it.
            shown = escape(name).replace("&#x27;", "&#39;")
            begun = (f"<bdi>{shown}", f'<bdi class="child-name">{shown}')
            options = re.findall(r"<option.*?</option>", page.text)
            assert any(each in page.text for each in begun) or shown in "".join(options), path


def test_locked_pages_lead_to_the_front_and_keep_what_was_written(
    app: Flask, visitor: Visitor, book: RecordBook
) -> None:
    child = sample.fill(book, "Ana Prueba")
    inside = shell_of(app)
    inside.room.lock()
    for path in (
        "/r/b",
        f"/r/c/{child}",
        "/r/c/1/p",
        "/r/f/1",
        "/r/f/1/s",
        "/r/d",
        "/r/t",
        "/r/g/1",
    ):
        page = visitor.get(path)
        assert (page.status_code, page.location) == (303, "/r"), path
        assert "Ana" not in page.text
    said: dict[str, object] = {
        "text": "the longest note of the night",
        "day": "2026-11-20",
        "child": str(child),
    }
    assert visitor.post("/r/d/new", said).location == "/r"
    inside.room.unlock(sample.PASSPHRASE)
    kept = inside.stash.read(inside.room.unseal, "1")
    assert kept
    assert kept.path == "/r/d/new"
    assert ("text", "the longest note of the night") in kept.fields
    again: dict[str, object] = {"kept_before": "1", **{each[0]: each[1] for each in kept.fields}}
    assert visitor.post(kept.path, again).status_code == 303
    assert inside.room.book.latest_notes(9)[1].said.text == "the longest note of the night"


def test_a_press_on_remove_does_not_wait_for_the_unlocking(
    app: Flask, visitor: Visitor, book: RecordBook
) -> None:
    child = sample.fill(book, "Ana Prueba")
    shell_of(app).room.lock()
    assert visitor.post(f"/r/c/{child}/x").location == "/r"
    assert not shell_of(app).stash.holds


def _result(visitor: Visitor, who: str = "guardian") -> str:
    """Answer until there is a result; return the run's id."""
    path = visitor.begin(who=who)
    visitor.answer(path, "yes")
    return path.split("/")[2]


def test_a_result_offers_the_record_only_where_there_is_one(app: Flask, visitor: Visitor) -> None:
    run = _result(visitor)
    assert 'action="/r/g"' not in visitor.get(f"/b/{run}/r").text
    assert visitor.post("/r/g", {"run": run}).location == "/r"
    sample.open_record(app)
    assert 'action="/r/g"' in visitor.get(f"/b/{run}/r").text


def test_a_check_is_kept_and_read_again(visitor: Visitor, book: RecordBook) -> None:
    child = book.add_child("Ana Prueba")
    kept = visitor.post("/r/g", {"run": _result(visitor)})
    assert kept.location == "/r/g/1"
    assert book.check(1).child == child
    assert book.check(1).outcomes == ("missing_now",)
    page = visitor.get("/r/g/1").text
    assert "Is a child missing right now?" in page
    assert 'href="/c"' in page
    assert "not a verdict" in page
    assert 'href="/r/g/1"' in visitor.get("/r/t").text
    assert visitor.post("/r/g/1/x").location == "/r/t"
    assert visitor.get("/r/g/1").status_code == 404


def test_of_several_children_it_is_asked_whom_a_check_is_about(
    visitor: Visitor, book: RecordBook
) -> None:
    book.add_child("Ana Prueba")
    second = book.add_child("Ben Sample")
    run = _result(visitor)
    asked = visitor.post("/r/g", {"run": run})
    assert asked.status_code == 200
    assert "Ben Sample" in asked.text
    assert not book.checks()
    visitor.post("/r/g", {"run": run, "child": str(second)})
    visitor.post("/r/g", {"run": run, "child": "none"})
    assert [each.child for each in book.checks()] == [second, None]


def test_what_a_young_person_answers_is_never_kept(visitor: Visitor, book: RecordBook) -> None:
    run = _result(visitor, who="young_person")
    assert 'action="/r/g"' not in visitor.get(f"/b/{run}/r").text
    assert visitor.post("/r/g", {"run": run}).location == f"/b/{run}/r"
    assert not book.checks()
    assert visitor.post("/r/g", {"run": "forgotten"}).status_code == 404


def test_the_language_switch_leads_back(visitor: Visitor, book: RecordBook) -> None:
    child = sample.fill(book, "Ana Prueba")
    for path in ("/r/b", f"/r/c/{child}", "/r/d", "/r/d/new", "/r/d/1", "/r/t"):
        form = re.search(r'<form class="tongue".*?</form>', visitor.get(path).text, re.DOTALL)
        assert form
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
        assert visitor.post("/l", {**fields, "language": "es"}).location == path


@pytest.mark.parametrize(
    "path",
    [
        *("/r/c/99", "/r/c/99/1", "/r/c/1/2/99", "/r/f/99", "/r/f/99/s", "/r/f/99/d", "/r/d/99"),
        *("/r/d/99/e", "/r/d/99/x", "/r/g/99", "/r/c/1/99", "/r/c/1/1/new", f"/r/c/{2**70}"),
        *(f"/r/f/{2**63}", f"/r/d/{2**80}", "/r/c/1/2/1"),
    ],
)
def test_what_is_not_there_is_said_plainly(visitor: Visitor, book: RecordBook, path: str) -> None:
    book.add_child("Ana Prueba")
    page = visitor.get(path)
    assert page.status_code == 404
    assert "<h1" in page.text


def test_looking_at_the_head_of_a_page_changes_nothing(visitor: Visitor, book: RecordBook) -> None:
    child = sample.fill(book, "Ana Prueba")
    before = book.holdings()
    for path in ("/x", "/1", "/2/new", "/2/2", "/2/2/x"):
        assert visitor.client.head(f"/r/c/{child}{path}", base_url=BASE).status_code == 200, path
    for path in ("/r/d/new", "/r/d/1/e", "/r/d/1/x", "/r/f/1/d", "/r/f/1/x"):
        assert visitor.client.head(path, base_url=BASE).status_code == 200, path
    assert book.holdings() == before


def test_pages_and_their_words_fit_each_other(wayhome: Wayhome) -> None:
    present = {key for key in wayhome.words("en").texts if key.startswith("book.")}
    used: set[str] = set()
    begun: set[str] = set()
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        for key, more in re.findall(r"""["'](book\.[\w.]+)["'](\s*~)?""", text):
            (begun if more else used).add(key)
        begun |= set(re.findall(r"""f["'](book\.[\w.]+)\{""", text))
    assert used <= present
    unused = {key for key in present - used if not key.startswith(tuple(begun))}
    assert not unused
