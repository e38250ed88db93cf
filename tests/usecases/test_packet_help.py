"""Where a child looks for help is known however it is written, and is in no bag either."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.packet import bags
from tests.packet.reference import find_fault
from tests.usecases import packet_sample
from tests.usecases.packet_desk import (  # noqa: F401 - fixtures are found by their import
    missing_child,
    opened_book,
)
from tests.web import sample_record as sample
from wayhome.model.kept import NoteText
from wayhome.packet import verify
from wayhome.usecases.bag_record import take_from_record
from wayhome.usecases.packet_help import HelpPlaces

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.wayhome import Wayhome

IN_ARABIC = "".join(chr(0x660 + int(each)) for each in "18664887386")


@pytest.fixture(name="places", scope="module")
def help_places(wayhome: Wayhome) -> HelpPlaces:
    return HelpPlaces.of(wayhome.content.regions.values())


@pytest.mark.parametrize(
    "said",
    [
        *("1-866-488-7386", "Bill: 8664887386", IN_ARABIC, "1-800-RUNAWAY", "1 800 4 A CHILD"),
        *("rang 0800 1111", "+44 800 1111", "1800 55 1800", "1800 66 66 66", "800 5533 000"),
        *("988", "Text to 988", "dial 9-8-8", "text 741 741", "741741 again"),
        *("THETREVORPROJECT.ORG", "x@childhelphotline.org"),
    ],
)
def test_a_place_of_help_is_known(places: HelpPlaces, said: str) -> None:
    assert places.stand_in(said)


@pytest.mark.parametrize(
    "said", ["House 988", "We drove 988 miles", "1-800-FLOWERS", "911", "555-0142", "Run away at 9"]
)
def test_anything_else_is_none(places: HelpPlaces, said: str) -> None:
    assert not places.stand_in(said)


def test_no_bag_tells_where_a_child_looks_for_help(
    wayhome: Wayhome, child: int, book: RecordBook, tmp_path: Path
) -> None:
    for text in ("Phone showed 1-800-786-2929", "We drove 988 miles"):
        book.add_note(NoteText(text, sample.NOW.date(), "", "", ()), child)
    calls = packet_sample.calls()
    told = replace(calls[0].said, said="The bill shows 741 741.")
    book.add_calls((*calls, replace(calls[0], id="7" * 32, said=told)))
    taken = take_from_record(wayhome, book, child, None)
    bag = bags.maker(wayhome).make(taken, tmp_path / "bag", sample.NOW).path
    whole = "".join(path.read_text("utf-8") for path in (bag / "data").rglob("*.*"))
    assert "786-2929" not in whole
    assert "741 741" not in whole
    assert "We drove 988 miles" in whole
    assert "names a helpline" in whole
    assert "place of advice for the child are left out" in (bag / "about.txt").read_text("utf-8")
    assert not verify.check_bag(bag).faults
    assert not find_fault(bag)
