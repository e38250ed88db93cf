"""`wayhome record show`, `due` and `timeline`: what stands in the record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli import options, speaking
from wayhome.cli.record_opening import begin
from wayhome.model.problems import UserProblem
from wayhome.usecases.json_shapes import to_text

if TYPE_CHECKING:
    from wayhome.cli.record_opening import Session


@click.command("show")
@options.json_option
@options.lang_option
@options.home_option
def show_command(json_to: str | None, lang: str | None, home: Path | None) -> None:
    """Show what is kept on each child. The JSON holds diary and checks as well."""
    session = begin(lang, home)
    with session.opened() as book:
        holdings = book.holdings()
        if json_to is not None:
            from wayhome.record.open_export import to_json

            write_json(session, json_to, to_json(holdings))
            return
        from wayhome.cli.record_printing import RecordPrinter

        RecordPrinter.of(session).children(holdings.children)
        say_what_stays(session)


@click.command("due")
@options.json_option
@options.lang_option
@options.home_option
def due_command(json_to: str | None, lang: str | None, home: Path | None) -> None:
    """Show what to fill in or to renew, in the order in which police ask for it."""
    session = begin(lang, home)
    with session.opened() as book:
        dues = [(child, book.due(child)) for child in book.children()]
        if json_to is not None:
            from wayhome.cli.record_json import due_json

            write_json(session, json_to, due_json(dues))
            return
        from wayhome.cli.record_printing import RecordPrinter

        RecordPrinter.of(session).dues(dues)
        say_what_stays(session)


@click.command("timeline")
@options.json_option
@options.lang_option
@options.home_option
def timeline_command(json_to: str | None, lang: str | None, home: Path | None) -> None:
    """Show diary, kept checks and calls by day, with their numbers."""
    session = begin(lang, home)
    with session.opened() as book:
        from wayhome.record.timeline import make_timeline

        holdings = book.holdings()
        events = make_timeline(holdings)
        if json_to is not None:
            from wayhome.cli.record_json import timeline_json

            write_json(session, json_to, timeline_json(events, holdings))
            return
        from wayhome.cli.record_printing import RecordPrinter

        RecordPrinter.of(session).timeline(events, holdings)
        say_what_stays(session)


def write_json(session: Session, target: str, shape: object) -> None:
    """Write JSON; a file that lies open is noted in the record, and somebody is told."""
    if target == options.STANDARD_OUTPUT:
        options.write_output(target, to_text(shape))
        return
    from wayhome.usecases.record_files import RecordFiles

    if Path(target).exists():
        raise UserProblem("file_exists", path=target)
    options.write_output(target, to_text(shape))
    # Only now: what could not be written is not ours to destroy one day.
    RecordFiles(session.room).note_open_file(Path(target))
    speaking.note(session.words, "terminal.record.lies_open", path=target)


def say_what_stays(session: Session) -> None:
    """Say that what was printed stays in the window."""
    if sys.stdout.isatty():
        speaking.note(session.words, "terminal.record.stays_visible")
