"""What Telegram's JSON says of an account and of each chat, before or behind the messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.messages import Person
from wayhome.review.readers.json_walk import BrokenJsonError, Walk
from wayhome.review.readers.names import clean_name, read_id

if TYPE_CHECKING:
    from wayhome.review.source import Chosen

LISTS = frozenset({"chats", "left_chats"})


@dataclass(slots=True)
class Head:
    """What stands in a chat beside its messages."""

    name: str = ""
    type: str = ""
    id: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether neither name nor kind are known yet."""
        return not (self.name or self.type)

    def take(self, walk: Walk, key: str) -> None:
        """Take note of one member of the chat, or go past it."""
        if key not in {"name", "type", "id"} or walk.next_sign() in "{[":
            walk.skip()
            return
        value = walk.value()
        if key == "name":
            self.name = clean_name(value)
        elif key == "type":
            self.type = clean_name(value)
        else:
            self.id = read_id(value)


@dataclass(slots=True)
class Account:
    """What a full export says of its owner and the people known."""

    owner: Person | None = None
    phones: dict[str, str] = field(default_factory=dict)
    """User id to the number that Telegram knows."""
    late: list[Head] = field(default_factory=list)
    """Of each chat with nothing before its messages, in order: what stands behind them. Telegram
    writes it before; programs that sort the members put it behind."""


def read_account(files: Chosen, name: str) -> Account:
    """Read what stands beside the messages; the messages only if something stands behind them."""
    account, head = Account(), files.head(name)
    with files.open(name) as file:
        walk, chat = Walk(file, head), Head()
        try:
            for key in walk.members():
                if key == "personal_information":
                    account.owner = _person(walk.value())
                elif key == "contacts":
                    _note_phones(walk.value(), account.phones)
                elif key == "messages" and walk.next_sign() == "[":
                    if not chat.is_empty:
                        return account
                    account.late.append(chat)
                    walk.skip()
                elif key in LISTS and walk.next_sign() == "{":
                    if not _look_for_late_heads(walk, account.late):
                        return account
                else:
                    chat.take(walk, key)
        except BrokenJsonError:
            pass
    return account


def _look_for_late_heads(walk: Walk, late: list[Head]) -> bool:
    """Note the heads that stand behind messages; False once one stands before, as is usual."""
    for key in walk.members():
        if key != "list" or walk.next_sign() != "[":
            walk.skip()
            continue
        for _ in walk.items():
            if walk.next_sign() != "{":
                walk.skip()
                continue
            chat = Head()
            for member in walk.members():
                if member == "messages" and walk.next_sign() == "[":
                    if not chat.is_empty:
                        return False
                    late.append(chat)
                    walk.skip()
                else:
                    chat.take(walk, member)
    return True


def _person(value: object) -> Person | None:
    if not isinstance(value, dict):
        return None
    parts = (clean_name(value.get(key)) for key in ("first_name", "last_name"))
    name = " ".join(part for part in parts if part) or clean_name(value.get("username"))
    found = read_id(value.get("user_id"))
    return Person(name, f"user{found}" if found else None) if name or found else None


def _note_phones(value: object, phones: dict[str, str]) -> None:
    people = value.get("list") if isinstance(value, dict) else None
    for each in people if isinstance(people, list) else ():
        if isinstance(each, dict):
            user, phone = read_id(each.get("user_id")), clean_name(each.get("phone_number"))
            if user and phone:
                phones[user] = phone
