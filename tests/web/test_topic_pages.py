"""The guide: every topic in every language, a search that leaves no trace, links that resolve."""

from __future__ import annotations

import datetime as dt
import logging
import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Visitor
from wayhome.model.guide import Shows
from wayhome.usecases.wayhome import Wayhome
from wayhome.web.application import create_app
from wayhome.web.searches import LONGEST, MOST, Searches

if TYPE_CHECKING:
    from wayhome.usecases.door import Door
    from wayhome.usecases.home import Home

LANGUAGES = ["en", "es"]
QUERIES = {"en": "gifts", "es": "señales"}


def _speak(visitor: Visitor, language: str) -> None:
    assert visitor.post("/l", {"language": language}).status_code == 303


def _numbers(wayhome: Wayhome) -> range:
    return range(1, len(wayhome.content.guide.topics) + 1)


def _number_of(wayhome: Wayhome, topic_id: str) -> int:
    return list(wayhome.content.guide.topics).index(topic_id) + 1


def _showing(wayhome: Wayhome, shows: Shows) -> int:
    topics = wayhome.content.guide.topics.values()
    return next(place for place, topic in enumerate(topics, 1) if topic.shows is shows)


def _levels(page: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h([1-6])\b", page)]


def _assert_well_formed(page: str, language: str) -> None:
    assert f'<html lang="{language}" translate="no">' in page
    assert f"<title>{'Notes' if language == 'en' else 'Notas'}</title>" in page
    assert not re.search(r">\s*None\s*<|=\"None", page)
    levels = _levels(page)
    assert levels.count(1) == 1
    for before, after in pairwise(levels):
        assert after <= before + 1, levels
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("country", [None, "US"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_says_all_it_has(
    visitor: Visitor, wayhome: Wayhome, language: str, country: str | None
) -> None:
    _speak(visitor, language)
    if country:
        visitor.choose(country)
    region = wayhome.region(country) if country else None
    for number, topic_id in enumerate(wayhome.content.guide.topics, 1):
        response = visitor.get(f"/i/{number}")
        assert response.status_code == 200
        _assert_well_formed(response.text, language)
        # Each part of a number keeps together.
        page = re.sub("</?span>", "", unescape(response.text))
        view = wayhome.topic(topic_id, language, region)
        said = [view.title, view.lead, *(link.title for link in view.related)]
        for statement in view.statements:
            said += [statement.heading or "", statement.text or "", *statement.lines]
        # The emergency number stands as what to dial.
        said += [each.name for each in view.numbers if not each.service.emergency]
        said += [each.service.shown or "" for each in view.numbers]
        said += [source.source.title for source in view.sources]
        assert not [text for text in said if text not in page], topic_id
        if country is None and wayhome.content.guide.topics[topic_id].needs:
            assert wayhome.words(language)("interface.country.why") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_topic_shows_stands_there_in_full(
    visitor: Visitor, wayhome: Wayhome, language: str
) -> None:
    _speak(visitor, language)
    page = unescape(visitor.get(f"/i/{_showing(wayhome, Shows.SIGNS)}").text)
    signs = wayhome.signs(language)
    for sign in signs:
        parts = (sign.label, sign.means, sign.innocent, sign.do, sign.ask)
        assert all(text in page for text in parts), sign.id
    mark = wayhome.words(language)("interface.guide.leaflet")
    assert page.count(mark) == sum(sign.in_leaflet for sign in signs)
    page = unescape(visitor.get(f"/i/{_showing(wayhome, Shows.TACTICS)}").text)
    for tactic in wayhome.tactics(language):
        said = (tactic.label, tactic.what, *tactic.looks_like, tactic.innocent, tactic.do)
        assert all(text in page for text in (*said, tactic.phase_label)), tactic.id
    page = unescape(visitor.get(f"/i/{_showing(wayhome, Shows.FIGURES)}").text)
    for table in wayhome.figures(language):
        assert all(text in page for text in (table.caption, *table.columns, *table.caveats))
    rows = sum(len(table.rows) for table in wayhome.figures(language))
    assert page.count('<th scope="row">') == rows
    assert page.count('class="row-source"') == rows


def test_statements_name_their_sources_and_their_doubts(visitor: Visitor, wayhome: Wayhome) -> None:
    for number, topic_id in enumerate(wayhome.content.guide.topics, 1):
        view = wayhome.topic(topic_id, "en", None)
        page = visitor.get(f"/i/{number}").text
        for statement, refs in zip(
            view.statements, re.findall(r'<p class="refs">.*?</p>', page), strict=False
        ):
            ids = [view.source.id for view in view.sources]
            places = [ids.index(source.source.id) + 1 for source in statement.sources]
            assert [int(each) for each in re.findall(r'href="#s(\d+)"', refs)] == places
            assert ("still to be confirmed" in refs) == (statement.status == "to-confirm")


@pytest.mark.parametrize("path", ["/i/0", "/i/999", "/i/what_it_is", "/p/0", "/p/99", "/i/-1"])
def test_what_does_not_exist_is_a_plain_page(visitor: Visitor, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 404
    assert "There is no page here" in response.text
    assert not re.search(r"child|traffick", response.text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_leads_to_every_topic(visitor: Visitor, wayhome: Wayhome, language: str) -> None:
    _speak(visitor, language)
    response = visitor.get("/i")
    _assert_well_formed(response.text, language)
    page = unescape(response.text)
    for group in wayhome.topic_groups(language):
        assert group.title in page
        for link in group.topics:
            place = _number_of(wayhome, link.id)
            assert f'<a href="/i/{place}">{link.title}</a>' in page


@pytest.mark.parametrize("country", [None, "MX"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_within_leads_somewhere(
    visitor: Visitor, wayhome: Wayhome, language: str, country: str | None
) -> None:
    _speak(visitor, language)
    if country:
        visitor.choose(country)
    paths = ["/", "/c", "/d", "/e", "/f", "/g", "/h", "/i", "/p"]
    paths += [f"/i/{number}" for number in _numbers(wayhome)]
    paths += [f"/p/{number}" for number in range(1, len(wayhome.content.guide.forms) + 3)]
    known: set[str] = set()
    for path in paths:
        page = visitor.get(path).text
        for target in re.findall(r'href="#([^"]+)"', page):
            assert f'id="{target}"' in page, (path, target)
        known |= set(re.findall(r'href="(/[^"]*)"', page))
    assert {f"/i/{number}" for number in _numbers(wayhome)} <= known
    assert all(visitor.get(path).status_code == 200 for path in known)


def _search(visitor: Visitor, query: str) -> str:
    response = visitor.post("/i", {"q": query})
    assert response.status_code == 303
    return response.location


@pytest.mark.parametrize(
    ("language", "query"),
    [("es", "señales"), ("es", "senales"), ("es", "SEÑALES"), ("en", "signs"), ("en", "Reading S")],
)
def test_the_search_finds_with_and_without_accents(
    visitor: Visitor, wayhome: Wayhome, language: str, query: str
) -> None:
    _speak(visitor, language)
    page = unescape(visitor.get(_search(visitor, query)).text)
    found = page[page.index('class="found"') : page.index('id="g1"')]
    assert f'href="/i/{_number_of(wayhome, "reading_the_signs")}"' in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_stands_above_all_topics(
    visitor: Visitor, wayhome: Wayhome, language: str
) -> None:
    _speak(visitor, language)
    query = QUERIES[language]
    page = unescape(visitor.get(_search(visitor, query)).text)
    _assert_well_formed(page, language)
    found = page[page.index('class="found"') : page.index('id="g1"')]
    links = wayhome.search_guide(query, language)
    assert links
    assert [link.title in found for link in links] == [True] * len(links)
    say = wayhome.words(language)
    assert say("interface.guide.found", count=len(links)) in found
    page = unescape(visitor.get(_search(visitor, "zzzz")).text)
    assert say("interface.guide.nothing_more") in page
    assert wayhome.topic_groups(language)[0].topics[0].title in page


def test_a_query_stands_in_no_address_no_title_and_no_log(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    query = "xylophone"
    address = _search(visitor, query)
    assert re.fullmatch(r"/i/s/[\w-]{8}", address)
    response = visitor.get(address)
    page = response.text
    assert query not in str(response.headers)
    (where,) = (each for each in re.findall(r"<[^>]+>|[^<]+", page) if query in each)
    assert where.startswith('<input type="search" id="q" name="q"')
    assert query not in caplog.text
    cookie = visitor.client.get_cookie("n5005", domain="127.0.0.1")
    assert cookie
    assert query not in cookie.decoded_value
    assert 'method="post" action="/i"' in page
    # A query in an address is not even looked at.
    assert query not in visitor.get(f"/i?q={query}").text


def test_a_query_is_text_and_no_markup(visitor: Visitor) -> None:
    page = visitor.get(_search(visitor, '"><script>alert(1)</script>')).text
    assert "<script>alert" not in page
    long = visitor.get(_search(visitor, "a" * 5000)).text
    assert "a" * LONGEST in long
    assert "a" * (LONGEST + 1) not in long


def test_no_query_leads_to_the_index(visitor: Visitor) -> None:
    assert _search(visitor, "  ") == "/i"
    assert visitor.post("/i").location == "/i"


def test_leaving_forgets_the_query(visitor: Visitor) -> None:
    address = _search(visitor, "gifts")
    assert "gifts" in visitor.get(address).text
    visitor.post("/x")
    assert visitor.get(address).status_code == 403
    assert visitor.enter().get(address).location == "/i"


def test_the_oldest_query_is_forgotten_first() -> None:
    searches = Searches()
    ids = [searches.keep(f"query {number}") for number in range(MOST + 1)]
    assert searches.find(ids[0]) is None
    assert searches.find(ids[1]) == "query 1"


@pytest.mark.parametrize("path", ["/i", "/i/3", "/p", "/p/1", "/p/3", "/p/4"])
@pytest.mark.parametrize("form", ["/l", "/k"])
def test_a_choice_leads_back_to_the_same_page(visitor: Visitor, path: str, form: str) -> None:
    page = visitor.get(path).text
    found = re.search(rf'<form [^>]*action="{form}".*?</form>', page, re.DOTALL)
    if found is None:
        # Pages without numbers ask for no country.
        assert form == "/k"
        return
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[0]))
    fields.pop("csrf_token")
    choice: dict[str, object] = {"language": "es"} if form == "/l" else {"region": "GB"}
    assert visitor.post(form, {**fields, **choice}).location == path


def test_a_search_survives_the_other_language(visitor: Visitor) -> None:
    address = _search(visitor, "NCMEC")
    data: dict[str, object] = {"language": "es", "back": "search", "run": address.split("/")[-1]}
    assert visitor.post("/l", data).location == address
    assert '<html lang="es"' in visitor.get(address).text


@pytest.mark.parametrize(
    ("path", "topics"),
    [("/c/a", ["child_missing"]), ("/d", ["when_you_suspect"]), ("/e", []), ("/f", [])],
)
def test_steps_lead_to_what_explains_them(
    visitor: Visitor, wayhome: Wayhome, path: str, topics: list[str]
) -> None:
    found = set(re.findall(r'href="/i/(\d+)"', visitor.get(path).text))
    for topic_id in topics:
        assert str(_number_of(wayhome, topic_id)) in found
    if not topics:
        assert not found


def test_topics_lead_to_their_steps_or_to_the_check(visitor: Visitor, wayhome: Wayhome) -> None:
    addresses = {"missing": "/c", "suspected": "/d", "after_return": "/j"}
    for number, topic in enumerate(wayhome.content.guide.topics.values(), 1):
        page = visitor.get(f"/i/{number}").text
        assert page.count('class="main-button"') == 1
        if topic.procedure:
            assert f'class="main-button" href="{addresses[topic.procedure]}"' in page
        else:
            assert 'action="/a"' in page


@pytest.mark.parametrize(("reader", "linked"), [("guardian", True), ("young_person", False)])
def test_a_result_leads_to_its_topics(
    visitor: Visitor, wayhome: Wayhome, reader: str, *, linked: bool
) -> None:
    path = visitor.begin(who=reader)
    result = visitor.answer(path, "yes")
    page = unescape(visitor.get(result).text)
    answers = wayhome.take_answers({"who": reader, "missing": "yes"})
    top = wayhome.check(answers, "en", None).outcomes[0]
    assert top.topics
    for link in top.topics:
        anchor = f'<a href="/i/{_number_of(wayhome, link.id)}">{link.title}</a>'
        assert (anchor in page) == linked


def test_old_sources_carry_a_warning_at_the_top(wayhome: Wayhome, home: Home, door: Door) -> None:
    def visit(day: dt.date) -> Visitor:
        later = Wayhome(wayhome.content, wayhome.rules, today=lambda: day)
        return Visitor(create_app(later, home, door), door).enter()

    newest = max(source.seen for source in wayhome.content.sources.values())
    fresh, late = visit(newest), visit(newest + dt.timedelta(days=365))
    warned = 0
    for number, topic_id in enumerate(wayhome.content.guide.topics, 1):
        stale = wayhome.topic(topic_id, "en", None).stale
        assert ('class="note stale"' in fresh.get(f"/i/{number}").text) == stale
        warned += stale
        page = late.get(f"/i/{number}").text
        assert page.index('class="note stale"') < page.index('class="statement')
        assert "That is more than six months ago." in page
    assert warned < len(wayhome.content.guide.topics)


def test_start_and_foot_lead_to_the_guide(visitor: Visitor) -> None:
    assert visitor.get("/").text.count('href="/i"') == 2
    assert 'href="/i"' in visitor.get("/h").text
    assert 'href="/p"' in visitor.get("/i").text
