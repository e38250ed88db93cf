"""Sheets for many eyes: little is said, and nothing leads to the family."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.usecases import packet_sample
from tests.usecases.packet_desk import (  # noqa: F401 - fixtures are found by their import
    missing_child,
    opened_book,
    packet_maker,
    sheet_of,
    text_of,
)
from tests.web import sample_record as sample
from wayhome.model.problems import UserProblem
from wayhome.packet import drawing
from wayhome.usecases.packet_choices import Choices, MadeFor

if TYPE_CHECKING:
    from wayhome.usecases.packet_making import PacketMaker
    from wayhome.usecases.record_book import RecordBook


def test_school_and_friends_learn_little(maker: PacketMaker, child: int) -> None:
    sheet = sheet_of(maker, Choices(child, MadeFor.SCHOOL))
    said = text_of(sheet)
    for needed in ("Ani", "Red hoodie", "City park", "555-0100", "26-114433", "911"):
        assert needed in said
    for private in (
        *("Prueba", "April", "2013", "Asthma", "Albuterol", "inhaler", "555-0101", "555-0142"),
        *("moon_0142", "boy from a game", "Maria", "Main Street", "M123456789", "September 20"),
    ):
        assert private not in said.replace("Photo taken on September 14, 2026", "")


@pytest.mark.parametrize(
    ("section", "field", "said"),
    [
        ("last_seen", "public_place", "Park. Call Maria 555.0101.9"),
        ("last_seen", "shoes", "White. Mom: (217) 555 0101"),
        ("case", "agency_phone", "217-555-0101"),
    ],
)
def test_no_sheet_for_many_eyes_holds_another_number(
    maker: PacketMaker, child: int, section: str, field: str, said: str
) -> None:
    sheets = [Choices(child, each) for each in (MadeFor.SCHOOL, MadeFor.POSTER)]
    for each in sheets:
        maker.make(each)
    maker.book.save_item(child, "guardians", {"name": "Maria", "phone": "+1 217 555 0101"})
    item = maker.book.child(child).in_section(section)[0]
    maker.book.save_item(child, section, {**item.values, field: said}, item.id)
    for each in sheets:
        with pytest.raises(UserProblem, match="sheet_private"):
            maker.make(each)


def test_a_poster_has_no_number_of_the_family(
    maker: PacketMaker, child: int, book: RecordBook
) -> None:
    mark = book.child(child).in_section("marks")[0].id
    sheet = sheet_of(maker, Choices(child, MadeFor.POSTER, marks=frozenset({mark})))
    assert [each.number for each in sheet.reach] == [
        *("555-0100", "911", "1-800-843-5678 (1-800-THE-LOST)"),
    ]
    said = text_of(sheet)
    for needed in (packet_sample.NAME, "Age: 13", "88 lb", "Brown", "Scar", "26-114433"):
        assert needed in said
    for private in ("555-0101", "555-0111", "555-0133", "555-0142", "Mia", "inhaler", "2013"):
        assert private not in said
    assert "Scar" not in text_of(maker.make(Choices(child, MadeFor.POSTER)))


@pytest.mark.parametrize("empty", ["agency", "case_number"])
def test_no_poster_without_police_and_case(
    empty: str, maker: PacketMaker, child: int, book: RecordBook
) -> None:
    book.save_item(child, "case", {empty: " "})
    with pytest.raises(UserProblem) as refused:
        maker.make(Choices(child, MadeFor.POSTER))
    label = {"agency": "Police department", "case_number": "Case number"}[empty]
    assert (refused.value.key, refused.value.values) == ("poster_needs", {"fields": label})


@pytest.mark.parametrize(
    ("full", "called", "shown"),
    [
        ("Zorbelina Prueba Ejemplo", "", "Zorbelina"),
        ("Zorbelina", "", "Zorbelina"),
        ("Zorbelina Prueba Ejemplo", "Zori", "Zori"),
        ("Zorbelina Prueba Ejemplo", "Zori Lu PRUEBA", "Zori Lu"),
        ("Zorbelina Prueba", "Prueba", "Zorbelina"),
    ],
)
def test_a_school_learns_a_first_name_only(
    maker: PacketMaker, book: RecordBook, full: str, called: str, shown: str
) -> None:
    child = book.add_child(full)
    item = book.child(child).in_section("identity")[0]
    book.save_item(child, "identity", {"full_name": full, "called": called}, item.id)
    sheet = sheet_of(maker, Choices(child, MadeFor.SCHOOL))
    assert sheet.name == shown
    assert sheet.around.foot[0] == shown
    assert full == shown or full not in text_of(sheet)


def test_a_sheet_shows_no_box_for_a_letter(
    maker: PacketMaker, child: int, book: RecordBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = drawing._fonts(own=True)  # noqa: SLF001 - as on a computer without more fonts
    monkeypatch.setattr(drawing, "_fonts", lambda **_: fonts)
    identity = book.child(child).in_section("identity")[0]
    kinds = (MadeFor.SCHOOL, MadeFor.POSTER)
    for other_names, called in (("Ming Prueba", ""), ("", "Ming Prueba")):
        names = {"full_name": sample.CHINESE, "other_names": other_names, "called": called}
        book.save_item(child, "identity", names, identity.id)
        for made_for in kinds:
            sheet = sheet_of(maker, Choices(child, made_for))
            assert sheet.name == ("Ming" if made_for is MadeFor.SCHOOL else "Ming Prueba")
            assert not drawing.find_lost_letters(sheet)
    nothing = {"full_name": sample.CHINESE, "other_names": "", "called": ""}
    book.save_item(child, "identity", nothing, identity.id)
    for made_for in kinds:
        with pytest.raises(UserProblem) as refused:
            maker.make(Choices(child, made_for))
        assert (refused.value.key, refused.value.values) == ("sheet_letters", {"field": "Called"})
