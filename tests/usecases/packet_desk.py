"""An open record with a child who is missing, a maker of packets, and what papers say."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import pytest

from tests.usecases import packet_sample
from tests.web import sample_record as sample
from wayhome.packet.packet_values import Packet, Picture, Sheet
from wayhome.paper.phrases import written_day
from wayhome.record import keys
from wayhome.usecases.packet_making import PacketMaker
from wayhome.usecases.record_room import RecordRoom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.usecases.home import Home
    from wayhome.usecases.packet_choices import Choices
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.wayhome import Wayhome


@pytest.fixture(name="book")
def opened_book(wayhome: Wayhome, home: Home) -> Iterator[RecordBook]:
    """Return the book of an open record."""
    room = RecordRoom(wayhome, home, now=lambda: sample.NOW, cost=keys.FLOOR)
    room.create(sample.PASSPHRASE)
    yield room.book
    room.lock()


@pytest.fixture(name="maker")
def packet_maker(wayhome: Wayhome, book: RecordBook) -> PacketMaker:
    """Return a maker beside a call log."""
    book.add_calls(packet_sample.calls())
    return PacketMaker(wayhome, book, wayhome.region("US"), written_day)


@pytest.fixture(name="child")
def missing_child(book: RecordBook) -> int:
    """Return a child with everything filled in."""
    return packet_sample.fill(book)


def words_of(value: object) -> Iterator[str]:
    """Yield every text of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from words_of(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_of(getattr(value, field.name))


def text_of(paper: object) -> str:
    """Return all that a paper says."""
    return "\n".join(words_of(paper))


def packet_of(maker: PacketMaker, choices: Choices) -> Packet:
    """Make a packet."""
    made = maker.make(choices)
    assert isinstance(made, Packet)
    return made


def sheet_of(maker: PacketMaker, choices: Choices) -> Sheet:
    """Make a sheet."""
    made = maker.make(choices)
    assert isinstance(made, Sheet)
    return made


def pictures_of(paper: object) -> Iterator[Picture]:
    """Yield every photo of a value."""
    if isinstance(paper, Picture):
        yield paper
    elif isinstance(paper, tuple):
        for each in paper:
            yield from pictures_of(each)
    elif is_dataclass(paper):
        for field in fields(paper):
            yield from pictures_of(getattr(paper, field.name))
