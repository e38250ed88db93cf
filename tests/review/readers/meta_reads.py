"""Run a reading over a made-up export, for the tests of Meta's readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wayhome.review.readers.builtin import find_readers
from wayhome.review.reading import Reading, Settings
from wayhome.review.shelter import build_shelter

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.messages import Conversation, DateOrder, Message, Person


class Read(NamedTuple):
    """What a reading gave."""

    threads: tuple[tuple[Conversation, tuple[Message, ...]], ...]
    formats: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]
    owner: Person | None
    assumed: tuple[str, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(conversation.title for conversation, _ in self.threads)

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(message for _, messages in self.threads for message in messages)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(message.text for message in self.messages)


def read(path: Path, dates: DateOrder | None = None) -> Read:
    """Read what lies at a path."""
    reading = Reading(
        find_readers(), build_shelter(["988"]), Settings(dates=dates), with_digests=False
    )
    reading.find([str(path)])
    threads = tuple(
        (opened.conversation, tuple(opened.messages)) for opened in reading.conversations()
    )
    plans = [account.plan for account in reading.accounts]
    return Read(
        threads,
        tuple(found.reader.id for found in reading.found),
        tuple((item.where, item.code) for account in reading.accounts for item in account.skipped),
        tuple(each.code for each in reading.unread),
        plans[0].owner if plans else None,
        tuple(each.value for plan in plans[:1] for each in plan.assumed),
    )
