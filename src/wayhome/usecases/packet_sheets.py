"""One page for many eyes: little is said, and never how to reach the family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.model.problems import UserProblem
from wayhome.model.sources import Status
from wayhome.packet import drawing
from wayhome.packet.packet_values import Facts, Line, Reach, Sheet
from wayhome.packet.plain_text import shorten
from wayhome.usecases.packet_choices import CASE, POLICE_FIRST
from wayhome.usecases.packet_front import SHORT, mark_of, measured, seen, worn
from wayhome.usecases.packet_words import those

if TYPE_CHECKING:
    from wayhome.model.numbers import Service
    from wayhome.packet.packet_values import Around, Picture
    from wayhome.usecases.packet_words import Subject
    from wayhome.usecases.views import NumberView

MOST_PHOTOS = 2
PUBLIC_PLACE = "public_place"


def make_school_sheet(
    subject: Subject, around: Around, pictures: tuple[Picture, ...], emergency: NumberView
) -> Sheet:
    """Return the sheet for a school and friends: no address, no health, no family."""
    words = subject.words
    groups = (
        Facts(seen(subject, PUBLIC_PLACE, blanks=True), words.label("school.seen")),
        Facts(worn(subject), words.label("school.wearing")),
    )
    return Sheet(
        around=around,
        is_poster=False,
        title=words.label("school.title"),
        name=shorten(subject.first_name, SHORT),
        age="",
        pictures=pictures[:MOST_PHOTOS],
        groups=tuple(each for each in groups if each.lines),
        call=words.label("school.call"),
        reach=(*_police(subject), _reach(emergency, words("school.emergency"))),
        notes=(words.label("school.keep"),),
    )


def require_letters(sheet: Sheet, subject: Subject) -> None:
    """Raise UserProblem ``sheet_letters`` where boxes would stand for letters.

    Many eyes see a sheet, and nobody is there to say what a box means.
    """
    lost = set(drawing.find_lost_letters(sheet))
    if lost & set(sheet.name):
        raise UserProblem("sheet_letters", field=subject.words.field("identity", "called").first)
    lines = [line for group in sheet.groups for line in group.lines]
    where = [line.label.first for line in lines if lost & set(line.value)]
    if lost:
        case = subject.words.field(CASE, "agency").first
        raise UserProblem("sheet_letters", field=(*where, case)[0])


def require_case(subject: Subject) -> None:
    """Raise UserProblem ``poster_needs`` with the labels of what has to be filled in first."""
    empty = [each for each in POLICE_FIRST if not subject.child.value(CASE, each).strip()]
    if empty or CASE in subject.leave_out:
        fields = empty or POLICE_FIRST
        named = "; ".join(subject.words.field(CASE, each).first for each in fields)
        raise UserProblem("poster_needs", fields=named)


def make_poster(
    subject: Subject,
    around: Around,
    pictures: tuple[Picture, ...],
    numbers: tuple[NumberView, ...],
    marks: frozenset[int],
) -> Sheet:
    """Return the poster; UserProblem ``poster_needs`` without police department and case number."""
    require_case(subject)
    words, age = subject.words, subject.age
    groups = (
        Facts(seen(subject, PUBLIC_PLACE, blanks=False), words.label("poster.seen")),
        Facts(_looks(subject, marks), words.label("poster.looks")),
        Facts(worn(subject), words.label("poster.wearing")),
    )
    reach = (
        *_police(subject),
        *(
            _reach(each, words("poster.emergency") if each.service.emergency else "")
            for each in numbers
        ),
    )
    doubtful = any(each.to_confirm for each in reach)
    return Sheet(
        around=around,
        is_poster=True,
        title=words.label("poster.title"),
        name=shorten(subject.name, SHORT),
        age="" if age is None else words("paper.age", age=age),
        pictures=pictures[:MOST_PHOTOS],
        groups=tuple(each for each in groups if each.lines),
        call=words.label("poster.call"),
        reach=reach,
        notes=(words.label("poster.to_confirm"),) if doubtful else (),
    )


def _looks(subject: Subject, marks: frozenset[int]) -> tuple[Line, ...]:
    words = subject.words
    lines = [
        Line(words.label(f"paper.front.{each}"), value)
        for each in ("height", "weight")
        if (value := measured(subject, each))
    ]
    lines += those(subject.line("looks", each, SHORT) for each in ("hair", "eyes"))
    named = [mark_of(dict(each.values)) for each in subject.items("marks") if each.id in marks]
    if named:
        lines.append(Line(words.label("paper.front.marks"), "\n".join(filter(None, named))))
    return tuple(lines)


def _police(subject: Subject) -> tuple[Reach, ...]:
    """Return who has the case, with its number."""
    agency, phone = subject.value(CASE, "agency"), subject.value(CASE, "agency_phone")
    number = shorten(subject.value(CASE, "case_number"), SHORT)
    case = subject.words("poster.case", number=number) if number else ""
    if not (agency or phone):
        return ()
    if not phone:
        return (Reach(name="", number=shorten(agency, SHORT), more=case),)
    return (Reach(name=shorten(agency, SHORT), number=shorten(phone, 40), more=case),)


def _reach(view: NumberView, why: str) -> Reach:
    service: Service = view.service
    channel = "phone" if service.shown else "web"
    doubtful = service.status is Status.TO_CONFIRM and (
        not service.to_confirm or channel in service.to_confirm
    )
    return Reach(
        name=why or view.name,
        number=service.shown or (service.web or "").partition("://")[2].rstrip("/"),
        to_confirm=doubtful,
    )


def poster_numbers(
    emergency: tuple[NumberView, ...], missing: tuple[NumberView, ...]
) -> tuple[NumberView, ...]:
    """Return the emergency number and the line for missing children of a region."""
    lines = [each for each in missing if not each.service.emergency]
    return (*emergency[:1], *lines[:1])
