"""The pages of the open record: what is taken, what is refused, and that each is whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.record.photographs import halves, saved
from tests.record.sample import NAME, NOW, TODAY, lay_down, open_by_paper, problem, said
from wayhome.model.kept import NOTHING
from wayhome.record.children import LONGEST_VALUE
from wayhome.usecases.record_book import RecordBook, day_from, past_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from wayhome.usecases.wayhome import Wayhome

TOMORROW = (TODAY + dt.timedelta(days=1)).isoformat()
PNG = saved(halves(), "PNG")


@pytest.fixture
def book(wayhome: Wayhome, tmp_path: Path) -> Iterator[RecordBook]:
    """Return the book of the sample, which has one child."""
    record = open_by_paper(lay_down(tmp_path / "record"))
    content = wayhome.content
    yield RecordBook(record.store, content.record, frozenset(content.signs), lambda: NOW)
    record.close()


@pytest.mark.parametrize(
    ("section", "values", "key"),
    [
        ("identity", {"full_name": " "}, "child_unnamed"),
        ("identity", {"birth_date": TOMORROW}, "day_future"),
        ("identity", {"birth_date": TODAY.isoformat()}, ""),
        ("identity", {"birth_date": "2026-13-01"}, "day_invalid"),
        ("identity", {"birth_date": "22/11/2014"}, "day_invalid"),
        ("identity", {"birth_date": "20141122"}, "day_invalid"),
        ("identity", {"birth_date": "2014-W05-1"}, "day_invalid"),
        ("identity", {"birth_date": "\u0662014-11-22"}, "day_invalid"),
        ("identity", {"birth_date": "1899-12-31"}, "day_year"),
        ("identity", {"birth_date": " 2014-11-22\n"}, ""),
        ("measures", {"measured_on": TOMORROW}, "day_future"),
        ("talks", {"planned_on": TOMORROW}, ""),
        ("talks", {"planned_on": "2200-01-01"}, "day_year"),
        ("devices", {}, "item_empty"),
        ("devices", {"kind": " "}, "item_empty"),
        ("devices", {"no_such_field": "x"}, "item_empty"),
        ("devices", {"kind": "Phone"}, "choice_invalid"),
        ("devices", {"kind": "phone"}, ""),
        ("looks", {}, ""),
        ("looks", {"hair": "x" * (LONGEST_VALUE + 1)}, "value_too_long"),
    ],
)
def test_item_is_checked_before_anything_is_written(
    book: RecordBook, section: str, values: Mapping[str, str], key: str
) -> None:
    before = book.child(1).items
    fields = {each.id for each in book.shape.section(section).fields}
    assert set(values) <= fields | {"no_such_field", "hair"}
    assert problem(lambda: book.save_item(1, section, values)) == key
    assert (book.child(1).items == before) == bool(key)


def test_section_of_one_is_written_in_its_place(book: RecordBook) -> None:
    identity = book.child(1).items[0].id
    assert book.save_item(1, "identity", {"birth_date": "2014-05-01"}) == identity
    assert book.save_item(1, "identity", {"full_name": "Ana M."}, item_id=999) == identity
    assert book.child(1).items[0].values == {"full_name": "Ana M.", "birth_date": "2014-05-01"}
    looks = book.save_item(1, "looks", {})
    assert book.save_item(1, "looks", {}) == looks


def test_section_of_many_takes_another_each_time(book: RecordBook) -> None:
    one = book.save_item(1, "devices", {"kind": "phone"})
    other = book.save_item(1, "devices", {"kind": "tablet"})
    assert book.save_item(1, "devices", {"kind": "watch"}, item_id=one) == one
    kinds = {each.id: each.values["kind"] for each in book.child(1).in_section("devices")}
    assert kinds == {one: "watch", other: "tablet"}
    book.remove_item(1, one)
    assert problem(lambda: book.save_item(1, "devices", {"kind": "phone"}, one)) == "record_gone"
    assert problem(lambda: book.remove_item(1, one)) == "record_gone"
    assert problem(lambda: book.save_item(99, "devices", {"kind": "phone"})) == "record_gone"


@pytest.mark.parametrize("with_id", [False, True])
def test_nothing_gives_way_to_something(book: RecordBook, *, with_id: bool) -> None:
    for _ in range(2):
        book.note_nothing(1, "allergies")
    empty = book.child(1).in_section("allergies")
    assert [each.values for each in empty] == [{NOTHING: "yes"}]
    first = book.shape.section("allergies").fields[0].id
    book.save_item(1, "allergies", {first: "wasps"}, empty[0].id if with_id else None)
    assert [each.values for each in book.child(1).in_section("allergies")] == [{first: "wasps"}]
    book.note_nothing(1, "allergies")
    assert len(book.child(1).in_section("allergies")) == 1


def test_unknown_section_is_an_author_s_mistake(book: RecordBook) -> None:
    with pytest.raises(KeyError):
        book.save_item(1, "no_such_section", {})


def test_children_are_added_by_name_and_removed_with_all(book: RecordBook) -> None:
    assert problem(lambda: book.add_child(" \n")) == "child_unnamed"
    assert problem(lambda: book.add_child("x" * (LONGEST_VALUE + 1))) == "value_too_long"
    assert [each.name for each in book.children()] == [NAME]
    second = book.add_child(" Beto ")
    assert [each.name for each in book.children()] == [NAME, "Beto"]
    photo = book.add_photo(second, PNG)
    note = book.add_note(said("about Beto"), second)
    check = book.keep_check({"who": ("guardian",)}, ("talk",), second, "0.1.0")
    assert book.check(check).child == second
    book.remove_child(second)
    for action in (
        lambda: book.child(second),
        lambda: book.photo(photo),
        lambda: book.thumbnail(photo),
        lambda: book.photo_info(photo),
        lambda: book.note(note),
        lambda: book.check(check),
        lambda: book.remove_child(second),
        lambda: book.add_photo(second, PNG),
        lambda: book.add_note(said("late"), second),
    ):
        assert problem(action) == "record_gone"
    assert [each.name for each in book.children()] == [NAME]


def test_photo_is_dated_by_hand_or_not_at_all(book: RecordBook) -> None:
    for wrong, key in ((TOMORROW, "day_future"), ("today", "day_invalid")):
        assert problem(lambda wrong=wrong: book.add_photo(1, PNG, taken=wrong)) == key  # type: ignore[misc]
        assert problem(lambda wrong=wrong: book.date_photo(1, wrong)) == key  # type: ignore[misc]
    assert problem(lambda: book.add_photo(1, b"no photo")) == "picture_unreadable"
    assert len(book.child(1).photos) == 1
    photo = book.add_photo(1, PNG, taken="2026-01-02")
    assert book.photo_info(photo).taken == dt.date(2026, 1, 2)
    book.date_photo(photo, "")
    assert book.photo(photo).info.taken is None
    book.remove_photo(photo)
    assert problem(lambda: book.remove_photo(photo)) == "record_gone"


def test_note_is_checked_against_the_day_and_the_signs(book: RecordBook) -> None:
    sign = min(book.signs)
    wrong = {
        "day_future": replace(said("x"), happened_on=TODAY + dt.timedelta(days=1)),
        "sign_unknown": replace(said("x"), signs=(sign, "no such sign")),
        "note_empty": said(" "),
    }
    note = book.add_note(replace(said("right"), signs=(sign,)), 1)
    for key, each in wrong.items():
        assert problem(lambda each=each: book.add_note(each, 1)) == key  # type: ignore[misc]
        assert problem(lambda each=each: book.correct_note(note, each)) == key  # type: ignore[misc]
    book.correct_note(note, said("better"))
    assert [each.said.text for each in book.note(note).versions] == ["right", "better"]
    assert book.count_notes() == book.count_notes(1) == 2
    assert [each.said.text for each in book.latest_notes(1)] == ["better"]
    book.remove_note(note)
    assert len(book.notes()) == 1


def test_day_is_today_where_the_family_is(book: RecordBook) -> None:
    """Not in Greenwich, where it is tomorrow already."""
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-6)))
    at_night = replace(book, now=lambda: late)
    assert at_night.today() == TODAY
    assert problem(lambda: at_night.add_note(said("x", TODAY), 1)) == ""
    tomorrow = said("x", TODAY + dt.timedelta(days=1))
    assert problem(lambda: at_night.add_note(tomorrow, 1)) == "day_future"


def test_settings_and_checks_are_kept(book: RecordBook) -> None:
    assert book.setting("language", "en") == "en"
    for value in ("es", "en", ""):
        book.save_setting("language", value)
        assert book.setting("language", "usual") == value
    assert book.settings() == {"language": ""}
    check = book.checks()[0]
    book.remove_check(check.id)
    assert problem(lambda: book.remove_check(check.id)) == "record_gone"
    held = book.holdings()
    assert (len(held.children), len(held.notes), len(held.checks)) == (1, 1, 0)
    assert len(book.timeline()) >= 1
    assert book.due(held.children[0]) == book.due(book.child(1)) != ()


@pytest.mark.parametrize(
    "raw", ["", "2026", "2026-02-29", "0000-01-01", "2026-1-1", "2026-01-01T00"]
)
def test_only_a_day_is_a_day(raw: str) -> None:
    assert problem(lambda: day_from(raw)) == "day_invalid"
    assert problem(lambda: past_day(raw, TODAY)) == "day_invalid"
