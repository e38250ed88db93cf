"""Messages of an exported chat, and what a reader says about the export they came from.

`Message` and `Skipped` are named tuples, not frozen dataclasses as elsewhere: an export holds
millions of them, and a named tuple is made three times as fast (benchmarks/reading.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind: TypeAlias = Literal["text", "media", "system", "call", "deleted"]


class Media(NamedTuple):
    """A picture, video, voice or other file of a message. It is never opened."""

    name: str
    """As the export spells it; "" where it gives none."""
    type: str | None = None
    """What the export says, or what the name's ending means, such as `image/jpeg`."""
    bytes: int | None = None


class Message(NamedTuple):
    """One message as the export has it."""

    sender: str | None
    """The name shown; None for a line of the app itself."""
    at: str | None
    """ISO 8601 to the second, with an offset where the export gives one; None if unreadable."""
    text: str
    kind: Kind = "text"
    sender_id: str | None = None
    edited: bool = False
    media: Media | None = None


class Run(NamedTuple):
    """Many messages that follow each other, in columns: a way for formats with millions of them.

    Nearly all of them are text by somebody and nothing more. Nobody needs to make runs, and who
    reads them may ask for `messages`.
    """

    senders: Sequence[str]
    ats: Sequence[bytes]
    """ASCII."""
    texts: Sequence[bytes]
    """UTF-8."""
    local: bool
    """Whether the times have no offset."""
    ids: Sequence[str] | None = None
    """What the platform calls the senders."""
    others: tuple[tuple[int, Message], ...] = ()
    """The ones that are more than text: they stand for the rows of these numbers, in order."""

    def messages(self) -> Iterator[Message]:
        """Yield the messages one by one."""
        make = tuple.__new__
        others = dict(self.others)
        ids = self.ids or repeat(None)
        columns = zip(self.senders, self.ats, self.texts, ids, strict=False)
        for place, (sender, at, text, sender_id) in enumerate(columns):
            if place in others:
                yield others[place]
            else:
                # As `Message(…)` does, in half the time.
                yield make(
                    Message, (sender, at.decode(), text.decode(), "text", sender_id, False, None)
                )


def one_by_one(items: Iterable[Run | Message | Skipped]) -> Iterator[Message | Skipped]:
    """Yield the same with each run taken apart."""
    for item in items:
        if isinstance(item, Run):
            yield from item.messages()
        else:
            yield item


class Skipped(NamedTuple):
    """A part of a file that was not understood. Nothing is dropped in silence."""

    where: str
    """Such as `line 17`, or a place inside the JSON."""
    code: str
    """Names the sentence at `reading.skipped.<code>`."""


class Setting(StrEnum):
    """Between whom a conversation is."""

    DIRECT = "direct"
    GROUP = "group"
    UNKNOWN = "unknown"


class Place(StrEnum):
    """The folder of the app that a conversation lay in."""

    INBOX = "inbox"
    REQUESTS = "requests"
    """Messages of strangers that nobody has answered yet."""
    ARCHIVED = "archived"
    FILTERED = "filtered"
    UNKNOWN = "unknown"


class DateOrder(StrEnum):
    """How numeric dates are written."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Person(NamedTuple):
    """Somebody named in a conversation's head, whether or not they wrote."""

    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one file gives to a conversation, in the order to be read."""

    file: str
    """The member's name inside its source."""
    messages: Iterator[Message | Skipped]
    """Can be read once, before the next part is asked for."""
    assumed: tuple[Assumed, ...] = ()
    """What this one file does not settle."""
    runs: Iterator[Run | Message | Skipped] | None = None
    """The same messages once more, many at once: whoever reads these does not read those."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation; its messages are read as they are asked for, oldest first."""

    title: str
    parts: Iterator[Part]
    setting: Setting = Setting.UNKNOWN
    place: Place = Place.UNKNOWN
    people: tuple[Person, ...] = ()
    contact_ids: tuple[str, ...] = ()
    """Numbers, addresses or handles of the other side that the platform itself vouches for."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """Something that the file does not settle and that was taken to be so."""

    what: str
    """Names the sentence at `reading.assumed.<what>`."""
    value: str
    why: str
    """Names the sentence at `reading.why.<why>`."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a reader is that these files are of its format."""

    strength: int
    """1 to 100. Of two readers that claim one file, the surer one reads it."""
    files: tuple[str, ...]
    """Members of the source, in the order to be read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a first look at the files settles before they are read."""

    files: tuple[str, ...]
    date_order: DateOrder | None = None
    """None where dates need no order, or where the files can't settle it."""
    assumed: tuple[Assumed, ...] = ()
    not_visible: tuple[str, ...] = ()
    """Each names a sentence at `reading.not_visible.<code>`."""
    owner: Person | None = None
    """Whose export it is, where the files say so."""
    detail: object = None
    """What only the reader itself understands, such as the shapes of its lines."""
