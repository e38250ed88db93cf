"""The pages of an evidence bag: from the record to a folder, a receipt, and nothing by mistake."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

import pytest

from tests.packet.disguises import CHAT, JPEG, SHAPES
from tests.packet.reference import find_fault
from tests.web.recorded import Guardian
from wayhome.library.whole_files import HALF
from wayhome.model.kept import NoteText
from wayhome.packet import verify
from wayhome.usecases.bag_making import BagMaker
from wayhome.usecases.record_room import RoomState
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Visitor

PLANTED = "planted words of a diary"


@pytest.fixture
def guardian(visitor: Visitor, tmp_path: Path) -> Guardian:
    guardian = Guardian(visitor, tmp_path / "downloads").prepare().make()
    book, room = guardian.room.book, guardian.room
    child = book.add_child("Ana Prueba")
    book.add_note(NoteText(PLANTED, room.now().date(), "", "", ()), child)
    book.add_note(NoteText("another day", room.now().date(), "", "", ()), child)
    (guardian.downloads / "WhatsApp Chat.txt").write_bytes(CHAT)
    (guardian.downloads / "chat photo.txt").write_bytes(SHAPES["json base64"](JPEG))
    return guardian


def _begin(guardian: Guardian, **fields: object) -> str:
    """Choose what of the record goes in; return the address of the bag."""
    sent = guardian.post("/r/j/1", **{"notes": "all", **fields})
    assert sent.status_code == 303, sent.text
    return sent.location.removesuffix("/f")


def _look(guardian: Guardian, bag: str, *names: str) -> str:
    """Pick files, say that they are from the app, and return the page that shows what goes in."""
    picked = [str(guardian.downloads / name) for name in names]
    sent = guardian.post(f"{bag}/f", file=picked)
    assert sent.location == f"{bag}/g"
    asked = guardian.get(sent.location).text
    assert all(name in asked for name in names)
    said = {f"o{place}": "platform" for place in range(1, len(names) + 1)}
    return _end(guardian, guardian.post(f"{bag}/g", **said).location)


def _end(guardian: Guardian, address: str) -> str:
    """Wait until what is under way has ended; return the page after it."""
    for _ in range(50):
        page = guardian.get(address)
        if page.status_code == 303:
            return guardian.get(page.location).text
        if "Refresh" not in page.headers or "/w" not in page.headers["Refresh"]:
            return page.text
        threading.Event().wait(0.1)
    raise AssertionError(page.text)


def _made(guardian: Guardian) -> list[Path]:
    return sorted(path for path in guardian.downloads.iterdir() if path.name.startswith("notes-"))


def test_from_the_record_to_a_bag_with_its_code(guardian: Guardian) -> None:
    page = guardian.get("/r/j/1").text
    assert PLANTED in page
    bag = _begin(guardian)
    listed = guardian.get(f"{bag}/f").text
    assert "WhatsApp Chat.txt" in listed
    assert "No picture or video from an export can get into the bag" in listed
    ready = _look(guardian, bag, "WhatsApp Chat.txt", "chat photo.txt")
    inside, stays = ready.split('id="stays"')
    assert "WhatsApp Chat.txt" in inside
    assert "chat photo.txt" in stays
    assert "Leave each one in place for the police" in stays
    assert not _made(guardian)
    done = _end(guardian, guardian.post(bag, place=str(guardian.downloads)).location)
    folder, slip, receipt = _made(guardian)
    assert str(folder) in done
    assert str(receipt) in done
    assert str(slip) in done
    assert "It is NOT sealed." in done
    assert "They do not show who wrote a message or when." in done
    code = verify.check_bag(folder).code
    assert f"{code[:8]} {code[8:16]} " in done
    assert find_fault(folder) == ""
    assert PLANTED.encode() in (folder / "data/diary/diary.json").read_bytes()
    assert [each.name for each in (folder / "data/exports").iterdir()] == ["export-001.txt"]
    for path in folder.rglob("*"):
        assert path.is_dir() or JPEG not in path.read_bytes()


def test_only_chosen_notes_go_in(guardian: Guardian) -> None:
    bag = _begin(guardian, notes="some", note="2")
    guardian.post(f"{bag}/f")
    _end(guardian, guardian.post(bag, place=str(guardian.downloads)).location)
    diary = (_made(guardian)[0] / "data/diary/diary.json").read_text(encoding="utf-8")
    assert "another day" in diary
    assert PLANTED not in diary


def test_who_goes_back_after_a_bag_gets_another_bag(guardian: Guardian) -> None:
    bag = _begin(guardian)
    guardian.post(f"{bag}/f")
    _end(guardian, guardian.post(bag, place=str(guardian.downloads)).location)
    ready = _look(guardian, bag, "WhatsApp Chat.txt")
    assert "Ready to make the bag" in ready
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(BagMaker, "make", lambda *_, **__: 1 / 0)
        failed = _end(guardian, guardian.post(bag, place=str(guardian.downloads)).location)
    assert "Something went wrong" in failed
    assert "The bag is made" not in failed


def test_what_lies_open_is_listed_and_destroyed(guardian: Guardian) -> None:
    bag = _begin(guardian)
    guardian.post(f"{bag}/f")
    done = _end(guardian, guardian.post(bag, place=str(guardian.downloads)).location)
    folder, slip, receipt = _made(guardian)
    listed = guardian.get("/r/s").text
    assert str(folder) in listed
    assert 'href="/r/s/f/0"' in done
    assert guardian.post("/r/s/f/0", path=str(folder)).location == "/r/s"
    assert not folder.exists()
    assert receipt.exists()
    assert str(slip) in listed


def test_a_sealed_bag_keeps_its_passphrase_to_itself(guardian: Guardian) -> None:
    bag = _begin(guardian)
    guardian.post(f"{bag}/f")
    where, secret = {"place": str(guardian.downloads)}, "walnut harbor velvet drum"
    for fields, said in (
        ({"seal": "passphrase", "bag_passphrase": "short"}, "too short"),
        ({"seal": "passphrase", "bag_passphrase": secret, "bag_again": "other"}, "not the same"),
        ({"seal": "key", "seal_key": "age1x"}, "not a public key"),
    ):
        refused = guardian.post(bag, **where, **fields)
        assert refused.status_code == 422
        assert secret not in refused.text
        assert not _made(guardian), said
    sent = guardian.post(bag, **where, seal="passphrase", bag_passphrase=secret, bag_again=secret)
    done = _end(guardian, sent.location)
    assert "It is sealed." in done
    sealed, _, receipt = _made(guardian)
    assert sealed.read_bytes().startswith(b"age-encryption.org/v1")
    assert secret not in receipt.read_text(encoding="utf-8")
    assert secret not in done


def test_what_is_not_listed_can_not_be_picked(guardian: Guardian, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_bytes(CHAT)
    (guardian.downloads / "chat.lnk.txt").symlink_to(tmp_path / "chat.txt")
    bag = _begin(guardian)
    names = [str(tmp_path / "chat.txt"), "/etc/passwd", str(guardian.downloads / "chat.lnk.txt")]
    assert guardian.post(f"{bag}/f", file=names).location == bag


def test_a_form_that_lacks_something_says_so(guardian: Guardian) -> None:
    bag = _begin(guardian, notes="none")
    assert guardian.get(bag).location == f"{bag}/f"
    guardian.post(f"{bag}/f", file=[str(guardian.downloads / "WhatsApp Chat.txt")])
    unsaid = guardian.post(f"{bag}/g")
    assert unsaid.status_code == 422
    assert 'href="#o11"' in unsaid.text
    guardian.post(f"{bag}/f")
    assert 'href="#place1"' in guardian.post(bag).text
    empty = guardian.post(bag, place=str(guardian.downloads))
    assert empty.status_code == 422
    assert "Nothing was chosen for the bag" in empty.text
    assert guardian.get(f"{bag}/d").status_code == 404
    assert guardian.get("/r/j/b/no/f").status_code == 404


def test_a_file_that_changes_after_the_look_leaves_no_bag(guardian: Guardian) -> None:
    bag = _begin(guardian)
    _look(guardian, bag, "WhatsApp Chat.txt")
    (guardian.downloads / "WhatsApp Chat.txt").write_bytes(CHAT.replace(b"gate", b"lake"))
    said = _end(guardian, guardian.post(bag, place=str(guardian.downloads)).location)
    assert "A file changed while the bag was made" in said
    assert not _made(guardian)


@pytest.mark.parametrize("ends", ["stop", "lock", "exit"])
def test_stopping_locking_and_leaving_end_it(
    guardian: Guardian, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    """The stream waits in the middle until the guardian has pressed."""
    pressed, real = threading.Event(), hashlib.new
    monkeypatch.setattr("wayhome.web.bag_pages.PATIENCE_SECONDS", 0.2)
    started = threading.Event()

    def slow(name: str, data: bytes = b"") -> object:
        started.set()
        pressed.wait(20)
        return real(name, data)

    monkeypatch.setattr("wayhome.packet.bag_stream.hashlib.new", slow)
    bag = _begin(guardian)
    guardian.post(f"{bag}/f")
    sent = guardian.post(bag, place=str(guardian.downloads))
    assert started.wait(20)
    waiting = guardian.get(sent.location)
    assert waiting.headers["Refresh"].endswith(f"{bag}/w")
    assert "percent done" in waiting.text
    job = shell_of(guardian.app).bags.find(bag.rsplit("/", 1)[1])
    assert job is not None
    assert job.job is not None
    guardian.post({"stop": f"{bag}/x", "lock": "/r/x", "exit": "/x"}[ends])
    pressed.set()
    assert job.job.wait(20)
    assert not _made(guardian)
    assert not [each for each in guardian.downloads.iterdir() if each.name.startswith(HALF)]
    if ends == "stop":
        assert "It was stopped. Nothing was saved." in _end(guardian, f"{bag}/w")
    else:
        assert guardian.state() is RoomState.LOCKED
        assert guardian.get(bag).status_code in (303, 403)


def test_nothing_is_shown_while_locked_or_after_it(guardian: Guardian) -> None:
    bag = _begin(guardian)
    guardian.post("/r/x")
    for path in ("/r/j/1", f"{bag}/f", bag):
        assert guardian.get(path).location == "/r"
    guardian.unlock()
    assert guardian.get(f"{bag}/f").status_code == 404


def test_while_missing_mode_is_on_files_are_only_listed(guardian: Guardian) -> None:
    shell_of(guardian.app).missing.enter(1)
    bag = _begin(guardian)
    assert "no file is opened now" in guardian.get(f"{bag}/f").text
    page = _look(guardian, bag, "WhatsApp Chat.txt")
    assert "was not opened" in page
    assert not shell_of(guardian.app).bags.find(bag.split("/")[-1]).inputs[0].sha256  # type: ignore[union-attr]


def test_what_was_read_before_missing_mode_is_only_listed_in_it(guardian: Guardian) -> None:
    bag = _begin(guardian)
    assert "was not opened" not in _look(guardian, bag, "WhatsApp Chat.txt")
    shell_of(guardian.app).missing.enter(1)
    assert "was not opened" in guardian.get(bag).text
    guardian.post(bag, place=str(shell_of(guardian.app).places()[0].path), seal="none")
    work = shell_of(guardian.app).bags.find(bag.split("/")[-1])
    assert work is not None
    assert work.receipt is not None
    assert not (work.receipt.path / "data" / "exports").exists()
