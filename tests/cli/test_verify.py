"""`wayhome packet bag` and `wayhome verify`: made from the record, checked without it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyrage
import pytest

from tests.cli.record_desk import NAME, Desk, laid_desk, made_record
from tests.packet.disguises import CHAT, JPEG, SHAPES
from tests.packet.reference import find_fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

__all__ = ["laid_desk", "made_record"]


def _pick(desk: Desk) -> tuple[Path, Path]:
    chat, archive = desk.place / "chat.txt", desk.place / "photo.txt"
    chat.write_bytes(CHAT)
    archive.write_bytes(SHAPES["json base64"](JPEG))
    return chat, archive


def _make(desk: Desk, *more: str) -> tuple[Ran, Path]:
    chat, photo = _pick(desk)
    files = ("--file", str(chat), "--origin", "platform", "--file", str(photo), "--origin", "typed")
    bag = desk.place / "bag"
    return desk("packet", "bag", str(bag), *files, *more), bag


def test_a_bag_from_the_record_and_its_check(desk: Desk) -> None:
    assert desk("record", "note", text="Came home late").code == 0
    ran, bag = _make(desk, "--child", "1", "--notes", "all")
    assert ran.code == 0, ran.err
    assert "photo.txt: There is text in it that could hide a picture" in ran.err
    assert "Leave each one in place for the police" in ran.err
    code = ran.out.strip()
    assert len(code) == 64
    assert (bag / "data/packet/packet.pdf").read_bytes().startswith(b"%PDF")
    assert b"Came home late" in (bag / "data/diary/diary.json").read_bytes()
    assert (bag / "data/exports/export-001.txt").read_bytes() == CHAT
    listed = json.loads((bag / "data/inputs/inputs.json").read_bytes())
    assert [each["origin"] for each in listed] == ["platform", "typed"]
    assert find_fault(bag) == ""
    for each in bag.rglob("*"):
        if each.is_file() and each.suffix != ".pdf":
            assert JPEG not in each.read_bytes()
    checked = desk("verify", str(bag), "--code", code)
    assert (checked.code, checked.err) == (0, "")
    assert "The bag is whole" in checked.out
    paper = bag.with_name("bag.receipt.txt").read_text(encoding="utf-8")
    assert NAME not in paper
    assert code in paper.replace(" ", "").replace("\n", "")


def test_what_was_changed_is_exit_3_in_each_language(desk: Desk) -> None:
    _, bag = _make(desk)
    (bag / "data/exports/export-001.txt").write_bytes(CHAT.replace(b"gate", b"lake"))
    english, spanish = desk("verify", str(bag)), desk("verify", str(bag), lang="es")
    assert (english.code, spanish.code) == (3, 3)
    assert "export-001.txt: this file is not what it was" in english.out
    assert "export-001.txt: este archivo ya no es lo que era" in spanish.out
    assert desk("verify", str(bag), "--code", "0" * 64).code == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("/no/such/bag",), "That is not a bag"),
        ((".", "--code", "12"), "64 signs"),
    ],
)
def test_what_is_no_bag_is_exit_2(
    command: Callable[..., Ran], arguments: tuple[str, ...], said: str
) -> None:
    ran = command("verify", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.sentence()


def test_what_lies_open_can_be_destroyed_with_the_rest(desk: Desk) -> None:
    _, bag = _make(desk)
    (bag / "data/mine.txt").write_bytes(b"mine")
    ran = desk("record", "shred", "--open-files", "--yes")
    assert ran.code == 0, ran.err
    assert str(bag) in ran.err
    assert [each.name for each in bag.rglob("*")] == ["data", "mine.txt"]
    assert not bag.with_name("bag.receipt.txt").exists()


def test_a_sealed_bag_is_one_file(desk: Desk) -> None:
    identity = pyrage.x25519.Identity.generate()
    ran, bag = _make(desk, "--age-recipient", str(identity.to_public()))
    assert ran.code == 0, ran.err
    assert pyrage.decrypt(bag.read_bytes(), [identity]).startswith(b"bag/")
    assert "not sealed" not in ran.err
    wrapped = desk("verify", str(bag))
    assert (wrapped.code, "age" in wrapped.err) == (2, True)
    bag.unlink()
    for ending in ("txt", "pdf"):
        bag.with_name(f"bag.receipt.{ending}").unlink()
    desk.name_file("WAYHOME_BAG_PASSPHRASE_FILE", "walnut harbor velvet drum")
    ran, bag = _make(desk, "--age")
    assert ran.code == 0, ran.err
    raw = pyrage.passphrase.decrypt(bag.read_bytes(), "walnut harbor velvet drum")
    assert raw.startswith(b"bag/")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Nothing was chosen"),
        (("--file", "a.txt"), "--origin"),
        (("--file", "a.txt", *("--origin", "typed") * 2), "one --origin"),
        (("--notes", "7"), "no such note"),
        (("--notes", "x"), "numbers"),
        (("--age", "--age-recipient", "age1x"), "Choose one"),
        (("--age-recipient", "age1x"), "public key"),
    ],
)
def test_what_can_not_be_made_is_one_sentence(
    desk: Desk, arguments: tuple[str, ...], said: str
) -> None:
    ran = desk("packet", "bag", str(desk.place / "bag"), *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err.splitlines()[-1]
    assert not (desk.place / "bag").exists()


def test_where_a_file_is_from_is_asked(desk: Desk) -> None:
    chat, _ = _pick(desk)
    bag = desk.place / "bag"
    ran = desk.type("packet", "bag", str(bag), "--file", str(chat), lines="7\n2\n")
    assert ran.code == 0, ran.err
    assert "Where is chat.txt from?" in ran.err
    assert json.loads((bag / "data/inputs/inputs.json").read_bytes())[0]["origin"] == "converted"


def test_what_is_there_stays(desk: Desk) -> None:
    _, bag = _make(desk)
    again, _ = _make(desk)
    assert again.code == 2
    assert find_fault(bag) == ""
