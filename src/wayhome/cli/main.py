"""The `wayhome` command: finds the command, and turns every kind of trouble into its exit code.

0 done, 1 a bug, 2 the user can fix it, 3 the thing checked did not pass, 130 stopped.
"""

from __future__ import annotations

import errno
import os
import secrets
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome import __version__
from wayhome.cli.language import language_in
from wayhome.cli.lazy import LazyGroup
from wayhome.model.problems import ContentBrokenError, UserProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "open": "wayhome.cli.opening:open_command",
    "check": "wayhome.cli.checking:check_command",
    "missing": "wayhome.cli.steps:missing_command",
    "suspected": "wayhome.cli.steps:suspected_command",
    "returned": "wayhome.cli.steps:returned_command",
    "numbers": "wayhome.cli.numbers:numbers_command",
    "guide": "wayhome.cli.guide:guide_command",
    "read": "wayhome.cli.reading:read_command",
    "review": "wayhome.cli.review:review_command",
    "record": "wayhome.cli.record:record_command",
    "packet": "wayhome.cli.packet:packet_command",
    "verify": "wayhome.cli.verify:verify_command",
    "backup": "wayhome.cli.backup:backup_command",
    "restore": "wayhome.cli.backup:restore_command",
    "site": "wayhome.cli.site:site_command",
    "cards": "wayhome.cli.cards:cards_command",
    "content": "wayhome.cli.content:content_command",
}
"""In the order of `--help`. Each is imported only when it is called, so that help is quick."""

DEEPEST_FRAMES = 8
"""Places that a bug's line names: those nearest to where it broke."""

DONE, BUG, USER_PROBLEM, STOPPED = 0, 1, 2, 130


@click.group(cls=LazyGroup, places=COMMANDS, invoke_without_command=True)
@click.option("--port", type=click.IntRange(1, 65535), help="Use this port on 127.0.0.1.")
@click.option("--no-browser", is_flag=True, help="Print the address, open no browser.")
@click.option("--home", type=click.Path(path_type=Path), help="Folder for what is kept.")
@click.option("--lang", help="Language of what is printed, such as en or es.")
@click.version_option(__version__, message="wayhome %(version)s")
@click.pass_context
def wayhome(
    ctx: click.Context,
    port: int | None,
    no_browser: bool,  # noqa: FBT001 - click passes options by name
    home: Path | None,
    lang: str | None,
) -> None:
    """Help for families against child sex trafficking, on this computer only.

    Without a command the app opens in the browser. Nothing leaves this computer.
    """
    if ctx.invoked_subcommand is None:
        from wayhome.cli.opening import open_command

        ctx.invoke(open_command, port=port, no_browser=no_browser, home=home, lang=lang)
        return
    # What stands before a command counts for it, unless it says otherwise itself.
    given = {"port": port, "no_browser": no_browser or None, "home": home, "lang": lang}
    if ctx.invoked_subcommand != "open" and (port is not None or no_browser):
        raise UserProblem("only_for_open", command=f"wayhome {ctx.invoked_subcommand}")
    ctx.default_map = {
        ctx.invoked_subcommand: {name: each for name, each in given.items() if each is not None}
    }


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit code. Every problem becomes one plain sentence."""
    _speak_utf8()
    try:
        # In this mode click returns what it would have exited with, for --help and --version.
        code = wayhome.main(list(arguments), prog_name="wayhome", standalone_mode=False)
        # Here, not at the end of the process, where nobody could catch a closed pipe.
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        return STOPPED
    except (BrokenPipeError, SystemExit):
        # click itself turns a closed pipe into an exit, and nothing else in this mode.
        # The reader (head, less) has seen enough. What is left goes nowhere, without complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EIO):
            return _explain(UserProblem("output_unwritable", path="-"), arguments)
        return _explain(error, arguments)
    except Exception as error:  # noqa: BLE001 - the last line of defence: never a traceback
        return _explain(error, arguments)
    return code if isinstance(code, int) else DONE


def _explain(error: Exception, arguments: Sequence[str]) -> int:
    from wayhome.cli.problems import sentence_for

    if isinstance(error, (UserProblem, ContentBrokenError, click.ClickException)):
        click.echo(sentence_for(error, language_in(arguments)), err=True)
        return USER_PROBLEM
    number = secrets.token_hex(4)
    # Never the message of the error: it may hold an answer or a name.
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST_FRAMES:]
    places = [f"{Path(at.filename).name}:{at.lineno}" for at in frames]
    click.echo(f"bug {number}: {type(error).__name__} at {' < '.join(reversed(places))}", err=True)
    click.echo(sentence_for(UserProblem("bug", number=number), language_in(arguments)), err=True)
    return BUG


def _speak_utf8() -> None:
    """Write UTF-8 with plain newlines everywhere, also into a pipe on Windows."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", newline="\n")
