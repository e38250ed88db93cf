"""Who must not be told stands in no list; a sheet for many eyes leads nobody to the family."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wayhome.model.kept import Child, Item
from wayhome.usecases.packet_privacy import Kept, Private

IN_ARABIC, IN_ARABIC_TOO = (
    "".join(chr(0x660 + int(each)) for each in number) for number in ("5550199", "5550101")
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _child(*items: tuple[str, dict[str, str]]) -> Child:
    made = (Item(n, 1, section, values, NOW) for n, (section, values) in enumerate(items, 1))
    return Child(1, tuple(made), ())


def _kept(name: str, phone: str = "") -> Kept:
    values = {"name": name, "phone": phone, "must_not_know": "yes"}
    return Kept.of(_child(("circle", values)))


def _item(section: str, **values: str) -> Item:
    return Item(9, 1, section, values, NOW)


@pytest.mark.parametrize(
    ("kept", "other"),
    [
        ("Bruno Ejemplo", "bruno  EJEMPLO"),
        ("Bruno Ejemplo", "B. Ejemplo"),
        ("Bruno Ejemplo", "Ejemplo, Bruno"),
        ("Bruno Ejemplo", "Bruno"),
        ("Bruno", "Bruno Ejemplo"),
        ("José Muñoz", "Jose Munoz Prueba"),
        ("Bruno Ejemplo", "Dad (Bruno)"),
        ("El tío Bruno", "Bruno Ejemplo"),
        ("Uncle Bruno", "Mr. Bruno Ejemplo"),
        ("Dad", "Dad"),
        ("Jean-Luc Prueba", "Prueba, Jeanluc"),
        ("Ana de la Prueba", "Ana Prueba"),
        ("王小明", "王小明"),
    ],
)
def test_a_person_is_known_by_the_parts_of_a_name(kept: str, other: str) -> None:
    for section in ("guardians", "circle", "friends", "care", "schools"):
        assert _kept(kept).without(_item(section, name=other, phone="555-0100")) is None


@pytest.mark.parametrize(
    "other", ["Maria Ejemplo", "Bruna Ejemplo", "B", "", "Brunost", "Dad", "Uncle"]
)
def test_another_person_stays(other: str) -> None:
    item = _item("guardians", name=other, phone="555-0100")
    assert _kept("Bruno Ejemplo", "555-0199").without(item) == item


@pytest.mark.parametrize(
    "phone", ["555-0199", "+1 (217) 555-0199", "217.555.0199", "555 – 01 99", IN_ARABIC]
)
def test_a_person_is_known_by_a_number_however_it_is_spelled(phone: str) -> None:
    kept = _kept("Bruno Ejemplo", "+1 217 555 0199")
    assert kept.without(_item("guardians", name="Dad", phone=phone)) is None


def test_what_names_them_beside_another_goes_alone() -> None:
    kept = _kept("Bruno Ejemplo", "555-0199")
    mia = _item("friends", name="Mia", parents="Ana, Bruno Ejemplo", parents_contact="555-0199")
    left = kept.without(mia)
    assert left
    assert left.values == {"name": "Mia"}
    school = _item("schools", name="School", person="Bruno Ejemplo", contact="555-0100")
    left = kept.without(school)
    assert left
    assert left.values == {"name": "School", "contact": "555-0100"}


def test_what_the_family_says_about_this_time_stays() -> None:
    kept = _kept("Bruno Ejemplo", "555-0199")
    for item in (
        _item("last_seen", with_whom="Bruno Ejemplo, 555-0199", top="Red"),
        _item("orders", about="Bruno Ejemplo", number="5550199"),
        _item("devices", number="555-0199"),
    ):
        assert kept.without(item) == item


RECORD = _child(
    ("guardians", {"name": "Maria", "phone": "+1 217 555 0101"}),
    ("accounts", {"platform": "A game", "handle": "moon_0142"}),
    ("places", {"name": "Home", "address": "12 Oak Street, Springfield"}),
    ("last_seen", {"where": "Calle Roble 48"}),
    ("circle", {"name": "Bruno Ejemplo", "must_not_know": "yes"}),
    ("case", {"agency_phone": "555-0100"}),
)


@pytest.mark.parametrize(
    "said",
    [
        *("Call 555.0101", "5 5 5 0 1 0 1", "555–0101", "(217) 555 0101", IN_ARABIC_TOO),
        *("06.12.34.56.78", "55-12-34-56-78", "91 12-34-567", "(55) 12-34-5678", "555 ..... 0142"),
        *("+33 6 12.04.10.11", "55.12.3456", "12-10-26 34 56", "06 12.10.26 34", "0612 10-10-26"),
        *("Mom 555-0177", "Park, 2175550177", "555_0177", "555*0177", "5550 177"),
        *("She is moon_0142", "write @moon there", "mail ana@example.org", "https://example.org"),
        *("At 12 Oak St", "12 OAK street", "Roble 48", "Oak 12", "48 Roble"),
        *("with Bruno Ejemplo", "EJEMPLO, bruno"),
    ],
)
def test_what_leads_to_the_family_is_found(said: str) -> None:
    assert Private.of(RECORD).stands_in(said)


@pytest.mark.parametrize(
    "said",
    [
        *("City park", "Red hoodie, size 12", "Bus 48 to the mall", "2026-11-22, about 4:15 pm"),
        *("22.11.2026 1615", "2026/11/22 at 9", "11-22-26, 4 pm", "1.9.26 16.15"),
        *("November 22, 2026, 16:15", "11/22/2026 at 16:15", "Oak Park", "12 inches, 88 lb"),
        *("Oak Street Mall", "Brown boots 2022-23", "moon on the shirt", "Bruno on the shirt"),
    ],
)
def test_what_all_may_read_stays(said: str) -> None:
    assert not Private.of(RECORD).stands_in(said)


def test_the_number_to_call_is_theirs_and_not_ours() -> None:
    private = Private.of(RECORD)
    assert private.leads_home("Springfield Police 217-555-0101")
    assert private.leads_home("Police, or at 12 Oak St")
    assert not private.leads_home("555-0100")
    assert not private.leads_home("Case 2026-0114433")


@pytest.mark.parametrize("name", ["Ani @moon", "Ani 217 555 0177", "Ani, 12 Oak Street"])
def test_a_name_is_a_name(name: str) -> None:
    assert Private.of(RECORD).is_no_name(name)
    assert not Private.of(RECORD).is_no_name("Ani O'Brien 2nd")
