"""The key on paper: shown once, then asked back from the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from wayhome.model.problems import UserProblem
from wayhome.usecases.record_room import ON_PAPER
from wayhome.web.form_problems import PASSPHRASE, tell, tell_words
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.record_opening import INSIDE
from wayhome.web.shell import shell

if TYPE_CHECKING:
    from werkzeug import Response

pages = Blueprint("paper_key_pages", __name__)
keep_locked(pages)

Page = str | tuple[str, int]

CONFIRMED, LATER = "confirmed", "later"

MISREAD = str.maketrans("OIL", "011")


@pages.get("/r/n/k")
def sheet() -> str | Response:
    """Show the key, to be written down or printed."""
    groups = _groups()
    if not groups:
        return redirect(url_for("safety_pages.index"), 303)
    return render_template("lock_sheet.html", groups=groups, here={"back": "record_sheet"})


@pages.get("/r/n/c")
def ask() -> str | Response:
    """Ask for one group from the paper. The key itself is not on this page."""
    if not _groups():
        return redirect(url_for("safety_pages.index"), 303)
    return _show_ask()


@pages.post("/r/n/c")
def confirm() -> Page | Response:
    """Take one group from the paper."""
    groups = _groups()
    if not groups:
        return redirect(url_for("safety_pages.index"), 303)
    typed = "".join(each for each in request.form.get("group", "").upper() if each.isalnum())
    if typed.translate(MISREAD) != groups[shell().paper_key.asked - 1]:
        return _show_ask(tell_words("sheet.other_group", "group")), 422
    return _settle(CONFIRMED)


@pages.post("/r/n/l")
def later() -> Page | Response:
    """Go on without a key on paper. The first page of the record reminds of it."""
    return _settle(LATER)


@pages.get("/r/s/k")
def renew() -> str:
    """Show what a new key changes."""
    return _show_renew()


@pages.post("/r/s/k")
def make_again() -> Page | Response:
    """Make a new key. The earlier one opens nothing any more."""
    state = shell()
    try:
        state.room.require_passphrase(request.form.get(PASSPHRASE, ""))
        state.paper_key.keep(state.room.change_recovery_key(), state.room.seal)
    except UserProblem as problem:
        return _show_renew(tell(problem)), 422
    return redirect(url_for("paper_key_pages.sheet"), 303)


def _settle(how: str) -> Page | Response:
    try:
        book().save_setting(ON_PAPER, how)
    except UserProblem as problem:
        return _show_ask(tell(problem)), 422
    shell().paper_key.forget()
    return redirect(INSIDE, 303)


def _groups() -> tuple[str, ...]:
    return shell().paper_key.groups(shell().room.unseal)


def _show_ask(wrong: dict[str, object] | None = None) -> str:
    return render_template(
        "lock_sheet_ask.html",
        asked=shell().paper_key.asked,
        here={"back": "record_sheet"},
        **(wrong or {}),
    )


def _show_renew(wrong: dict[str, object] | None = None) -> str:
    return render_template("lock_renew.html", here={"back": "record_renew"}, **(wrong or {}))
