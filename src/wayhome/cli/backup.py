"""`wayhome backup` and `wayhome restore`: the whole record in one sealed file, and back."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from wayhome.cli import options, speaking
from wayhome.cli.passphrases import PASSPHRASE, RECOVERY_KEY
from wayhome.cli.record_opening import Session, begin
from wayhome.model.problems import UserProblem
from wayhome.usecases.record_room import RoomState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wayhome.model.words import Words
    from wayhome.record.backup import Restored


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@options.lang_option
@options.home_option
def backup_command(file: Path, lang: str | None, home: Path | None) -> None:
    """Write the whole record, sealed as it is, into one new FILE."""
    session = begin(lang, home)
    with session.files() as files, _progress() as progress:
        files.back_up(file, progress)
    speaking.note(session.words, "terminal.record.backed_up", path=file)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Set the record aside that is here already.")
@click.option(
    "--recovery-key", "by_paper", is_flag=True, help="Open it with the recovery key from paper."
)
@options.lang_option
@options.home_option
def restore_command(
    file: Path,
    replace: bool,  # noqa: FBT001 - click passes options by name
    by_paper: bool,  # noqa: FBT001 - the same
    lang: str | None,
    home: Path | None,
) -> None:
    """Bring a record back from a sealed FILE. Nothing is touched before the file proved whole."""
    session = begin(lang, home)
    if session.room.state is not RoomState.NONE and not replace:
        raise UserProblem("restore_exists")
    try:
        source = file.open("rb")
    except OSError:
        raise UserProblem("file_unreadable", path=file) from None
    with source, session.closing():
        restored = _restore(session, source, replace=replace, by_paper=by_paper)
    _say_restored(session.words, restored)
    speaking.note(
        session.words,
        "terminal.record.restored_by_paper" if by_paper else "terminal.record.restored",
    )


def _restore(session: Session, source: IO[bytes], *, replace: bool, by_paper: bool) -> Restored:
    from wayhome.usecases.record_files import RecordFiles

    files = RecordFiles(session.room)

    def with_passphrase(typed: str) -> Restored:
        return files.restore_with_passphrase(source, typed, replace=replace)

    def with_key(typed: str) -> Restored:
        return files.restore_with_recovery_key(source, typed, replace=replace)

    if by_paper:
        return session.ask(RECOVERY_KEY, with_key)
    return session.ask(PASSPHRASE, with_passphrase)


def _say_restored(words: Words, restored: Restored) -> None:
    """Count what came back. Counts only: whoever looks on learns no name."""
    children = restored.holdings.children
    click.echo(
        words(
            "terminal.record.came_back",
            children=len(children),
            photos=sum(len(child.photos) for child in children),
            notes=len(restored.holdings.notes),
            calls=len(restored.holdings.calls.entries),
        )
    )
    if restored.replaced is not None:
        speaking.note(words, "terminal.record.set_aside", path=restored.replaced)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show how far it is, in one line that is written over; nothing where nobody looks."""
    if not speaking.is_watched():
        yield None
        return
    try:
        yield lambda done, total: click.echo(
            f"\r{min(100, done * 100 // max(total, 1))} %", nl=False, err=True
        )
    finally:
        click.echo(err=True)
