"""What the record of a child has room for, and what the check says when that is damaged."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wayhome.check.rules import RULE_NAMES
from wayhome.library import SHIPPED, find_faults, load_content
from wayhome.library.record_schemas import SECRET
from wayhome.library.record_words import record_texts
from wayhome.model.problems import ContentBrokenError
from wayhome.model.record import Asked, FieldKind, RecordPage, RecordShape

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.usecases.wayhome import Wayhome

RECORD = "record.yaml"
TODAY = dt.date(2026, 11, 23)
SECRETS = re.compile(
    r"password|passcode|\bPINs?\b|social security|contraseña|clave|seguro social", re.IGNORECASE
)


@pytest.fixture
def shape(wayhome: Wayhome) -> RecordShape:
    """Return the shipped shape."""
    return wayhome.content.record


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the shipped content that a test may damage."""
    return shutil.copytree(SHIPPED, tmp_path / "content")


def test_what_the_law_names_is_asked_first(shape: RecordShape) -> None:
    named = {
        "identity": {"full_name", "birth_date", "sex", "race"},
        "measures": {"height", "weight"},
        "looks": {"eyes", "hair"},
    }
    for section_id, fields in named.items():
        assert all(shape.section(section_id).field(each).asked is Asked.FIRST for each in fields)


@pytest.mark.parametrize("page", RecordPage)
def test_every_page_has_sections(shape: RecordShape, page: RecordPage) -> None:
    assert shape.on_page(page)


def test_what_grows_old_says_when(shape: RecordShape) -> None:
    dated = [section for section in shape.sections if section.dated_by]
    assert [section.id for section in dated] == ["measures"]
    assert dated[0].fresh_months == shape.photo_fresh_months == 6
    assert shape.photo_sources


def test_only_marks_have_pictures(shape: RecordShape) -> None:
    assert [section.id for section in shape.sections if section.picture] == ["marks"]


def test_nobody_is_judged_on_more_than_how_the_child_feels(shape: RecordShape) -> None:
    circle = shape.section("circle")
    choices = [field.id for field in circle.fields if field.kind is FieldKind.CHOICE]
    assert choices == ["how_met", "alone_with", "at_ease", "picks_up", "may_call", "must_not_know"]


def test_unknown_ids_are_told(shape: RecordShape) -> None:
    with pytest.raises(KeyError):
        shape.section("horoscope")
    with pytest.raises(KeyError):
        shape.section("identity").field("horoscope")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_field_asks_for_a_secret(shape: RecordShape, wayhome: Wayhome, language: str) -> None:
    words = wayhome.words(language)
    for section in shape.sections:
        key = f"record.sections.{section.id}"
        for field in section.fields:
            label = words(f"{key}.fields.{field.id}")
            hint = words.find(f"{key}.hints.{field.id}") or ""
            assert not SECRETS.search(f"{label} {hint}"), label


def test_one_of_several_has_words_of_its_own(shape: RecordShape) -> None:
    keys = {text.key for text in record_texts(shape) if text.required}
    assert {"record.sections.devices.one", "record.sections.devices.add"} <= keys
    assert "record.sections.identity.one" not in keys
    alone = replace(shape, sections=())
    assert {text.key for text in record_texts(alone) if text.required} == {
        f"record.pages.{page}.title" for page in RecordPage
    }


DAMAGES = {
    "unknown source": ("[kentucky-sop, wayhome", "[kentucky-spo, wayhome", "no source"),
    "unknown source of the photo": ("photo_sources: [us-code", "photo_sources: [uk-code", "no sou"),
    "no sources": (
        "sources: [itrc-biometrics, us-code-34-41308, w",
        "source: [w",
        "Field required",
    ),
    "months as a word": ("fresh_months: 6", "fresh_months: six", "valid integer"),
    "no months": ("fresh_months: 6", "fresh_months: 0", "greater than or equal to 1"),
    "section twice": ("  - id: looks\n", "  - id: measures\n", "second time"),
    "field twice": ("{id: weight,", "{id: height,", "'height' stands twice"),
    "option twice": ("options: [custody, protective", "options: [custody, custody", "here twice"),
    "unknown page": ("page: health", "page: wealth", "'child', 'health'"),
    "page without sections": ("page: talks", "page: circle", "'talks' has no section"),
    "unknown kind": ("kind: day, asked: first", "kind: date, asked: first", "'line', 'text'"),
    "unknown order": ("asked: then", "asked: soon", "'first', 'then'"),
    "choice without options": (", options: [doctor, dentist, other]", "", "go together"),
    "options without choice": (
        "{id: kind, kind: choice, options",
        "{id: kind, options",
        "go togeth",
    ),
    "months without a day": ("    dated_by: measured_on\n", "", "go together"),
    "dated by no field": ("dated_by: measured_on", "dated_by: measured_of", "no field of the kind"),
    "dated by a line": ("dated_by: measured_on", "dated_by: height", "no field of the kind day"),
    "picture of one": ("many: true\n    picture: true", "picture: true", "only goes with `many`"),
    "nameless items": ("- {id: about}\n", "- {id: about, kind: text}\n", "first field names each"),
    "child without a name": ("{id: full_name,", "{id: name,", "'identity' with 'full_name'"),
    "password": ("{id: handle,", "{id: handle_password,", "never keeps passwords"),
    "PIN": ("{id: serial,", "{id: sim_pin,", "never keeps passwords"),
    "social security number": ("{id: race,", "{id: ssn,", "never keeps passwords"),
    "token in an option": ("[phone, tablet,", "[phone, token,", "never keeps passwords"),
    "field without words": ("{id: languages}", "{id: tongues}", "tongues: this text is missing"),
    "option without words": ("[often, sometimes", "[daily, sometimes", "daily: this text is miss"),
    "page with the name of a secret": ("- id: clothes", "- id: tokens", "never keeps passwords"),
}


@pytest.mark.parametrize(("old", "new", "message"), DAMAGES.values(), ids=DAMAGES)
def test_damage_is_found_with_its_line(content: Path, old: str, new: str, message: str) -> None:
    path = content / RECORD
    text = path.read_text(encoding="utf-8")
    assert old in text, "the file has changed: this damage needs another place"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = find_faults(RULE_NAMES, TODAY, content)
    found = [fault for fault in faults if message in fault.message]
    assert found, faults
    assert all(fault.line >= 1 and fault.file.endswith(RECORD) for fault in found)


def test_a_fault_points_at_its_field(content: Path) -> None:
    path = content / RECORD
    text = path.read_text(encoding="utf-8").replace("{id: serial,", "{id: pin,", 1)
    path.write_text(text, encoding="utf-8")
    number = next(i for i, line in enumerate(text.splitlines(), 1) if "{id: pin," in line)
    (fault,) = find_faults(RULE_NAMES, TODAY, content)
    assert (fault.file, fault.line) == (RECORD, number)


def test_the_app_refuses_to_run_on_a_damaged_record(content: Path) -> None:
    (content / RECORD).write_text("sections: []", encoding="utf-8")
    with pytest.raises(ContentBrokenError):
        load_content(RULE_NAMES, content)


SECRET_IDS = ["pins", "pin2", "screen_pin_code", "passcode", "tokens", "ssn_end", "social_security"]


@pytest.mark.parametrize("record_id", SECRET_IDS)
def test_ids_of_secrets_are_refused(record_id: str) -> None:
    assert SECRET.search(record_id)


@pytest.mark.parametrize("record_id", ["shopping_bag", "pinky", "passport", "opinion"])
def test_ids_that_only_look_like_secrets_are_allowed(record_id: str) -> None:
    assert not SECRET.search(record_id)


def test_missing_file_is_one_fault_and_brings_no_false_alarm(content: Path) -> None:
    (content / RECORD).unlink()
    (fault,) = find_faults(RULE_NAMES, TODAY, content)
    assert (fault.file, fault.message) == (RECORD, "this file is missing")


@pytest.mark.parametrize("text", ["", "[]", "just a text", "sections: []", "a: [1, 2"])
def test_rubbish_is_a_fault_and_no_crash(content: Path, text: str) -> None:
    (content / RECORD).write_text(text, encoding="utf-8")
    assert any(fault.file == RECORD for fault in find_faults(RULE_NAMES, TODAY, content))


def test_text_that_nothing_asks_for(content: Path) -> None:
    path = content / "words/en/record.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sections:\n", "extra: Hello\n\nsections:\n", 1), encoding="utf-8")
    messages = [fault.message for fault in find_faults(RULE_NAMES, TODAY, content)]
    assert "extra: nothing uses this text" in messages
