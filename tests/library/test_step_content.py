"""Damage the steps and the report form in one place at a time: the check must name the place."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from wayhome.check.rules import RULE_NAMES
from wayhome.library import SHIPPED, find_faults
from wayhome.model.steps import PROCEDURES, Opens

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.usecases.wayhome import Wayhome

TODAY = dt.date(2026, 11, 23)
MISSING = "flows/missing.yaml"


@dataclass(frozen=True)
class Damage:
    """Replace the first ``old`` by ``new`` in a file; expect a fault there or elsewhere."""

    name: str
    file: str
    old: str
    new: str
    message: str
    fault_in: str | None = None


DAMAGES = [
    Damage("when names nothing", MISSING, "when: [abroad]", "when: [abrod]", "no option"),
    Damage("empty when", MISSING, "when: [abroad]", "when: []", "at least 1"),
    Damage("adds name nothing", MISSING, "adds: [may_have_run]", "adds: [ran]", "no option"),
    Damage("option twice", MISSING, "from_care, abroad]", "from_care, from_care]", "twice"),
    Damage(
        "option that changes nothing",
        MISSING,
        "options: [no_contact,",
        "options: [something_else, no_contact,",
        "changes nothing",
    ),
    Damage(
        "choice without words",
        "words/en/missing.yaml",
        "    abroad: The child is in another country, or may be taken there\n",
        "",
        "choice.options.abroad: this text is missing",
    ),
    Damage(
        "added words without a note",
        "words/en/suspected.yaml",
        "        note: Do not ask the family first.",
        "        nota: Do not ask the family first.",
        "adds.someone_i_know.note: this text is missing",
    ),
    Damage("unknown service", MISSING, "[us-citizens-abroad]", "[us-citizen]", "no service"),
    Damage("unknown field", MISSING, "looks.eyes", "looks.ears", "no field"),
    Damage("field without section", MISSING, "[looks.eyes]", "[eyes]", "should match"),
    Damage("line twice", MISSING, "id: eyes", "id: hair", "second time"),
    Damage(
        "line without words",
        "words/es/missing.yaml",
        '  eyes: "Ojos: {value}."\n',
        "",
        "missing in 'es'",
    ),
    Damage(
        "line without its blank",
        "words/es/missing.yaml",
        '  eyes: "Ojos: {value}."',
        '  eyes: "Ojos:"',
        "other names in braces",
    ),
    Damage("unknown page to open", MISSING, "opens: [exports]", "opens: [chats]", "'exports'"),
    Damage("step twice", MISSING, "id: near_home", "id: call_police", "second time"),
    Damage("form without its service", "tipline.yaml", "cybertipline\n", "tips\n", "no service"),
    Damage("question twice", "tipline.yaml", "{id: when}", "{id: kind}", "second time"),
    Damage("unknown source of the form", "tipline.yaml", "cybertipline-faq", "faqs", "no source"),
    Damage(
        "option without words",
        "words/en/tipline.yaml",
        "  other_kind: Something else\n",
        "",
        "options.other_kind: this text is missing",
    ),
]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the shipped content that a test may damage."""
    return shutil.copytree(SHIPPED, tmp_path / "content")


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_is_found_with_its_file(damage: Damage, content: Path) -> None:
    path = content / damage.file
    text = path.read_text(encoding="utf-8")
    assert damage.old in text, f"{damage.file} has changed: this damage needs another place"
    path.write_text(text.replace(damage.old, damage.new, 1), encoding="utf-8")
    faults = find_faults(RULE_NAMES, TODAY, content)
    place = damage.fault_in or damage.file
    assert any(damage.message in fault.message and fault.file == place for fault in faults), faults


@pytest.mark.parametrize("file", [MISSING, "tipline.yaml", "flows/after_return.yaml"])
def test_a_file_that_is_gone_is_told(file: str, content: Path) -> None:
    (content / file).unlink()
    assert any(fault.file == file for fault in find_faults(RULE_NAMES, TODAY, content))


def test_one_slip_among_the_regions_brings_no_false_alarm(content: Path) -> None:
    path = content / "regions/us.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("languages: [en]", "languages: en", 1), encoding="utf-8")
    assert {fault.file for fault in find_faults(RULE_NAMES, TODAY, content)} == {"regions/us.yaml"}


def test_every_procedure_works_without_a_choice_and_with_each(wayhome: Wayhome) -> None:
    for procedure_id in PROCEDURES:
        procedure = wayhome.content.procedures[procedure_id]
        everything = wayhome.procedure(procedure_id, "en", None).steps
        assert len(everything) == len(procedure.steps)
        for option in procedure.choice.options if procedure.choice else ():
            shown = wayhome.procedure(procedure_id, "en", None, (option,)).steps
            # What comes first and the order never depend on what was chosen.
            assert shown[0].id == everything[0].id
            places = [step.place for step in shown]
            assert places == sorted(places)
            assert any(option in step.when or step.notes for step in shown), option


def test_every_kind_of_page_is_opened_by_a_step(wayhome: Wayhome) -> None:
    procedures = wayhome.content.procedures.values()
    opened = {what for each in procedures for step in each.steps for what in step.opens}
    assert opened == set(Opens)


def test_a_step_that_rests_on_second_hand_sources_is_marked(wayhome: Wayhome) -> None:
    steps = {step.id: step for step in wayhome.procedure("missing", "en", None).steps}
    assert steps["coached_to_hide"].status == "to-confirm"
    assert steps["in_care_confirm"].status == "to-confirm"
    assert steps["in_care"].status == "confirmed"
