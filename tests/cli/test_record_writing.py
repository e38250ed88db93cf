"""Children, photos and notes from the terminal: asked for, or read from a pipe."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.cli.record_desk import (  # noqa: F401 - fixtures are found by their import
    NAME,
    Desk,
    laid_desk,
    made_record,
)

if TYPE_CHECKING:
    from pathlib import Path


def _picture(desk: Desk) -> Path:
    body = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(body, "PNG")
    path = desk.place / "picture.png"
    path.write_bytes(body.getvalue())
    return path


def _diary(desk: Desk) -> Any:  # noqa: ANN401 - JSON is whatever it is
    return desk.shown()["diary"]


# Children and photos


def test_add_child_from_a_pipe_prints_the_number(desk: Desk) -> None:
    ran = desk("record", "add-child", text="  Otra\nPrueba Ñandú \n")
    assert (ran.code, ran.out) == (0, "2\n")
    assert desk.shown()["children"][1]["items"][0]["values"] == {"full_name": "Otra Prueba Ñandú"}


def test_add_child_at_a_terminal(desk: Desk) -> None:
    ran = desk.type("record", "add-child", lines="Otra Prueba\n")
    assert (ran.code, ran.out) == (0, "2\n")
    assert "Otra" not in ran.err
    assert desk.type("record", "add-child").code == 130


@pytest.mark.parametrize(("text", "says"), [("  \n", "name"), (b"\xff\xfe", "UTF-8")])
def test_add_child_without_a_name(text: str | bytes, says: str, desk: Desk) -> None:
    ran = desk("record", "add-child", text=text)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.sentence()
    assert len(desk.shown()["children"]) == 1


def test_photo_of_a_child_and_of_a_mark(desk: Desk) -> None:
    desk.fill({"id": 1, "items": [{"section": "marks", "values": {"what": "a scar"}}]})
    picture = str(_picture(desk))
    ran = desk("record", "photo", "1", picture, "--taken", "2026-01-02")
    assert (ran.code, ran.out) == (0, "1\n")
    assert "not sealed" in ran.sentence()
    assert desk("record", "photo", "1", picture, "--item", "2").out == "2\n"
    photos = {photo["file"]: photo for photo in desk.shown()["children"][0]["photos"]}
    assert photos["photos/1.jpg"]["taken"] == "2026-01-02"
    assert photos["photos/2.jpg"]["item"] == 2
    shown = desk("record", "show").out
    assert "1: taken 2026-01-02, 64 x 48" in shown
    assert "(shows 2)" in shown


def test_photos_that_can_not_be_kept(desk: Desk) -> None:
    picture = str(_picture(desk))
    for arguments in (
        ["7", picture],
        ["1", str(desk.place / "no.png")],
        ["1", str(desk.place)],
        ["1", picture, "--item", "99"],
        ["1", picture, "--taken", "yesterday"],
        ["1", picture, "--taken", "2199-01-01"],
        ["x", picture],
        ["-1", picture],
        ["9" * 30, picture],
    ):
        ran = desk("record", "photo", *arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert ran.sentence()
    assert desk.shown()["children"][0]["photos"] == []
    assert "numbers are: 1" in desk("record", "photo", "7", picture).sentence()


# Notes


def test_a_note_is_sealed_without_the_passphrase(desk: Desk) -> None:
    passphrase = desk.monkeypatch
    passphrase.delenv("WAYHOME_PASSPHRASE_FILE")
    ran = desk("record", "note", "--on", "2026-03-14", "--at", "21:30", text="Zwiebelfisch\n")
    assert (ran.code, ran.out) == (0, "")
    assert "next time" in ran.sentence()
    assert not any(
        b"Zwiebelfisch" in path.read_bytes() for path in desk.home.rglob("*") if path.is_file()
    )
    desk.use_passphrase("correct horse battery")
    first = desk("record", "show")
    assert first.err == "Notes that waited and are now in the diary: 1\n"
    (note,) = _diary(desk)
    assert note["while_locked"]
    said = note["versions"][0]
    assert (said["text"], said["happened_on"], said["happened_at"]) == (
        "Zwiebelfisch", "2026-03-14", "21:30",
    )  # fmt: skip


def test_a_note_at_a_terminal_asks_who_saw_it_and_then_for_the_text(desk: Desk) -> None:
    ran = desk.type("record", "note", lines="the neighbor\nfirst line\nsecond line\n")
    assert (ran.code, ran.out) == (0, "")
    assert "neighbor" not in ran.err
    (note,) = _diary(desk)
    said = note["versions"][0]
    assert (said["seen_by"], said["text"]) == ("the neighbor", "first line\nsecond line")


def test_a_note_into_the_open_diary(desk: Desk) -> None:
    ran = desk(
        "record", "note", "--unlocked", "--child", "1", "--seen-by", "me",
        "--sign", "withdrawal", "--sign", "withdrawal", text="a note",
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, "1\n")
    (note,) = _diary(desk)
    assert (note["child"], note["while_locked"]) == (1, False)
    assert note["versions"][0]["signs"] == ["withdrawal"]
    assert note["versions"][0]["seen_by"] == "me"


@pytest.mark.parametrize("unlocked", [[], ["--unlocked"]])
@pytest.mark.parametrize(
    ("arguments", "text", "says"),
    [
        ([], " \n", "empty"),
        ([], "x" * 20_001, "longer than"),
        ([], b"\xff", "UTF-8"),
        (["--on", "2199-01-01"], "x", "not come yet"),
        (["--on", "14.3."], "x", "no date"),
        (["--at", "25:00"], "x", "time of day"),
        (["--at", "9"], "x", "time of day"),
        (["--sign", "ghost"], "x", "withdrawal"),
        (["--seen-by", "y" * 501], "x", "longer than"),
    ],
)
def test_notes_that_can_not_be_kept(
    unlocked: list[str], arguments: list[str], text: str | bytes, says: str, desk: Desk
) -> None:
    before = desk.sealed()
    ran = desk("record", "note", *unlocked, *arguments, text=text)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.sentence()
    assert desk.sealed() == before


def test_a_note_for_a_child_needs_the_open_record(desk: Desk) -> None:
    assert "--unlocked" in desk("record", "note", "--child", "1", text="x").sentence()
    ran = desk("record", "note", "--unlocked", "--child", "7", text="x")
    assert "numbers are: 1" in ran.sentence()


def test_a_note_without_a_record(desk: Desk) -> None:
    desk.move_to(desk.place / "nothing")
    assert "no record" in desk("record", "note", text="x").sentence()


def test_a_note_to_an_entry_that_somebody_spoiled(desk: Desk) -> None:
    desk("record", "note", text="a note")
    spoiled = desk.record / "pending" / "00009-0123abcd.entry"
    spoiled.write_bytes(b"nothing that was sealed")
    ran = desk("record", "show")
    assert ran.code == 0
    assert "left where they are: 1" in ran.err
    assert spoiled.exists()
    assert len(_diary(desk)) == 1


def test_half_a_character_sealed_by_somebody_keeps_nobody_out(desk: Desk, wayhome: Any) -> None:  # noqa: ANN401 - a fixture
    import datetime as dt

    from wayhome.model.kept import NoteText
    from wayhome.usecases.home import Home
    from wayhome.usecases.record_room import RecordRoom

    said = NoteText("half \ud800", dt.date(2026, 3, 14), "", "", ())
    RecordRoom(wayhome, Home(desk.home)).seal_note(said)
    ran = desk("record", "show")
    assert ran.code == 0
    assert NAME in ran.out
    # Half of a pair is no letter; the rest of the note is there.
    assert _diary(desk)[0]["versions"][0]["text"] == "half ?"


def test_a_correction_keeps_what_was_said(desk: Desk) -> None:
    desk("record", "note", "--unlocked", "--on", "2026-03-14", "--seen-by", "me", text="two")
    ran = desk("record", "correct", "1", "--on", "2026-03-15", "--at", "08:00", text="three\n")
    assert (ran.code, ran.out) == (0, "")
    (note,) = _diary(desk)
    first, second = note["versions"]
    assert (first["text"], first["happened_on"], first["happened_at"]) == ("two", "2026-03-14", "")
    assert (second["text"], second["happened_on"]) == ("three", "2026-03-15")
    assert (second["happened_at"], second["seen_by"]) == ("08:00", "me")
    assert "Corrected" in desk("record", "timeline").out


def test_corrections_that_can_not_be_made(desk: Desk) -> None:
    desk("record", "note", "--unlocked", text="two")
    assert desk("record", "correct", "9", text="x").code == 2
    assert "empty" in desk("record", "correct", "1", text=" ").sentence()
    assert len(_diary(desk)[0]["versions"]) == 1
