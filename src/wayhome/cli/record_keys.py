"""What opens the record: making it, its passphrase and its paper, mending and checking it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from wayhome.cli import options, passphrases, speaking
from wayhome.cli.passphrases import FIRST_PASSPHRASE, NEXT_PASSPHRASE, PASSPHRASE, RECOVERY_KEY
from wayhome.cli.record_opening import begin
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.cli.record_opening import Session
    from wayhome.model.words import Words
    from wayhome.record.folder import RecordFolder

NOT_PASSED = 3
DAMAGED = frozenset({"record_damaged", "record_key_damaged", "record_key_lost"})


@click.command("create")
@click.option(
    "--recovery-key",
    "target",
    default=options.STANDARD_OUTPUT,
    metavar="FILE",
    help="Write the recovery key to a new FILE; - is standard output, and what happens without it.",
)
@options.lang_option
@options.home_option
def create_command(target: str, lang: str | None, home: Path | None) -> None:
    """Make a record, and print its recovery key, this once.

    The key opens the record if the passphrase is lost. Write it on paper.
    """
    session = begin(lang, home)
    session.require_none()
    with _key_file(target) as file, session.closing():
        passphrase = passphrases.ask_for_another(FIRST_PASSPHRASE, session.words)
        speaking.note(session.words, "terminal.record.working")
        _hand_over(session.room.create(passphrase), file, session.words)


@click.command("passphrase")
@options.lang_option
@options.home_option
def passphrase_command(lang: str | None, home: Path | None) -> None:
    """Change the passphrase.

    Without a terminal: WAYHOME_PASSPHRASE_FILE names the file with the present one,
    WAYHOME_NEW_PASSPHRASE_FILE the file with the one that is to come.
    """
    session = begin(lang, home)
    passphrases.require_terminal(NEXT_PASSPHRASE, session.words)
    with session.closing():
        old = session.unlock()
        another = passphrases.ask_for_another(NEXT_PASSPHRASE, session.words)
        speaking.note(session.words, "terminal.record.working")
        session.room.change_passphrase(old, another)
    speaking.note(session.words, "terminal.record.passphrase_changed")


@click.command("recovery-key")
@click.option(
    "--out",
    default=options.STANDARD_OUTPUT,
    metavar="FILE",
    help="Write the key to a new FILE; - is standard output, and what happens without it.",
)
@options.lang_option
@options.home_option
def recovery_key_command(out: str, lang: str | None, home: Path | None) -> None:
    """Make another recovery key, and print it, this once. The earlier one opens nothing then."""
    session = begin(lang, home)
    with _key_file(out) as file, session.opened():
        _hand_over(session.room.change_recovery_key(), file, session.words)
        speaking.note(session.words, "terminal.record.old_key_is_dead")


@click.command("recover")
@options.lang_option
@options.home_option
def recover_command(lang: str | None, home: Path | None) -> None:
    """Come back with the recovery key from paper, and choose another passphrase.

    Without a terminal: WAYHOME_RECOVERY_KEY_FILE names the file with the key,
    WAYHOME_NEW_PASSPHRASE_FILE the file with the passphrase that is to come.
    """
    session = begin(lang, home)
    passphrases.require_terminal(NEXT_PASSPHRASE, session.words)
    chosen: list[str] = []

    def recover(typed: str) -> None:
        from wayhome.record.vault import recovery_secret

        # A slip of the pen is said before anybody thinks up a passphrase.
        recovery_secret(typed)
        if not chosen:
            chosen.append(passphrases.ask_for_another(NEXT_PASSPHRASE, session.words))
        speaking.note(session.words, "terminal.record.working")
        session.room.recover(typed, chosen[0])

    with session.closing():
        session.room.folder.read_key_file()
        session.ask(RECOVERY_KEY, recover)
        session.say_taken_in()
    speaking.note(session.words, "terminal.record.recovered")


@click.command("repair")
@options.lang_option
@options.home_option
def repair_command(lang: str | None, home: Path | None) -> None:
    """Put the kept key file in the place of a damaged one."""
    session = begin(lang, home)
    folder = session.room.folder
    before = _key_bytes(folder)
    if not _may_need_repair(folder):
        # Else an older key file would take the place of a whole one.
        speaking.note(session.words, "terminal.record.nothing_to_repair")
        return
    with session.closing():
        session.ask(PASSPHRASE, session.room.repair)
        session.say_taken_in()
    changed = _key_bytes(folder) != before
    name = "repaired" if changed else "nothing_to_repair"
    speaking.note(session.words, f"terminal.record.{name}")


def _may_need_repair(folder: RecordFolder) -> bool:
    """Tell whether the key file is damaged, or may be: some damage only the passphrase shows."""
    try:
        header = folder.read_key_file()
    except UserProblem as problem:
        if problem.key != "record_key_damaged":
            raise
        return True
    return folder.read_kept_key_file() not in (None, header)


def _key_bytes(folder: RecordFolder) -> bytes:
    from wayhome.record.folder import KEY

    path = folder.path / KEY
    return path.read_bytes() if path.is_file() else b""


@click.command("put-back")
@click.argument("name", required=False)
@options.lang_option
@options.home_option
def put_back_command(name: str | None, lang: str | None, home: Path | None) -> None:
    """Use a record again that was put aside; NAME is its folder's, where there are several.

    A record that is here is put aside instead. Nothing is destroyed.
    """
    session = begin(lang, home)
    there = session.room.folder.asides()
    found = [path for path in there if name in (None, path.name)]
    if not found:
        raise UserProblem("aside_gone")
    if len(found) > 1:
        for path in found:
            click.echo(path.name)
        speaking.refuse(session.words, "terminal.record.put_back_which")
    session.room.put_back(found[0])
    speaking.note(session.words, "terminal.record.put_back")


@click.command("check")
@options.lang_option
@options.home_option
@click.pass_context
def check_command(ctx: click.Context, lang: str | None, home: Path | None) -> None:
    """Look at every page of the record, and the call log: exit 0 if whole, 3 if it is damaged."""
    session = begin(lang, home)
    try:
        with session.opened():
            damaged = session.room.record.store.find_damage()
            broken = None if damaged else _find_break(session)
    except UserProblem as problem:
        if problem.key not in DAMAGED:
            raise
        speaking.say_problem(session.words, problem)
        ctx.exit(NOT_PASSED)
    if damaged:
        speaking.say_problem(session.words, UserProblem("record_damaged"))
        ctx.exit(NOT_PASSED)
    if broken is not None:
        speaking.note(session.words, "call_log.terminal.broken", n=broken)
        ctx.exit(NOT_PASSED)
    speaking.note(session.words, "terminal.record.whole")


def _find_break(session: Session) -> int | None:
    """Return the first place at which the call log is not what was written."""
    from wayhome.record.call_chain import find_break

    log = session.room.book.call_log()
    found = find_break(log.entries, log.gaps)
    return found.n if found else None


@contextmanager
def _key_file(target: str) -> Iterator[IO[bytes] | None]:
    """Give a new file that only this user can read, or None for standard output.

    It is made before the key is: a key that can't be written down must not come into being.
    """
    if target == options.STANDARD_OUTPUT:
        yield None
        return
    path = Path(target)
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UserProblem("file_exists", path=target) from None
    except OSError:
        raise UserProblem("output_unwritable", path=target) from None
    try:
        with os.fdopen(number, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _hand_over(key: str, file: IO[bytes] | None, words: Words) -> None:
    if file is None:
        speaking.note(words, "terminal.record.key_to_paper")
        click.echo(key)
        return
    try:
        file.write(f"{key}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    except OSError:
        speaking.refuse(words, "terminal.record.key_not_written")
    speaking.note(words, "terminal.record.key_in_file")
