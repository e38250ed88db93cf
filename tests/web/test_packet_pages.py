"""The packet's pages: chosen, looked at, saved; locked with the record; no file ever taken."""

from __future__ import annotations

import io
import re
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wayhome.web
from tests.usecases import packet_sample
from tests.web import sample_record as sample
from tests.web.recorded import Guardian
from wayhome.packet import drawing
from wayhome.record.shredding import shred_path
from wayhome.web import packet_pages
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.conftest import Visitor
    from wayhome.packet.packet_values import Packet, Sheet
    from wayhome.web.packet_drafts import Draft

TEMPLATES = Path(wayhome.web.__file__).parent / "templates"
PNG = b"\x89PNG"


@pytest.fixture
def guardian(visitor: Visitor, tmp_path: Path) -> Guardian:
    visitor.choose("US")
    guardian = Guardian(visitor, tmp_path / "downloads").prepare().make()
    packet_sample.fill(guardian.room.book)
    return guardian


def _ticked(page: str) -> dict[str, list[str]]:
    """Return what a form would send as it stands."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input type=\"(?:checkbox|radio)\"[^>]*checked[^>]*>", page):
        name, value = (re.findall(rf'{each}="([^"]*)"', tag)[0] for each in ("name", "value"))
        found.setdefault(name, []).append(value)
    return found


def _make(guardian: Guardian, kind: int = 1, **changed: object) -> str:
    form = {**_ticked(guardian.get(f"/r/h/1/{kind}").text), **changed}
    sent = guardian.post(f"/r/h/1/{kind}", **form)
    assert sent.status_code == 303, sent.text
    return _wait(guardian, str(sent.location))


def _wait(guardian: Guardian, path: str) -> str:
    """Look again until the pages are drawn, and return where they are."""
    for _ in range(600):
        seen = guardian.get(path)
        if "Refresh" not in seen.headers:
            return str(seen.location)
        time.sleep(0.1)
    raise AssertionError(path)


def test_the_way_from_the_child_to_a_saved_file(guardian: Guardian) -> None:
    assert 'href="/r/h/1"' in guardian.get("/r/c/1").text
    first = guardian.get("/r/h/1").text
    shape = guardian.room.book.shape
    for section in ("last_seen", "case"):
        place = [each.id for each in shape.sections].index(section) + 1
        assert f'href="/r/c/1/{place}"' in first
        assert guardian.get(f"/r/c/1/{place}").status_code == 200
    look = _make(guardian)
    page = guardian.get(look).text
    pictures = re.findall(r'src="(/r/h/d/[^"]+)"', page)
    assert len(pictures) > 2
    for each in pictures:
        sent = guardian.get(each)
        assert (sent.mimetype, sent.data[:4]) == ("image/png", PNG)
        assert sent.headers["Cache-Control"] == "no-store"
    assert guardian.get(f"{look}/{len(pictures) + 1}").status_code == 404
    assert not list(guardian.downloads.iterdir())
    saved = guardian.post(look, place=str(guardian.downloads))
    (path,) = guardian.downloads.iterdir()
    receipt = guardian.get(saved.location).text
    assert str(path) in receipt
    assert "It is NOT sealed" in receipt
    assert path.read_bytes().startswith(b"%PDF")
    assert packet_sample.NAME.split()[0] not in path.name
    assert str(path) in guardian.get("/r/s").text


def test_what_was_saved_can_be_destroyed_from_its_receipt(guardian: Guardian) -> None:
    saved = guardian.post(_make(guardian, 2), place=str(guardian.downloads))
    assert 'href="/r/s/f/0"' in guardian.get(saved.location).text
    (path,) = guardian.downloads.iterdir()
    shred_path(path)
    assert 'href="/r/s/f/0"' not in guardian.get(saved.location).text


def test_no_place_is_asked_for_again(guardian: Guardian) -> None:
    look = _make(guardian, 2)
    refused = guardian.post(look, place="/etc")
    assert refused.status_code == 422
    assert 'href="#place1"' in refused.text
    guardian.downloads.rmdir()
    assert guardian.post(look, place=str(guardian.downloads)).status_code == 422


def test_choices_are_kept_for_a_change(guardian: Guardian) -> None:
    look = _make(guardian, notes="some", note=["2"], language="en+es", paper="a4")
    back = re.search(r'<p class="back"><a href="([^"]+)"', guardian.get(look).text)
    assert back
    ticked = _ticked(guardian.get(back[1].replace("&amp;", "&")).text)
    assert (ticked["notes"], ticked["note"]) == (["some"], ["2"])
    assert (ticked["language"], ticked["paper"]) == (["en+es"], ["a4"])


def test_a_section_without_its_tick_stays_out(guardian: Guardian) -> None:
    guardian.room.book.add_calls(packet_sample.calls())
    kept = [each for each in _ticked(guardian.get("/r/h/1/1").text)["in"] if each != "accounts"]
    changed: dict[str, object] = {"in": kept}
    draft = guardian.get(_make(guardian, 1, **changed)).text
    address = re.search(r'<p class="back"><a href="([^"]+)"', draft)
    assert address
    assert _drafts(guardian)[-1].choices.calls
    assert "accounts" not in _ticked(guardian.get(address[1].replace("&amp;", "&")).text)["in"]


def test_no_page_takes_a_picture(guardian: Guardian) -> None:
    for name in TEMPLATES.glob("packet_*.html"):
        text = name.read_text(encoding="utf-8")
        assert 'type="file"' not in text
        assert "multipart" not in text
    # A file in the form is nothing that anybody looks at; a number of another child is refused.
    form = _ticked(guardian.get("/r/h/1/2").text)
    planted = (io.BytesIO(sample.picture("red")), "a.png")
    sent = guardian.post("/r/h/1/2", **{**form, "photo": planted})
    _wait(guardian, sent.location)
    assert _drafts(guardian)[-1].choices.photos == ()
    other = packet_sample.fill(guardian.room.book, "Other Muestra")
    foreign = guardian.room.book.child(other).photos[0].id
    refused = guardian.post("/r/h/1/2", **{**form, "photo": [str(foreign)]})
    assert refused.status_code == 422
    assert "not in this child" in refused.text


def test_a_poster_says_what_to_fill_in(guardian: Guardian) -> None:
    book = guardian.room.book
    book.save_item(1, "case", {"agency": "", "case_number": ""})
    page = guardian.get("/r/h/1/3").text
    assert "Show me the pages" not in page
    assert "The police and the case" in page
    refused = guardian.post("/r/h/1/3")
    assert refused.status_code == 422
    assert "Police department; Case number" in refused.text


def test_the_country_is_asked_first(visitor: Visitor, tmp_path: Path) -> None:
    guardian = Guardian(visitor, tmp_path / "downloads").prepare().make()
    packet_sample.fill(guardian.room.book)
    assert "Choose your country first" in guardian.get("/r/h/1").text
    assert guardian.post("/r/h/1/1").location == "/r/h/1"
    back = guardian.post("/k", region="US", back="packet", number="1")
    assert back.location == "/r/h/1"
    assert 'href="/r/h/1/1"' in guardian.get("/r/h/1").text


def test_nothing_of_it_is_readable_once_locked(guardian: Guardian) -> None:
    look = _make(guardian, 2)
    (draft,) = _drafts(guardian)
    assert not draft.pdf.startswith(b"%PDF")
    assert all(not each.startswith(PNG) for each in draft.pages)
    guardian.post("/r/x")
    for path in (look, f"{look}/1", "/r/h/1", "/r/h/1/1"):
        assert guardian.get(path).location == "/r"
    assert guardian.post(look, place=str(guardian.downloads)).location == "/r"
    assert not list(guardian.downloads.iterdir())
    guardian.unlock()
    assert guardian.get(f"{look}/1").mimetype == "image/png"


def test_from_missing_mode_unlocking_leads_on_to_the_packet(guardian: Guardian) -> None:
    assert guardian.get("/r/h").location == "/r/h/1"
    guardian.post("/r/x")
    assert guardian.get("/r/h").location == "/r"
    assert guardian.unlock().location == "/r/h"
    guardian.post("/r/x")
    # Once only: who unlocks without coming from there comes to the start of the record.
    assert guardian.unlock().location == "/r/b"


def test_with_several_children_one_is_asked_for(guardian: Guardian) -> None:
    shell_of(guardian.app).room.book.add_child("Tom Prueba")
    page = guardian.get("/r/h").text
    assert 'href="/r/h/1"' in page
    assert 'href="/r/h/2"' in page


def test_an_exit_forgets_the_pages(guardian: Guardian) -> None:
    _make(guardian, 2)
    guardian.post("/x")
    assert not _drafts(guardian)


def test_only_the_last_few_pages_are_kept(guardian: Guardian) -> None:
    first = _make(guardian, 2)
    for _ in range(2):
        _make(guardian, 2)
    gone = guardian.get(first)
    assert gone.status_code == 404
    assert "forgotten" in gone.text
    assert len(_drafts(guardian)) == 2


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold every drawing until the event is set, as a long packet on a slow computer would."""
    go_on = threading.Event()

    def hold(paper: Packet | Sheet) -> drawing.Drawn:
        go_on.wait(30)
        return drawing.Drawn(b"%PDF", accessible=bool(paper))

    monkeypatch.setattr(drawing, "draw", hold)
    monkeypatch.setattr(drawing, "draw_pages", lambda _: (PNG,))
    monkeypatch.setattr(packet_pages, "PATIENCE_SECONDS", 0.01)
    yield go_on
    go_on.set()


def test_a_long_drawing_shows_a_page_that_looks_again(
    guardian: Guardian, held: threading.Event
) -> None:
    path = guardian.post("/r/h/1/2", **_ticked(guardian.get("/r/h/1/2").text)).location
    seen = guardian.get(path)
    assert seen.headers["Refresh"].endswith(f"url={path}")
    assert "Drawing the pages" in seen.text
    assert "<script" not in seen.text.partition("<main")[2]
    held.set()
    assert _wait(guardian, path).startswith("/r/h/d/")


def test_a_drawing_can_be_stopped_and_leaves_nothing(
    guardian: Guardian, held: threading.Event
) -> None:
    path = guardian.post("/r/h/1/2", **_ticked(guardian.get("/r/h/1/2").text)).location
    assert guardian.post(path).location == path
    # At once, while it still draws; and what it draws is thrown away.
    seen = guardian.get(path)
    assert seen.status_code == 422
    assert "It was stopped" in seen.text
    sketch = shell_of(guardian.app).drafts.sketch(path.rpartition("/")[2])
    held.set()
    assert sketch
    assert sketch.job.wait(30)
    assert "It was stopped" in guardian.get(path).text
    assert not _drafts(guardian)


@pytest.mark.parametrize("ending", ["/r/x", "/x"])
def test_a_lock_and_an_exit_end_a_drawing(
    guardian: Guardian, held: threading.Event, ending: str
) -> None:
    path = guardian.post("/r/h/1/2", **_ticked(guardian.get("/r/h/1/2").text)).location
    sketch = shell_of(guardian.app).drafts.sketch(path.rpartition("/")[2])
    assert sketch
    guardian.post(ending)
    held.set()
    assert sketch.job.wait(30)
    assert not _drafts(guardian)


def test_a_drawing_that_fails_says_so(guardian: Guardian, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "draw", lambda _: 1 / 0)
    path = guardian.post("/r/h/1/2", **_ticked(guardian.get("/r/h/1/2").text)).location
    _wait(guardian, path)
    assert "Something went wrong" in guardian.get(path).text


def test_pages_of_no_child_and_of_no_kind(guardian: Guardian) -> None:
    for path in ("/r/h/9", "/r/h/9/1", "/r/h/1/0", "/r/h/1/4", "/r/h/d/guessed", "/r/h/w/guessed"):
        assert guardian.get(path).status_code == 404
    assert guardian.get("/r/h/s/guessed").location == "/r/s"


def _drafts(guardian: Guardian) -> list[Draft]:
    return list(shell_of(guardian.app).drafts._kept.values())  # noqa: SLF001 - what memory holds
