"""Every text in every language: there, plain, without blame, without a verdict."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import pytest

with warnings.catch_warnings():
    # textstat still asks setuptools for its data.
    warnings.simplefilter("ignore")
    from textstat import textstat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.words import Words
    from wayhome.usecases.wayhome import Wayhome

GRADE = 8.0
"""Flesch-Kincaid grade at most, per text and per file."""
PERSPICUITY = 60.0
"""Szigriszt-Pazos at least, per file: INFLESZ calls 55 to 65 normal, above it fairly easy."""
PERSPICUITY_OF_ONE = 45.0
"""The same for one text, in which a single long word weighs much."""
FEWEST = 12
"""Words. Below, a formula measures nothing but chance."""

NAMES = re.compile(
    r"\b(National Human Trafficking Hotline|Homeland Security( Investigations)?"
    r"|Federal Trade Commission|Department of Homeland Security|CyberTipline|StopNCII\.org"
    r"|Take It Down|Crisis Text Line"
    r"|StrongHearts|Childhelp|Safeline|Lifeline|Alerta AMBER( México)?|AMBER Alert|NCMEC|NCIC|NamUs"
    r"|emergency disclosure request|Wayhome|United States|Estados Unidos)\b"
)
"""Names and legal terms, which nobody can shorten."""

VERDICTS = {
    "en": r"\b(is|are|seems?|looks?) (safe|fine|harmless|okay|all right)\b"
    r"|\brisk (score|level)|\bprobabilit",
    "es": r"(?<!que todo )\b(está|están|parece|parecen) (segur[oa]s?|a salvo|bien)\b"
    r"|\b(nivel|puntaje) de riesgo|\bprobabilidad",
}


def _texts(words: Words) -> Iterator[tuple[str, str]]:
    for key, text in words.texts.items():
        yield key, text
    for key, lines in words.lists.items():
        for number, line in enumerate(lines):
            yield f"{key}[{number}]", line


def _plain(text: str) -> str:
    """Leave out what the measure must not count: blanks, quotes, names."""
    return NAMES.sub("Ana", re.sub(r"\{\w+\}", "Ana", text)).replace('"', "").replace("…", "")


def _by_file(words: Words) -> dict[str, str]:
    files: dict[str, list[str]] = {}
    for key, text in _texts(words):
        sentence = _plain(text).strip()
        files.setdefault(key.split(".")[0], []).append(
            sentence if sentence.endswith((".", "?", "!", ":")) else f"{sentence}."
        )
    return {name: " ".join(texts) for name, texts in files.items()}


def test_english_is_grade_eight_or_below(wayhome: Wayhome) -> None:
    textstat.set_lang("en_US")
    for name, text in _by_file(wayhome.words("en")).items():
        assert textstat.flesch_kincaid_grade(text) <= GRADE, name
    hard = {
        key: grade
        for key, text in _texts(wayhome.words("en"))
        if len(text.split()) >= FEWEST
        and (grade := textstat.flesch_kincaid_grade(_plain(text))) > GRADE
    }
    assert not hard


def test_spanish_is_plain(wayhome: Wayhome) -> None:
    textstat.set_lang("es")
    for name, text in _by_file(wayhome.words("es")).items():
        assert textstat.szigriszt_pazos(text) >= PERSPICUITY, name
    hard = {
        key: ease
        for key, text in _texts(wayhome.words("es"))
        if len(text.split()) >= FEWEST
        and (ease := textstat.szigriszt_pazos(_plain(text))) < PERSPICUITY_OF_ONE
    }
    assert not hard


def test_the_measure_finds_hard_words() -> None:
    textstat.set_lang("en_US")
    hard = (
        "Notwithstanding the aforementioned considerations, guardians experiencing apprehension "
        "regarding potential exploitation should immediately initiate institutional communication."
    )
    assert textstat.flesch_kincaid_grade(hard) > GRADE
    textstat.set_lang("es")
    hard = (
        "Independientemente de las consideraciones anteriormente expuestas, los responsables "
        "institucionales deberán inmediatamente comunicar circunstancias perjudiciales."
    )
    assert textstat.szigriszt_pazos(hard) < PERSPICUITY_OF_ONE


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_gives_a_verdict(language: str, wayhome: Wayhome) -> None:
    said = {
        key: text
        for key, text in _texts(wayhome.words(language))
        if re.search(VERDICTS[language], text, re.IGNORECASE)
    }
    assert not said


def test_spanish_is_not_english_left_standing(wayhome: Wayhome) -> None:
    english, spanish = wayhome.words("en"), wayhome.words("es")
    same = {
        key
        for key, text in _texts(english)
        if len(text.split()) >= 4 and dict(_texts(spanish)).get(key) == text
    }
    # Proper names may stay as they are.
    assert not {key for key in same if not key.endswith((".name", ".run_by"))}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_key_that_code_and_templates_use_exists(language: str, wayhome: Wayhome) -> None:
    from pathlib import Path

    import wayhome as package

    words = wayhome.words(language)
    known = {*words.texts, *words.lists}
    root = Path(package.__file__).parent
    used = set()
    for path in [*root.rglob("*.py"), *root.rglob("*.html")]:
        text = path.read_text(encoding="utf-8")
        used |= set(
            re.findall(r"""["']((?:interface|terminal|problems)\.[a-z_.]+[a-z_])["']""", text)
        )
        used |= {f"problems.{key}" for key in re.findall(r'UserProblem\(\s*"([a-z_]+)"', text)}
    assert used
    assert not used - known
