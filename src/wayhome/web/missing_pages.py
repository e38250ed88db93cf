"""Missing mode: the first step at once, then one thing at a time.

It works locked, without the internet and on a disk that takes nothing. What fits is kept in memory
(`usecases/missing_mode.py`), never in an address: those hold only the number of a step, which is
the same whatever was chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for

from wayhome.model.problems import UserProblem
from wayhome.usecases.old_exports import Listing, list_exports
from wayhome.usecases.places import PlaceKind
from wayhome.usecases.record_room import RoomState
from wayhome.web.record_guard import PATIENCE_SECONDS
from wayhome.web.shell import language, region, shell
from wayhome.web.start_pages import country_choice
from wayhome.web.step_layout import log_address, make_script, sources_of
from wayhome.web.topic_layout import topics_that_explain

if TYPE_CHECKING:
    from flask import Response
    from werkzeug import Response as AnyResponse

    from wayhome.usecases.views import ProcedureView, StepView
    from wayhome.web.step_layout import Script

pages = Blueprint("missing_pages", __name__)

MISSING = "missing"
ALL = 0
"""In the place of a step's number: the page with all of them."""
AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")
"""Where a browser says that it fetches a page before anybody has asked for it."""


@pages.get("/c")
def first() -> Response:
    """Show what to do first."""
    return _show_step(1)


@pages.get("/c/<int:number>")
def step(number: int) -> Response:
    """Show one step, by its place among all of them."""
    return _show_step(number)


@pages.get("/c/l/<int:number>")
def left(number: int) -> Response:
    """Show the same page as before. Open pages come here by themselves, which is no use."""
    shell().room.lock_if_left()
    return _show_all(used=False) if number == ALL else _show_step(number, used=False)


@pages.get("/c/a")
def all_steps() -> Response:
    """Show all steps on one page, to read on or to print."""
    return _show_all()


@pages.get("/c/f")
def what_fits() -> str:
    """Ask what fits."""
    return _ask_what_fits()


@pages.post("/c/f")
def take_what_fits() -> str | tuple[str, int] | AnyResponse:
    """Take what fits, or that it is left open, and go on."""
    try:
        chosen = shell().wayhome.take_choice(MISSING, request.form.getlist("f"))
    except UserProblem:
        abort(400)
    shell().missing.choose(chosen)
    return redirect(url_for("missing_pages.step", number=_place_after_choice()), 303)


@pages.post("/c/k")
def choose_child() -> AnyResponse:
    """Take which child of the record is missing."""
    shell().missing.choose_child(request.form.get("child", default=0, type=int))
    here = request.form.get("number", default=1, type=int)
    if here == ALL:
        return redirect(url_for("missing_pages.all_steps"), 303)
    return redirect(url_for("missing_pages.step", number=abs(here)), 303)


@pages.route("/c/e", methods=["GET", "POST"])
def exports() -> str:
    """List files that look like exported chats. None of them is opened."""
    _enter()
    places = shell().places()
    downloads = (each for each in places if each.kind is PlaceKind.DOWNLOADS)
    usual = next(downloads, places[0] if places else None)
    wanted = request.form.get("place", "")
    place = next((each for each in places if str(each.path) == wanted), usual)
    return render_template(
        "missing_exports.html",
        places=places,
        place=place,
        listing=list_exports(place.path) if place else Listing((), readable=False),
        back=_place_of("secure_devices"),
        here={"back": "missing_exports"},
        in_missing=True,
    )


@pages.get("/c/z")
def is_it_over() -> str:
    """Ask whether it is over, and say why it matters."""
    return render_template(
        "missing_end.html",
        back=shell().missing.night.place,
        here={"back": "missing_end"},
        in_missing=True,
    )


@pages.post("/c/z")
def end() -> AnyResponse:
    """Switch missing mode off: the child is back, or it was not needed."""
    shell().missing.end()
    came_back = request.form.get("why") == "back"
    return redirect(url_for("guide_pages.returned" if came_back else "start_pages.start"), 303)


def _enter(place: int | None = None) -> None:
    """Switch missing mode on, unless the browser only fetches the page in case it is wanted."""
    if any("prefetch" in request.headers.get(name, "") for name in AHEAD):
        return
    mode = shell().missing
    mode.enter(mode.night.place if place is None else place)


def _procedure() -> ProcedureView:
    chosen = shell().missing.night.chosen
    return shell().wayhome.procedure(MISSING, language(), region(), chosen)


def _show_step(number: int, *, used: bool = True) -> Response:
    procedure = _procedure()
    shown = procedure.steps
    found = next((each for each in shown if each.place == number), None)
    if found is None:
        # It fits no more: the next one that does.
        found = next((each for each in shown if each.place > number), shown[-1])
    phase = next(each for each in procedure.phases if found in each.steps)
    if used:
        # A page left open must not switch it on again when the child is back.
        _enter(found.place)
    script = _script(found, used=used)
    page = render_template(
        "missing_step.html",
        procedure=procedure,
        step=found,
        phase=phase,
        number=phase.steps.index(found) + 1,
        before=_neighbour(shown, found, -1),
        after=_neighbour(shown, found, 1),
        ask_fits=_asks_before(procedure, found),
        script=script,
        sources=sources_of((found,)),
        log_address=log_address,
        in_missing=True,
        **country_choice("missing_step", number=found.place),
    )
    return _leaving(make_response(page), script, found.place)


def _show_all(*, used: bool = True) -> Response:
    procedure = _procedure()
    if used:
        _enter()
    script = _script(procedure.steps[0], used=used)
    page = render_template(
        "procedure.html",
        procedure=procedure,
        sources=sources_of(procedure.steps),
        topics=topics_that_explain(shell().wayhome, MISSING, language()),
        script=script,
        log_address=log_address,
        in_missing=True,
        **country_choice("missing_all"),
    )
    return _leaving(make_response(page), script, ALL)


def _script(step: StepView, *, used: bool) -> Script | None:
    """Return the words for the phone where the step has them. Reading them is use."""
    if "script" not in step.opens:
        return None
    room = shell().room
    if used and room.state is RoomState.OPEN:
        room.touch()
    return make_script(MISSING, shell().missing.night.child)


def _leaving(page: Response, script: Script | None, number: int) -> Response:
    """Have a page with something of the record be replaced when the record has locked.

    Not by the unlocking page, as elsewhere: somebody may be on the phone, and the blanks help on.
    """
    if script is not None and script.shows_record:
        seconds = shell().room.minutes * 60 + PATIENCE_SECONDS
        address = url_for("missing_pages.left", number=number)
        page.headers["Refresh"] = f"{seconds}; url={address}"
    return page


def _ask_what_fits() -> str:
    _enter()
    procedure = _procedure()
    return render_template(
        "missing_fits.html",
        choice=procedure.choice,
        back=shell().missing.night.place,
        here={"back": "missing_fits"},
        in_missing=True,
    )


def _asks_before(procedure: ProcedureView, step: StepView) -> bool:
    """Tell whether what fits is asked after this step: once, when the first calls are made."""
    last = procedure.phases[0].steps[-1]
    return step.id == last.id and not shell().missing.night.asked


def _place_after_choice() -> int:
    """Return where to go on: at the step that was looked at, or after the first calls."""
    place, procedure = shell().missing.night.place, _procedure()
    last = procedure.phases[0].steps[-1].place
    if place < last:
        # Chosen early: the words of this step may have changed.
        return place
    return next((each.place for each in procedure.steps if each.place > last), place)


def _place_of(step_id: str) -> int:
    steps = shell().wayhome.content.procedures[MISSING].steps
    return next(place for place, each in enumerate(steps, 1) if each.id == step_id)


def _neighbour(shown: tuple[StepView, ...], step: StepView, distance: int) -> StepView | None:
    place = shown.index(step) + distance
    return shown[place] if 0 <= place < len(shown) else None
