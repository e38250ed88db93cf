"""`wayhome packet pdf` and `poster`: the packet on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli import options, speaking
from wayhome.cli.record_opening import begin
from wayhome.cli.record_writing import ID, require_child
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    import datetime as dt

    from wayhome.cli.record_opening import Session
    from wayhome.usecases.packet_choices import Choices

ALL, NONE = "all", "none"

child_option = click.option("--child", type=ID, required=True, help="The number of the child.")
language_option = click.option(
    "--language",
    type=click.Choice(["en", "es", "en+es"]),
    help="Language of the paper; en+es is English with Spanish beside it. Without it: --lang.",
)
paper_option = click.option(
    "--paper",
    type=click.Choice(["letter", "a4"]),
    help="The sheet in the printer. Without it: letter for US, CA and MX, else a4.",
)
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]),
    help="The moment it speaks of, such as 2026-11-22T21:30-05:00. Without it: now.",
)


@click.command("pdf")
@click.argument("out")
@child_option
@language_option
@paper_option
@click.option(
    "--for",
    "made_for",
    type=click.Choice(["police", "school"]),
    default="police",
    help="police: everything that is chosen. school: one page with little on it.",
)
@click.option(
    "--leave-out", multiple=True, metavar="SECTION", help="Leave out a section; may be repeated."
)
@click.option(
    "--notes",
    default=NONE,
    metavar="all|none|IDS",
    help="Notes of the diary: all, none, or numbers such as 3,7. Without it: none.",
)
@click.option("--calls/--no-calls", default=True, help="With the call log, or without it.")
@as_of_option
@options.region_option
@options.lang_option
@options.home_option
def pdf_command(
    out: str,
    child: int,
    language: str | None,
    paper: str | None,
    made_for: str,
    leave_out: tuple[str, ...],
    notes: str,
    calls: bool,  # noqa: FBT001 - click passes options by name
    as_of: dt.datetime | None,
    region: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Make the packet as a PDF. OUT is a new file; - is standard output. It is not sealed."""
    from wayhome.usecases.packet_choices import Choices, MadeFor

    session = begin(lang, home)
    choices = Choices(
        child=child,
        made_for=MadeFor(made_for),
        as_of=as_of,
        language=language or session.words.language,
        leave_out=frozenset(leave_out),
        notes=numbers_in(session, notes),
        calls=calls,
    )
    _make(session, choices, out, paper, region)


@click.command("poster")
@click.argument("out")
@child_option
@language_option
@paper_option
@click.option("--mark", type=ID, multiple=True, help="The number of a mark to name on it.")
@as_of_option
@options.region_option
@options.lang_option
@options.home_option
def poster_command(
    out: str,
    child: int,
    language: str | None,
    paper: str | None,
    mark: tuple[int, ...],
    as_of: dt.datetime | None,
    region: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Make a poster as a PDF. It needs the police department and the case number.

    OUT is a new file; - is standard output. It never shows a number of the family.
    """
    from wayhome.usecases.packet_choices import Choices, MadeFor

    session = begin(lang, home)
    choices = Choices(
        child=child,
        made_for=MadeFor.POSTER,
        language=language or session.words.language,
        marks=frozenset(mark),
        as_of=as_of,
    )
    _make(session, choices, out, paper, region)


def numbers_in(session: Session, notes: str) -> tuple[int, ...] | None:
    """Return the numbers of notes; None for all."""
    if notes == ALL:
        return None
    if notes == NONE:
        return ()
    numbers = [each.strip() for each in notes.split(",")]
    if not all(each.isascii() and each.isdecimal() for each in numbers):
        speaking.refuse(session.words, "packet.terminal.notes")
    return tuple(map(int, numbers))


def _make(
    session: Session, choices: Choices, out: str, paper: str | None, region: str | None
) -> None:
    """Draw what was chosen and write it, whole or not at all; note where it lies open."""
    from dataclasses import replace

    from wayhome.packet.packet_values import Paper
    from wayhome.paper.cards import usual_paper
    from wayhome.paper.phrases import written_day
    from wayhome.usecases.packet_making import PacketMaker

    wayhome = session.room.wayhome
    chosen = options.choose_region(wayhome, session.words, region, session.room.home)
    sheet = Paper(paper or usual_paper(chosen).value)
    if out != options.STANDARD_OUTPUT and Path(out).exists():
        raise UserProblem("file_exists", path=out)
    with session.files() as files:
        book = session.room.book
        require_child(book, session.words, choices.child)
        maker = PacketMaker(wayhome, book, chosen, written_day)
        drawn = maker.draw(replace(choices, paper=sheet))
        if not drawn.accessible:
            speaking.note(session.words, "packet.terminal.unmarked")
        if out == options.STANDARD_OUTPUT:
            options.write_output(out, drawn.pdf)
            return
        files.save_open_file(Path(out), drawn.pdf)
    speaking.note(session.words, "packet.terminal.saved", path=out)
