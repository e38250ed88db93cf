"""Children and what is written about them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.record.photographs import halves, saved
from tests.record.sample import NOW, TODAY, problem, said
from wayhome.record import children, diary, photos
from wayhome.record.children import LONGEST_VALUE, storable
from wayhome.record.pictures import take_picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wayhome.model.kept import Child
    from wayhome.record.store import Store

PICTURE = take_picture(saved(halves(), "PNG"), TODAY)
LATER = NOW + dt.timedelta(days=1)
# One store for all the examples: each adds to it.
ONE_STORE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def add(store: Store, **values: str) -> int:
    """Add a child with some fields of a section; return the id."""
    with store.writing() as connection:
        child = children.add_child(connection, NOW)
    if values:
        save(store, child, values)
    return child


def save(
    store: Store,
    child: int,
    values: Mapping[str, str],
    item: int | None = None,
    section: str = "identity",
) -> int:
    with store.writing() as connection:
        return children.save_item(
            connection, child_id=child, section=section, values=values, now=LATER, item_id=item
        )


def read(store: Store, child: int) -> Child:
    with store.reading() as connection:
        return children.read_child(connection, child)


def picture(store: Store, child: int, taken: dt.date | None = None, item: int | None = None) -> int:
    with store.writing() as connection:
        return photos.save_photo(
            connection, child_id=child, item_id=item, picture=PICTURE, taken=taken, now=NOW
        )


def test_fields_are_merged_and_unknown_ones_stay(store: Store) -> None:
    child = add(store)
    item = save(store, child, {"full_name": " Ana ", "of_a_later_version": "kept", "empty": " "})
    assert read(store, child).items[0].values == {"full_name": "Ana", "of_a_later_version": "kept"}
    assert save(store, child, {"full_name": "Ana María", "birth_date": ""}, item) == item
    kept = read(store, child).items[0]
    assert kept.values == {"full_name": "Ana María", "of_a_later_version": "kept"}
    assert kept.changed == LATER
    save(store, child, {"of_a_later_version": ""}, item)
    assert read(store, child).items[0].values == {"full_name": "Ana María"}
    assert read(store, child).name == "Ana María"


def test_values_may_be_long_but_not_endless(store: Store) -> None:
    child = add(store)
    save(store, child, {"a": "x" * LONGEST_VALUE, "b": "🧡" * LONGEST_VALUE})
    assert problem(lambda: save(store, child, {"a": "x" * (LONGEST_VALUE + 1)})) == "value_too_long"
    assert len(read(store, child).items) == 1


@ONE_STORE
@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    child = add(store, full_name=text)
    found = read(store, child).name
    assert found == storable(text)
    if not any(0xD800 <= ord(each) < 0xE000 for each in text):
        assert found == text.strip()
    found.encode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("half \ud83d of a pair", "half ? of a pair"),
        ("\udc80", "?"),
        ("whole 🧡", "whole 🧡"),
        ("a\x00b\r\nc", "a\x00b\r\nc"),
        ("\ufeff\u202en\u0303", "\ufeff\u202en\u0303"),
    ],
)
def test_only_what_no_file_could_hold_is_replaced(typed: str, kept: str) -> None:
    assert storable(typed) == kept


def test_what_is_not_there_is_gone(store: Store) -> None:
    one, other = add(store, full_name="Ana"), add(store, full_name="Beto")
    item = read(store, one).items[0].id
    with store.writing() as connection:
        for action in (
            lambda: children.read_child(connection, 99),
            lambda: children.remove_child(connection, 99),
            lambda: children.remove_item(connection, one, 99),
            lambda: children.remove_item(connection, other, item),
            lambda: photos.read_photo(connection, 99),
            lambda: photos.read_thumbnail(connection, 99),
            lambda: photos.remove_photo(connection, 99),
            lambda: photos.date_photo(connection, 99, None),
        ):
            assert problem(action) == "record_gone"
    for wrong in (
        lambda: save(store, 99, {"a": "b"}),
        lambda: save(store, other, {"a": "b"}, item),
        lambda: save(store, one, {"a": "b"}, item, section="devices"),
        lambda: picture(store, 99),
        lambda: picture(store, other, item=item),
    ):
        assert problem(wrong) == "record_gone"
    assert read(store, one).items[0].values == {"full_name": "Ana"}
    assert read(store, other).photos == ()


def test_ids_are_never_used_again(store: Store) -> None:
    """A page that is still open in the browser never shows another child."""
    seen: set[tuple[int, ...]] = set()
    for _ in range(3):
        child = add(store)
        item, photo = save(store, child, {"a": "b"}), picture(store, child)
        ids = (child, item, photo)
        assert all(new > old for each in seen for new, old in zip(ids, each, strict=True))
        seen.add(ids)
        with store.writing() as connection:
            children.remove_child(connection, child)


def test_removed_child_takes_everything_along_and_nothing_of_another(store: Store) -> None:
    one, other = add(store, full_name="Ana"), add(store, full_name="Beto")
    for child in (one, other):
        mark = save(store, child, {"a": "b"}, section="marks")
        picture(store, child, item=mark)
        picture(store, child)
        with store.writing() as connection:
            diary.add_note(connection, said("about"), child_id=child, now=NOW)
    with store.writing() as connection:
        diary.add_note(connection, said("about nobody"), child_id=None, now=NOW)
        children.remove_child(connection, one)
    with store.reading() as connection:
        assert [each.id for each in children.read_children(connection)] == [other]
        assert [each.child for each in diary.read_notes(connection)] == [other, None]
        counts = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608 - ours
            for table in ("item", "photo", "photo_bytes", "note", "note_version")
        ]
    assert counts == [2, 2, 2, 2, 2]


def test_removed_item_takes_its_photos_along(store: Store) -> None:
    child = add(store)
    mark = save(store, child, {"a": "b"}, section="marks")
    of_mark, of_child = picture(store, child, item=mark), picture(store, child)
    with store.writing() as connection:
        children.remove_item(connection, child, mark)
    assert [each.id for each in read(store, child).photos] == [of_child]
    with store.reading() as connection:
        assert problem(lambda: photos.read_photo(connection, of_mark)) == "record_gone"
        assert problem(lambda: photos.read_thumbnail(connection, of_mark)) == "record_gone"


def test_photos_come_newest_first_and_those_without_a_day_last(store: Store) -> None:
    child = add(store)
    days = [None, dt.date(2025, 1, 1), dt.date(2026, 1, 1), None, dt.date(2026, 1, 1)]
    ids = [picture(store, child, day) for day in days]
    shown = [each.id for each in read(store, child).photos]
    assert shown == [ids[4], ids[2], ids[1], ids[3], ids[0]]
    with store.writing() as connection:
        photos.date_photo(connection, ids[0], TODAY)
    first = read(store, child).photos[0]
    assert (first.id, first.taken, first.bytes) == (ids[0], TODAY, len(PICTURE.jpeg))
    with store.reading() as connection:
        assert photos.read_photo(connection, ids[0]).jpeg == PICTURE.jpeg
        assert photos.read_thumbnail(connection, ids[0]) == PICTURE.thumbnail


def test_time_is_kept_with_its_offset(store: Store) -> None:
    child = add(store, full_name="Ana")
    changed = read(store, child).items[0].changed
    assert changed == LATER
    assert changed.utcoffset() == dt.timedelta(hours=-6)
