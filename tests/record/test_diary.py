"""The diary: any text comes back, and what once stood there stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.record.sample import NOW, TODAY, problem, said
from wayhome.model.kept import NoteText
from wayhome.record import checks, children, diary
from wayhome.record.children import storable
from wayhome.record.diary import LONGEST_NAME, LONGEST_NOTE

if TYPE_CHECKING:
    from wayhome.model.kept import Note
    from wayhome.record.store import Store

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), min_size=1)
ONE_STORE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def add(store: Store, text: NoteText, child: int | None = None, entry: str | None = None) -> int:
    with store.writing() as connection:
        return diary.add_note(connection, text, child_id=child, now=NOW, entry=entry) or 0


def correct(store: Store, note: int, text: NoteText, now: dt.datetime = NOW) -> None:
    with store.writing() as connection:
        diary.correct_note(connection, note, text, now)


def read(store: Store, note: int) -> Note:
    with store.reading() as connection:
        return diary.read_note(connection, note)


NOTES = st.builds(
    NoteText,
    text=ANY_TEXT.filter(lambda each: bool(each.strip())),
    happened_on=st.dates(),
    happened_at=st.times().map(lambda each: f"{each:%H:%M}") | st.just(""),
    seen_by=ANY_TEXT | st.just(""),
    signs=st.sampled_from([(), ("gang",), ("gang", "a sign of long ago")]),
)


@ONE_STORE
@given(wrote=NOTES)
def test_any_note_comes_back(store: Store, wrote: NoteText) -> None:
    found = read(store, add(store, wrote)).said
    assert found == replace(wrote, text=storable(wrote.text), seen_by=storable(wrote.seen_by))


@pytest.mark.parametrize(
    "text", ["x" * LONGEST_NOTE, "🧡" * LONGEST_NOTE, "a\x00b", "line\r\nline\n\n\tline", "'; --"]
)
def test_long_and_odd_texts_come_back(store: Store, text: str) -> None:
    assert read(store, add(store, said(text))).said.text == text


@pytest.mark.parametrize(
    ("wrote", "key"),
    [
        (said(""), "note_empty"),
        (said(" \n\t\u00a0"), "note_empty"),
        (said("x" * (LONGEST_NOTE + 1)), "note_too_long"),
        (replace(said("x"), seen_by="x" * (LONGEST_NAME + 1)), "note_too_long"),
        *((replace(said("x"), happened_at=time), "note_time") for time in ("24:00", "9:30", "9pm")),
        *(
            (replace(said("x"), happened_at=time), "note_time")
            for time in ("12:60", "12:30\n", "-")
        ),
        (replace(said("x"), happened_at="1\u0662:30"), "note_time"),
        (replace(said("x"), happened_at="00:00"), ""),
        (replace(said("x"), happened_at=""), ""),
    ],
)
def test_note_that_can_not_be_taken_says_why(store: Store, wrote: NoteText, key: str) -> None:
    note = add(store, said("before"))
    assert problem(lambda: add(store, wrote)) == key
    assert problem(lambda: correct(store, note, wrote)) == key
    assert (len(read(store, note).versions) == 1) == bool(key)


def test_corrections_keep_what_stood_there(store: Store) -> None:
    note = add(store, said("first"))
    later = NOW + dt.timedelta(hours=1)
    correct(store, note, said("second"), later)
    correct(store, note, said("first"), later + dt.timedelta(hours=1))
    found = read(store, note)
    assert [each.said.text for each in found.versions] == ["first", "second", "first"]
    assert found.said.text == "first"
    assert found.written == NOW
    assert found.versions[1].written == later


def test_correction_that_changes_nothing_adds_nothing(store: Store) -> None:
    note = add(store, said("the same"))
    for again in ("the same", " the same\n"):
        correct(store, note, said(again))
    assert len(read(store, note).versions) == 1
    correct(store, note, replace(said("the same"), signs=("gang",)))
    assert len(read(store, note).versions) == 2


def test_notes_come_by_day_then_by_writing(store: Store) -> None:
    days = [TODAY, TODAY - dt.timedelta(days=3), TODAY, TODAY - dt.timedelta(days=1)]
    ids = [add(store, said(f"{at}", day)) for at, day in enumerate(days)]
    with store.reading() as connection:
        assert [each.id for each in diary.read_notes(connection)] == [
            ids[at] for at in (1, 3, 0, 2)
        ]
        latest = diary.read_latest_notes(connection, 3)
        assert [each.id for each in latest] == [ids[at] for at in (2, 0, 3)]
        assert [each.id for each in diary.read_latest_notes(connection, 9, skip=3)] == [ids[1]]
        assert diary.count_notes(connection) == 4


def test_notes_of_one_child_follow_their_correction(store: Store) -> None:
    with store.writing() as connection:
        child = children.add_child(connection, NOW)
    early, late = add(store, said("early"), child), add(store, said("late"), child)
    add(store, said("of nobody"))
    correct(store, late, said("moved", TODAY - dt.timedelta(days=9)))
    with store.reading() as connection:
        found = diary.read_latest_notes(connection, 9, child_id=child)
        assert [each.id for each in found] == [early, late]
        assert diary.count_notes(connection, child) == 2


def test_removed_note_is_gone_with_all_it_said_and_its_id(store: Store) -> None:
    note, other = add(store, said("one")), add(store, said("other"))
    correct(store, note, said("changed"))
    with store.writing() as connection:
        diary.remove_note(connection, note)
        assert problem(lambda: diary.remove_note(connection, note)) == "record_gone"
        assert problem(lambda: diary.read_note(connection, note)) == "record_gone"
        assert (
            problem(lambda: diary.correct_note(connection, note, said("x"), NOW)) == "record_gone"
        )
        texts = connection.exec_driver_sql("SELECT text FROM note_version").scalars().all()
    assert texts == ["other"]
    with store.writing() as connection:
        diary.remove_note(connection, other)
    assert add(store, said("new")) > other


def test_entry_written_while_locked_is_taken_in_once(store: Store) -> None:
    assert add(store, said("locked"), entry="e" * 32)
    assert not add(store, said("again"), entry="e" * 32)
    assert add(store, said("another"), entry="f" * 32)
    with store.reading() as connection:
        notes = diary.read_notes(connection)
    assert [(each.said.text, each.while_locked) for each in notes] == [
        ("locked", True),
        ("another", True),
    ]


def test_note_about_nobody_that_is_there_is_refused(store: Store) -> None:
    assert problem(lambda: add(store, said("x"), child=7)) == "record_gone"


def test_kept_checks_come_back_and_are_removed(store: Store) -> None:
    answers = {"who": ("guardian",), "signs": ("gang", "withdrawal"), "missing": ()}
    with store.writing() as connection:
        child = children.add_child(connection, NOW)
        ids = [
            checks.keep_check(
                connection,
                child_id=about,
                answers=answers,
                outcomes=("suspected", "talk"),
                now=NOW,
                version="0.1.0",
            )
            for about in (child, None)
        ]
        first, second = checks.read_checks(connection)
        assert (first.id, second.id) == tuple(ids)
        assert (first.child, second.child) == (child, None)
        assert first.answers == answers
        assert first.outcomes == ("suspected", "talk")
        assert (first.kept, first.version) == (NOW, "0.1.0")
        assert checks.read_check(connection, ids[1]) == second
        checks.remove_check(connection, ids[1])
        for gone in (checks.remove_check, checks.read_check):
            assert problem(lambda gone=gone: gone(connection, ids[1])) == "record_gone"  # type: ignore[misc]
        children.remove_child(connection, child)
        assert checks.read_checks(connection) == ()
        wrong = problem(
            lambda: checks.keep_check(
                connection, child_id=child, answers={}, outcomes=(), now=NOW, version=""
            )
        )
    assert wrong == "record_gone"
