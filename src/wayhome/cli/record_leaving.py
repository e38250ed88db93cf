"""`wayhome record export`, `calendar` and `shred`: what leaves the record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli import options, speaking
from wayhome.cli.record_opening import Session, begin
from wayhome.cli.record_writing import ID, require_child
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.usecases.record_book import RecordBook

yes_option = click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@yes_option
@options.lang_option
@options.home_option
def export_command(
    folder: Path,
    yes: bool,  # noqa: FBT001 - click passes options by name
    lang: str | None,
    home: Path | None,
) -> None:
    """Write everything into open files in a new FOLDER: JSON and photos, sealed no longer."""
    session = begin(lang, home)
    session.room.folder.read_key_file()
    speaking.note(session.words, "terminal.record.export_warning")
    speaking.confirm(session.words, said_yes=yes)
    with session.files() as files:
        files.export(folder.absolute())
    speaking.note(session.words, "terminal.record.lies_open", path=folder)


@click.command("calendar")
@click.argument("file", type=click.Path(path_type=Path))
@options.lang_option
@options.home_option
def calendar_command(file: Path, lang: str | None, home: Path | None) -> None:
    """Write a calendar FILE that reminds of what is due, in words that tell nothing."""
    session = begin(lang, home)
    with session.files() as files:
        files.save_calendar(file, session.words("terminal.record.calendar_title"), "")
    speaking.note(session.words, "terminal.record.calendar_saved")


@click.command("shred")
@click.option("--note", type=ID, help="Destroy one note of the diary.")
@click.option("--child", type=ID, help="Destroy one child with photos, and notes on this child.")
@click.option("--item", type=ID, help="Destroy one entry of a child, such as a device.")
@click.option("--photo", type=ID, help="Destroy one photo.")
@click.option("--open-files", is_flag=True, help="Destroy what was saved unsealed and noted.")
@click.option("--all", "everything", is_flag=True, help="Destroy the whole record.")
@yes_option
@options.lang_option
@options.home_option
def shred_command(
    note: int | None,
    child: int | None,
    item: int | None,
    photo: int | None,
    open_files: bool,  # noqa: FBT001 - click passes options by name
    everything: bool,  # noqa: FBT001 - the same
    yes: bool,  # noqa: FBT001 - the same
    lang: str | None,
    home: Path | None,
) -> None:
    """Destroy one thing in the record, open files, or everything. It can't be undone."""
    session = begin(lang, home)
    part = {"note": note, "child": child, "item": item, "photo": photo}
    if sum(each is not None for each in part.values()) + open_files + everything != 1:
        speaking.refuse(session.words, "terminal.record.shred_one")
    if everything:
        _shred_everything(session, said_yes=yes)
    elif open_files:
        _shred_open_files(session, said_yes=yes)
    else:
        kind, number = next(each for each in part.items() if each[1] is not None)
        _shred_part(session, kind, number or 0, said_yes=yes)
    speaking.note(session.words, "terminal.record.shredded")


def _shred_everything(session: Session, *, said_yes: bool) -> None:
    from wayhome.usecases.record_files import RecordFiles

    if not session.room.folder.path.exists():
        raise UserProblem("record_none")
    speaking.note(session.words, "terminal.record.shred_all_warning")
    _promise(session, said_yes=said_yes)
    if _can_be_opened(session):
        # Not by whoever happens to sit at this computer.
        with session.opened():
            RecordFiles(session.room).shred_everything()
    else:
        RecordFiles(session.room).shred_everything()


def _can_be_opened(session: Session) -> bool:
    try:
        session.room.folder.read_key_file()
    except UserProblem:
        return False
    return True


def _shred_open_files(session: Session, *, said_yes: bool) -> None:
    with session.files() as files:
        there = files.open_files()
        if not there:
            speaking.refuse(session.words, "terminal.record.no_open_files")
        speaking.note(session.words, "terminal.record.shred_files_warning")
        for path in there:
            click.echo(f"  {path}", err=True)
        _promise(session, said_yes=said_yes)
        for _ in there:
            files.shred_open_file(0)


def _shred_part(session: Session, kind: str, number: int, *, said_yes: bool) -> None:
    with session.opened() as book:
        remove = _way_to_remove(session, book, kind, number)
        speaking.note(session.words, f"terminal.record.shred_{kind}_warning", id=number)
        if session.room.folder.asides():
            speaking.note(session.words, "terminal.record.shred_asides")
        _promise(session, said_yes=said_yes)
        remove()


def _way_to_remove(
    session: Session, book: RecordBook, kind: str, number: int
) -> Callable[[], None]:
    """Return what removes it; a problem if there is no such thing."""
    match kind:
        case "note":
            book.note(number)
            return partial(book.remove_note, number)
        case "photo":
            book.photo_info(number)
            return partial(book.remove_photo, number)
        case "item":
            for child in book.children():
                if any(item.id == number for item in child.items):
                    return partial(book.remove_item, child.id, number)
            raise UserProblem("record_gone")
        case _:
            require_child(book, session.words, number)
            return partial(book.remove_child, number)


def _promise(session: Session, *, said_yes: bool) -> None:
    """Say what destroying can promise and what not, before anybody answers."""
    speaking.note(session.words, "terminal.record.shred_promise")
    speaking.confirm(session.words, said_yes=said_yes)
