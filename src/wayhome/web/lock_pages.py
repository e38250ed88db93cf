"""The door of the record: make it, open it, lock it; and what can be done without opening it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.exceptions import HTTPException

from wayhome.model.kept import NoteText
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.usecases.record_room import RoomState
from wayhome.web.form_problems import PASSPHRASE, chosen_passphrase, tell, tell_words
from wayhome.web.record_guard import KEPT_BEFORE, leave_when_locked, mark_of_record
from wayhome.web.record_opening import INSIDE, go_inside, warm_up
from wayhome.web.shell import shell

if TYPE_CHECKING:
    from werkzeug import Response

    from wayhome.web.stash import Written

pages = Blueprint("lock_pages", __name__)

TROUBLE = "found"
"""What trying the passphrase has shown about the key file."""

Page = str | tuple[str, int]

DONE = "d"
"""What the next page tells once. In the session: a short word that says nothing."""
DIARY = "/r/d"


@pages.get("/r")
def front() -> Page | Response:
    """Show how to make the record or how to open it. Looking at this page does not count as use."""
    room = shell().room
    room.lock_if_left()
    if room.state is RoomState.OPEN:
        return redirect(INSIDE, 303)
    warm_up()
    return show_front()


@pages.post("/r")
def unlock() -> Page | Response:
    """Open the record with the passphrase."""
    typed = request.form.get(PASSPHRASE, "")
    if not typed.strip():
        # An empty field is a slip of the hand, not a try.
        return show_front(tell_words("fill_in", PASSPHRASE)), 422
    try:
        shell().room.unlock(typed)
    except UserProblem as problem:
        second = problem.key if problem.key == "record_key_damaged" else None
        return show_front({**tell(problem), TROUBLE: second}), 422
    return go_inside()


@pages.post("/r/u")
def repair() -> Page | Response:
    """Open the record with its second key file."""
    try:
        shell().room.repair(request.form.get(PASSPHRASE, ""))
    except UserProblem as problem:
        return show_front(tell(problem)), 422
    return go_inside()


@pages.get("/r/a")
def left() -> str | Response:
    """Show that a page was put away. Open pages come here by themselves, which is no use."""
    room = shell().room
    room.lock_if_left()
    if room.state is not RoomState.OPEN:
        return redirect(url_for("lock_pages.front"), 303)
    waits = shell().stash.waiting_for(mark_of_record())
    return render_template(
        "lock_left.html", inside=INSIDE, stash_holds=waits, here={"back": "record"}
    )


@pages.post("/r/x")
def lock() -> Response:
    """Lock the record."""
    state = shell()
    state.room.lock()
    state.paper_key.forget()
    state.receipts.forget_all()
    state.answers.forget_all()
    return redirect(url_for("lock_pages.front"), 303)


def show_front(wrong: dict[str, object] | None = None) -> str:
    """Return the page of a record that is not open."""
    room, done = shell().room, session.pop(DONE, None) if DONE in session else None
    if room.state is RoomState.NONE:
        return render_template(
            "lock_none.html",
            done=done,
            asides=room.folder.asides(),
            here={"back": "record"},
            **(wrong or {}),
        )
    return render_template(
        "lock_front.html",
        left=room.minutes if room.left else None,
        kept=shell().stash.waiting_for(mark_of_record()),
        waiting=room.waiting(),
        asides=room.folder.asides(),
        trouble=_trouble(wrong),
        here={"back": "record"},
        **(wrong or {}),
    )


def _trouble(wrong: dict[str, object] | None) -> str | None:
    """Return what is wrong with the key file, as the key of a problem."""
    try:
        shell().room.folder.read_key_file()
    except UserProblem as problem:
        return problem.key
    # Some damage shows only when the passphrase is tried.
    found = (wrong or {}).get(TROUBLE)
    return found if isinstance(found, str) else None


# Making


@pages.get("/r/n")
def make() -> Page | Response:
    """Show where to choose a passphrase."""
    if shell().room.state is not RoomState.NONE:
        return redirect(url_for("lock_pages.front"), 303)
    warm_up()
    return _show_make()


@pages.post("/r/n")
def create() -> Page | Response:
    """Make a record, and show the key for paper."""
    state = shell()
    try:
        typed = state.room.create(chosen_passphrase())
        state.paper_key.keep(typed, state.room.seal)
    except UserProblem as problem:
        return _show_make(tell(problem)), 422
    return redirect(url_for("paper_key_pages.sheet"), 303)


def _show_make(wrong: dict[str, object] | None = None) -> str:
    return render_template("lock_make.html", here={"back": "record_make"}, **(wrong or {}))


# What was being written when it locked


@pages.get("/r/k")
def kept() -> str | Response:
    """Ask what to do with a form that came when the record had locked. Nothing of it is shown."""
    state = shell()
    state.room.touch()
    mark = next(iter(state.stash.waiting_for(mark_of_record())), "")
    try:
        written = state.stash.read(state.room.unseal, mark)
    except RecordLockedError:
        return redirect(url_for("lock_pages.front"), 303)
    if written is None or not _is_ours(written):
        state.stash.forget_one(mark)
        return redirect(INSIDE, 303)
    leave_when_locked()
    return render_template(
        "lock_kept.html", written=written, mark=KEPT_BEFORE, here={"back": "record"}
    )


@pages.post("/r/k")
def throw_away() -> Response:
    """Forget what was being written: the form that is shown, and no other that waits."""
    shell().stash.forget_one(request.form.get(KEPT_BEFORE, ""))
    return redirect(INSIDE, 303)


def _is_ours(written: Written) -> bool:
    """Tell whether a form goes to a page of the record that takes forms."""
    try:
        current_app.url_map.bind("").match(written.path, method="POST")
    except HTTPException:
        return False
    return written.path.startswith("/r/")


# Writing without opening


@pages.get("/r/w")
def note() -> str | Response:
    """Show where to write a note that is sealed at once."""
    state = shell().room.state
    if state is RoomState.OPEN:
        return redirect(DIARY, 303)
    if state is RoomState.NONE:
        return redirect(url_for("lock_pages.front"), 303)
    day = shell().room.now().date().isoformat()
    return _show_note({"day": day})


@pages.post("/r/w")
def seal_note() -> Page | Response:
    """Seal a note."""
    typed = {name: request.form.get(name, "") for name in ("text", "day", "time", "who")}
    room = shell().room
    try:
        room.seal_note(_note_from(typed))
    except UserProblem as problem:
        if problem.key == "record_none":
            return redirect(url_for("lock_pages.front"), 303)
        return _show_note(typed, tell(problem)), 422
    return redirect(url_for("lock_pages.note_kept"), 303)


@pages.get("/r/w/k")
def note_kept() -> str:
    """Tell that a note is sealed."""
    return render_template("lock_note_kept.html", here={"back": "record_note"})


def _note_from(typed: dict[str, str]) -> NoteText:
    """Return the note; UserProblem ``day_invalid`` and the like."""
    # Imported late, with the database behind it: the start page needs none of it.
    from wayhome.usecases.record_book import day_from

    return NoteText(
        text=typed["text"].replace("\r\n", "\n").strip(),
        happened_on=day_from(typed["day"]),
        happened_at=typed["time"].strip(),
        seen_by=typed["who"].strip(),
        signs=(),
    )


def _show_note(typed: dict[str, str], wrong: dict[str, object] | None = None) -> str:
    return render_template(
        "lock_note.html", typed=typed, here={"back": "record_note"}, **(wrong or {})
    )
