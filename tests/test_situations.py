"""Situations that a child-safety expert can read and correct: answers in, outcomes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from wayhome.check.resolving import Resolution, resolve
from wayhome.library.strict_yaml import read_yaml

if TYPE_CHECKING:
    from wayhome.usecases.wayhome import Wayhome

FOLDER = Path(__file__).parent / "situations"
KEYS = {"name", "answers", "outcomes", "urgency", "first", "with", "without", "because", "next"}

Situation = dict[str, object]


def _situations() -> list[Situation]:
    found: list[Situation] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        document = read_yaml(path.read_text(encoding="utf-8"), path.name)
        assert not document.faults, document.faults
        found.extend(cast("list[Situation]", document.value))
    return found


@pytest.mark.parametrize("situation", _situations(), ids=lambda situation: str(situation["name"]))
def test_situation_leads_where_it_says(situation: Situation, wayhome: Wayhome) -> None:
    assert set(situation) <= KEYS, "a key that no check looks at"
    answers = wayhome.take_answers(cast("dict[str, object]", situation["answers"]))
    found = resolve(wayhome.content.check, answers, wayhome.rules)

    assert [result.outcome.id for result in found.results] == situation["outcomes"]
    actions = [action.id for result in found.results for action in result.actions]
    assert set(_list(situation, "with")) <= set(actions)
    assert not set(_list(situation, "without")) & set(actions)
    if "first" in situation:
        assert actions[0] == situation["first"]
    if "urgency" in situation:
        assert found.results[0].urgency == situation["urgency"]
    if "next" in situation:
        assert (found.next or "end") == situation["next"]
    if "because" in situation:
        assert _reasons(found) == situation["because"]


def test_there_are_at_least_fifty_situations_with_names_of_their_own() -> None:
    names = [situation["name"] for situation in _situations()]
    assert len(names) >= 50
    assert len(set(names)) == len(names)


def _list(situation: Situation, key: str) -> list[str]:
    return cast("list[str]", situation.get(key, []))


def _reasons(found: Resolution) -> list[str]:
    """Name each reason once, in order; a sign by its own id."""
    reasons = (reason for result in found.results for reason in result.because)
    named = (each.option if each.question == "signs" else each.question for each in reasons)
    return list(dict.fromkeys(named))
