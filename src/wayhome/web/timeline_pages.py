"""Diary, kept checks and calls on one line of time, and what a kept check says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from wayhome import __version__
from wayhome.model.calls import CallLog
from wayhome.record.timeline import EventKind, make_timeline
from wayhome.web import diary_layout, timeline_layout
from wayhome.web.book_trouble import HERE, read_id, show_problems
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.shell import language, shell, words

if TYPE_CHECKING:
    from werkzeug import Response

    from wayhome.model.kept import Child, KeptCheck
    from wayhome.usecases.runs import Run

pages = Blueprint("timeline_pages", __name__)
keep_locked(pages)
show_problems(pages)

YOUNG = "young_person"
NOBODY = "none"


@pages.get("/r/t")
def timeline() -> str:
    """Show the line of time as a picture and as a table."""
    holdings = book().holdings()
    about = read_id(request.args.get("c", ""))
    if all(each.id != about for each in holdings.children):
        about = None
    if about is not None:
        holdings = replace(
            holdings,
            notes=tuple(each for each in holdings.notes if each.child == about),
            checks=tuple(each for each in holdings.checks if each.child == about),
            calls=CallLog(tuple(each for each in holdings.calls.entries if each.child == about)),
        )
    every = make_timeline(holdings)
    year = timeline_layout.chosen_year(every, request.args.get("y", ""))
    events = [each for each in every if year in (None, each.day.year)]
    names = diary_layout.names_of(holdings.children)
    rows = timeline_layout.rows_of(events, holdings, names, words())
    return render_template(
        "book_timeline.html",
        drawing=timeline_layout.draw(events, language()),
        rows=rows,
        counts=timeline_layout.count_kinds(events),
        kinds=tuple(EventKind),
        years=timeline_layout.years_of(every),
        year=year,
        names=names,
        about=about,
        today=book().today(),
        here={"back": "timeline"},
    )


@pages.post("/r/g")
def keep() -> str | tuple[str, int] | Response:
    """Keep the result of a check; ask whom it is about where that is not plain."""
    run = shell().runs.find(request.form.get("run", ""))
    if run is None:
        return render_template("gone.html", here={"back": "start"}), 404
    if YOUNG in run.answers.get("who", ()):
        # What a young person answered is theirs. It never goes into a guardian's record.
        return redirect(url_for("check_pages.result", run_id=run.id), 303)
    children = book().children()
    about = request.form.get("child", "")
    known = {str(each.id) for each in children}
    if about not in {NOBODY, *known}:
        if len(children) > 1:
            return _ask_about_whom(run, children)
        about = str(children[0].id) if children else NOBODY
    view = shell().wayhome.check(run.answers, language(), None)
    outcomes = tuple(each.id for each in view.outcomes)
    kept = book().keep_check(run.answers, outcomes, read_id(about), __version__)
    return redirect(url_for("timeline_pages.check", check_id=kept), 303)


@pages.get("/r/g/<int:check_id>")
def check(check_id: int) -> str:
    """Show what was answered, and what followed from it on that day."""
    found, say = book().check(check_id), words()
    reader = found.answers.get("who", (None,))[0]
    names = diary_layout.names_of(book().children())
    outcomes = [
        (say.find(f"check.outcomes.{each}.title", reader) or each,
         say.find(f"check.outcomes.{each}.why", reader) or "")
        for each in found.outcomes
    ]  # fmt: skip
    return render_template(
        "book_check.html",
        check=found,
        kept=diary_layout.written_moment(found.kept, language()),
        child=names.get(found.child or 0, ""),
        outcomes=outcomes,
        answers=_answers_in_words(found, reader),
        procedures=_procedures_of(found),
        here=HERE,
    )


@pages.route("/r/g/<int:check_id>/x", methods=["GET", "POST"])
def remove(check_id: int) -> str | Response:
    """Ask once more, then remove a kept check."""
    found = book().check(check_id)
    if request.method == "POST":
        book().remove_check(check_id)
        return redirect(url_for("timeline_pages.timeline"), 303)
    return render_template(
        "book_remove.html",
        kind="check",
        what=timeline_layout.outcome_titles(found.outcomes, words()),
        back=url_for("timeline_pages.check", check_id=check_id),
        here=HERE,
    )


def _ask_about_whom(run: Run, children: tuple[Child, ...]) -> str:
    names = diary_layout.names_of(children)
    return render_template("book_which.html", run=run.id, names=names, nobody=NOBODY, here=HERE)


def _answers_in_words(found: KeptCheck, reader: str | None) -> list[tuple[str, list[str]]]:
    """Return questions and answers. What this version no longer asks stands as it was kept."""
    flow, say = shell().wayhome.content.check, words()
    labels = {each.id: each.labels for each in flow.questions}
    said = []
    for question, options in found.answers.items():
        start = labels.get(question, f"check.questions.{question}")
        said.append(
            (
                say.find(f"check.questions.{question}.words", reader) or question,
                [say.find(f"{start}.{each}.label", reader) or each for each in options],
            )
        )
    return said


def _procedures_of(found: KeptCheck) -> list[str]:
    """Return the ordered steps that the outcomes lead to."""
    known = {each.id: each.procedure for each in shell().wayhome.content.check.outcomes}
    offered = (known.get(each) for each in found.outcomes)
    return list(dict.fromkeys(each for each in offered if each))
