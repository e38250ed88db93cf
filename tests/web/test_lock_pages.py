"""Making, opening and locking the record, and what can be done while it is locked."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wayhome.web
from tests.web.recorded import LEAVES, OTHER, PASSPHRASE, Guardian
from wayhome.record.folder import KEPT, KEY, RecordFolder
from wayhome.record.vault import open_record
from wayhome.usecases.record_room import RoomState
from wayhome.web.shell import shell_of
from wayhome.web.stash import Written

if TYPE_CHECKING:
    from tests.web.conftest import Visitor
    from wayhome.usecases.wayhome import Wayhome

WEB = Path(wayhome.web.__file__).parent


@pytest.fixture
def newcomer(visitor: Visitor, tmp_path: Path) -> Guardian:
    return Guardian(visitor, tmp_path / "downloads").prepare()


@pytest.fixture
def guardian(newcomer: Guardian) -> Guardian:
    return newcomer.make()


def test_without_a_record_the_page_says_what_it_is_for_and_what_it_cannot_do(
    newcomer: Guardian,
) -> None:
    page = newcomer.get("/r").text
    assert 'href="/r/n"' in page
    assert "spy software" in page
    assert "gone for good" in page
    assert "<title>Notes</title>" in page
    assert 'href="/r"' in newcomer.get("/").text


def test_a_passphrase_that_differs_or_is_short_makes_nothing(newcomer: Guardian) -> None:
    differs = newcomer.post("/r/n", passphrase_chosen=PASSPHRASE, passphrase_again=OTHER)
    short = newcomer.post("/r/n", passphrase_chosen="short", passphrase_again="short")
    for page in (differs, short):
        assert page.status_code == 422
        assert 'href="#passphrase_chosen"' in page.text
        assert PASSPHRASE not in page.text
        assert OTHER not in page.text
    assert newcomer.state() is RoomState.NONE


def test_made_then_locked_then_opened(guardian: Guardian) -> None:
    assert guardian.get("/r").location == "/r/b"
    assert guardian.get("/r/n").location == "/r"
    assert guardian.post("/r/x").location == "/r"
    assert guardian.state() is RoomState.LOCKED
    page = guardian.get("/r").text
    assert 'autocomplete="current-password"' in page
    assert 'type="password"' in page
    assert guardian.unlock().location == "/r/b"
    assert guardian.state() is RoomState.OPEN


def test_every_page_of_an_open_record_has_a_lock_and_leaves_by_itself(guardian: Guardian) -> None:
    paths = ("/r/s", "/r/s/p", "/r/s/k", "/r/o", "/r/e", "/r/i", "/r/z")
    for path in paths:
        page = guardian.get(path)
        assert page.status_code == 200
        assert 'action="/r/x"' in page.text
        assert LEAVES in page.text
    guardian.post("/r/x")
    for path in paths:
        assert guardian.get(path).location == "/r", path


def test_the_passphrase_stands_nowhere(guardian: Guardian) -> None:
    guardian.post("/r/x")
    answers = [guardian.unlock(OTHER), guardian.get("/r"), guardian.unlock(), guardian.get("/r/s")]
    for answer in answers:
        assert PASSPHRASE not in answer.text
        assert OTHER not in answer.text
        assert "passphrase" not in str(answer.headers)


def test_an_empty_field_is_no_try(guardian: Guardian) -> None:
    guardian.post("/r/x")
    for _ in range(5):
        page = guardian.unlock(" ")
        assert page.status_code == 422
        assert "Type the passphrase" in page.text
    assert guardian.room.attempts.seconds_to_wait() == 0


def test_wrong_passphrases_slow_down(guardian: Guardian) -> None:
    guardian.post("/r/x")
    for _ in range(3):
        assert "not the passphrase" in guardian.unlock(OTHER).text
    waiting = guardian.unlock()
    assert waiting.status_code == 422
    assert "wait 3 seconds" in waiting.text
    guardian.seconds += 3
    assert guardian.unlock().status_code == 303


def test_it_locks_by_itself_and_says_why(guardian: Guardian) -> None:
    guardian.wait(9)
    guardian.get("/r/s")
    guardian.wait(9)
    assert guardian.state() is RoomState.OPEN
    guardian.wait(1)
    assert guardian.state() is RoomState.LOCKED
    assert "nobody used it for 10 minutes" in guardian.get("/r").text
    guardian.unlock()
    guardian.post("/r/x")
    assert "nobody used it" not in guardian.get("/r").text


def test_two_tabs_left_alone_do_not_keep_the_record_open(guardian: Guardian) -> None:
    guardian.get("/r/s")
    guardian.wait(5)
    guardian.get("/r/s")
    guardian.wait(5.1)
    # The first tab leaves by itself. That is no use, and leads to nothing that is.
    put_away = guardian.get("/r/a")
    assert put_away.status_code == 200
    assert LEAVES not in put_away.text
    assert guardian.get("/r").location == "/r/b"
    guardian.wait(4.95)
    assert guardian.state() is RoomState.LOCKED
    assert guardian.get("/r/a").location == "/r"


def test_exit_locks_and_forgets(guardian: Guardian) -> None:
    guardian.room.seal(b"")
    shell = shell_of(guardian.app)
    shell.stash.keep(Written("/r/d", (("text", "planted"),)), guardian.room.seal)
    shell.paper_key.keep(guardian.key, guardian.room.seal)
    guardian.post("/x")
    assert guardian.state() is RoomState.LOCKED
    assert not shell.stash.holds
    assert guardian.get("/r").status_code == 403
    guardian.room.unlock(PASSPHRASE)
    assert not shell.paper_key.groups(guardian.room.unseal)


def test_what_was_being_written_comes_back(guardian: Guardian) -> None:
    shell = shell_of(guardian.app)
    written = Written("/r/s", (("minutes", "5"), ("text", 'line one\r\n"two" <b>')))
    shell.stash.keep(written, guardian.room.seal)
    guardian.post("/r/x")
    locked = guardian.get("/r").text
    assert "What you were writing is kept" in locked
    assert "line one" not in locked
    assert guardian.unlock().location == "/r/k"
    page = guardian.get("/r/k").text
    assert LEAVES in page
    assert 'action="/r/s"' in page
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert fields["text"] == "line one\r\n&#34;two&#34; &lt;b&gt;"
    assert 'name="csrf_token"' in page
    # Reloaded, or locked once more, it is still there; sent, it is forgotten.
    assert guardian.get("/r/k").status_code == 200
    sent = guardian.post("/r/s", minutes="5", kept_before=fields["kept_before"])
    assert sent.status_code == 303
    assert guardian.room.minutes == 5
    assert guardian.get("/r/k").location == "/r/b"


def test_what_was_being_written_can_be_thrown_away(guardian: Guardian) -> None:
    stash = shell_of(guardian.app).stash
    stash.keep(Written("/r/s", (("minutes", "5"),)), guardian.room.seal)
    assert guardian.post("/r/k", kept_before="1").location == "/r/b"
    assert not stash.holds


@pytest.mark.parametrize("path", ["/x", "https://example.org/r/d", "//example.org", "/r/nothing"])
def test_a_kept_form_goes_nowhere_but_to_the_record(guardian: Guardian, path: str) -> None:
    shell_of(guardian.app).stash.keep(Written(path, (("a", "b"),)), guardian.room.seal)
    assert guardian.get("/r/k").location == "/r/b"


def test_a_form_with_a_passphrase_is_never_kept(guardian: Guardian) -> None:
    guardian.post("/r/x")
    sent = guardian.post("/r/s/p", passphrase=PASSPHRASE, passphrase_chosen=OTHER)
    assert sent.location == "/r"
    assert not shell_of(guardian.app).stash.holds


def test_a_note_without_opening(guardian: Guardian) -> None:
    assert guardian.get("/r/w").location == "/r/d"
    guardian.post("/r/x")
    today = guardian.room.now().date()
    assert f'value="{today}"' in guardian.get("/r/w").text
    empty = guardian.post("/r/w", text="", day=str(today), time="21:30", who="planted aunt")
    assert empty.status_code == 422
    assert "planted aunt" in empty.text
    assert 'href="#text"' in empty.text
    future = guardian.post("/r/w", text="x", day=str(today + dt.timedelta(1)), time="", who="")
    assert 'href="#day"' in future.text
    odd = guardian.post("/r/w", text="x", day=str(today), time="9pm", who="")
    assert 'href="#time"' in odd.text
    kept = guardian.post("/r/w", text="a\r\nb", day=str(today), time="21:30", who="aunt")
    assert guardian.get(kept.location).status_code == 200
    assert "Notes and calls that wait until you open the record: 1" in guardian.get("/r").text
    guardian.unlock()
    (note,) = guardian.room.book.notes()
    assert note.while_locked
    assert note.said.text == "a\nb"


def test_a_note_without_a_record_leads_to_making_one(newcomer: Guardian) -> None:
    assert newcomer.get("/r/w").location == "/r"
    assert newcomer.post("/r/w", text="x", day="2026-01-01").location == "/r"


def test_a_damaged_key_file_offers_the_second_one(guardian: Guardian) -> None:
    guardian.post("/r/x")
    (guardian.room.folder.path / KEY).write_bytes(b"damaged")
    page = guardian.get("/r").text
    assert "Use the second key file" in page
    assert 'action="/r/u"' in page
    assert guardian.post("/r/u", passphrase=OTHER).status_code == 422
    assert guardian.post("/r/u", passphrase=PASSPHRASE).location == "/r/b"
    guardian.post("/r/x")
    assert guardian.unlock().status_code == 303


def test_both_key_files_damaged_leads_to_a_sealed_copy(guardian: Guardian) -> None:
    guardian.post("/r/x")
    for name in (KEY, KEPT):
        (guardian.room.folder.path / name).write_bytes(b"damaged")
    page = guardian.get("/r").text
    assert "so is the second one" in page
    assert 'href="/r/v"' in page
    assert '<button class="main-button"' not in page


def test_another_record_in_its_place_locks_this_one(guardian: Guardian) -> None:
    """Else the front page leads inside, and inside leads to the front page, for ever."""
    key = guardian.room.folder.path / KEY
    key.write_bytes(b"damaged")
    assert guardian.get("/r/s").location == "/r"
    assert guardian.get("/r").status_code == 200


def test_a_stranger_sees_nothing(stranger: Visitor) -> None:
    for path in ("/r", "/r/n", "/r/n/k", "/r/w", "/r/s", "/r/v", "/r/y", "/r/a", "/r/k"):
        assert stranger.get(path).status_code == 403


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_is_there_and_none_is_left_over(wayhome: Wayhome, language: str) -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (*WEB.rglob("*.html"), *WEB.rglob("*.py"))
    )
    present = {key[5:] for key in wayhome.words(language).texts if key.startswith("lock.")}
    whole = set(re.findall(r"""['"(]lock\.([\w.]+\w)['"](?!\s*~)""", text))
    whole |= set(re.findall(r"""tell_words\(\s*"([\w.]+)\"""", text))
    begun = set(re.findall(r"'lock\.([\w.]+\.)'\s*~", text))
    assert whole <= present
    assert not {key for key in present - whole if not key.startswith(tuple(begun))}


def test_a_record_that_nothing_opens_can_be_put_aside(guardian: Guardian) -> None:
    guardian.post("/r/x")
    assert guardian.post("/r/y/a").status_code == 422
    assert guardian.state() is RoomState.LOCKED
    assert guardian.post("/r/y/a", aside="1").status_code == 303
    assert guardian.state() is RoomState.NONE
    aside = guardian.room.folder.path.with_name("record.replaced-1")
    # It still opens, should the passphrase come back.
    open_record(RecordFolder(aside), PASSPHRASE).close()


def test_a_half_written_form_that_a_page_hands_over_is_kept_and_is_no_use(
    guardian: Guardian,
) -> None:
    guardian.room.book.add_child("Ana Prueba")
    guardian.wait(9)
    half = {"text": "half a sen", "day": "2026-11-", "put_away": "1"}
    assert guardian.post("/r/d/new", **half).location == "/r/a"
    assert guardian.post("/r/d/new", **{**half, "text": "another tab"}).location == "/r/a"
    # The record goes on being open for another tab, and nothing was saved by itself.
    assert guardian.room.book.count_notes() == 0
    assert "waits here" in guardian.get("/r/b").text
    guardian.wait(10)
    assert guardian.state() is RoomState.LOCKED
    assert guardian.unlock().location == "/r/k"
    assert "half a sen" in guardian.get("/r/k").text
    for _ in range(2):
        # Pressed twice, it throws away no other.
        guardian.post("/r/k", kept_before="1")
    assert "another tab" in guardian.get("/r/k").text
    guardian.post("/r/k", kept_before="2")
    assert "waits here" not in guardian.get("/r/b").text


def test_handing_over_does_not_put_off_the_locking(guardian: Guardian) -> None:
    guardian.wait(6)
    guardian.post("/r/d/new", text="half", put_away="1")
    guardian.wait(5)
    assert guardian.state() is RoomState.LOCKED


def test_a_page_that_holds_a_passphrase_hands_over_nothing(guardian: Guardian) -> None:
    sent = guardian.post("/r/s/p", passphrase=PASSPHRASE, put_away="1")
    assert sent.location == "/r/a"
    assert not shell_of(guardian.app).stash.holds


def test_typing_counts_as_use(guardian: Guardian) -> None:
    for _ in range(3):
        guardian.wait(9)
        assert guardian.post("/r/q").status_code == 204
    assert guardian.state() is RoomState.OPEN
    guardian.wait(10)
    assert guardian.post("/r/q").location == "/r"


def test_a_record_that_was_put_aside_does_not_vanish(guardian: Guardian) -> None:
    guardian.room.book.add_child("Ana Prueba")
    guardian.post("/r/x")
    guardian.post("/r/y/a", aside="1")
    page = guardian.get("/r").text
    assert "A record was put aside" in page
    assert "record.replaced-1" in page
    assert guardian.post("/r/y/b", aside="../record").status_code == 422
    assert guardian.post("/r/y/b", aside="record.replaced-1").location == "/r"
    assert "put aside" not in guardian.get("/r").text
    guardian.unlock()
    assert "Ana Prueba" in guardian.get("/r/b").text
