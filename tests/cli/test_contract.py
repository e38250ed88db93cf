"""What others script against: exit codes, JSON shapes, one plain sentence for each problem."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wayhome.cli.main import COMMANDS, wayhome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran
    from wayhome.usecases.home import Home

NUMBER_FIELDS = {
    "id", "name", "region", "needs", "phone", "shown", "text", "chat", "web", "hours",
    "languages", "emergency", "run_by", "law_enforcement", "may_pass_on_identity", "source",
    "seen_on", "checked_on", "status",
}  # fmt: skip
FIXED_QUESTIONS = [
    "missing", "danger_now", "self_harm", "image_threat", "meet_or_travel", "home_unsafe",
    "signs", "who",
]  # fmt: skip
REGIONS = ("US", "CA", "GB", "IE", "EU", "AU", "MX", "IN")
NEEDS = ("emergency", "missing", "suspected", "images", "crisis", "runaway", "home", "youth")


# Numbers


def test_numbers_have_the_fields_of_the_contract(command: Callable[..., Ran]) -> None:
    numbers = command("numbers", "--region", "US", "--json", "-").json()
    assert numbers
    for number in numbers:
        assert set(number) >= NUMBER_FIELDS
        assert number["status"] in ("confirmed", "to-confirm")
        assert number["checked_on"] is None, "nobody has asked an operator yet"
    assert numbers[0]["emergency"] is True
    ncmec = next(number for number in numbers if number["id"] == "ncmec")
    assert (ncmec["phone"], ncmec["region"]) == ("+18008435678", "US")


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("need", NEEDS)
def test_each_need_of_each_region(region: str, need: str, command: Callable[..., Ran]) -> None:
    numbers = command("numbers", "--region", region, "--need", need, "--json", "-").json()
    assert numbers
    assert all(need in number["needs"] for number in numbers)


def test_a_missing_child_in_the_us_police_first_then_ncmec(command: Callable[..., Ran]) -> None:
    numbers = command("numbers", "--need", "missing", "--json", "-").json()
    assert [number["id"] for number in numbers[:2]] == ["emergency-us", "ncmec"]


def test_region_in_small_letters_and_by_its_other_name(command: Callable[..., Ran]) -> None:
    assert command("numbers", "--region", "uk", "--json", "-").json()[0]["region"] == "GB"


def test_region_is_said_and_never_taken_from_the_language(
    command: Callable[..., Ran], home: Home
) -> None:
    ran = command("numbers", "--lang", "es", "--json", "-")
    assert ran.json()[0]["region"] == "US"
    assert "Estados Unidos" in ran.err
    home.save_settings(region="MX")
    assert command("numbers", "--lang", "en", "--json", "-").json()[0]["region"] == "MX"


def test_saved_region_that_no_longer_exists_is_no_obstacle(
    command: Callable[..., Ran], home: Home
) -> None:
    home.save_settings(region="QQ")
    assert command("missing").code == 0


# Check


def test_questions_are_those_of_the_contract(command: Callable[..., Ran]) -> None:
    questions = command("check", "--questions", "--json", "-").json()
    assert [question["id"] for question in questions] == FIXED_QUESTIONS
    assert all({"id", "words", "many", "options"} <= set(question) for question in questions)
    assert [question["many"] for question in questions] == [False] * 6 + [True, False]


def _answers(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "answers.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_check_has_the_shape_of_the_contract(command: Callable[..., Ran], tmp_path: Path) -> None:
    file = _answers(tmp_path, '{"missing": "yes", "signs": ["older_partner"], "who": "guardian"}')
    result = command("check", "--answers", file, "--json", "-").json()
    assert result["next"] == "danger_now"
    outcome = result["outcomes"][0]
    assert (outcome["id"], outcome["urgency"]) == ("missing_now", "now")
    assert outcome["actions"][0]["id"] == "call_police_missing"
    assert outcome["actions"][0]["numbers"] == ["emergency-us"]
    assert outcome["because"][0]["sign"] == "missing"
    assert outcome["because"][0]["words"]
    assert outcome["because"][0]["innocent"] is None
    assert outcome["sources"]


def test_no_result_carries_a_number_that_looks_like_a_score(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    file = _answers(tmp_path, "signs: [older_partner, unexplained_gifts]")
    text = command("check", "--answers", file, "--json", "-").out
    assert not re.search(r'"(score|risk|probability|level|percent)"|\d %|\d%', text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("missing: yes\nmissing: no\n", "line 2"),
        ("missing: [unclosed\n", "line"),
        ("just words", "lines such as"),
        ("- missing\n", "lines such as"),
        ("misssing: yes", "does not exist"),
        ("missing: maybe", "options"),
        ("missing: [yes]", "exactly one"),
        ("missing: {a: b}", "options"),
        ("signs: [gang, gang]", "twice"),
        ("signs: [ghost]", "options"),
        ("signs: [[gang]]", "options"),
        ("missing: &a yes\ndanger_now: *a\n", "line 2"),
        ("x" * 20_000, "larger"),
        (b"missing: y\xff\n", "UTF-8"),
        ("[" * 15_000, "line 1"),
    ],
)
def test_bad_answers_get_one_plain_sentence(
    text: str | bytes, says: str, command: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = command("check", "--answers", _answers(tmp_path, text), "--json", "-")
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.sentence()


def test_what_somebody_answered_is_never_repeated_in_a_problem(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    for text in ("missing: Ana-is-gone", "Ana-is-gone: yes", "signs: [Ana-is-gone]"):
        assert "Ana" not in command("check", "--answers", _answers(tmp_path, text)).err


def test_answers_that_can_not_be_opened(command: Callable[..., Ran], tmp_path: Path) -> None:
    assert "opened" in command("check", "--answers", str(tmp_path / "no")).sentence()
    assert "folder" in command("check", "--answers", str(tmp_path)).sentence()


def test_without_a_terminal_nothing_is_asked(
    command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    ran = command("check")
    assert (ran.code, ran.out) == (2, "")
    assert "--answers" in ran.sentence()


# Steps, content, help


@pytest.mark.parametrize("procedure", ["missing", "suspected"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_steps_as_text_and_as_json(
    procedure: str, language: str, command: Callable[..., Ran]
) -> None:
    ran = command(procedure, "--lang", language, "--json", "-")
    result = ran.json()
    assert all(step["words"] and step["why"] and step["sources"] for step in result["steps"])
    text = command(procedure, "--lang", language).out
    assert result["steps"][0]["words"][:30] in text


def test_missing_begins_with_the_police_and_asks_for_the_numbers(
    command: Callable[..., Ran],
) -> None:
    steps = command("missing", "--json", "-").json()["steps"]
    assert steps[0]["numbers"] == ["emergency-us"]
    assert any("NCIC" in line for line in steps[0]["get_back"])
    ids = [step["id"] for step in steps]
    assert ids.index("call_police") < ids.index("call_missing_line") < ids.index("secure_devices")


def test_content_check_passes_and_fails(command: Callable[..., Ran], tmp_path: Path) -> None:
    assert command("content", "check").code == 0
    (tmp_path / "words").mkdir()
    ran = command("content", "check", str(tmp_path))
    assert ran.code == 3
    assert len(ran.out.splitlines()) > 3


@pytest.mark.parametrize("name", ["ES", "es_MX", "es-419"])
def test_a_language_may_come_with_its_country(name: str, command: Callable[..., Ran]) -> None:
    assert "policía" in command("missing", "--lang", name).out


def test_spanish_readers_find_the_spanish_line_first(command: Callable[..., Ran]) -> None:
    def lines(language: str) -> list[str]:
        ran = command("numbers", "--need", "crisis", "--lang", language, "--json", "-")
        return [number["id"] for number in ran.json()]

    assert lines("en")[0] == "988"
    assert lines("es")[0] == "988-spanish"
    assert sorted(lines("en")) == sorted(lines("es"))


def test_an_empty_check_says_that_there_is_nothing_to_say(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    assert "nothing to say" in command("check", "--answers", _answers(tmp_path, "{}")).out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["numbers", "--nonsense"],
        ["numbers", "--region"],
        ["numbers", "--region", "ZZ"],
        ["numbers", "--region", ""],
        ["numbers", "--need", "money"],
        ["numbers", "--lang", "fr"],
        ["numbers", "extra"],
        ["--port", "abc"],
        ["--port", "70000"],
        ["content"],
        ["content", "nonsense"],
        ["content", "check", "/no/such/folder"],
        ["numbers", "--json", "/no/such/folder/x.json"],
    ],
)
def test_wrong_use_is_one_sentence_and_exit_2(
    arguments: list[str], command: Callable[..., Ran]
) -> None:
    ran = command(*arguments)
    assert (ran.code, ran.out) == (2, "")
    lines = [line for line in ran.err.splitlines() if not line.startswith("Numbers for")]
    assert len(lines) == 1
    assert "Traceback" not in ran.err


def test_options_before_a_command_count_for_it(command: Callable[..., Ran]) -> None:
    assert "policía" in command("--lang", "es", "missing").out
    assert "Call the police" in command("--lang", "es", "missing", "--lang", "en").out
    assert command("--port", "8000", "missing").code == 2


def test_problems_speak_the_language_asked_for(command: Callable[..., Ran]) -> None:
    assert "No existe" in command("numbers", "--lang", "es", "--region", "ZZ").sentence()
    assert "No existe" in command("numbers", "--lang=es", "--nonsense").sentence()


def test_json_to_a_file_is_written_whole(command: Callable[..., Ran], tmp_path: Path) -> None:
    target = tmp_path / "numbers.json"
    ran = command("numbers", "--json", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))
    assert [path.name for path in tmp_path.iterdir()] == ["numbers.json"]


def test_a_bug_is_exit_1_without_the_words_of_the_error(
    command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Ana is missing")

    monkeypatch.setattr("wayhome.cli.steps._show", fail)
    ran = command("missing")
    assert ran.code == 1
    assert "Ana" not in ran.err
    assert "RuntimeError" in ran.err


def test_stopped_by_the_user_is_130(
    command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wayhome.cli.steps._show", stop)
    assert command("missing").code == 130


def test_a_folder_in_the_way_leaves_nothing_behind(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    ran = command("numbers", "--json", str(tmp_path / "there"))
    assert ran.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_a_reader_that_closes_the_pipe_is_no_bug() -> None:
    code = "from wayhome.__main__ import main; import sys; sys.argv[1:] = ['missing']; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.close()
        assert process.wait(30) == 0


def test_same_input_same_bytes(command: Callable[..., Ran], tmp_path: Path) -> None:
    file = _answers(tmp_path, "signs: [gang, phones_or_cash]")
    first, second = (command("check", "--answers", file, "--json", "-").out for _ in range(2))
    assert first == second


def test_help_of_every_command(command: Callable[..., Ran]) -> None:
    assert set(COMMANDS) <= set(command("--help").out.split())
    for name in COMMANDS:
        assert command(name, "--help").code == 0
    assert wayhome.name


def test_output_is_utf8_with_plain_newlines_in_a_pipe() -> None:
    code = """if True:
        import sys
        sys.stdout.reconfigure(encoding="cp1252")
        from wayhome.cli.main import run
        sys.exit(run(["missing", "--lang", "es"]))
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    text = ran.stdout.decode("utf-8")
    assert "policía" in text
    assert "\r" not in text
