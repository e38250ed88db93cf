"""What is said of getting an export: complete, sourced or plainly not, and never in secret."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wayhome.model.sources import Confidence, Status
from wayhome.paper.phrases import day_of
from wayhome.review.readers.builtin import BUILT_IN

if TYPE_CHECKING:
    from wayhome.usecases.presenting_exports import ExportLineView, ExportView
    from wayhome.usecases.wayhome import Wayhome

SECRET = {
    "en": r"\b(secret(ly)?|behind (his|her|their|your child's) back|without (him|her|them|your"
    r" child) (knowing|noticing)|while (he|she|they) (is|are) asleep|spy|hack|guess the pass)",
    "es": r"\b(en secreto|a escondidas|a sus espaldas|sin que (se )?(lo )?(sepa|note|entere)"
    r"|mientras duerme|espiar|adivin\w+ la contraseña)",
}
PASSWORD = {"en": r"\bpassword\b", "es": r"\bcontraseña\b"}
HARMLESS = {
    "en": r"\b(do not|not) (ask|type)|\b(types|belongs|with a password)\b",
    "es": r"\b(no )(la )?(pida|pide|escriba)|\b(escribe|con contraseña|es solo de)\b|no los pide",
}


def _lines(view: ExportView) -> list[ExportLineView]:
    return [view.needs, *view.steps, *view.absent, view.wait]


def _texts(view: ExportView) -> list[str]:
    return [view.name, view.together, *(each.text for each in _lines(view))]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_app_says_what_the_family_needs(wayhome: Wayhome, language: str) -> None:
    views = wayhome.exports(language)
    assert len({view.name for view in views}) == len(views)
    for view in views:
        assert all(_texts(view))
        assert view.steps
        assert view.absent


def test_every_built_in_reader_is_reached_from_an_app(wayhome: Wayhome) -> None:
    reached = {each for view in wayhome.exports("en") for each in view.formats}
    assert set(BUILT_IN) <= reached


def test_what_can_be_read_follows_the_readers(wayhome: Wayhome) -> None:
    for view in wayhome.exports("en"):
        assert view.can_be_read == any(each in BUILT_IN for each in view.formats), view.id


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_a_reader_says_is_missing_is_told_beforehand(wayhome: Wayhome, name: str) -> None:
    start, known = "reading.not_visible.", wayhome.words("en").texts
    codes = {key.removeprefix(start) for key in known if key.startswith(start)} - {"protected"}
    spec = find_spec(BUILT_IN[name].partition(":")[0])
    assert spec
    assert spec.origin
    source = Path(spec.origin).read_text(encoding="utf-8")
    said = {code for code in codes if f'"{code}"' in source}
    assert set(wayhome.content.exports.formats[name].not_visible) == said


def test_a_line_is_confirmed_only_by_those_who_know(wayhome: Wayhome) -> None:
    seen = set()
    for view in wayhome.exports("en"):
        for line in _lines(view):
            second_hand = any(
                each.source.confidence is Confidence.SECOND_HAND for each in line.sources
            )
            unsure = second_hand or not line.sources
            assert (line.status is Status.TO_CONFIRM) == unsure
            seen.add((bool(line.sources), line.status))
    assert seen == {
        (True, Status.CONFIRMED),
        (True, Status.TO_CONFIRM),
        (False, Status.TO_CONFIRM),
    }


def test_sources_of_an_app_are_those_of_its_lines(wayhome: Wayhome) -> None:
    for view in wayhome.exports("en"):
        used = [each.source.id for line in _lines(view) for each in line.sources]
        assert [each.source.id for each in view.sources] == sorted(
            set(used), key=[each.source.id for each in view.sources].index
        )


@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_is_told_to_work_in_secret(wayhome: Wayhome, language: str) -> None:
    words = wayhome.words(language)
    texts = {
        key: text
        for key, text in words.texts.items()
        if key.startswith(("exports.", "export_pages."))
    }
    # A feature of an app may be called a secret chat.
    found = {
        key: text
        for key, text in texts.items()
        if key != "exports.entries.telegram.absent.secret_chats"
        and re.search(SECRET[language], text, re.IGNORECASE)
    }
    assert not found
    asked = {
        key: text
        for key, text in texts.items()
        if re.search(PASSWORD[language], text, re.IGNORECASE)
        and not re.search(HARMLESS[language], text, re.IGNORECASE)
    }
    assert not asked


def test_how_to_run_an_account_by_a_program_is_not_taught(wayhome: Wayhome) -> None:
    (view,) = (each for each in wayhome.exports("en") if each.id == "discord")
    steps = " ".join(each.text for each in view.steps).lower()
    assert "token" not in steps
    assert "chatexporter" not in steps
    assert any("Discord forbids" in each.text for each in view.absent)


def test_menus_seen_later_make_no_paper_look_newer(wayhome: Wayhome) -> None:
    """The day on paper is that of its numbers and statements."""
    content = wayhome.content
    menus = content.exports.sources()
    days = {name: content.sources[name].seen for name in menus}
    later = max(days, key=lambda name: days[name])
    moved = {later: replace(content.sources[later], seen=dt.date(2030, 1, 1))}
    assert day_of(content) < days[later]
    assert day_of(replace(content, sources={**content.sources, **moved})) == day_of(content)
    number = next(name for name in content.sources if name not in menus)
    moved = {number: replace(content.sources[number], seen=dt.date(2030, 1, 1))}
    newer = replace(content, sources={**content.sources, **moved})
    assert day_of(newer) == dt.date(2030, 1, 1)
