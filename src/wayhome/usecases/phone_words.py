"""Sentences to read out on the phone: their blanks filled in from the open record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.record import FieldKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wayhome.model.kept import Child, Item
    from wayhome.model.record import RecordSection, RecordShape
    from wayhome.model.steps import Procedure, ScriptLine
    from wayhome.model.words import Words

BLANK = "{value}"
BORN = ("identity", "birth_date")
"""The field from which the age is worked out: it is the first thing that is asked."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One sentence: what stands before and after the blank, and what fills it."""

    before: str
    after: str
    value: str
    """Empty where only the one who calls knows it."""


@dataclass(frozen=True, slots=True)
class PhoneWords:
    """Fills the sentences of a procedure in one language, as of one day."""

    words: Words
    shape: RecordShape
    today: dt.date
    written: Callable[[dt.date], str]
    """How a day is said."""

    def lines(self, procedure: Procedure, child: Child | None) -> tuple[SpokenLine, ...]:
        """Return the sentences. Without a child all of them have blanks."""
        return tuple(self._line(procedure.id, line, child) for line in procedure.script)

    def _line(self, procedure: str, line: ScriptLine, child: Child | None) -> SpokenLine:
        # The value never becomes part of a pattern: people write braces, too.
        before, _, after = self.words(f"{procedure}.script.{line.id}").partition(BLANK)
        return SpokenLine(before, after, self._value(line, child) if child else "")

    def _value(self, line: ScriptLine, child: Child) -> str:
        sections = dict.fromkeys(section for section, _ in line.fields)
        parts = []
        for section_id in sections:
            section = self.shape.section(section_id)
            wanted = tuple(field for name, field in line.fields if name == section_id)
            if child.has_nothing_in(section_id):
                parts.append(self.words("steps.script.none"))
                continue
            items = _those_that_count(section, child)
            parts += [text for item in items if (text := self._item(section, item, wanted))]
        return "; ".join(parts)

    def _item(self, section: RecordSection, item: Item, wanted: tuple[str, ...]) -> str:
        told = (
            self._field(section, field, item.values[field])
            for field in wanted
            if item.values.get(field)
        )
        return ", ".join(told)

    def _field(self, section: RecordSection, field_id: str, raw: str) -> str:
        if section.field(field_id).kind is not FieldKind.DAY:
            return " ".join(raw.split())
        try:
            day = dt.date.fromisoformat(raw)
        except ValueError:
            return raw
        said = self.written(day)
        if (section.id, field_id) == BORN:
            return self.words("steps.script.born", day=said, age=_years(day, self.today))
        if field_id == section.dated_by:
            return self.words("steps.script.on_day", day=said)
        return said


def _those_that_count(section: RecordSection, child: Child) -> Iterator[Item]:
    """Yield the newest item of what is measured again and again, else every one."""
    items = child.in_section(section.id)
    if section.dated_by is None:
        yield from items
        return
    dated = section.dated_by
    yield from sorted(items, key=lambda item: item.values.get(dated, ""))[-1:]


def _years(born: dt.date, today: dt.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
