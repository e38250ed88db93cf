"""`wayhome missing` and `wayhome suspected`: the ordered steps, without unlocking anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wayhome.cli import options
from wayhome.usecases.home import Home

if TYPE_CHECKING:
    from pathlib import Path


@click.command("missing")
@options.region_option
@options.json_option
@options.lang_option
@options.home_option
def missing_command(
    region: str | None, json_to: str | None, lang: str | None, home: Path | None
) -> None:
    """Show what to do, step by step, when a child is missing."""
    _show("missing", region, json_to, lang, home)


@click.command("suspected")
@options.region_option
@options.json_option
@options.lang_option
@options.home_option
def suspected_command(
    region: str | None, json_to: str | None, lang: str | None, home: Path | None
) -> None:
    """Show what to do, step by step, when you suspect that a child is exploited."""
    _show("suspected", region, json_to, lang, home)


def _show(
    procedure_id: str, region: str | None, json_to: str | None, lang: str | None, home: Path | None
) -> None:
    wayhome, words = options.start(lang)
    chosen = options.choose_region(wayhome, words, region, Home.find(home))
    procedure = wayhome.procedure(procedure_id, words.language, chosen)
    if json_to is not None:
        from wayhome.usecases.json_shapes import procedure_json, to_text

        options.write_output(json_to, to_text(procedure_json(procedure)))
        return
    from wayhome.cli.printing import Printer

    Printer(words).procedure(procedure)
