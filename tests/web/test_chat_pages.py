"""Exported chats on pages: choosing, what was read, doubts, and that nothing stays."""

from __future__ import annotations

import html
import io
import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.web.recorded import Guardian
from wayhome.usecases.record_room import RoomState
from wayhome.web import limits
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Visitor
    from wayhome.usecases.chat_runs import ChatRun

PATIENCE = 30
CHAT = "25/03/2025, 22:41 - Ana: hello\n26/03/2025, 22:42 - Bo <b>Rivera</b>: hi there\n"
DOUBTFUL = "03/04/2025, 22:41 - Ana: hello\n03/04/2025, 22:42 - Bo: hi there\n"


@pytest.fixture
def guardian(visitor: Visitor, tmp_path: Path) -> Guardian:
    """Return somebody with exports in Downloads, and no record."""
    guardian = Guardian(visitor, tmp_path / "downloads").prepare()
    (guardian.downloads / "WhatsApp Chat with Bo.txt").write_text(CHAT)
    (guardian.downloads / "doubtful.txt").write_text(DOUBTFUL)
    (guardian.downloads / "list.txt").write_text("milk\nbread\n")
    (guardian.downloads / "unpacked").mkdir()
    (guardian.downloads / "unpacked" / "_chat.txt").write_text(CHAT)
    return guardian


def _read(guardian: Guardian, *names: str) -> str:
    """Tick files; return the address of what was found."""
    sent = guardian.post("/m", file=[str(guardian.downloads / each) for each in names])
    assert sent.status_code == 303, sent.text
    _run(guardian, sent.location).work.wait(PATIENCE)
    return sent.location


def _run(guardian: Guardian, address: str) -> ChatRun:
    run = shell_of(guardian.app).chats.find(address.rpartition("/")[2])
    assert run is not None
    return run


def _text(page: str) -> str:
    """Return what a page says, on one line."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split()))


def test_what_was_read_is_said(guardian: Guardian) -> None:
    page = guardian.get(_read(guardian, "WhatsApp Chat with Bo.txt", "list.txt"))
    said = _text(page.text)
    assert "Messages: 2. Files: 1. They are from March 25, 2025 – March 26, 2025" in said
    assert "Bo <b>Rivera</b> 1 March 26, 2025" in said
    assert "list.txt : This is no export that Wayhome knows." in said
    assert (
        "What a child writes to helplines that Wayhome knows by number or address is never shown"
        in said
    )
    assert "hello" not in said
    assert "hi there" not in said
    # It leaves the screen when it is forgotten.
    assert page.headers["Refresh"].endswith("url=/m")


def test_a_doubt_is_asked_and_settled(guardian: Guardian) -> None:
    address = _read(guardian, "doubtful.txt")
    asked = guardian.get(address).text
    assert "How are the dates written?" in asked
    assert "April 3, 2025. This is a guess" in _text(asked)
    sent = guardian.post(address, dates="mdy", zone="America/Chicago", child="1")
    assert sent.location == address
    run = _run(guardian, address)
    assert run.work.wait(PATIENCE)
    settled = guardian.get(address).text
    assert "March 4, 2025" in _text(settled)
    assert "Saved for now." in settled
    assert "This is a guess" not in settled
    assert run.child is not None
    assert run.child.name == "Bo"
    assert re.search(r'id="child2" value="1" autocomplete="off" checked', settled)
    assert "<option selected>America/Chicago" in settled


def test_a_name_in_many_chats_is_asked_once(guardian: Guardian) -> None:
    address = _read(guardian, "doubtful.txt", "WhatsApp Chat with Bo.txt")
    page = guardian.get(address).text
    asked = _text("<main>" + page.partition('id="child1"')[2].partition("</fieldset>")[0])
    assert asked.count("Ana") == 1, asked
    assert "Messages: 2" in asked


@pytest.mark.parametrize("said", [{"dates": "never"}, {"zone": "Moon/Base"}])
def test_what_no_form_of_ours_says_is_refused(guardian: Guardian, said: dict[str, str]) -> None:
    address = _read(guardian, "doubtful.txt")
    assert guardian.post(address, **said).status_code == 400


def test_a_child_that_is_nobody_is_left_open(guardian: Guardian) -> None:
    address = _read(guardian, "doubtful.txt")
    for odd in ("7", "-1", "x", "9" * 5000, "²"):
        assert guardian.post(address, child=odd).status_code == 303
        assert _run(guardian, address).child is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Tick a file first."),
        ({"file": "/etc/passwd"}, "Tick a file first."),
        ({"file": "list.txt"}, "Tick a file first."),
    ],
)
def test_nothing_ticked_or_something_foreign_is_asked_again(
    guardian: Guardian, fields: dict[str, str], said: str
) -> None:
    page = guardian.post("/m", **fields)
    assert page.status_code == 422
    assert said in page.text


def test_folders_are_opened_and_keep_what_was_ticked(guardian: Guardian) -> None:
    ticked = str(guardian.downloads / "doubtful.txt")
    inside = guardian.post("/m", open=str(guardian.downloads / "unpacked"), file=ticked).text
    assert "_chat.txt" in inside
    assert "This whole folder" in inside
    assert re.search(rf'value="{re.escape(ticked)}" autocomplete="off" checked', inside)
    outside = guardian.post("/m", open=str(guardian.downloads.parent)).text
    assert "WhatsApp Chat with Bo.txt" in outside
    whole = guardian.get(_read(guardian, "unpacked")).text
    assert "Messages: 2. Files: 1." in whole


def test_what_can_not_be_read_is_a_plain_sentence(guardian: Guardian) -> None:
    page = guardian.get(_read(guardian, "list.txt"))
    assert page.status_code == 422
    assert "list.txt could not be read. This is no export that Wayhome knows." in page.text


def test_a_dropped_file_is_read(guardian: Guardian) -> None:
    sent = guardian.visitor.post("/m/u", {"sent": (io.BytesIO(CHAT.encode()), "C:\\x\\_chat.txt")})
    assert sent.status_code == 303, sent.text
    assert _run(guardian, sent.location).work.wait(PATIENCE)
    page = _text(guardian.get(sent.location).text)
    assert f"_chat.txt WhatsApp · {len(CHAT)} bytes" in page
    assert guardian.visitor.post("/m/u").status_code == 422
    assert guardian.get("/m/u").location == "/m"


def test_too_much_to_drop_says_what_to_do(
    guardian: Guardian, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPORTS", 1000)
    sent = guardian.visitor.post("/m/u", {"sent": (io.BytesIO(b"x" * 2000), "_chat.txt")})
    assert sent.status_code == 413
    assert "choose it from the list" in sent.text


def _gone(guardian: Guardian, address: str) -> bool:
    return guardian.get(address).status_code == 303


@pytest.mark.parametrize("way", ["forget", "exit", "lock", "left", "idle", "missing"])
def test_what_was_found_is_forgotten(guardian: Guardian, way: str) -> None:
    if way in ("lock", "left"):
        guardian.make()
    address = _read(guardian, "doubtful.txt")
    state, run = shell_of(guardian.app), _run(guardian, address)
    assert not _gone(guardian, address)
    if way == "forget":
        guardian.post(f"{address}/x")
    elif way == "exit":
        guardian.post("/x")
        assert guardian.get(address).status_code == 403
        guardian.visitor.enter()
    elif way == "lock":
        guardian.post("/r/x")
    elif way == "left":
        guardian.wait(11)
        assert guardian.state() is RoomState.LOCKED
    elif way == "idle":
        state.chats.clock = lambda: time.monotonic() + 601
    else:
        guardian.get("/c")
        assert "Chats stay closed while a child is missing" in guardian.get(address).text
        assert guardian.post("/m", file=str(guardian.downloads / "doubtful.txt")).status_code == 200
        state.missing.end()
    assert _gone(guardian, address)
    assert state.chats.find(address.rpartition("/")[2]) is None
    assert run.work.stopped


def test_missing_mode_ends_what_is_being_read(guardian: Guardian) -> None:
    large = guardian.downloads / "WhatsApp Chat with Cy.txt"
    large.write_text(CHAT * 1_500_000)
    sent = guardian.post("/m", file=str(large))
    run = _run(guardian, sent.location)
    waiting = guardian.get(sent.location)
    assert "percent done" in waiting.text
    assert waiting.headers["Refresh"] == f"2; url={sent.location}"
    # Missing mode begins on another page: nobody comes back to this one.
    shell_of(guardian.app).missing.enter(1)
    assert run.work.wait(PATIENCE)
    assert run.work.stopped
    assert run.result is None


def test_only_a_few_looks_at_once(guardian: Guardian) -> None:
    addresses = [_read(guardian, "doubtful.txt") for _ in range(3)]
    assert [_gone(guardian, each) for each in addresses] == [True, False, False]
