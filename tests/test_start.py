"""The parts of scripts/start.py that need neither a network nor a new .venv."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from scripts import start

if TYPE_CHECKING:
    from pathlib import Path

ALL_WORDS = {name: value for name, value in vars(start).items() if isinstance(value, start.Words)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"this is {name}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("version", [(3, 8), (3, 9), (3, 10)])
def test_an_old_python_is_refused(version: tuple[int, int]) -> None:
    with pytest.raises(start.CannotStartError) as refusal:
        start.refuse_old_python(version)
    assert refusal.value.words == start.PYTHON_TOO_OLD


@pytest.mark.parametrize("version", [(3, 11), (3, 13), (3, 20), (4, 0)])
def test_a_new_python_is_taken(version: tuple[int, int]) -> None:
    start.refuse_old_python(version)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (False, False, [])),
        (["--only-setup"], (True, False, [])),
        (["--dev", "--only-setup"], (True, True, [])),
        (["--no-browser", "--dev"], (False, False, ["--no-browser", "--dev"])),
        (["check", "--lang", "es"], (False, False, ["check", "--lang", "es"])),
    ],
)
def test_own_flags_come_first_and_the_rest_is_for_wayhome(
    arguments: list[str], expected: tuple[bool, bool, list[str]]
) -> None:
    assert start.read_arguments(arguments) == expected


def test_nothing_is_recorded_before_the_first_set_up(tmp_path: Path) -> None:
    assert start.recorded(tmp_path / "stamp") == frozenset()


def test_what_was_set_up_is_recorded(project: Path) -> None:
    lines = start.wanted(project, "3.12", dev=True)
    start.record(project / "stamp", lines)
    assert start.recorded(project / "stamp") == lines


def test_a_set_up_for_developers_is_enough_for_running(project: Path) -> None:
    assert start.wanted(project, "3.12", dev=False) < start.wanted(project, "3.12", dev=True)


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.txt"])
def test_a_changed_file_asks_for_a_new_set_up(project: Path, name: str) -> None:
    before = start.wanted(project, "3.12", dev=False)
    (project / name).write_text("changed", encoding="utf-8")
    assert not start.wanted(project, "3.12", dev=False) <= before


def test_another_python_asks_for_a_new_set_up(project: Path) -> None:
    before = start.wanted(project, "3.12", dev=False)
    assert not start.wanted(project, "3.13", dev=False) <= before


def test_moving_the_folder_asks_for_nothing(project: Path, tmp_path: Path) -> None:
    before = start.wanted(project, "3.12", dev=False)
    moved = tmp_path / "moved"
    shutil.copytree(project, moved)
    assert start.wanted(moved, "3.12", dev=False) == before


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "Retrying after connection broken by X\nERROR: No matching distribution found for Y",
            start.OFFLINE,
        ),
        ("ERROR: No matching distribution found for pyyaml==6.0.3", start.NO_WHEEL),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", start.WRONG_HASH),
        ("OSError: [Errno 28] No space left on device", start.DISK_FULL),
        ("ERROR: [Errno 13] Permission denied: '.venv'", start.READ_ONLY),
        ("something new", start.SETUP_FAILED),
    ],
)
def test_a_failure_is_explained(output: str, words: start.Words) -> None:
    assert start.explain(output).words == words


def test_an_unknown_failure_shows_the_end_of_its_output() -> None:
    output = "\n".join(f"line {n}" for n in range(100))
    assert start.explain(output).details.splitlines()[-1] == "line 99"
    assert len(start.explain(output).details.splitlines()) == start.DETAIL_LINES


@pytest.mark.parametrize("words", ALL_WORDS.values(), ids=ALL_WORDS.keys())
def test_everything_is_said_in_both_languages(
    words: start.Words, capsys: pytest.CaptureFixture[str]
) -> None:
    start.say(words)
    english, spanish = capsys.readouterr().err.splitlines()
    assert (english, spanish) == words
    assert english != spanish
    assert english.endswith(".")
    assert spanish.endswith(".")
