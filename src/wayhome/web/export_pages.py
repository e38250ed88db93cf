"""How to get a chat out of an app: the list, and one page for each app.

An address holds an app's place in the list, never its name. While a child is missing nothing of it
is shown: what leads to looking into chats waits.
"""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from wayhome.web.shell import language, shell
from wayhome.web.topic_layout import places_of

pages = Blueprint("export_pages", __name__)

READ_NEXT = ("reading_messages", "safer_talking", "sexual_images")
"""Topics that say what is fair, and what to do with pictures."""


@pages.get("/w")
def index() -> str:
    """List the apps."""
    here: dict[str, object] = {"back": "exports"}
    if shell().missing.on:
        return _show_parked(here)
    exports = shell().wayhome.exports(language())
    return render_template("exports.html", exports=exports, here=here)


@pages.get("/w/<int:number>")
def export(number: int) -> str:
    """Show how to get a chat out of one app."""
    exports = shell().wayhome.exports(language())
    if not 1 <= number <= len(exports):
        abort(404)
    here: dict[str, object] = {"back": "export", "number": number}
    if shell().missing.on:
        return _show_parked(here)
    shown = exports[number - 1]
    return render_template(
        "export.html",
        export=shown,
        places=places_of(shown.sources),
        read_next=READ_NEXT,
        here=here,
    )


def _show_parked(here: dict[str, object]) -> str:
    """Show why this waits, and what helps instead."""
    return render_template("export_parked.html", place=shell().missing.night.place, here=here)
