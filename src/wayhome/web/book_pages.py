"""The first page of the open record: what is due, the children, the last notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from wayhome.model.problems import UserProblem
from wayhome.web import book_layout, diary_layout
from wayhome.web.book_trouble import HERE, sentence_of, show_problems
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.shell import language, shell, words

if TYPE_CHECKING:
    from werkzeug import Response

pages = Blueprint("book_pages", __name__)
keep_locked(pages)
show_problems(pages)

LAST_NOTES = 3


@pages.get("/r/b")
def index() -> str:
    """Show what is due, the children and the last notes."""
    shell().room.look_once()
    return _show()


@pages.post("/r/q")
def use() -> tuple[str, int]:
    """Take note that somebody is typing; the guard has done so. Locked, it answers otherwise."""
    return "", 204


@pages.post("/r/c")
def add_child() -> str | tuple[str, int] | Response:
    """Add a child by name, and go on to the page about them."""
    name = request.form.get("full_name", "")
    try:
        child_id = book().add_child(name)
    except UserProblem as problem:
        return _show(typed=name, problem=sentence_of(problem)), 422
    return redirect(url_for("child_pages.child", number=child_id), 303)


def _show(typed: str = "", problem: str = "") -> str:
    # Imported late: the app starts without a database.
    from wayhome.usecases.record_files import RecordFiles

    room, record, say = shell().room, book(), words()
    children = record.children()
    notes = record.latest_notes(LAST_NOTES)
    lines = book_layout.due_lines(record.shape, children, say, record.today())
    names = diary_layout.names_of(children)
    state = book_layout.RecordState(
        settings=record.settings(),
        taken_in=room.taken_in,
        damaged=room.damaged,
        lies_open=len(RecordFiles(room).open_files()),
        is_empty=not children and not notes,
    )
    return render_template(
        "book_index.html",
        children=children,
        names=names,
        due=lines[: book_layout.SHOWN],
        more_due=lines[book_layout.SHOWN : book_layout.SHOWN + book_layout.FOLDED],
        notes=[diary_layout.line_of(each, names, language()) for each in notes],
        notices=book_layout.notices_of(say, state, record.today()),
        minutes=room.minutes,
        typed=typed,
        problem=problem,
        here=HERE,
    )
