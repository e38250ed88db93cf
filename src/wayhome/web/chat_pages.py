"""Exported chats: choose files, and see what was read, who writes, and what is in doubt.

The files are read in a process of their own (`usecases/reading_apart.py`). Nothing is kept: what
was found is forgotten on locking, on Quick exit, and when nobody uses it for a while. While a child
is missing nothing is read at all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from wayhome.model.messages import DateOrder, Person
from wayhome.usecases.export_folders import is_allowed, list_folder
from wayhome.usecases.read_results import DATE_ORDER, ZONE
from wayhome.usecases.reading_apart import ToRead
from wayhome.web import chat_layout
from wayhome.web.bag_layout import size_in_words
from wayhome.web.form_problems import tell
from wayhome.web.record_guard import PATIENCE_SECONDS
from wayhome.web.shell import language, shell, words

if TYPE_CHECKING:
    from flask import Response
    from werkzeug import Response as AnyResponse

    from wayhome.usecases.chat_runs import ChatRun
    from wayhome.usecases.read_results import ReadResult

pages = Blueprint("chat_pages", __name__)

Page = str | tuple[str, int]

FIRST_WAIT_SECONDS = 1.0
"""How long a press waits for the end, before a page shows how far it is."""
REFRESH_SECONDS = 2
HERE = {"back": "chats"}
MOST_PATHS = 40


@pages.before_request
def _forget_if_left() -> str | None:
    state = shell()
    state.chats.forget_if_left(state.room.minutes * 60)
    if not state.missing.on:
        return None
    # A missing child's traces are for the police, unchanged and unread.
    state.chats.forget_all()
    return render_template("chat_parked.html", here=HERE)


@pages.after_request
def _look_again(page: Response) -> Response:
    """Have the browser look again while it reads, and leave what nobody looks at any more."""
    if "look_again" in g:
        page.headers["Refresh"] = f"{REFRESH_SECONDS}; url={g.look_again}"
    elif "leaves" in g:
        seconds = shell().room.minutes * 60 + PATIENCE_SECONDS
        page.headers["Refresh"] = f"{seconds}; url={url_for('chat_pages.choose')}"
    return page


@pages.get("/m")
def choose() -> str:
    """Show the files of the first folder."""
    return _show_choice()


@pages.post("/m")
def take_choice() -> Page | AnyResponse:
    """Open another folder, or read what was ticked."""
    ticked = [each for each in request.form.getlist("file") if is_allowed(shell().places(), each)]
    if "open" in request.form:
        return _show_choice(request.form["open"], ticked)
    if not ticked:
        folder = request.form.get("folder", "")
        return _show_choice(folder, wrong=_tell("choose.nothing", "file1")), 422
    return _start(ToRead(tuple(ticked[:MOST_PATHS])))


@pages.get("/m/u")
def sent_again() -> AnyResponse:
    """Go back to the choice: from here somebody comes who sent too much."""
    return redirect(url_for("chat_pages.choose"), 303)


@pages.post("/m/u")
def export_sent() -> Page | AnyResponse:
    """Read files that were dropped on the page. They are held in memory, never on the disk."""
    sent = [each for each in request.files.getlist("sent") if each.filename]
    if not sent:
        return _show_choice(wrong=_tell("choose.nothing_sent", "sent")), 422
    held = tuple((chat_layout.plain_name(each.filename or ""), each.read()) for each in sent)
    return _start(ToRead((), held))


@pages.get("/m/<run_id>")
def found(run_id: str) -> Page | AnyResponse:
    """Show what was read; how far it is, while it is being read."""
    run = shell().chats.find(run_id)
    if run is None:
        return redirect(url_for("chat_pages.choose"), 303)
    if not run.work.wait(0):
        g.look_again = url_for("chat_pages.found", run_id=run_id)
        return render_template("chat_wait.html", run=run_id, share=run.work.share, here=HERE)
    if run.result is not None and run.result.files:
        return _show_found(run_id, run, run.result)
    return _show_choice(wrong=_trouble_of(run)), 422


@pages.post("/m/<run_id>")
def settle(run_id: str) -> Page | AnyResponse:
    """Take what settles a doubt. Where it changes times, everything is read once more."""
    run = shell().chats.find(run_id)
    if run is None or run.result is None:
        return redirect(url_for("chat_pages.choose"), 303)
    try:
        chosen = _said(run.chosen)
    except ValueError:
        abort(400)
    run.settled = True
    run.child = _find_person(run.result, request.form.get("child", "")) or run.child
    if chosen != run.chosen:
        shell().chats.start_again(run, chosen, _wanted())
        run.work.wait(FIRST_WAIT_SECONDS)
    return redirect(url_for("chat_pages.found", run_id=run_id), 303)


@pages.post("/m/<run_id>/x")
def forget(run_id: str) -> AnyResponse:
    """Stop, or forget what was found."""
    shell().chats.forget(run_id)
    return redirect(url_for("chat_pages.choose"), 303)


def _start(chosen: ToRead) -> AnyResponse:
    run_id = shell().chats.start(chosen, _wanted())
    run = shell().chats.find(run_id)
    if run is not None:
        run.work.wait(FIRST_WAIT_SECONDS)
    return redirect(url_for("chat_pages.found", run_id=run_id), 303)


def _wanted() -> chat_layout.Wanted:
    missing = shell().missing
    return lambda: not missing.on


def _said(chosen: ToRead) -> ToRead:
    """Return it with what a form says of dates and zone; ValueError if that is no choice."""
    dates = request.form.get("dates") or chosen.dates
    zone = request.form.get("zone") or chosen.zone
    if zone is not None and not any(zone in names for _, names in chat_layout.zones()):
        raise ValueError(zone)
    return replace(chosen, dates=DateOrder(dates).value if dates else None, zone=zone)


def _find_person(result: ReadResult, raw: str) -> Person | None:
    number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < len("1000") else -1
    if not 0 <= number < len(result.people):
        return None
    return Person(result.people[number].name, result.people[number].id)


def _tell(key: str, field: str = "") -> dict[str, object]:
    return {"problem": words()(f"chats.{key}"), "field": field}


def _trouble_of(run: ChatRun) -> dict[str, object]:
    """Return why there is nothing to show."""
    if run.result is not None:
        return _nothing_read(run.result)
    if run.work.problem is not None:
        return tell(run.work.problem)
    return _tell("stopped" if run.work.stopped else "failed")


def _nothing_read(result: ReadResult) -> dict[str, object]:
    """Say why nothing was read: of the first file, by name."""
    if not result.unread:
        # An empty folder, or all of it is protected: the page does not tell which.
        return _tell("nothing_there")
    first = next((each for each in result.unread if each.whole), None) or result.unread[0]
    why = words().find(f"reading.skipped.{first.code}") or first.code
    name = chat_layout.last_part(first.path)
    return {"problem": words()("chats.nothing_read", name=name, why=why), "field": ""}


def _show_choice(
    wanted: str = "", ticked: list[str] | None = None, wrong: dict[str, object] | None = None
) -> str:
    places = shell().places()
    return render_template(
        "chat_choose.html",
        places=places,
        folder=list_folder(places, wanted),
        ticked=ticked or [],
        size=size_in_words,
        when=chat_layout.day_of,
        shown=chat_layout.shown,
        here=HERE,
        **(wrong or {}),
    )


def _show_found(run_id: str, run: ChatRun, result: ReadResult) -> str:
    g.leaves = True
    return render_template(
        "chat_found.html",
        run=run_id,
        result=result,
        chosen=run.chosen,
        people=chat_layout.people_of(result, language()),
        candidates=chat_layout.candidates(result),
        run_settled=run.settled,
        year_first=result.takes(DATE_ORDER, DateOrder.YMD),
        child=chat_layout.place_of(run.child, result),
        not_visible=dict.fromkeys(code for each in result.files for code in each.not_visible),
        ask_dates=run.chosen.dates is not None or result.assumes(DATE_ORDER),
        ask_zone=run.chosen.zone is not None or result.assumes(ZONE),
        zones=chat_layout.zones(),
        orders=tuple(DateOrder),
        layout=chat_layout,
        size=size_in_words,
        find=words().find,
        here={"back": "chat_found", "run": run_id},
    )
