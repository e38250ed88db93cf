"""The opened address: a one-time token becomes a session, and leaves the address bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, make_response, redirect, request, session, url_for

from wayhome.web.shell import VISIT, shell

if TYPE_CHECKING:
    from werkzeug import Response

pages = Blueprint("entrance", __name__)


@pages.get("/o")
def enter() -> Response:
    """Let a token in, or prove to a second start that this listener is Wayhome."""
    door = shell().door
    if "c" in request.args:
        proof = door.prove(request.args["c"])
        if proof is None:
            abort(403)
        return make_response(proof, {"Content-Type": "text/plain"})
    if not door.enter(request.args.get("t", "")):
        abort(403)
    session.clear()
    session[VISIT] = door.visit
    return redirect(url_for("start_pages.start"), 303)
