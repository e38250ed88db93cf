"""Files and safety: copies, what lies open, damage, and the end of the record."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import BASE
from tests.web.recorded import OTHER, PASSPHRASE, Guardian
from wayhome.model.kept import NoteText
from wayhome.usecases.home import Home
from wayhome.usecases.record_room import RoomState
from wayhome.web.application import create_app
from wayhome.web.shell import NAME, new_shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Visitor
    from wayhome.usecases.door import Door
    from wayhome.usecases.wayhome import Wayhome

PLANTED = "planted words of a diary"


@pytest.fixture
def guardian(visitor: Visitor, tmp_path: Path) -> Guardian:
    guardian = Guardian(visitor, tmp_path / "downloads").prepare().make()
    book, room = guardian.room.book, guardian.room
    child = book.add_child("Ana Prueba")
    book.add_note(NoteText(PLANTED, room.now().date(), "", "", ()), child)
    return guardian


def _save(guardian: Guardian, path: str, **more: object) -> str:
    sent = guardian.post(path, place=str(guardian.downloads), **more)
    assert sent.status_code == 303, sent.text
    return guardian.get(sent.location).text


def _copy(guardian: Guardian) -> Path:
    _save(guardian, "/r/o")
    (path,) = guardian.downloads.glob("*.sealed-copy")
    return path


def test_a_sealed_copy_says_where_it_lies_and_that_it_is_sealed(guardian: Guardian) -> None:
    assert "made no sealed copy yet" in guardian.get("/r/s").text
    page = _save(guardian, "/r/o")
    day = guardian.room.now().date()
    path = guardian.downloads / f"notes-{day}.sealed-copy"
    assert str(path) in page
    assert "It is sealed." in page
    assert PLANTED.encode() not in path.read_bytes()
    assert "Last sealed copy" in guardian.get("/r/s").text
    assert f"notes-{day} (2).sealed-copy" in _save(guardian, "/r/o")
    assert not guardian.post("/r/o", place="/etc").location


def test_no_place_or_one_that_takes_nothing(guardian: Guardian) -> None:
    page = guardian.post("/r/o")
    assert page.status_code == 422
    assert 'href="#place1"' in page.text
    guardian.downloads.rmdir()
    gone = guardian.post("/r/o", place=str(guardian.downloads))
    assert gone.status_code == 422


def test_an_open_copy_warns_first(guardian: Guardian) -> None:
    assert "Anyone who finds the folder can read all of it" in guardian.get("/r/e").text
    unread = guardian.post("/r/e", place=str(guardian.downloads))
    assert unread.status_code == 422
    assert 'href="#understood"' in unread.text
    assert "checked" in unread.text
    assert not list(guardian.downloads.iterdir())
    page = _save(guardian, "/r/e", understood="1")
    assert "It is NOT sealed" in page
    (folder,) = guardian.downloads.iterdir()
    assert str(folder) in page
    assert 'href="/r/s/f/0"' in page
    assert PLANTED in (folder / "record.json").read_text(encoding="utf-8")


def test_what_lies_open_is_listed_and_destroyed(guardian: Guardian) -> None:
    _save(guardian, "/r/e", understood="1")
    _save(guardian, "/r/e", understood="1")
    first, second = sorted(guardian.downloads.iterdir(), key=lambda each: len(each.name))
    listed = guardian.get("/r/s").text
    assert str(first) in listed
    assert str(second) in listed
    # Another tab has destroyed the first: the number names another one now.
    assert guardian.get("/r/s/f/1").status_code == 200
    assert guardian.post("/r/s/f/0", path=str(first)).location == "/r/s"
    assert not first.exists()
    guardian.post("/r/s/f/0", path=str(first))
    assert second.exists()
    guardian.post("/r/s/f/0", path=str(second))
    assert not second.exists()
    assert "is destroyed, as far as" in guardian.get("/r/s").text
    assert guardian.get("/r/s/f/0").location == "/r/s"


def test_a_reminder_tells_nobody_anything(guardian: Guardian) -> None:
    page = _save(guardian, "/r/i")
    (path,) = guardian.downloads.iterdir()
    assert str(path) in page
    text = path.read_text(encoding="utf-8")
    assert "Look through papers" in text
    for word in ("Wayhome", "Ana", "child", "record"):
        assert word.casefold() not in text.casefold()


def test_receipts_are_forgotten_on_lock(guardian: Guardian) -> None:
    sent = guardian.post("/r/o", place=str(guardian.downloads))
    guardian.post("/r/x")
    guardian.unlock()
    assert guardian.get(sent.location).location == "/r/s"


def test_minutes_and_damage(guardian: Guardian) -> None:
    assert guardian.post("/r/s", minutes="3").status_code == 422
    assert guardian.post("/r/s", minutes="2").location == "/r/s"
    assert "Your choice is saved" in guardian.get("/r/s").text
    assert guardian.post("/r/s/d").location == "/r/s"
    assert "We found no damage" in guardian.get("/r/s").text
    guardian.wait(2)
    assert guardian.state() is RoomState.LOCKED
    guardian.unlock()
    assert guardian.room.minutes == 2


def test_damage_leads_to_a_sealed_copy(guardian: Guardian) -> None:
    room = guardian.room
    store = room.folder.store_file(room.record.header)
    raw = bytearray(store.read_bytes())
    raw[-2000] ^= 1
    store.write_bytes(raw)
    guardian.post("/r/s/d")
    assert "Part of the record is damaged" in guardian.get("/r/s").text


def test_a_store_that_cannot_be_read_still_leads_to_a_sealed_copy(guardian: Guardian) -> None:
    room = guardian.room
    store = room.folder.store_file(room.record.header)
    store.write_bytes(b"x" * store.stat().st_size)
    for path in ("/r/s", "/r/z", "/r/s/f/0"):
        page = guardian.get(path)
        assert "Part of the record is damaged" in page.text
        assert 'href="/r/v"' in page.text
    refused = guardian.post("/r/o", place=str(guardian.downloads))
    assert refused.status_code == 422
    assert not list(guardian.downloads.iterdir())


def test_a_second_computer_restores_with_the_passphrase_of_that_day(
    guardian: Guardian, wayhome: Wayhome, door: Door, tmp_path: Path
) -> None:
    fields = {"whom": "Police", "day": "2026-11-22", "time": "02:10"}
    assert guardian.post("/r/l/n", **fields).location == "/r/l"
    copy = _copy(guardian)
    shell = new_shell(wayhome, Home(tmp_path / "second"), door)
    guardian.app.extensions[NAME] = shell
    second = Guardian(guardian.visitor, guardian.downloads).prepare()
    page = second.get("/r/v").text
    assert copy.name in page
    assert 'name="replace"' not in page
    wrong = second.post("/r/v", listed=str(copy), passphrase=OTHER)
    assert wrong.status_code == 422
    assert "from the day it was made" in wrong.text
    assert OTHER not in wrong.text
    assert second.state() is RoomState.NONE
    sent = second.post("/r/v", listed=str(copy), passphrase=PASSPHRASE)
    assert sent.status_code == 303, sent.text
    done = second.get(sent.location).text
    assert "Children: 1" in done
    assert "Notes in the diary: 1" in done
    assert "Entries in the call log: 1" in done
    assert second.unlock().status_code == 303
    assert second.room.book.notes()[0].said.text == PLANTED


def test_a_copy_that_is_sent_and_the_key_on_paper(guardian: Guardian) -> None:
    copy = _copy(guardian).read_bytes()
    guardian.room.book.add_note(NoteText("after", guardian.room.now().date(), "", "", ()), None)
    file = {"paper_key": guardian.key, "file": (io.BytesIO(copy), "a.sealed-copy")}
    refused = guardian.post("/r/v", **file)
    assert refused.status_code == 422
    assert 'href="#replace"' in refused.text
    assert len(guardian.room.book.notes()) == 2
    file["file"] = (io.BytesIO(copy), "a.sealed-copy")
    sent = guardian.post("/r/v", replace="1", **file)
    assert sent.status_code == 303, sent.text
    aside = guardian.room.folder.path.with_name("record.replaced-1")
    assert str(aside) in guardian.get(sent.location).text
    assert guardian.state() is RoomState.LOCKED
    guardian.unlock()
    assert len(guardian.room.book.notes()) == 1


@pytest.mark.parametrize(
    ("body", "said"), [(b"x", "not a sealed copy"), (b"wayhome-backup 1\nx", "damaged")]
)
def test_what_is_no_copy_changes_nothing(guardian: Guardian, body: bytes, said: str) -> None:
    sent = guardian.post(
        "/r/v", replace="1", passphrase=PASSPHRASE, file=(io.BytesIO(body), "a.sealed-copy")
    )
    assert sent.status_code == 422
    assert said in sent.text
    guardian.unlock()
    assert len(guardian.room.book.notes()) == 1


def test_nothing_chosen_or_outside_of_the_list(guardian: Guardian, tmp_path: Path) -> None:
    none = guardian.post("/r/v", replace="1", passphrase=PASSPHRASE)
    assert 'href="#file"' in none.text
    outside = tmp_path / "outside.sealed-copy"
    _copy(guardian).rename(outside)
    beyond = guardian.post("/r/v", replace="1", passphrase=PASSPHRASE, listed=str(outside))
    assert 'href="#file"' in beyond.text
    empty = guardian.post("/r/v", replace="1", listed=str(outside))
    assert 'href="#passphrase"' in empty.text


@pytest.mark.parametrize(("path", "status"), [("/r/v", 422), ("/r/w", 413)])
def test_a_large_form_is_taken_for_a_copy_only(visitor: Visitor, path: str, status: int) -> None:
    # Put together here: the test client would put a large one into a file.
    fields = {"csrf_token": visitor.token, "passphrase": PASSPHRASE, "text": "x" * 400_000}
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append(f'name="file"; filename="a"\r\n\r\n{"x" * 3_000_000}')
    lines = [f"--b\r\nContent-Disposition: form-data; {part}\r\n" for part in parts]
    sent = visitor.client.post(
        path,
        base_url=BASE,
        data="".join(lines) + "--b--\r\n",
        content_type="multipart/form-data; boundary=b",
        buffered=True,
    )
    assert sent.status_code == status


def test_destroying_everything_asks_twice(guardian: Guardian) -> None:
    _save(guardian, "/r/e", understood="1")
    (open_copy,) = guardian.downloads.iterdir()
    assert str(open_copy) in guardian.get("/r/z").text
    assert guardian.post("/r/z", passphrase=OTHER).status_code == 422
    assert guardian.post("/r/z/guessed").location == "/r/z"
    asked = guardian.post("/r/z", passphrase=PASSPHRASE)
    assert "no way back" in guardian.get(asked.location).text
    assert guardian.state() is RoomState.OPEN
    assert guardian.post(asked.location).location == "/r"
    assert guardian.state() is RoomState.NONE
    assert not guardian.room.folder.path.exists()
    assert "The record is destroyed" in guardian.get("/r").text
    assert "The record is destroyed" not in guardian.get("/r").text
    assert guardian.get(asked.location).location == "/r"


def test_the_app_starts_without_a_database() -> None:
    """What to do now must be shown at once; the store is imported when the record is."""
    import subprocess
    import sys

    program = f"import sys, {create_app.__module__}; print('sqlalchemy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
