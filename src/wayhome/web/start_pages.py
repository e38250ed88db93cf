"""The start, the choices of country and language, and what this program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, session, url_for

from wayhome.web.number_layout import NumberLayout
from wayhome.web.shell import LANGUAGE, REGION, UNSAVED, language, region, shell

if TYPE_CHECKING:
    from werkzeug import Response

pages = Blueprint("start_pages", __name__)

WAYS_BACK = {
    "start": "start_pages.start",
    "about": "start_pages.about",
    "missing": "missing_pages.first",
    "missing_all": "missing_pages.all_steps",
    "missing_fits": "missing_pages.what_fits",
    "missing_exports": "missing_pages.exports",
    "missing_end": "missing_pages.is_it_over",
    "returned": "guide_pages.returned",
    "report": "report_pages.form",
    "suspected": "guide_pages.suspected",
    "young": "guide_pages.young",
    "other": "guide_pages.other",
    "numbers": "guide_pages.numbers",
    "guide": "topic_pages.index",
    "exports": "export_pages.index",
    "papers": "paper_pages.index",
    "book": "book_pages.index",
    "diary": "diary_pages.diary",
    "note_new": "diary_pages.write",
    "timeline": "timeline_pages.timeline",
    "calls": "call_pages.log",
    "calls_print": "call_pages.on_paper",
    "calls_save": "call_file_pages.places",
    "call_new": "call_pages.write",
    "record": "lock_pages.front",
    "record_make": "lock_pages.make",
    "record_note": "lock_pages.note",
    "record_sheet": "paper_key_pages.sheet",
    "record_renew": "paper_key_pages.renew",
    "record_lost": "lost_pages.lost",
    "record_files": "safety_pages.index",
    "record_pass": "safety_pages.passphrase",
    "record_end": "safety_pages.end",
    "record_sealed": "file_pages.sealed_copy",
    "record_open": "file_pages.open_copy",
    "record_calendar": "file_pages.reminder",
    "record_restore": "restore_pages.copy_choice",
    "packet_which": "packet_pages.begin",
    "chats": "chat_pages.choose",
}
"""Where a choice may lead back to. A form names one of these, never an address."""

NUMBERED_WAYS_BACK = {
    "missing_step": "missing_pages.step",
    "topic": "topic_pages.topic",
    "export": "export_pages.export",
    "paper": "paper_pages.paper",
    "child": "child_pages.child",
    "note": "diary_pages.note",
    "packet": "packet_pages.front",
}
"""The same, for pages of which there are several."""

KEPT_WAYS_BACK = {
    "report_done": ("report_pages.prepared", "report_id"),
    "search": ("topic_pages.found", "search_id"),
    "chat_found": ("chat_pages.found", "run_id"),
}
"""The same, for what lives in memory under a random id: the page, and what it calls the id."""


@pages.get("/")
def start() -> str:
    """Show what can be done, the most urgent always one press away."""
    return render_template(
        "start.html", can_save=shell().home.can_be_written(), **country_choice("start")
    )


@pages.get("/h")
def about() -> str:
    """Show what is kept, what the exit does, who reviewed this, and every source."""
    sources = shell().wayhome.sources(language())
    return render_template("about.html", sources=sources, here={"back": "about"})


@pages.post("/k")
def choose_country() -> Response:
    """Take the country in which to look for numbers."""
    name = request.form.get("region", "")
    if name:
        chosen = shell().wayhome.region(name)
        session[REGION] = chosen.id
        _note_saving(saved=shell().home.save_settings(region=chosen.id))
    return redirect(_way_back(), 303)


@pages.post("/l")
def choose_language() -> Response:
    """Take the language."""
    words = shell().wayhome.words(request.form.get("language", ""))
    session[LANGUAGE] = words.language
    _note_saving(saved=shell().home.save_settings(language=words.language))
    return redirect(_way_back(), 303)


def country_choice(back: str, **place: object) -> dict[str, object]:
    """Return what a page with numbers needs: the country's form, and the numbers without one.

    ``back`` and ``place`` say where the choice leads back to.
    """
    chosen = region()
    return {
        "here": {"back": back, **place},
        "region": chosen,
        "regions": shell().wayhome.regions(language()),
        "layout_numbers": NumberLayout().arrange,
        "unsaved": session.pop(UNSAVED, None) if UNSAVED in session else None,
    }


def _note_saving(*, saved: bool) -> None:
    """Have the next page say that a choice will be forgotten."""
    if not saved:
        session[UNSAVED] = True


def _way_back() -> str:
    name = request.form.get("back", "start")
    if (kept := _way_back_to_kept(name)) is not None:
        return kept
    if name in NUMBERED_WAYS_BACK:
        return url_for(NUMBERED_WAYS_BACK[name], number=_number())
    if name not in WAYS_BACK:
        abort(400)
    return url_for(WAYS_BACK[name])


def _way_back_to_kept(name: str) -> str | None:
    """Return the way back to what lives in memory under a random id."""
    kept_id = request.form.get("run", "x")
    run = shell().runs.find(kept_id)
    if run is not None and name == "result":
        return url_for("check_pages.result", run_id=run.id)
    if run is not None and name == "question":
        return url_for("check_pages.question", run_id=run.id, number=_number())
    if run is not None and name == "suspected":
        return url_for("guide_pages.suspected_of", run_id=run.id)
    if name in KEPT_WAYS_BACK:
        endpoint, field = KEPT_WAYS_BACK[name]
        return url_for(endpoint, **{field: kept_id})  # type: ignore[arg-type]
    return None


def _number() -> int:
    return abs(request.form.get("number", default=1, type=int))
