"""The chain shows what was changed or taken out, and gaps are told."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.record.sample import NOW
from tests.record.sample_calls import call, entry_id
from wayhome.model.calls import CallGap
from wayhome.record.call_chain import Break, Fault, canonical_bytes, digest_of, find_break, link

if TYPE_CHECKING:
    from wayhome.model.calls import CallEntry


def chain(*entries: CallEntry) -> list[CallEntry]:
    placed: list[CallEntry] = []
    for n, each in enumerate(entries, 1):
        placed.append(link(each, n, placed[-1].digest if placed else ""))
    return placed


@pytest.fixture
def five() -> list[CallEntry]:
    return chain(*(call(number, minutes=number) for number in range(1, 6)))


def test_the_rule_stays_as_it_is_for_others_check_by_it() -> None:
    """Bags that lie with the police hold digests: a change here makes them all look forged."""
    entry = link(
        call(7, said="Ñandú — 🧡", call_back=NOW, events=("police_took_report",), child=3), 1, ""
    )
    wanted = (
        '{"answers":"","before":"","child":3,"corrects":"","id":"00000000000000000000000000000007",'
        '"n":1,"said":{"by":"Rosa","call_back":"2026-11-22T21:30:00-06:00",'
        '"called":"2026-11-22T21:30:00-06:00","events":["police_took_report"],"number":"",'
        '"person":"Officer 12","said":"Ñandú — 🧡","service":"","whom":"Police"},'
        '"while_locked":false,"written":"2026-11-22T21:30:00-06:00"}'
    )
    assert canonical_bytes(entry) == wanted.encode()
    assert entry.digest == hashlib.sha256(wanted.encode()).hexdigest()
    assert json.loads(wanted)["said"]["events"] == list(entry.said.events)


def test_a_whole_chain_holds(five: list[CallEntry]) -> None:
    assert find_break(five) is None
    assert find_break(reversed(five)) is None
    assert find_break(()) is None
    assert five[0].before == ""
    assert [each.before for each in five[1:]] == [each.digest for each in five[:-1]]


@pytest.mark.parametrize(
    "change",
    [
        {"written": NOW.replace(year=2020)},
        {"corrects": entry_id(1)},
        {"answers": entry_id(1)},
        {"child": 1},
        {"while_locked": True},
        {"id": entry_id(99)},
        {"digest": "0" * 64},
        {"before": ""},
    ],
)
def test_any_change_of_an_entry_is_found(five: list[CallEntry], change: dict[str, object]) -> None:
    five[2] = replace(five[2], **change)  # type: ignore[arg-type]
    assert find_break(five) == Break(3, Fault.CHANGED)


def test_a_change_of_what_was_said_is_found(five: list[CallEntry]) -> None:
    five[4] = replace(five[4], said=replace(five[4].said, said="They will not come."))
    assert find_break(five) == Break(5, Fault.CHANGED)


def test_an_entry_that_was_changed_with_its_digest_no_longer_fits_the_next(
    five: list[CallEntry],
) -> None:
    changed = replace(five[1], said=replace(five[1].said, whom="Nobody"))
    five[1] = replace(changed, digest=digest_of(changed))
    assert find_break(five) == Break(3, Fault.UNLINKED)


def test_what_is_taken_out_is_missing_and_what_is_put_in_stands_out(five: list[CallEntry]) -> None:
    assert find_break(five[:1] + five[2:]) == Break(2, Fault.MISSING)
    assert find_break(five[1:]) == Break(1, Fault.MISSING)
    assert find_break([*five, five[3]]) == Break(4, Fault.UNLINKED)
    assert find_break([*five, replace(five[0], n=0)]) == Break(0, Fault.UNLINKED)
    swapped = [five[0], replace(five[2], n=2), replace(five[1], n=3), *five[3:]]
    assert find_break(swapped) == Break(2, Fault.CHANGED)


def test_a_gap_that_is_told_is_followed_over_and_a_wrong_one_is_not(five: list[CallEntry]) -> None:
    gone = CallGap(3, five[2].digest)
    left = five[:2] + five[3:]
    assert find_break(left, [gone]) is None
    assert find_break(left, [replace(gone, digest="0" * 64)]) == Break(4, Fault.UNLINKED)
    assert find_break(five, [gone]) == Break(3, Fault.UNLINKED)
    # Of a log of which nothing is left, only the gaps are.
    assert find_break((), [CallGap(each.n, each.digest) for each in five]) is None
