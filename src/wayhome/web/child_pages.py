"""What is kept on a child: the overview, and the forms by which it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for

from wayhome.model.kept import NOTHING
from wayhome.model.problems import UserProblem
from wayhome.web import book_layout, child_layout, talk_layout
from wayhome.web.book_trouble import sentence_of, show_problems
from wayhome.web.child_layout import CIRCLE, TALKS, number_of
from wayhome.web.record_guard import book, keep_locked
from wayhome.web.shell import language, region, shell, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug import Response

    from wayhome.model.kept import Child, Item
    from wayhome.model.record import RecordSection, RecordShape
    from wayhome.usecases.views import SourceView

pages = Blueprint("child_pages", __name__)
keep_locked(pages)
show_problems(pages)

STAMP = "stamp"
"""The field that tells what stood in the record when a form was shown: two tabs may be open."""

Page = str | tuple[str, int]


@pages.get("/r/c/<int:number>")
def child(number: int) -> str:
    """Show all that is written about a child."""
    found, shape, say = book().child(number), _shape(), words()
    lines = book_layout.due_lines(shape, (found,), say, book().today())
    return render_template(
        "book_child.html",
        child=found,
        photo=next((each for each in found.photos if each.item is None), None),
        groups=child_layout.groups_of(shape, found, say),
        strange=child_layout.strange_items(shape, found, say),
        due=[each for each in lines if each.rank < 2],  # noqa: PLR2004 - see `DueLine.rank`
        due_later=[each for each in lines if each.rank == 2],  # noqa: PLR2004 - the same
        complete=book_layout.how_complete(shape, found, book().today()),
        circle=_address(number, number_of(shape, CIRCLE)),
        talks=_address(number, number_of(shape, TALKS)),
        count=lambda section: len(found.in_section(section)),
        sources=_sources(*shape.sections),
        here={"back": "child", "number": number},
    )


@pages.route("/r/c/<int:child_id>/x", methods=["GET", "POST"])
def remove(child_id: int) -> str | Response:
    """Ask once more, then remove a child with all that is written about them."""
    found = book().child(child_id)
    if request.method == "POST":
        book().remove_child(child_id)
        return redirect(url_for("book_pages.index"), 303)
    back = url_for("child_pages.child", number=child_id)
    return render_template(
        "book_remove.html", kind="child", what=found.name, back=back, here=_here(child_id)
    )


@pages.route("/r/c/<int:child_id>/<int:place>", methods=["GET", "POST"])
def section(child_id: int, place: int) -> Page | Response:
    """Show one section: as a form, or as a list where there can be several."""
    asked, found = _section_at(place), book().child(child_id)
    if not asked.many:
        here = found.in_section(asked.id)
        return _fill_in(found, asked, here[0] if here else None)
    if request.method == "POST":
        abort(405)
    if asked.id == CIRCLE:
        return _show_circle(found, asked)
    if asked.id == TALKS:
        return _show_talks(found, asked)
    return render_template(
        "book_list.html",
        child=found,
        section=child_layout.section_of(_shape(), asked, found, words()),
        sources=_sources(asked),
        here=_here(child_id),
    )


@pages.route("/r/c/<int:child_id>/<int:place>/new", methods=["GET", "POST"])
def add_item(child_id: int, place: int) -> Page | Response:
    """Add one of several."""
    return _fill_in(book().child(child_id), _section_at(place, many=True), None)


@pages.route("/r/c/<int:child_id>/<int:place>/<int:item_id>", methods=["GET", "POST"])
def item(child_id: int, place: int, item_id: int) -> Page | Response:
    """Change one of several."""
    found, asked = book().child(child_id), _section_at(place, many=True)
    return _fill_in(found, asked, _item_of(found, asked, item_id))


@pages.route("/r/c/<int:child_id>/<int:place>/<int:item_id>/x", methods=["GET", "POST"])
def remove_item(child_id: int, place: int, item_id: int) -> str | Response:
    """Ask once more, then remove one of several."""
    found, asked = book().child(child_id), _section_at(place, many=True)
    there = _item_of(found, asked, item_id)
    if request.method == "POST":
        book().remove_item(child_id, item_id)
        return redirect(_address(child_id, place), 303)
    return render_template(
        "book_remove.html",
        kind="item",
        what=child_layout.item_of(asked, there, found, words()).title,
        back=_address(child_id, place, item_id),
        here=_here(child_id),
    )


@pages.post("/r/c/<int:child_id>/<int:place>/z")
def nothing(child_id: int, place: int) -> Response:
    """Write down that there is nothing of this kind, or take it back."""
    asked, found = _section_at(place, many=True), book().child(child_id)
    if not child_layout.can_have_nothing(asked):
        abort(404)
    if "back" in request.form:
        for each in found.in_section(asked.id) if found.has_nothing_in(asked.id) else ():
            book().remove_item(child_id, each.id)
        return redirect(_address(child_id, place), 303)
    book().note_nothing(child_id, asked.id)
    return redirect(f"{url_for('child_pages.child', number=child_id)}#s{place}", 303)


@pages.get("/r/c/<int:child_id>/l")
def pickup(child_id: int) -> str:
    """Show who may pick up a child, to print for a school. Nobody else stands on it."""
    found = book().child(child_id)
    return render_template(
        "book_pickup.html",
        child=found,
        people=child_layout.pickup_lines(found),
        today=book().today(),
        back=_address(child_id, number_of(_shape(), CIRCLE)),
        here=_here(child_id),
    )


def _show_circle(found: Child, asked: RecordSection) -> str:
    return render_template(
        "book_circle.html",
        child=found,
        section=child_layout.section_of(_shape(), asked, found, words()),
        circle=child_layout.circle_of(asked, found, words()),
        sources=_sources(asked),
        here=_here(found.id),
    )


def _show_talks(found: Child, asked: RecordSection) -> str:
    age = child_layout.age_of(found, book().today())
    return render_template(
        "book_talks.html",
        child=found,
        section=child_layout.section_of(_shape(), asked, found, words()),
        advice=talk_layout.advice_for(shell().wayhome, age, language(), region()),
        has_age=age is not None,
        agreement=talk_layout.address_of_agreement(shell().wayhome),
        sources=_sources(asked),
        here=_here(found.id),
    )


def _fill_in(found: Child, asked: RecordSection, there: Item | None) -> Page | Response:
    """Show a form, or take what was typed into it."""
    values = there.values if there else {}
    if request.method != "POST":
        return _show_form(found, asked, there, values)
    typed = {each.id: request.form[each.id] for each in asked.fields if each.id in request.form}
    stamp = child_layout.stamp_of(values)
    # Pressed twice, it was changed by this very form.
    says_other = any(
        not child_layout.is_same(value, values.get(name, "")) for name, value in typed.items()
    )
    if says_other and request.form.get(STAMP, stamp) != stamp:
        changed = words()("book.form.changed")
        # An empty field would take away unseen what the other tab filled in.
        typed = {**values, **{name: value for name, value in typed.items() if value.strip()}}
        return _show_form(found, asked, there, typed, before=values, problem=changed), 422
    try:
        saved = book().save_item(found.id, asked.id, typed, there.id if there else None)
    except UserProblem as problem:
        field = child_layout.field_in_trouble(asked, typed, problem.key, book().today())
        typed, said = {**values, **typed}, sentence_of(problem)
        return _show_form(found, asked, there, typed, problem=said, field=field), 422
    return redirect(_after_saving(found.id, asked, saved, is_new=there is None), 303)


def _show_form(
    found: Child,
    asked: RecordSection,
    there: Item | None,
    values: Mapping[str, str],
    before: Mapping[str, str] | None = None,
    **trouble: str,
) -> str:
    """Show the form with ``values``; what stands in the record is ``before``, if that differs."""
    place = number_of(_shape(), asked.id)
    view = child_layout.section_of(_shape(), asked, found, words())
    many_back = _address(found.id, place) if asked.many else None
    return render_template(
        "book_form.html",
        child=found,
        section=view,
        fields=child_layout.form_of(asked, values, words(), before),
        stamp=child_layout.stamp_of(there.values if there else {}),
        stamp_name=STAMP,
        item=next((each for each in view.items if there and each.id == there.id), None),
        back=many_back or url_for("child_pages.child", number=found.id),
        onward=_next_due(found, place),
        sources=_sources(asked),
        here=_here(found.id),
        **trouble,
    )


def _after_saving(child_id: int, asked: RecordSection, saved: int, *, is_new: bool) -> str:
    """Return where to go: to what is due next, if that was pressed, else where one came from."""
    place = number_of(_shape(), asked.id)
    if "onward" in request.form:
        onward = _next_due(book().child(child_id), place)
        if onward:
            return onward.address
    if asked.picture and is_new:
        # Now there is something that a photo can belong to.
        return f"{_address(child_id, place, saved)}#photos"
    if asked.many:
        return f"{_address(child_id, place)}#i{saved}"
    return f"{url_for('child_pages.child', number=child_id)}#s{place}"


def _next_due(found: Child, place: int) -> book_layout.DueLine | None:
    """Return what to offer after a form; nothing after one that is no part of the details."""
    if _shape().sections[place - 1].page in child_layout.APART:
        return None
    lines = book_layout.due_lines(_shape(), (found,), words(), book().today())
    return book_layout.next_line(lines, _address(found.id, place))


def _item_of(found: Child, asked: RecordSection, item_id: int) -> Item:
    for each in found.in_section(asked.id):
        if each.id == item_id and NOTHING not in each.values:
            return each
    raise UserProblem("record_gone")


def _section_at(place: int, *, many: bool = False) -> RecordSection:
    sections = _shape().sections
    if not 1 <= place <= len(sections) or (many and not sections[place - 1].many):
        abort(404)
    return sections[place - 1]


def _shape() -> RecordShape:
    return shell().wayhome.content.record


def _sources(*sections: RecordSection) -> tuple[SourceView, ...]:
    ids = {source for each in sections for source in each.sources}
    return tuple(each for each in shell().wayhome.sources(language()) if each.source.id in ids)


def _address(child_id: int, *places: int) -> str:
    return "/".join(map(str, (url_for("child_pages.child", number=child_id), *places)))


def _here(child_id: int) -> dict[str, object]:
    return {"back": "child", "number": child_id}
