"""`wayhome open`: the app in the browser, on this computer only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wayhome.cli import options
from wayhome.usecases.home import Home

if TYPE_CHECKING:
    from pathlib import Path


@click.command("open")
@click.option("--port", type=click.IntRange(1, 65535), help="Use this port on 127.0.0.1.")
@click.option("--no-browser", is_flag=True, help="Print the address, open no browser.")
@options.home_option
@options.lang_option
def open_command(
    port: int | None,
    no_browser: bool,  # noqa: FBT001 - click passes options by name
    home: Path | None,
    lang: str | None,
) -> None:
    """Open the app in the browser. This is what `wayhome` alone does."""
    wayhome, words = options.start(lang)
    from wayhome.web.opening import open_app

    started = open_app(
        wayhome,
        Home.find(home),
        port=port,
        open_browser=not no_browser,
        announce=lambda line: click.echo(line, err=True),
        language=words.language,
    )
    if started:
        # It ends only when somebody stops it.
        raise click.Abort
