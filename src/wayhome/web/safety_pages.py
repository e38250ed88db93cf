"""Files and safety: when the record locks, what opens it, whether it is whole, and its end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for

from wayhome.model.problems import UserProblem
from wayhome.usecases.record_room import CHOICES_OF_MINUTES, ON_PAPER
from wayhome.web.form_problems import PASSPHRASE, chosen_passphrase, tell, tell_words
from wayhome.web.lock_pages import DONE, show_front
from wayhome.web.paper_key_pages import CONFIRMED
from wayhome.web.receipts import Did, Receipt
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.shell import shell

if TYPE_CHECKING:
    from werkzeug import Response

    from wayhome.usecases.record_files import RecordFiles

pages = Blueprint("safety_pages", __name__)
keep_locked(pages)

Page = str | tuple[str, int]


@pages.get("/r/s")
def index() -> str:
    """List all that keeps the record, and what lies outside of it."""
    return _show_index()


@pages.post("/r/s")
def choose_minutes() -> Page | Response:
    """Take after how many minutes the record locks itself."""
    try:
        shell().room.choose_minutes(request.form.get("minutes", ""))
    except UserProblem as problem:
        return _show_index(tell(problem)), 422
    return _back_with("minutes")


@pages.post("/r/s/d")
def look() -> Response:
    """Look at the whole record for damage."""
    room = shell().room
    room.look_for_damage()
    return redirect(url_for("safety_pages.index"), 303) if room.damaged else _back_with("whole")


@pages.get("/r/s/p")
def passphrase() -> str:
    """Show where to change the passphrase."""
    return _show_passphrase()


@pages.post("/r/s/p")
def change_passphrase() -> Page | Response:
    """Change the passphrase."""
    try:
        shell().room.change_passphrase(request.form.get(PASSPHRASE, ""), chosen_passphrase())
    except UserProblem as problem:
        return _show_passphrase(tell(problem)), 422
    return _back_with("changed")


@pages.get("/r/z")
def end() -> str:
    """Show what destroying the record means, and ask for the passphrase."""
    return _show_end()


@pages.post("/r/z")
def allow_end() -> Page | Response:
    """Take the passphrase, and ask once more."""
    try:
        shell().room.require_passphrase(request.form.get(PASSPHRASE, ""))
    except UserProblem as problem:
        return _show_end(tell(problem)), 422
    ticket = shell().receipts.keep(Receipt(Did.MAY_SHRED))
    return redirect(url_for("safety_pages.last_question", ticket=ticket), 303)


@pages.get("/r/z/<ticket>")
def last_question(ticket: str) -> str | Response:
    """Ask for the last time."""
    if shell().receipts.find(ticket, Did.MAY_SHRED) is None:
        return redirect(url_for("safety_pages.end"), 303)
    return render_template("lock_end_sure.html", ticket=ticket, here={"back": "record_end"})


@pages.post("/r/z/<ticket>")
def destroy(ticket: str) -> Page | Response:
    """Destroy the record."""
    state = shell()
    if state.receipts.find(ticket, Did.MAY_SHRED) is None:
        return redirect(url_for("safety_pages.end"), 303)
    state.stash.forget()
    state.paper_key.forget()
    state.receipts.forget_all()
    try:
        files_of_record().shred_everything()
    except UserProblem:
        return show_front(tell_words("end.stopped")), 422
    session[DONE] = "ended"
    return redirect(url_for("lock_pages.front"), 303)


def _back_with(done: str) -> Response:
    session[DONE] = done
    return redirect(url_for("safety_pages.index"), 303)


def show_trouble(problem: UserProblem) -> tuple[str, int]:
    """Return the first page of these with what went wrong on another."""
    return _show_index(tell(problem)), 422


pages.register_error_handler(UserProblem, show_trouble)


def _show_index(wrong: dict[str, object] | None = None) -> str:
    room = shell().room
    try:
        known = _known()
    except UserProblem:
        # The store can't be read any more, and from here leads the way to a sealed copy.
        known = {"damaged": True, "on_paper": True, "backed_up": None, "open_files": ()}
    return render_template(
        "lock_safety.html",
        choices=CHOICES_OF_MINUTES,
        asides=room.folder.asides(),
        minutes=room.minutes,
        done=session.pop(DONE, None) if DONE in session else None,
        here={"back": "record_files"},
        **known,
        **(wrong or {}),
    )


def _known() -> dict[str, object]:
    """Return what the record itself knows of its safety."""
    return {
        "damaged": shell().room.damaged,
        "on_paper": book().setting(ON_PAPER) == CONFIRMED,
        "backed_up": _last_copy(),
        "open_files": files_of_record().open_files(),
    }


def _show_passphrase(wrong: dict[str, object] | None = None) -> str:
    return render_template("lock_passphrase.html", here={"back": "record_pass"}, **(wrong or {}))


def _show_end(wrong: dict[str, object] | None = None) -> str:
    return render_template(
        "lock_end.html",
        open_files=files_of_record().open_files(),
        here={"back": "record_end"},
        **(wrong or {}),
    )


def files_of_record() -> RecordFiles:
    """Return what saves and brings back files."""
    # Imported late, with the database behind it: what to do now must be shown quickly.
    from wayhome.usecases.record_files import RecordFiles

    return RecordFiles(shell().room)


def _last_copy() -> dt.date | None:
    """Return the day of the last sealed copy."""
    from wayhome.usecases.record_files import BACKED_UP

    try:
        return dt.datetime.fromisoformat(book().setting(BACKED_UP)).date()
    except ValueError:
        return None
