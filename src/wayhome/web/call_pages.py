"""The call log: in an open record, and while it is locked or there is none.

Not behind `keep_locked`: a call is written down while somebody waits on the phone. While the record
is open, pages that show something of it leave the screen when it locks. The empty form shows
nothing of it, and stays: what is being typed must not be lost.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from math import ceil
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for

from wayhome.model.problems import UserProblem
from wayhome.usecases.call_log import KeptIn
from wayhome.usecases.call_typing import CallProblem, TypedCall, take_call, typed_from
from wayhome.usecases.call_views import Asked
from wayhome.usecases.held_calls import LeftError
from wayhome.usecases.record_room import RoomState
from wayhome.web import call_layout
from wayhome.web.book_trouble import read_id
from wayhome.web.call_layout import desk, note_use
from wayhome.web.record_guard import leave_when_locked, note_sent_again, take_over
from wayhome.web.shell import shell, words

if TYPE_CHECKING:
    from werkzeug import Response as AnyResponse

    from wayhome.model.calls import CallEntry

pages = Blueprint("call_pages", __name__)

Page = str | tuple[str, int]

SAID = "c"
"""What the next page tells once. In the session: a short word that says nothing."""
STAYS = frozenset(
    {"call_pages.write", "call_pages.write_return", "call_pages.keep", "call_pages.answer"}
)
"""Pages that show nothing of the record."""
LOG = "call_pages.log"
RETURN = "child_back"
"""The event that ends what was due."""


@pages.before_request
def _note_use() -> AnyResponse | None:
    if handed_over := take_over():
        return handed_over
    note_sent_again()
    note_use()
    if request.endpoint not in STAYS:
        leave_when_locked()
    return None


@pages.app_context_processor
def _offer_what_is_to_come() -> dict[str, object]:
    return {"calls_to_come": call_layout.to_come}


@pages.errorhandler(LeftError)
def _hide_again(_: LeftError) -> AnyResponse:
    """Lead whoever left while this was under way to where leaving leads."""
    session.clear()
    return redirect(url_for("exit_page.calendar"), 303)


@pages.url_defaults
def _name_service_by_place(endpoint: str, values: dict[str, object]) -> None:
    """Have addresses name a service by its place: they stand in the browser's list."""
    if endpoint == "call_pages.write" and "service" in values:
        place = call_layout.place_of_service(str(values.pop("service")))
        if place is not None:
            values["place"] = place


@pages.get("/r/l")
def log() -> str:
    """Show what is still to come, and a page of the calls."""
    return _show_log(done=session.pop(SAID, None) if SAID in session else None)


@pages.get("/r/l/p")
def on_paper() -> str:
    """Show all calls for paper, oldest first."""
    calls = desk().to_carry_away()
    log = call_layout.log_now(calls)
    return render_template(
        "call_print.html",
        log=log,
        state=calls.state,
        look_after=call_layout.seconds_to_look(log, calls.state),
        look_to=url_for(LOG, t=1),
        here={"back": "calls_print"},
    )


# Writing


@pages.get("/r/l/n")
@pages.get("/r/l/n/<int:place>")
def write(place: int = 0) -> str:
    """Show where to write down a call, with the time filled in."""
    service = call_layout.service_by_place(str(place))
    whom = words()(f"numbers.services.{service}.name") if service else ""
    return _show_form(_begun(whom, service))


@pages.get("/r/l/b")
def write_return() -> str:
    """Show where to write down that the child is back."""
    return _show_form(replace(_begun("", ""), events=(RETURN,)))


@pages.get("/r/l/a/<answers>")
def answer(answers: str) -> str | AnyResponse:
    """Show where to write down a call that was promised."""
    promised = _entry(answers)
    if promised is None:
        return redirect(url_for(LOG), 303)
    return _show_form(_begun("", promised.said.service), answers=answers)


@pages.post("/r/l/n")
def keep() -> Page | AnyResponse:
    """Write a call down."""
    typed, answers = call_layout.typed_call(), request.form.get("answers", "")
    try:
        said = take_call(typed, shell().room.now(), shell().wayhome.content.calls)
        kept = desk().write(said, child=call_layout.child_of_call(), answers=answers)
    except UserProblem as problem:
        return _show_form(typed, problem, answers=answers), 422
    return _back_with(kept)


@pages.route("/r/l/c/<entry_id>", methods=["GET", "POST"])
def correct(entry_id: str) -> Page | AnyResponse:
    """Add a correction to a call. What it said before stays, and is shown."""
    found = _entry(entry_id)
    if request.method != "POST":
        if found is None:
            return redirect(url_for(LOG), 303)
        return _show_form(typed_from(found.said), corrects=found, answers=found.answers)
    typed = call_layout.typed_call()
    child = read_id(request.form.get("child", ""))
    if "child" not in request.form:
        child = found.child if found else None
    answers = found.answers if found else request.form.get("answers", "")
    try:
        before = found.said if found else None
        said = take_call(typed, shell().room.now(), shell().wayhome.content.calls, before)
        kept = desk().write(said, child=child, corrects=entry_id, answers=answers)
    except UserProblem as problem:
        return _show_form(typed, problem, corrects=found, of=entry_id, answers=answers), 422
    return _back_with(kept)


# What becomes of them


@pages.post("/r/l/j")
def join() -> Page | AnyResponse:
    """Put what is only in memory into the record."""
    try:
        desk().join()
    except UserProblem as problem:
        return _show_log(words()(f"problems.{problem.key}", **problem.values)), 422
    return _back_with("joined" if shell().room.state is RoomState.OPEN else KeptIn.SEALED)


@pages.post("/r/l/w/<entry_id>")
def tell_whom(entry_id: str) -> AnyResponse:
    """Note about which child a call was: a correction that changes nothing else."""
    found, child = _entry(entry_id), read_id(request.form.get("child", ""))
    if found is None or child is None:
        return redirect(url_for(LOG), 303)
    kept = desk().write(found.said, child=child, corrects=entry_id, answers=found.answers)
    return _back_with(kept)


@pages.post("/r/l/x")
def clear() -> str | AnyResponse:
    """Clear the list; ask once more where something is saved nowhere else."""
    shell().calls.clear_sealed()
    if unsaved := shell().calls.unsaved():
        if "sure" not in request.form:
            return render_template("call_clear.html", here={"back": "calls"})
        # What is sealed in memory is not on this list: the page said that none of it is lost.
        shell().calls.drop({each.id for each in unsaved})
    return _back_with("cleared")


def _show_log(problem: str = "", done: str | None = None) -> str:
    number, entry = (call_layout.number_in(request.args.get(each, "")) for each in ("p", "e"))
    calls = desk().now()
    log = call_layout.log_now(calls, Asked(number, entry))
    carried = desk().to_carry_away() if calls.hidden else calls
    is_open = calls.state is RoomState.OPEN
    return render_template(
        "call_log.html",
        log=log,
        state=calls.state,
        problem=problem,
        done=done,
        names=call_layout.names_of_children() if is_open and log.unclear else {},
        guarded=len(carried.hidden) > 0,
        look_after=call_layout.seconds_to_look(log, calls.state),
        look_to=url_for(LOG, t=1, p=log.page),
        here={"back": "calls"},
    )


def _entry(entry_id: str) -> CallEntry | None:
    return desk().now().log.find(entry_id)


def _back_with(word: str) -> AnyResponse:
    session[SAID] = str(word)
    return redirect(url_for(LOG), 303)


def _begun(whom: str, service: str) -> TypedCall:
    now = shell().room.now()
    return TypedCall(whom, now.date().isoformat(), f"{now:%H:%M}", service=service)


def _show_form(
    typed: TypedCall,
    problem: UserProblem | None = None,
    *,
    corrects: CallEntry | None = None,
    of: str = "",
    answers: str = "",
) -> str:
    """Show the form. ``of``: the entry to correct, which can't be looked up while locked."""
    state = shell().room.state
    if corrects or state is RoomState.OPEN:
        # Open, and not there: it is gone. What was typed can still be a call of its own.
        of = corrects.id if corrects else ""
    names = call_layout.names_of_children() if corrects and state is RoomState.OPEN else {}
    chosen = request.form.get("child", str(corrects.child or "") if corrects else "")
    return render_template(
        "call_form.html",
        typed=asdict(typed),
        place=call_layout.place_of_service(typed.service) or "",
        events=call_layout.form_events(typed.events),
        texts=[
            name
            for name, plain in (
                ("day", call_layout.is_plain_day(typed.day)),
                ("back_day", call_layout.is_plain_day(typed.back_day)),
                ("time", call_layout.is_plain_time(typed.time)),
                ("back_time", call_layout.is_plain_time(typed.back_time)),
            )
            if not plain
        ],
        names=names if len(names) > 1 else {},
        # What is shown of a call goes out of sight with the others, unless somebody writes on it.
        goes_after=ceil(max(desk().seconds_left(), 1)) if corrects else None,
        about=read_id(chosen),
        corrects=of,
        answers=answers,
        state=state,
        problem=words()(f"problems.{problem.key}", **problem.values) if problem else "",
        field=problem.field if isinstance(problem, CallProblem) else "",
        here={"back": "call_new"},
    )
