"""`wayhome verify`: check an evidence bag, this program's own or anybody's."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli import options, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOT_PASSED = 3


@click.command("verify")
@click.argument("bag", type=click.Path(path_type=Path))
@click.option("--code", default="", help="The bag's code from paper, to compare.")
@options.lang_option
def verify_command(bag: Path, code: str, lang: str | None) -> None:
    """Check that BAG is as it was when it was made. It may be anybody's, if it is BagIt.

    Nothing is changed or fetched, and no link is followed. Exit 3 if it does not pass.
    """
    from wayhome.packet import verify

    _, words = options.start(lang)
    try:
        with showing_progress() as progress:
            report = verify.check_bag(bag, verify.bare_code(code) if code else "", progress)
    except verify.NoBagError as problem:
        speaking.refuse(words, f"bag.verify.says.{problem}")
    for fault in report.faults:
        meaning = words(f"bag.verify.faults.{fault.kind}")
        click.echo(f"{verify.shown(fault.where)}: {meaning}")
    for key in verify.closing_words(report, compared=bool(code)):
        name = f"bag.{key}" if key == "shows" else f"bag.verify.says.{key}"
        click.echo(words(name, **report.values()))
    if report.faults:
        raise click.exceptions.Exit(NOT_PASSED)


@contextmanager
def showing_progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show how far it is, in one line that is written over; nothing where nobody looks."""
    if not speaking.is_watched():
        yield None
        return
    shown = [-1]

    def show(done: int, total: int) -> None:
        share = min(100, done * 100 // max(total, 1))
        if share != shown[0]:
            shown[0] = share
            click.echo(f"\r{share} %", nl=False, err=True)

    try:
        yield show
    finally:
        click.echo(err=True)
