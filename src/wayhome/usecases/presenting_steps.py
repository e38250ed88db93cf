"""Ordered steps and the report form, with their words: those that fit what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.guide.numbers import in_readers_language, services_for
from wayhome.model.sources import status_of
from wayhome.usecases import views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.numbers import Region
    from wayhome.model.report import ReportQuestion
    from wayhome.model.steps import Phase, Procedure, Step
    from wayhome.usecases.presenting import Presenter


@dataclass(frozen=True, slots=True)
class StepPresenter:
    """Turns ordered steps into views, for one region and what was chosen."""

    show: Presenter
    region: Region | None
    chosen: tuple[str, ...]

    def procedure(self, procedure: Procedure) -> views.ProcedureView:
        """Return the steps that fit, or all of them where nothing was chosen."""
        words = self.show.words
        phases = (self._phase(procedure, phase) for phase in procedure.phases)
        return views.ProcedureView(
            id=procedure.id,
            title=words(f"{procedure.id}.title"),
            lead=words(f"{procedure.id}.lead"),
            phases=tuple(phase for phase in phases if phase.steps),
            choice=self._choice(procedure),
        )

    def _choice(self, procedure: Procedure) -> views.ChoiceView | None:
        if procedure.choice is None:
            return None
        words, key = self.show.words, f"{procedure.id}.choice"
        return views.ChoiceView(
            words=words(f"{key}.words"),
            hint=words(f"{key}.hint"),
            many=procedure.choice.many,
            options=tuple(
                views.OptionView(option, words(f"{key}.options.{option}"))
                for option in procedure.choice.options
            ),
            chosen=self.chosen,
        )

    def _phase(self, procedure: Procedure, phase: Phase) -> views.PhaseView:
        places = {step.id: place for place, step in enumerate(procedure.steps, 1)}
        return views.PhaseView(
            id=phase.id,
            title=self.show.words(f"{procedure.id}.phases.{phase.id}.title"),
            steps=tuple(
                self._step(procedure.id, step, places[step.id])
                for step in phase.steps
                if step.fits(self.chosen)
            ),
        )

    def _step(self, procedure: str, step: Step, place: int) -> views.StepView:
        words, key = self.show.words, f"{procedure}.steps.{step.id}"
        added = [f"{key}.adds.{option}" for option in step.adds if option in self.chosen]
        said = (words.find(f"{each}.say") for each in added)
        general = words.lines(f"{key}.say")
        return views.StepView(
            id=step.id,
            do=words(f"{key}.do"),
            why=words(f"{key}.why"),
            # What is missing is said first, then how it may have come about.
            say=(*general[:1], *filter(None, said), *general[1:]),
            get_back=words.lines(f"{key}.get_back"),
            details=words.lines(f"{key}.details"),
            careful=words.find(f"{key}.careful"),
            numbers=self._numbers(step),
            lacks_line=self.show.lacks_line(self.region, step.needs),
            sources=self.show.sources(step.sources),
            status=status_of(self.show.known(step.sources)),
            place=place,
            notes=tuple(words(f"{each}.note") for each in added),
            when=step.when,
            opens=step.opens,
        )

    def _numbers(self, step: Step) -> tuple[views.NumberView, ...]:
        """Return the lines for the needs, then those that are named; none without a region."""
        if self.region is None:
            return ()
        named = (each for each in self.region.services if each.id in step.services)
        services = dict.fromkeys((*services_for(self.region, step.needs), *named))
        ordered = in_readers_language(tuple(services), self.show.words.language)
        return tuple(self.show.number(service) for service in ordered)


def report_sections(show: Presenter) -> Iterator[views.ReportSectionView]:
    """Yield the sections of the CyberTipline's public form."""
    for section in show.content.report.sections:
        yield views.ReportSectionView(
            id=section.id,
            title=show.words(f"tipline.sections.{section.id}"),
            questions=tuple(_question(show, each) for each in section.questions),
        )


def _question(show: Presenter, question: ReportQuestion) -> views.ReportQuestionView:
    key = f"tipline.questions.{question.id}"
    return views.ReportQuestionView(
        id=question.id,
        words=show.words(f"{key}.words"),
        hint=show.words.find(f"{key}.hint"),
        options=tuple(
            views.OptionView(option, show.words(f"tipline.options.{option}"))
            for option in question.options
        ),
        long=question.long,
    )
