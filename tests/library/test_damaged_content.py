"""Damage the shipped content in one place at a time: the check must name the place."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from wayhome.check.rules import RULE_NAMES
from wayhome.library import SHIPPED, find_faults, load_content
from wayhome.model.problems import ContentBrokenError

if TYPE_CHECKING:
    from pathlib import Path

CHECK = "flows/check.yaml"
TODAY = dt.date(2026, 11, 23)
ES_CHECK = "words/es/check.yaml"


@dataclass(frozen=True)
class Damage:
    """Replace the first ``old`` by ``new`` in a file; expect a fault there or elsewhere."""

    name: str
    file: str
    old: str
    new: str
    message: str
    fault_in: str | None = None
    stops: bool = True
    """Whether the app refuses to run on it too. A wrong clock must not keep it from helping."""


DAMAGES = [
    Damage("unknown source", CHECK, "sources: [ncmec-leaflet]", "sources: [no-such]", "no source"),
    Damage("empty sources", "signs.yaml", "[ncmec-leaflet, wayhome-judgement]", "[]", "at least 1"),
    Damage("unknown predicate", CHECK, "rule: any_sign", "rule: any_sgin", "no predicate"),
    Damage(
        "unknown question",
        CHECK,
        "{answer: missing, in: [yes]}",
        "{answer: mising, in: [yes]}",
        "no question",
    ),
    Damage(
        "unknown option",
        CHECK,
        "{answer: who, in: [carer]}",
        "{answer: who, in: [career]}",
        "no option",
    ),
    Damage(
        "two forms in one condition",
        CHECK,
        "rule: any_sign",
        "rule: any_sign\n          answered: who",
        "exactly one",
    ),
    Damage(
        "unknown next", CHECK, "next: [{to: self_harm}]", "next: [{to: selfharm}]", "no question"
    ),
    Damage(
        "unreachable",
        CHECK,
        "next: [{to: self_harm}]",
        "next: [{to: image_threat}]",
        "no way leads",
    ),
    Damage("circle", CHECK, "next: [{to: end}]", "next: [{to: missing}]", "leads back"),
    Damage("dead end", CHECK, "      - to: signs\n", "", "dead end"),
    Damage(
        "unknown action",
        CHECK,
        "actions: [call_emergency,",
        "actions: [call_emergncy,",
        "no action",
    ),
    Damage("action nobody uses", CHECK, "      - look_again\n", "", "no outcome uses"),
    Damage("unknown procedure", CHECK, "procedure: missing", "procedure: misssing", "no procedure"),
    Damage("unknown urgency", CHECK, "{is: prepare}", "{is: soon}", "'now', 'today'"),
    Damage("unknown need", CHECK, "needs: [crisis]", "needs: [crises]", "'emergency', 'missing'"),
    Damage("unknown key", "signs.yaml", "in_leaflet: true", "in_leaflett: true", "Extra inputs"),
    Damage("sign without a question", "signs.yaml", "id: gang", "id: gangs", "no sign", CHECK),
    Damage("id twice", "signs.yaml", "id: runaway", "id: past_abuse", "second time"),
    Damage("flag as number", "signs.yaml", "in_leaflet: true", "in_leaflet: 1", "true or false"),
    Damage(
        "not-found confidence",
        "sources/guide.yaml",
        "    confidence: P\n",
        "    confidence: K\n",
        "'P', 'S' or 'C'",
    ),
    Damage(
        "day as digits",
        "sources/guide.yaml",
        "seen: 2026-11-22",
        "seen: 1700000000",
        "must be a day",
    ),
    Damage("broken YAML", CHECK, "questions:\n", "questions\n", "not YAML"),
    Damage("key twice", CHECK, "first: missing", "first: missing\nfirst: who", "second time"),
    Damage("alias", CHECK, "first: missing", "first: &a missing\nlast: *a", "alias"),
    Damage(
        "Spanish text missing",
        ES_CHECK,
        "  missing:\n    words:",
        "  missing:\n    wordz:",
        "missing in 'es'",
    ),
    Damage(
        "option without a label",
        "words/en/check.yaml",
        "  unsure: {label: I am not sure}\n",
        "",
        "missing",
    ),
    Damage(
        "text nobody asks for",
        "words/en/check.yaml",
        "\nquestions:",
        "\nextra: Hello\n\nquestions:",
        "nothing uses",
    ),
    Damage(
        "word of blame", "words/en/signs.yaml", "Gifts are", "Pimps know that gifts are", "avoid"
    ),
    Damage(
        "service without a way", "regions/us.yaml", 'phone: "911"', "hours: 24/7", "needs a phone"
    ),
    Damage(
        "phone with letters",
        "regions/us.yaml",
        '"+18008435678"',
        '"1-800-THE-LOST"',
        "match pattern",
    ),
    Damage("plain http", "regions/us.yaml", "https://", "http://", "match pattern"),
    Damage(
        "order names nobody",
        "regions/us.yaml",
        "emergency: [emergency-us]",
        "emergency: [emergncy]",
        "no service",
    ),
    Damage("unknown region letters", "regions/gb.yaml", "id: GB", "id: Britain", "match pattern"),
    Damage(
        "day to come",
        "sources/guide.yaml",
        "seen: 2026-11-22",
        "seen: 2027-11-22",
        "not come",
        stops=False,
    ),
    Damage(
        "region without police",
        "regions/gb.yaml",
        "  emergency: [",
        "  crises: [",
        "'emergency', 'missing'",
    ),
    Damage(
        "region without a way to report",
        "regions/gb.yaml",
        "  missing: [",
        "  youth: [",
        "second time",
    ),
    Damage(
        "list where one text belongs",
        "words/en/check.yaml",
        "do: Stay with the child.",
        "do: [Stay with the child.]",
        "one text belongs",
    ),
    Damage(
        "text where a list belongs",
        "words/en/suspected.yaml",
        "    say:\n      - '\"Will you send a preservation request to the company?\"'",
        "    say: Will you send it?",
        "a list of texts belongs",
    ),
    Damage(
        "words behind a #",
        "words/en/signs.yaml",
        "Gifts are a common",
        "Gifts # are a common",
        "comment",
    ),
    Damage(
        "language without words", "avoid.yaml", "avoid:\n", "avoid:\n  fr: [x]\n", "no words/fr"
    ),
    Damage(
        "shown is not dialed",
        "regions/us.yaml",
        "1-800-843-5678 (",
        "1-800-843-5679 (",
        "other digits",
    ),
    Damage(
        "emergency not first",
        "regions/us.yaml",
        "emergency: [emergency-us]",
        "emergency: [ncmec]",
        "must stand first",
    ),
    Damage(
        "variant for nobody",
        "words/en/check.yaml",
        "do@young_person: Call the police now",
        "do@young_persn: Call the police now",
        "no such reader",
    ),
    Damage(
        "Spanish variant missing",
        "words/es/check.yaml",
        "    why@young_person: No estás en problemas por una foto.",
        "    whi@young_person: No estás en problemas por una foto.",
        "missing in 'es'",
    ),
    Damage(
        "police on a list for the young",
        "regions/us.yaml",
        "youth: [emergency-us, ",
        "youth: [emergency-us, fbi, ",
        "is the police",
    ),
    Damage(
        "procedure without a page",
        "flows/other_adult.yaml",
        "id: other_adult",
        "id: neighbor",
        "the pages know only",
    ),
    Damage("no words to avoid", "avoid.yaml", "  es: [", "  es: []\n  xx: [", "at least 1"),
    Damage(
        "reason without words",
        CHECK,
        "because: [missing]",
        "because: [missing, who]",
        "this text is missing",
        "words/en/check.yaml",
    ),
    Damage(
        "region taken twice", "regions/gb.yaml", "id: GB", "id: US", "already", "regions/us.yaml"
    ),
]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the shipped content that a test may damage."""
    return shutil.copytree(SHIPPED, tmp_path / "content")


def _edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has changed: this damage needs another place"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_shipped_content_has_no_fault() -> None:
    assert find_faults(RULE_NAMES, TODAY) == []


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_is_found_with_its_file(damage: Damage, content: Path) -> None:
    _edit(content, damage.file, damage.old, damage.new)
    faults = find_faults(RULE_NAMES, TODAY, content)
    place = damage.fault_in or damage.file
    assert any(damage.message in fault.message and fault.file == place for fault in faults), faults
    if damage.stops:
        with pytest.raises(ContentBrokenError):
            load_content(RULE_NAMES, content)
    else:
        assert load_content(RULE_NAMES, content).signs


def test_phone_number_in_words_is_refused(content: Path) -> None:
    _edit(content, "words/en/signs.yaml", "means: Gifts", "means: Call 1 (800) 555-0100. Gifts")
    (fault,) = find_faults(RULE_NAMES, TODAY, content)
    assert "phone number" in fault.message


def test_every_fault_is_told_at_once(content: Path) -> None:
    several = [DAMAGES[0], DAMAGES[2], DAMAGES[12], DAMAGES[24]]
    for damage in several:
        _edit(content, damage.file, damage.old, damage.new)
    messages = " ".join(fault.message for fault in find_faults(RULE_NAMES, TODAY, content))
    assert all(damage.message in messages for damage in several)


def test_an_entry_that_does_not_fit_hides_nothing_else_and_brings_no_false_alarm(
    content: Path,
) -> None:
    _edit(content, CHECK, "needs: [crisis]", "needs: [crises]")
    _edit(content, CHECK, "rule: any_sign", "rule: any_sgin")
    _edit(content, "sources/guide.yaml", "    confidence: P\n", "    confidence: K\n")
    faults = find_faults(RULE_NAMES, TODAY, content)
    assert len(faults) == 3, faults


def test_a_file_that_nobody_reads_is_told(content: Path) -> None:
    (content / "regions/zz.yml").write_text("id: ZZ", encoding="utf-8")
    assert any("zz.yml" in fault.file for fault in find_faults(RULE_NAMES, TODAY, content))


def test_the_line_is_that_of_the_fault(content: Path) -> None:
    lines = (content / CHECK).read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines, start=1) if "rule: any_sign" in line)
    _edit(content, CHECK, "rule: any_sign", "rule: any_sgin")
    (fault,) = find_faults(RULE_NAMES, TODAY, content)
    # The condition begins a few lines above its leaf; the fault points at its key.
    assert number - 3 <= fault.line <= number


@pytest.mark.parametrize("file", ["signs.yaml", CHECK, "avoid.yaml", "words/es/check.yaml"])
def test_missing_file_is_one_of_the_faults(file: str, content: Path) -> None:
    (content / file).unlink()
    assert any(fault.file == file for fault in find_faults(RULE_NAMES, TODAY, content))


@pytest.mark.parametrize("file", ["signs.yaml", CHECK, "words/en/check.yaml", "regions/us.yaml"])
@pytest.mark.parametrize(
    "text", ["", "[]", "just a text", "a: [1, 2", "\udcff".encode("utf-8", "surrogateescape")]
)
def test_rubbish_in_a_file_is_a_fault_and_no_crash(
    file: str, text: str | bytes, content: Path
) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (content / file).write_bytes(data)
    assert any(fault.file == file for fault in find_faults(RULE_NAMES, TODAY, content))


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    assert find_faults(RULE_NAMES, TODAY, tmp_path / "nothing")
