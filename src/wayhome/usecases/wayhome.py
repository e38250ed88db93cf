"""The façade that both shells call. Its methods are the table of contents of the product."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.check.answers import Rejected, take_answer, take_answers
from wayhome.check.resolving import path_of, resolve
from wayhome.check.rules import RULE_NAMES, rules_for
from wayhome.guide.numbers import find_region, in_readers_language, services_in_order
from wayhome.library import load_content
from wayhome.model.problems import UserProblem
from wayhome.usecases.presenting import Presenter
from wayhome.usecases.presenting_steps import StepPresenter, report_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from wayhome.check.resolving import Resolution
    from wayhome.guide.search import Indexed
    from wayhome.model.conditions import Answers, Rules
    from wayhome.model.content import Content
    from wayhome.model.flow import Question
    from wayhome.model.numbers import Need, Region
    from wayhome.model.words import Words
    from wayhome.usecases.guide_views import (
        DueView,
        FigureTableView,
        FormView,
        SignView,
        TacticView,
        TopicGroupView,
        TopicView,
    )
    from wayhome.usecases.presenting_calls import CallPresenter
    from wayhome.usecases.presenting_exports import ExportView, FormatView
    from wayhome.usecases.presenting_guide import GuidePresenter
    from wayhome.usecases.views import (
        CheckView,
        NumberView,
        ProcedureView,
        QuestionView,
        RegionView,
        ReportSectionView,
        SourceView,
        TopicLink,
    )


@dataclass(frozen=True, slots=True)
class Wayhome:
    """Everything that the shells can ask for. Holds no answers and no session."""

    content: Content
    rules: Rules
    today: Callable[[], date]
    _indexes: dict[str, tuple[Indexed, ...]] = field(default_factory=dict, repr=False)
    """What the search looks through, by language; made at the first search."""

    @classmethod
    def from_shipped_content(cls, today: Callable[[], date]) -> Wayhome:
        """Read the shipped content; ContentBrokenError if it has faults."""
        content = load_content(RULE_NAMES)
        return cls(content, rules_for(content.signs), today)

    # Words and regions

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes, base language first."""
        return tuple(self.content.words)

    def words(self, language: str) -> Words:
        """Return the words of a language; UserProblem if there is no such language."""
        try:
            return self.content.words[language]
        except KeyError:
            known = ", ".join(self.languages)
            raise UserProblem("unknown_language", known=known) from None

    def region(self, name: str) -> Region:
        """Return a region by id or alias; UserProblem if there is none."""
        region = find_region(self.content.regions, name)
        if region is None:
            raise UserProblem("unknown_region", known=", ".join(self.content.regions))
        return region

    def regions(self, language: str) -> tuple[RegionView, ...]:
        """Return all regions with their emergency numbers."""
        show = self._presenter(language)
        return tuple(show.region(region) for region in self.content.regions.values())

    # The check

    def questions(self, language: str, reader: str | None = None) -> tuple[QuestionView, ...]:
        """Return every question in the order of the flow."""
        show = self._presenter(language)
        return tuple(show.question(each, reader) for each in self.content.check.questions)

    def question(self, question_id: str) -> Question:
        """Return one question of the flow (KeyError if there is none)."""
        return self.content.check.question(question_id)

    def take_answers(self, raw: Mapping[str, object]) -> Answers:
        """Return the answers if every one can be taken; UserProblem otherwise."""
        answers = take_answers(self.content.check, raw)
        if isinstance(answers, Rejected):
            raise self._problem_of(answers)
        return answers

    def take_answer(self, question_id: str, raw: object) -> tuple[str, ...]:
        """Return one answer if it can be taken; UserProblem otherwise."""
        answer = take_answer(self.question(question_id), raw)
        if isinstance(answer, Rejected):
            raise self._problem_of(answer)
        return answer

    def check(self, answers: Answers, language: str, region: Region | None) -> CheckView:
        """Return what follows from these answers."""
        return self._presenter(language).check(self._resolve(answers), answers, region)

    def path(self, answers: Answers) -> tuple[str, ...]:
        """Return the ids of the questions on the way these answers take."""
        return path_of(self.content.check, answers, self.rules)

    # Steps, numbers, sources

    def procedure(
        self,
        procedure_id: str,
        language: str,
        region: Region | None,
        chosen: tuple[str, ...] = (),
    ) -> ProcedureView:
        """Return ordered steps, such as ``missing``; those that fit what was chosen, or all."""
        procedure = self.content.procedures[procedure_id]
        return StepPresenter(self._presenter(language), region, chosen).procedure(procedure)

    def take_choice(self, procedure_id: str, raw: Iterable[str]) -> tuple[str, ...]:
        """Return what fits, in the content's order; UserProblem ``choice_unknown`` otherwise."""
        choice, given = self.content.procedures[procedure_id].choice, set(raw)
        known = choice.options if choice else ()
        if given - set(known) or (len(given) > 1 and not (choice and choice.many)):
            raise UserProblem("choice_unknown", known=", ".join(known))
        return tuple(option for option in known if option in given)

    def report_form(self, language: str) -> tuple[ReportSectionView, ...]:
        """Return the questions of the CyberTipline's public form, in their order."""
        return tuple(report_sections(self._presenter(language)))

    def call_presenter(
        self, language: str, moment: Callable[[datetime], str], now: datetime, region: Region | None
    ) -> CallPresenter:
        """Return what gives the call log its words; ``moment`` writes a time."""
        # Imported late, with the record behind it: the start needs none of it.
        from wayhome.usecases.presenting_calls import CallPresenter

        show = self._presenter(language)
        return CallPresenter(show, moment, now, region.id if region else None)

    def numbers(
        self, region: Region, language: str, need: Need | None = None
    ) -> tuple[NumberView, ...]:
        """Return the services of a region in the order in which to call them."""
        show = self._presenter(language)
        ordered = in_readers_language(services_in_order(region, need), language)
        return tuple(show.number(service) for service in ordered)

    # The guide

    def topic_groups(self, language: str) -> tuple[TopicGroupView, ...]:
        """Return all topics of the guide, in their groups."""
        return self._guide(language).groups()

    def topic(self, topic_id: str, language: str, region: Region | None) -> TopicView:
        """Return one page of the guide; UserProblem if there is none."""
        topic = self.content.guide.topics.get(topic_id)
        if topic is None:
            raise UserProblem("unknown_topic", known=", ".join(self.content.guide.topics))
        return self._guide(language).topic(topic, region)

    def search_guide(self, query: str, language: str) -> tuple[TopicLink, ...]:
        """Return the topics that hold every word of the query, best first."""
        from wayhome.guide.search import search

        if language not in self._indexes:
            self._indexes[language] = self._guide(language).index()
        link = self._presenter(language).topic_link
        return tuple(link(topic_id) for topic_id in search(self._indexes[language], query))

    def signs(self, language: str) -> tuple[SignView, ...]:
        """Return every sign in full, the leaflet's first."""
        return tuple(map(self._guide(language).sign, self.content.signs.values()))

    def tactics(self, language: str) -> tuple[TacticView, ...]:
        """Return every tactic in full."""
        return tuple(map(self._guide(language).tactic, self.content.guide.tactics.values()))

    def figures(self, language: str) -> tuple[FigureTableView, ...]:
        """Return every table of figures."""
        return tuple(map(self._guide(language).figures, self.content.guide.figures.values()))

    def forms(self, language: str) -> tuple[FormView, ...]:
        """Return every blank form."""
        return tuple(map(self._guide(language).form, self.content.guide.forms.values()))

    def due(self, language: str) -> tuple[DueView, ...]:
        """Return every number and source that a person should check again."""
        return tuple(self._guide(language).due())

    def sources(self, language: str) -> tuple[SourceView, ...]:
        """Return all sources in the order of the content."""
        return self._presenter(language).sources(self.content.sources)

    # Exports of chats

    def exports(self, language: str) -> tuple[ExportView, ...]:
        """Return how to get a chat out of each app, the most used ones first."""
        from wayhome.usecases.presenting_exports import ExportPresenter

        show = ExportPresenter(self._presenter(language))
        return tuple(map(show.export, self.content.exports.entries.values()))

    def formats(self, language: str) -> tuple[FormatView, ...]:
        """Return what is said of each format that is read."""
        from wayhome.usecases.presenting_exports import ExportPresenter

        show = ExportPresenter(self._presenter(language))
        return tuple(map(show.format, self.content.exports.formats.values()))

    def _guide(self, language: str) -> GuidePresenter:
        # Imported late: a command that only shows numbers starts without the guide.
        from wayhome.usecases.presenting_guide import GuidePresenter

        return GuidePresenter(self._presenter(language))

    def _presenter(self, language: str) -> Presenter:
        return Presenter(self.content, self.words(language), self.today())

    def _resolve(self, answers: Answers) -> Resolution:
        return resolve(self.content.check, answers, self.rules)

    def _problem_of(self, rejected: Rejected) -> UserProblem:
        if rejected.question is None:
            known = ", ".join(question.id for question in self.content.check.questions)
            return UserProblem(f"answers_{rejected.reason}", known=known)
        options = ", ".join(self.question(rejected.question).options)
        return UserProblem(f"answers_{rejected.reason}", question=rejected.question, known=options)
