"""`wayhome packet bag`: packet, calls, notes and plain exports in one bag that can be checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli import options, passphrases, speaking
from wayhome.cli.packet_pdf import NONE, numbers_in
from wayhome.cli.record_opening import begin
from wayhome.cli.record_writing import ID, require_child
from wayhome.cli.verify import showing_progress
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.cli.record_opening import Session
    from wayhome.packet.bag_values import Input
    from wayhome.usecases.bag_making import BagContents
    from wayhome.usecases.bag_receipts import Seal

ORIGINS = ("platform", "converted", "typed")
SECRET = passphrases.Secret("WAYHOME_BAG_PASSPHRASE_FILE", "bag.terminal.ask_passphrase")


@click.command("bag")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--child", type=ID, help="The number of a child: the packet on this child goes in.")
@click.option(
    "--notes",
    default=NONE,
    metavar="all|none|IDS",
    help="Notes of the diary: all, none, or numbers such as 3,7. Without it: none.",
)
@click.option("--calls/--no-calls", default=True, help="With the call log, or without it.")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file or folder to put in or to list; may be repeated.",
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    type=click.Choice(ORIGINS),
    help="Where a file is from: one for each --file, in their order, or one for all.",
)
@click.option(
    "--unread",
    is_flag=True,
    help="Open no file, only list them: while a child is missing, they are for the police.",
)
@click.option("--age-recipient", metavar="KEY", help="Seal it to a public key of age.")
@click.option("--age", "by_passphrase", is_flag=True, help="Seal it with age and a passphrase.")
@options.region_option
@options.lang_option
@options.home_option
def bag_command(
    out: Path,
    child: int | None,
    notes: str,
    calls: bool,  # noqa: FBT001 - click passes options by name
    files: tuple[Path, ...],
    origins: tuple[str, ...],
    unread: bool,  # noqa: FBT001 - the same
    age_recipient: str | None,
    by_passphrase: bool,  # noqa: FBT001 - the same
    region: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Make an evidence bag (BagIt) in the new folder OUT, and a receipt with its code beside it.

    A file goes in only if it can't hold pictures; else it is listed and stays where it is. With
    --age or --age-recipient OUT is one sealed file. The code is printed on standard output.
    """
    from wayhome import __version__
    from wayhome.packet.bag_values import Origin, Watch
    from wayhome.usecases.bag_making import BagMaker, look_at_files

    session = begin(lang, home)
    if files and not unread:
        # Missing mode is another process's: only who types this knows.
        speaking.note(session.words, "bag.terminal.unread_hint")
    picked = [(path, Origin(each)) for path, each in _with_origins(session, files, origins)]
    wanted = numbers_in(session, notes)
    seal = _seal(session, age_recipient, by_passphrase=by_passphrase)
    wayhome, words = session.room.wayhome, session.words
    spoken = (words, *(wayhome.words(each) for each in wayhome.languages if each != words.language))
    with session.files() as record_files:
        contents = _from_record(session, child, wanted, region, calls=calls)
        with showing_progress() as progress:
            inputs = look_at_files(picked, Watch(progress), unread=unread)
        _say_what_stays(session, inputs)
        with showing_progress() as progress:
            watch = Watch(progress, note=record_files.note_open_file)
            receipt = BagMaker(spoken, __version__).make(
                _with_inputs(contents, inputs),
                out.absolute(),
                session.room.now(),
                seal=seal,
                watch=watch,
            )
    click.echo(receipt.code)
    speaking.note(words, "bag.terminal.saved", path=out, receipt=receipt.slip)
    if seal is None:
        speaking.note(words, "bag.terminal.lies_open")
    speaking.note(words, "bag.shows")


def _with_origins(
    session: Session, files: tuple[Path, ...], origins: tuple[str, ...]
) -> Iterator[tuple[Path, str]]:
    """Give each file with its origin; ask for it where somebody is there to answer."""
    if len(origins) == 1:
        origins *= len(files)
    if files and not origins and not speaking.at_terminal():
        speaking.refuse(session.words, "bag.terminal.origin_needed")
    if origins and len(origins) != len(files):
        speaking.refuse(session.words, "bag.terminal.origins_differ")
    for place, path in enumerate(files):
        yield path, origins[place] if origins else _ask_origin(session, path)


def _ask_origin(session: Session, path: Path) -> str:
    from wayhome.packet.verify import shown

    words = session.words
    speaking.note(words, "bag.terminal.ask_origin", name=shown(path.name))
    for number, each in enumerate(ORIGINS, 1):
        click.echo(f"  {number}  {words(f'bag.origins.{each}.label')}", err=True)
    while True:
        typed = speaking.read_line(words, words("bag.terminal.number")).strip()
        if typed in {"1", "2", "3"}:
            return ORIGINS[int(typed) - 1]


def _seal(session: Session, recipient: str | None, *, by_passphrase: bool) -> Seal | None:
    from wayhome.usecases.bag_making import check_recipient
    from wayhome.usecases.bag_receipts import Seal

    if recipient and by_passphrase:
        speaking.refuse(session.words, "bag.terminal.one_seal")
    if recipient:
        return Seal(recipient=check_recipient(recipient))
    if by_passphrase:
        return Seal(passphrase=passphrases.ask_for_another(SECRET, session.words))
    return None


def _from_record(
    session: Session,
    child: int | None,
    notes: tuple[int, ...] | None,
    region: str | None,
    *,
    calls: bool,
) -> BagContents:
    from dataclasses import replace

    from wayhome.usecases.bag_record import take_from_record

    book = session.room.book
    if child is not None:
        require_child(book, session.words, child)
    there = [each for each in book.notes() if child is None or each.child in (child, None)]
    if set(notes or ()) - {each.id for each in there}:
        raise UserProblem("bag_no_notes")
    taken = take_from_record(session.room.wayhome, book, child, notes)
    return replace(
        taken,
        packet_pdf=b"" if child is None else _draw(session, child, notes, region, calls=calls),
        calls=taken.calls if calls else None,
    )


def _draw(
    session: Session, child: int, notes: tuple[int, ...] | None, region: str | None, *, calls: bool
) -> bytes:
    from wayhome.packet.packet_values import Paper
    from wayhome.paper.cards import usual_paper
    from wayhome.paper.phrases import written_day
    from wayhome.usecases.packet_choices import Choices
    from wayhome.usecases.packet_making import PacketMaker

    wayhome, book = session.room.wayhome, session.room.book
    chosen = options.choose_region(wayhome, session.words, region, session.room.home)
    choices = Choices(
        child=child,
        language=session.words.language,
        paper=Paper(usual_paper(chosen).value),
        notes=notes,
        calls=calls,
    )
    return PacketMaker(wayhome, book, chosen, written_day).draw(choices).pdf


def _with_inputs(contents: BagContents, inputs: tuple[Input, ...]) -> BagContents:
    from dataclasses import replace

    return replace(contents, inputs=inputs)


def _say_what_stays(session: Session, inputs: tuple[Input, ...]) -> None:
    """Say which files stay where they are, why, and what to do with them."""
    from wayhome.packet.verify import shown

    words = session.words
    staying = [each for each in inputs if each.stays]
    for each in staying:
        click.echo(f"{shown(each.name)}: {words(f'bag.stays.{each.stays}')}", err=True)
    for key in ("leave", "police", "tipline", "take_down") if staying else ():
        speaking.note(words, f"bag.instead.{key}")
