"""docs/formats.md and its Spanish twin are what the content says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scripts import formats
from wayhome.review.readers.builtin import BUILT_IN

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.usecases.wayhome import Wayhome


@pytest.mark.parametrize("language", formats.FILES)
def test_the_document_is_up_to_date(wayhome: Wayhome, language: str) -> None:
    path = formats.DOCS / formats.FILES[language]
    hint = "run .venv/bin/python scripts/formats.py"
    assert path.read_text(encoding="utf-8") == formats.write_document(wayhome, language), hint


def test_both_languages_have_the_same_parts(wayhome: Wayhome) -> None:
    shapes = []
    for language in formats.FILES:
        text = formats.write_document(wayhome, language)
        shapes.append([re.match(r"#* ?(?:\d+\.|-|>)?", line) for line in text.splitlines()])
    english, spanish = ([each and each[0] for each in shape] for shape in shapes)
    assert english == spanish


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_reader_is_explained(wayhome: Wayhome, name: str) -> None:
    text = formats.write_document(wayhome, "en")
    assert f'<a id="{name}"></a>`{name}`' in text
    assert f"](#{name})" in text


def test_each_number_of_a_source_leads_to_one(wayhome: Wayhome) -> None:
    text = formats.write_document(wayhome, "en")
    apps, _, sources = text.partition("\n## Sources\n")
    listed = set(re.findall(r"^(\d+)\. ", sources, re.MULTILINE))
    assert set(re.findall(r"\[(\d+)\]", apps)) == listed


def test_a_change_of_the_content_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(formats, "DOCS", tmp_path)
    assert formats.main(["--check"]) == 1
    assert formats.main([]) == 0
    assert formats.main(["--check"]) == 0
    path = tmp_path / "formats.md"
    path.write_text(path.read_text(encoding="utf-8").replace("WhatsApp", "Whatsapp"))
    assert formats.main(["--check"]) == 1
    assert "formats.md is out of date" in capsys.readouterr().err
