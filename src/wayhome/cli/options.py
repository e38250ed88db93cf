"""Options that several commands share, and what they lead to."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli.language import plain_code, system_language
from wayhome.library.whole_files import write_whole
from wayhome.model.problems import UserProblem
from wayhome.usecases.wayhome import Wayhome

if TYPE_CHECKING:
    from wayhome.model.numbers import Region
    from wayhome.model.words import Words
    from wayhome.usecases.home import Home

STANDARD_OUTPUT = "-"
FALLBACK_REGION = "US"

lang_option = click.option("--lang", help="Language of what is printed, such as en or es.")
json_option = click.option(
    "--json", "json_to", metavar="FILE", help="Write JSON to FILE; - is standard output."
)
region_option = click.option("--region", help="Region of the numbers, such as US, GB or MX.")
home_option = click.option(
    "--home", type=click.Path(path_type=Path), help="Folder for what is kept."
)


def start(lang: str | None) -> tuple[Wayhome, Words]:
    """Read the content and choose the language."""
    wayhome = Wayhome.from_shipped_content(today=dt.date.today)
    chosen = system_language(wayhome.languages) if lang is None else plain_code(lang)
    return wayhome, wayhome.words(chosen)


def choose_region(wayhome: Wayhome, words: Words, name: str | None, home: Home) -> Region:
    """Return the region asked for, else the saved one, else the US; say which on standard error.

    It is never guessed from the language: a Spanish speaker may live anywhere.
    """
    saved = home.read_settings().region
    try:
        region = wayhome.region(saved or FALLBACK_REGION if name is None else name)
    except UserProblem:
        if name is not None:
            raise
        region = wayhome.region(FALLBACK_REGION)
    shown = words(f"numbers.regions.{region.id}.name")
    others = ", ".join(each for each in wayhome.content.regions if each != region.id)
    click.echo(words("terminal.region_used", region=shown, others=others), err=True)
    return region


def write_output(target: str, content: str | bytes) -> None:
    """Write to standard output (-) or to a file, whole or not at all."""
    if target == STANDARD_OUTPUT:
        if isinstance(content, str):
            sys.stdout.write(content)
        else:
            sys.stdout.buffer.write(content)
        return
    try:
        write_whole(Path(target), content.encode() if isinstance(content, str) else content)
    except OSError:
        raise UserProblem("output_unwritable", path=target) from None
