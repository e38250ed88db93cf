"""Every page in both languages, with and without a country."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from wayhome.usecases.home import Home
from wayhome.web.application import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Visitor
    from wayhome.usecases.door import Door
    from wayhome.usecases.wayhome import Wayhome

PATHS = [
    "/",
    "/c",
    "/c/a",
    "/c/4",
    "/c/f",
    "/c/e",
    "/c/z",
    "/j",
    "/q",
    "/d",
    "/e",
    "/f",
    "/g",
    "/h",
    "/i",
    "/i/1",
    "/p",
    "/p/1",
    "/p/3",
]
PROCEDURES = {
    "/c/a": "missing",
    "/d": "suspected",
    "/e": "young_person",
    "/f": "other_adult",
    "/j": "after_return",
}
LANGUAGES = ["en", "es"]


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page)
    assert found
    return found[1]


@pytest.mark.parametrize("country", [None, "US", "MX"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_page_stands(visitor: Visitor, path: str, language: str, country: str | None) -> None:
    visitor.post("/l", {"language": language})
    if country:
        visitor.choose(country)
    response = visitor.get(path)
    assert response.status_code == 200
    page = response.text
    assert f'<html lang="{language}" translate="no">' in page
    assert _title(page) == {"en": "Notes", "es": "Notas"}[language]
    assert page.count("<h1") == 1
    assert 'action="/x"' in page
    assert page.index('action="/x"') < page.index('class="mark"')
    assert "None" not in page
    assert "@young" not in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PROCEDURES)
def test_steps_stand_in_their_order(
    visitor: Visitor, wayhome: Wayhome, path: str, language: str
) -> None:
    visitor.post("/l", {"language": language})
    page = unescape(visitor.get(path).text)
    procedure = wayhome.procedure(PROCEDURES[path], language, None)
    places = [page.index(step.do) for phase in procedure.phases for step in phase.steps]
    assert places == sorted(places)
    for phase in procedure.phases:
        for step in phase.steps:
            lines = (step.why, *step.say, *step.get_back, *step.details)
            assert all(line in page for line in lines)


def test_the_first_screen_says_where_one_is(visitor: Visitor) -> None:
    page = visitor.get("/").text
    for words in ("Only on this computer", "Free", "Nobody is told"):
        assert page.index(words) < page.index("<h1")


@pytest.mark.parametrize("path", ["/c", "/d", "/e", "/f", "/g"])
def test_without_a_country_all_emergency_numbers_stand(
    visitor: Visitor, wayhome: Wayhome, path: str
) -> None:
    page = visitor.get(path).text
    for region in wayhome.regions("en"):
        for view in region.emergency:
            assert f'href="tel:{view.service.phone}"' in page
    assert "Choose a country" in page


def test_a_country_brings_its_numbers_and_no_others(visitor: Visitor) -> None:
    visitor.choose("GB")
    page = visitor.get("/g").text
    assert 'href="tel:999"' in page
    assert 'href="tel:911"' not in page
    visitor.choose("US")
    page = visitor.get("/g").text
    assert 'href="tel:+18008435678"' in page
    assert 'href="sms:741741?&amp;body=HOME"' in page


def test_numbers_stand_in_the_order_in_which_to_call(visitor: Visitor, wayhome: Wayhome) -> None:
    from wayhome.model.numbers import Need

    visitor.choose("US")
    page = unescape(visitor.get("/g").text)
    missing = page[page.index('id="n2"') : page.index('id="n3"')]
    names = [view.name for view in wayhome.numbers(wayhome.region("US"), "en", Need.MISSING)]
    places = [missing.index(f'"number-name">{name}') for name in names]
    assert places == sorted(places)


def test_police_and_immigration_authority_are_marked(visitor: Visitor, wayhome: Wayhome) -> None:
    visitor.choose("US")
    page = visitor.get("/g").text
    services = wayhome.region("US").services
    assert any(service.immigration_authority for service in services)
    assert "Immigration authority" in page
    assert "Police or other law enforcement" in page


def test_links_that_leave_say_nothing_of_where_from(visitor: Visitor) -> None:
    visitor.choose("US")
    for path in ("/g", "/e", "/h"):
        for link in re.findall(r'<a [^>]*href="https?:[^>]*>', visitor.get(path).text):
            assert 'rel="noopener noreferrer"' in link


def test_a_country_is_saved(visitor: Visitor, home: Home) -> None:
    response = visitor.post("/k", {"region": "ie", "back": "numbers"})
    assert (response.status_code, response.location) == (303, "/g")
    assert home.read_settings().region == "IE"
    assert "Ireland" in visitor.get("/g").text


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/k", {"region": "XX"}),
        ("/k", {"region": "US", "back": "https://evil.example"}),
        ("/k", {"region": "US", "back": "//evil.example"}),
        ("/l", {"language": "xx"}),
        ("/l", {}),
        ("/l", {"language": "es", "back": "result"}),
        ("/a", {"who": "nobody"}),
    ],
)
def test_a_choice_that_does_not_exist_is_refused(
    visitor: Visitor, path: str, data: dict[str, object]
) -> None:
    assert visitor.post(path, data).status_code == 400


def test_no_choice_changes_nothing(visitor: Visitor, home: Home) -> None:
    assert visitor.post("/k", {"region": ""}).status_code == 303
    assert home.read_settings().region is None


def test_a_language_is_saved_and_leads_back_to_the_question(visitor: Visitor, home: Home) -> None:
    path = visitor.begin()
    run = path.split("/")[2]
    data: dict[str, object] = {"language": "es", "back": "question", "run": run, "number": "1"}
    assert visitor.post("/l", data).location == path
    assert home.read_settings().language == "es"
    assert "Pregunta 1" in visitor.get(path).text
    data = {"language": "en", "back": "result", "run": run}
    assert visitor.post("/l", data).location == f"/b/{run}/r"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("es-MX,es;q=0.9,en;q=0.5", "es"), ("de,en;q=0.5", "en"), ("de", "en"), ("", "en")],
)
def test_the_browser_decides_while_nothing_is_chosen(
    visitor: Visitor, accepted: str, expected: str
) -> None:
    page = visitor.get("/", headers={"Accept-Language": accepted}).text
    assert f'<html lang="{expected}"' in page


def test_a_saved_language_counts_more_than_the_browser(visitor: Visitor, home: Home) -> None:
    home.save_settings(language="es")
    assert '<html lang="es"' in visitor.get("/", headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("settings", ['{"region": "XX", "language": "xx"}', "{", "[]"])
def test_damaged_settings_are_as_good_as_none(visitor: Visitor, home: Home, settings: str) -> None:
    home.write("settings.json", settings)
    assert "Choose a country" in visitor.get("/g").text


def test_a_home_that_cannot_be_written_stops_nothing(
    wayhome: Wayhome, door: Door, tmp_path: Path
) -> None:
    from tests.web.conftest import Visitor as Someone

    (tmp_path / "file").write_text("")
    visitor = Someone(create_app(wayhome, Home(tmp_path / "file" / "home"), door), door).enter()
    assert "can&#39;t save anything" in visitor.get("/").text
    visitor.choose("US")
    page = visitor.get("/g").text
    assert 'href="tel:911"' in page
    assert "could not be saved" in page
    assert "could not be saved" not in visitor.get("/g").text


def test_a_home_that_can_be_written_says_what_it_keeps(visitor: Visitor) -> None:
    assert "keeps your country and language" in visitor.get("/").text


def test_stale_numbers_and_sources_carry_a_warning(
    wayhome: Wayhome, home: Home, door: Door
) -> None:
    from datetime import date

    from tests.web.conftest import Visitor as Someone
    from wayhome.usecases.wayhome import Wayhome as Facade

    later = Facade(wayhome.content, wayhome.rules, today=lambda: date(2036, 1, 1))
    visitor = Someone(create_app(later, home, door), door).enter()
    visitor.choose("US")
    assert "seen over six months ago" in visitor.get("/g").text
    assert "That is more than six months ago." in visitor.get("/h").text


def test_the_young_persons_page_needs_no_country_and_starts_their_check(visitor: Visitor) -> None:
    page = visitor.get("/e").text
    assert '<input type="hidden" name="who" value="young_person">' in page
    assert page.index("step first") < page.index('name="region"')
