"""Blank forms, the wallet card and the fridge sheet."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from wayhome.model.guide import SectionKind
from wayhome.model.numbers import Need
from wayhome.web.card_layout import fridge_steps, oldest_day, wallet_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor
    from wayhome.usecases.views import NumberView
    from wayhome.usecases.wayhome import Wayhome

LANGUAGES = ["en", "es"]
REGIONS = ["US", "AU", "CA", "EU", "GB", "IE", "IN", "MX"]
LINES = [str(number) for number in range(5)]


def _asking(wayhome: Wayhome, country: str) -> Callable[[Need], tuple[NumberView, ...]]:
    return lambda need: wayhome.numbers(wayhome.region(country), "en", need)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_stands_in_the_index(visitor: Visitor, wayhome: Wayhome, language: str) -> None:
    visitor.post("/l", {"language": language})
    page = unescape(visitor.get("/p").text)
    sheets = len(wayhome.forms(language)) + 2
    assert re.findall(r'href="(/p/\d+)"', page) == [f"/p/{n}" for n in range(1, sheets + 1)]
    assert all(form.title in page and form.lead in page for form in wayhome.forms(language))
    for number in range(1, sheets + 1):
        page = visitor.get(f"/p/{number}").text
        assert page.count("<h1") == 1
        assert "None" not in page
        assert unescape(wayhome.words(language)("interface.guide.paper.how")) in unescape(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_has_room_for_every_field_and_nothing_to_send(
    visitor: Visitor, wayhome: Wayhome, language: str
) -> None:
    visitor.post("/l", {"language": language})
    for number, form in enumerate(wayhome.forms(language), 1):
        page = unescape(visitor.get(f"/p/{number}").text)
        main = page[page.index('class="sheet"') : page.index("</main>")]
        assert "<input" not in main
        assert "<form" not in main
        for each in form.sections:
            assert each.title in main
            assert (each.hint or "") in main
            assert all(field.label in main for field in each.fields)
        tables = [each for each in form.sections if each.section.kind is SectionKind.TABLE]
        assert main.count("<td>") == sum(len(s.fields) * s.section.rows for s in tables)
        boxes = [each for each in form.sections if each.section.kind is SectionKind.BOX]
        assert main.count('class="frame"') == len(boxes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", REGIONS)
def test_cards_carry_the_numbers_of_the_country(
    visitor: Visitor, wayhome: Wayhome, country: str, language: str
) -> None:
    visitor.post("/l", {"language": language})
    visitor.choose(country)
    first = len(wayhome.content.guide.forms) + 1
    emergency = wayhome.numbers(wayhome.region(country), language, Need.EMERGENCY)[0]
    missing = wayhome.numbers(wayhome.region(country), language, Need.MISSING)[1]
    assert emergency.service.shown
    assert missing.service.shown
    for path in (f"/p/{first}", f"/p/{first + 1}"):
        page = unescape(visitor.get(path).text)
        assert "by-hand" not in page
        dials = re.findall(r'<span class="dial">(.*?)</span>', page)
        assert emergency.service.shown == dials[0]
        assert missing.service.shown in dials
        assert all(dials)
        assert "http" not in "".join(dials)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_country_cards_ask_for_it_and_leave_room(
    visitor: Visitor, wayhome: Wayhome, language: str
) -> None:
    visitor.post("/l", {"language": language})
    first = len(wayhome.content.guide.forms) + 1
    for path in (f"/p/{first}", f"/p/{first + 1}"):
        page = unescape(visitor.get(path).text)
        assert page.count('class="by-hand"') == 5
        assert wayhome.words(language)("interface.country.why") in page
        assert 'class="age"' not in page


@pytest.mark.parametrize("country", REGIONS)
def test_card_lines_keep_the_order_in_which_to_call(wayhome: Wayhome, country: str) -> None:
    ask = _asking(wayhome, country)
    lines = wallet_lines(LINES, ask)
    assert [line.words for line in lines] == LINES
    assert lines[0].numbers[0].service.emergency
    assert lines[1].numbers == ask(Need.MISSING)[:2]
    # Whoever reads only the line for a missing child still reads the police first.
    assert lines[1].numbers[0].service.law_enforcement
    steps = fridge_steps(LINES, ask)
    assert all(len(step.numbers) == 1 for step in steps)
    assert steps[0].numbers == steps[1].numbers == ask(Need.EMERGENCY)[:1]
    assert not steps[2].numbers[0].service.emergency


def test_a_card_says_how_old_its_numbers_are(wayhome: Wayhome) -> None:
    lines = wallet_lines(LINES, _asking(wayhome, "US"))
    days = [view.service.last_known for line in lines for view in line.numbers]
    assert oldest_day(lines) == min(day for day in days if day)
    assert oldest_day([]) is None


def test_words_that_do_not_fit_the_card_are_a_bug(wayhome: Wayhome) -> None:
    with pytest.raises(ValueError, match="zip"):
        wallet_lines(LINES[:3], _asking(wayhome, "US"))
