"""Missing mode in the browser: the first step at once, locked or open, and one thing at a time."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.web.sample_record import SCRIPT, fill, open_record
from wayhome.model.problems import UserProblem
from wayhome.usecases.places import Place, PlaceKind
from wayhome.usecases.record_book import RecordBook
from wayhome.web.shell import NAME, shell_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Visitor
    from wayhome.usecases.missing_mode import MissingMode
    from wayhome.usecases.wayhome import Wayhome


def _mode(visitor: Visitor) -> MissingMode:
    return shell_of(visitor.app).missing


def _place(wayhome: Wayhome, step_id: str) -> int:
    ids = [step.id for step in wayhome.content.procedures["missing"].steps]
    return ids.index(step_id) + 1


def _heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found
    return unescape(found[1])


def test_one_press_from_the_start_leads_to_the_first_thing_to_do(visitor: Visitor) -> None:
    assert 'class="choice urgent-choice" href="/c"' in visitor.get("/").text
    visitor.choose("US")
    page = visitor.get("/c").text
    assert _heading(page).startswith("Call the police now")
    assert page.index('href="tel:911"') < page.index("To read out on the phone")
    assert "A child is missing. I want to report it now." in unescape(page)
    assert "badge number" in page


def test_every_step_comes_once_in_order_and_the_last_one_ends(
    visitor: Visitor, wayhome: Wayhome
) -> None:
    path, seen = "/c", []
    while True:
        page = visitor.get(path).text
        seen.append(_heading(page))
        onward = re.search(r'class="(?:main|second)-button" href="(/c/[\df]+)"', page)
        if onward is None:
            break
        path = onward[1]
        if path == "/c/f":
            path = visitor.post("/c/f").location
    steps = wayhome.procedure("missing", "en", None).steps
    assert seen == [step.do for step in steps]
    assert "last step" in page


def test_what_fits_is_asked_after_the_first_calls_and_only_once(
    visitor: Visitor, wayhome: Wayhome
) -> None:
    last = _place(wayhome, "tell_police")
    assert 'class="main-button" href="/c/f"' in visitor.get(f"/c/{last}").text
    onward = visitor.post("/c/f", {"f": ["from_care"]}).location
    assert onward == f"/c/{_place(wayhome, 'in_care')}"
    page = visitor.get(f"/c/{last}").text
    assert f'class="main-button" href="{onward}"' in page
    assert "The child lives in foster care" in page
    # Steps that do not fit are passed over, also by their number.
    assert _heading(visitor.get(f"/c/{_place(wayhome, 'may_have_run')}").text) == _heading(
        visitor.get(onward).text
    )


def test_chosen_early_one_comes_back_to_the_step_with_other_words(visitor: Visitor) -> None:
    visitor.get("/c")
    assert visitor.post("/c/f", {"f": ["taken_by_family", "abroad"]}).location == "/c/1"
    page = unescape(visitor.get("/c").text)
    assert "A relative may have taken my child" in page
    assert "to the police in that country" in page
    assert "may have run away, and may be in danger" not in page


def test_what_was_chosen_stands_in_no_address(visitor: Visitor) -> None:
    response = visitor.post("/c/f", {"f": ["may_have_run"]})
    for page in (response, visitor.get("/c"), visitor.get("/c/f"), visitor.get("/c/a")):
        for address in re.findall(r'(?:href|action)="([^"]*)"', page.text):
            assert "may_have_run" not in address
            assert "?" not in address or address.startswith("sms:") or "?service=" in address
    assert visitor.post("/c/f", {"f": ["nonsense"]}).status_code == 400


@pytest.mark.parametrize("number", [99, 10**12])
def test_a_number_beyond_the_last_step_shows_the_last(visitor: Visitor, number: int) -> None:
    page = visitor.get(f"/c/{number}")
    assert page.status_code == 200
    assert "last step" in page.text


def test_the_mode_is_shown_until_somebody_ends_it(visitor: Visitor) -> None:
    assert "Missing mode is on" not in visitor.get("/").text
    visitor.get("/c/4")
    assert _mode(visitor).on
    for path in ("/", "/g", "/i", "/d"):
        assert "Missing mode is on" in visitor.get(path).text
    assert 'href="/c/4"' in visitor.get("/").text
    # The young person's own page is not told.
    assert "Missing mode is on" not in visitor.get("/e").text
    assert visitor.get("/c/z").status_code == 200
    assert _mode(visitor).on
    assert visitor.post("/c/z", {"why": "back"}).location == "/j"
    assert not _mode(visitor).on
    visitor.get("/c")
    assert visitor.post("/c/z", {"why": "not"}).location == "/"
    assert "Missing mode is on" not in visitor.get("/").text


def test_looking_at_anything_else_switches_nothing_on(visitor: Visitor) -> None:
    for path in ("/", "/d", "/j", "/q", "/g", "/e", "/c/z"):
        visitor.get(path)
    assert not _mode(visitor).on


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose", "X-Moz"])
def test_a_page_fetched_in_case_it_is_wanted_switches_nothing_on(
    visitor: Visitor, header: str
) -> None:
    assert visitor.get("/c", headers={header: "prefetch;prerender"}).status_code == 200
    assert not _mode(visitor).on


def test_one_line_for_missing_children_stands_open_and_the_others_wait(
    visitor: Visitor, wayhome: Wayhome
) -> None:
    visitor.choose("US")
    page = visitor.get(f"/c/{_place(wayhome, 'call_missing_line')}").text
    fold = page.index('class="more-numbers"')
    assert page.index('href="tel:+18008435678"') < fold < page.index('href="tel:+18884074747"')
    assert page.count('class="number"', 0, fold) == 1


def test_who_is_back_can_be_written_down_in_the_call_log(visitor: Visitor) -> None:
    visitor.get("/c")
    page = visitor.get(visitor.post("/c/z", {"why": "back"}).location).text
    assert 'href="/r/l/b"' in page
    ticked = re.findall(r'name="event"[^>]*value="(\w+)"[^>]* checked', visitor.get("/r/l/b").text)
    assert ticked == ["child_back"]


def test_quick_exit_forgets_what_was_chosen(visitor: Visitor) -> None:
    visitor.post("/c/f", {"f": ["may_have_run"]})
    visitor.post("/x")
    assert not _mode(visitor).on
    assert _mode(visitor).night.chosen == ()


def test_without_a_record_the_blanks_stand_and_nothing_leads_to_one(visitor: Visitor) -> None:
    page = visitor.get("/c").text
    assert page.count('class="blank"') >= 12
    assert "Your record is locked" not in page
    assert "Refresh" not in visitor.get("/c").headers


def test_an_open_record_fills_the_words_and_they_leave_with_it(visitor: Visitor) -> None:
    book = open_record(visitor.app)
    fill(book, "Ana Prueba")
    response = visitor.get("/c")
    page = unescape(response.text)
    for words in ("Ana Prueba", "13 years old", "4 ft 9 in", "Albuterol", "555-0142"):
        assert words in page
    assert response.headers["Refresh"].endswith("url=/c/l/1")
    assert visitor.get("/c/a").headers["Refresh"].endswith("url=/c/l/0")
    # A step without such words shows nothing of the record, and stays.
    other = visitor.get("/c/2")
    assert "Ana Prueba" not in other.text
    assert "Refresh" not in other.headers
    shell_of(visitor.app).room.lock()
    locked = visitor.get("/c/l/1")
    assert "Ana Prueba" not in locked.text
    assert "Your record is locked" in locked.text
    assert 'href="tel:' in locked.text


def test_a_page_that_was_left_open_does_not_switch_it_on_again(visitor: Visitor) -> None:
    visitor.get("/c")
    visitor.post("/c/z", {"why": "back"})
    for address in ("/c/l/1", "/c/l/0"):
        assert visitor.get(address).status_code == 200
        assert not _mode(visitor).on


def test_a_page_that_leaves_by_itself_does_not_keep_the_record_open(visitor: Visitor) -> None:
    fill(open_record(visitor.app), "Ana Prueba")
    room = shell_of(visitor.app).room
    seconds = [0.0]
    room.clock = lambda: seconds[0]
    room.touch()
    for _ in range(3):
        seconds[0] += room.minutes * 60 * 0.4
        visitor.get("/c/l/1")
    assert "Ana Prueba" not in visitor.get("/c/l/1").text
    assert str(room.state) == "locked"


def test_a_damaged_record_stops_nothing(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(open_record(visitor.app), "Ana Prueba")

    def fail(_: RecordBook) -> NoReturn:
        raise UserProblem("record_damaged")

    monkeypatch.setattr(RecordBook, "children", fail)
    page = visitor.get("/c")
    assert page.status_code == 200
    assert page.text.count('class="blank"') >= 12


def test_with_several_children_one_is_chosen(visitor: Visitor) -> None:
    book = open_record(visitor.app)
    fill(book, "Ana Prueba")
    other = book.add_child(f"Luz {SCRIPT}")
    page = visitor.get("/c").text
    assert "Which child is it?" in page
    assert "13 years old" not in page
    assert SCRIPT not in page
    assert visitor.post("/c/k", {"child": str(other), "number": "5"}).location == "/c/5"
    page = visitor.get("/c").text
    assert re.search(r"<strong><bdi>Luz &lt;script&gt;", page)
    assert visitor.post("/c/k", {"child": "999", "number": "0"}).location == "/c/a"
    assert "Which child is it?" in visitor.get("/c").text


def test_old_exports_are_listed_and_never_served(visitor: Visitor, tmp_path: Path) -> None:
    downloads, stick = tmp_path / "Downloads", tmp_path / "stick"
    for folder in (downloads, stick):
        folder.mkdir()
    (downloads / "_chat.txt").write_text("secret words of a child")
    (downloads / f"messages {SCRIPT.replace('/', '')}.json").write_text("{}")
    (stick / "message_1.json").write_text("[]")
    places = (Place(PlaceKind.DOWNLOADS, downloads), Place(PlaceKind.DRIVE, stick))
    visitor.app.extensions[NAME] = replace(shell_of(visitor.app), places=lambda: places)
    page = visitor.get("/c/e").text
    assert "_chat.txt" in page
    assert "23 bytes" in page
    assert "secret words" not in page
    assert "<script>alert" not in page
    assert "message_1.json" not in page
    page = visitor.post("/c/e", {"place": str(stick)}).text
    assert "message_1.json" in page
    # Only folders of the list are looked into, whatever a form names.
    page = visitor.post("/c/e", {"place": "/etc"}).text
    assert "_chat.txt" in page
    assert "/etc" not in page
    assert _mode(visitor).on


def test_no_folder_at_all_is_told(visitor: Visitor) -> None:
    visitor.app.extensions[NAME] = replace(shell_of(visitor.app), places=lambda: ())
    page = visitor.get("/c/e")
    assert page.status_code == 200
    assert "can't be looked into" in unescape(page.text)


def test_on_a_disk_that_takes_nothing(visitor: Visitor, tmp_path: Path) -> None:
    # A home that is a file: nothing can be made below it, as on a read-only disk.
    home = shell_of(visitor.app).home
    shutil.rmtree(home.path, ignore_errors=True)
    home.path.write_text("no folder")
    for path in ("/c", "/c/4", "/c/a", "/c/f", "/c/e", "/c/z", "/j", "/d", "/q"):
        assert visitor.get(path).status_code == 200, path
    assert visitor.post("/c/f", {"f": ["abroad"]}).status_code == 303
    assert not (tmp_path / "home").is_dir()


@pytest.mark.parametrize(
    ("back", "more", "path"),
    [
        ("missing", {}, "/c"),
        ("missing_step", {"number": "4"}, "/c/4"),
        ("missing_all", {}, "/c/a"),
        ("missing_fits", {}, "/c/f"),
        ("missing_exports", {}, "/c/e"),
        ("missing_end", {}, "/c/z"),
        ("returned", {}, "/j"),
    ],
)
def test_language_leads_back(
    visitor: Visitor, back: str, more: dict[str, object], path: str
) -> None:
    assert visitor.post("/l", {"language": "es", "back": back, **more}).location == path


def test_suspected_asks_whose_child_and_shows_what_fits(visitor: Visitor) -> None:
    page = unescape(visitor.get("/d").text)
    assert "Who is it about?" in page
    path = visitor.post("/d", {"f": "someone_i_know"}).location
    assert re.fullmatch(r"/d/[\w-]{8}", path)
    chosen = unescape(visitor.get(path).text)
    assert "If the child tells you something, listen" in chosen
    assert "Talk with the child, alone and calmly" not in chosen
    assert visitor.post("/d").location == "/d"
    assert visitor.get("/d/forgotten").location == "/d"
    run = path.rpartition("/")[2]
    data: dict[str, object] = {"language": "es", "back": "suspected", "run": run}
    assert visitor.post("/l", data).location == path


def test_who_answers_stands_beside_each_line(visitor: Visitor, wayhome: Wayhome) -> None:
    visitor.choose("US")
    page = unescape(visitor.get("/d").text)
    shown = re.findall(r'<p class="run-by">(.*?)</p>', page, re.DOTALL)
    step = next(
        each
        for each in wayhome.procedure("suspected", "en", wayhome.region("US")).steps
        if each.id == "call_in_order"
    )
    for view in step.numbers:
        if not view.service.emergency:
            said = next(each for each in shown if view.run_by in each)
            assert ("They may pass on" in said) == view.service.may_pass_on_identity
    # The pages that speak to a child and to other adults stay as they are.
    assert 'class="run-by"' not in visitor.get("/e").text
    assert 'class="run-by"' not in visitor.get("/f").text


def test_calls_lead_to_the_log_only_if_there_is_one(visitor: Visitor) -> None:
    visitor.choose("US")
    page = visitor.get("/c").text
    known = "call_pages.write" in visitor.app.view_functions
    assert ("Write down this call" in page) == known
