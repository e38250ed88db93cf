"""`wayhome read`: open exported chats, and say what was not understood."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING

import click

from wayhome.cli import options, speaking
from wayhome.cli.verify import showing_progress
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.words import Words
    from wayhome.review.contacts import Contacts
    from wayhome.review.reading import Reading

AUTO = "auto"
TABLE = "csv"


@click.command("read")
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "form", default=AUTO, help="Format of the exports, if known.")
@click.option("--zone", help="Zone of times that have none, such as America/Chicago.")
@click.option(
    "--dates",
    type=click.Choice([AUTO, "dmy", "mdy", "ymd"]),
    default=AUTO,
    help="Order of day, month and year, where the files leave a doubt.",
)
@click.option(
    "--columns",
    metavar="ROLE=NAME,...",
    help="Which column of a table is which, such as text=Message,from=Sender,at=Sent.",
)
@click.option(
    "--out", metavar="FILE", help="Write the messages as JSON Lines; - is standard output."
)
@click.option(
    "--report", "report_to", metavar="FILE", help="Write what was read, and what not, as JSON."
)
@click.option("--reader", "others", multiple=True, help="Switch on a reader of another package.")
@options.lang_option
def read_command(
    paths: tuple[str, ...],
    form: str,
    zone: str | None,
    dates: str,
    columns: str | None,
    out: str | None,
    report_to: str | None,
    others: tuple[str, ...],
    lang: str | None,
) -> None:
    """Read exported chats: files, zips, or folders that hold several. Nothing is kept.

    Without --out and --report: a summary. Pictures, videos and sounds are never opened.
    """
    from wayhome.model.messages import DateOrder
    from wayhome.review.contacts import Contacts
    from wayhome.review.readers.csv_columns import read_given
    from wayhome.review.reading import Settings
    from wayhome.review.zones import find_zone
    from wayhome.usecases.chat_reading import ReportWords, start_reading

    if out == report_to == options.STANDARD_OUTPUT:
        raise UserProblem("one_standard_output")
    for target in (out, report_to):
        refuse_to_overwrite(target, paths)
    wayhome, words = options.start(lang)
    settings = Settings(
        dates=None if dates == AUTO else DateOrder(dates),
        zone=find_zone(zone) if zone else None,
        # Only tables have columns.
        format=form if form != AUTO else TABLE if columns else None,
        columns=read_given(columns) if columns else {},
    )
    contacts = None if out and not report_to else Contacts()
    with showing_progress() as progress:
        reading = start_reading(
            wayhome.content.regions.values(), settings, progress, frozenset(others)
        )
        reading.with_digests = report_to is not None
        reading.find(paths)
        refuse_if_nothing(words, reading)
        _write_messages(reading, contacts, out)
    if report_to is not None:
        report = ReportWords(words).report(reading, contacts.all() if contacts else ())
        text = json.dumps(report, ensure_ascii=False, indent=2)
        options.write_output(report_to, f"{text}\n")
    elif out is None and contacts is not None:
        from wayhome.cli.read_printing import print_summary

        print_summary(words, reading, contacts)
    say_unread(words, reading)


def say_unread(words: Words, reading: Reading) -> None:
    """Print for each path of which nothing was read why that is so."""
    from wayhome.packet.verify import shown
    from wayhome.usecases.chat_reading import ReportWords

    for each in reading.unread:
        if each.whole:
            why = ReportWords(words).why_not(each)
            click.echo(words("reading.terminal.not_read", path=shown(each.path), why=why), err=True)


def refuse_to_overwrite(target: str | None, paths: tuple[str, ...]) -> None:
    """Raise UserProblem if what is to be written is one of the files to be read."""
    from pathlib import Path

    if target is None or target == options.STANDARD_OUTPUT or not Path(target).exists():
        return
    written = Path(target).resolve()
    for each in map(Path, paths):
        # A file in a folder that is to be read is one of the files to be read.
        if each.exists() and (each.samefile(target) or each.resolve() in written.parents):
            raise UserProblem("output_is_input", path=target)


def refuse_if_nothing(words: Words, reading: Reading) -> None:
    """End with a sentence for each path if none can be read."""
    from wayhome.packet.verify import shown
    from wayhome.usecases.chat_reading import ReportWords

    if reading.found:
        return
    told = reading.unread[:10]
    for each in told:
        why = ReportWords(words).why_not(each)
        click.echo(words("reading.terminal.not_read", path=shown(each.path), why=why), err=True)
    if not told:
        click.echo(words("reading.terminal.nothing"), err=True)
    raise click.exceptions.Exit(speaking.USER_PROBLEM)


def _write_messages(reading: Reading, contacts: Contacts | None, out: str | None) -> None:
    from wayhome.usecases.message_lines import lines_of

    with _writing_to(out) as stream:
        for opened in reading.conversations():
            heard = opened if contacts is None else contacts.listening_to(opened)
            for block in lines_of(heard):
                if stream is not None:
                    stream.write(block)


@contextmanager
def _writing_to(out: str | None) -> Iterator[IO[bytes] | None]:
    """Give where the messages go; a file appears when it is whole."""
    from pathlib import Path

    from wayhome.library.whole_files import whole_file

    if out is None:
        yield None
    elif out == options.STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with ExitStack() as stack:
            try:
                half = stack.enter_context(whole_file(Path(out)))
            except OSError:
                raise UserProblem("output_unwritable", path=out) from None
            yield half
