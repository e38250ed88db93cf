"""Which sender is the child: by what the user named, by id where there is one, else by name.

A name is no proof: a contact may call himself like the child. Where a platform gives ids, one id is
the child, and everybody else of that name is a contact.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.messages import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.messages import Message, Person
    from wayhome.review.reading import Opened
    from wayhome.review.talk import Sender, Talk

MOST_NAMES = 200_000
"""Kept of all senders: a public group may have any number."""


def same_name(name: str) -> str:
    """Return what two spellings of one name share."""
    flat = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(flat.replace("~", " ").split()).lstrip("@ ")


@dataclass(slots=True)
class Census:
    """Who writes in all conversations of a first reading."""

    _lines: Counter[tuple[str, str | None, str]] = field(default_factory=Counter)
    _chats: Counter[tuple[str, str | None, str]] = field(default_factory=Counter)
    _owners: set[tuple[str, str | None, str]] = field(default_factory=set)

    def hear(self, opened: Opened) -> None:
        """Count the senders of one conversation, to its end."""
        here: Counter[tuple[str, str | None, str]] = Counter()
        owner = opened.plan.owner
        if owner is not None:
            self._owners.add((opened.format, owner.id, owner.name))
        for item in opened.runs:
            for name, sender_id in _senders(item):
                here[opened.format, sender_id, name] += 1
        for key, lines in here.items():
            if key in self._lines or len(self._lines) < MOST_NAMES:
                self._lines[key] += lines
                self._chats[key] += 1

    def names(self, most: int) -> list[str]:
        """Return the names of those in most conversations first, then of those who write most."""
        keys = sorted(self._lines, key=lambda key: (-self._chats[key], -self._lines[key]))
        return list(dict.fromkeys(name for _, _, name in keys))[:most]

    def find(self, spellings: Iterable[str]) -> Child | None:
        """Return the child of these names; None if nobody in the exports has one of them."""
        wanted = frozenset(map(same_name, spellings))
        met = [key for key in (*self._lines, *self._owners) if same_name(key[2]) in wanted]
        met += [key for key in self._lines if key[1] and same_name(key[1]) in wanted]
        if not met:
            return None
        ids: dict[str, str] = {}
        for form in {form for form, sender_id, _ in met if sender_id}:
            by_id: Counter[str] = Counter()
            for key in met:
                if key[0] == form and key[1]:
                    # The owner's own id first, then the one in most conversations.
                    by_id[key[1]] += self._chats[key] + (key in self._owners) * 1_000_000
            ids[form] = min(by_id, key=lambda each: (-by_id[each], each))
        return Child(wanted, ids)


@dataclass(frozen=True, slots=True)
class Child:
    """How the child is known among the senders."""

    names: frozenset[str] = frozenset()
    """Spellings, as `same_name` gives them; empty: the export's owner is the child."""
    ids: dict[str, str] = field(default_factory=dict)
    """Reader -> the id that is the child there."""

    def places(self, talk: Talk, opened: Opened) -> frozenset[int]:
        """Return the places of the child among a talk's senders; empty where it can't be told."""
        senders = list(enumerate(talk.senders))
        if self.names:
            chosen = self.ids.get(opened.format)
            return frozenset(place for place, each in senders if self._is_child(each, chosen))
        owner = opened.plan.owner
        if owner is None:
            return frozenset()
        return frozenset(place for place, each in senders if _is_owner(each, owner))

    def _is_child(self, sender: Sender, chosen: str | None) -> bool:
        if chosen is not None and sender.id is not None:
            return sender.id == chosen
        return same_name(sender.name) in self.names


def _is_owner(sender: Sender, owner: Person) -> bool:
    if owner.id is not None and sender.id is not None:
        return sender.id == owner.id
    return same_name(sender.name) == same_name(owner.name)


def _senders(item: Run | Message) -> Iterator[tuple[str, str | None]]:
    if isinstance(item, Run) and not item.others:
        ids = item.ids or (None,) * len(item.senders)
        yield from zip(item.senders, ids, strict=False)
        return
    for message in item.messages() if isinstance(item, Run) else (item,):
        if message.sender is not None:
            yield message.sender, message.sender_id
