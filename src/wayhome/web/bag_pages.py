"""The evidence bag: what goes in, what stays where it is and why, and a receipt with the code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from wayhome import __version__
from wayhome.model.problems import UserProblem
from wayhome.packet.bag_values import Origin, Stays
from wayhome.packet.packet_values import Paper
from wayhome.paper.cards import usual_paper
from wayhome.usecases.packet_choices import MadeFor
from wayhome.usecases.places import free_path
from wayhome.usecases.record_room import RoomState
from wayhome.web import bag_layout, diary_layout
from wayhome.web.bag_works import BagWork, Job
from wayhome.web.book_trouble import HERE, read_id, show_problems
from wayhome.web.form_problems import tell, tell_words
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.safety_pages import files_of_record
from wayhome.web.shell import language, region, shell, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Response
    from werkzeug import Response as AnyResponse

    from wayhome.model.kept import Note
    from wayhome.packet.bag_values import Input, Watch
    from wayhome.usecases.bag_making import BagContents, BagMaker
    from wayhome.usecases.bag_receipts import Seal

pages = Blueprint("bag_pages", __name__)

Page = str | tuple[str, int]

PATIENCE_SECONDS = 1.0
"""How long a press waits for its end, before a page shows how far it is."""
REFRESH_SECONDS = 2
BAG = "-bag"
NOTES = ("none", "all", "some")
SEALS = ("none", "key", "passphrase")


@pages.after_request
def _look_again(response: Response) -> Response:
    """Have the browser look again while something is being made."""
    if "look_again" in g:
        response.headers["Refresh"] = f"{REFRESH_SECONDS}; url={g.look_again}"
    return response


# After the one above: what is registered first has the last word over a header.
keep_locked(pages)
show_problems(pages)


@pages.route("/r/j/<int:number>", methods=["GET", "POST"])
def begin(number: int) -> Page | AnyResponse:
    """Ask what of the record goes in."""
    child, notes = book().child(number), _notes_about(number)
    draft = request.values.get("d", "")
    if request.method == "POST":
        chosen = {read_id(each) for each in request.form.getlist("note")}
        which = request.form.get("notes", "none")
        kept = (
            each.id for each in notes if which == "all" or (which == "some" and each.id in chosen)
        )
        work = BagWork(
            number,
            draft=draft if "packet" in request.form else "",
            calls="calls" in request.form,
            notes=tuple(kept),
        )
        return redirect(url_for("bag_pages.pick", bag_id=shell().bags.keep(work)), 303)
    return render_template(
        "bag_begin.html",
        child=child,
        draft=draft if _packet(draft, number) else "",
        calls=_count_calls(number),
        notes=[diary_layout.line_of(each, {}, language()) for each in reversed(notes)],
        here=HERE,
    )


@pages.route("/r/j/b/<bag_id>/f", methods=["GET", "POST"])
def pick(bag_id: str) -> str | AnyResponse:
    """Ask which files go in, or are listed."""
    work = _work(bag_id)
    listed = bag_layout.list_picks(shell().places(), work.picked)
    if request.method == "POST":
        paths = bag_layout.find_picked(listed, request.form.getlist("file"))
        work.picked = {path: work.picked.get(path) for path in paths}
        work.looked, work.inputs = not paths, ()
        page = "bag_pages.origins" if paths else "bag_pages.ready"
        return redirect(url_for(page, bag_id=bag_id), 303)
    return render_template(
        "bag_pick.html", bag=bag_id, places=listed, parked=shell().missing.on, here=HERE
    )


@pages.route("/r/j/b/<bag_id>/g", methods=["GET", "POST"])
def origins(bag_id: str) -> Page | AnyResponse:
    """Ask where each file is from, then look at them."""
    work = _work(bag_id)
    if request.method != "POST":
        return _ask_origins(bag_id, work)
    for place, path in enumerate(work.picked, 1):
        said = request.form.get(f"o{place}", "")
        work.picked[path] = Origin(said) if said in set(Origin) else None
    unsaid = [place for place, each in enumerate(work.picked.values(), 1) if each is None]
    if unsaid:
        return _ask_origins(bag_id, work, tell_bag("origin_missing", f"o{unsaid[0]}1")), 422

    parked = shell().missing.on

    def look(watch: Watch) -> None:
        work.inputs, work.looked = _look_at(work, watch, unread=parked), True

    return _start(bag_id, work, look)


@pages.get("/r/j/b/<bag_id>")
def ready(bag_id: str) -> Page | AnyResponse:
    """Show what goes in and what stays, and ask where to put the bag."""
    work = _work(bag_id)
    if not work.looked:
        return redirect(url_for("bag_pages.pick", bag_id=bag_id), 303)
    return _show_ready(bag_id, work)


@pages.post("/r/j/b/<bag_id>")
def make(bag_id: str) -> Page | AnyResponse:
    """Make the bag in the chosen place."""
    from wayhome.usecases.bag_making import SEALED_SUFFIX

    work = _work(bag_id)
    chosen = request.form.get("place", "")
    place = next((each for each in shell().places() if str(each.path) == chosen), None)
    if place is None:
        return _show_ready(bag_id, work, tell_words("save.choose", "place1")), 422
    try:
        seal = _seal()
    except UserProblem as problem:
        field = "seal_key" if problem.key == "bag_recipient" else "bag_passphrase"
        return _show_ready(bag_id, work, {**tell(problem), "field": field}), 422
    _park(work)
    contents, maker = _contents(work), _maker()
    if contents.is_empty():
        return _show_ready(bag_id, work, tell(UserProblem("bag_empty"))), 422
    now = shell().room.now()
    target = free_path(place.path, now.date(), SEALED_SUFFIX if seal else BAG)

    def write(watch: Watch) -> None:
        work.receipt = maker.make(contents, target, now, seal=seal, watch=watch)

    return _start(bag_id, work, write)


@pages.get("/r/j/b/<bag_id>/w")
def wait(bag_id: str) -> Page | AnyResponse:
    """Show how far it is; at the end, go on."""
    work = _work(bag_id)
    job = work.job
    if job is None:
        return redirect(url_for("bag_pages.ready", bag_id=bag_id), 303)
    if not job.wait(0):
        g.look_again = url_for("bag_pages.wait", bag_id=bag_id)
        return render_template("bag_wait.html", bag=bag_id, share=job.share, here=HERE)
    work.job = None
    if work.receipt is not None:
        return redirect(url_for("bag_pages.done", bag_id=bag_id), 303)
    if not work.looked:
        return _show_stopped(bag_id, job)
    if job.problem or job.failed or job.stopped:
        return _show_ready(bag_id, work, _trouble_of(job)), 422
    return redirect(url_for("bag_pages.ready", bag_id=bag_id), 303)


@pages.post("/r/j/b/<bag_id>/x")
def stop(bag_id: str) -> AnyResponse:
    """Stop what is being made. Nothing of it stays."""
    job = _work(bag_id).job
    if job is not None:
        job.stop()
        job.wait(PATIENCE_SECONDS)
    return redirect(url_for("bag_pages.wait", bag_id=bag_id), 303)


@pages.get("/r/j/b/<bag_id>/d")
def done(bag_id: str) -> str:
    """Show the receipt: where the bag lies, and its code."""
    receipt = _work(bag_id).receipt
    if receipt is None:
        abort(404)
    there = files_of_record().open_files()
    number = there.index(receipt.path) if receipt.path in there else None
    return render_template("bag_done.html", receipt=receipt, number=number, here=HERE)


def tell_bag(key: str, field: str) -> dict[str, object]:
    """Return what a template shows of a problem of these pages."""
    return {"problem": words()(f"bag.page.{key}"), "field": field}


def _work(bag_id: str) -> BagWork:
    return shell().bags.find(bag_id) or abort(404)


def _start(bag_id: str, work: BagWork, run: Callable[[Watch], None]) -> AnyResponse:
    """Start something that may take a while, unless it is under way already."""
    if work.job is None or work.job.wait(0):
        room = shell().room
        missing = shell().missing
        parked = missing.on
        # What began to read before missing mode was on ends with it.
        work.job, work.receipt = (
            Job(lambda: room.state is RoomState.OPEN and missing.on <= parked),
            None,
        )
        work.job.start(run, _noting())
        work.job.wait(PATIENCE_SECONDS)
    return redirect(url_for("bag_pages.wait", bag_id=bag_id), 303)


def _look_at(work: BagWork, watch: Watch | None = None, *, unread: bool) -> tuple[Input, ...]:
    from wayhome.usecases.bag_making import look_at_files

    picked = ((path, origin) for path, origin in work.picked.items() if origin)
    return look_at_files(picked, watch, unread=unread)


def _park(work: BagWork) -> None:
    """Let go of what was read before missing mode was on."""
    if shell().missing.on and any(each.stays is not Stays.PARKED for each in work.inputs):
        work.inputs = _look_at(work, unread=True)


def _noting() -> Callable[[Path], None]:
    return files_of_record().note_open_file


def _trouble_of(job: Job) -> dict[str, object]:
    if job.problem is not None:
        return tell(job.problem)
    return tell_bag("failed" if job.failed else "stopped", "")


def _show_stopped(bag_id: str, job: Job) -> Page:
    listed = bag_layout.list_picks(shell().places(), _work(bag_id).picked)
    trouble = _trouble_of(job)
    parked = shell().missing.on
    return render_template(
        "bag_pick.html", bag=bag_id, places=listed, parked=parked, here=HERE, **trouble
    ), 422


def _ask_origins(bag_id: str, work: BagWork, wrong: dict[str, object] | None = None) -> str:
    from wayhome.packet.verify import shown

    files = [(shown(path.name), said) for path, said in work.picked.items()]
    return render_template(
        "bag_origins.html", bag=bag_id, files=files, origins=Origin, here=HERE, **(wrong or {})
    )


def _show_ready(bag_id: str, work: BagWork, wrong: dict[str, object] | None = None) -> str:
    from wayhome.packet.verify import shown

    _park(work)
    inside = [(shown(each.name), each) for each in work.inputs if each.source]
    stays = [(shown(each.name), each) for each in work.inputs if each.stays]
    return render_template(
        "bag_ready.html",
        bag=bag_id,
        work=work,
        inside=inside,
        stays=stays,
        size=bag_layout.size_in_words,
        places=shell().places(),
        chosen=request.form.get("place", ""),
        seal=request.form.get("seal", "none"),
        seal_key=request.form.get("seal_key", ""),
        here=HERE,
        **(wrong or {}),
    )


def _seal() -> Seal | None:
    """Return how to seal it; UserProblem where that can't be."""
    from wayhome.usecases.bag_making import check_passphrase, check_recipient
    from wayhome.usecases.bag_receipts import Seal

    form = request.form
    if form.get("seal") == "key":
        return Seal(recipient=check_recipient(form.get("seal_key", "")))
    if form.get("seal") == "passphrase":
        chosen = check_passphrase(form.get("bag_passphrase", ""))
        if chosen != form.get("bag_again", ""):
            raise UserProblem("passphrase_differs")
        return Seal(passphrase=chosen)
    return None


def _maker() -> BagMaker:
    from wayhome.usecases.bag_making import BagMaker

    wayhome, own = shell().wayhome, language()
    others = (wayhome.words(each) for each in wayhome.languages if each != own)
    where = region()
    sheet = Paper(usual_paper(where).value) if where else Paper.LETTER
    return BagMaker((words(), *others), __version__, sheet)


def _contents(work: BagWork) -> BagContents:
    from wayhome.usecases.bag_record import take_from_record

    taken = take_from_record(shell().wayhome, book(), work.child, work.notes)
    return replace(
        taken,
        packet_pdf=_packet(work.draft, work.child),
        calls=taken.calls if work.calls else None,
        inputs=work.inputs,
    )


def _packet(draft_id: str, child: int) -> bytes:
    """Return the packet that was looked at; b"" where it is gone, or is another paper."""
    draft = shell().drafts.find(draft_id) if draft_id else None
    if draft is None or draft.choices.child != child:
        return b""
    if draft.choices.made_for is not MadeFor.POLICE:
        return b""
    return shell().room.unseal(draft.pdf) or b""


def _notes_about(child: int) -> tuple[Note, ...]:
    return tuple(each for each in book().notes() if each.child in (child, None))


def _count_calls(child: int) -> int:
    from wayhome.usecases.bag_record import take_calls

    about = take_calls(shell().wayhome, book(), child)
    return len(about.entries) if about else 0
