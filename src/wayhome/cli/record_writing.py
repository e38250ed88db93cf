"""`wayhome record add-child`, `fill` and `photo`: details and pictures of a child."""

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
    from wayhome.model.words import Words
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.record_filling import Filling, FillProblem

ID = click.IntRange(1, 2**53)
"""A number that the record gave."""


@click.command("add-child")
@options.lang_option
@options.home_option
def add_child_command(lang: str | None, home: Path | None) -> None:
    """Add a child. The name is asked for, or read from standard input.

    Prints the number by which other commands know the child.
    """
    session = begin(lang, home)
    with session.opened() as book:
        if speaking.at_terminal():
            name = speaking.read_line(session.words, session.words("terminal.record.ask_name"))
        else:
            name = " ".join(speaking.read_text(session.words, "terminal.record.ask_name").split())
        click.echo(book.add_child(name))
    speaking.note(session.words, "terminal.record.saved")


@click.command("fill")
@click.argument("source", metavar="FILE")
@options.json_option
@options.lang_option
@options.home_option
def fill_command(source: str, json_to: str | None, lang: str | None, home: Path | None) -> None:
    """Fill in details of children from a JSON file: all of it, or nothing.

    FILE has the shape of `wayhome record show --json -`; - is standard input.
    """
    from wayhome.usecases.record_filling import LARGEST, FillProblem, read_filling

    session = begin(lang, home)
    try:
        filling = read_filling(_read(source, LARGEST))
        with session.opened() as book:
            filled = book.fill(filling)
    except FillProblem as problem:
        click.echo(_sentence(session.words, problem), err=True)
        raise click.exceptions.Exit(speaking.USER_PROBLEM) from None
    if json_to is not None:
        from wayhome.cli.record_json import filled_json

        options.write_output(json_to, to_text(filled_json(filled)))
    _say_filled(session.words, filling)


@click.command("photo")
@click.argument("child", type=ID)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--item", type=ID, help="The number of what it shows, such as a mark.")
@click.option("--taken", metavar="DAY", help="The day it was taken, such as 2026-03-14.")
@options.lang_option
@options.home_option
def photo_command(
    child: int,
    file: Path,
    item: int | None,
    taken: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Keep a photo of a child, made anew without place and other hidden details.

    CHILD is the child's number. Prints the number of the photo.
    """
    from wayhome.record.pictures import LARGEST_PICTURE

    session = begin(lang, home)
    data = _read(str(file), LARGEST_PICTURE)
    with session.opened() as book:
        require_child(book, session.words, child)
        click.echo(book.add_photo(child, data, item_id=item, taken=taken or ""))
    speaking.note(session.words, "terminal.record.photo_saved")


def require_child(book: RecordBook, words: Words, child: int) -> None:
    """Refuse a number that no child has.

    Raises:
        UserProblem: ``unknown_child``.
    """
    known = [each.id for each in book.children()]
    if not known:
        speaking.refuse(words, "terminal.record.no_children")
    if child not in known:
        raise UserProblem("unknown_child", known=", ".join(map(str, known)))


def _read(source: str, most: int) -> bytes:
    """Return the bytes of a file, and one more than the most there may be where it is larger."""
    if source == options.STANDARD_OUTPUT:
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(source).open("rb") as file:
            return file.read(most + 1)
    except OSError:
        raise UserProblem("file_unreadable", path=source) from None


def _sentence(words: Words, problem: FillProblem) -> str:
    """Say what is wrong and where, in the file's own ids."""
    place = problem.place
    parts = []
    if place.child is not None:
        parts.append(words("terminal.record.fill.child", number=place.child))
    if place.item is not None:
        parts.append(words("terminal.record.fill.item", number=place.item))
    if place.section is not None:
        parts.append(f"{place.section}.{place.field}")
    own = words.find(f"terminal.record.fill.{problem.key}")
    said = own or words(f"problems.{problem.key}")
    sentence = said.format_map(problem.values)
    return f"{', '.join(parts)}: {sentence}" if parts else sentence


def _say_filled(words: Words, filling: Filling) -> None:
    items = sum(len(child.items) for child in filling.children)
    speaking.note(words, "terminal.record.filled", children=len(filling.children), items=items)
    if filling.left_out:
        speaking.note(words, "terminal.record.left_out")
