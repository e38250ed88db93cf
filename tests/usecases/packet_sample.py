"""A child who is missing, with everything that a packet can hold. All of it is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.web import sample_record as sample
from wayhome.model.calls import CallEntry, CallText

if TYPE_CHECKING:
    import datetime as dt

    from wayhome.usecases.record_book import RecordBook

NAME = "Zorbelina Prueba Ejemplo"
LAST_SEEN = {
    "seen_on": "2026-11-22",
    "seen_at": "about 4:15 pm",
    "where": "Bus stop at Main Street",
    "public_place": "City park",
    "seen_by": "Mia, 555-0133",
    "with_whom": "Perhaps a boy from a game",
    "top": "Red hoodie with a white fox",
    "shoes": "White sneakers",
    "danger": "She left her inhaler at home.",
    "medicine_by": "Albuterol, tonight",
}
CASE = {
    "agency": "Springfield Police",
    "agency_phone": "555-0100",
    "case_number": "26-114433",
    "officer": "Det. Example",
    "ncic_number": "M123456789",
}
MOTHER = {"name": "Maria Prueba", "relation": "Mother", "phone": "555-0101"}
REPORTED = ("police_took_report",)
FATHER = {"name": "bruno  ejemplo", "relation": "Father", "phone": "555-0199"}
"""The circle of `sample_record` says of him that he must not be told."""


def fill(book: RecordBook, name: str = NAME) -> int:
    """Add a child who is missing; return the id."""
    child = sample.fill(book, name)
    for section, values in (
        ("last_seen", LAST_SEEN),
        ("case", CASE),
        ("guardians", MOTHER),
        ("guardians", FATHER),
        ("conditions", {"name": "Asthma", "what_helps": "Two puffs"}),
        ("friends", {"name": "Mia Muestra", "contact": "555-0133"}),
        ("places", {"name": "Library", "address": "Main Street 5"}),
        ("needs", {"self_harm": "Spoke of it in September"}),
    ):
        book.save_item(child, section, values)
    return child


def calls() -> tuple[CallEntry, ...]:
    """Return a call that was corrected and is overdue, and one that was kept."""
    police = replace(_said("Police", 18, "Took the report.", back=20), events=REPORTED)
    return (
        CallEntry("a" * 32, police, _at(18, 30), n=1),
        CallEntry("b" * 32, _said("School", 19, "Left a message.", back=21), _at(19), n=2),
        CallEntry(
            "c" * 32,
            replace(_said("Police", 18, "The badge is 4471.", back=20), events=REPORTED),
            _at(19, 30),
            corrects="a" * 32,
            n=3,
        ),
        CallEntry("d" * 32, _said("School", 20, "No class today."), _at(20), answers="b" * 32, n=4),
    )


def _at(hour: int, minute: int = 0) -> dt.datetime:
    return sample.NOW.replace(hour=hour, minute=minute)


def _said(whom: str, hour: int, said: str, back: int | None = None) -> CallText:
    later = None if back is None else _at(back)
    return CallText(whom, "Maria", _at(hour), said=said, call_back=later)
