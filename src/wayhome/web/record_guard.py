"""Pages of the open record: only while it is open, and never longer than was chosen.

Every page that shows something of the record leaves the screen by itself when the record locks:
the browser is told to go elsewhere after the same time, without any script. With one (`leave.js`),
typing counts as use, and what is half written is put away with the page, sealed.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from flask import g, redirect, request, session, url_for

from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.usecases.record_room import RoomState
from wayhome.web.shell import is_inside, shell
from wayhome.web.stash import Written

if TYPE_CHECKING:
    from flask import Blueprint, Flask
    from werkzeug import Response as AnyResponse

    from wayhome.usecases.record_book import RecordBook

LOCKED = "lock_pages.front"
"""Where a page leads to that can't be shown, because the record is locked."""

PATIENCE_SECONDS = 5
"""How long after the record has locked a page leaves the screen."""

LEFT = "lock_pages.left"
"""Where an open page goes by itself. Not to `LOCKED`: with the record in use in another tab, that
one leads back inside, which would count as use, and two tabs would keep it open for ever."""

GO_ON = "n"
"""In the session: where a locked door was met by somebody who is led on after unlocking."""
LED_ON = frozenset({"packet_pages.begin"})
"""Pages that somebody asks for from outside the record, such as from missing mode."""

TOKEN = "csrf_token"  # noqa: S105 - the name of a field

KEPT_BEFORE = "kept_before"
"""The field that marks a form as one that was kept over a locking, and is sent again."""

OF = "of_record"
"""The field that tells in which record a form was shown: another may stand in its place by now, and
what was written in one must not go into the other."""

PUT_AWAY = "put_away"
"""The field that marks a half-written form which a page hands over as it leaves the screen."""

ACTING = frozenset(
    {
        "lock_pages",
        "lost_pages",
        "paper_key_pages",
        "safety_pages",
        "bag_pages",
        "file_pages",
        "restore_pages",
    }
)
"""Blueprints whose forms are never kept: they hold a passphrase, or do something at once."""


def keep_locked(pages: Blueprint) -> None:
    """Show the pages of a blueprint only while the record is open."""
    pages.before_request(_require_open)


def register(app: Flask) -> None:
    """Turn a record that locks in the middle of a page into the unlocking page."""
    app.register_error_handler(RecordLockedError, lambda _: _end())
    app.context_processor(_leaving)


def book() -> RecordBook:
    """Return the pages of the open record."""
    return shell().room.book


def take_over() -> AnyResponse | None:
    """Take a form that a page hands over as it leaves, or of another record; else None."""
    if PUT_AWAY not in request.form and not _is_of_another():
        return None
    # Before anything counts as use: nobody pressed anything.
    shell().room.lock_if_left()
    _keep_what_was_written()
    return redirect(url_for(LEFT), 303)


def note_sent_again() -> None:
    """Forget a kept form that comes again now, to be saved."""
    if KEPT_BEFORE in request.form:
        shell().stash.forget_one(request.form[KEPT_BEFORE])


def mark_of_record() -> str:
    """Return what tells the record that is here from every other one; "" if nothing does."""
    room = shell().room
    with suppress(RecordLockedError):
        return room.record.header.store
    with suppress(UserProblem):
        return room.folder.read_key_file().store
    return ""


def _is_of_another() -> bool:
    of = request.form.get(OF)
    return of is not None and of != mark_of_record()


def _require_open() -> AnyResponse | None:
    room = shell().room
    if handed_over := take_over():
        return handed_over
    room.touch()
    if room.state is not RoomState.OPEN:
        return _to_front()
    note_sent_again()
    leave_when_locked()
    return None


def _end() -> AnyResponse:
    room = shell().room
    if room.state is RoomState.OPEN:
        # Another Wayhome put another record in its place: nothing here opens it any more.
        room.lock()
    return _to_front()


def _to_front() -> AnyResponse:
    if request.method == "POST":
        _keep_what_was_written()
    elif request.endpoint in LED_ON:
        session[GO_ON] = request.endpoint
    return redirect(url_for(LOCKED), 303)


def _keep_what_was_written() -> None:
    if request.blueprint in ACTING or request.files:
        return
    ours = (TOKEN, KEPT_BEFORE, PUT_AWAY, OF)
    fields = tuple(each for each in request.form.items(multi=True) if each[0] not in ours)
    record, stash = request.form.get(OF) or mark_of_record(), shell().stash
    if not fields or request.form.get(KEPT_BEFORE) in stash.waiting_for(record):
        return
    # No record to seal to, or its key file is damaged: the unlocking page says so.
    with suppress(UserProblem):
        stash.keep(Written(request.path, fields, record), partial(shell().room.seal, store=record))
    if not is_inside():
        # Quick exit came while this was under way.
        stash.forget()


def leave_when_locked() -> None:
    """Have the browser leave the page of this request soon after the record has locked."""
    g.leaves = True


def _leaving() -> dict[str, object]:
    """Return what the layout needs so that a page leaves by itself."""
    room = shell().room
    if "leaves" not in g or room.state is not RoomState.OPEN:
        return {"leave_after": None, "stash_holds": False}
    record = mark_of_record()
    return {
        "of_name": OF,
        "of_record": record,
        # Not the whole time: a page that looks again by itself is no use of the record.
        "leave_after": ceil(room.seconds_left) + PATIENCE_SECONDS,
        "leave_to": url_for(LEFT),
        "leave_mark": PUT_AWAY,
        "leave_use": url_for("book_pages.use"),
        "stash_holds": shell().stash.waiting_for(record),
    }
