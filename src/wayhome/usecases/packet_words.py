"""The words on a packet: in one language, or in English with Spanish beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.kept import NOTHING
from wayhome.model.record import FieldKind
from wayhome.packet.packet_values import Label, Line
from wayhome.packet.plain_text import one_line, plain, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wayhome.model.kept import Child, Item
    from wayhome.model.record import RecordSection, RecordShape
    from wayhome.model.words import Words
    from wayhome.usecases.packet_help import HelpPlaces
    from wayhome.usecases.packet_privacy import Kept


@dataclass(frozen=True, slots=True)
class PaperWords:
    """Labels in the languages of the paper; whole sentences in the first."""

    first: Words
    second: Words | None
    written: Callable[[dt.date, str], str]
    """How a language writes a day."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a text below `packet`, in the first language."""
        return self.first(f"packet.{key}", **values)

    def label(self, key: str, /, **values: object) -> Label:
        """Return a text below `packet`, in all languages of the paper."""
        return self.of(f"packet.{key}", **values)

    def of(self, key: str, /, **values: object) -> Label:
        """Return a text of the content, in all languages of the paper."""
        first = self.first(key, **values)
        second = self.second(key, **values) if self.second else ""
        return Label(first, "" if second == first else second)

    def section(self, section: str) -> Label:
        """Return the title of a section."""
        return self.of(f"record.sections.{section}.title")

    def field(self, section: str, field: str) -> Label:
        """Return the label of a field: as an officer reads it, where a form asks the family."""
        own = f"packet.paper.fields.{section}_{field}"
        return self.of(own if self.first.find(own) else f"record.sections.{section}.fields.{field}")

    def day(self, day: dt.date) -> str:
        """Return a day as the first language writes it."""
        return self.written(day, self.first.language)

    def moment(self, moment: dt.datetime) -> str:
        """Return day, time and offset: whoever reads it may sit in another zone."""
        offset = moment.isoformat(timespec="minutes")[16:]
        zone = f" (UTC{offset})" if offset not in {"", "+00:00"} else " (UTC)" if offset else ""
        return f"{self.day(moment.date())}, {moment:%H:%M}{zone}"


@dataclass(frozen=True, slots=True)
class Subject:
    """A child, as far as the packet may tell."""

    child: Child
    shape: RecordShape
    words: PaperWords
    as_of: dt.datetime
    leave_out: frozenset[str]
    help: HelpPlaces
    kept: Kept
    spelled: str = ""
    """The name in letters that can be printed, where those of the record can't be."""

    def items(self, section_id: str) -> tuple[Item, ...]:
        """Return what is filled in of a section; the newest first where it is dated."""
        if section_id in self.leave_out:
            return ()
        section = self.shape.section(section_id)
        there = (
            self.help.without(each)
            for each in self.child.in_section(section_id)
            if NOTHING not in each.values and not self.help.names(each)
        )
        found = [
            each
            for each in map(self.kept.without, there)
            if each is not None and any(each.values.values())
        ]
        if section.dated_by is not None:
            dated = section.dated_by
            found.sort(key=lambda each: each.values.get(dated, ""), reverse=True)
        return tuple(found)

    def has_nothing(self, section_id: str) -> bool:
        """Tell whether the family wrote down that there is nothing of this kind."""
        return section_id not in self.leave_out and self.child.has_nothing_in(section_id)

    def value(self, section_id: str, field_id: str) -> str:
        """Return what stands in a field of the first item, as it is read; or ""."""
        for item in self.items(section_id):
            return self.shown(self.shape.section(section_id), field_id, item)
        return ""

    def shown(self, section: RecordSection, field_id: str, item: Item) -> str:
        """Return what stands in a field of an item, as it is read."""
        raw = plain(item.values.get(field_id, "")).strip()
        kind = section.field(field_id).kind
        if raw and kind is FieldKind.CHOICE:
            return self.words.first.find(f"record.sections.{section.id}.options.{raw}") or raw
        if raw and kind is FieldKind.DAY:
            day = day_of(raw)
            return self.words.day(day) if day else raw
        return raw

    def line(self, section_id: str, field_id: str, most: int) -> Line | None:
        """Return a short line for a field; None where it is empty."""
        value = self.value(section_id, field_id)
        if not value:
            return None
        return Line(self.words.field(section_id, field_id), shorten(value, most))

    @property
    def today(self) -> dt.date:
        """The day of which it speaks."""
        return self.as_of.date()

    @property
    def name(self) -> str:
        """What the child is called."""
        return self.spelled or one_line(self.child.name)

    @property
    def first_name(self) -> str:
        """One name, where others need not know the whole: no part of it is a family name."""
        first, *rest = self.name.split() or [""]
        called = self.spelled or one_line(self.child.value("identity", "called"))
        family = {each.casefold() for each in rest}
        return " ".join(each for each in called.split() if each.casefold() not in family) or first

    @property
    def age(self) -> int | None:
        """Years; None where nobody wrote down when the child was born."""
        born = day_of(self.child.value("identity", "birth_date"))
        if born is None or born > self.today:
            return None
        before = (self.today.month, self.today.day) < (born.month, born.day)
        return self.today.year - born.year - before


def day_of(raw: str) -> dt.date | None:
    """Return a day as the store spells it; None for anything else."""
    try:
        return dt.date.fromisoformat(raw.strip())
    except ValueError:
        return None


def those(lines: Iterable[Line | None]) -> tuple[Line, ...]:
    """Return the lines that there are."""
    return tuple(each for each in lines if each is not None)


def joined(*values: str, by: str = ", ") -> str:
    """Return what there is of several values, in one text."""
    return by.join(each for each in map(one_line, values) if each)
