"""Chats as an invented pager keeps them: `PAGER 1`, then `2025-03-04 22:41|Ana|text` a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Message,
    Part,
    Person,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.readers.iso_stamps import read_stamp
from wayhome.review.readers.names import Names
from wayhome.review.readers.texts import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder
    from wayhome.review.source import Chosen, Source

FIRST = b"PAGER 1\n"
COLUMNS = 3


class Pager:
    """Reader of a pager's chats."""

    id = "pager"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim files by what they begin with, whatever they are called."""
        files = tuple(name for name in source.names() if source.head(name).startswith(FIRST))
        return Confidence(80, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Say what holds for all files: a pager keeps the last hundred messages only."""
        return Plan(files.names(), not_visible=("saved_only",))

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each file; its messages are read when they are asked for."""
        for name in files.names():
            other = name.rpartition("/")[2].rpartition(".")[0]
            yield Conversation(
                other,
                iter((Part(name, _messages(files, name)),)),
                Setting.DIRECT,
                people=(Person(other),),
            )


def _messages(files: Chosen, name: str) -> Iterator[Message | Skipped]:
    names = Names()
    for number, line in read_lines(files, name):
        if number == 1:
            continue
        row = line.split("|", COLUMNS - 1)
        if len(row) < COLUMNS:
            yield Skipped(f"line {number}", "not_a_message")
            continue
        at = read_stamp(row[0])
        if at is None:
            yield Skipped(f"line {number}", "date_unreadable")
        yield Message(names[row[1]] or "?", at, row[2])


READER = Pager()
