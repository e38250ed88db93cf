"""The packet: chosen, looked at page by page, and saved where the guardian wants it.

No page here takes a file: a picture can only be ticked by its number in the record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for

from wayhome.model.problems import UserProblem
from wayhome.packet.packet_values import Paper
from wayhome.paper.cards import usual_paper
from wayhome.paper.phrases import written_day
from wayhome.usecases.packet_choices import (
    CASE,
    LAST_SEEN,
    Choices,
    MadeFor,
    lacks_case,
    notes_about,
)
from wayhome.usecases.places import free_path
from wayhome.usecases.record_room import RoomState
from wayhome.web import packet_layout
from wayhome.web.bag_works import Job
from wayhome.web.book_trouble import sentence_of, show_problems
from wayhome.web.form_problems import tell, tell_words
from wayhome.web.packet_drafts import Sketch
from wayhome.web.receipts import Did, Receipt
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.safety_pages import files_of_record
from wayhome.web.shell import language, region, shell, words
from wayhome.web.start_pages import country_choice

if TYPE_CHECKING:
    from werkzeug import Response as AnyResponse

    from wayhome.model.kept import Child
    from wayhome.model.numbers import Region
    from wayhome.model.record import RecordShape
    from wayhome.packet.bag_values import Watch
    from wayhome.packet.packet_values import Packet, Sheet
    from wayhome.usecases.packet_making import PacketMaker
    from wayhome.web.packet_drafts import Draft

pages = Blueprint("packet_pages", __name__)
PATIENCE_SECONDS = 1.0
"""How long a press waits for the pages, before another page shows how far they are."""
REFRESH_SECONDS = 1


@pages.after_request
def _look_again(response: Response) -> Response:
    """Have the browser look again while pages are being drawn."""
    if "look_again" in g:
        response.headers["Refresh"] = f"{REFRESH_SECONDS}; url={g.look_again}"
    return response


# After the one above: what is registered first has the last word over a header.
keep_locked(pages)
show_problems(pages)

Page = str | tuple[str, int]

KINDS = tuple(MadeFor)
PDF = ".pdf"
STEPS = 2
"""The PDF, and the pictures of its pages."""


@pages.get("/r/h")
def begin() -> str | AnyResponse:
    """Lead to the packet of the one child, or ask which child it is about."""
    children = book().children()
    if len(children) == 1:
        return redirect(url_for("packet_pages.front", number=children[0].id), 303)
    return render_template("packet_which.html", children=children, here={"back": "packet_which"})


@pages.get("/r/h/<int:number>")
def front(number: int) -> str:
    """Show what can be made, and what to fill in before."""
    found, shape = book().child(number), _shape()
    first = [
        (packet_layout.address_of(shape, found, each), each, bool(found.in_section(each)))
        for each in (LAST_SEEN, CASE)
    ]
    return render_template(
        "packet_front.html", child=found, first=first, kinds=KINDS, **_country(number)
    )


@pages.get("/r/h/<int:number>/<int:kind>")
def choose(number: int, kind: int) -> str:
    """Ask what goes in."""
    found, made_for = book().child(number), _kind_at(kind)
    draft = shell().drafts.find(request.args.get("d", ""))
    choices = Choices(found.id, made_for, language(), _usual_paper())
    if draft is not None and (draft.choices.child, draft.choices.made_for) == (number, made_for):
        choices = draft.choices
    return _show_choices(found, choices)


@pages.post("/r/h/<int:number>/<int:kind>")
def make(number: int, kind: int) -> Page | AnyResponse:
    """Begin to draw what was chosen, in memory."""
    found = book().child(number)
    choices = packet_layout.read_choices(request.form, found, _kind_at(kind), _shape())
    where = region()
    if where is None:
        return redirect(url_for("packet_pages.front", number=number), 303)
    # What it says is fixed now, and the moment with it: who makes it again can get the same.
    choices = replace(choices, as_of=book().now())
    try:
        paper = _maker(where).make(choices)
    except UserProblem as problem:
        return _show_choices(found, choices, sentence_of(problem)), 422
    sketch_id, job = _draw(paper, choices)
    job.wait(PATIENCE_SECONDS)
    return redirect(url_for("packet_pages.wait", sketch_id=sketch_id), 303)


@pages.get("/r/h/w/<sketch_id>")
def wait(sketch_id: str) -> Page | AnyResponse:
    """Show how far the drawing is; at its end, go on to the pages."""
    sketch = _sketch(sketch_id)
    # typst can't be stopped within a step; who stopped it need not wait for that.
    if not (sketch.job.wait(0) or sketch.job.stopped):
        g.look_again = url_for("packet_pages.wait", sketch_id=sketch_id)
        return render_template(
            "packet_wait.html", sketch=sketch_id, share=sketch.job.share, here={"back": "book"}
        )
    if sketch.draft:
        return redirect(url_for("packet_pages.look", draft_id=sketch.draft), 303)
    problem = words()(f"packet.page.{'failed' if sketch.job.failed else 'stopped'}")
    return _show_choices(book().child(sketch.choices.child), sketch.choices, problem), 422


@pages.post("/r/h/w/<sketch_id>")
def stop(sketch_id: str) -> AnyResponse:
    """Stop the drawing. Nothing of it stays."""
    sketch = _sketch(sketch_id)
    sketch.job.stop()
    return redirect(url_for("packet_pages.wait", sketch_id=sketch_id), 303)


@pages.get("/r/h/d/<draft_id>")
def look(draft_id: str) -> Page:
    """Show every page before anything is saved."""
    return _show_draft(draft_id)


@pages.get("/r/h/d/<draft_id>/<int:page>")
def picture(draft_id: str, page: int) -> Response:
    """Send one page as a picture."""
    draft = shell().drafts.find(draft_id)
    if draft is None or not 1 <= page <= len(draft.pages):
        abort(404)
    opened = shell().room.unseal(draft.pages[page - 1])
    return Response(opened, mimetype="image/png") if opened else abort(404)


@pages.post("/r/h/d/<draft_id>")
def save(draft_id: str) -> Page | AnyResponse:
    """Save the very pages that were looked at."""
    draft = shell().drafts.find(draft_id)
    pdf = shell().room.unseal(draft.pdf) if draft else None
    if draft is None or pdf is None:
        return _show_draft(draft_id)
    chosen = request.form.get("place", "")
    place = next((each for each in shell().places() if str(each.path) == chosen), None)
    if place is None:
        return _show_draft(draft_id, tell_words("save.choose", "place1"))
    target = free_path(place.path, book().today(), PDF)
    try:
        files_of_record().save_open_file(target, pdf)
    except UserProblem as problem:
        refused = problem.key == "record_read_only"
        wrong = tell_words("save.refused", "place1") if refused else tell(problem)
        return _show_draft(draft_id, wrong)
    receipt_id = shell().receipts.keep(Receipt(Did.PACKET, target))
    return redirect(url_for("packet_pages.saved", receipt_id=receipt_id), 303)


@pages.get("/r/h/s/<receipt_id>")
def saved(receipt_id: str) -> str | AnyResponse:
    """Tell where the file lies, that it is not sealed, and what to do with it."""
    receipt = shell().receipts.find(receipt_id, Did.PACKET)
    if receipt is None:
        return redirect(url_for("safety_pages.index"), 303)
    there = files_of_record().open_files()
    number = there.index(receipt.path) if receipt.path in there else None
    return render_template(
        "packet_saved.html", receipt=receipt, number=number, here={"back": "record_files"}
    )


def _draw(paper: Packet | Sheet, choices: Choices) -> tuple[str, Job]:
    """Begin to draw in a thread: typst takes a while for many pages, and the page shows it."""
    from wayhome.packet import drawing

    room, drafts = shell().room, shell().drafts
    job = Job(lambda: room.state is RoomState.OPEN)
    sketch_id = drafts.begin(Sketch(choices, job))

    def run(watch: Watch) -> None:
        watch.tell(0, STEPS)
        drawn = drawing.draw(paper)
        watch.tell(1, STEPS)
        pictures = drawing.draw_pages(paper)
        watch.tell(STEPS, STEPS)
        drafts.keep(sketch_id, drawn, pictures, room.seal)

    job.start(run, lambda _: None)
    return sketch_id, job


def _sketch(sketch_id: str) -> Sketch:
    return shell().drafts.sketch(sketch_id) or abort(404)


def _show_choices(found: Child, choices: Choices, problem: str = "") -> str:
    about = notes_about(book().notes(), found.id)
    lacking = choices.made_for is MadeFor.POSTER and lacks_case(found)
    return render_template(
        "packet_choose.html",
        child=found,
        kind=KINDS.index(choices.made_for) + 1,
        made_for=choices.made_for,
        choices=choices,
        offer=packet_layout.offer(_shape(), found, about, _count_calls(found), choices, words()),
        lacking=packet_layout.address_of(_shape(), found, CASE) if lacking else None,
        problem=problem,
        **_country(found.id),
    )


def _count_calls(found: Child) -> int:
    entries = book().call_log().entries
    return sum(each.child in (found.id, None) for each in entries)


def _show_draft(draft_id: str, wrong: dict[str, object] | None = None) -> Page:
    draft = shell().drafts.find(draft_id)
    if draft is None or shell().room.unseal(draft.pages[0]) is None:
        return render_template("packet_gone.html", here={"back": "book"}), 404
    shown = render_template(
        "packet_look.html",
        child=book().child(draft.choices.child),
        draft=draft_id,
        accessible=draft.accessible,
        count=len(draft.pages),
        change=_address_of_choices(draft, draft_id),
        places=shell().places(),
        chosen=request.form.get("place", ""),
        here={"back": "packet", "number": draft.choices.child},
        **(wrong or {}),
    )
    return (shown, 422) if wrong else shown


def _address_of_choices(draft: Draft, draft_id: str) -> str:
    kind = KINDS.index(draft.choices.made_for) + 1
    number = draft.choices.child
    return url_for("packet_pages.choose", number=number, kind=kind, d=draft_id)


def _maker(where: Region) -> PacketMaker:
    # Imported late: it brings typst along.
    from wayhome.usecases.packet_making import PacketMaker

    return PacketMaker(shell().wayhome, book(), where, written_day)


def _kind_at(kind: int) -> MadeFor:
    if not 1 <= kind <= len(KINDS):
        abort(404)
    return KINDS[kind - 1]


def _usual_paper() -> Paper:
    where = region()
    return Paper(usual_paper(where).value) if where else Paper.LETTER


def _country(number: int) -> dict[str, object]:
    return country_choice("packet", number=number)


def _shape() -> RecordShape:
    return shell().wayhome.content.record
