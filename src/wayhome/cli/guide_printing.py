"""The guide as text for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from wayhome.model.guide import Shows
from wayhome.model.sources import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wayhome.cli.printing import Printer
    from wayhome.usecases import guide_views as views
    from wayhome.usecases.views import SourceView
    from wayhome.usecases.wayhome import Wayhome

COMMANDS = {"missing": "missing", "suspected": "suspected", "after_return": "returned"}
"""The command that shows the ordered steps, by their id."""


@dataclass(frozen=True, slots=True)
class GuidePrinter:
    """Prints topics with the printer of everything else."""

    base: Printer

    def topics(self, groups: Iterable[views.TopicGroupView], found: Sequence[str] | None) -> None:
        """List the topics, or only those found, each with the id to ask for it."""
        if found is not None and not found:
            self.base.paragraph(self.base.words("terminal.nothing_found"))
        for group in groups:
            shown = [link for link in group.topics if found is None or link.id in found]
            if shown:
                self.base.heading(group.title)
            for link in shown:
                click.echo(f"  {link.id}")
                self.base.paragraph(link.title, 6)

    def topic(self, topic: views.TopicView, wayhome: Wayhome) -> None:
        """Print one topic with what it shows, its numbers and its sources."""
        say = self.base.words
        self.base.heading(topic.title)
        self.base.paragraph(topic.lead)
        if topic.stale:
            self.base.paragraph(say("terminal.stale"))
        for statement in topic.statements:
            self._statement(statement)
        self._shown(topic.shows, wayhome)
        if topic.numbers:
            click.echo()
            self.base.short_numbers(topic.numbers, 0)
        if topic.procedure in COMMANDS:
            click.echo()
            command = f"wayhome {COMMANDS[topic.procedure]}"
            self.base.paragraph(say("terminal.more", command=command))
        self._sources(topic.sources)

    def _shown(self, shows: Shows | None, wayhome: Wayhome) -> None:
        language = self.base.words.language
        match shows:
            case Shows.SIGNS:
                for sign in wayhome.signs(language):
                    self._sign(sign)
            case Shows.TACTICS:
                for tactic in wayhome.tactics(language):
                    self._tactic(tactic)
            case Shows.FIGURES:
                for table in wayhome.figures(language):
                    self._table(table)
            case None:
                pass

    def _statement(self, statement: views.StatementView) -> None:
        click.echo()
        if statement.heading:
            click.secho(statement.heading, bold=True)
        if statement.text:
            self.base.paragraph(statement.text)
        for line in statement.lines:
            self.base.item("-", line, 2)
        self._doubt(statement.status, 0)

    def _sign(self, sign: views.SignView) -> None:
        say = self.base.words
        click.echo()
        self.base.item("*", sign.label, bold=True)
        self.base.paragraph(sign.means, 2)
        self.base.paragraph(say("terminal.innocent", words=sign.innocent), 2)
        self.base.paragraph(say("terminal.to_do", words=sign.do), 2)
        self.base.paragraph(say("terminal.say", words=sign.ask), 2)
        self._doubt(sign.status, 2)

    def _tactic(self, tactic: views.TacticView) -> None:
        say = self.base.words
        click.echo()
        self.base.item("*", f"{tactic.label} ({tactic.phase_label})", bold=True)
        self.base.paragraph(f"{tactic.what} {tactic.matters}", 2)
        for line in tactic.looks_like:
            self.base.item("-", line, 4)
        self.base.paragraph(say("terminal.innocent", words=tactic.innocent), 2)
        self.base.paragraph(say("terminal.to_do", words=tactic.do), 2)
        self._doubt(tactic.status, 2)

    def _table(self, table: views.FigureTableView) -> None:
        click.echo()
        click.secho(table.caption, bold=True)
        for row in table.rows:
            cells = zip(table.columns, row.cells, strict=True)
            self.base.item("-", "; ".join(f"{name}: {cell}" for name, cell in cells if cell), 2)
            self._doubt(row.status, 4)
        for caveat in table.caveats:
            self.base.paragraph(caveat)

    def _doubt(self, status: Status, indent: int) -> None:
        if status is Status.TO_CONFIRM:
            self.base.paragraph(self.base.words("terminal.to_confirm"), indent)

    def _sources(self, sources: Iterable[SourceView]) -> None:
        self.base.heading(self.base.words("terminal.sources"))
        for view in sources:
            source = view.source
            year = f" ({source.year})" if source.year else ""
            self.base.item("-", f"{source.publisher}: {source.title}{year}. {source.seen}")
