"""Who the child is: names may lie, ids do not."""

from __future__ import annotations

from tests.review.talks import talk_of
from wayhome.model.messages import Conversation, Message, Person, Plan
from wayhome.review.child import Census, Child, same_name
from wayhome.review.reading import Opened
from wayhome.review.talk import Talk


def opened(messages: list[Message], owner: Person | None = None, form: str = "telegram") -> Opened:
    plan = Plan(files=(), owner=owner)
    return Opened("chat", Conversation("chat", iter(())), iter(messages), plan, form)


def message(name: str, sender_id: str | None = None) -> Message:
    return Message(name, "2025-01-01T10:00:00", "hello", sender_id=sender_id)


def test_spellings_of_a_name_are_one() -> None:
    assert same_name(" ~Ána  LÓPEZ ") == same_name("ána lópez")
    assert same_name("@ana") == "ana"


def test_a_contact_named_like_the_child_stays_a_contact() -> None:
    census = Census()
    census.hear(opened([message("Ana", "user1"), message("Rex", "user2")]))
    census.hear(opened([message("Ana", "user1"), message("Mia", "user3")]))
    # He has renamed himself, and writes much.
    census.hear(opened([message("Ana", "user2")] * 50 + [message("Ana", "user1")]))
    child = census.find(["ana"])
    assert child is not None
    talk = Talk("chat")
    talk.take([message("Ana", "user2"), message("Ana", "user1")])
    places = child.places(talk, opened([]))
    assert [talk.senders[place].id for place in places] == ["user1"]


def test_the_owner_is_the_child_where_two_have_the_name() -> None:
    census = Census()
    owner = Person("Ana", "user1")
    census.hear(opened([message("Ana", "user1")], owner))
    census.hear(opened([message("Ana", "user2")] * 9, owner))
    child = census.find(["Ana"])
    assert child is not None
    assert child.ids == {"telegram": "user1"}


def test_without_a_name_the_owner_is_the_child() -> None:
    talk = talk_of([("Ana", "hi"), ("Rex", "hi")])
    assert Child().places(talk, opened([], Person("Ana"))) == {0}
    assert Child().places(talk, opened([])) == frozenset()


def test_a_name_nobody_has_is_not_found() -> None:
    census = Census()
    census.hear(opened([message("Rex")] * 3 + [message("Mia")]))
    assert census.find(["Ana"]) is None
    assert census.names(20) == ["Rex", "Mia"]
