"""What opens the record in the terminal: passphrase, paper, second key file, and their troubles."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

import pytest

from tests.cli.record_desk import (  # noqa: F401 - fixtures are found by their import
    ANOTHER,
    NAME,
    PASSPHRASE,
    Desk,
    laid_desk,
    made_record,
)

if TYPE_CHECKING:
    from pathlib import Path

KEY = re.compile(r"([0-9A-Z]{5}-){6}[0-9A-Z]{5}\n")
NEXT, PAPER = "WAYHOME_NEW_PASSPHRASE_FILE", "WAYHOME_RECOVERY_KEY_FILE"


def _fail(desk: Desk, times: int) -> None:
    (desk.record / "attempts").write_text(str(times))


def _damage(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


def _store(desk: Desk) -> Path:
    (path,) = desk.record.glob("store-*.sealed")
    return path


# Making


def test_create_prints_the_key_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    desk.move_to(tmp_path / "new")
    ran = desk("record", "create")
    assert ran.code == 0
    assert KEY.fullmatch(ran.out)
    assert "paper" in ran.err
    assert desk.shown()["children"] == []


def test_create_writes_the_key_to_a_file_of_one_user(desk: Desk, tmp_path: Path) -> None:
    desk.move_to(tmp_path / "new")
    target = desk.place / "key"
    ran = desk("record", "create", "--recovery-key", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert KEY.fullmatch(target.read_text())
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_create_makes_no_record_where_the_key_has_no_place(desk: Desk, tmp_path: Path) -> None:
    desk.move_to(tmp_path / "new")
    there = desk.place / "key"
    there.write_text("something")
    assert "already" in desk("record", "create", "--recovery-key", str(there)).sentence()
    nowhere = str(desk.place / "no" / "key")
    assert desk("record", "create", "--recovery-key", nowhere).code == 2
    assert there.read_text() == "something"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("passphrase", "says"), [("short", "needs 12"), ("aaaaaaaaaaaaa", "repeats")]
)
def test_create_refuses_a_weak_passphrase_and_leaves_nothing(
    passphrase: str, says: str, desk: Desk, tmp_path: Path
) -> None:
    desk.move_to(tmp_path / "new")
    desk.use_passphrase(passphrase)
    target = desk.place / "key"
    ran = desk("record", "create", "--recovery-key", str(target))
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.sentence()
    assert not target.exists()
    assert not (tmp_path / "new").exists()


def test_create_where_a_record_is(desk: Desk) -> None:
    ran = desk("record", "create")
    assert (ran.code, ran.out) == (2, "")
    assert "already" in ran.sentence()
    assert desk.shown()["children"]


def test_create_at_a_terminal_asks_until_it_fits(desk: Desk, tmp_path: Path) -> None:
    desk.move_to(tmp_path / "new")
    desk.use_passphrase(None)
    secrets = ("short", PASSPHRASE, "slip of the hand", PASSPHRASE, PASSPHRASE)
    ran = desk.type("record", "create", secrets=secrets)
    assert ran.code == 0
    assert KEY.fullmatch(ran.out)
    assert "needs 12" in ran.err
    assert "not the same" in ran.err
    assert desk.type("record", "show", secrets=(PASSPHRASE,)).code == 0


def test_stopped_while_typing_a_passphrase(desk: Desk, tmp_path: Path) -> None:
    desk.move_to(tmp_path / "new")
    desk.use_passphrase(None)
    target = desk.place / "key"
    assert desk.type("record", "create", "--recovery-key", str(target)).code == 130
    assert not target.exists()
    assert not (tmp_path / "new").exists()


# Opening


def test_typed_wrong_three_times(desk: Desk) -> None:
    desk.use_passphrase(None)
    ran = desk.type("record", "show", secrets=("a", "b", "c", PASSPHRASE))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("not the passphrase") == 3


def test_typed_right_after_a_slip(desk: Desk) -> None:
    desk.use_passphrase(None)
    ran = desk.type("record", "show", secrets=("oops", PASSPHRASE))
    assert ran.code == 0
    assert NAME in ran.out
    assert (desk.record / "attempts").read_text() == "0"


def test_scripts_that_were_wrong_twice_work_at_once(desk: Desk) -> None:
    _fail(desk, 2)
    ran = desk("record", "show")
    assert (ran.code, ran.err) == (0, "")


def test_more_wrong_tries_make_it_wait_and_then_it_opens(desk: Desk) -> None:
    _fail(desk, 3)
    ran = desk("record", "show")
    assert ran.code == 0
    assert ran.sentence().startswith("There were wrong tries before. Waiting 2 ")


def test_nobody_is_asked_without_a_terminal(desk: Desk) -> None:
    desk.use_passphrase(None)
    for arguments in (["show"], ["passphrase"], ["recover"], ["check"], ["note", "--unlocked"]):
        ran = desk("record", *arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert "terminal" in ran.sentence()


def test_a_passphrase_file_that_is_not_there(desk: Desk) -> None:
    desk.monkeypatch.setenv("WAYHOME_PASSPHRASE_FILE", str(desk.place / "no"))
    assert "WAYHOME_PASSPHRASE_FILE" in desk("record", "show").sentence()
    desk.monkeypatch.setenv(PAPER, str(desk.place))
    desk.name_file(NEXT, ANOTHER)
    assert PAPER in desk("record", "recover").sentence()


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_newline_at_the_end_of_the_file_does_not_count(end: str, desk: Desk) -> None:
    desk.use_passphrase(f"\ufeff{PASSPHRASE}{end}")
    assert desk("record", "show").code == 0


@pytest.mark.parametrize("lang", ["en", "es"])
def test_wrong_damaged_newer_and_none_are_four_sentences(desk: Desk, lang: str) -> None:
    said = set()
    desk.use_passphrase("another one entirely")
    said.add(desk("record", "show", lang=lang).sentence())
    desk.use_passphrase(PASSPHRASE)
    _damage(_store(desk), 5000)
    said.add(desk("record", "show", lang=lang).sentence())
    for name in ("key", "key.before"):
        text = (desk.record / name).read_bytes()
        newer = _summed(text.replace(b"wayhome-key 1\n", b"wayhome-key 2\n"))
        (desk.record / name).write_bytes(newer)
    said.add(desk("record", "show", lang=lang).sentence())
    desk.move_to(desk.place / "nothing")
    said.add(desk("record", "show", lang=lang).sentence())
    assert len(said) == 4
    assert not any(NAME in sentence for sentence in said)


def _summed(key_file: bytes) -> bytes:
    import hashlib

    body = key_file[: key_file.index(b"sha256 ")]
    return body + f"sha256 {hashlib.sha256(body).hexdigest()}\n".encode()


# Changing


def test_passphrase_is_changed(desk: Desk) -> None:
    desk.name_file(NEXT, ANOTHER)
    ran = desk("record", "passphrase")
    assert (ran.code, ran.out) == (0, "")
    assert desk("record", "show").code == 2
    desk.use_passphrase(ANOTHER)
    assert desk("record", "show").code == 0


def test_passphrase_is_not_changed_by_whoever_does_not_know_it(desk: Desk) -> None:
    desk.use_passphrase("not this one at all")
    desk.name_file(NEXT, ANOTHER)
    assert desk("record", "passphrase").code == 2
    desk.use_passphrase(PASSPHRASE)
    assert desk("record", "show").code == 0


def test_another_recovery_key_makes_the_old_paper_worthless(desk: Desk) -> None:
    ran = desk("record", "recovery-key")
    assert KEY.fullmatch(ran.out)
    desk.name_file(NEXT, ANOTHER)
    desk.name_file(PAPER, desk.paper)
    assert "does not open" in desk("record", "recover").err
    desk.name_file(PAPER, ran.out)
    assert desk("record", "recover").code == 0
    desk.use_passphrase(ANOTHER)
    assert desk("record", "show").code == 0


def test_recovery_key_into_a_file(desk: Desk) -> None:
    target = desk.place / "key"
    ran = desk("record", "recovery-key", "--out", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert KEY.fullmatch(target.read_text())
    assert "already" in desk("record", "recovery-key", "--out", str(target)).sentence()


def test_recover_at_a_terminal_after_a_slip_of_the_pen(desk: Desk) -> None:
    slip = desk.paper[:7] + ("A" if desk.paper[7] != "A" else "B") + desk.paper[8:]
    lines = f"{slip}\n{desk.paper.lower().replace('-', ' ')}\n"
    ran = desk.type("record", "recover", lines=lines, secrets=(ANOTHER, ANOTHER))
    assert (ran.code, ran.out) == (0, "")
    assert "group 2" in ran.err
    desk.use_passphrase(ANOTHER)
    assert desk("record", "show").code == 0


# Mending


def test_repair_with_the_kept_key_file(desk: Desk) -> None:
    _damage(desk.record / "key", 100)
    assert "second one" in desk("record", "show").sentence()
    ran = desk("record", "repair")
    assert (ran.code, ran.out) == (0, "")
    assert desk("record", "show").code == 0


def test_repair_leaves_a_whole_key_file_alone(desk: Desk) -> None:
    before = (desk.record / "key").read_bytes()
    ran = desk("record", "repair")
    assert (ran.code, "nothing to repair" in ran.err) == (0, True)
    assert (desk.record / "key").read_bytes() == before


def test_repair_without_a_whole_second_one(desk: Desk) -> None:
    for name in ("key", "key.before"):
        _damage(desk.record / name, 100)
    assert "sealed copy" in desk("record", "repair").sentence()


def test_check_finds_nothing_or_exits_3(desk: Desk) -> None:
    assert desk("record", "check").code == 0
    desk.use_passphrase("not this one at all")
    assert desk("record", "check").code == 2
    desk.use_passphrase(PASSPHRASE)
    # A store too large to be looked at whenever it is opened.
    desk.monkeypatch.setattr("wayhome.record.vault.CHECKED_AT_ONCE", 0)
    _damage(_store(desk), _store(desk).stat().st_size - 100)
    ran = desk("record", "check")
    assert (ran.code, ran.out) == (3, "")
    assert "damaged" in ran.sentence()


def test_check_of_a_damaged_key_file_is_3_too(desk: Desk) -> None:
    _damage(desk.record / "key", 100)
    assert desk("record", "check").code == 3
    _damage(desk.record / "key.before", 100)
    assert desk("record", "check").code == 3


def test_the_record_is_locked_again_whatever_happens(desk: Desk) -> None:
    from wayhome.usecases.record_room import RecordRoom

    locked = []
    original = RecordRoom.lock

    def lock(room: RecordRoom) -> None:
        original(room)
        locked.append(room.state.value)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    desk.monkeypatch.setattr(RecordRoom, "lock", lock)
    desk.monkeypatch.setattr("wayhome.usecases.record_book.RecordBook.holdings", stop)
    ran = desk("record", "show")
    assert (ran.code, ran.out) == (130, "")
    assert locked[-1] == "locked"
