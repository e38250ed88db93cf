"""What a reading in a process of its own found, as values that pass through a pipe as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wayhome.review.contacts import Contact
    from wayhome.review.reading import FileAccount, Reading

MOST_FILES = 400
MOST_PLACES = 50
"""Places named as not understood, for each file."""
MOST_PEOPLE = 500
DATE_ORDER = "date_order"
ZONE = "zone"


class _FromJson:
    """Values of strings, numbers and tuples."""

    __slots__ = ()

    @classmethod
    def take(cls, raw: Mapping[str, Any]) -> Self:
        """Return the value of one JSON object; KeyError or TypeError if it is no such one."""
        return cls(**{each.name: _frozen(raw[each.name]) for each in fields(cls)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class FileRead(_FromJson):
    """One file that was read."""

    path: str
    format: str
    bytes: int
    messages: int
    conversations: int
    not_visible: tuple[str, ...]
    """Each names a sentence at `reading.not_visible.<code>`."""
    assumed: tuple[tuple[str, str, str], ...]
    """What, its value, and why, as `Assumed`."""
    skipped: tuple[tuple[str, str], ...]
    """Where and code, as `Skipped`."""
    more_skipped: int


@dataclass(frozen=True, slots=True)
class FileUnread(_FromJson):
    """One file that nobody read, and why."""

    path: str
    code: str
    whole: bool
    """Whether nothing at all was read of what was chosen."""


@dataclass(frozen=True, slots=True)
class PersonRead(_FromJson):
    """Somebody who writes in the chats."""

    id: str | None
    name: str
    """The name shown last."""
    names: tuple[str, ...]
    conversations: int
    messages: int
    first: str | None
    last: str | None
    stranger: bool
    """Whether one of the conversations lay in the folder for messages of strangers."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """All that a page shows of one reading."""

    files: tuple[FileRead, ...]
    unread: tuple[FileUnread, ...]
    people: tuple[PersonRead, ...]
    owner: tuple[str, str | None] | None = None
    """Name and id of whose export it is, where all files that say so agree."""
    more_files: int = 0
    more_unread: int = 0
    more_people: int = 0

    @property
    def messages(self) -> int:
        """How many messages were read."""
        return sum(each.messages for each in self.files)

    @property
    def first(self) -> str | None:
        """When the first message was written; None where no time is known."""
        return min((each.first for each in self.people if each.first), default=None)

    @property
    def last(self) -> str | None:
        """When the last message was written; None where no time is known."""
        return max((each.last for each in self.people if each.last), default=None)

    def assumes(self, what: str) -> bool:
        """Tell whether some file does not settle ``what``."""
        return any(each == what and why != "given" for each, _, why in self._assumed())

    def takes(self, what: str, value: str) -> bool:
        """Tell whether ``value`` is taken for ``what`` in some file."""
        return any((each, taken) == (what, value) for each, taken, _ in self._assumed())

    def _assumed(self) -> Iterable[tuple[str, str, str]]:
        return (each for file in self.files for each in file.assumed)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> ReadResult:
        """Return what `as_json` gave; KeyError or TypeError if it is no such thing."""
        owner = raw["owner"]
        return cls(
            files=tuple(FileRead.take(each) for each in raw["files"]),
            unread=tuple(FileUnread.take(each) for each in raw["unread"]),
            people=tuple(PersonRead.take(each) for each in raw["people"]),
            owner=(owner[0], owner[1]) if owner else None,
            more_files=raw["more_files"],
            more_unread=raw["more_unread"],
            more_people=raw["more_people"],
        )


def result_of(reading: Reading, contacts: Iterable[Contact]) -> ReadResult:
    """Return what a page shows of a reading that has come to its end."""
    everybody = sorted(contacts, key=lambda each: -each.messages)
    owners = {each.plan.owner for each in reading.accounts if each.plan.owner}
    owner = owners.pop() if len(owners) == 1 else None
    return ReadResult(
        files=tuple(_file(each, reading) for each in reading.accounts[:MOST_FILES]),
        unread=tuple(
            FileUnread(each.path, each.code, each.whole) for each in reading.unread[:MOST_FILES]
        ),
        people=tuple(map(_person, everybody[:MOST_PEOPLE])),
        owner=(owner.name, owner.id) if owner else None,
        more_files=max(0, len(reading.accounts) - MOST_FILES),
        more_unread=max(0, len(reading.unread) - MOST_FILES),
        more_people=max(0, len(everybody) - MOST_PEOPLE),
    )


def _file(account: FileAccount, reading: Reading) -> FileRead:
    # Imported late: a page that shows a result needs no reader.
    from wayhome.review.reading import assumptions

    assumed = assumptions(account, reading.settings)
    named = account.skipped[:MOST_PLACES]
    return FileRead(
        path=account.path,
        format=account.format,
        bytes=account.bytes,
        messages=account.messages,
        conversations=account.conversations,
        not_visible=account.plan.not_visible,
        assumed=tuple((each.what, each.value, each.why) for each in assumed),
        skipped=tuple((each.where, each.code) for each in named),
        more_skipped=account.more_skipped + len(account.skipped) - len(named),
    )


def _person(contact: Contact) -> PersonRead:
    return PersonRead(
        id=contact.id,
        name=contact.name,
        names=tuple(contact.names),
        conversations=len(contact.conversations),
        messages=contact.messages,
        first=contact.first,
        last=contact.last,
        stranger="requests" in contact.places,
    )


def _frozen(value: object) -> object:
    """Return JSON's lists as tuples, at every depth."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
