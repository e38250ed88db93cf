"""`wayhome content check`: for those who write the content. English, as all of `--help`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from wayhome.check.rules import RULE_NAMES
from wayhome.library import SHIPPED, find_faults

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
    today = dt.date.today()  # noqa: DTZ011 - the day where the author is
    faults = find_faults(RULE_NAMES, today, folder)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        click.echo(f"{len(faults)} faults. Mend them and run this again.", err=True)
        ctx.exit(NOT_PASSED)
    click.echo("The content passes every check.", err=True)
