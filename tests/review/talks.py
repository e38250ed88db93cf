"""Talks for tests: a few lines, as the review takes them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wayhome.library import SHIPPED
from wayhome.library.loading import read_review_patterns
from wayhome.model.messages import Message
from wayhome.model.reviews import TACTICS
from wayhome.review.engine import Engine
from wayhome.review.pipeline import review_talk
from wayhome.review.talk import Talk
from wayhome.review.understanding.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.reviews import ConversationReview

CHILD = "Sam"

THREAT = (
    ("Rex", "hey so remember those pics you sent me"),
    (CHILD, "you said you deleted them"),
    ("Rex", "i kept all of them. send me 200 in gift cards or i post them to your whole school"),
    (CHILD, "please dont i dont have money"),
    (
        "Rex",
        "then send more pics, you have until midnight. tell and everyone sees them",
    ),
)
"""A threat that nobody could read another way."""

HOMEWORK = (
    ("Mia", "did you do the math sheet"),
    (CHILD, "half of it lol"),
    ("Mia", "can u send a pic of number 4"),
    (CHILD, "ya one sec"),
    ("Mia", "tysm see you at practice tomorrow"),
    (CHILD, "see ya"),
)


@cache
def engine(*, understanding: bool = True) -> Engine:
    """Return the engine that ships."""
    model = Model.load(TACTICS) if understanding else None
    return Engine(TACTICS, read_review_patterns(SHIPPED), model=model)


def talk_of(
    lines: Iterable[tuple[str, str]], title: str = "chat", start: str = "2025-03-04T18"
) -> Talk:
    """Return a talk of these senders and texts, a minute apart."""
    talk = Talk(title)
    talk.take(
        Message(who, f"{start}:{number % 60:02}:00", text)
        for number, (who, text) in enumerate(lines)
    )
    return talk


def review(
    lines: Iterable[tuple[str, str]], child: str = CHILD, *, understanding: bool = True
) -> ConversationReview:
    """Return the review of these lines."""
    talk = talk_of(lines)
    places = frozenset(i for i, each in enumerate(talk.senders) if each.name == child)
    return review_talk(talk, engine(understanding=understanding), places)
