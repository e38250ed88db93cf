"""An open record with invented families in it: usual ones, and names that break careless pages."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from wayhome.model.kept import NoteText
from wayhome.record import keys
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from flask import Flask

    from wayhome.usecases.record_book import RecordBook

PASSPHRASE = "four plain words here"
SCRIPT = "<script>alert('x')</script>"
TURNED = "\u202egnirahs\u202d Ana"
"""Letters that turn the direction of what follows."""
ENDLESS = "Wolfeschlegelsteinhausenbergerdorff" * 15
NOW = dt.datetime(2026, 11, 22, 22, 15, tzinfo=dt.UTC)
"""A night on which all tests of these pages take place."""
ARABIC = "ليلى عبد الرحمن"
CHINESE = "王小明"


def open_record(app: Flask) -> RecordBook:
    """Make a record in the app's home, and leave it open."""
    room = shell_of(app).room
    room.cost, room.now = keys.FLOOR, lambda: NOW
    room.create(PASSPHRASE)
    return room.book


def picture(color: str = "teal", size: tuple[int, int] = (900, 1200)) -> bytes:
    """Return a PNG of one colour."""
    held = io.BytesIO()
    Image.new("RGB", size, color).save(held, "PNG")
    return held.getvalue()


def note(text: str = "Came home with a new phone.", *, days: int = 1, **more: object) -> NoteText:
    """Return what a note says about a day so many days ago."""
    day = NOW.date() - dt.timedelta(days=days)
    said = {"text": text, "happened_on": day, "happened_at": "", "seen_by": "", "signs": ()}
    return NoteText(**{**said, **more})  # type: ignore[arg-type]


def fill(book: RecordBook, name: str) -> int:
    """Add a child with something in every kind of section; return the id."""
    child = book.add_child(name)
    book.save_item(
        child,
        "identity",
        {
            "called": "Ani",
            "other_names": "Anita, Nita",
            "birth_date": "2013-04-09",
            "sex": "Female",
            "race": "Latina",
            "languages": "English, Spanish",
        },
    )
    measured = {"measured_on": "2026-10-02", "height": "4 ft 9 in", "weight": "88 lb"}
    book.save_item(child, "measures", measured)
    looks = {"hair": "Black, long, mostly in a braid", "eyes": "Brown"}
    book.save_item(child, "looks", {**looks, "moves_and_speaks": "Walks fast.\nRolls the r."})
    mark = book.save_item(
        child, "marks", {"what": "Scar, as long as a thumb", "where": "Left knee"}
    )
    book.save_item(child, "medicines", {"name": "Albuterol", "dose": "2 puffs"})
    book.save_item(child, "devices", {"model": "Blue phone", "kind": "phone", "number": "555-0142"})
    book.save_item(child, "accounts", {"platform": "A game", "handle": "moon_0142"})
    book.note_nothing(child, "allergies")
    for person, values in {
        "Rosa Prueba": {
            "known_how": "aunt",
            "phone": "555-0111",
            "picks_up": "yes",
            "may_call": "yes",
        },
        "Bruno Ejemplo": {"known_how": "former coach", "must_not_know": "yes", "picks_up": "yes"},
        "Tim Sample": {"known_how": "neighbor", "at_ease": "not_sure"},
    }.items():
        book.save_item(child, "circle", {"name": person, **values})
    book.save_item(child, "talks", {"about": "Games and strangers", "planned_on": "2026-12-01"})
    book.add_photo(child, picture(), taken="2026-09-14")
    book.add_photo(child, picture("tan", (400, 300)), item_id=mark, taken="2025-06-01")
    first = book.add_note(note(signs=("unexplained_gifts",), happened_at="21:30"), child)
    said = note("Came home with two new phones.", seen_by="grandmother", happened_at="21:30")
    book.correct_note(first, replace(said, signs=("unexplained_gifts", "phones_or_cash")))
    book.add_note(note("Did not want to go to practice.\nSaid: “I hate it there.”", days=40), child)
    return child
