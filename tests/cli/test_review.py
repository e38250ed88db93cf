"""`wayhome review`: the shape that others build on, its words, and what it leaves out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.review.talks import CHILD, HOMEWORK, THREAT
from wayhome.model.reviews import TACTICS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]

LEVELS = {"act-now", "talk-soon", "keep-an-eye", "not-enough-to-say", "nothing-found"}


def lines_of(
    conversation: str, lines: tuple[tuple[str, str], ...], ids: dict[str, str] | None = None
) -> list[str]:
    made = []
    for number, (who, text) in enumerate(lines):
        one: dict[str, str] = {
            "conversation": conversation, "from": who,
            "at": f"2025-03-04T23:{number:02}:00", "text": text,
        }  # fmt: skip
        if ids and who in ids:
            one["from_id"] = ids[who]
        made.append(json.dumps(one))
    return made


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    path = tmp_path / "chats.jsonl"
    lines = [*lines_of("Rex", THREAT), *lines_of("Mia", HOMEWORK)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def reviewed(command: Run, *arguments: str) -> dict[str, Any]:
    result = command("review", *arguments, "--json", "-")
    assert result.code == 0, result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


def test_the_json_has_the_shape_of_the_contract(command: Run, chats: Path) -> None:
    found = reviewed(command, str(chats), "--child", CHILD)
    assert list(found) == [
        "version", "inputs", "conversations", "contacts", "findings", "not_run",
    ]  # fmt: skip
    assert set(found["version"]) == {"wayhome", "tactics", "model"}
    assert [each["conversation"] for each in found["conversations"]] == ["Rex", "Mia"]
    assert found["inputs"][0]["messages"] == len(THREAT) + len(HOMEWORK)
    for each in (*found["conversations"], *found["contacts"], *found["findings"]):
        assert each["level"] in LEVELS
    (rex,) = (each for each in found["contacts"] if each["name"] == "Rex")
    assert rex["night_share"] == 1.0
    assert rex["first"] == "2025-03-04T23:00:00"
    finding = found["findings"][0]
    assert finding["tactic"] in TACTICS
    assert finding["messages"] == sorted(finding["messages"])
    assert finding["why"]
    assert finding["innocent"]


def test_the_same_input_gives_the_same_bytes(command: Run, chats: Path) -> None:
    first = command("review", str(chats), "--child", CHILD, "--json", "-").out
    assert command("review", str(chats), "--child", CHILD, "--json", "-").out == first


def test_findings_speak_the_language_asked_for(command: Run, chats: Path) -> None:
    found = reviewed(command, str(chats), "--child", CHILD, "--lang", "es")
    assert "Mensaje" in found["findings"][0]["why"]


def test_the_report_names_who_stands_out_and_counts_the_others(command: Run, chats: Path) -> None:
    said = command("review", str(chats), "--child", CHILD).out
    assert "Rex" in said
    assert "Mia" not in said
    assert "Nothing found: 1" in said
    # No transcript: not one line of the chat is printed.
    assert "gift cards" not in said.replace("gift cards or game coins", "")


def test_explain_adds_up(command: Run, chats: Path) -> None:
    found = reviewed(command, str(chats), "--child", CHILD)
    said = command("review", str(chats), "--child", CHILD, "--explain", found["findings"][0]["id"])
    assert said.code == 0
    amounts = [
        float(line.split()[0]) for line in said.out.splitlines() if line.startswith("  ")
        and line.split()[0][:1] in "+-"
    ]  # fmt: skip
    total = float(said.out.partition("Together ")[2].partition(". Keep")[0])
    assert sum(amounts) == pytest.approx(total, abs=0.05)


def test_an_unknown_id_is_said(command: Run, chats: Path) -> None:
    result = command("review", str(chats), "--child", CHILD, "--explain", "nothing")
    assert result.code == 2
    assert "no finding" in result.err


def test_a_child_in_no_file_is_exit_2_with_the_names(command: Run, chats: Path) -> None:
    result = command("review", str(chats), "--child", "Zoe", "--json", "-")
    assert result.code == 2
    assert result.out == ""
    assert CHILD in result.err
    assert "Rex" in result.err


def test_without_a_child_everybody_is_a_contact_and_it_is_said(command: Run, chats: Path) -> None:
    found = reviewed(command, str(chats))
    assert {each["name"] for each in found["contacts"]} == {"Rex", "Mia", CHILD}
    assumed = found["inputs"][0]["assumed"]
    assert "child" in {each["what"] for each in assumed}


def test_a_contact_who_takes_the_childs_name_stays_a_contact(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl"
    ids = {CHILD: "1", "Rex": "2", "Mia": "3"}
    lines = [*lines_of("Mia", HOMEWORK, ids), *lines_of("Rex", THREAT, ids)]
    lines = [
        line.replace('"from": "Rex"', f'"from": "{CHILD}"') if "Rex" in line else line
        for line in lines
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = reviewed(command, str(path), "--child", CHILD)
    (rex,) = (each for each in found["conversations"] if each["conversation"] == "Rex")
    assert rex["level"] in ("act-now", "talk-soon", "keep-an-eye")


def test_a_chat_named_like_a_helpline_is_left_out_and_not_counted(
    command: Run, tmp_path: Path
) -> None:
    path = tmp_path / "chats.jsonl"
    helper = "National Runaway Safeline"
    help_talk = ((helper, "hi, are you okay right now?"), (CHILD, "yes"), (helper, "we are here"))
    lines = [*lines_of("Mia", HOMEWORK), *lines_of(helper, help_talk)]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = reviewed(command, str(path), "--child", CHILD)
    assert "Safeline" not in json.dumps(found)
    assert found["inputs"][0]["messages"] == len(HOMEWORK)
    assert found["inputs"][0]["conversations"] == 1
    result = command("review", str(path), "--child", "Zoe")
    assert "Safeline" not in result.err


def test_a_helplines_name_hides_no_threat(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl"
    helper = "National Runaway Safeline"
    threat = tuple((helper if who == "Rex" else who, text) for who, text in THREAT)
    path.write_text("\n".join(lines_of(helper, threat)), encoding="utf-8")
    found = reviewed(command, str(path), "--child", CHILD)
    assert found["conversations"][0]["level"] in ("act-now", "talk-soon", "keep-an-eye")


def test_nothing_readable_is_exit_2(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("just a note", encoding="utf-8")
    assert command("review", str(path)).code == 2
    assert command("review", str(tmp_path / "absent")).code == 2


def test_it_never_writes_over_an_export(command: Run, chats: Path) -> None:
    before = chats.read_bytes()
    assert command("review", str(chats), "--child", CHILD, "--json", str(chats)).code == 2
    assert chats.read_bytes() == before
    inside = command("review", str(chats.parent), "--child", CHILD, "--json", str(chats))
    assert inside.code == 2
    assert chats.read_bytes() == before
