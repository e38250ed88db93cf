"""What is due: by age, by what is missing, in the order of the police."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.model.kept import Child, Item, PhotoInfo
from wayhome.model.record import Asked, FieldKind, RecordField, RecordPage, RecordSection
from wayhome.model.record import RecordShape as Shape
from wayhome.record.freshness import (
    Due,
    DueKind,
    Filled,
    completeness,
    months_later,
    next_due_day,
    what_is_due,
)

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)
THEN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def _section(
    section_id: str, *fields: RecordField, many: bool = False, dated_by: str | None = None
) -> RecordSection:
    return RecordSection(
        id=section_id,
        page=RecordPage.CHILD,
        fields=fields,
        sources=(),
        many=many,
        dated_by=dated_by,
        fresh_months=6 if dated_by else None,
    )


NAMES = _section(
    "identity",
    RecordField("full_name", asked=Asked.FIRST),
    RecordField("nickname", asked=Asked.THEN),
    RecordField("born", FieldKind.DAY, Asked.FIRST),
)
BODY = _section(
    "body",
    RecordField("measured", FieldKind.DAY),
    RecordField("height", asked=Asked.FIRST),
    RecordField("build", asked=Asked.THEN),
    dated_by="measured",
)
MARKS = _section(
    "marks",
    RecordField("what", asked=Asked.FIRST),
    RecordField("where", asked=Asked.FIRST),
    many=True,
)
SHAPE = Shape((NAMES, BODY, MARKS), photo_fresh_months=6)
FULL = {
    "identity": [{"full_name": "Robin Ash", "nickname": "Rob", "born": "2014-02-03"}],
    "body": [{"measured": "2026-11-01", "height": "150 cm", "build": "slim"}],
    "marks": [{"what": "scar"}, {"where": "left knee"}],
}


def _photo(taken: date | None = TODAY, item: int | None = None) -> PhotoInfo:
    return PhotoInfo(1, 1, item, taken, width=1, height=1, bytes=1, added=THEN)


def _child(
    changes: dict[str, list[dict[str, str]]] | None = None,
    photos: tuple[PhotoInfo, ...] = (_photo(),),
) -> Child:
    """Make a child about whom all is known and fresh, but for these sections and photos."""
    sections = {**FULL, **(changes or {})}
    held = [(section, values) for section, items in sections.items() for values in items]
    return Child(
        id=1,
        items=tuple(
            Item(number, 1, section, values, THEN)
            for number, (section, values) in enumerate(held, start=1)
        ),
        photos=photos,
    )


def _body(*days: str) -> Child:
    return _child({"body": [{**FULL["body"][0], "measured": day} for day in days]})


def test_of_a_full_and_fresh_record_nothing_is_due() -> None:
    assert what_is_due(SHAPE, _child(), TODAY) == ()


def test_everything_is_due_in_the_order_of_the_police() -> None:
    nobody = Child(id=1, items=(), photos=())
    assert what_is_due(SHAPE, nobody, TODAY) == (
        Due(DueKind.PHOTO_MISSING, None, (), None),
        Due(DueKind.SECTION_EMPTY, "body", ("height", "build"), None),
        Due(DueKind.FIELDS_EMPTY_FIRST, "identity", ("full_name", "born"), None),
        Due(DueKind.FIELDS_EMPTY_FIRST, "marks", ("what", "where"), None),
        Due(DueKind.FIELDS_EMPTY_THEN, "identity", ("nickname",), None),
    )


@pytest.mark.parametrize(
    ("photos", "expected"),
    [
        ((), (DueKind.PHOTO_MISSING, None)),
        ((_photo(item=4),), (DueKind.PHOTO_MISSING, None)),
        ((_photo(None),), (DueKind.PHOTO_WITHOUT_DAY, None)),
        ((_photo(date(2026, 5, 22)),), (DueKind.PHOTO_OLD, date(2026, 5, 22))),
        ((_photo(date(2026, 5, 23)),), None),
        ((_photo(date(2026, 5, 1)), _photo(date(2026, 6, 1))), None),
        ((_photo(date(2026, 5, 1)), _photo(None)), (DueKind.PHOTO_OLD, date(2026, 5, 1))),
        ((_photo(date(2026, 5, 1)), _photo(item=4)), (DueKind.PHOTO_OLD, date(2026, 5, 1))),
        ((_photo(date(2031, 1, 1)),), None),
        ((_photo(date.max),), None),
    ],
)
def test_a_photo_of_the_child_grows_old(
    photos: tuple[PhotoInfo, ...], expected: tuple[DueKind, date | None] | None
) -> None:
    found = what_is_due(SHAPE, _child(photos=photos), TODAY)
    assert [(due.kind, due.since) for due in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("child", "expected"),
    [
        (_body("2026-05-22"), (DueKind.SECTION_OLD, date(2026, 5, 22))),
        (_body("2026-05-23"), None),
        (_body("2026-06-01", "2020-01-01"), None),
        (_body("2020-01-01", "2026-06-01"), None),
        (_body("2027-01-01"), None),
        (_body("9999-12-31"), None),
        (_body(""), (DueKind.SECTION_WITHOUT_DAY, None)),
        (_body("last summer"), (DueKind.SECTION_WITHOUT_DAY, None)),
        (_body("last summer", "2026-06-01"), None),
        (_child({"body": []}), (DueKind.SECTION_EMPTY, None)),
        (_child({"body": [{"measured": "2026-11-01"}]}), (DueKind.SECTION_EMPTY, None)),
    ],
)
def test_what_changes_as_a_child_grows(
    child: Child, expected: tuple[DueKind, date | None] | None
) -> None:
    found = what_is_due(SHAPE, child, TODAY)
    assert [(due.kind, due.since) for due in found] == ([expected] if expected else [])


def test_a_section_without_a_day_of_its_own_ages_from_when_it_was_written() -> None:
    section = RecordSection("phones", RecordPage.PHONES, (RecordField("make"),), (), fresh_months=1)
    child = _child({"phones": [{"make": "Example"}]})
    assert next_due_day(Shape((section,), 6), child, TODAY) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"full_name": "Robin", "born": "2014-02-03", "nickname": "R"}, []),
        (
            {"full_name": "  ", "born": "2014-02-03"},
            [
                (DueKind.FIELDS_EMPTY_FIRST, ("full_name",)),
                (DueKind.FIELDS_EMPTY_THEN, ("nickname",)),
            ],
        ),
    ],
)
def test_blanks_fill_no_field(values: dict[str, str], expected: list[object]) -> None:
    found = what_is_due(SHAPE, _child({"identity": [values]}), TODAY)
    assert [(due.kind, due.fields) for due in found] == expected


@pytest.mark.parametrize(
    ("changes", "filled"),
    [
        ({}, 5),
        ({"identity": []}, 3),
        ({"marks": [{"what": "scar"}]}, 4),
        ({"marks": [{"what": "scar"}, {"what": "mole", "where": " "}]}, 4),
        ({"identity": [], "body": [], "marks": []}, 0),
        ({"of an older version": [{"what": "kept"}]}, 5),
    ],
)
def test_what_police_ask_first_is_counted(
    changes: dict[str, list[dict[str, str]]], filled: int
) -> None:
    assert completeness(SHAPE, _child(changes)) == Filled(filled, 5)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
        (date(9999, 12, 31), 1, None),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date | None) -> None:
    assert months_later(day, months) == expected


days = st.dates() | st.dates(date(2025, 1, 1), date(2028, 1, 1))


def _by_age(child: Child, today: date) -> list[Due]:
    return [due for due in what_is_due(SHAPE, child, today) if not due.fields]


@given(st.lists(days | st.none(), max_size=3), st.lists(days, max_size=3), days)
def test_the_next_day_is_the_first_on_which_something_is_due(
    taken: list[date | None], measured: list[date], today: date
) -> None:
    body = [{**FULL["body"][0], "measured": day.isoformat()} for day in measured]
    photos = tuple(_photo(day) for day in taken)
    child = _child({"body": body or FULL["body"]}, photos)
    following = next_due_day(SHAPE, child, today)
    if following is None:
        assert not _by_age(child, date.max)
        return
    assert following >= today
    assert _by_age(child, following)
    if following > today:
        assert not _by_age(child, following - timedelta(days=1))
