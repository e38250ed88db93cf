"""The one-file site: whole in each language, asks nothing of anybody, and is committed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wayhome.paper.phrases import day_of
from wayhome.paper.site import PROCEDURES, make_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Ran
    from wayhome.usecases.wayhome import Wayhome

ROOT = Path(__file__).parents[2]
LARGEST = 400_000
VOID = {"meta", "link", "br", "hr", "img", "input"}
ENDED_BY_WHAT_FOLLOWS = {"li", "p"}
"""HTML lets one leave out their end tags; nothing else may be left open."""
ENDS_A_PARAGRAPH = {
    "blockquote",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "ol",
    "p",
    "section",
    "table",
    "ul",
}
NEEDS_A_CHOICE = (".adds.", ".choice.", ".script.")
"""Words that show only where somebody chose what fits, or read them out: the file asks nothing."""


class Reader(HTMLParser):
    """Reads a page strictly: what is opened is closed, and every id is there once."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if self.open and self.open[-1][0] == "p" and tag in ENDS_A_PARAGRAPH | {"li"}:
            self.open.pop()
        if self.open and self.open[-1][0] == "li" and tag == "li":
            self.open.pop()
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang")))
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # An unquoted address may end in a slash; HTML knows no tags that close themselves.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1][0] != tag and self.open[-1][0] in ENDED_BY_WHAT_FOLLOWS:
            self.open.pop()
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        language = next((lang for _, lang in reversed(self.open) if lang), "")
        self.texts.setdefault(language, []).append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, each, value in self.attributes if each == name]

    def said(self, language: str) -> str:
        return " ".join(" ".join(self.texts[language]).split())


@pytest.fixture(scope="module")
def html(wayhome: Wayhome) -> str:
    return make_site(wayhome)


@pytest.fixture(scope="module")
def page(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_committed_file_is_what_the_content_makes(html: str) -> None:
    committed = (ROOT / "site" / "wayhome.html").read_text(encoding="utf-8")
    assert committed == html, "run: make site"


def test_the_clock_changes_nothing(wayhome: Wayhome, html: str) -> None:
    assert make_site(replace(wayhome, today=lambda: dt.date(2031, 5, 6))) == html


def test_it_is_small(html: str) -> None:
    assert len(html.encode()) < LARGEST


def _all_texts(wayhome: Wayhome, language: str) -> Iterator[str]:
    """Yield every text that must stand in a language, wherever it stands."""
    words = wayhome.words(language)
    parts = ("topics.", "tactics.", "figures.", "forms.", "signs.", "numbers.services.")
    for key, text in words.texts.items():
        belongs = key.startswith((*parts, *(f"{each}." for each in PROCEDURES)))
        # Options of the check have words for a young reader; the site asks no questions.
        asked = any(part in key for part in NEEDS_A_CHOICE)
        if belongs and not asked and "@" not in key and not key.endswith(".hours"):
            yield text
    for key, lines in words.lists.items():
        if key.startswith((*parts, *(f"{each}." for each in PROCEDURES))):
            yield from lines
    for region in wayhome.content.regions.values():
        yield words(f"numbers.regions.{region.id}.name")
        yield from (service.shown for service in region.services if service.shown)


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_language_is_whole(language: str, wayhome: Wayhome, page: Reader) -> None:
    said = page.said(language)
    # Where all languages use one name (India), the first screen says it without a language.
    missing = [text for text in _all_texts(wayhome, language) if " ".join(text.split()) not in said]
    assert not missing


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_how_old_it_is_and_who_has_not_reviewed_it(
    language: str, wayhome: Wayhome, page: Reader
) -> None:
    said = page.said(language)
    words = wayhome.words(language)
    assert words("interface.reviewed") in said
    assert words("site.not_run_by") in said
    assert str(day_of(wayhome.content).year) in said


def test_it_loads_runs_and_sends_nothing(html: str, page: Reader) -> None:
    tags = {tag for tag, _, _ in page.attributes} | set(re.findall(r"<(\w+)", html))
    assert not tags & {"script", "link", "img", "iframe", "form", "input", "object", "base"}
    assert not page.values("src")
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    style = html[html.index("<style>") : html.index("</style>")]
    assert not re.search(r"@import|@font-face|url\(", style)
    for tag, name, value in page.attributes:
        if "://" in value:
            assert (tag, name) == ("a", "href"), (tag, name, value)
    assert "default-src 'none'" in html


def test_every_link_leads_somewhere_and_tells_nothing(page: Reader) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    inside = {value[1:] for value in page.values("href") if value.startswith("#")}
    assert inside <= set(ids)
    # A place ends up in the browser's history: a number tells nothing there.
    assert all(re.fullmatch(r"(en|es|s)\d*", each) for each in ids)
    outside = {value for value in page.values("href") if not value.startswith("#")}
    assert all(value.startswith(("tel:", "sms:", "https://")) for value in outside)


def test_page_is_well_formed_with_headings_in_order(page: Reader) -> None:
    assert not page.open
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(
        deeper <= level + 1 for level, deeper in zip(page.headings, page.headings[1:], strict=False)
    )


def test_title_is_neutral(html: str) -> None:
    assert "<title>Notes · Notas</title>" in html


def test_no_word_of_the_site_is_left_over(wayhome: Wayhome) -> None:
    folder = ROOT / "src/wayhome"
    paths = [*folder.glob("paper/**/*.*"), *folder.glob("cli/*.py")]
    used = "".join(path.read_text(encoding="utf-8") for path in paths if path.suffix != ".pyc")
    for key in wayhome.words("en").texts:
        if key.startswith("site."):
            # `said` puts the last word together.
            assert f"'{key}'" in used or f'"{key}"' in used or f"'{key[5:]}'" in used, key


def test_command_writes_the_file_whole(
    command: Callable[..., Ran], html: str, tmp_path: Path
) -> None:
    target = tmp_path / "site.html"
    assert command("site", "--out", str(target)).code == 0
    assert target.read_text(encoding="utf-8") == html
    assert command("site", "--out", "-").out == html
    assert command("site", "--out", str(tmp_path / "none" / "site.html")).code == 2
    assert command("site").code == 2
