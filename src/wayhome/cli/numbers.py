"""`wayhome numbers`: whom to call, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wayhome.cli import options
from wayhome.model.numbers import Need
from wayhome.model.problems import UserProblem
from wayhome.usecases.home import Home

if TYPE_CHECKING:
    from pathlib import Path


@click.command("numbers")
@options.region_option
@click.option(
    "--need",
    help="Only: emergency, missing, suspected, images, crisis, runaway, home or youth.",
)
@options.json_option
@options.lang_option
@options.home_option
def numbers_command(
    region: str | None, need: str | None, json_to: str | None, lang: str | None, home: Path | None
) -> None:
    """Show whom to call, in the order in which to call."""
    wayhome, words = options.start(lang)
    wanted = _need(need)
    chosen = options.choose_region(wayhome, words, region, Home.find(home))
    numbers = wayhome.numbers(chosen, words.language, wanted)
    if json_to is not None:
        from wayhome.usecases.json_shapes import numbers_json, to_text

        options.write_output(json_to, to_text(numbers_json(numbers)))
        return
    from wayhome.cli.printing import Printer

    printer = Printer(words)
    key = f"numbers.needs.{wanted}.name" if wanted else "terminal.numbers_title"
    printer.heading(words(key))
    for number in numbers:
        click.echo()
        printer.number(number)


def _need(name: str | None) -> Need | None:
    if name is None:
        return None
    try:
        return Need(name.lower())
    except ValueError:
        raise UserProblem("unknown_need", known=", ".join(Need)) from None
