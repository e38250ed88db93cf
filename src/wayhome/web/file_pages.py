"""Files that leave the record: a sealed copy, an open copy, a reminder; and those that lie open.

Wayhome writes them itself, into a folder from a short list. A download of the browser would leave
a copy in its list and a name in its history, and nobody could say where the file lies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for

from wayhome.model.problems import UserProblem
from wayhome.usecases.places import SEALED_COPY, free_path
from wayhome.web.form_problems import tell, tell_words
from wayhome.web.lock_pages import DONE
from wayhome.web.receipts import Did, Receipt
from wayhome.web.record_guard import keep_locked
from wayhome.web.safety_pages import files_of_record, show_trouble
from wayhome.web.shell import shell, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from werkzeug import Response

pages = Blueprint("file_pages", __name__)
keep_locked(pages)
pages.register_error_handler(UserProblem, show_trouble)

Page = str | tuple[str, int]

CALENDAR_SUFFIX = ".ics"
SUFFIXES = {Did.SEALED: SEALED_COPY, Did.OPEN: "", Did.CALENDAR: CALENDAR_SUFFIX}
UNDERSTOOD = "understood"


@pages.get("/r/o")
def sealed_copy() -> str:
    """Ask where to put a sealed copy."""
    return _show_places(Did.SEALED)


@pages.post("/r/o")
def save_sealed_copy() -> Page | Response:
    """Save a sealed copy."""
    return _save(Did.SEALED, lambda target: files_of_record().back_up(target))


@pages.get("/r/e")
def open_copy() -> str:
    """Warn of an open copy, and ask where to put it."""
    return _show_places(Did.OPEN)


@pages.post("/r/e")
def save_open_copy() -> Page | Response:
    """Save an open copy, once the warning was read."""
    if UNDERSTOOD not in request.form:
        return _show_places(Did.OPEN, tell_words("save.open.unread", UNDERSTOOD)), 422
    return _save(Did.OPEN, lambda target: files_of_record().export(target))


@pages.get("/r/i")
def reminder() -> str:
    """Ask where to put a reminder for a calendar."""
    return _show_places(Did.CALENDAR)


@pages.post("/r/i")
def save_reminder() -> Page | Response:
    """Save a reminder for a calendar, with words that tell nobody anything."""
    say = words()
    title, text = say("lock.save.calendar.entry"), say("lock.save.calendar.entry_more")
    return _save(Did.CALENDAR, lambda target: files_of_record().save_calendar(target, title, text))


@pages.get("/r/o/<receipt_id>")
def saved(receipt_id: str) -> str | Response:
    """Tell where a file lies, whether it is sealed, and what to do with it."""
    receipt = shell().receipts.find(receipt_id, *SUFFIXES)
    if receipt is None:
        return redirect(url_for("safety_pages.index"), 303)
    number = _number_of(receipt.path) if receipt.did is Did.OPEN else None
    return render_template(
        "lock_saved.html", receipt=receipt, number=number, here={"back": "record_files"}
    )


@pages.get("/r/s/f/<int:number>")
def open_file(number: int) -> str | Response:
    """Ask whether to destroy a file that lies open."""
    there = files_of_record().open_files()
    if not 0 <= number < len(there):
        return redirect(url_for("safety_pages.index"), 303)
    return _show_open_file(number, there[number])


@pages.post("/r/s/f/<int:number>")
def destroy_open_file(number: int) -> Page | Response:
    """Destroy a file that lies open: the one that was shown, and no other."""
    there = files_of_record().open_files()
    if not 0 <= number < len(there) or str(there[number]) != request.form.get("path"):
        return redirect(url_for("safety_pages.index"), 303)
    try:
        files_of_record().shred_open_file(number)
    except UserProblem as problem:
        wrong = tell_words("destroy.stopped") if _refused(problem) else tell(problem)
        return _show_open_file(number, there[number], wrong), 422
    session[DONE] = "destroyed"
    return redirect(url_for("safety_pages.index"), 303)


def _save(did: Did, write: Callable[[Path], Path]) -> Page | Response:
    """Save a file into the chosen place, and go to the page that says where it lies."""
    chosen = request.form.get("place", "")
    place = next((each for each in shell().places() if str(each.path) == chosen), None)
    if place is None:
        return _show_places(did, tell_words("save.choose", "place1")), 422
    target = free_path(place.path, shell().room.now().date(), SUFFIXES[did])
    try:
        write(target)
    except UserProblem as problem:
        wrong = tell_words("save.refused", "place1") if _refused(problem) else tell(problem)
        return _show_places(did, wrong), 422
    receipt_id = shell().receipts.keep(Receipt(did, target))
    return redirect(url_for("file_pages.saved", receipt_id=receipt_id), 303)


def _refused(problem: UserProblem) -> bool:
    """Tell whether the disk refused, which may be a stick and not the record's own."""
    return problem.key == "record_read_only"


def _number_of(path: Path | None) -> int | None:
    there = files_of_record().open_files()
    return there.index(path) if path in there else None


def _show_places(did: Did, wrong: dict[str, object] | None = None) -> str:
    return render_template(
        "lock_save.html",
        did=str(did),
        places=shell().places(),
        chosen=request.form.get("place", ""),
        understood=UNDERSTOOD in request.form,
        here={"back": f"record_{did}"},
        **(wrong or {}),
    )


def _show_open_file(number: int, path: Path, wrong: dict[str, object] | None = None) -> str:
    return render_template(
        "lock_destroy.html",
        number=number,
        path=path,
        here={"back": "record_files"},
        **(wrong or {}),
    )
