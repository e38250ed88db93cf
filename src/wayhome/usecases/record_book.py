"""What is read and written in an open record. Each call is saved as a whole, or not at all."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.kept import NOTHING
from wayhome.model.problems import UserProblem
from wayhome.model.record import FieldKind
from wayhome.record import calls, checks, children, diary, holdings, photos
from wayhome.record.freshness import next_due_day, what_is_due
from wayhome.record.pictures_apart import take_picture_apart
from wayhome.record.timeline import make_timeline
from wayhome.usecases.record_filling import FilledChild, no_longer_nothing, plan_filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wayhome.model.calls import CallEntry, CallLog
    from wayhome.model.conditions import Answers
    from wayhome.model.kept import Child, Holdings, KeptCheck, Note, NoteText, PhotoInfo
    from wayhome.model.record import RecordField, RecordSection, RecordShape
    from wayhome.record.freshness import Due
    from wayhome.record.photos import PhotoFile
    from wayhome.record.store import Store
    from wayhome.record.timeline import Event
    from wayhome.usecases.record_filling import Filling

FIRST_YEAR, LAST_YEAR = 1900, 2199
SPELLED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day as browsers send it and as the store keeps it."""


@dataclass(frozen=True, slots=True)
class RecordBook:
    """The pages of one open record. After it was locked, every call raises RecordLockedError."""

    store: Store
    shape: RecordShape
    signs: frozenset[str]
    now: Callable[[], dt.datetime]
    """The time with its offset."""

    # Children

    def children(self) -> tuple[Child, ...]:
        """Return all children."""
        with self.store.reading() as connection:
            return children.read_children(connection)

    def child(self, child_id: int) -> Child:
        """Return a child; UserProblem ``record_gone`` if there is none."""
        with self.store.reading() as connection:
            return children.read_child(connection, child_id)

    def add_child(self, full_name: str) -> int:
        """Add a child by name; return the id. UserProblem ``child_unnamed`` without a name."""
        if not full_name.strip():
            raise UserProblem("child_unnamed")
        with self.store.writing() as connection:
            child_id = children.add_child(connection, self.now())
            children.save_item(
                connection,
                child_id=child_id,
                section="identity",
                values={"full_name": full_name},
                now=self.now(),
            )
        return child_id

    def save_item(
        self,
        child_id: int,
        section_id: str,
        values: Mapping[str, str],
        item_id: int | None = None,
    ) -> int:
        """Write one item of a section; return its id.

        A section of which there is only one is written in its place, with or without an id.

        Raises:
            UserProblem: ``day_invalid``, ``day_future``, ``choice_invalid``, ``item_empty``,
                ``child_unnamed``, ``value_too_long``, ``record_gone``.
        """
        section = self.shape.section(section_id)
        known = {
            field.id: self._checked(section, field, values.get(field.id, ""))
            for field in section.fields
            if field.id in values
        }
        if section.many and not any(known.values()):
            raise UserProblem("item_empty")
        if "full_name" in known and section.id == "identity" and not known["full_name"]:
            raise UserProblem("child_unnamed")
        with self.store.writing() as connection:
            there = children.read_child(connection, child_id).in_section(section_id)
            if not section.many:
                item_id = there[0].id if there else None
            for each in there:
                if NOTHING in each.values:
                    children.remove_item(connection, child_id, each.id)
                    item_id = None if item_id == each.id else item_id
            return children.save_item(
                connection,
                child_id=child_id,
                section=section_id,
                values=known,
                now=self.now(),
                item_id=item_id,
            )

    def note_nothing(self, child_id: int, section_id: str) -> None:
        """Write down that there is nothing of this kind, where nothing is written yet."""
        with self.store.writing() as connection:
            if not children.read_child(connection, child_id).in_section(section_id):
                children.save_item(
                    connection,
                    child_id=child_id,
                    section=section_id,
                    values={NOTHING: "yes"},
                    now=self.now(),
                )

    def fill(self, filling: Filling) -> tuple[FilledChild, ...]:
        """Write many items of several children in one go: all of it, or nothing.

        Raises:
            FillProblem: the first thing that can't be saved, with its place in the file.
        """
        with self.store.writing() as connection:
            there = {child.id: child for child in children.read_children(connection)}
            done = []
            for wanted in plan_filling(self.shape, there, filling, self._checked):
                child_id = wanted.id or children.add_child(connection, self.now())
                for empty in no_longer_nothing(there.get(child_id), wanted.items):
                    children.remove_item(connection, child_id, empty)
                ids = [
                    # One that stays as it is comes without values.
                    item.id
                    if item.id is not None and not item.values
                    else children.save_item(
                        connection,
                        child_id=child_id,
                        section=item.section,
                        values=item.values,
                        now=self.now(),
                        item_id=item.id,
                    )
                    for item in wanted.items
                ]
                done.append(FilledChild(child_id, tuple(ids)))
            return tuple(done)

    def remove_item(self, child_id: int, item_id: int) -> None:
        """Remove one item for good."""
        with self.store.writing() as connection:
            children.remove_item(connection, child_id, item_id)

    def remove_child(self, child_id: int) -> None:
        """Remove a child for good, with photos, and diary entries and calls on this child."""
        with self.store.writing() as connection:
            calls.remove_calls_on(connection, child_id)
            children.remove_child(connection, child_id)

    def due(self, child: Child) -> tuple[Due, ...]:
        """Return what to fill in or to renew, in the order in which police ask."""
        return what_is_due(self.shape, child, self.today())

    def next_due_day(self, child: Child) -> dt.date | None:
        """Return the next day on which something about a child is due; None if there is none."""
        return next_due_day(self.shape, child, self.today())

    # Photos

    def add_photo(
        self, child_id: int, data: bytes, *, item_id: int | None = None, taken: str = ""
    ) -> int:
        """Keep a photo, made anew without its metadata; return its id.

        ``taken`` is a day as `YYYY-MM-DD`; without one, the day that the camera noted counts.

        Raises:
            UserProblem: what `take_picture_apart` raises; ``day_invalid``, ``day_future``.
        """
        day = self._past_day(taken) if taken else None
        picture = take_picture_apart(data, self.today())
        with self.store.writing() as connection:
            return photos.save_photo(
                connection,
                child_id=child_id,
                item_id=item_id,
                picture=picture,
                taken=day or picture.taken,
                now=self.now(),
            )

    def photo(self, photo_id: int) -> PhotoFile:
        """Return a photo with its bytes."""
        with self.store.reading() as connection:
            return photos.read_photo(connection, photo_id)

    def photo_info(self, photo_id: int) -> PhotoInfo:
        """Return a photo without its bytes."""
        with self.store.reading() as connection:
            return photos.read_photo_info(connection, photo_id)

    def thumbnail(self, photo_id: int) -> bytes:
        """Return a small JPEG of a photo."""
        with self.store.reading() as connection:
            return photos.read_thumbnail(connection, photo_id)

    def date_photo(self, photo_id: int, taken: str) -> None:
        """Set the day on which a photo was taken; "" where nobody knows."""
        day = self._past_day(taken) if taken else None
        with self.store.writing() as connection:
            photos.date_photo(connection, photo_id, day)

    def remove_photo(self, photo_id: int) -> None:
        """Remove a photo for good."""
        with self.store.writing() as connection:
            photos.remove_photo(connection, photo_id)

    # Diary, checks, timeline

    def add_note(self, said: NoteText, child_id: int | None) -> int:
        """Write a note; UserProblem ``note_empty``, ``note_future`` and others of the diary."""
        self.check_note(said)
        with self.store.writing() as connection:
            note_id = diary.add_note(connection, said, child_id=child_id, now=self.now())
        return note_id or 0

    def correct_note(self, note_id: int, said: NoteText, child_id: int | None = None) -> None:
        """Add a correction to a note; what it said before stays.

        ``child_id`` says whom it is about, if it named nobody yet.
        """
        self.check_note(said)
        with self.store.writing() as connection:
            diary.correct_note(connection, note_id, said, self.now())
            if child_id is not None:
                diary.name_child(connection, note_id, child_id)

    def note(self, note_id: int) -> Note:
        """Return a note with all that it ever said."""
        with self.store.reading() as connection:
            return diary.read_note(connection, note_id)

    def notes(self) -> tuple[Note, ...]:
        """Return all notes by the day they are about."""
        with self.store.reading() as connection:
            return diary.read_notes(connection)

    def latest_notes(
        self, most: int, *, skip: int = 0, child_id: int | None = None
    ) -> tuple[Note, ...]:
        """Return some notes, newest day first, of one child or of all."""
        with self.store.reading() as connection:
            return diary.read_latest_notes(connection, most, skip=skip, child_id=child_id)

    def count_notes(self, child_id: int | None = None) -> int:
        """Return how many notes there are, about one child or in all."""
        with self.store.reading() as connection:
            return diary.count_notes(connection, child_id)

    def remove_note(self, note_id: int) -> None:
        """Remove a note for good, with all that it ever said."""
        with self.store.writing() as connection:
            diary.remove_note(connection, note_id)

    def check_note(self, said: NoteText) -> None:
        """Raise UserProblem for a day to come or a sign that does not exist."""
        check_note(said, self.signs, self.today())

    def keep_check(
        self, answers: Answers, outcomes: tuple[str, ...], child_id: int | None, version: str
    ) -> int:
        """Keep the result of a check."""
        with self.store.writing() as connection:
            return checks.keep_check(
                connection,
                child_id=child_id,
                answers=answers,
                outcomes=outcomes,
                now=self.now(),
                version=version,
            )

    def checks(self) -> tuple[KeptCheck, ...]:
        """Return all kept checks, oldest first."""
        with self.store.reading() as connection:
            return checks.read_checks(connection)

    def check(self, check_id: int) -> KeptCheck:
        """Return a kept check."""
        with self.store.reading() as connection:
            return checks.read_check(connection, check_id)

    def remove_check(self, check_id: int) -> None:
        """Remove a kept check for good."""
        with self.store.writing() as connection:
            checks.remove_check(connection, check_id)

    def add_calls(self, entries: Iterable[CallEntry], *, apart: bool = False) -> None:
        """Write entries at the end of the call log: all of them, or none.

        ``apart``: they were kept apart from the record, and could name no child.
        """
        with self.store.writing() as connection:
            for entry in entries:
                placed = calls.on_same_child(connection, entry) if apart else entry
                calls.add_call(connection, placed)

    def call_log(self) -> CallLog:
        """Return the whole call log."""
        with self.store.reading() as connection:
            return calls.read_log(connection)

    def holdings(self) -> Holdings:
        """Return everything but the bytes of pictures."""
        with self.store.reading() as connection:
            return holdings.read_holdings(connection)

    def timeline(self) -> tuple[Event, ...]:
        """Return what happened, by day."""
        return make_timeline(self.holdings())

    # Settings

    def settings(self) -> dict[str, str]:
        """Return all that was chosen for this record."""
        with self.store.reading() as connection:
            return holdings.read_settings(connection)

    def setting(self, name: str, usual: str = "") -> str:
        """Return what was chosen for this record."""
        with self.store.reading() as connection:
            return holdings.read_settings(connection).get(name, usual)

    def save_setting(self, name: str, value: str) -> None:
        """Choose something for this record."""
        with self.store.writing() as connection:
            holdings.save_setting(connection, name, value)

    def today(self) -> dt.date:
        """Return this day."""
        return self.now().date()

    def _checked(self, section: RecordSection, field: RecordField, raw: str) -> str:
        value = raw.strip()
        if not value:
            return ""
        if field.kind is FieldKind.DAY:
            # What was measured or born lies behind us; a talk may be planned.
            past = field.id in (section.dated_by, "birth_date")
            return (self._past_day(value) if past else day_from(value)).isoformat()
        if field.kind is FieldKind.CHOICE and value not in field.options:
            raise UserProblem("choice_invalid")
        return value

    def _past_day(self, raw: str) -> dt.date:
        return past_day(raw, self.today())


def day_from(raw: str) -> dt.date:
    """Return a day spelled `YYYY-MM-DD`; UserProblem ``day_invalid`` for anything else."""
    if not SPELLED.fullmatch(raw.strip()):
        raise UserProblem("day_invalid")
    try:
        day = dt.date.fromisoformat(raw.strip())
    except ValueError:
        raise UserProblem("day_invalid") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UserProblem("day_year", first=FIRST_YEAR, last=LAST_YEAR)
    return day


def past_day(raw: str, today: dt.date) -> dt.date:
    """Return a day that is not to come; UserProblem ``day_invalid`` or ``day_future``."""
    day = day_from(raw)
    if day > today:
        raise UserProblem("day_future")
    return day


def check_note(said: NoteText, signs: frozenset[str], today: dt.date) -> None:
    """Raise UserProblem ``day_future`` or ``sign_unknown`` where a note can't be taken so."""
    if said.happened_on > today:
        raise UserProblem("day_future")
    if set(said.signs) - signs:
        raise UserProblem("sign_unknown")
