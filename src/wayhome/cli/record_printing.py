"""The record as text for a terminal, with the numbers by which commands name its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from wayhome.cli.printing import Printer
from wayhome.model.kept import NOTHING
from wayhome.model.record import FieldKind
from wayhome.record.call_groups import group_calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wayhome.cli.record_opening import Session
    from wayhome.model.calls import CallText
    from wayhome.model.kept import Child, Holdings, Item, KeptCheck, Note, PhotoInfo
    from wayhome.model.record import RecordShape
    from wayhome.record.freshness import Due
    from wayhome.record.timeline import Event

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What could move the cursor or turn a line around: whoever writes in the folder can add a note."""

LATER = "fields_empty_then"
"""What can wait: named in one line, so that the list stays short. The JSON has it in full."""


@dataclass(frozen=True, slots=True)
class RecordPrinter:
    """Prints the record with the printer of everything else."""

    base: Printer
    shape: RecordShape

    @classmethod
    def of(cls, session: Session) -> RecordPrinter:
        """Return a printer in the language of a command."""
        return cls(Printer(session.words), session.room.wayhome.content.record)

    # Children

    def children(self, children: Sequence[Child]) -> None:
        """Print all that is kept on each child."""
        if not children:
            self.base.paragraph(self._say("no_children"))
        for child in children:
            self.base.heading(f"{plain(child.name)} ({child.id})")
            known = [section.id for section in self.shape.sections]
            # What an earlier version had room for is kept and shown.
            earlier = dict.fromkeys(item.section for item in child.items)
            for section in dict.fromkeys((*known, *earlier)):
                for item in child.in_section(section):
                    self._item(item)
            self._photos(child.photos)

    def _item(self, item: Item) -> None:
        click.echo()
        title = self._words(f"record.sections.{item.section}.title", item.section)
        click.secho(f"{title} ({item.id})", bold=True)
        if NOTHING in item.values:
            self.base.paragraph(self._say("there_is_none"), 2)
            return
        known = [
            field.id
            for section in self.shape.sections
            for field in section.fields
            if section.id == item.section
        ]
        for field_id in dict.fromkeys((*known, *item.values)):
            if value := item.values.get(field_id):
                label = self.field_label(item.section, field_id)
                self._lines(f"{label}: {self._value(item.section, field_id, value)}", 2)

    def _value(self, section_id: str, field_id: str, value: str) -> str:
        choices = any(
            section.id == section_id and field.id == field_id and field.kind is FieldKind.CHOICE
            for section in self.shape.sections
            for field in section.fields
        )
        return self._words(f"record.sections.{section_id}.options.{value}", value, use=choices)

    def _photos(self, photos: Sequence[PhotoInfo]) -> None:
        if not photos:
            return
        click.echo()
        click.secho(self._say("photos"), bold=True)
        for info in photos:
            taken = info.taken.isoformat() if info.taken else self._say("day_unknown")
            line = self._say(
                "photo_line", id=info.id, day=taken, width=info.width, height=info.height
            )
            of_item = self._say("photo_of_item", id=info.item) if info.item else ""
            self.base.paragraph(f"{line} {of_item}".rstrip(), 2)

    # What is due

    def dues(self, dues: Iterable[tuple[Child, tuple[Due, ...]]]) -> None:
        """Print what to fill in or to renew for each child. A list, no reproach."""
        shown = False
        for child, due in dues:
            shown = True
            self.base.heading(f"{plain(child.name)} ({child.id})")
            self.base.paragraph(self._say("due_lead" if due else "nothing_due"))
            for each in due:
                if each.kind.value != LATER:
                    self.base.item("-", self._due(each), 2)
            later = [self._section(each) for each in due if each.kind.value == LATER]
            if later:
                self.base.paragraph(self._say(f"due.{LATER}", sections="; ".join(later)))
        if not shown:
            self.base.paragraph(self._say("no_children"))

    def _due(self, due: Due) -> str:
        fields = [self.field_label(due.section or "", field) for field in due.fields]
        since = due.since.isoformat() if due.since else ""
        key = f"due.{due.kind.value}"
        return self._say(key, section=self._section(due), fields="; ".join(fields), day=since)

    def _section(self, due: Due) -> str:
        return self._words(f"record.sections.{due.section}.title", "")

    # The line of time

    def timeline(self, events: Sequence[Event], holdings: Holdings) -> None:
        """Print one entry after the other, oldest first."""
        if not events:
            self.base.paragraph(self._say("nothing_written"))
        names = {child.id: f"{plain(child.name)} ({child.id})" for child in holdings.children}
        notes = {note.id: note for note in holdings.notes}
        checks = {check.id: check for check in holdings.checks}
        calls = {call.first.n: call.said for call in group_calls(holdings.calls.entries)}
        for event in events:
            click.echo()
            kind = self._say(f"kinds.{event.kind.value}", id=event.id)
            when = f"{event.day.isoformat()} {event.time or '--:--'}"
            whom = names.get(event.child or 0, "")
            click.secho(f"{when}  {kind}  {whom}".rstrip(), bold=True)
            if event.kind.value == "note":
                self._note(notes[event.id])
            elif event.kind.value == "call":
                self._call(calls[event.id])
            else:
                self._check(checks[event.id])
            for remark in self._remarks(event):
                self.base.paragraph(remark, 4)

    def _note(self, note: Note) -> None:
        said = note.said
        self._lines(said.text, 4)
        if said.seen_by:
            self._lines(self._say("seen_by", who=said.seen_by), 4)
        for sign in said.signs:
            self.base.item("-", self._words(f"signs.{sign}.label", sign), 4)

    def _call(self, said: CallText) -> None:
        self._lines(said.whom, 4)
        self._lines(said.said, 4)

    def _check(self, check: KeptCheck) -> None:
        for outcome in check.outcomes:
            self.base.item("-", self._words(f"check.outcomes.{outcome}.title", outcome), 4)

    def _remarks(self, event: Event) -> Iterable[str]:
        if event.corrected:
            yield self._say("remarks.corrected")
        if event.while_locked:
            yield self._say("remarks.while_locked")
        if event.late:
            yield self._say("remarks.late", day=event.written.date().isoformat())
        if event.clock_odd:
            yield self._say("remarks.clock_odd")

    # Words

    def field_label(self, section: str, field: str) -> str:
        """Return the words for a field, or its id where an earlier version had it."""
        return self._words(f"record.sections.{section}.fields.{field}", field)

    def _say(self, key: str, **values: object) -> str:
        return self.base.words(f"terminal.record.{key}", **values)

    def _words(self, key: str, otherwise: str, *, use: bool = True) -> str:
        found = self.base.words.find(key) if use else None
        return plain(otherwise) if found is None else found

    def _lines(self, text: str, indent: int) -> None:
        """Print text that somebody wrote, in the lines in which it was written."""
        for line in plain(text).splitlines():
            self.base.paragraph(line, indent)


def plain(text: str) -> str:
    """Return a text without anything that a terminal would obey."""
    # Browsers end lines in two characters.
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
