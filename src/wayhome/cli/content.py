"""`wayhome content check`: for those who write the content. English, as all of `--help`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from wayhome.check.rules import RULE_NAMES
from wayhome.cli import options
from wayhome.library import SHIPPED, find_faults
from wayhome.model.problems import UserProblem
from wayhome.review.readers.builtin import BUILT_IN

NOT_PASSED = 3


@click.group("content")
def content_command() -> None:
    """Look after the content: facts, flows, regions and words."""


@content_command.command("check")
@click.argument("folder", type=click.Path(path_type=Path), default=SHIPPED, required=False)
@click.pass_context
def content_check_command(ctx: click.Context, folder: Path) -> None:
    """Print every fault of the content at once, each with its file and line.

    FOLDER is the content to check; without it, the content that Wayhome runs on.
    """
    if not folder.is_dir():
        raise UserProblem("no_such_folder")
    today = dt.date.today()  # noqa: DTZ011 - the day where the author is
    faults = find_faults(RULE_NAMES, today, folder, BUILT_IN.keys())
    for fault in faults:
        click.echo(str(fault))
    if faults:
        click.echo(f"{len(faults)} faults. Mend them and run this again.", err=True)
        ctx.exit(NOT_PASSED)
    click.echo("The content passes every check.", err=True)


@content_command.command("due")
@options.json_option
@options.lang_option
def content_due_command(json_to: str | None, lang: str | None) -> None:
    """List every number and source that a person should check again, numbers first."""
    wayhome, words = options.start(lang)
    due = wayhome.due(words.language)
    if json_to is not None:
        from wayhome.usecases.guide_json import due_json
        from wayhome.usecases.json_shapes import to_text

        options.write_output(json_to, to_text(due_json(due)))
        return
    for each in due:
        day = each.last_known.isoformat() if each.last_known else "never"
        click.echo(f"{each.kind}\t{each.id}\t{day}\t{each.name}")
    click.echo(f"{len(due)} are due.", err=True)
