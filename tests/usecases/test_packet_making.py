"""What goes into a packet, what never does, and that the last part names every gap."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.usecases import packet_sample
from tests.usecases.packet_desk import (  # noqa: F401 - fixtures are found by their import
    missing_child,
    opened_book,
    packet_maker,
    packet_of,
    pictures_of,
    sheet_of,
    text_of,
)
from tests.web import sample_record as sample
from wayhome.model.kept import NoteText
from wayhome.model.problems import UserProblem
from wayhome.packet import drawing
from wayhome.packet.packet_values import Paper
from wayhome.record import children
from wayhome.usecases.packet_choices import Choices, MadeFor, sections_of

if TYPE_CHECKING:
    from wayhome.usecases.packet_making import PacketMaker
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.wayhome import Wayhome

PLANTED = "planted words of a note"


def test_the_first_page_is_enough_for_an_officer(maker: PacketMaker, child: int) -> None:
    front = text_of(packet_of(maker, Choices(child)).front)
    for said in (
        *(packet_sample.NAME, "26-114433", "Springfield Police", "M123456789", "555-0100"),
        *("April 9, 2013 (age 13)", "4 ft 9 in (measured on October 2, 2026)", "Brown"),
        *("November 22, 2026, about 4:15 pm", "Bus stop at Main Street", "Red hoodie"),
        *("She left her inhaler", "Albuterol, tonight", "Asthma", "Spoke of it in September"),
        *("555-0142, Blue phone", "A game: moon_0142", "Maria Prueba", "555-0101", "Rosa Prueba"),
    ):
        assert said in front


@pytest.mark.parametrize("language", ["en", "es", "en+es"])
@pytest.mark.parametrize("paper", list(Paper))
def test_the_first_page_is_one_page(
    language: str, paper: Paper, maker: PacketMaker, child: int, book: RecordBook
) -> None:
    long = {each: "quite long words " * 30 for each in packet_sample.LAST_SEEN if each != "seen_on"}
    book.save_item(child, "last_seen", long)
    for number in range(9):
        book.save_item(child, "accounts", {"platform": f"App {number}", "handle": "name_0142 " * 9})
    packet = packet_of(maker, Choices(child, language=language, paper=paper))
    alone = replace(packet, parts=packet.parts[-1:])
    assert len(drawing.draw_pages(alone)) - len(drawing.draw_pages(replace(packet, parts=()))) >= 1
    assert len(drawing.draw_pages(replace(packet, parts=()))) == 1


def test_who_must_not_be_told_is_nowhere_to_be_called(
    maker: PacketMaker, child: int, book: RecordBook
) -> None:
    book.save_item(child, "circle", {"name": "Tia Muestra", "phone": "555-0122", "may_call": "yes"})
    packet = packet_of(maker, Choices(child, notes=None))
    family = text_of(packet.front.groups[-1])
    assert "Tia Muestra" in family
    # He stands among the parents, by another spelling of his name.
    book.save_item(child, "guardians", {"name": "B. Ejemplo", "phone": "+1 (217) 555-0199"})
    packet = packet_of(maker, Choices(child, notes=None))
    whole = text_of(packet).replace(packet_sample.NAME, "")
    assert "ejemplo" not in whole.casefold()
    assert "0199" not in whole
    assert "must not be told" in whole
    assert "City park" not in whole
    for kept_home in ("former coach", "neighbor", "Tim Sample", "Games and strangers", "not_sure"):
        assert kept_home not in whole


def test_no_paper_names_who_must_not_be_told(
    maker: PacketMaker, child: int, book: RecordBook
) -> None:
    for name, phone in (("Bruno", "217 555 0199"), ("Dad", "(217)555-0199"), ("E. Bruno", "")):
        book.save_item(child, "guardians", {"name": name, "phone": phone})
    book.save_item(child, "friends", {"name": "Lu", "parents": "Bruno Ejemplo", "contact": "x"})
    for made_for in MadeFor:
        given = drawing.prepare(maker.make(Choices(child, made_for))).text.casefold()
        assert "bruno" not in given
        assert "0199" not in given


def test_no_section_of_circle_talks_or_checks_can_be_chosen(wayhome: Wayhome) -> None:
    offered = {each.id for each in sections_of(wayhome.content.record)}
    assert not offered & {"circle", "talks"}
    names = {field for each in sections_of(wayhome.content.record) for field in each.fields}
    assert not [each for each in names if "social" in each.id or "pass" in each.id[:4] != "pass"]


def test_what_is_left_out_is_named_and_nowhere_else(maker: PacketMaker, child: int) -> None:
    choices = Choices(child, leave_out=frozenset({"accounts", "circle"}), photos=(), calls=False)
    packet = packet_of(maker, choices)
    whole, last = text_of(packet), text_of(packet.parts[-1])
    assert "moon_0142" not in whole
    assert "Rosa Prueba" not in whole
    assert packet.front.photo is None
    assert not list(pictures_of(packet))
    for said in ("Accounts", "Photos: 2", "Notes of the family: 2", "Calls: 4", "Nothing written"):
        assert said in last


def test_notes_are_chosen_one_by_one(maker: PacketMaker, child: int, book: RecordBook) -> None:
    chosen = book.add_note(NoteText(PLANTED, sample.NOW.date(), "", "", ()), None)
    other = packet_sample.fill(book, "Other Muestra")
    foreign = book.add_note(NoteText("about another", sample.NOW.date(), "", "", ()), other)
    none, some, every = (
        text_of(maker.make(Choices(child, notes=each))) for each in ((), (chosen,), None)
    )
    assert PLANTED not in none
    assert PLANTED in some
    assert "two new phones" not in some
    assert "two new phones" in every
    assert "it first said: Came home with a new phone." in every
    assert "about another" not in every
    with pytest.raises(UserProblem, match="packet_note"):
        maker.make(Choices(child, notes=(foreign,)))


def test_the_call_log_shows_corrections_and_what_is_overdue(maker: PacketMaker, child: int) -> None:
    packet = packet_of(maker, Choices(child))
    (part,) = [each for each in packet.parts if each.title.first == "Calls"]
    lawful, table = part.blocks
    assert "Was due by November 22, 2026, 20:00" in text_of(lawful)
    rows = table.rows  # type: ignore[union-attr]
    assert [each.cells[2] for each in rows] == [
        *("Took the report.", "The badge is 4471.", "Left a message.", "No class today."),
    ]
    assert [each.belongs for each in rows] == [False, True, False, False]
    assert "Correction, written on November 22, 2026, 19:30 (UTC)" in rows[1].remarks
    assert rows[0].cells[3] == ""
    assert "No call is written down since" in rows[1].cells[3]
    assert rows[2].cells[3] == "Done"


def test_a_correction_takes_its_call_along(
    maker: PacketMaker, child: int, book: RecordBook
) -> None:
    sister = book.add_child("Luz Prueba")
    before = maker.calls_about(child)
    call = replace(before[-1], id="c" * 32, child=None, corrects="", answers="")
    book.add_calls((call, replace(call, id="d" * 32, child=sister, corrects=call.id)))
    assert maker.calls_about(child) == before
    assert {each.id for each in maker.calls_about(sister)} >= {call.id, "d" * 32}


def test_where_a_child_looks_for_help_stays_out(
    maker: PacketMaker, child: int, book: RecordBook
) -> None:
    for section, values in (
        ("accounts", {"platform": "Chat", "handle": "https://www.childhelphotline.org/"}),
        ("friends", {"name": "Zed", "contact": "+1 (800) 786-2929"}),
        ("places", {"name": "988", "address": "quiet corner"}),
        ("places", {"name": "Number 988, Main Street", "address": "a house"}),
    ):
        book.save_item(child, section, values)
    whole = text_of(maker.make(Choices(child)))
    assert "quiet corner" not in whole
    assert "Zed" not in whole
    assert "Number 988, Main Street" in whole
    assert "helplines and places of advice" in whole


def test_helplines_stay_out_of_every_part(maker: PacketMaker, child: int, book: RecordBook) -> None:
    book.save_item(child, "last_seen", {"noticed": "After a text to 741741", "vehicle": "Blue bus"})
    book.save_item(child, "needs", {"calms": "Calls the line 988 at night"})
    for text in ("Phone showed 1-800-786-2929", "We drove 988 miles", "Wrote to 741 741? No."):
        book.add_note(NoteText(text, sample.NOW.date(), "", "", ()), child)
    (first, *_) = packet_sample.calls()
    for n, said in enumerate(("The bill shows 741741.", "Call 1-800-843-5678 next."), 7):
        told = replace(first.said, said=said, whom="Phone company", number="988")
        book.add_calls((replace(first, id=f"{n}" * 32, said=told),))
    packet = packet_of(maker, Choices(child, notes=None))
    whole = text_of(packet)
    assert "Left out: see the last part." in whole
    assert "Call 1-800-843-5678 next." in whole
    assert "741741" not in whole
    assert "line 988" not in whole
    assert "786-2929" not in whole
    assert "Blue bus" in whole
    assert "We drove 988 miles" in whole
    assert "Notes of the family: " not in whole
    # Nobody is told which ones they are: all can be ticked.
    ticked = tuple(each.id for each in book.notes())
    assert text_of(maker.make(Choices(child, notes=ticked))) == whole


def test_no_other_picture_can_come_in(maker: PacketMaker, child: int, book: RecordBook) -> None:
    """A photo is named by its number, and only one of this child's record is read."""
    assert [each.name for each in fields(Choices) if "byte" in str(each.type)] == []
    other = packet_sample.fill(book, "Other Muestra")
    foreign = book.child(other).photos[0].id
    for number in (foreign, 999, -1):
        for made_for in MadeFor:
            with pytest.raises(UserProblem, match="packet_photo"):
                maker.make(Choices(child, made_for, photos=(number,)))
    of_mark = next(each.id for each in book.child(child).photos if each.item is not None)
    for made_for in (MadeFor.SCHOOL, MadeFor.POSTER):
        with pytest.raises(UserProblem, match="packet_photo"):
            maker.make(Choices(child, made_for, photos=(of_mark,)))
    ours = {book.photo(each.id).jpeg for each in book.child(child).photos}
    assert {each.jpeg for each in pictures_of(maker.make(Choices(child)))} == ours


def test_the_newest_face_comes_first(maker: PacketMaker, child: int, book: RecordBook) -> None:
    held = io.BytesIO()
    Image.new("RGB", (300, 400), "gray").save(held, "PNG")
    newest = book.add_photo(child, held.getvalue(), taken="2026-11-01")
    packet = packet_of(maker, Choices(child))
    assert packet.front.photo
    assert packet.front.photo.photo == newest
    assert "November 1, 2026" in packet.front.photo.caption


def test_the_same_record_choices_and_day_make_the_same_bytes(
    maker: PacketMaker, child: int
) -> None:
    for made_for in MadeFor:
        choices = Choices(child, made_for, language="en+es", notes=None, as_of=sample.NOW)
        first = maker.draw(choices).pdf
        later = replace(maker.book, now=lambda: sample.NOW + dt.timedelta(days=40))
        assert replace(maker, book=later).draw(choices).pdf == first
    assert packet_of(maker, Choices(child, as_of=sample.NOW)).around.foot[-1] == (
        "As of November 22, 2026, 22:15 (UTC)"
    )


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"language": "fr"}, "packet_language"),
        ({"leave_out": frozenset({"talks"})}, "packet_section"),
        ({"child": 99}, "record_gone"),
    ],
)
def test_what_does_not_exist_is_refused(
    changed: dict[str, object], problem: str, maker: PacketMaker, child: int
) -> None:
    with pytest.raises(UserProblem, match=problem):
        maker.make(replace(Choices(child), **changed))  # type: ignore[arg-type]


def test_a_child_with_a_name_only(maker: PacketMaker, book: RecordBook) -> None:
    packet = packet_of(maker, Choices(book.add_child("Ana")))
    assert [each.value for each in packet.front.case.lines] == ["", "", ""]
    assert drawing.draw(packet).accessible
    assert text_of(packet.parts[-1]).count("Nothing written yet") > 10


def test_fields_that_this_version_does_not_know_are_counted(
    maker: PacketMaker, child: int, book: RecordBook
) -> None:
    assert "another version" not in text_of(packet_of(maker, Choices(child)).parts[-1])
    for section in ("looks", "of_old"):
        with book.store.writing() as connection:
            children.save_item(
                connection, child_id=child, section=section, values={"gone": "x"}, now=sample.NOW
            )
    last = text_of(packet_of(maker, Choices(child)).parts[-1])
    assert "From another version" in last
    assert "can't be shown here: 2" in last


def test_letters_in_no_font_are_told(
    maker: PacketMaker, book: RecordBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = drawing._fonts(own=True)  # noqa: SLF001 - as on a computer without more fonts
    monkeypatch.setattr(drawing, "_fonts", lambda **_: fonts)
    child = packet_sample.fill(book, sample.CHINESE)
    last = text_of(packet_of(maker, Choices(child)).parts[-1])
    assert "3 letters are in no font here" in last
    assert "Full name" in last
    front = packet_of(maker, Choices(child)).front
    assert front.letters
    assert packet_of(maker, Choices(child)).around.foot[0] == "Ani"
    assert "Ask the family how it is written" in front.letters.first
    assert not maker.draw(Choices(child)).accessible
