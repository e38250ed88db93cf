"""What is half written stays with its record, is kept once, and never outlives Quick exit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.recorded import OTHER, PASSPHRASE, Guardian
from wayhome.model.problems import RecordLockedError
from wayhome.usecases.record_room import RecordRoom, RoomState
from wayhome.web.child_layout import number_of
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Visitor

NOTE = {"text": "words of the first one", "day": "2026-11-20"}


@pytest.fixture
def guardian(visitor: Visitor, tmp_path: Path) -> Guardian:
    return Guardian(visitor, tmp_path / "downloads").prepare().make()


def _form(guardian: Guardian, path: str) -> dict[str, str]:
    """Return what a page's form sends unseen."""
    hidden = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', guardian.get(path).text)
    )
    return {name: value for name, value in hidden.items() if name != "csrf_token"}


def _make_another(guardian: Guardian) -> None:
    """Put the record aside that is here, and make another one."""
    guardian.post("/r/x")
    guardian.post("/r/y/a", aside="1")
    guardian.post("/r/n", passphrase_chosen=OTHER, passphrase_again=OTHER)
    guardian.post("/r/n/l")


@pytest.mark.parametrize("half", [{}, {"put_away": "1"}])
@pytest.mark.parametrize("is_open", [True, False])
def test_what_was_written_in_one_record_never_comes_into_another(
    guardian: Guardian, half: dict[str, str], *, is_open: bool
) -> None:
    form = {**_form(guardian, "/r/d/new"), **NOTE, **half}
    _make_another(guardian)
    if not is_open:
        guardian.post("/r/x")
    assert guardian.post("/r/d/new", **form).location == "/r/a"
    assert "is kept, sealed" not in guardian.get("/r").text
    assert guardian.unlock(OTHER).location == "/r/b"
    assert guardian.room.book.count_notes() == 0
    assert "waits here" not in guardian.get("/r/b").text
    assert guardian.get("/r/k").location == "/r/b"
    # With its own record it is here again.
    guardian.post("/r/y/b", aside="record.replaced-1")
    assert guardian.unlock().location == "/r/k"
    page = guardian.get("/r/k").text
    assert NOTE["text"] in page
    assert guardian.post("/r/d/new", **{**NOTE, **_form(guardian, "/r/k")}).status_code == 303
    assert guardian.room.book.count_notes() == 1


def test_what_was_kept_and_is_sent_when_it_locked_again_waits_once(guardian: Guardian) -> None:
    guardian.post("/r/d/new", **NOTE, put_away="1")
    form = {**NOTE, **_form(guardian, "/r/k")}
    guardian.post("/r/x")
    assert guardian.post("/r/d/new", **form).location == "/r"
    assert guardian.unlock().location == "/r/k"
    guardian.post("/r/d/new", **{**NOTE, **_form(guardian, "/r/k")})
    assert "waits here" not in guardian.get("/r/b").text


def test_what_quick_exit_breaks_off_is_not_kept(
    guardian: Guardian, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = shell_of(guardian.app)

    def leave(*_: object) -> int:
        inside.door.leave()
        inside.forget_all()
        raise RecordLockedError

    monkeypatch.setattr("wayhome.usecases.record_book.RecordBook.add_note", leave)
    guardian.post("/r/d/new", **NOTE)
    assert not inside.stash.holds


def test_a_page_that_was_put_away_says_that_its_words_wait(guardian: Guardian) -> None:
    assert "waits here" not in guardian.get("/r/a").text
    guardian.post("/r/d/new", **NOTE, put_away="1")
    assert "waits here" in guardian.get("/r/a").text


def test_a_press_on_a_record_that_is_gone_locks_nothing(guardian: Guardian) -> None:
    assert guardian.post("/r/y/b", aside="record.replaced-7").status_code == 422
    assert guardian.state() is RoomState.OPEN


def test_a_form_that_is_sent_twice_did_not_change_in_another_tab(guardian: Guardian) -> None:
    child = guardian.room.book.add_child("Ana Prueba")
    place = number_of(guardian.room.book.shape, "looks")
    path = f"/r/c/{child}/{place}"
    looks = {**_form(guardian, path), "hair": "black ", "moves_and_speaks": "fast\r\nlow"}
    for _ in range(2):
        assert guardian.post(path, **looks).status_code == 303
    late = guardian.post(path, **{**looks, "hair": "brown"})
    assert late.text.count("In the record now") == 1


def test_a_last_press_destroys_only_the_record_whose_passphrase_was_typed(
    guardian: Guardian,
) -> None:
    asked = guardian.post("/r/z", passphrase=PASSPHRASE).location
    guardian.post("/r/y/a", aside="1")
    guardian.post("/r/n", passphrase_chosen=OTHER, passphrase_again=OTHER)
    guardian.post(asked)
    assert guardian.state() is RoomState.OPEN


def test_a_last_press_destroys_nothing_that_another_wayhome_put_in_its_place(
    guardian: Guardian,
) -> None:
    guardian.post("/r/x")
    guardian.post("/r/y/a", aside="1")
    guardian.post("/r/n", passphrase_chosen=OTHER, passphrase_again=OTHER)
    asked = guardian.post("/r/z", passphrase=OTHER).location
    elsewhere = RecordRoom(guardian.room.wayhome, guardian.room.home)
    elsewhere.put_back(elsewhere.folder.asides()[0])
    assert guardian.post(asked).location == "/r"
    assert guardian.unlock().location == "/r/b"
