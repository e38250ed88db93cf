"""Who writes in the conversations: ids, names over time, where, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING

from wayhome.model.messages import Message, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import Conversation, Place, Setting
    from wayhome.review.reading import Opened

MOST_NAMES = 20
"""Names kept of one contact: somebody who renames himself daily must not fill the memory."""


@dataclass(slots=True)
class Contact:
    """One sender, over all conversations of one run."""

    id: str | None
    """What the platform calls them; None where the format gives names only."""
    names: list[str]
    """As they were shown, oldest first."""
    conversations: list[str] = field(default_factory=list)
    settings: set[Setting] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    messages: int = 0
    first: str | None = None
    last: str | None = None
    """By the times written; a text order would lie where zones differ by hours only."""

    @property
    def name(self) -> str:
        """The name shown last."""
        return self.names[-1] if self.names else ""


@dataclass(slots=True)
class Contacts:
    """All senders met so far, in the order met.

    Where a format gives names only, one name in two conversations may be two people: they are
    kept apart.
    """

    _found: dict[tuple[str, str], Contact] = field(default_factory=dict)

    def all(self) -> tuple[Contact, ...]:
        """Return them, as first met."""
        return tuple(self._found.values())

    def listening_to(self, opened: Opened) -> Opened:
        """Return the conversation; each of its messages is counted as it is read."""
        return replace(opened, runs=self._listen(opened))

    def _listen(self, opened: Opened) -> Iterator[Run | Message]:
        for item in opened.runs:
            if isinstance(item, Run):
                self._take_note_of_run(opened.title, opened.conversation, item)
            else:
                self.take_note(opened.title, opened.conversation, item)
            yield item

    def _take_note_of_run(self, title: str, conversation: Conversation, run: Run) -> None:
        """Count many messages at once: of each sender only the first and the last time count."""
        times: dict[tuple[str, str | None], list[bytes]] = {}
        begins: dict[tuple[str, str | None], int] = {}
        others = dict(run.others)
        ids = run.ids or repeat(None)
        for place, (sender, at, sender_id) in enumerate(zip(run.senders, run.ats, ids)):  # noqa: B905 - `repeat` has no end
            if place in others:
                continue
            if (sender, sender_id) not in times:
                times[sender, sender_id] = []
                begins[sender, sender_id] = place
            times[sender, sender_id].append(at)
        if run.ids and len({sender_id for _, sender_id in times}) < len(times):
            # Somebody renamed himself: which name follows which is told message by message.
            for message in run.messages():
                self.take_note(title, conversation, message)
            return
        met: list[tuple[int, Message, list[bytes]]] = [
            (place, one, []) for place, one in others.items()
        ]
        for (sender, sender_id), ats in times.items():
            one = Message(sender, min(ats).decode(), "", sender_id=sender_id)
            met.append((begins[sender, sender_id], one, ats))
        for _, message, ats in sorted(met, key=itemgetter(0)):
            self.take_note(title, conversation, message, len(ats) or 1)
            if ats:
                self.take_note(title, conversation, message._replace(at=max(ats).decode()), 0)

    def take_note(
        self, title: str, conversation: Conversation, message: Message, times: int = 1
    ) -> None:
        """Count one message of a conversation that is called ``title`` in this run."""
        sender, sender_id, at = message.sender, message.sender_id, message.at
        if sender is None:
            return
        key = ("", sender_id) if sender_id else (title, sender)
        contact = self._found.get(key)
        if contact is None:
            contact = self._found[key] = Contact(sender_id, [])
        if (not contact.names or contact.names[-1] != sender) and len(contact.names) < MOST_NAMES:
            contact.names.append(sender)
        if not contact.conversations or contact.conversations[-1] != title:
            if title not in contact.conversations:
                contact.conversations.append(title)
            contact.settings.add(conversation.setting)
            contact.places.add(conversation.place)
        contact.messages += times
        if at is not None:
            if contact.first is None or at < contact.first:
                contact.first = at
            if contact.last is None or at > contact.last:
                contact.last = at
