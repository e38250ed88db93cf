"""Photos of a child, and of marks: shown, added, dated, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for

from wayhome.model.problems import UserProblem
from wayhome.web import child_layout
from wayhome.web.book_trouble import read_id, sentence_of, show_problems
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.shell import language, shell

if TYPE_CHECKING:
    from werkzeug import Response as AnyResponse

    from wayhome.model.kept import Child, PhotoInfo
    from wayhome.usecases.views import SourceView

pages = Blueprint("photo_pages", __name__)
keep_locked(pages)
show_problems(pages)

JPEG = "image/jpeg"

Page = str | tuple[str, int]


@pages.get("/r/c/<int:child_id>/p")
def all_photos(child_id: int) -> str:
    """Show all photos of a child, with the form that adds one."""
    return _show(book().child(child_id))


# The names of the functions that take an upload begin so that `limits` lets one through.
@pages.post("/r/c/<int:child_id>/p")
def photo_add(child_id: int) -> Page | AnyResponse:
    """Take a photo of a child, or of a mark."""
    taken, sent = request.form.get("taken", "").strip(), request.files.get("photo")
    found, item_id = book().child(child_id), read_id(request.form.get("item", ""))
    try:
        book().add_photo(child_id, sent.read() if sent else b"", item_id=item_id, taken=taken)
    except UserProblem as problem:
        return _show(found, item_id, taken=taken, problem=sentence_of(problem)), 422
    return redirect(_address_of_all(found, item_id), 303)


@pages.get("/r/f/<int:photo_id>")
def show_photo(photo_id: int) -> Response:
    """Send a photo."""
    return Response(book().photo(photo_id).jpeg, mimetype=JPEG)


@pages.get("/r/f/<int:photo_id>/s")
def show_small(photo_id: int) -> Response:
    """Send a photo, small."""
    return Response(book().thumbnail(photo_id), mimetype=JPEG)


@pages.route("/r/f/<int:photo_id>/d", methods=["GET", "POST"])
def one_photo(photo_id: int) -> Page | AnyResponse:
    """Show one photo large, and take the day on which it was taken."""
    info = book().photo_info(photo_id)
    if request.method != "POST":
        return _show_one(info, info.taken.isoformat() if info.taken else "")
    taken = request.form.get("taken", "").strip()
    try:
        book().date_photo(photo_id, taken)
    except UserProblem as problem:
        return _show_one(info, taken, sentence_of(problem)), 422
    return redirect(_address_of_all(book().child(info.child), info.item), 303)


@pages.route("/r/f/<int:photo_id>/x", methods=["GET", "POST"])
def remove_photo(photo_id: int) -> str | AnyResponse:
    """Ask once more, then remove a photo."""
    info = book().photo_info(photo_id)
    if request.method == "POST":
        book().remove_photo(photo_id)
        return redirect(_address_of_all(book().child(info.child), info.item), 303)
    return render_template(
        "book_remove.html",
        kind="photo",
        what="",
        photo=info,
        back=url_for("photo_pages.one_photo", photo_id=photo_id),
        here=_here(info.child),
    )


def _show(found: Child, item_id: int | None = None, *, taken: str = "", problem: str = "") -> str:
    of_item = next((each for each in found.items if each.id == item_id), None)
    return render_template(
        "book_photos.html",
        child=found,
        of_child=[each for each in found.photos if each.item is None],
        of_marks=[each for each in found.photos if each.item is not None],
        item=of_item.id if of_item else None,
        back=_address_of_all(found, item_id) if of_item else None,
        taken=taken,
        typed_day=child_layout.is_typed_day(taken),
        problem=problem,
        sources=_sources(),
        here=_here(found.id),
    )


def _show_one(info: PhotoInfo, taken: str, problem: str = "") -> str:
    found = book().child(info.child)
    return render_template(
        "book_photo.html",
        child=found,
        photo=info,
        taken=taken,
        typed_day=child_layout.is_typed_day(taken),
        problem=problem,
        back=_address_of_all(found, info.item),
        here=_here(info.child),
    )


def _address_of_all(found: Child, item_id: int | None) -> str:
    """Return the page on which a photo stands: that of its mark, or that of all."""
    shape = shell().wayhome.content.record
    for each in found.items:
        if each.id == item_id and each.section in {section.id for section in shape.sections}:
            place = child_layout.number_of(shape, each.section)
            return f"{url_for('child_pages.child', number=found.id)}/{place}/{item_id}#photos"
    return url_for("photo_pages.all_photos", child_id=found.id)


def _sources() -> tuple[SourceView, ...]:
    ids = shell().wayhome.content.record.photo_sources
    return tuple(each for each in shell().wayhome.sources(language()) if each.source.id in ids)


def _here(child_id: int) -> dict[str, object]:
    return {"back": "child", "number": child_id}
