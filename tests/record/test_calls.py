"""The call log in the store: only added to, and a removed child leaves gaps that are told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.record.sample import NOW, TODAY, problem
from tests.record.sample_calls import SAID, call, entry_id, write_calls
from wayhome.model.calls import CallEntry, CallGap, CallLog
from wayhome.record import children
from wayhome.record.call_chain import Break, Fault, find_break
from wayhome.record.call_groups import group_calls
from wayhome.record.calls import LONGEST_LINE, LONGEST_TEXT, add_call, check_call, read_log
from wayhome.record.holdings import read_holdings
from wayhome.record.open_export import to_json
from wayhome.record.timeline import EventKind, make_timeline

if TYPE_CHECKING:
    from wayhome.record.store import Store


def test_what_is_written_is_read_as_it_was_with_its_offsets(store: Store) -> None:
    entry = replace(
        call(
            1,
            number="26-0142",
            call_back=NOW.replace(hour=23),
            events=("police_took_report", "case_number_given"),
            service="ncmec",
        ),
        while_locked=True,
    )
    with store.writing() as connection:
        (placed,) = write_calls(connection, entry)
    with store.reading() as connection:
        log = read_log(connection)
    assert log == CallLog((placed,))
    assert replace(placed, n=0, digest="") == entry
    assert placed.said.called.utcoffset() == NOW.utcoffset()
    assert find_break(log.entries) is None


def test_entries_are_chained_in_the_order_of_writing_and_taken_in_once(store: Store) -> None:
    with store.writing() as connection:
        write_calls(connection, call(1), call(2), call(3, corrects=entry_id(1)))
        assert add_call(connection, call(2, said="again")) is None
        write_calls(connection, call(4, answers=entry_id(2)))
        log = read_log(connection)
    assert [each.n for each in log.entries] == [1, 2, 3, 4]
    assert find_break(log.entries) is None
    assert log.find(entry_id(2)) == log.entries[1]
    assert log.find(entry_id(9)) is None


def test_what_no_file_could_hold_is_mended_before_the_digest(store: Store) -> None:
    with store.writing() as connection:
        write_calls(connection, call(1, said="half \ud83e of a letter  ", whom=" Police "))
        (entry,) = read_log(connection).entries
    assert entry.said.whom == "Police"
    assert entry.said.said == "half ? of a letter"
    assert find_break((entry,)) is None


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"whom": "  "}, "call_whom"),
        ({"said": "x" * (LONGEST_TEXT + 1)}, "call_too_long"),
        ({"person": "x" * (LONGEST_LINE + 1)}, "value_too_long"),
        ({"call_back": NOW.replace(hour=3)}, "call_back_early"),
        ({"call_back": NOW}, ""),
    ],
)
def test_what_can_not_be_kept_has_a_sentence(change: dict[str, object], key: str) -> None:
    assert problem(lambda: check_call(replace(SAID, **change))) == key  # type: ignore[arg-type]


def test_an_entry_on_no_child_of_the_record_is_refused_and_leaves_nothing(store: Store) -> None:
    with store.writing() as connection:
        assert problem(lambda: add_call(connection, call(1, child=9))) == "record_gone"
        assert read_log(connection) == CallLog(())


def test_a_removed_child_takes_its_entries_and_leaves_gaps(store: Store) -> None:
    with store.writing() as connection:
        ana, luz = children.add_child(connection, NOW), children.add_child(connection, NOW)
        entries = write_calls(
            connection, call(1), call(2, child=ana), call(3, child=luz), call(4, child=ana)
        )
        children.remove_child(connection, ana)
        log = read_log(connection)
        assert [each.n for each in log.entries] == [1, 3]
        assert log.gaps == (CallGap(2, entries[1].digest), CallGap(4, entries[3].digest))
        assert find_break(log.entries, log.gaps) is None
        # Without the gaps it would look as if somebody had taken something out.
        assert find_break(log.entries) == Break(2, Fault.MISSING)
        # The chain goes on after the gap, never in its place.
        (fifth,) = write_calls(connection, call(5, child=luz))
        assert (fifth.n, fifth.before) == (5, entries[3].digest)
        log = read_log(connection)
        assert find_break(log.entries, log.gaps) is None


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE call_entry SET text = 'other' WHERE n = 2", Break(2, Fault.CHANGED)),
        ("UPDATE call_entry SET called = '2026-01-01T00:00:00+00:00' WHERE n = 1",
         Break(1, Fault.CHANGED)),
        ("UPDATE call_link SET digest = 'f' WHERE n = 1", Break(1, Fault.CHANGED)),
    ],
)  # fmt: skip
def test_what_was_changed_in_the_store_is_named(store: Store, statement: str, fault: Break) -> None:
    with store.writing() as connection:
        write_calls(connection, call(1), call(2), call(3))
        connection.exec_driver_sql(statement)
        log = read_log(connection)
    assert find_break(log.entries, log.gaps) == fault


def test_corrections_stand_with_what_they_correct() -> None:
    first, second = call(1), call(2)
    third, fourth = call(3, corrects=entry_id(1)), call(4, corrects=entry_id(3))
    lost = call(5, corrects=entry_id(77))
    groups = group_calls((first, second, third, fourth, lost))
    assert [each.versions for each in groups] == [(first, third, fourth), (second,), (lost,)]
    assert groups[0].last == fourth
    itself = call(6, corrects=entry_id(6))
    assert group_calls((itself,))[0].versions == (itself,)


def events_of(store: Store, *entries: CallEntry) -> list[tuple[int, str, bool, bool, bool]]:
    with store.writing() as connection:
        write_calls(connection, *entries)
        found = make_timeline(read_holdings(connection))
    assert {each.kind for each in found} == {EventKind.CALL}
    return [(each.id, each.time, each.corrected, each.late, each.clock_odd) for each in found]


def test_a_call_stands_once_on_the_line_of_time_where_it_was_last_put(store: Store) -> None:
    moved = replace(
        call(3, corrects=entry_id(1), minutes=9), said=replace(SAID, called=NOW.replace(hour=4))
    )
    assert events_of(store, call(1), call(2, minutes=5), moved) == [
        (1, "04:30", True, False, False),
        (2, "21:35", False, False, False),
    ]


def test_late_writing_and_a_clock_set_back_are_shown(store: Store) -> None:
    late = replace(call(1, called=NOW.replace(day=20)), written=NOW)
    back = call(2, minutes=-90)
    locked = replace(call(3, minutes=-120), while_locked=True)
    found = {each[0]: each[2:] for each in events_of(store, late, back, locked)}
    assert found == {
        1: (False, True, False),
        2: (False, False, True),
        3: (False, False, False),
    }


def test_the_open_export_holds_the_log_with_its_digests_and_gaps(store: Store) -> None:
    with store.writing() as connection:
        ana = children.add_child(connection, NOW)
        placed = write_calls(connection, call(1), call(2, child=ana), call(3, call_back=NOW))
        children.remove_child(connection, ana)
        exported: dict[str, Any] = to_json(read_holdings(connection))
    first, third = exported["calls"]
    assert (first["n"], first["digest"], first["said"]["whom"]) == (1, placed[0].digest, "Police")
    assert third["said"]["call_back"] == "2026-11-22T21:30:00-06:00"
    assert exported["call_gaps"] == [{"n": 2, "digest": placed[1].digest}]
    assert TODAY.isoformat() in first["written"]
