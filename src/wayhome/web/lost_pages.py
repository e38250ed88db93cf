"""The passphrase is lost: open the record with the key on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from wayhome.model.problems import UserProblem
from wayhome.usecases.record_room import RoomState
from wayhome.web.form_problems import PAPER_KEY, chosen_passphrase, tell, tell_words
from wayhome.web.lock_pages import show_front
from wayhome.web.record_opening import go_inside, warm_up
from wayhome.web.shell import shell

if TYPE_CHECKING:
    from werkzeug import Response

pages = Blueprint("lost_pages", __name__)

Page = str | tuple[str, int]

AGREED = "aside"
"""The tick without which nothing is put aside."""


@pages.get("/r/y")
def lost() -> str | Response:
    """Show where to type the key from the paper."""
    if shell().room.state is not RoomState.LOCKED:
        return redirect(url_for("lock_pages.front"), 303)
    warm_up()
    return _show_lost("")


@pages.post("/r/y")
def recover() -> Page | Response:
    """Open the record with the key on paper, and give it another passphrase."""
    typed = request.form.get(PAPER_KEY, "")
    try:
        shell().room.recover(typed, chosen_passphrase())
    except UserProblem as problem:
        # The key comes back to be mended: thirty-five symbols are not typed twice at night.
        return _show_lost(typed, tell(problem, record_wait=PAPER_KEY)), 422
    return go_inside()


@pages.post("/r/y/a")
def put_aside() -> Page | Response:
    """Put aside a record that nothing opens any more, so that a new one can be made."""
    if AGREED not in request.form:
        return _show_lost("", tell_words("lost.agree", AGREED)), 422
    try:
        shell().room.put_aside()
    except UserProblem as problem:
        return _show_lost("", tell(problem)), 422
    shell().forget_record()
    return redirect(url_for("lock_pages.front"), 303)


@pages.post("/r/y/b")
def put_back() -> Page | Response:
    """Use a record again that was put aside."""
    room, name = shell().room, request.form.get("aside", "")
    aside = next((path for path in room.folder.asides() if path.name == name), room.folder.path)
    try:
        room.put_back(aside)
    except UserProblem as problem:
        return show_front(tell(problem)), 422
    shell().forget_record()
    return redirect(url_for("lock_pages.front"), 303)


def _show_lost(typed: str, wrong: dict[str, object] | None = None) -> str:
    return render_template(
        "lock_lost.html", typed=typed, here={"back": "record_lost"}, **(wrong or {})
    )
