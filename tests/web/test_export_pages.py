"""How to get a chat export, in the browser: a list, a page for each app, and nothing at night."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from tests.web.conftest import Visitor
    from wayhome.usecases.wayhome import Wayhome


def _speak(visitor: Visitor, language: str) -> None:
    assert visitor.post("/l", {"language": language}).status_code == 303


def _text(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200
    return unescape(response.text)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_list_names_every_app_and_leads_to_it(
    visitor: Visitor, wayhome: Wayhome, language: str
) -> None:
    _speak(visitor, language)
    page = _text(visitor, "/w")
    exports, words = wayhome.exports(language), wayhome.words(language)
    for number, export in enumerate(exports, 1):
        assert f'<a href="/w/{number}">{export.name}' in page
        assert f"<h1>{export.name}</h1>" in _text(visitor, f"/w/{number}")
    late = sum(not each.can_be_read for each in exports)
    assert page.count(words("export_pages.not_yet")) == late
    assert words("export_pages.before.child") in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_says_all_of_it(visitor: Visitor, wayhome: Wayhome, language: str) -> None:
    _speak(visitor, language)
    words = wayhome.words(language)
    for number, export in enumerate(wayhome.exports(language), 1):
        page = _text(visitor, f"/w/{number}")
        lines = [export.needs, *export.steps, *export.absent, export.wait]
        for line in lines:
            assert line.text in page
        unsourced = sum(not line.sources for line in lines)
        assert page.count(words("export_pages.no_source")) == unsourced
        for view in export.sources:
            assert view.source.title in page
        for part in ("child", "missing", "pictures", "home"):
            assert words(f"export_pages.before.{part}") in page
        assert (words("export_pages.not_yet_more") in page) != export.can_be_read
        assert (words("export_pages.stale") in page) == export.stale
        assert ('href="/m"' in page) == export.can_be_read
        for place in re.findall(r'href="#(s\d+)"', page):
            assert f'id="{place}"' in page


def test_what_to_watch_for_stands_before_the_steps(visitor: Visitor, wayhome: Wayhome) -> None:
    words, export = wayhome.words("en"), wayhome.exports("en")[0]
    page = _text(visitor, "/w/1")
    order = [export.together, words("export_pages.before.pictures"), export.steps[0].text]
    assert sorted(order, key=page.index) == order


@pytest.mark.parametrize("path", ["/w", "/w/1"])
def test_nothing_of_it_is_shown_while_a_child_is_missing(
    visitor: Visitor, wayhome: Wayhome, path: str
) -> None:
    export, words = wayhome.exports("en")[0], wayhome.words("en")
    assert export.name in _text(visitor, path)
    visitor.get("/c")
    page = _text(visitor, path)
    assert words("export_pages.parked.lead") in page
    assert words("steps.exports.parked") in page
    assert export.name not in page
    assert export.steps[0].text not in page
    assert 'href="/c/e"' in page
    shell_of(visitor.app).missing.end()
    assert export.name in _text(visitor, path)


@pytest.mark.parametrize("number", ["0", "99", "whatsapp", "-1"])
def test_an_app_that_is_none_is_not_found(visitor: Visitor, number: str) -> None:
    assert visitor.get(f"/w/{number}").status_code == 404


@pytest.mark.parametrize("path", ["/w", "/w/1"])
def test_a_stranger_sees_nothing(stranger: Visitor, path: str) -> None:
    assert stranger.get(path).status_code == 403


def test_nothing_is_shown_after_leaving(visitor: Visitor) -> None:
    assert visitor.get("/w").status_code == 200
    assert visitor.post("/x").location == "/n"
    assert visitor.get("/w").status_code == 403


@pytest.mark.parametrize("path", ["/w", "/w/3"])
def test_the_other_language_leads_back_to_the_same_page(visitor: Visitor, path: str) -> None:
    form = re.search(r'<form class="tongue".*?</form>', visitor.get(path).text, re.DOTALL)
    assert form
    fields: dict[str, object] = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    )
    fields.pop("csrf_token")
    assert visitor.post("/l", {**fields, "language": "es"}).location == path


def test_no_name_of_an_app_stands_in_an_address_or_a_title(
    visitor: Visitor, wayhome: Wayhome
) -> None:
    names = {each.name.lower() for each in wayhome.exports("en")} | {"whatsapp", "export"}
    for path in ("/w", "/w/1"):
        page = visitor.get(path).text
        title = re.search(r"<title>(.*?)</title>", page)
        assert title
        spoken = " ".join((title[1], *re.findall(r'href="(/[^"]*)"', page))).lower()
        assert not {name for name in names if name in spoken}


def test_the_guide_leads_there(visitor: Visitor) -> None:
    assert 'href="/w"' in visitor.get("/i").text
