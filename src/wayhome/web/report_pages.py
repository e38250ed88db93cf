"""The answers for the CyberTipline's public form, prepared. Nothing is sent, and no picture asked.

What is written stays in memory, under a random id; it goes into the record only if the guardian
wants that and the record is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.usecases.record_room import RoomState
from wayhome.usecases.report_answers import as_text, take_answers
from wayhome.web.form_problems import tell
from wayhome.web.record_guard import PATIENCE_SECONDS
from wayhome.web.shell import language, region, shell, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from werkzeug import Response as AnyResponse

    from wayhome.model.numbers import Service
    from wayhome.model.report import ReportForm

pages = Blueprint("report_pages", __name__)


@pages.before_request
def _forget_if_left() -> None:
    shell().answers.forget_if_left(shell().room.minutes * 60)


@pages.after_request
def _leave(page: Response) -> Response:
    """Have the page with all answers leave the screen when they are forgotten.

    Not the pages with the questions: there somebody may be typing.
    """
    if request.endpoint not in {"report_pages.prepared", "report_pages.keep_note"}:
        return page
    seconds = shell().room.minutes * 60 + PATIENCE_SECONDS
    page.headers["Refresh"] = f"{seconds}; url={url_for('report_pages.left')}"
    return page


REGION = "US"
"""Where the form belongs to."""


@pages.get("/q")
def form() -> str:
    """Show the questions, in the form's order."""
    return _show_form({})


@pages.post("/q")
def prepare() -> tuple[str, int] | AnyResponse:
    """Take the answers, and show them ready to type."""
    known = request.form.get("report", "")
    try:
        answers = take_answers(_form(), request.form)
    except UserProblem as problem:
        return _show_form(request.form, known, tell(problem)), 422
    report_id = shell().answers.keep(answers, known)
    return redirect(url_for("report_pages.prepared", report_id=report_id), 303)


@pages.get("/q/a")
def left() -> AnyResponse:
    """Go to the steps. Open pages come here by themselves, when nobody has used the answers."""
    return redirect(url_for("guide_pages.suspected"), 303)


@pages.get("/q/<report_id>")
def prepared(report_id: str) -> str | AnyResponse:
    """Show the answers, to type into the form or to print."""
    answers = shell().answers.find(report_id)
    if answers is None:
        return redirect(url_for("report_pages.form"), 303)
    return _show_prepared(report_id, answers)


@pages.get("/q/<report_id>/e")
def change(report_id: str) -> str | AnyResponse:
    """Show the questions with what was answered."""
    answers = shell().answers.find(report_id)
    if answers is None:
        return redirect(url_for("report_pages.form"), 303)
    return _show_form(answers, report_id)


@pages.post("/q/<report_id>/n")
def keep_note(report_id: str) -> str | tuple[str, int] | AnyResponse:
    """Keep the answers as a note of the diary, sealed with the record."""
    from wayhome.model.kept import NoteText

    answers = shell().answers.find(report_id)
    if answers is None:
        return redirect(url_for("report_pages.form"), 303)
    room = shell().room
    room.touch()
    text = f"{words()('steps.report.prepared.note_begins')}\n\n{_text(answers)}"
    try:
        said = NoteText(text, room.now().date(), happened_at="", seen_by="", signs=())
        room.book.add_note(said, None)
    except RecordLockedError:
        return redirect(url_for("report_pages.prepared", report_id=report_id), 303)
    except UserProblem as problem:
        return _show_prepared(report_id, answers, tell(problem, note_too_long="")), 422
    return _show_prepared(report_id, answers, {"kept": True})


@pages.post("/q/<report_id>/x")
def forget(report_id: str) -> AnyResponse:
    """Forget the answers."""
    shell().answers.forget(report_id)
    return redirect(url_for("guide_pages.suspected"), 303)


def _form() -> ReportForm:
    return shell().wayhome.content.report


def _text(answers: Mapping[str, str]) -> str:
    return as_text(_form(), answers, words())


def _service() -> Service:
    services = shell().wayhome.region(REGION).services
    return next(each for each in services if each.id == _form().service)


def _show_form(
    answers: Mapping[str, str], report_id: str = "", wrong: Mapping[str, object] | None = None
) -> str:
    return render_template(
        "report_form.html",
        sections=shell().wayhome.report_form(language()),
        answers=answers,
        report_id=report_id,
        here={"back": "report"},
        **(wrong or {}),
    )


def _show_prepared(
    report_id: str, answers: Mapping[str, str], more: Mapping[str, object] | None = None
) -> str:
    chosen, state = region(), shell().room.state
    return render_template(
        "report_prepared.html",
        sections=shell().wayhome.report_form(language()),
        answers=answers,
        text=_text(answers),
        report_id=report_id,
        service=_service(),
        elsewhere=chosen is not None and chosen.id != REGION,
        state="open" if state is RoomState.OPEN else str(state),
        sources=[
            view
            for view in shell().wayhome.sources(language())
            if view.source.id in _form().sources
        ],
        here={"back": "report_done", "run": report_id},
        **(more or {}),
    )
