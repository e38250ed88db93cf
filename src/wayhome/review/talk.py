"""One conversation in columns: who wrote what and when, as patterns and networks read it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

from wayhome.library.plain_text import flatten
from wayhome.model.messages import Run
from wayhome.review.hours import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    import numpy as np
    from numpy.typing import NDArray

    from wayhome.model.messages import Message

LONGEST = 2000
"""Characters of a message that are looked at: a song or a chain letter says enough by then."""
READ_KINDS = frozenset({"text"})


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who writes in a conversation: by id where the platform gives one, else by name."""

    name: str
    id: str | None


@dataclass(slots=True)
class Talk:
    """The messages of one conversation, oldest first. Lines of the app itself are left out."""

    title: str
    senders: list[Sender] = field(default_factory=list)
    who: array[int] = field(default_factory=lambda: array("l"))
    """For each line the place of its sender in ``senders``."""
    numbers: array[int] = field(default_factory=lambda: array("l"))
    """For each line its ``n``: counts all messages of the conversation, from 1."""
    texts: list[str] = field(default_factory=list)
    """"" where a line is a picture, a call, or deleted."""
    ats: list[bytes] = field(default_factory=list)
    """ISO 8601 as the export has it; b"" if unreadable."""
    count: int = 0
    """All messages, those of the app included."""
    _places: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many lines somebody wrote."""
        return len(self.texts)

    def take(self, items: Iterable[Run | Message]) -> None:
        """Take the messages of a conversation, to its end."""
        for item in items:
            if isinstance(item, Run) and not item.others:
                self._take_run(item)
                continue
            for message in item.messages() if isinstance(item, Run) else (item,):
                self._take_one(message)

    def at(self, line: int) -> str | None:
        """Return when a line was written, as the export has it."""
        return self.ats[line].decode() or None

    def seconds(self, zone: ZoneInfo | None) -> tuple[NDArray[np.int64], bool]:
        """Return seconds on the child's clock, -1 where unknown, and whether its hours count."""
        return Clock(zone).seconds(self.ats)

    def _take_run(self, run: Run) -> None:
        ids = run.ids or repeat(None)
        place_of = self._place
        self.who.extend(map(place_of, run.senders, ids))
        self.numbers.extend(range(self.count + 1, self.count + 1 + len(run.texts)))
        self.count += len(run.texts)
        self.texts.extend(_shortened(text.decode()) for text in run.texts)
        self.ats.extend(run.ats)

    def _take_one(self, message: Message) -> None:
        self.count += 1
        if message.sender is None:
            return
        self.who.append(self._place(message.sender, message.sender_id))
        self.numbers.append(self.count)
        self.texts.append(_shortened(message.text) if message.kind in READ_KINDS else "")
        self.ats.append((message.at or "").encode())

    def _place(self, name: str, sender_id: str | None) -> int:
        key = ("", sender_id) if sender_id else (name, None)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.senders)
            self.senders.append(Sender(name, sender_id))
        elif self.senders[place].name != name:
            # The name shown last.
            self.senders[place] = Sender(name, sender_id)
        return place


def _shortened(text: str) -> str:
    return flatten(text if len(text) <= LONGEST else text[:LONGEST])
