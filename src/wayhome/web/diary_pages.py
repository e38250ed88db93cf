"""The diary: what was noticed, when it happened and when it was written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from wayhome.model.guide import Shows
from wayhome.model.kept import NoteText
from wayhome.model.problems import UserProblem
from wayhome.web import child_layout, diary_layout
from wayhome.web.book_trouble import HERE, read_id, sentence_of, show_problems
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.shell import language, shell, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug import Response

    from wayhome.model.kept import Note

pages = Blueprint("diary_pages", __name__)
keep_locked(pages)
show_problems(pages)

ON_A_PAGE = 50

Page = str | tuple[str, int]


@pages.get("/r/d")
def diary() -> str:
    """Show notes by month, newest first, of all children or of one."""
    children = book().children()
    about = read_id(request.args.get("c", ""))
    known = about if any(each.id == about for each in children) else None
    count = book().count_notes(known)
    last = max(1, -(-count // ON_A_PAGE))
    page = min(max(1, read_id(request.args.get("p", "")) or 1), last)
    notes = book().latest_notes(ON_A_PAGE, skip=(page - 1) * ON_A_PAGE, child_id=known)
    names = diary_layout.names_of(children)
    return render_template(
        "book_diary.html",
        months=diary_layout.months_of(notes, names, language()),
        names=names,
        about=known,
        page=page,
        last=last,
        here={"back": "diary"},
    )


@pages.route("/r/d/new", methods=["GET", "POST"])
def write() -> Page | Response:
    """Write a note."""
    if request.method != "POST":
        children = book().children()
        only = children[0].id if len(children) == 1 else ""
        today = book().today().isoformat()
        # A press on "Write a note" of a child's page says whom it is about.
        about = request.args.get("c", only)
        return _show_form({"day": today, "child": str(about)})
    try:
        note_id = book().add_note(_said(), read_id(request.form.get("child", "")))
    except UserProblem as problem:
        return _show_form(request.form, problem=sentence_of(problem), field=_field_of(problem)), 422
    return redirect(url_for("diary_pages.note", number=note_id), 303)


@pages.get("/r/d/<int:number>")
def note(number: int) -> str:
    """Show a note with all that it ever said."""
    found, say, signs = book().note(number), words(), _places_of_signs()
    versions = [diary_layout.version_of(each, signs, say) for each in found.versions]
    return render_template(
        "book_note.html",
        note=found,
        now=versions[-1],
        earlier=versions[-2::-1],
        written=diary_layout.written_moment(found.written, language()),
        child=_name_of_child(found),
        here={"back": "note", "number": number},
    )


@pages.route("/r/d/<int:note_id>/e", methods=["GET", "POST"])
def correct(note_id: int) -> Page | Response:
    """Correct a note. What it said before stays, and is shown."""
    found = book().note(note_id)
    if request.method != "POST":
        said = found.said
        values = {
            "text": said.text,
            "day": said.happened_on.isoformat(),
            "time": said.happened_at,
            "seen_by": said.seen_by,
        }
        return _show_form(values, found=found, chosen=said.signs)
    try:
        book().correct_note(note_id, _said(), read_id(request.form.get("child", "")))
    except UserProblem as problem:
        field = _field_of(problem)
        return _show_form(request.form, problem=sentence_of(problem), field=field, found=found), 422
    return redirect(url_for("diary_pages.note", number=note_id), 303)


@pages.route("/r/d/<int:note_id>/x", methods=["GET", "POST"])
def remove(note_id: int) -> str | Response:
    """Ask once more, then remove a note with all that it ever said."""
    found = book().note(note_id)
    if request.method == "POST":
        book().remove_note(note_id)
        return redirect(url_for("diary_pages.diary"), 303)
    return render_template(
        "book_remove.html",
        kind="note",
        what=diary_layout.beginning_of(found.said.text),
        back=url_for("diary_pages.note", number=note_id),
        here=HERE,
    )


def _said() -> NoteText:
    """Return what was typed; UserProblem ``day_invalid`` for what is no day."""
    # Imported late: the app starts without a database.
    from wayhome.usecases.record_book import day_from

    form = request.form
    return NoteText(
        text=form.get("text", "").replace("\r\n", "\n"),
        happened_on=day_from(form.get("day", "")),
        happened_at=form.get("time", "").strip(),
        seen_by=form.get("seen_by", ""),
        signs=tuple(dict.fromkeys(form.getlist("sign"))),
    )


def _field_of(problem: UserProblem) -> str:
    """Return the field to lead to."""
    if problem.key.startswith("day_"):
        return "day"
    return {"note_time": "time", "sign_unknown": "signs"}.get(problem.key, "text")


def _show_form(
    values: Mapping[str, str],
    *,
    problem: str = "",
    field: str = "",
    found: Note | None = None,
    chosen: tuple[str, ...] = (),
) -> str:
    wayhome, say = shell().wayhome, words()
    return render_template(
        "book_note_form.html",
        note=found,
        values=values,
        typed_day=child_layout.is_typed_day(values.get("day", "")),
        typed_time=_is_typed_time(values.get("time", "")),
        names={} if found and found.child else diary_layout.names_of(book().children()),
        about=read_id(values.get("child", "")),
        child=_name_of_child(found) if found else "",
        signs=[(each, say(f"signs.{each}.label")) for each in wayhome.content.signs],
        chosen=chosen or request.form.getlist("sign"),
        problem=problem,
        field=field,
        here={"back": "note", "number": found.id} if found else {"back": "note_new"},
    )


def _is_typed_time(raw: str) -> bool:
    """Tell whether somebody typed what is no time of day: a clock's field would hide it."""
    try:
        dt.time.fromisoformat(raw or "00:00")
    except ValueError:
        return True
    return False


def _name_of_child(found: Note) -> str:
    names = diary_layout.names_of(book().children())
    return names.get(found.child or 0, "")


def _places_of_signs() -> dict[str, str]:
    """Return where the guide speaks of each sign. Addresses there are numbers, never names."""
    content = shell().wayhome.content
    for number, topic in enumerate(content.guide.topics.values(), 1):
        if topic.shows is Shows.SIGNS:
            return {sign: f"/i/{number}#a{place}" for place, sign in enumerate(content.signs, 1)}
    return {}
