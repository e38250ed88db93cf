"""`wayhome packet pdf` and `poster`: what they write, what they refuse, and what they tell."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.record_desk import (  # noqa: F401 - fixtures are found by their import
    NAME,
    Desk,
    laid_desk,
    made_record,
)

if TYPE_CHECKING:
    from pathlib import Path

CASE = {"agency": "Springfield Police", "case_number": "26-114433"}


def _with_case(desk: Desk) -> None:
    filled = desk.fill({"id": 1, "items": [{"section": "case", "values": CASE}]})
    assert filled.code == 0, filled.err


def _written(path: Path) -> bytes:
    raw = path.read_bytes()
    assert raw.startswith(b"%PDF-1.7")
    return raw


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_packet_says_that_it_is_not_sealed(lang: str, desk: Desk) -> None:
    target = desk.place / "notes.pdf"
    ran = desk("packet", "pdf", str(target), "--child", "1", lang=lang)
    assert (ran.code, ran.out) == (0, "")
    assert {"en": "NOT sealed", "es": "NO va sellado"}[lang] in ran.err
    assert NAME.split()[0] not in ran.err
    _written(target)
    again = desk("packet", "pdf", str(target), "--child", "1", lang=lang)
    assert again.code == 2
    assert desk("record", "shred", "--open-files", "--yes").code == 0
    assert not target.exists()


def test_choices_change_what_is_written(desk: Desk) -> None:
    made = {}
    for name, more in {
        "usual": (),
        "bilingual": ("--language", "en+es"),
        "a4": ("--paper", "a4"),
        "school": ("--for", "school"),
        "shorter": ("--leave-out", "identity", "--leave-out", "case", "--no-calls"),
        "noted": ("--notes", "all"),
    }.items():
        if name == "noted":
            desk("record", "note", "--unlocked", "--child", "1", text="a note")
        target = desk.place / f"{name}.pdf"
        assert desk("packet", "pdf", str(target), "--child", "1", *more).code == 0
        made[name] = _written(target)
    assert len(set(made.values())) == len(made)


def test_a_packet_for_the_next_program(desk: Desk) -> None:
    # In a process of its own: these bytes are no text, and pytest reads what is printed as text.
    command = [sys.executable, "-m", "wayhome", "packet", "pdf", "-", "--child", "1"]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert ran.stdout.startswith(b"%PDF-1.7")
    assert b"sealed" not in ran.stderr
    assert not list(desk.place.glob("*.pdf"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--child", "9"), "the numbers are: 1"),
        (("--child", "1", "--leave-out", "talks"), "identity"),
        (("--child", "1", "--notes", "x"), "all, none, or numbers"),
        (("--child", "1", "--notes", "77"), "no such note"),
        (("--child", "1", "--language", "fr"), "--language"),
        ((), "--help"),
    ],
)
def test_what_can_be_mended_is_one_sentence(more: tuple[str, ...], said: str, desk: Desk) -> None:
    target = desk.place / "notes.pdf"
    ran = desk("packet", "pdf", str(target), *more)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err.splitlines()[-1]
    assert not target.exists()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_poster_needs_police_and_case(lang: str, desk: Desk) -> None:
    target = desk.place / "notes.pdf"
    ran = desk("packet", "poster", str(target), "--child", "1", lang=lang)
    assert (ran.code, ran.out) == (2, "")
    words = {
        "en": "Police department; Case number",
        "es": "Departamento de policía; Número de caso",
    }
    assert words[lang] in ran.err.splitlines()[-1]
    assert not target.exists()
    _with_case(desk)
    assert desk("packet", "poster", str(target), "--child", "1", lang=lang).code == 0
    _written(target)


def test_the_same_moment_makes_the_same_bytes(desk: Desk) -> None:
    _with_case(desk)
    for command in (("pdf",), ("pdf", "--for", "school"), ("poster",)):
        made = []
        for name in ("first", "second"):
            target = desk.place / f"{'-'.join(command)}{name}.pdf"
            moment = ("--child", "1", "--as-of", "2026-11-22T21:30-05:00")
            ran = desk("packet", command[0], str(target), *command[1:], *moment)
            assert ran.code == 0, ran.err
            made.append(_written(target))
        assert made[0] == made[1]
    assert desk("packet", "pdf", "-", "--child", "1", "--as-of", "2026-11-22T21:30").code == 2


@pytest.mark.parametrize("paper", ["pdf", "poster"])
def test_without_a_record_there_is_one_sentence(paper: str, desk: Desk) -> None:
    target = desk.place / "notes.pdf"
    elsewhere = ("--home", str(desk.place / "nothing"))
    ran = desk("packet", paper, str(target), "--child", "1", *elsewhere)
    assert (ran.code, ran.out) == (2, "")
    assert "There is no record here yet" in ran.err.splitlines()[-1]
    assert "Traceback" not in ran.err
    assert not target.exists()


def test_a_folder_that_is_not_there_and_no_passphrase(desk: Desk) -> None:
    assert desk("packet", "pdf", str(desk.place / "no" / "a.pdf"), "--child", "1").code == 2
    desk.use_passphrase(None)
    assert desk("packet", "pdf", str(desk.place / "a.pdf"), "--child", "1").code == 2
    assert not (desk.place / "a.pdf").exists()
