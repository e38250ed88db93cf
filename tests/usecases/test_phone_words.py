"""Words for the phone: filled in from a child's record, with blanks where nobody wrote anything."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from wayhome.model.kept import NOTHING, Child, Item
from wayhome.usecases.phone_words import PhoneWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wayhome.usecases.wayhome import Wayhome

NOW = dt.datetime(2026, 11, 22, 2, 5, tzinfo=dt.UTC)


def _child(*items: tuple[str, Mapping[str, str]]) -> Child:
    return Child(
        id=1,
        items=tuple(
            Item(number, 1, section, values, NOW)
            for number, (section, values) in enumerate(items, 1)
        ),
        photos=(),
    )


@pytest.fixture
def speaker(wayhome: Wayhome) -> PhoneWords:
    """Return what fills the blanks in English."""
    return PhoneWords(
        wayhome.words("en"), wayhome.content.record, NOW.date(), lambda day: f"<{day}>"
    )


def _said(speaker: PhoneWords, wayhome: Wayhome, child: Child | None) -> dict[str, str]:
    procedure = wayhome.content.procedures["missing"]
    lines = speaker.lines(procedure, child)
    return {line.id: spoken.value for line, spoken in zip(procedure.script, lines, strict=True)}


def test_without_a_child_every_line_is_a_sentence_with_a_blank(
    speaker: PhoneWords, wayhome: Wayhome
) -> None:
    lines = speaker.lines(wayhome.content.procedures["missing"], None)
    assert len(lines) >= 12
    assert all(line.before and line.after and not line.value for line in lines)
    assert "{" not in "".join(line.before + line.after for line in lines)


def test_the_record_fills_the_blanks(speaker: PhoneWords, wayhome: Wayhome) -> None:
    child = _child(
        ("identity", {"full_name": "Ana Prueba", "called": "Ani", "birth_date": "2013-11-23"}),
        ("measures", {"measured_on": "2026-10-02", "height": "4 ft 9 in", "weight": "88 lb"}),
        ("measures", {"measured_on": "2025-01-02", "height": "4 ft 5 in", "weight": "80 lb"}),
        ("looks", {"hair": "Black,\nlong", "eyes": "Brown"}),
        ("last_seen", {"top": "red shirt", "shoes": "white", "where": "the park", "seen_at": "9"}),
        ("medicines", {"name": "Albuterol", "dose": "2 puffs"}),
        ("medicines", {"name": "Other", "when": "at night"}),
        ("devices", {"number": "555-0142"}),
    )
    said = _said(speaker, wayhome, child)
    assert said["name"] == "Ana Prueba, Ani"
    # The birthday is tomorrow.
    assert said["born"] == "<2013-11-23>, 12 years old"
    assert said["size"] == "4 ft 9 in, 88 lb, measured on <2026-10-02>"
    assert said["hair"] == "Black, long"
    assert said["worn"] == "red shirt, white"
    assert said["last_seen"] == "9, the park"
    assert said["medicines"] == "Albuterol, 2 puffs; Other, at night"
    assert said["phone"] == "555-0142"
    assert said["danger"] == ""


def test_none_is_said_where_the_family_looked(speaker: PhoneWords, wayhome: Wayhome) -> None:
    assert _said(speaker, wayhome, _child(("medicines", {NOTHING: "yes"})))["medicines"] == "none"


@pytest.mark.parametrize(
    ("born", "age"), [("2013-11-22", 13), ("2013-11-23", 12), ("2012-02-29", 14)]
)
def test_age_in_whole_years(speaker: PhoneWords, wayhome: Wayhome, born: str, age: int) -> None:
    said = _said(speaker, wayhome, _child(("identity", {"birth_date": born})))
    assert said["born"] == f"<{born}>, {age} years old"


def test_a_name_with_braces_and_a_day_that_is_none(speaker: PhoneWords, wayhome: Wayhome) -> None:
    child = _child(("identity", {"full_name": "{value} {0}", "birth_date": "in spring"}))
    said = _said(speaker, wayhome, child)
    assert (said["name"], said["born"]) == ("{value} {0}", "in spring")
