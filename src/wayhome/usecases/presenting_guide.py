"""Join the guide with the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.guide.freshness import is_stale
from wayhome.guide.search import Indexed, index_topic
from wayhome.model.guide import Shows, TopicGroup
from wayhome.model.sources import status_of
from wayhome.usecases import guide_views as views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.flow import Sign
    from wayhome.model.guide import FigureTable, Form, FormSection, Statement, Tactic, Topic
    from wayhome.model.numbers import Region
    from wayhome.usecases.presenting import Presenter

TITLE_WEIGHT, HEADING_WEIGHT, TEXT_WEIGHT = 20, 5, 1
"""How much a word counts in a search, by where it stands."""


@dataclass(frozen=True, slots=True)
class GuidePresenter:
    """Turns the guide into views, with the help of the presenter of everything else."""

    base: Presenter

    def groups(self) -> tuple[views.TopicGroupView, ...]:
        """Return all topics, in their groups."""
        topics = self.base.content.guide.topics.values()
        return tuple(
            views.TopicGroupView(
                id=group,
                title=self.base.words(f"topics.groups.{group}.title"),
                topics=tuple(
                    self.base.topic_link(each.id) for each in topics if each.group is group
                ),
            )
            for group in TopicGroup
        )

    def topic(self, topic: Topic, region: Region | None) -> views.TopicView:
        """Return one page of the guide."""
        key = f"topics.{topic.id}"
        return views.TopicView(
            id=topic.id,
            title=self.base.words(f"{key}.title"),
            lead=self.base.words(f"{key}.lead"),
            group=topic.group,
            statements=tuple(self._statement(key, each) for each in topic.statements),
            numbers=self.base.numbers(region, topic.needs),
            procedure=topic.procedure,
            related=tuple(self.base.topic_link(each) for each in topic.related),
            shows=topic.shows,
            sources=self.base.sources(dict.fromkeys(self._source_ids(topic))),
        )

    def sign(self, sign: Sign) -> views.SignView:
        """Return one sign in full."""
        text = {
            part: self.base.words(f"signs.{sign.id}.{part}")
            for part in ("label", "means", "innocent", "do", "ask")
        }
        return views.SignView(
            id=sign.id,
            in_leaflet=sign.in_leaflet,
            sources=self.base.sources(sign.sources),
            status=status_of(self.base.known(sign.sources)),
            **text,
        )

    def tactic(self, tactic: Tactic) -> views.TacticView:
        """Return one tactic in full."""
        key = f"tactics.{tactic.id}"
        return views.TacticView(
            id=tactic.id,
            label=self.base.words(f"{key}.label"),
            phase=tactic.phase,
            phase_label=self.base.words(f"tactics.phases.{tactic.phase}.label"),
            what=self.base.words(f"{key}.what"),
            matters=self.base.words(f"{key}.matters"),
            looks_like=self.base.words.lines(f"{key}.looks_like"),
            innocent=self.base.words(f"{key}.innocent"),
            do=self.base.words(f"{key}.do"),
            sources=self.base.sources(tactic.sources),
            status=status_of(self.base.known(tactic.sources)),
        )

    def figures(self, table: FigureTable) -> views.FigureTableView:
        """Return a table of figures with each row's source."""
        key = f"figures.tables.{table.id}"
        return views.FigureTableView(
            id=table.id,
            caption=self.base.words(f"{key}.caption"),
            columns=tuple(self.base.words(f"{key}.columns.{each}") for each in table.columns),
            rows=tuple(
                views.FigureRowView(
                    cells=tuple(row.cells.get(column, "") for column in table.columns),
                    source=self.base.sources((row.source,))[0],
                    status=status_of(self.base.known((row.source,))),
                )
                for row in table.rows
            ),
            caveats=self.base.words.lines(f"{key}.caveats"),
        )

    def form(self, form: Form) -> views.FormView:
        """Return a blank form."""
        key = f"forms.{form.id}"
        return views.FormView(
            id=form.id,
            title=self.base.words(f"{key}.title"),
            lead=self.base.words(f"{key}.lead"),
            sections=tuple(self._section(key, each) for each in form.sections),
        )

    def due(self) -> Iterator[views.DueView]:
        """Yield every number and source that a person should check, numbers first."""
        for region in self.base.content.regions.values():
            for service in region.services:
                if is_stale(service.last_known, self.base.today):
                    name = self.base.words(f"numbers.services.{service.id}.name")
                    yield views.DueView("number", service.id, name, service.last_known)
        for source in self.base.content.sources.values():
            if is_stale(source.seen, self.base.today):
                name = f"{source.publisher}, {source.title}"
                yield views.DueView("source", source.id, name, source.seen)

    def index(self) -> tuple[Indexed, ...]:
        """Return what the search looks through."""
        return tuple(
            index_topic(topic.id, self._texts_of(topic))
            for topic in self.base.content.guide.topics.values()
        )

    def _texts_of(self, topic: Topic) -> Iterator[tuple[int, str]]:
        view = self.topic(topic, None)
        yield TITLE_WEIGHT, view.title
        yield TEXT_WEIGHT, view.lead
        for statement in view.statements:
            yield HEADING_WEIGHT, statement.heading or ""
            yield TEXT_WEIGHT, " ".join((statement.text or "", *statement.lines))
        if topic.shows is Shows.SIGNS:
            for sign in map(self.sign, self.base.content.signs.values()):
                yield HEADING_WEIGHT, sign.label
                yield TEXT_WEIGHT, f"{sign.means} {sign.innocent} {sign.do}"
        if topic.shows is Shows.TACTICS:
            for tactic in map(self.tactic, self.base.content.guide.tactics.values()):
                yield HEADING_WEIGHT, tactic.label
                yield TEXT_WEIGHT, f"{tactic.what} {tactic.innocent} {tactic.do}"

    def _statement(self, key: str, statement: Statement) -> views.StatementView:
        at = f"{key}.statements.{statement.id}"
        return views.StatementView(
            id=statement.id,
            heading=self.base.words.find(f"{at}.heading"),
            text=self.base.words.find(f"{at}.text"),
            lines=self.base.words.lines(f"{at}.lines"),
            sources=self.base.sources(statement.sources),
            status=status_of(self.base.known(statement.sources)),
        )

    def _section(self, key: str, section: FormSection) -> views.FormSectionView:
        at = f"{key}.sections.{section.id}"
        return views.FormSectionView(
            section=section,
            title=self.base.words(f"{at}.title"),
            hint=self.base.words.find(f"{at}.hint"),
            fields=tuple(
                views.FieldView(each, self.base.words(f"{key}.fields.{each}"))
                for each in section.fields
            ),
        )

    def _source_ids(self, topic: Topic) -> Iterator[str]:
        for statement in topic.statements:
            yield from statement.sources
        content = self.base.content
        if topic.shows is Shows.SIGNS:
            for sign in content.signs.values():
                yield from sign.sources
        if topic.shows is Shows.TACTICS:
            for tactic in content.guide.tactics.values():
                yield from tactic.sources
        if topic.shows is Shows.FIGURES:
            for table in content.guide.figures.values():
                yield from (row.source for row in table.rows)
