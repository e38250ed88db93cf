"""`wayhome cards`: the numbers on paper, for the wallet and for the fridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wayhome.cli import options
from wayhome.usecases.home import Home

if TYPE_CHECKING:
    from pathlib import Path


@click.command("cards")
@click.option(
    "--kind",
    type=click.Choice(["wallet", "fridge"]),
    required=True,
    help="wallet: eight cards to cut out. fridge: one sheet in large type.",
)
@click.option(
    "--out", required=True, metavar="FILE", help="Write the PDF to FILE; - is standard output."
)
@click.option(
    "--paper",
    type=click.Choice(["letter", "a4"]),
    help="The sheet in the printer. Without it: letter for US, CA and MX, else a4.",
)
@options.region_option
@options.lang_option
@options.home_option
def cards_command(
    kind: str,
    out: str,
    paper: str | None,
    region: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Make a PDF with the numbers to call: cards for the wallet or a sheet for the fridge."""
    from wayhome.paper.cards import Kind, Paper, draw_card

    wayhome, words = options.start(lang)
    chosen = options.choose_region(wayhome, words, region, Home.find(home))
    card = draw_card(
        Kind(kind), wayhome, words.language, chosen, Paper(paper) if paper is not None else None
    )
    if not card.accessible:
        click.echo(words("site.card.untagged"), err=True)
    options.write_output(out, card.pdf)
