"""`wayhome record`: the sealed record of a child, in the terminal."""

from __future__ import annotations

import click

from wayhome.cli.lazy import LazyGroup

COMMANDS = {
    "create": "wayhome.cli.record_keys:create_command",
    "show": "wayhome.cli.record_reading:show_command",
    "due": "wayhome.cli.record_reading:due_command",
    "timeline": "wayhome.cli.record_reading:timeline_command",
    "add-child": "wayhome.cli.record_writing:add_child_command",
    "fill": "wayhome.cli.record_writing:fill_command",
    "photo": "wayhome.cli.record_writing:photo_command",
    "note": "wayhome.cli.record_notes:note_command",
    "correct": "wayhome.cli.record_notes:correct_command",
    "call": "wayhome.cli.record_calls:call_command",
    "calls": "wayhome.cli.record_calls:calls_command",
    "passphrase": "wayhome.cli.record_keys:passphrase_command",
    "recovery-key": "wayhome.cli.record_keys:recovery_key_command",
    "recover": "wayhome.cli.record_keys:recover_command",
    "repair": "wayhome.cli.record_keys:repair_command",
    "put-back": "wayhome.cli.record_keys:put_back_command",
    "check": "wayhome.cli.record_keys:check_command",
    "export": "wayhome.cli.record_leaving:export_command",
    "calendar": "wayhome.cli.record_leaving:calendar_command",
    "shred": "wayhome.cli.record_leaving:shred_command",
}
"""In the order of `--help`."""


@click.group("record", cls=LazyGroup, places=COMMANDS)
@click.pass_context
def record_command(ctx: click.Context) -> None:
    """Keep a child's details sealed on this computer, ready before they are needed.

    The passphrase is asked for, or read from the file named in WAYHOME_PASSPHRASE_FILE.
    """
    # What stood before `record` counts for the command after it.
    if ctx.invoked_subcommand is not None:
        ctx.default_map = {ctx.invoked_subcommand: dict(ctx.default_map or {})}
