"""Ordered steps and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from wayhome.model.numbers import Need
from wayhome.web.shell import language, region, set_reader, shell, words
from wayhome.web.start_pages import country_choice
from wayhome.web.step_layout import log_address, sources_of
from wayhome.web.topic_layout import topics_that_explain

if TYPE_CHECKING:
    from werkzeug import Response

    from wayhome.model.numbers import Region
    from wayhome.usecases.views import NumberView

pages = Blueprint("guide_pages", __name__)

WHOSE = "whose"
"""What the suspected mode was told: a parent's own child, or one that somebody knows."""


@dataclass(frozen=True, slots=True)
class NeedList:
    """What one needs a number for, and the numbers in the order in which to call."""

    need: Need
    name: str
    numbers: tuple[NumberView, ...]


@pages.get("/d")
def suspected() -> str:
    """Show what to do when one suspects that somebody hurts a child."""
    return _show_procedure("suspected", "suspected")


@pages.post("/d")
def whose_child() -> Response:
    """Take whose child it is about. The answer lives in memory, under a random id."""
    chosen = shell().wayhome.take_choice("suspected", request.form.getlist("f"))
    if not chosen:
        return redirect(url_for("guide_pages.suspected"), 303)
    run = shell().runs.start({WHOSE: chosen})
    return redirect(url_for("guide_pages.suspected_of", run_id=run.id), 303)


@pages.get("/d/<run_id>")
def suspected_of(run_id: str) -> str | Response:
    """Show the steps that fit."""
    run = shell().runs.find(run_id)
    if run is None or WHOSE not in run.given:
        # Forgotten: the page with all the steps is always right.
        return redirect(url_for("guide_pages.suspected"), 303)
    return _show_procedure("suspected", "suspected", run.given[WHOSE], run=run.id)


@pages.get("/j")
def returned() -> str:
    """Show what helps when a child has come back."""
    return _show_procedure("after_return", "returned")


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


def _show_procedure(
    procedure_id: str, back: str, chosen: tuple[str, ...] = (), **place: object
) -> str:
    procedure = shell().wayhome.procedure(procedure_id, language(), region(), chosen)
    return render_template(
        "procedure.html",
        procedure=procedure,
        sources=sources_of(procedure.steps),
        topics=topics_that_explain(shell().wayhome, procedure_id, language()),
        log_address=log_address,
        **country_choice(back, **place),
    )
