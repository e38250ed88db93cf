"""Join values of the core with the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.guide.freshness import is_stale
from wayhome.guide.numbers import in_readers_language, services_for
from wayhome.model.numbers import Need
from wayhome.model.sources import Status, status_of
from wayhome.usecases import views
from wayhome.usecases.views import TopicLink

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wayhome.check.resolving import Reason, Resolution, Result
    from wayhome.model.conditions import Answers
    from wayhome.model.content import Content
    from wayhome.model.flow import Action, Question
    from wayhome.model.numbers import Region, Service
    from wayhome.model.sources import Source
    from wayhome.model.words import Words


@dataclass(frozen=True, slots=True)
class Presenter:
    """Turns values into views in one language, as of one day."""

    content: Content
    words: Words
    today: date

    def number(self, service: Service) -> views.NumberView:
        """Return a service with its words."""
        key = f"numbers.services.{service.id}"
        return views.NumberView(
            service=service,
            name=self.words(f"{key}.name"),
            run_by=self.words(f"{key}.run_by"),
            note=self.words.find(f"{key}.note"),
            hours=service.hours or self.words.find(f"{key}.hours"),
            stale=is_stale(service.last_known, self.today),
        )

    def region(self, region: Region) -> views.RegionView:
        """Return a region with its emergency numbers."""
        return views.RegionView(
            id=region.id,
            name=self.words(f"numbers.regions.{region.id}.name"),
            emergency=self.numbers(region, (Need.EMERGENCY,)),
        )

    def sources(self, ids: Iterable[str]) -> tuple[views.SourceView, ...]:
        """Return sources by id."""
        found = (self.content.sources[source_id] for source_id in ids)
        return tuple(
            views.SourceView(source, stale=is_stale(source.seen, self.today)) for source in found
        )

    def question(self, question: Question, reader: str | None) -> views.QuestionView:
        """Return a question with its words for this reader."""
        key = f"check.questions.{question.id}"
        return views.QuestionView(
            id=question.id,
            words=self.words.for_reader(f"{key}.words", reader),
            hint=self.words.find(f"{key}.hint", reader),
            many=question.many,
            options=tuple(
                views.OptionView(
                    option, self.words.for_reader(f"{question.labels}.{option}.label", reader)
                )
                for option in question.options
            ),
        )

    def topic_link(self, topic_id: str) -> TopicLink:
        """Return what leads to a topic."""
        return TopicLink(topic_id, self.words(f"topics.{topic_id}.title"))

    def check(
        self, resolution: Resolution, answers: Answers, region: Region | None
    ) -> views.CheckView:
        """Return the outcomes with their words for the person who asks."""
        reader = answers.get("who", (None,))[0]
        return views.CheckView(
            outcomes=tuple(self._outcome(result, reader, region) for result in resolution.results),
            next=resolution.next,
        )

    def _outcome(
        self, result: Result, reader: str | None, region: Region | None
    ) -> views.OutcomeView:
        key = f"check.outcomes.{result.outcome.id}"
        return views.OutcomeView(
            id=result.outcome.id,
            title=self.words.for_reader(f"{key}.title", reader),
            why=self.words.for_reader(f"{key}.why", reader),
            urgency=result.urgency,
            actions=tuple(self._action(action, reader, region) for action in result.actions),
            because=tuple(self._reason(reason, reader) for reason in result.because),
            procedure=result.outcome.procedure,
            topics=tuple(self.topic_link(topic) for topic in result.outcome.topics),
            sources=self.sources(self._source_ids(result)),
        )

    def _action(
        self, action: Action, reader: str | None, region: Region | None
    ) -> views.ActionView:
        key = f"check.actions.{action.id}"
        return views.ActionView(
            id=action.id,
            do=self.words.for_reader(f"{key}.do", reader),
            why=self.words.for_reader(f"{key}.why", reader),
            say=self.words.find(f"{key}.say", reader),
            numbers=self.numbers(region, action.needs),
            lacks_line=self.lacks_line(region, action.needs),
            status=status_of(self.known(action.sources)),
        )

    def _reason(self, reason: Reason, reader: str | None) -> views.ReasonView:
        if self.content.check.question(reason.question).labels == "signs":
            key = f"signs.{reason.option}"
            return views.ReasonView(
                id=reason.option,
                seen=self.words.for_reader(f"{key}.label", reader),
                words=self.words.for_reader(f"{key}.means", reader),
                innocent=self.words.for_reader(f"{key}.innocent", reader),
                status=status_of(self.known(self.content.signs[reason.option].sources)),
            )
        key = f"check.questions.{reason.question}.because.{reason.option}"
        said = self.words.for_reader(key, reader)
        # What the person told us needs nobody else to confirm it.
        return views.ReasonView(reason.question, None, said, None, Status.CONFIRMED)

    def numbers(self, region: Region | None, needs: Iterable[Need]) -> tuple[views.NumberView, ...]:
        """Return the services for several needs in turn, each once; none without a region."""
        if region is None:
            return ()
        ordered = in_readers_language(services_for(region, needs), self.words.language)
        return tuple(self.number(service) for service in ordered)

    def lacks_line(self, region: Region | None, needs: Iterable[Need]) -> bool:
        """Tell whether the region has nothing but the emergency number for these needs."""
        wanted = [need for need in needs if need is not Need.EMERGENCY]
        if region is None or not wanted:
            return False
        return all(service.emergency for service in services_for(region, wanted))

    def known(self, ids: Iterable[str]) -> list[Source]:
        """Return sources by id, as values."""
        return [self.content.sources[source_id] for source_id in ids]

    def _source_ids(self, result: Result) -> tuple[str, ...]:
        """Name the sources of an outcome, its actions and its signs, each once, in order."""
        ids = list(result.outcome.sources)
        for action in result.actions:
            ids.extend(action.sources)
        for reason in result.because:
            if reason.option in self.content.signs:
                ids.extend(self.content.signs[reason.option].sources)
        return tuple(dict.fromkeys(ids))
