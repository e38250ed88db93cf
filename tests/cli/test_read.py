"""`wayhome read`: contracts of its output, its report and its exit codes."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.samples import whatsapp
from wayhome.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

LINES = ['Ana: hello "you" \\ \u2028 👋', "Ben Ñ: yes", "Ana: IMG-1.jpg (file attached)"]


def test_messages_and_report_have_the_shape_of_the_contract(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = whatsapp.write(tmp_path, "uk", LINES)
    report = tmp_path / "report.json"
    assert run(["read", str(path), "--out", "-", "--report", str(report), "--zone", "UTC"]) == 0
    out = capsysbinary.readouterr().out.decode()
    first, second, third = (json.loads(line) for line in out.split("\n")[:-1])
    assert first == {
        "conversation": "Ana", "from": "Ana", "at": "2024-02-27T09:05:00+00:00",
        "text": 'hello "you" \\ \u2028 👋', "kind": "text", "n": 1,
    }  # fmt: skip
    assert (second["from"], second["n"]) == ("Ben Ñ", 2)
    assert third["media"] == {"name": "IMG-1.jpg", "type": "image/jpeg", "bytes": None}
    (entry,) = json.loads(report.read_text("utf-8"))["inputs"]
    assert set(entry) == {
        "path", "sha256", "bytes", "format", "origin", "messages", "conversations",
        "not_visible", "skipped", "assumed",
    }  # fmt: skip
    assert (entry["path"], entry["format"], entry["origin"]) == (str(path), "whatsapp", "platform")
    assert (entry["messages"], entry["conversations"], len(entry["sha256"])) == (3, 1, 64)
    assert "helplines" in entry["not_visible"][-1]


def test_what_it_writes_it_reads_again(tmp_path: Path) -> None:
    path, first, second = (tmp_path / name for name in ("c.txt", "a.jsonl", "b.jsonl"))
    whatsapp.write(tmp_path, "us, iphone", LINES, "c.txt")
    assert run(["read", str(path), "--out", str(first)]) == 0
    assert run(["read", str(first), "--out", str(second)]) == 0
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_was_assumed_has_one_name_in_every_language(tmp_path: Path, language: str) -> None:
    path, report = tmp_path / "c.txt", tmp_path / "report.json"
    path.write_text("03/04/2025, 22:41 - Ana: hello\n03/04/2025, 22:42 - Bo: hi\n")
    assert run(["read", str(path), "--report", str(report), "--lang", language]) == 0
    (entry,) = json.loads(report.read_text("utf-8"))["inputs"]
    assert [each["what"] for each in entry["assumed"]] == ["date order", "zone"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_of_several_paths_one_is_enough_and_none_is_not(
    tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = whatsapp.write(tmp_path, "uk", LINES)
    missing = str(tmp_path / "none.txt")
    assert run(["read", missing, str(path), "--lang", language]) == 0
    said = capsys.readouterr()
    assert "none.txt" in said.err
    assert "Ana" in said.out
    assert run(["read", missing, "--lang", language]) == 2
    assert "none.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--zone", "Nowhere/At"], "no such time zone"),
        (["--format", "icq"], "no such format"),
        (["--out", "-", "--report", "-"], "standard output"),
        (["--out", "/no/such/folder/x"], "/no/such/folder/x"),
    ],
)
def test_wrong_use_is_one_sentence(
    tmp_path: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = whatsapp.write(tmp_path, "uk", LINES)
    assert run(["read", str(path), *more, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_reading_brings_nothing_heavy_along() -> None:
    import subprocess

    code = (
        "import sys, wayhome.cli.reading, wayhome.review.readers.whatsapp; "
        "print([each for each in ('flask', 'sqlalchemy', 'pydantic', 'typst', 'babel') "
        "if each in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_table_is_read_by_the_columns_that_were_named(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("Wann,Wer,Was\n2025-03-04 22:41,Ana,hello\n")
    unclear = command("read", str(table))
    assert unclear.code == 2
    assert "--columns" in unclear.err
    told = command("read", str(table), "--columns", "at=Wann,from=Wer,text=Was", "--out", "-")
    assert json.loads(told.out)["text"] == "hello"
    wrong = command("read", str(table), "--columns", "at=When,from=Wer,text=Was")
    assert (wrong.code, wrong.err) == (2, "There is no such column. There are: Wann, Wer, Was.\n")


def test_a_format_that_was_named_is_tried_on_what_was_chosen(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    odd = tmp_path / "odd.txt"
    odd.write_text("no header\n25/03/2025, 22:41 - Ana: hello\n")
    assert command("read", str(odd), "--format", "wayhome-jsonl", "--out", "-").code == 0
