"""Review chats whose truth is known, and count."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from training.corpus import CHILD, RISKY
from wayhome.model.reviews import Level
from wayhome.review.pipeline import review_talk
from wayhome.review.talk import Talk
from wayhome.review.understanding.embedding import embed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from training.corpus import Chat
    from wayhome.model.reviews import ConversationReview
    from wayhome.review.engine import Engine

RESAMPLES = 1000
FLAGGED = (Level.ACT_NOW, Level.TALK_SOON)


class Remembering:
    """The encoder, which understands each sentence once: prefixes of a chat repeat it."""

    def __init__(self) -> None:
        """Begin with nothing understood."""
        self._known: dict[str, NDArray[np.float32]] = {}

    def __call__(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return the meaning of each sentence."""
        new = sorted(set(sentences) - self._known.keys())
        if new:
            self._known.update(zip(new, embed(new), strict=True))
        return np.stack([self._known[each] for each in sentences])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the review said of one chat."""

    chat: Chat
    review: ConversationReview

    @property
    def flagged(self) -> bool:
        """Whether somebody would be told to talk soon, or to act."""
        return self.review.level in FLAGGED

    @property
    def named(self) -> frozenset[str]:
        """Tactics named, at a level that somebody acts on."""
        return frozenset(each.tactic for each in self.review.findings if each.level in FLAGGED)

    @property
    def true(self) -> frozenset[str]:
        """Tactics that the chat's writer marked."""
        return frozenset(each for line in self.chat.lines for each in line.tactics)

    def lines(self, tactic: str | None = None) -> list[tuple[int, str]]:
        """Return the flagged lines with their tactics."""
        return [
            (number, each.tactic)
            for each in self.review.findings
            for number in each.messages
            if tactic in (None, each.tactic)
        ]

    def is_marked(self, number: int, tactic: str | None = None) -> bool:
        """Tell whether the writer marked that line, with any tactic or with this one."""
        marked = self.chat.lines[number - 1].tactics
        return bool(marked) if tactic is None else tactic in marked

    @property
    def tells(self) -> bool:
        """Whether one of the flagged lines is a telling one."""
        return any(self.is_marked(number) for number, _ in self.lines())


def review_chat(chat: Chat, engine: Engine, first: int | None = None) -> Outcome:
    """Return the outcome of a chat, or of its first messages."""
    talk = Talk(chat.slug)
    talk.take(islice(chat.messages(), first))
    child = frozenset(i for i, each in enumerate(talk.senders) if each.name == CHILD)
    return Outcome(chat, review_talk(talk, engine, child))


def first_warning(chat: Chat, engine: Engine) -> int | None:
    """Return after how many messages a chat is first flagged."""
    for count in range(1, len(chat.lines) + 1):
        if review_chat(chat, engine, count).flagged:
            return count
    return None


def interval(values: Sequence[float], of: Callable[[NDArray[np.float64]], float] = np.mean) -> str:
    """Return a figure with the middle 95 of 100 resamples: `0.81 (0.74 to 0.88)`."""
    if not values:
        return "-"
    chance = np.random.default_rng(7)
    array = np.asarray(values, float)
    drawn = [of(chance.choice(array, len(array))) for _ in range(RESAMPLES)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return f"{of(array):.2f} ({low:.2f} to {high:.2f})"


def sample(chats: Sequence[Chat], most: int) -> list[Chat]:
    """Return some of the risky chats, the same ones each time."""
    risky = [chat for chat in chats if chat.kind == RISKY]
    return random.Random(3).sample(risky, min(most, len(risky)))  # noqa: S311 - the same each time
