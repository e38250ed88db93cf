"""A child's page, its forms, photos, the adults around, and talks."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.web import sample_record as sample
from tests.web.conftest import BASE
from wayhome.model.kept import NOTHING
from wayhome.model.record import Asked, FieldKind, RecordPage
from wayhome.web.child_layout import number_of
from wayhome.web.limits import PHOTO
from wayhome.web.talk_layout import fitting

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.conftest import Visitor
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.wayhome import Wayhome


@pytest.fixture
def book(app: Flask) -> RecordBook:
    return sample.open_record(app)


@pytest.fixture
def child(book: RecordBook) -> int:
    return sample.fill(book, "Ana Prueba")


def _place(book: RecordBook, child: int, section: str) -> str:
    return f"/r/c/{child}/{number_of(book.shape, section)}"


def test_the_page_shows_all_but_what_has_pages_of_its_own(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    page = visitor.get(f"/r/c/{child}").text
    for said in ("April 9, 2013", "4 ft 9 in", "Albuterol", "moon_0142", "Left knee", "Phone"):
        assert said in page
    for kept_apart in ("Bruno Ejemplo", "Games and strangers"):
        assert kept_apart not in page
    assert page.index('id="asked"') < page.index('id="g1"')
    for section in book.shape.sections:
        # What is filled in only when a child is missing is reached from the packet's page.
        linked = f'href="{_place(book, child, section.id)}' in page
        assert linked is (section.page is not RecordPage.MISSING), section.id


def test_every_section_can_be_opened_in_both_languages(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    for language in ("es", "en"):
        visitor.post("/l", {"language": language, "back": "book"})
        for section in book.shape.sections:
            place = _place(book, child, section.id)
            form = f"{place}/new" if section.many else place
            assert visitor.get(place).status_code == 200
            page = visitor.get(form).text
            for field in section.fields:
                assert f'name="{field.id}"' in page, (section.id, field.id)


def test_a_single_section_is_saved_in_its_place(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    place = _place(book, child, "identity")
    saved = visitor.post(place, {"full_name": "Ana P.", "birth_date": "2013-04-10"})
    assert saved.location == f"/r/c/{child}#s1"
    found = book.child(child)
    assert found.value("identity", "birth_date") == "2013-04-10"
    assert found.value("identity", "race") == "Latina", "what the form left out stays"


@pytest.mark.parametrize(
    ("section", "typed", "field"),
    [
        ("identity", {"full_name": "", "race": "typed"}, "full_name"),
        ("identity", {"full_name": "Ana", "birth_date": "9.4.13", "race": "typed"}, "birth_date"),
        ("identity", {"full_name": "Ana", "birth_date": "2999-01-01"}, "birth_date"),
        ("identity", {"full_name": "Ana", "birth_date": "2100-01-01"}, "birth_date"),
        ("identity", {"full_name": "typed" * 2500}, "full_name"),
        ("devices", {"model": "typed", "kind": "spaceship"}, "kind"),
        ("measures", {"measured_on": "2026-02-31", "height": "typed"}, "measured_on"),
        ("friends", {"name": " ", "contact": ""}, "name"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(  # noqa: PLR0913, PLR0917 - a table
    visitor: Visitor,
    book: RecordBook,
    child: int,
    section: str,
    typed: dict[str, object],
    field: str,
) -> None:
    place = _place(book, child, section)
    many = book.shape.section(section).many
    page = visitor.post(f"{place}/new" if many else place, typed)
    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text
    assert f'id="{field}-wrong"' in page.text
    for value in typed.values():
        if value != "spaceship" and str(value).strip():
            assert str(value) in page.text
    assert book.child(child).value("identity", "birth_date") == "2013-04-09"


def test_one_of_several_is_added_changed_and_removed(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    place = _place(book, child, "friends")
    assert visitor.post(f"{place}/new", {"name": "Mia <b>"}).status_code == 303
    item = book.child(child).in_section("friends")[0]
    assert "Mia &lt;b&gt;" in visitor.get(place).text
    changed = visitor.post(f"{place}/{item.id}", {"name": "Mia", "contact": "555-0123"})
    assert changed.location == f"{place}#i{item.id}"
    assert book.child(child).in_section("friends")[0].values["contact"] == "555-0123"
    assert "can&#39;t be undone" in visitor.get(f"{place}/{item.id}/x").text
    assert visitor.post(f"{place}/{item.id}/x").location == place
    assert not book.child(child).in_section("friends")
    assert visitor.post(f"{place}/{item.id}", {"name": "back"}).status_code == 404


def test_nobody_reaches_an_item_through_another_child_or_section(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    other = book.add_child("Ben Sample")
    device = book.child(child).in_section("devices")[0]
    for place in (_place(book, other, "devices"), _place(book, child, "friends")):
        assert visitor.get(f"{place}/{device.id}").status_code == 404
        assert visitor.post(f"{place}/{device.id}", {"model": "x", "name": "x"}).status_code == 404
        assert visitor.post(f"{place}/{device.id}/x").status_code == 404
    form: dict[str, object] = {
        "photo": (io.BytesIO(sample.picture()), "a.png"),
        "item": str(device.id),
    }
    assert visitor.post(f"/r/c/{other}/p", form).status_code == 404
    assert not book.child(other).photos
    assert book.child(child).in_section("devices") == (device,)


def test_save_and_go_on_leads_through_what_is_asked_first(
    visitor: Visitor, book: RecordBook
) -> None:
    child = book.add_child("Ana Prueba")
    onward = visitor.post(
        _place(book, child, "identity"), {"full_name": "Ana Prueba", "onward": "1"}
    ).location
    assert onward == f"/r/c/{child}/p"
    book.add_photo(child, sample.picture(), taken="2026-11-01")
    page = visitor.get(_place(book, child, "measures") + "/new").text
    assert "Save, then: Name and birth" in page
    assert "Save, then" not in visitor.get(_place(book, child, "circle") + "/new").text


def test_there_can_be_nothing_of_a_kind(visitor: Visitor, book: RecordBook, child: int) -> None:
    place = _place(book, child, "conditions")
    asked = f'href="{place}/new"'
    assert asked in visitor.get(f"/r/c/{child}").text
    assert visitor.post(f"{place}/z").status_code == 303
    visitor.post(f"{place}/z")
    assert len(book.child(child).in_section("conditions")) == 1
    page = visitor.get(f"/r/c/{child}").text
    assert asked not in page
    assert "nothing of this kind" in page
    nothing = book.child(child).in_section("conditions")[0]
    assert visitor.get(f"{place}/{nothing.id}").status_code == 404
    visitor.post(f"{place}/z", {"back": "1"})
    assert not book.child(child).in_section("conditions")
    visitor.post(f"{place}/z")
    visitor.post(f"{place}/new", {"name": "Asthma"})
    kept = book.child(child).in_section("conditions")
    assert [NOTHING in each.values for each in kept] == [False]
    for section in ("circle", "measures", "identity"):
        assert visitor.post(f"{_place(book, child, section)}/z").status_code == 404


def test_what_another_version_wrote_is_shown(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    from wayhome.record import children

    with book.store.writing() as connection:
        for section in ("looks", "of_the_future"):
            children.save_item(
                connection,
                child_id=child,
                section=section,
                values={"of_the_future": f"still in {section}"},
                now=sample.NOW,
            )
    page = visitor.get(f"/r/c/{child}").text
    assert "still in looks" in page
    assert "still in of_the_future" in page


def test_removing_a_child_asks_first_and_takes_all(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    assert "Ana Prueba" in visitor.get(f"/r/c/{child}/x").text
    assert book.children()
    assert visitor.post(f"/r/c/{child}/x").location == "/r/b"
    assert not book.children()
    assert not book.notes()
    assert visitor.get("/r/f/1").status_code == 404


def test_a_photo_is_made_anew_and_shown(visitor: Visitor, book: RecordBook) -> None:
    child = book.add_child("Ana Prueba")
    sent: dict[str, object] = {
        "photo": (io.BytesIO(sample.picture()), "beach.png"),
        "taken": "2026-05-01",
    }
    assert visitor.post(f"/r/c/{child}/p", sent).location == f"/r/c/{child}/p"
    page = visitor.get(f"/r/c/{child}/p").text
    assert "Taken on May 1, 2026" in page
    assert re.search(r'<img src="/r/f/1/s" alt="Photo of the child"', page)
    for path, longest in (("/r/f/1", 1200), ("/r/f/1/s", 320)):
        got = visitor.get(path)
        assert got.mimetype == "image/jpeg"
        assert got.headers["Cache-Control"] == "no-store"
        with Image.open(io.BytesIO(got.data)) as image:
            assert max(image.size) == longest
    assert visitor.post("/r/f/1/d", {"taken": "2026-06-02"}).status_code == 303
    wrong = visitor.post("/r/f/1/d", {"taken": "someday"})
    assert wrong.status_code == 422
    assert 'type="text" value="someday"' in wrong.text
    assert str(book.photo_info(1).taken) == "2026-06-02"
    assert visitor.get("/r/f/1/x").status_code == 200
    assert visitor.post("/r/f/1/x").location == f"/r/c/{child}/p"
    assert visitor.get("/r/f/1").status_code == 404


@pytest.mark.parametrize(
    ("data", "taken", "said"),
    [
        (b"", "", "No photo was chosen"),
        (b"no photo at all", "", "be read as a photo"),
        (sample.picture(size=(40, 50)), "2100-01-01", "has not come yet"),
        (sample.picture(size=(40, 50)), "in May", "no date"),
    ],
)
def test_a_photo_that_can_not_be_taken_is_said_plainly(
    visitor: Visitor, book: RecordBook, data: bytes, taken: str, said: str
) -> None:
    child = book.add_child("Ana Prueba")
    sent: dict[str, object] = {"photo": (io.BytesIO(data), "a.png"), "taken": taken}
    page = visitor.post(f"/r/c/{child}/p", sent)
    assert page.status_code == 422
    assert said in page.text
    assert not taken or taken in page.text
    assert visitor.post(f"/r/c/{child}/p", {"taken": ""}).status_code == 422
    assert not book.child(child).photos


@pytest.mark.parametrize(("spare", "code"), [(20_000, 422), (0, 413)])
def test_a_photo_can_be_large_but_not_endless(
    visitor: Visitor, book: RecordBook, spare: int, code: int
) -> None:
    """What is let in here is no photo. Spelled by hand: the test client would use the disk."""
    child = book.add_child("Ana Prueba")
    part = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    token = f"{part.format('csrf_token', '')}{visitor.token}\r\n"
    photo = part.format("photo", '; filename="a.jpg"')
    body = f"{token}{photo}{'x' * (PHOTO - spare)}\r\n--x--\r\n".encode()
    form = "multipart/form-data; boundary=x"
    sent = visitor.client.post(f"/r/c/{child}/p", base_url=BASE, data=body, content_type=form)
    assert sent.status_code == code


def test_a_mark_has_photos_of_its_own(visitor: Visitor, book: RecordBook, child: int) -> None:
    place = _place(book, child, "marks")
    added = visitor.post(f"{place}/new", {"what": "Birthmark"}).location
    assert added.endswith("#photos")
    item = added.removesuffix("#photos")
    assert "everyday clothes" in visitor.get(item).text
    sent: dict[str, object] = {
        "photo": (io.BytesIO(sample.picture()), "a.png"),
        "item": item.rpartition("/")[2],
    }
    assert visitor.post(f"/r/c/{child}/p", sent).location == added
    assert 'alt="Photo of a mark"' in visitor.get(item).text
    assert "Photos of marks" in visitor.get(f"/r/c/{child}/p").text


def test_who_must_not_be_told_is_on_no_list_for_others(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    page = visitor.get(_place(book, child, "circle")).text
    groups = dict(re.findall(r'aria-labelledby="(\w+)">(.*?)</section>', page, re.DOTALL))
    assert "Bruno Ejemplo" in groups["must_not_know"]
    assert "which one is right" in groups["must_not_know"], "he may pick up, it says too"
    assert "Rosa Prueba" in groups["picks_up"]
    assert "Rosa Prueba" in groups["may_call"]
    assert "Tim Sample" in groups["others"]
    assert "Bruno Ejemplo" not in groups["picks_up"] + groups["may_call"] + groups["others"]
    sheet = visitor.get(f"/r/c/{child}/l").text
    assert "Rosa Prueba" in sheet
    assert "555-0111" in sheet
    for nobody in ("Bruno", "Tim Sample", "Must not be told"):
        assert nobody not in sheet


def test_beside_a_talk_stand_words_for_the_age(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    page = visitor.get(_place(book, child, "talks")).text
    assert "About 11 to 13" in page
    assert 'href="/d"' in page
    assert "Get advice first" in page
    other = book.add_child("Ben Sample")
    page = visitor.get(_place(book, other, "talks")).text
    assert "About" not in page.replace("About and privacy", "")
    assert "date of birth" in page


@pytest.mark.parametrize(
    ("age", "found"),
    [
        (4, None),
        (7, "age_8_10"),
        (10, "age_8_10"),
        (13, "age_11_13"),
        (19, "age_14_17"),
        (30, None),
    ],
)
def test_words_fit_the_age_or_the_next_one(age: int, found: str | None, wayhome: Wayhome) -> None:
    statements = [each.id for each in wayhome.content.guide.topics["words_by_age"].statements]
    assert fitting(statements, age) == found


def test_all_is_written_down_only_with_a_photo_that_is_not_old(
    visitor: Visitor, book: RecordBook
) -> None:
    child = book.add_child("Ben Sample")
    today = book.today().isoformat()
    for section in book.shape.sections:
        first = [each for each in section.fields if each.asked is Asked.FIRST]
        kinds = {FieldKind.DAY: "2026-01-01", FieldKind.CHOICE: ""}
        values = {
            each.id: each.options[0] if each.options else kinds.get(each.kind, "words")
            for each in first
        }
        if section.dated_by:
            values[section.dated_by] = today
        if first:
            book.save_item(child, section.id, values)
    page = f"/r/c/{child}"
    assert "has grown old" in visitor.get(page).text
    book.add_photo(child, sample.picture(), taken=today)
    assert "is all written down" in visitor.get(page).text
    book.remove_photo(book.child(child).photos[0].id)
    book.add_photo(child, sample.picture(), taken="2020-01-01")
    assert "has grown old" in visitor.get(page).text


def test_two_tabs_do_not_overwrite_each_other_unseen(
    visitor: Visitor, book: RecordBook, child: int
) -> None:
    place = _place(book, child, "looks")
    typed: dict[str, object] = {
        "stamp": _stamp(visitor.get(place).text),
        "hair": "brown",
        "eyes": "green",
    }
    first = {**typed, "eyes": "hazel", "build": "thin"}
    assert visitor.post(place, first).status_code == 303
    typed["build"] = ""
    late = visitor.post(place, typed)
    assert late.status_code == 422
    assert "changed in another tab" in late.text
    assert "In the record now: hazel" in late.text
    assert 'value="green"' in late.text
    assert 'value="thin"' in late.text, "left empty, it does not take away what was filled in"
    assert book.child(child).value("looks", "eyes") == "hazel"
    again = {**typed, "stamp": _stamp(late.text)}
    assert visitor.post(place, again).status_code == 303
    assert book.child(child).value("looks", "eyes") == "green"


def _stamp(page: str) -> str:
    found = re.search(r'name="stamp" value="(\w+)"', page)
    assert found
    return found[1]
