"""What is written about a child, as a page shows it: lines, forms, and the adults around."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.kept import NOTHING
from wayhome.model.record import Asked, FieldKind, RecordPage
from wayhome.paper.phrases import written_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wayhome.model.kept import Child, Item, PhotoInfo
    from wayhome.model.record import RecordField, RecordSection, RecordShape
    from wayhome.model.words import Words

CIRCLE, TALKS = "circle", "talks"
APART = (RecordPage.CIRCLE, RecordPage.TALKS, RecordPage.MISSING)
"""What has pages of its own. It is not shown, or printed, among a child's details."""

SHORT = 40
"""Letters of a name where it is only a mark beside something else."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is written down."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One filled-in section, or one of several."""

    id: int
    title: str
    lines: tuple[Line, ...]
    photos: tuple[PhotoInfo, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with what is written in it. ``number`` is its place, as addresses name it."""

    number: int
    id: str
    title: str
    lead: str | None
    many: bool
    picture: bool
    add: str
    items: tuple[ItemView, ...]
    has_nothing: bool
    """It was written down that there is nothing of this kind."""
    may_have_nothing: bool
    """Whether that can be said: where a page would ask for it again and again."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """The sections of one page of the record."""

    title: str
    lead: str | None
    filled: tuple[SectionView, ...]
    empty: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a form."""

    id: str
    label: str
    hint: str | None
    kind: FieldKind
    value: str
    options: tuple[tuple[str, str], ...]

    @property
    def is_typed_day(self) -> bool:
        """Whether what was typed is no day: a calendar field would show nothing of it."""
        return is_typed_day(self.value)


@dataclass(frozen=True, slots=True)
class CircleView:
    """The adults around a child, by what they may know and do."""

    picks_up: tuple[ItemView, ...]
    may_call: tuple[ItemView, ...]
    must_not_know: tuple[ItemView, ...]
    unclear: tuple[ItemView, ...]
    """Among those who must not be told: it also says that they may pick up or be called."""
    others: tuple[ItemView, ...]


def read_day(raw: str) -> dt.date | None:
    """Return a day as the store spells it; None for anything else."""
    try:
        return dt.date.fromisoformat(raw)
    except ValueError:
        return None


def is_typed_day(raw: str) -> bool:
    """Tell whether somebody typed what is no day."""
    return bool(raw) and read_day(raw) is None


def short_name(name: str) -> str:
    """Return a name that fits beside something else."""
    return name if len(name) <= SHORT else f"{name[: SHORT - 1].rstrip()}…"


def number_of(shape: RecordShape, section_id: str) -> int:
    """Return the place of a section, counted from one."""
    return [each.id for each in shape.sections].index(section_id) + 1


def groups_of(shape: RecordShape, child: Child, words: Words) -> tuple[GroupView, ...]:
    """Return all of a child's sections by page, but for those with pages of their own."""
    groups = []
    for page in RecordPage:
        if page not in APART:
            sections = [section_of(shape, each, child, words) for each in shape.on_page(page)]
            groups.append(
                GroupView(
                    title=words(f"record.pages.{page}.title"),
                    lead=words.find(f"record.pages.{page}.lead"),
                    filled=tuple(each for each in sections if each.items or each.has_nothing),
                    empty=tuple(each for each in sections if not (each.items or each.has_nothing)),
                )
            )
    return tuple(groups)


def section_of(
    shape: RecordShape, section: RecordSection, child: Child, words: Words
) -> SectionView:
    """Return one section of a child."""
    key = f"record.sections.{section.id}"
    items = [each for each in child.in_section(section.id) if NOTHING not in each.values]
    if section.dated_by is not None:
        items.sort(key=lambda each: each.values.get(section.dated_by or "", ""), reverse=True)
    return SectionView(
        number=number_of(shape, section.id),
        id=section.id,
        title=words(f"{key}.title"),
        lead=words.find(f"{key}.lead"),
        many=section.many,
        picture=section.picture,
        add=words.find(f"{key}.add") or words("book.child.add"),
        items=tuple(item_of(section, each, child, words) for each in items if each.values),
        has_nothing=not items and child.has_nothing_in(section.id),
        may_have_nothing=not items and can_have_nothing(section),
    )


def can_have_nothing(section: RecordSection) -> bool:
    """Tell whether a section asks for something that not every child has."""
    asked = any(each.asked is not Asked.LATER for each in section.fields)
    return section.many and section.dated_by is None and section.page not in APART and asked


def item_of(section: RecordSection, item: Item, child: Child, words: Words) -> ItemView:
    """Return one item with its words. Of several, the first field names each."""
    lines = tuple(_lines_of(section, item, words))
    first = section.fields[0].id
    is_named = section.many and bool(item.values.get(first))
    title = lines[0].value if is_named else words.find(f"record.sections.{section.id}.one")
    return ItemView(
        id=item.id,
        title=title or words(f"record.sections.{section.id}.title"),
        lines=lines[1:] if is_named else lines,
        photos=tuple(photo for photo in child.photos if photo.item == item.id),
    )


def _lines_of(section: RecordSection, item: Item, words: Words) -> Iterable[Line]:
    known = {each.id: each for each in section.fields}
    for field_id, field in known.items():
        if value := item.values.get(field_id, ""):
            label = words(f"record.sections.{section.id}.fields.{field_id}")
            yield Line(label, _shown(section, field, value, words))
    for field_id, value in item.values.items():
        if field_id not in known:
            # Written in another version of Wayhome: shown all the same, never dropped.
            yield Line(words("book.child.unknown_field"), value)


def strange_items(shape: RecordShape, child: Child, words: Words) -> tuple[ItemView, ...]:
    """Return what stands in sections that this version does not know."""
    known = {each.id for each in shape.sections}
    title, label = words("book.child.unknown"), words("book.child.unknown_field")
    return tuple(
        ItemView(item.id, title, tuple(Line(label, each) for each in item.values.values()), ())
        for item in child.items
        if item.section not in known
    )


def _shown(section: RecordSection, field: RecordField, value: str, words: Words) -> str:
    if field.kind is FieldKind.DAY:
        day = read_day(value)
        return written_day(day, words.language) if day else value
    if field.kind is FieldKind.CHOICE:
        return words.find(f"record.sections.{section.id}.options.{value}") or value
    return value


def stamp_of(values: Mapping[str, str]) -> str:
    """Return a short mark of what stands in an item: another one when it was changed."""
    written = json.dumps(sorted(values.items())).encode()
    return hashlib.sha256(written).hexdigest()[:16]


def is_same(typed: str, kept: str) -> bool:
    """Tell whether a field says what is kept. A browser sends line breaks of its own."""
    return typed.replace("\r\n", "\n").strip() == kept.replace("\r\n", "\n")


def form_of(
    section: RecordSection,
    values: Mapping[str, str],
    words: Words,
    before: Mapping[str, str] | None = None,
) -> tuple[FieldView, ...]:
    """Return the fields of a form, filled with these values.

    ``before`` is what was saved meanwhile in another tab: shown beside what differs from it.
    """

    def hint(field: RecordField) -> str | None:
        there = "" if before is None else before.get(field.id, "")
        if before is not None and not is_same(values.get(field.id, ""), there):
            named = words.find(f"{key}.options.{there}") or there or words("book.form.empty")
            return words("book.form.meanwhile", value=named)
        return words.find(f"{key}.hints.{field.id}")

    key = f"record.sections.{section.id}"
    return tuple(
        FieldView(
            id=field.id,
            label=words(f"{key}.fields.{field.id}"),
            hint=hint(field),
            kind=field.kind,
            value=values.get(field.id, ""),
            options=tuple((each, words(f"{key}.options.{each}")) for each in field.options),
        )
        for field in section.fields
    )


def field_in_trouble(
    section: RecordSection, values: Mapping[str, str], problem: str, today: dt.date
) -> str:
    """Return the field that a problem is about, to lead there; the first one if none is known."""
    days = [each.id for each in section.fields if each.kind is FieldKind.DAY]
    match problem:
        case "day_invalid" | "day_year":
            typed = [each for each in days if values.get(each)]
            # A day can be spelled well and lie in no year of ours.
            found = [each for each in typed if not read_day(values[each])] or typed
        case "day_future":
            found = [each for each in days if (read_day(values.get(each, "")) or today) > today]
        case "choice_invalid":
            found = [
                each.id
                for each in section.fields
                if each.options and values.get(each.id, "") not in ("", *each.options)
            ]
        case "value_too_long":
            found = sorted(values, key=lambda each: -len(values[each]))
        case _:
            found = []
    return found[0] if found else section.fields[0].id


def circle_of(section: RecordSection, child: Child, words: Words) -> CircleView:
    """Return the adults around a child. Who must not be told stands in no other group."""
    picks_up, may_call, must_not_know, unclear, others = [], [], [], [], []
    for item in child.in_section(section.id):
        view = item_of(section, item, child, words)
        picks, calls = (item.values.get(each) == "yes" for each in ("picks_up", "may_call"))
        if item.values.get("must_not_know") == "yes":
            must_not_know.append(view)
            if picks or calls:
                unclear.append(view)
            continue
        if picks:
            picks_up.append(view)
        if calls:
            may_call.append(view)
        if not picks and not calls:
            others.append(view)
    return CircleView(*map(tuple, (picks_up, may_call, must_not_know, unclear, others)))


def pickup_lines(child: Child) -> tuple[tuple[str, str, str], ...]:
    """Return name, kind and phone of those who may pick up, and of nobody else."""
    return tuple(
        (
            item.values.get("name", ""),
            item.values.get("known_how", ""),
            item.values.get("phone", ""),
        )
        for item in child.in_section(CIRCLE)
        if item.values.get("picks_up") == "yes" and item.values.get("must_not_know") != "yes"
    )


def age_of(child: Child, today: dt.date) -> int | None:
    """Return a child's age in years; None if nobody wrote down when the child was born."""
    born = read_day(child.value("identity", "birth_date"))
    if born is None or born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
