"""The check: one question a page, and what follows from the answers.

An answer travels only in the body of a form and lives only in memory. Addresses hold a random
run id and the question's place, so that two tabs never mix and a history tells nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for

from wayhome.model.flow import Urgency
from wayhome.model.problems import UserProblem
from wayhome.usecases.record_room import RoomState
from wayhome.web.result_layout import lay_out
from wayhome.web.shell import language, region, set_reader, shell
from wayhome.web.start_pages import country_choice

if TYPE_CHECKING:
    from werkzeug import Response

    from wayhome.usecases.runs import Run
    from wayhome.usecases.views import CheckView
    from wayhome.web.result_layout import Layout

pages = Blueprint("check_pages", __name__)


@pages.post("/a")
def begin() -> Response:
    """Begin a check, perhaps with the reader known already."""
    raw = {"who": request.form["who"]} if "who" in request.form else {}
    run = shell().runs.start(shell().wayhome.take_answers(raw))
    return redirect(_address_after(run, None), 303)


@pages.get("/b/<run_id>/<int:number>")
def question(run_id: str, number: int) -> str | tuple[str, int] | Response:
    """Ask one question, with the earlier answer filled in."""
    run = shell().runs.find(run_id)
    if run is None:
        return _gone()
    question_id = _question_at(number)
    if question_id not in _asked(run):
        return redirect(_address_after(run, None), 303)
    return _ask(run, question_id, wrong=False)


@pages.post("/b/<run_id>/<int:number>")
def answer(run_id: str, number: int) -> str | tuple[str, int] | Response:
    """Take one answer and go on: to what can't wait, else to the next question."""
    run = shell().runs.find(run_id)
    if run is None:
        return _gone()
    question_id = _question_at(number)
    if question_id not in _asked(run):
        return redirect(_address_after(run, None), 303)
    chosen = request.form.getlist("a")
    many = shell().wayhome.question(question_id).many
    try:
        # Two answers to a question that takes one go in as a list, and come back rejected.
        raw = chosen if many or len(chosen) != 1 else chosen[0]
        options = shell().wayhome.take_answer(question_id, raw)
    except UserProblem:
        return _ask(run, question_id, wrong=True), 422
    changed = shell().runs.answer(run_id, question_id, options)
    if changed is None:
        return _gone()
    if _urgent(changed) - _urgent(run):
        return redirect(url_for("check_pages.result", run_id=run_id), 303)
    return redirect(_address_after(changed, question_id), 303)


@pages.get("/b/<run_id>/r")
def result(run_id: str) -> str | tuple[str, int] | Response:
    """Show what follows from the answers so far."""
    run = shell().runs.find(run_id)
    if run is None:
        return _gone()
    set_reader(_reader_of(run))
    view = _check(run)
    if not view.outcomes and view.next is not None:
        return redirect(_address_after(run, None), 303)
    layout = lay_out(view.outcomes)
    return render_template(
        "result.html",
        layout=layout,
        procedures=_ways_on(run, layout),
        onward=_address_after(run, None) if view.next else None,
        first=_address_of(run, _asked(run)[0]),
        who=_reader_of(run) if run.given else None,
        for_young=_reader_of(run) == "young_person",
        may_keep=_may_be_kept(run),
        **country_choice("result", run=run.id),
    )


def _ways_on(run: Run, layout: Layout | None) -> tuple[str, ...]:
    """Return the ordered steps to offer; a reader who has a page of their own finds it first."""
    own = _reader_of(run)
    offered = layout.procedures if layout else ()
    if own is not None and own in shell().wayhome.content.procedures:
        offered = (own, *offered)
    return tuple(dict.fromkeys(offered))


def _ask(run: Run, question_id: str, *, wrong: bool) -> str:
    set_reader(_reader_of(run))
    number = _number_of(question_id)
    asked = _asked(run)
    place = asked.index(question_id)
    return render_template(
        "question.html",
        question=shell().wayhome.questions(language(), _reader_of(run))[number - 1],
        chosen=run.said.get(question_id, ()),
        place=place + 1,
        before=_address_of(run, asked[place - 1]) if place else None,
        address=_address_of(run, question_id),
        wrong=wrong,
        here={"back": "question", "run": run.id, "number": number},
    )


def _may_be_kept(run: Run) -> bool:
    """Tell whether to offer the record. What a young person answers never goes into it."""
    return _reader_of(run) != "young_person" and shell().room.state is not RoomState.NONE


def _gone() -> tuple[str, int]:
    return render_template("gone.html", here={"back": "start"}), 404


def _asked(run: Run) -> tuple[str, ...]:
    """Return the questions that this run meets, in order, the next one included."""
    path = shell().wayhome.path(run.answers)
    return tuple(question_id for question_id in path if question_id not in run.given)


def _check(run: Run) -> CheckView:
    return shell().wayhome.check(run.answers, language(), region())


def _urgent(run: Run) -> set[str]:
    return {each.id for each in _check(run).outcomes if each.urgency is Urgency.NOW}


def _reader_of(run: Run) -> str | None:
    return run.answers.get("who", (None,))[0]


def _address_after(run: Run, question_id: str | None) -> str:
    """Return where to go after a question; after none, the first one without an answer."""
    asked = _asked(run)
    if question_id is None:
        onward = next((each for each in asked if each not in run.said), None)
    else:
        onward = next(iter(asked[asked.index(question_id) + 1 :]), None)
    if onward is None:
        return url_for("check_pages.result", run_id=run.id)
    return _address_of(run, onward)


def _address_of(run: Run, question_id: str) -> str:
    return url_for("check_pages.question", run_id=run.id, number=_number_of(question_id))


def _number_of(question_id: str) -> int:
    ids = [each.id for each in shell().wayhome.content.check.questions]
    return ids.index(question_id) + 1


def _question_at(number: int) -> str:
    questions = shell().wayhome.content.check.questions
    if not 1 <= number <= len(questions):
        abort(404)
    return questions[number - 1].id
