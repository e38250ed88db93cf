"""`wayhome missing`, `suspected` and `returned`: ordered steps, without unlocking anything."""

from __future__ import annotations

from pathlib import Path

import click

from wayhome.cli import options
from wayhome.model.problems import UserProblem
from wayhome.usecases.home import Home


@click.command("missing")
@click.option(
    "--fits",
    metavar="ID",
    multiple=True,
    help="Show only the steps that fit: no_contact, may_have_run, taken_by_family, "
    "unknown_person, from_care, abroad. Several may be given.",
)
@click.option(
    "--exports-in",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Instead, list the files in FOLDER that look like exported chats, for the police. "
    "None of them is opened.",
)
@options.region_option
@options.json_option
@options.lang_option
@options.home_option
def missing_command(
    fits: tuple[str, ...],
    exports_in: Path | None,
    region: str | None,
    json_to: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Show what to do, step by step, when a child is missing."""
    if exports_in is not None:
        _list_exports(exports_in, json_to, lang)
        return
    _show("missing", fits, region, json_to, lang, home)


@click.command("suspected")
@click.option(
    "--about",
    metavar="ID",
    help="Show only the steps that fit: my_child, or someone_i_know for a child you know.",
)
@click.option(
    "--report-form",
    is_flag=True,
    help="Instead, show what the CyberTipline's public form asks, to get the answers ready.",
)
@options.region_option
@options.json_option
@options.lang_option
@options.home_option
def suspected_command(
    about: str | None,
    report_form: bool,  # noqa: FBT001 - click passes options by name
    region: str | None,
    json_to: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Show what to do, step by step, when you suspect that a child is exploited."""
    if report_form:
        _show_report_form(json_to, lang)
        return
    _show("suspected", () if about is None else (about,), region, json_to, lang, home)


@click.command("returned")
@options.region_option
@options.json_option
@options.lang_option
@options.home_option
def returned_command(
    region: str | None, json_to: str | None, lang: str | None, home: Path | None
) -> None:
    """Show what helps when a missing child has come back."""
    _show("after_return", (), region, json_to, lang, home)


def _show(
    procedure_id: str,
    fits: tuple[str, ...],
    region: str | None,
    json_to: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    wayhome, words = options.start(lang)
    chosen = wayhome.take_choice(procedure_id, fits)
    place = options.choose_region(wayhome, words, region, Home.find(home))
    procedure = wayhome.procedure(procedure_id, words.language, place, chosen)
    if json_to is not None:
        from wayhome.usecases.json_shapes import procedure_json, to_text

        options.write_output(json_to, to_text(procedure_json(procedure)))
        return
    from wayhome.cli.step_printing import StepPrinter

    StepPrinter(words).procedure(procedure)


def _show_report_form(json_to: str | None, lang: str | None) -> None:
    wayhome, words = options.start(lang)
    sections = wayhome.report_form(words.language)
    if json_to is not None:
        from wayhome.usecases.json_shapes import report_form_json, to_text

        options.write_output(json_to, to_text(report_form_json(sections)))
        return
    from wayhome.cli.step_printing import StepPrinter

    StepPrinter(words).report_form(sections)


def _list_exports(folder: Path, json_to: str | None, lang: str | None) -> None:
    from wayhome.usecases.old_exports import list_exports

    _, words = options.start(lang)
    listing = list_exports(folder)
    if not listing.readable:
        raise UserProblem("folder_missing", path=folder)
    if json_to is not None:
        from wayhome.usecases.json_shapes import old_exports_json, to_text

        options.write_output(json_to, to_text(old_exports_json(listing)))
        return
    from wayhome.cli.step_printing import StepPrinter

    StepPrinter(words).old_exports(listing)
