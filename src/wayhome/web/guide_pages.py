"""Ordered steps and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from wayhome.model.numbers import Need
from wayhome.web.shell import language, region, set_reader, shell, words
from wayhome.web.start_pages import country_choice
from wayhome.web.topic_layout import topics_that_explain

if TYPE_CHECKING:
    from wayhome.model.numbers import Region
    from wayhome.usecases.views import NumberView

pages = Blueprint("guide_pages", __name__)


@dataclass(frozen=True, slots=True)
class NeedList:
    """What one needs a number for, and the numbers in the order in which to call."""

    need: Need
    name: str
    numbers: tuple[NumberView, ...]


@pages.get("/c")
def missing() -> str:
    """Show what to do when a child is missing."""
    return _show_procedure("missing", "missing")


@pages.get("/d")
def suspected() -> str:
    """Show what to do when one suspects that somebody hurts a child."""
    return _show_procedure("suspected", "suspected")


@pages.get("/e")
def young() -> str:
    """Show help for a young person. It passes through nobody."""
    set_reader("young_person")
    return _show_procedure("young_person", "young")


@pages.get("/f")
def other() -> str:
    """Show what another adult can do."""
    return _show_procedure("other_adult", "other")


@pages.get("/g")
def numbers() -> str:
    """Show whom to call for what."""
    chosen = region()
    lists = _lists_of(chosen) if chosen else []
    return render_template("numbers.html", lists=lists, **country_choice("numbers"))


def _lists_of(chosen: Region) -> list[NeedList]:
    """Return a list for each need that somebody serves there."""
    lists = (
        NeedList(
            need,
            words()(f"numbers.needs.{need}.name"),
            shell().wayhome.numbers(chosen, language(), need),
        )
        for need in Need
    )
    return [each for each in lists if each.numbers]


def _show_procedure(procedure_id: str, back: str) -> str:
    procedure = shell().wayhome.procedure(procedure_id, language(), region())
    steps = [step for phase in procedure.phases for step in phase.steps]
    sources = {view.source.id: view for step in steps for view in step.sources}
    return render_template(
        "procedure.html",
        procedure=procedure,
        sources=list(sources.values()),
        topics=topics_that_explain(shell().wayhome, procedure_id, language()),
        **country_choice(back),
    )
