"""The first page of a packet: what an officer with two minutes needs, shortened to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.packet.packet_values import Facts, Front, Line, Row, Table
from wayhome.packet.plain_text import shorten
from wayhome.usecases.packet_choices import CASE, CIRCLE, LAST_SEEN
from wayhome.usecases.packet_words import day_of, joined, those

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.packet.packet_values import Label, Picture
    from wayhome.usecases.packet_words import Subject

SHORT, LONG = 110, 320
"""Letters of a line on the first page. Later pages have all of it."""
MOST = 4
"""How many of several things the first page names."""
CALL_FIRST = ("agency", "case_number", "ncic_number")
"""What an officer fills in by hand where it is still empty."""
WORN = ("top", "bottoms", "coat_worn", "shoes", "also_wearing", "carried")
GUARDIANS = "guardians"


def make_front(subject: Subject, photo: Picture | None) -> Front:
    """Return the first page."""
    words = subject.words
    groups = (
        Facts(_last_seen(subject), words.label("paper.front.last_seen")),
        Facts(worn(subject), words.label("paper.front.wearing")),
        Facts(_danger(subject), words.label("paper.front.danger")),
        Facts(_phones(subject), words.label("paper.front.phones")),
        _family(subject),
    )
    return Front(
        title=words.label("paper.title"),
        name=shorten(subject.name, 200),
        letters=None,
        photo=photo,
        no_photo=words.label("paper.no_photo"),
        case=Facts(_case(subject)),
        identity=Facts(_identity(subject)),
        groups=tuple(
            each for each in groups if (each.lines if isinstance(each, Facts) else each.rows)
        ),
        more=words.label("paper.more"),
    )


def worn(subject: Subject) -> tuple[Line, ...]:
    """Return what the child wore and carried, a line for each piece."""
    return those(subject.line(LAST_SEEN, each, SHORT) for each in WORN)


def seen(subject: Subject, place: str, *, blanks: bool) -> tuple[Line, ...]:
    """Return when and where the child was last seen; with blanks to fill in by hand.

    ``place`` is the field of the place: what all may read never names the home.
    """
    words = subject.words
    when = joined(subject.value(LAST_SEEN, "seen_on"), subject.value(LAST_SEEN, "seen_at"))
    where = shorten(subject.value(LAST_SEEN, place), SHORT)
    lines = (
        Line(words.label("paper.front.when"), shorten(when, SHORT)),
        Line(words.field(LAST_SEEN, "where"), where),
    )
    return tuple(each for each in lines if each.value or blanks)


def measured(subject: Subject, field: str) -> str:
    """Return the newest height or weight with the day on which it was measured."""
    dated = (
        (each.values.get(field, ""), each.values.get("measured_on", ""))
        for each in subject.items("measures")
    )
    for value, raw in dated:
        if value.strip():
            day = day_of(raw)
            if day is None:
                return shorten(value, SHORT)
            said = subject.words.day(day)
            return subject.words("paper.measured", value=shorten(value, SHORT), day=said)
    return ""


def mark_of(values: dict[str, str]) -> str:
    """Return a mark and where on the body it is."""
    return shorten(joined(values.get("what", ""), values.get("where", "")), SHORT)


def _case(subject: Subject) -> tuple[Line, ...]:
    if CASE in subject.leave_out:
        return ()
    officer = joined(subject.value(CASE, "officer"), subject.value(CASE, "badge"))
    wanted = ("agency", "agency_phone", "case_number", "officer", "ncic_number", "ncmec_number")
    lines = []
    for each in wanted:
        value = officer if each == "officer" else subject.value(CASE, each)
        if value or each in CALL_FIRST:
            lines.append(Line(subject.words.field(CASE, each), shorten(value, SHORT)))
    return tuple(lines)


def _identity(subject: Subject) -> tuple[Line, ...]:
    words = subject.words
    born, age = subject.value("identity", "birth_date"), subject.age
    if born and age is not None:
        born = words("paper.born", day=born, age=age)
    own = {"birth_date": born}
    lines = [
        Line(words.field("identity", each), shorten(value, SHORT))
        for each in ("called", "other_names", "birth_date", "sex", "race", "languages")
        if (value := own.get(each) or subject.value("identity", each))
    ]
    lines += [
        Line(words.label(f"paper.front.{each}"), value)
        for each in ("height", "weight")
        if (value := measured(subject, each))
    ]
    looks = (subject.line("looks", each, SHORT) for each in ("hair", "eyes", "glasses"))
    marks = [mark_of(dict(each.values)) for each in subject.items("marks")]
    return (*lines, *those(looks), *_several(subject, "marks", marks))


def _last_seen(subject: Subject) -> tuple[Line, ...]:
    if LAST_SEEN in subject.leave_out:
        return ()
    rest = ("seen_by", "noticed", "going_to", "with_whom", "vehicle")
    return (
        *seen(subject, "where", blanks=True),
        *those(subject.line(LAST_SEEN, each, SHORT) for each in rest),
    )


def _danger(subject: Subject) -> tuple[Line, ...]:
    lines = [subject.line(LAST_SEEN, "danger", LONG), subject.line(LAST_SEEN, "medicine_by", SHORT)]
    for section, parts in (
        ("conditions", ("name",)),
        ("medicines", ("name", "dose", "if_missed")),
        ("allergies", ("to_what", "reaction")),
    ):
        named = [
            shorten(joined(*(each.values.get(part, "") for part in parts)), SHORT)
            for each in subject.items(section)
        ]
        if subject.has_nothing(section):
            named = [subject.words("paper.none")]
        lines.extend(_several(subject, section, named))
    needs = ("self_harm", "urgent_care", "disability", "communication")
    lines.extend(subject.line("needs", each, SHORT) for each in needs)
    lines.append(subject.line(LAST_SEEN, "missing_before", SHORT))
    return those(lines)


def _phones(subject: Subject) -> tuple[Line, ...]:
    devices = [
        joined(
            each.values.get("number", ""), each.values.get("model", ""), each.values.get("plan", "")
        )
        for each in subject.items("devices")
    ]
    accounts = [
        joined(each.values.get("platform", ""), each.values.get("handle", ""), by=": ")
        for each in subject.items("accounts")
    ]
    return (*_several(subject, "devices", devices), *_several(subject, "accounts", accounts))


def _several(subject: Subject, name: str, values: Iterable[str]) -> tuple[Line, ...]:
    """Return one line with several things: as many as the first page has room for."""
    there = [shorten(each, SHORT) for each in values if each]
    if not there:
        return ()
    shown = there[:MOST]
    if len(there) > MOST:
        shown.append(subject.words("paper.and_more", count=len(there) - MOST))
    return (Line(subject.words.label(f"paper.front.{name}"), "\n".join(shown)),)


def _family(subject: Subject) -> Table:
    """Return whom to call. Of other adults only those whom the family named for that."""
    rows = [
        tuple(shorten(each.values.get(field, ""), SHORT) for field in ("name", "relation", "phone"))
        for each in subject.items(GUARDIANS)
    ]
    rows = [each for each in (*rows, *contacts(subject)) if each[0] or each[2]]
    more = len(rows) - MOST
    remark = (subject.words("paper.and_more", count=more),) if more > 0 else ()
    shown = rows[:MOST]
    return Table(
        columns=contact_columns(subject),
        rows=tuple(
            Row(each, remark if place == len(shown) else ())
            for place, each in enumerate(shown, start=1)
        ),
        widths=(4, 3, 3),
        title=subject.words.label("paper.front.family"),
    )


def contact_columns(subject: Subject) -> tuple[Label, ...]:
    """Return the columns of a list of people to call."""
    names = ("name", "relation", "phone")
    return tuple(subject.words.label(f"paper.front.{each}") for each in names)


def contacts(subject: Subject) -> tuple[tuple[str, ...], ...]:
    """Return those adults around whom the family may call."""
    return tuple(
        tuple(
            shorten(each.values.get(field, ""), SHORT) for field in ("name", "known_how", "phone")
        )
        for each in subject.items(CIRCLE)
        if each.values.get("may_call") == "yes"
    )
