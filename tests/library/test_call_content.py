"""What the call log knows of calls, and what the check says when that is damaged."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from wayhome.check.rules import RULE_NAMES
from wayhome.library import SHIPPED, find_faults
from wayhome.model.sources import Confidence

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.calls import CallRules
    from wayhome.usecases.wayhome import Wayhome

CALLS = "calls.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the shipped content that a test may damage."""
    return shutil.copytree(SHIPPED, tmp_path / "content")


@pytest.fixture
def calls(wayhome: Wayhome) -> CallRules:
    return wayhome.content.calls


def test_the_laws_times_are_what_the_facts_say(calls: CallRules) -> None:
    rules = {each.id: each for each in calls.rules}
    assert (rules["ncic_entry"].hours, rules["care_report"].hours) == (2, 24)
    assert all(each.regions == ("US",) for each in calls.rules)


def test_what_a_law_says_was_read_first_hand(calls: CallRules, wayhome: Wayhome) -> None:
    sources = wayhome.content.sources
    for rule in calls.rules:
        assert {sources[each].confidence for each in rule.sources} == {Confidence.PUBLISHER}


def test_an_unknown_region_may_be_any(calls: CallRules) -> None:
    assert [each.fits("US") for each in calls.rules] == [True, True]
    assert [each.fits("MX") for each in calls.rules] == [False, False]
    assert [each.fits(None) for each in calls.rules] == [True, True]
    assert all(each.fits("MX") for each in calls.events if not each.regions)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[entered_in_ncic]", "[gone]", "there is no event 'gone'"),
        ("ended_by: [entered_in_ncic]", "ended_by: [police_took_report]", "would end what it"),
        ("if_first: [case", "if_first: [agency_told, case", "'agency_told' is not in started_by"),
        ("closed_by: [child_back]", "closed_by: [case_number_given]", "would end what it starts"),
        ("no_answer, reached: false", "no_answer, reached: perhaps", "must be true or false"),
        ("hours: 2\n", "hours: soon\n", "hours"),
        ("hours: 2\n", "hours: 0\n", "hours"),
        ("sources: [us-code-42-671]\n", "sources: [gone-source]\n", "no source 'gone-source'"),
        ("services: [ncmec]", "services: [nobody]", "there is no service 'nobody'"),
        ("id: agency_told, regions: [US]", "id: agency_told, regions: [XX]", "no region 'XX'"),
        ("id: care_report", "id: promised", "calls that were promised"),
        ("- {id: police_refused}", "- {id: no_answer}", "a second time"),
        ("id: ask_others", "id: ask_police", "a second time"),
        ("- {id: police_refused}", "- {id: police_refused, tone: x}", "tone"),
        ("- {id: police_refused}", "- {id: police_lost}", "events.police_lost: this text is"),
        ("id: call_yourself", "id: call_again", "overdue.call_again: this text is missing"),
    ],
)
def test_each_mistake_has_a_fault_with_its_place(
    content: Path, old: str, new: str, fault: str
) -> None:
    path = content / CALLS
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = find_faults(RULE_NAMES, dt.date(2026, 11, 23), content)
    found = [each for each in faults if fault in each.message]
    assert found, faults
    assert all(each.file == CALLS or each.file.endswith("/calls.yaml") for each in found)


def test_a_text_that_nothing_uses_is_a_fault(content: Path) -> None:
    for language in ("en", "es"):
        path = content / "words" / language / CALLS
        path.write_text(path.read_text(encoding="utf-8") + "extra: Something\n", encoding="utf-8")
    faults = find_faults(RULE_NAMES, dt.date(2026, 11, 23), content)
    assert [each.message for each in faults] == ["extra: nothing uses this text"]
