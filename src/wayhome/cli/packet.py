"""`wayhome packet`: what police, a school or a printer get, from the sealed record."""

from __future__ import annotations

import click

from wayhome.cli.lazy import LazyGroup

COMMANDS = {
    "pdf": "wayhome.cli.packet_pdf:pdf_command",
    "poster": "wayhome.cli.packet_pdf:poster_command",
    "bag": "wayhome.cli.packet_bag:bag_command",
}
"""In the order of `--help`."""


@click.group("packet", cls=LazyGroup, places=COMMANDS)
@click.pass_context
def packet_command(ctx: click.Context) -> None:
    """Make what the police, a school or a printer can use. Nothing is sent.

    The passphrase is asked for, or read from the file named in WAYHOME_PASSPHRASE_FILE.
    """
    # What stood before `packet` counts for the command after it.
    if ctx.invoked_subcommand is not None:
        ctx.default_map = {ctx.invoked_subcommand: dict(ctx.default_map or {})}
