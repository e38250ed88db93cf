"""Ordered steps, the report form and the list of old exports, for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from wayhome.cli.printing import Printer
from wayhome.model.sources import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.words import Words
    from wayhome.usecases import views
    from wayhome.usecases.old_exports import Listing

OPTION = {"missing": "--fits", "suspected": "--about"}
"""The option that takes what fits, by procedure."""
OPENS = {
    "exports": "wayhome missing --exports-in FOLDER",
    "answers": "wayhome suspected --report-form",
    "packet": "wayhome packet pdf --child 1 packet.pdf",
    "return": "wayhome record call --event child_back",
}
"""The command with what Wayhome has for a step. The words for the phone are printed with it."""


@dataclass(frozen=True, slots=True)
class StepPrinter:
    """Prints steps in one language."""

    words: Words

    @property
    def _print(self) -> Printer:
        return Printer(self.words)

    def procedure(self, procedure: views.ProcedureView) -> None:
        """Print ordered steps, numbered from one."""
        self._print.heading(procedure.title)
        self._print.paragraph(procedure.lead)
        if procedure.choice:
            self._choice(OPTION[procedure.id], procedure.choice)
        number = 0
        for phase in procedure.phases:
            self._print.heading(phase.title)
            for step in phase.steps:
                number += 1
                self._step(number, step)

    def _choice(self, option: str, choice: views.ChoiceView) -> None:
        click.echo()
        if choice.chosen:
            for each in choice.options:
                if each.id in choice.chosen:
                    self._print.paragraph(self.words("terminal.fits_this", what=each.words))
            return
        self._print.paragraph(self.words("terminal.fits_hint"))
        for each in choice.options:
            self._print.item("-", f"{option} {each.id}: {each.words}", 2)

    def _step(self, number: int, step: views.StepView) -> None:
        show, word = self._print, self.words
        click.echo()
        show.item(f"{number}.", step.do, bold=True)
        show.paragraph(step.why, 3)
        for note in step.notes:
            show.paragraph(word("terminal.added", words=note), 3)
        if step.careful:
            show.paragraph(word("terminal.careful", words=step.careful), 3)
        for label, lines in (
            ("say_these", step.say),
            ("tell_these", step.details),
            ("get_back", step.get_back),
        ):
            if lines:
                show.paragraph(word(f"terminal.{label}"), 3)
                for line in lines:
                    show.item("-", line, 5)
        for each in step.opens:
            if each in OPENS:
                what = word(f"steps.missing.{each}_link")
                show.paragraph(word("terminal.step_opens", what=what, command=OPENS[each]), 3)
        show.short_numbers(step.numbers, 3)
        show.say_if_lacking(step.lacks_line)
        show.paragraph(show.sources(step.sources), 3)
        if step.status is Status.TO_CONFIRM:
            show.paragraph(word("terminal.to_confirm"), 3)
        if any(view.stale for view in step.sources):
            show.paragraph(word("terminal.stale"), 3)

    def report_form(self, sections: Iterable[views.ReportSectionView]) -> None:
        """Print what the public form asks, with room to write on paper."""
        show, word = self._print, self.words
        show.heading(word("steps.report.title"))
        for key in ("lead", "order", "no_name", "images"):
            show.paragraph(word(f"steps.report.{key}"))
        for section in sections:
            show.heading(section.title)
            for question in section.questions:
                click.echo()
                show.item("-", question.words, bold=True)
                if question.hint:
                    show.paragraph(question.hint, 2)
                for option in question.options:
                    show.item("[ ]", option.words, 2)

    def old_exports(self, listing: Listing) -> None:
        """Print the files by name, date and size, unread."""
        show, word = self._print, self.words
        show.heading(word("steps.exports.title"))
        show.paragraph(word("steps.exports.why"))
        click.echo()
        if not listing.found:
            show.paragraph(word("steps.exports.none"))
        for each in listing.found:
            size = (
                word("steps.exports.folder")
                if each.size is None
                else word("steps.exports.bytes", count=f"{each.size:,}")
            )
            # A name may hold what moves the cursor or turns the line round.
            name = "".join(letter if letter.isprintable() else "?" for letter in each.name)
            show.item("-", name)
            show.paragraph(f"{each.changed.isoformat(sep=' ')}, {size}", 2)
        if listing.more:
            show.paragraph(word("steps.exports.more", count=listing.more))
        show.paragraph(word("steps.exports.by_name"))
