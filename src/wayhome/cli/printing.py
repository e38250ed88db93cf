"""Text for a terminal: wrapped, indented, readable without colour."""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from wayhome.model.sources import Status

if TYPE_CHECKING:
    from wayhome.model.sources import Source
    from wayhome.model.words import Words
    from wayhome.usecases import views

WIDEST = 78


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints views in one language."""

    words: Words

    def heading(self, text: str) -> None:
        """Print a heading with a line below it."""
        click.echo()
        click.secho(text, bold=True)
        click.echo("=" * min(len(text), _width()))

    def paragraph(self, text: str, indent: int = 0) -> None:
        """Print wrapped text."""
        space = " " * indent
        click.echo(textwrap.fill(text, _width(), initial_indent=space, subsequent_indent=space))

    def item(self, mark: str, text: str, indent: int = 0, *, bold: bool = False) -> None:
        """Print text that hangs behind a mark such as `1.` or `-`."""
        first = " " * indent + mark + " "
        lines = textwrap.wrap(text, max(20, _width() - len(first))) or [""]
        for number, line in enumerate(lines):
            click.secho((first if number == 0 else " " * len(first)) + line, bold=bold)

    def number(self, view: views.NumberView, indent: int = 0) -> None:
        """Print one service: name, how to reach it, who runs it, and how old that is."""
        word, service = self.words, view.service
        self.item("*", view.name, indent, bold=True)
        inner = indent + 4
        for channel in ("phone", "text", "chat", "web"):
            if shown := self._channel(view, channel):
                click.echo(f"{' ' * inner}{word(f'terminal.{channel}')}: {shown}")
        if view.hours:
            click.echo(f"{' ' * inner}{word('terminal.hours')}: {view.hours}")
        self.paragraph(view.run_by, inner)
        if view.note:
            self.paragraph(view.note, inner)
        if service.may_pass_on_identity:
            self.paragraph(word("terminal.may_pass_on"), inner)
        # Nobody may hesitate over 911 because nobody noted the day on which it was last seen.
        if not service.emergency:
            self.paragraph(self._age(view), inner)

    def short_numbers(self, numbers: tuple[views.NumberView, ...], indent: int) -> None:
        """Print one line a service, in the order in which to call."""
        for view in numbers:
            channels = ("phone", "text", "chat", "web")
            ways = [way for channel in channels if (way := self._channel(view, channel))]
            if view.service.phone:
                ways[0] = self.words("terminal.call_way", number=ways[0])
            self.item("*", f"{view.name}: {'; '.join(ways)}", indent)

    def check(self, check: views.CheckView) -> None:
        """Print the results of a check, most urgent first."""
        if not check.outcomes:
            self.paragraph(self.words("terminal.nothing_yet"))
        for outcome in check.outcomes:
            when = self.words(f"terminal.urgency.{outcome.urgency.value}")
            self.heading(f"{when}: {outcome.title}")
            self.paragraph(outcome.why)
            for number, action in enumerate(outcome.actions, start=1):
                click.echo()
                self.item(f"{number}.", action.do, bold=True)
                self.paragraph(action.why, 3)
                if action.say:
                    self.paragraph(self.words("terminal.say", words=action.say), 3)
                if action.status is Status.TO_CONFIRM:
                    self.paragraph(self.words("terminal.to_confirm"), 3)
                self.short_numbers(action.numbers, 3)
                self.say_if_lacking(action.lacks_line)
            self._reasons(outcome)
            self.paragraph(self.sources(outcome.sources))
            if outcome.procedure in ("missing", "suspected"):
                click.echo()
                self.paragraph(self.words("terminal.more", command=f"wayhome {outcome.procedure}"))
        self.heading(self.words("terminal.remember"))
        self.paragraph(self.words("terminal.no_verdict"))

    def _reasons(self, outcome: views.OutcomeView) -> None:
        if not outcome.because:
            return
        click.echo()
        self.paragraph(self.words("terminal.because"))
        for reason in outcome.because:
            self.item("-", reason.seen or reason.words, 2)
            if reason.seen:
                self.paragraph(reason.words, 4)
            if reason.innocent:
                self.paragraph(self.words("terminal.innocent", words=reason.innocent), 4)
            if reason.status is Status.TO_CONFIRM:
                self.paragraph(self.words("terminal.to_confirm"), 4)

    def say_if_lacking(self, lacks_line: bool) -> None:  # noqa: FBT001 - it is the only thing said
        """Print that no other line was found, where that is so."""
        if lacks_line:
            self.paragraph(self.words("terminal.lacks_line"), 3)

    def sources(self, sources: tuple[views.SourceView, ...]) -> str:
        """Name the publishers and the oldest day: the page and the JSON have the titles."""
        named = dict.fromkeys(_publisher(view.source) for view in sources)
        oldest = min(view.source.seen for view in sources)
        return self.words("terminal.source", sources="; ".join(named), day=oldest.isoformat())

    def _channel(self, view: views.NumberView, channel: str) -> str | None:
        service = view.service
        match channel:
            case "phone":
                return service.shown
            case "text" if service.text_to:
                if service.text_body is None:
                    return self.words("terminal.text_number", number=service.text_to)
                return self.words(
                    "terminal.text_way", word=service.text_body, number=service.text_to
                )
            case "chat":
                return service.chat
            case "web":
                return service.web
        return None

    def _age(self, view: views.NumberView) -> str:
        service = view.service
        if service.checked_on:
            parts = [self.words("terminal.checked_on", day=service.checked_on.isoformat())]
        elif service.seen_on:
            parts = [self.words("terminal.seen_on", day=service.seen_on.isoformat())]
        else:
            parts = [self.words("terminal.seen_never")]
        if service.status is Status.TO_CONFIRM:
            parts.append(self.words("terminal.to_confirm"))
        if view.stale:
            parts.append(self.words("terminal.stale_number"))
        return " ".join(parts)


def _publisher(source: Source) -> str:
    return f"{source.publisher} ({source.year})" if source.year else source.publisher


def _width() -> int:
    return min(WIDEST, shutil.get_terminal_size().columns)
