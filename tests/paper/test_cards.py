"""The cards: tagged PDF, the right numbers, the same bytes, one page."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wayhome.model.words import Words
from wayhome.paper.cards import CardWords, Kind, Paper, draw_card, make_card, usual_paper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran
    from wayhome.usecases.wayhome import Wayhome

REGIONS = ["US", "AU", "CA", "EU", "GB", "IE", "IN", "MX"]
WIDTHS = {Paper.LETTER: b"612", Paper.A4: b"595"}


def _all_of(pdf: bytes) -> bytes:
    """Return the PDF with what is packed inside unpacked beside it."""
    parts = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(packed))
        except zlib.error:
            parts.append(packed)
    return b"\n".join(parts)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("paper", list(Paper))
def test_every_card_is_one_tagged_page(
    kind: Kind, paper: Paper, language: str, region: str, wayhome: Wayhome
) -> None:
    card = draw_card(kind, wayhome, language, wayhome.region(region), paper)
    assert card.accessible
    inside = _all_of(card.pdf)
    assert card.pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in inside
    assert b"/StructTreeRoot" in inside
    assert re.search(rb"/Lang\s*\(" + language.encode(), inside)
    assert b"pdfuaid:part" in inside
    assert re.search(rb"/Count 1\b", inside)
    assert re.search(rb"/MediaBox\s*\[\s*0 0 " + WIDTHS[paper], inside)


@pytest.mark.parametrize("kind", list(Kind))
def test_same_content_makes_the_same_bytes(kind: Kind, wayhome: Wayhome) -> None:
    region = wayhome.region("US")
    assert make_card(kind, wayhome, "es", region) == make_card(kind, wayhome, "es", region)


@pytest.mark.parametrize("region", REGIONS)
def test_each_line_has_a_number_and_the_first_is_the_emergency(
    region: str, wayhome: Wayhome
) -> None:
    words = CardWords(wayhome, "en", wayhome.region(region))
    emergency = wayhome.region(region).services[0]
    for sheet in (words.wallet(), words.fridge()):
        lines = sheet["lines"]
        assert isinstance(lines, list)
        assert all(line["ways"] for line in lines)
        assert lines[0]["ways"][0]["way"] == emergency.shown
        assert lines[1]["ways"][0]["way"] == emergency.shown


def test_line_that_speaks_the_language_comes_first(wayhome: Wayhome) -> None:
    us = wayhome.region("US")
    crisis = {
        language: CardWords(wayhome, language, us).wallet()["lines"][4]["ways"][0]["way"]  # type: ignore[index]
        for language in ("en", "es")
    }
    assert crisis == {"en": "988", "es": "988 (2)"}


def test_wallet_shows_digits_and_keeps_keys_to_press(wayhome: Wayhome) -> None:
    lines = CardWords(wayhome, "en", wayhome.region("US")).wallet()["lines"]
    assert lines[1]["ways"][1]["way"] == "1-800-843-5678"  # type: ignore[index]


def test_police_lines_say_so(wayhome: Wayhome) -> None:
    lines = CardWords(wayhome, "en", wayhome.region("GB")).wallet()["lines"]
    assert ("police",) in [way["tags"] for way in lines[2]["ways"]]  # type: ignore[index]


def test_letter_in_no_font_costs_the_mark_and_never_the_pdf(wayhome: Wayhome) -> None:
    words = wayhome.words("en")
    texts = {**words.texts, "cards.wallet.title": "家"}
    strange = Words("en", texts, words.lists)
    content = replace(wayhome.content, words={**wayhome.content.words, "en": strange})
    card = draw_card(Kind.WALLET, replace(wayhome, content=content), "en", wayhome.region("US"))
    assert not card.accessible
    assert card.pdf.startswith(b"%PDF-")


def test_words_are_text_and_never_markup(wayhome: Wayhome) -> None:
    words = wayhome.words("en")
    texts = {**words.texts, "cards.wallet.title": '#panic("!") *x* "]) \\ $1$ @a'}
    hostile = Words("en", texts, words.lists)
    content = replace(wayhome.content, words={**wayhome.content.words, "en": hostile})
    card = draw_card(Kind.WALLET, replace(wayhome, content=content), "en", wayhome.region("US"))
    assert card.accessible


@pytest.mark.parametrize(("region", "paper"), [("US", Paper.LETTER), ("GB", Paper.A4)])
def test_paper_is_that_of_the_place(region: str, paper: Paper, wayhome: Wayhome) -> None:
    assert usual_paper(wayhome.region(region)) is paper


def test_command_writes_the_pdf(
    command: Callable[..., Ran], wayhome: Wayhome, tmp_path: Path
) -> None:
    target = tmp_path / "card.pdf"
    ran = command(
        "cards", "--kind", "fridge", "--region", "MX", "--lang", "es", "--paper", "a4",
        "--out", str(target),
    )  # fmt: skip
    assert ran.code == 0
    expected = make_card(Kind.FRIDGE, wayhome, "es", wayhome.region("MX"), Paper.A4)
    assert target.read_bytes() == expected
    assert command("cards", "--kind", "poster", "--out", str(target)).code == 2
