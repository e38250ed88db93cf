"""The record as text and as JSON, in both languages, and who may see it."""

from __future__ import annotations

import json

import pytest

from tests.cli.record_desk import (  # noqa: F401 - fixtures are found by their import
    NAME,
    PASSPHRASE,
    Desk,
    laid_desk,
    made_record,
)

DEVICE = {"section": "devices", "values": {"model": "Blue one", "kind": "phone"}}
TIMELINE_FIELDS = {
    "kind", "id", "child", "day", "time", "written", "corrected", "while_locked", "late",
    "clock_odd", "text", "seen_by", "signs",
}  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "title", "option"), [("en", "Devices", "Phone"), ("es", "Aparatos", "Teléfono")]
)
def test_show_names_everything_in_the_readers_words(
    lang: str, title: str, option: str, desk: Desk
) -> None:
    assert desk.fill({"id": 1, "items": [DEVICE]}).code == 0
    ran = desk("record", "show", lang=lang)
    assert (ran.code, ran.err) == (0, "")
    assert f"{NAME} (1)" in ran.out
    assert title in ran.out
    assert f": {option}" in ran.out
    assert "phone" not in ran.out


def test_show_as_json_is_the_open_export(desk: Desk) -> None:
    desk("record", "note", text="a new phone")
    shape = desk.shown()
    named = {"version", "children", "diary", "checks", "settings", "calls", "call_gaps"}
    assert set(shape) == named
    assert shape["children"][0]["items"][0]["values"] == {"full_name": NAME}
    assert shape["diary"][0]["versions"][0]["text"] == "a new phone"


@pytest.mark.parametrize("what", ["show", "due", "timeline"])
def test_json_in_a_file_lies_open_and_is_noted(what: str, desk: Desk) -> None:
    target = desk.place / "out.json"
    ran = desk("record", what, "--json", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert "not sealed" in ran.sentence()
    assert NAME not in ran.err
    json.loads(target.read_text(encoding="utf-8"))
    assert desk("record", "shred", "--open-files", "--yes").code == 0
    assert not target.exists()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_due_is_a_list_without_reproach(lang: str, desk: Desk) -> None:
    (one,) = desk("record", "due", "--json", "-").json()
    assert one["child"] == 1
    assert one["due"][0] == {
        "kind": "photo_missing", "section": None, "fields": [], "since": None,
    }  # fmt: skip
    text = desk("record", "due", lang=lang)
    assert (text.code, text.err) == (0, "")
    first = {"en": "There is no photo yet", "es": "Todavía no hay foto"}[lang]
    assert text.out.index(first) < text.out.index({"en": "Later", "es": "Después"}[lang])


def test_timeline_has_numbers_days_and_remarks(desk: Desk) -> None:
    desk(
        "record", "note", "--on", "2026-03-14", "--at", "21:30", "--seen-by", "me", text="one\ntwo"
    )
    desk("record", "note", "--unlocked", "--child", "1", "--sign", "withdrawal", text="three")
    first, second = desk("record", "timeline", "--json", "-").json()
    assert set(first) == TIMELINE_FIELDS
    assert (first["day"], first["time"], first["text"]) == ("2026-03-14", "21:30", "one\ntwo")
    assert (first["while_locked"], second["while_locked"]) == (True, False)
    assert (second["child"], second["signs"]) == (1, ["withdrawal"])
    text = desk("record", "timeline", lang="es").out
    assert "2026-03-14 21:30  Nota" in text
    assert "    one\n    two\n" in text
    assert "registro cerrado" in text


def test_what_a_note_holds_does_not_steer_the_terminal(desk: Desk) -> None:
    desk("record", "note", text="red \x1b[31m\u202eturned\r\nnext\x07")
    out = desk("record", "timeline").out
    assert not set("\x1b\x07\r\u202e") & set(out)
    assert "    next" in out


def test_an_empty_record_says_what_to_do(desk: Desk) -> None:
    assert desk("record", "shred", "--child", "1", "--yes").code == 0
    assert "add-child" in desk("record", "show").out
    assert "add-child" in desk("record", "due").out
    assert "Nothing" in desk("record", "timeline").out
    assert desk("record", "due", "--json", "-").json() == []


def test_another_record_in_its_place_is_a_sentence(desk: Desk) -> None:
    from wayhome.model.problems import RecordLockedError

    def gone(*_: object) -> None:
        raise RecordLockedError

    desk.monkeypatch.setattr("wayhome.usecases.record_book.RecordBook.holdings", gone)
    ran = desk("record", "show")
    assert (ran.code, ran.out) == (2, "")
    assert "locked" in ran.sentence()


def test_what_stands_before_record_counts_for_its_commands(desk: Desk) -> None:
    home, nothing = str(desk.home), desk.place / "nothing"
    desk.move_to(nothing)
    assert desk("record", "show").code == 2
    assert NAME in desk.command("--home", home, "--lang", "es", "record", "show").out
    assert "Se ley" in desk.command("--home", home, "--lang", "es", "record", "check").err
    assert desk.command("record", "show", "--home", home).code == 0


def test_a_bug_tells_no_name(desk: Desk) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(NAME)

    desk.monkeypatch.setattr("wayhome.cli.record_printing.RecordPrinter.children", fail)
    ran = desk("record", "show")
    assert ran.code == 1
    assert NAME not in ran.err
    assert PASSPHRASE not in ran.err
