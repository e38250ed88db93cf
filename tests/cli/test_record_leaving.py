"""Sealed copies and the way back, open copies with their warning, and destroying."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PIL import Image

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

PAPER, NEXT = "WAYHOME_RECOVERY_KEY_FILE", "WAYHOME_NEW_PASSPHRASE_FILE"


def _copy(desk: Desk) -> str:
    target = desk.place / "copy.sealed-copy"
    assert desk("backup", str(target)).code == 0
    return str(target)


# Sealed copies


@pytest.mark.parametrize("lang", ["en", "es"])
def test_backup_says_what_opens_it(lang: str, desk: Desk) -> None:
    target = desk.place / "copy.sealed-copy"
    ran = desk("backup", str(target), lang=lang)
    assert (ran.code, ran.out) == (0, "")
    assert {"en": "recovery key", "es": "llave de papel"}[lang] in ran.sentence()
    assert NAME.encode() not in target.read_bytes()
    again = desk("backup", str(target), lang=lang)
    assert (again.code, len(again.err.splitlines())) == (2, 1)


def test_backup_into_a_folder_that_is_not_there(desk: Desk) -> None:
    assert desk("backup", str(desk.place / "no" / "copy")).code == 2


def test_backup_shows_how_far_it_is_to_whoever_watches(desk: Desk) -> None:
    desk.monkeypatch.setattr("wayhome.cli.speaking.is_watched", lambda: True)
    ran = desk("backup", str(desk.place / "copy"))
    assert ran.out == ""
    assert "\r100 %\n" in ran.err


@pytest.mark.parametrize("lang", ["en", "es"])
def test_restore_on_another_machine_with_the_passphrase(lang: str, desk: Desk) -> None:
    desk("record", "note", text="a note")
    copy, before = _copy(desk), desk.shown()
    desk.move_to(desk.place / "other")
    ran = desk("restore", copy, lang=lang)
    assert ran.code == 0
    words = {"en": "children 1, photos 0, notes 1", "es": "niños y niñas 1, fotos 0, notas 1"}
    assert words[lang] in ran.out
    assert len(ran.out.splitlines()) == 1
    assert "Zorbelina" not in ran.out + ran.err
    after = desk.shown()
    assert (after["children"], after["diary"]) == (before["children"], before["diary"])


def test_restore_on_another_machine_from_paper(desk: Desk) -> None:
    copy = _copy(desk)
    desk.move_to(desk.place / "other")
    desk.use_passphrase(None)
    desk.name_file(PAPER, f"{desk.paper}\n")
    ran = desk("restore", copy, "--recovery-key")
    assert ran.code == 0
    assert "record recover" in ran.err
    desk.name_file(NEXT, ANOTHER)
    assert desk("record", "recover").code == 0
    desk.use_passphrase(ANOTHER)
    assert NAME in desk("record", "show").out


def test_restore_from_paper_at_a_terminal(desk: Desk) -> None:
    copy = _copy(desk)
    desk.move_to(desk.place / "other")
    desk.use_passphrase(None)
    ran = desk.type("restore", copy, "--recovery-key", lines=f"too short\n{desk.paper}\n")
    assert ran.code == 0
    assert "seven groups" in ran.err


def test_restore_sets_aside_what_is_there(desk: Desk) -> None:
    copy = _copy(desk)
    desk("record", "add-child", text="Second")
    refused = desk("restore", copy)
    assert (refused.code, refused.out) == (2, "")
    assert "--replace" in refused.sentence()
    ran = desk("restore", copy, "--replace")
    assert ran.code == 0
    aside = desk.home / "record.replaced-1"
    assert str(aside) in ran.err
    assert (aside / "key").exists()
    assert len(desk.shown()["children"]) == 1


def test_restore_what_can_not_be_restored(desk: Desk) -> None:
    copy = _copy(desk)
    other = desk.place / "other"
    whole = (desk.place / "copy.sealed-copy").read_bytes()
    damaged, newer, strange = (desk.place / name for name in ("damaged", "newer", "strange"))
    damaged.write_bytes(whole[:-5000] + b"x" + whole[-4999:])
    newer.write_bytes(_newer(whole))
    strange.write_bytes(b"a photo")
    desk.move_to(other)
    said = {
        desk("restore", str(path)).sentence()
        for path in (damaged, newer, strange, desk.place / "no", desk.place)
    }
    desk.use_passphrase("not this one at all")
    ran = desk("restore", copy)
    assert ran.code == 2
    said.add(ran.sentence())
    assert len(said) == 6, "one of them is the same sentence with another path"
    assert not any("Zorbelina" in sentence for sentence in said)
    assert not (other / "record" / "key").exists()


def _newer(whole: bytes) -> bytes:
    import hashlib

    body = whole.replace(b"wayhome-backup 1\n", b"wayhome-backup 2\n", 1)[:-72]
    return body + f"sha256 {hashlib.sha256(body).hexdigest()}\n".encode()


# Open copies


@pytest.mark.parametrize("lang", ["en", "es"])
def test_export_warns_and_needs_a_yes(lang: str, desk: Desk) -> None:
    target = desk.place / "open"
    refused = desk("record", "export", str(target), lang=lang)
    assert (refused.code, refused.out) == (2, "")
    assert {"en": "will not be sealed", "es": "no van sellados"}[lang] in refused.err
    assert "--yes" in refused.err
    assert not target.exists()
    ran = desk("record", "export", str(target), "--yes", lang=lang)
    assert (ran.code, ran.out) == (0, "")
    assert {"en": "will not be sealed", "es": "no van sellados"}[lang] in ran.err
    shape = json.loads((target / "record.json").read_text(encoding="utf-8"))
    assert shape["children"][0]["items"][0]["values"]["full_name"] == NAME


@pytest.mark.parametrize(
    ("lang", "typed", "code"),
    [("en", "yes", 0), ("en", "no", 130), ("es", "Si", 0), ("es", "sí", 0), ("es", "", 130)],
)
def test_export_asks_at_a_terminal(lang: str, typed: str, code: int, desk: Desk) -> None:
    target = desk.place / "open"
    ran = desk.type("record", "export", str(target), "--lang", lang, lines=f"{typed}\n")
    assert (ran.code, ran.out) == (code, "")
    assert target.exists() is (code == 0)


def test_export_over_something_that_is_there(desk: Desk) -> None:
    assert desk("record", "export", str(desk.place), "--yes").code == 2


def test_calendar_tells_nothing(desk: Desk) -> None:
    target = desk.place / "c.ics"
    ran = desk("record", "calendar", str(target))
    assert (ran.code, ran.out) == (0, "")
    text = target.read_text(encoding="utf-8")
    assert "SUMMARY:Look through papers" in text
    assert not any(word in text.lower() for word in ("wayhome", "child", "zorbelina", "record"))
    assert desk("record", "calendar", str(target)).code == 2


# Destroying


def test_shred_one_note_and_one_child(desk: Desk) -> None:
    for text in ("one", "two"):
        desk("record", "note", "--unlocked", "--child", "1", text=text)
    ran = desk("record", "shred", "--note", "1", "--yes")
    assert (ran.code, ran.out) == (0, "")
    assert "SSD" in ran.err
    assert [note["id"] for note in desk.shown()["diary"]] == [2]
    assert desk("record", "shred", "--child", "1", "--yes").code == 0
    assert (desk.shown()["children"], desk.shown()["diary"]) == ([], [])


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--note", "1", "--all"],
        ["--note", "9"],
        ["--child", "9"],
        ["--open-files"],
        ["--note", "x"],
    ],
)
def test_shred_what_can_not_be_meant(arguments: list[str], desk: Desk) -> None:
    ran = desk("record", "shred", *arguments, "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert ran.sentence()
    assert len(desk.shown()["children"]) == 1


@pytest.mark.parametrize("what", [["--all"], ["--child", "1"]])
def test_shred_needs_a_yes(what: list[str], desk: Desk) -> None:
    assert desk("record", "shred", *what).code == 2
    assert desk.type("record", "shred", *what, lines="no\n").code == 130
    assert NAME in desk("record", "show").out


def test_shred_everything_and_what_was_set_aside(desk: Desk) -> None:
    copy = _copy(desk)
    desk("restore", copy, "--replace")
    strange = desk.home / "record" / "song.txt"
    strange.write_text("not ours")
    other = desk.home / "record.replaced-7"
    other.mkdir()
    (other / "song.txt").write_text("not ours either")
    desk.use_passphrase(None)
    # Not for whoever happens to sit there.
    assert desk("record", "shred", "--all", "--yes").code == 2
    desk.use_passphrase(PASSPHRASE)
    ran = desk("record", "shred", "--all", "--yes", lang="es")
    assert (ran.code, ran.out) == (0, "")
    assert "SSD" in ran.err
    left = {path for path in desk.home.rglob("*") if path.is_file() and "record" in str(path)}
    assert {path.name for path in left} == {"song.txt"}
    assert not (desk.home / "record.replaced-1").exists()
    strange.unlink()
    strange.parent.rmdir()
    assert "no record" in desk("record", "shred", "--all", "--yes").sentence()


def test_a_full_disk_and_a_busy_record_are_sentences(desk: Desk) -> None:
    import errno

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with desk.monkeypatch.context() as patched:
        patched.setattr("wayhome.record.backup.whole_file", full)
        ran = desk("backup", str(desk.place / "copy"))
    assert (ran.code, ran.out) == (2, "")
    assert "disk" in ran.sentence()
    assert [path.name for path in desk.place.iterdir()] == ["WAYHOME_PASSPHRASE_FILE.txt"]


def test_no_secret_and_no_name_in_any_failure(desk: Desk, tmp_path: Path) -> None:
    said = [
        desk("record", *arguments).err
        for arguments in (
            ["photo", "7", str(tmp_path / "no")],
            ["correct", "7"],
            ["shred", "--note", "7", "--yes"],
            ["export", str(desk.place), "--yes"],
            ["create"],
            ["nonsense"],
            ["show", "--nonsense"],
        )
    ]
    assert not any(secret in "".join(said) for secret in ("Zorbelina", PASSPHRASE, desk.paper))


def test_shred_one_entry_and_one_photo(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "face.jpg"
    Image.new("RGB", (60, 80), "gray").save(picture)
    photo = desk("record", "photo", "1", str(picture)).out.strip()
    child = desk.shown()["children"][0]
    assert desk("record", "shred", "--photo", photo, "--yes").code == 0
    assert desk("record", "shred", "--item", str(child["items"][0]["id"]), "--yes").code == 0
    after = desk.shown()["children"][0]
    assert (after["photos"], len(after["items"])) == ([], len(child["items"]) - 1)
    assert desk("record", "shred", "--item", "999", "--yes").code == 2
