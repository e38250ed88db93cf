"""The one-file site: everything that helps before anything is installed, in every language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.model.numbers import Need
from wayhome.paper.phrases import day_of, host_of, language_names, sms_link, written_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from jinja2 import Environment

    from wayhome.model.numbers import Region
    from wayhome.model.words import Words
    from wayhome.usecases.guide_views import (
        FigureTableView,
        FormView,
        SignView,
        TacticView,
        TopicView,
    )
    from wayhome.usecases.views import NumberView, ProcedureView, RegionView, SourceView
    from wayhome.usecases.wayhome import Wayhome

PROCEDURES = ("missing", "suspected", "young_person", "other_adult")
"""The ordered ways through that the file has room for. What helps after a return stands in it as a
topic of the guide; the steps of it are in the app and in the terminal."""

BLANK_LINES = re.compile(r"\n\s+")
UNNEEDED_ENDS = re.compile(
    r"</li>(?=\s*(?:<li[\s>]|</[ou]l>))"
    r"|</p>(?=\s*(?:<(?:blockquote|div|h[1-6]|ol|p|section|table|ul)[\s>]"
    r"|</(?:article|blockquote|div|li|section)>))"
)
"""Ends of elements that HTML lets one leave out: the next tag says the same."""
TEXT = re.compile(r">[^<]+<")
UNNEEDED_QUOTES = re.compile(r' (class|href|id|lang|scope|start)="([\w#:.+/-]+)"(?=[ >])')
TEMPLATES = Path(__file__).parent / "templates"


def make_site(wayhome: Wayhome) -> str:
    """Return the whole site as HTML. The same content makes the same text on any day."""
    day = day_of(wayhome.content)
    dated = replace(wayhome, today=lambda: day)
    sources = {view.source.id: view for view in dated.sources(dated.languages[0])}
    page = _environment().get_template("site.html")
    text = page.render(
        halves=[Half(dated, language) for language in dated.languages],
        style=(TEMPLATES / "site.css").read_text(encoding="utf-8"),
        cited=Citations(sources),
        day=day,
    )
    return _slim(text)


def _slim(text: str) -> str:
    """Leave out what a browser does not need: a tenth of the file, on a stick or a slow phone.

    Only attributes of ours with plain values lose their quotes. Quotes in texts are escaped until
    then, so none of them can look like one; between two tags they need no escape.
    """
    text = UNNEEDED_QUOTES.sub(r" \1=\2", BLANK_LINES.sub("\n", text))
    return TEXT.sub(_with_plain_quotes, UNNEEDED_ENDS.sub("", text))


def _with_plain_quotes(text: re.Match[str]) -> str:
    return text[0].replace("&#34;", '"').replace("&#39;", "'")


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(sms=sms_link, host=host_of)
    return environment


@dataclass(slots=True)
class Citations:
    """Gives each source a number when it is first cited.

    Sources carry their titles in the language they were written in, so one list at the end
    serves every language and saves its weight in each of them.
    """

    known: dict[str, SourceView]
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, source_id: str) -> int:
        """Return the number of a source, a new one the first time."""
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def listed(self) -> list[tuple[int, SourceView]]:
        """Return what has been cited so far, in order."""
        return [(number, self.known[each]) for each, number in self._numbers.items()]


@dataclass(frozen=True, slots=True)
class RegionPart:
    """The numbers of one region: by need, in the order in which to call, and each in full."""

    view: RegionView
    needs: tuple[tuple[str, tuple[NumberView, ...]], ...]
    services: tuple[NumberView, ...]


@dataclass(slots=True)
class Half:
    """All that the site shows in one language, in the order in which it asks for it."""

    wayhome: Wayhome
    language: str
    _anchors: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """Return the words of this language."""
        return self.wayhome.words(self.language)

    def at(self, key: str) -> str:
        """Return the id of a place in the page.

        Ids are numbers: an address ends up in the browser's history, and tells nothing there.
        """
        return self._anchors.setdefault(key, f"{self.language}{len(self._anchors) + 1}")

    def written(self, day: date) -> str:
        """Return a day in words."""
        return written_day(day, self.language)

    def tongues(self, codes: Iterable[str]) -> str:
        """Return the names of languages."""
        return language_names(codes, self.language)

    def regions(self) -> tuple[RegionView, ...]:
        """Return all regions with what to dial in an emergency."""
        return self.wayhome.regions(self.language)

    @property
    def procedure_ids(self) -> tuple[str, ...]:
        """Return the ids of the ordered ways through."""
        return PROCEDURES

    def procedures(self) -> list[ProcedureView]:
        """Return the ordered ways through. No region is chosen: the file knows no reader."""
        return [self.wayhome.procedure(each, self.language, None) for each in PROCEDURES]

    def needs_of(self, procedure_id: str, step_id: str) -> list[str]:
        """Return what a step asks to call for, in words."""
        phases = self.wayhome.content.procedures[procedure_id].phases
        steps = {step.id: step for phase in phases for step in phase.steps}
        return [self._need(need) for need in steps[step_id].needs]

    def needs_of_topic(self, topic_id: str) -> list[str]:
        """Return what a topic asks to call for, in words."""
        return [self._need(need) for need in self.wayhome.content.guide.topics[topic_id].needs]

    def groups(self) -> list[tuple[str, list[TopicView]]]:
        """Return the parts of the guide: title and topics."""
        return [
            (
                group.title,
                [self.wayhome.topic(link.id, self.language, None) for link in group.topics],
            )
            for group in self.wayhome.topic_groups(self.language)
        ]

    def signs(self) -> tuple[SignView, ...]:
        """Return every sign."""
        return self.wayhome.signs(self.language)

    def tactics(self) -> tuple[TacticView, ...]:
        """Return every tactic."""
        return self.wayhome.tactics(self.language)

    def figures(self) -> tuple[FigureTableView, ...]:
        """Return every table of figures."""
        return self.wayhome.figures(self.language)

    def forms(self) -> tuple[FormView, ...]:
        """Return the blank forms."""
        return self.wayhome.forms(self.language)

    def form_sources(self, form_id: str) -> tuple[str, ...]:
        """Return the ids of what a form rests on."""
        return self.wayhome.content.guide.forms[form_id].sources

    def region_parts(self) -> list[RegionPart]:
        """Return the numbers of every region."""
        return [self._region_part(view, self.wayhome.region(view.id)) for view in self.regions()]

    def _region_part(self, view: RegionView, region: Region) -> RegionPart:
        needs = ((need, self.wayhome.numbers(region, self.language, need)) for need in Need)
        return RegionPart(
            view=view,
            needs=tuple((self._need(need), numbers) for need, numbers in needs if numbers),
            services=self.wayhome.numbers(region, self.language),
        )

    def _need(self, need: Need) -> str:
        return self.words(f"numbers.needs.{need}.name")
