"""`wayhome record note` and `correct`: what was noticed, written down in time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from wayhome.cli import options, passphrases, speaking
from wayhome.cli.record_opening import begin
from wayhome.cli.record_writing import ID, require_child
from wayhome.model.kept import NoteText
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.cli.record_opening import Session

on_option = click.option("--on", metavar="DAY", help="The day it happened, such as 2026-03-14.")
at_option = click.option("--at", metavar="TIME", help="The time of day, such as 21:30.")


@click.command("note")
@on_option
@at_option
@click.option("--child", type=ID, help="The number of the child; only with --unlocked.")
@click.option(
    "--sign",
    "signs",
    metavar="ID",
    multiple=True,
    help="A sign of the guide that it fits, as `wayhome check --questions` lists them.",
)
@click.option(
    "--seen-by",
    metavar="WHO",
    help="Who saw it. Shells keep what is typed here: write no name, or let it be asked.",
)
@click.option("--unlocked", is_flag=True, help="Open the record and write into the diary at once.")
@options.lang_option
@options.home_option
def note_command(
    on: str | None,
    at: str | None,
    child: int | None,
    signs: tuple[str, ...],
    seen_by: str | None,
    unlocked: bool,  # noqa: FBT001 - click passes options by name
    lang: str | None,
    home: Path | None,
) -> None:
    """Write down what was noticed. The text is asked for, or read from standard input.

    The record stays locked: the note is sealed, and stands in the diary when the record is opened
    the next time. Without --on it happened today.
    """
    session = begin(lang, home)
    if child is not None and not unlocked:
        speaking.refuse(session.words, "terminal.record.child_needs_unlocked")
    _require_signs(session, signs)
    session.room.folder.read_key_file()
    said = NoteText("", session.room.now().date(), "", seen_by or "", tuple(dict.fromkeys(signs)))
    said = _dated(session, said, on, at)
    if not unlocked:
        session.room.seal_note(_asked(session, said, seen_by))
        speaking.note(session.words, "terminal.record.note_sealed")
        return
    # The passphrase comes first: nobody should type a long note and lose it.
    passphrases.require_terminal(passphrases.PASSPHRASE, session.words)
    with session.opened() as book:
        if child is not None:
            require_child(book, session.words, child)
        click.echo(book.add_note(_asked(session, said, seen_by), child))
    speaking.note(session.words, "terminal.record.saved")


@click.command("correct")
@click.argument("note", type=ID)
@on_option
@at_option
@options.lang_option
@options.home_option
def correct_command(
    note: int, on: str | None, at: str | None, lang: str | None, home: Path | None
) -> None:
    """Correct a note of the diary. What it said before stays, and is shown.

    NOTE is its number in `wayhome record timeline`. The text is asked for, or read from standard
    input.
    """
    session = begin(lang, home)
    with session.opened() as book:
        said = _dated(session, book.note(note).said, on, at)
        text = speaking.read_text(session.words, "terminal.record.ask_correction")
        book.correct_note(note, replace(said, text=text))
    speaking.note(session.words, "terminal.record.saved")


def _asked(session: Session, said: NoteText, seen_by: str | None) -> NoteText:
    """Ask for what is still missing."""
    words = session.words
    if seen_by is None and speaking.at_terminal():
        seen_by = speaking.read_line(words, words("terminal.record.ask_seen_by"))
    text = speaking.read_text(words, "terminal.record.ask_note")
    return replace(said, text=text, seen_by=seen_by or "")


def _dated(session: Session, said: NoteText, on: str | None, at: str | None) -> NoteText:
    # Imported late, as it brings the database along.
    from wayhome.record.diary import TIME_OF_DAY
    from wayhome.usecases.record_book import past_day

    if at is not None and not TIME_OF_DAY.fullmatch(at):
        raise UserProblem("note_time")
    today = session.room.now().date()
    return replace(
        said,
        happened_on=said.happened_on if on is None else past_day(on, today),
        happened_at=said.happened_at if at is None else at,
    )


def _require_signs(session: Session, signs: tuple[str, ...]) -> None:
    known = session.room.wayhome.content.signs
    if set(signs) - set(known):
        speaking.refuse(session.words, "terminal.record.unknown_sign", known=", ".join(known))
