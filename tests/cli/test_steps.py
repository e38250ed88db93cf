"""Ordered steps in the terminal: what fits, the return, old exports, the report form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

KEPT_KEYS = {
    "id", "phase", "words", "why", "say", "get_back", "details", "careful", "numbers", "sources",
    "status",
}  # fmt: skip


def _ids(ran: Ran) -> list[str]:
    return [step["id"] for step in ran.json()["steps"]]


def test_without_a_choice_all_steps_stand_as_before(command: Callable[..., Ran]) -> None:
    ran = command("missing", "--json", "-")
    assert all(set(step) >= KEPT_KEYS for step in ran.json()["steps"])
    ids = _ids(ran)
    # Police, the entry, NCMEC, and only then the rest.
    order = ["call_police", "ask_entry", "call_missing_line", "secure_devices", "list_people"]
    assert [each for each in ids if each in order] == order
    assert {"may_have_run", "in_care", "in_care_confirm", "abroad", "taken_by_family"} <= set(ids)
    assert ran.json()["choice"]["chosen"] == []


def test_what_fits_changes_steps_and_words(command: Callable[..., Ran]) -> None:
    ran = command("missing", "--fits", "from_care", "--json", "-")
    ids = _ids(ran)
    assert "in_care_confirm" in ids
    assert not {"may_have_run", "abroad", "taken_by_family", "unknown_person"} & set(ids)
    first = ran.json()["steps"][0]
    assert first["notes"]
    assert any("foster care" in line for line in first["say"])
    assert not command("missing", "--json", "-").json()["steps"][0]["notes"]
    both = _ids(command("missing", "--fits", "from_care", "--fits", "abroad", "--json", "-"))
    assert {"in_care", "abroad"} <= set(both)


def test_abroad_has_its_number_and_no_other_step_leads_with_it(command: Callable[..., Ran]) -> None:
    steps = command("missing", "--fits", "abroad", "--json", "-").json()["steps"]
    abroad = next(step for step in steps if step["id"] == "abroad")
    assert abroad["numbers"] == ["us-citizens-abroad"]
    elsewhere = command("missing", "--fits", "abroad", "--region", "MX", "--json", "-").json()
    assert next(s for s in elsewhere["steps"] if s["id"] == "abroad")["numbers"] == []


@pytest.mark.parametrize(
    ("about", "there", "not_there"),
    [("my_child", "talk", "if_child_tells"), ("someone_i_know", "if_child_tells", "talk")],
)
def test_whose_child_it_is(
    command: Callable[..., Ran], about: str, there: str, not_there: str
) -> None:
    ids = _ids(command("suspected", "--about", about, "--json", "-"))
    assert there in ids
    assert not_there not in ids


@pytest.mark.parametrize(
    "arguments", [("missing", "--fits", "no_such"), ("suspected", "--about", "nobody")]
)
def test_what_is_no_choice_is_told(command: Callable[..., Ran], arguments: tuple[str, ...]) -> None:
    ran = command(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "they are:" in ran.sentence()


@pytest.mark.parametrize("language", ["en", "es"])
def test_in_print_too(command: Callable[..., Ran], language: str) -> None:
    text = command("missing", "--lang", language).out
    assert "--fits may_have_run" in text
    chosen = command("missing", "--lang", language, "--fits", "may_have_run").out
    assert "--fits" not in chosen
    assert "AMBER" in chosen
    assert command("returned", "--lang", language).code == 0


@pytest.mark.parametrize(
    ("steps", "hint"),
    [
        ("missing", "wayhome packet pdf --child 1 packet.pdf"),
        ("missing", "wayhome missing --exports-in FOLDER"),
        ("suspected", "wayhome suspected --report-form"),
        ("returned", "wayhome record call --event child_back"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_step_names_the_command_that_helps_with_it(
    command: Callable[..., Ran], steps: str, hint: str, language: str
) -> None:
    assert hint in " ".join(command(steps, "--lang", language).out.split())


def test_after_a_return(command: Callable[..., Ran]) -> None:
    ids = _ids(command("returned", "--json", "-"))
    assert ids[0] == "welcome"
    assert {"tell_them", "in_care", "trained_person", "costs", "tidy_record"} <= set(ids)


def test_old_exports_are_listed_by_name(command: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "_chat.txt").write_text("do not read this")
    (tmp_path / "WhatsApp Chat \x1b[31m\u202e.zip").write_bytes(b"12345")
    (tmp_path / "holiday.jpg").touch()
    listed = json.loads(command("missing", "--exports-in", str(tmp_path), "--json", "-").out)
    assert {each["bytes"] for each in listed} == {16, 5}
    assert set(listed[0]) == {"name", "bytes", "changed"}
    text = command("missing", "--exports-in", str(tmp_path)).out
    assert "_chat.txt" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "do not read this" not in text
    assert command("missing", "--exports-in", str(tmp_path / "gone")).code == 2


def test_report_form_in_the_order_of_the_form(command: Callable[..., Ran]) -> None:
    sections = command("suspected", "--report-form", "--json", "-").json()
    assert [each["id"] for each in sections] == [
        "incident", "reporter", "internet", "child", "person", "more",
    ]  # fmt: skip
    assert len(sections[0]["questions"][0]["options"]) == 6
    text = command("suspected", "--report-form").out
    # That the order may have changed, and that no picture belongs in it, is said at once.
    assert text.index("To be confirmed") < text.index("What happened")
    assert text.index("any picture") < text.index("What happened")
