"""The guide: its index with a search, and one page for each topic.

An address holds a topic's place, never its name. A query travels only in the body of a form and
stays in memory: the address of what was found holds a random id, so that going back works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for

from wayhome.model.guide import Shows
from wayhome.web.shell import language, region, shell, words
from wayhome.web.start_pages import country_choice
from wayhome.web.topic_layout import Parts, jumps_of, phases_of, places_of

if TYPE_CHECKING:
    from werkzeug import Response

    from wayhome.usecases.views import TopicLink

pages = Blueprint("topic_pages", __name__)


@pages.get("/i")
def index() -> str:
    """Show all topics in their groups."""
    return _show_index({"back": "guide"})


@pages.post("/i")
def search() -> Response:
    """Take a query, and go on to what it finds."""
    query = request.form.get("q", "").strip()
    if not query:
        return redirect(url_for("topic_pages.index"), 303)
    search_id = shell().searches.keep(query)
    return redirect(url_for("topic_pages.found", search_id=search_id), 303)


@pages.get("/i/s/<search_id>")
def found(search_id: str) -> str | Response:
    """Show what a query finds, above all topics."""
    query = shell().searches.find(search_id)
    if query is None:
        # Forgotten, by an exit or by many later searches: the index is the kind answer.
        return redirect(url_for("topic_pages.index"), 303)
    links = shell().wayhome.search_guide(query, language())
    return _show_index({"back": "search", "run": search_id}, query, links)


@pages.get("/i/<int:number>")
def topic(number: int) -> str:
    """Show one topic."""
    guide = shell().wayhome.content.guide
    if not 1 <= number <= len(guide.topics):
        abort(404)
    topic_id = list(guide.topics)[number - 1]
    view = shell().wayhome.topic(topic_id, language(), region())
    parts = _parts_of(view.shows)
    has_numbers = bool(guide.topics[topic_id].needs)
    say = words()
    return render_template(
        "topic.html",
        topic=view,
        parts_shown=parts,
        has_numbers=has_numbers,
        jumps=jumps_of(
            view,
            parts,
            signs=say("interface.guide.signs"),
            numbers=say("interface.numbers.title") if has_numbers else None,
        ),
        places=places_of(view.sources),
        **country_choice("topic", number=number),
    )


def _show_index(
    here: dict[str, str], query: str = "", links: tuple[TopicLink, ...] | None = None
) -> str:
    groups = shell().wayhome.topic_groups(language())
    return render_template("guide.html", groups=groups, query=query, found=links, here=here)


def _parts_of(shows: Shows | None) -> Parts:
    """Return what the topic shows. Only this is made: a page waits for nothing it leaves out."""
    wayhome = shell().wayhome
    match shows:
        case Shows.SIGNS:
            return Parts(signs=wayhome.signs(language()))
        case Shows.TACTICS:
            return Parts(phases=phases_of(wayhome.tactics(language())))
        case Shows.FIGURES:
            return Parts(figures=wayhome.figures(language()))
        case None:
            return Parts()
