"""The call log as a plain text file, for whoever has no record, or no printer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for

from wayhome.library.whole_files import write_whole
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.usecases.call_text import make_text
from wayhome.usecases.places import free_path
from wayhome.usecases.record_room import RoomState
from wayhome.web import call_layout
from wayhome.web.call_layout import desk, note_use
from wayhome.web.form_problems import tell_words
from wayhome.web.receipts import Did, Receipt
from wayhome.web.record_guard import leave_when_locked
from wayhome.web.shell import is_inside, shell, words

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug import Response

pages = Blueprint("call_file_pages", __name__)

SUFFIX = ".txt"


@pages.before_request
def _note_use() -> None:
    note_use()
    leave_when_locked()


@pages.get("/r/l/s")
def places() -> str:
    """Ask where to put the file."""
    return _show_places()


@pages.post("/r/l/s")
def save() -> str | tuple[str, int] | Response:
    """Save the file, and say where it lies."""
    chosen = request.form.get("place", "")
    place = next((each for each in shell().places() if str(each.path) == chosen), None)
    if place is None:
        return _show_places(tell_words("save.choose", "place1")), 422
    target = free_path(place.path, shell().room.now().date(), SUFFIX)
    calls = desk().to_carry_away()
    text = make_text(call_layout.log_now(calls), words())
    if not is_inside():
        # Quick exit came while this was under way: nothing of it is left anywhere.
        session.clear()
        return redirect(url_for("exit_page.calendar"), 303)
    try:
        _write(target, text)
    except OSError:
        return _show_places(tell_words("save.refused", "place1")), 422
    receipt_id = shell().receipts.keep(Receipt(Did.CALLS, target))
    return redirect(url_for("call_file_pages.saved", receipt_id=receipt_id), 303)


@pages.get("/r/l/s/<receipt_id>")
def saved(receipt_id: str) -> str | Response:
    """Tell where the file lies."""
    receipt = shell().receipts.find(receipt_id, Did.CALLS)
    if receipt is None:
        return redirect(url_for("call_pages.log"), 303)
    return render_template(
        "call_saved.html", path=receipt.path, state=shell().room.state, here={"back": "calls"}
    )


def _write(target: Path, text: str) -> None:
    write_whole(target, text.encode())
    state = shell().room.state
    if state is RoomState.NONE:
        return
    # The file is there and helps, also where the record's own disk takes no note of it.
    with suppress(UserProblem, RecordLockedError):
        from wayhome.usecases.record_files import RecordFiles

        files = RecordFiles(shell().room)
        if state is RoomState.OPEN:
            files.note_open_file(target)
        else:
            files.note_while_locked(target)


def _show_places(wrong: dict[str, object] | None = None) -> str:
    return render_template(
        "call_save.html",
        places=shell().places(),
        chosen=request.form.get("place", ""),
        state=shell().room.state,
        here={"back": "calls_save"},
        **(wrong or {}),
    )
