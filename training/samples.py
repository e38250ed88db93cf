"""Chats as the model reads them: every line once, and stretches as rows of line numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from training.corpus import CHILD, ORDINARY, RISKY
from wayhome.review.contact_review import lines_of
from wayhome.review.heard import hear
from wayhome.review.understanding.embedding import embed
from wayhome.review.understanding.model import LONGEST, Line, pooled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from training.corpus import Chat
    from wayhome.review.engine import Engine

STEP = LONGEST // 2


@dataclass(slots=True)
class Sample:
    """One stretch."""

    lines: list[Line]
    marked: NDArray[np.float32]
    """(lines, tactics): 1 where the writer of the corpus pointed at a tactic."""
    risky: int
    pair: int
    """Number of its pair; -1 of ordinary talk."""
    fold: int
    language: str
    whole: bool
    """Whether it is the whole chat: those are counted when a mark is set."""


@dataclass(slots=True)
class Samples:
    """All stretches of a corpus."""

    tactics: tuple[str, ...]
    every: list[Sample] = field(default_factory=list)

    def add(self, chat: Chat, engine: Engine, pair: int) -> None:
        """Add the stretches of one chat."""
        talk = chat.talk()
        names = [sender.name for sender in talk.senders]
        if chat.contact not in names:
            return
        child = frozenset(i for i, name in enumerate(names) if name == CHILD)
        heard = hear(talk, engine, child)
        if not heard.understood:
            return
        contact = names.index(chat.contact)
        marked = np.zeros((len(talk), len(self.tactics)), np.float32)
        for place, said in enumerate(chat.lines):
            for tactic in said.tactics:
                marked[place, self.tactics.index(tactic)] = 1
        meanings = heard.meanings(range(len(talk)))
        # Of ordinary talk there is little: it is looked at more often.
        step = STEP // 4 if chat.kind == ORDINARY and pair < 0 and "-0-" not in chat.slug else STEP
        for rows in (*_windows(len(talk), step), _cut(chat, len(talk))):
            part = marked[rows]
            risky = int(chat.kind == RISKY)
            if risky and not part.any() and len(rows) < len(talk):
                continue
            self.every.append(
                Sample(
                    lines=lines_of(heard, contact, rows, meanings),
                    marked=part,
                    risky=risky,
                    pair=-1 if chat.kind == ORDINARY else pair,
                    fold=chat.fold,
                    language=chat.language,
                    whole=len(rows) == len(talk),
                )
            )


def _windows(count: int, step: int) -> Iterator[NDArray[np.int64]]:
    """Yield the stretches that the review would read, or more of them."""
    for begin in range(0, max(count - STEP, 1), step):
        yield np.arange(begin, min(begin + LONGEST, count))


def _cut(chat: Chat, count: int) -> NDArray[np.int64]:
    """Return a few lines of a chat: reviews see beginnings and ends, and very short talks."""
    chance = random.Random(f"{chat.slug} {chat.kind}")  # noqa: S311 - must come out the same
    length = chance.randint(1, min(count, 6))
    begin = chance.choice((0, chance.randint(0, count - length)))
    return np.arange(begin, begin + length)


def embed_all(chats: Sequence[Chat], engine: Engine) -> dict[str, NDArray[np.float32]]:
    """Return the embedding of every sentence of the corpus, so that each is made once."""
    said: set[str] = set()
    for chat in chats:
        heard = hear(chat.talk(), engine, frozenset())
        said.update(heard.spelling.sentence(text) for text in heard.talk.texts)
    every = sorted(said)
    return dict(zip(every, embed(every), strict=True))


def padded(sample: Sample, ordinary: Sequence[Sample], chance: random.Random) -> Sample:
    """Return a short stretch with ordinary talk around it, as it stands in a long conversation."""
    room = LONGEST - len(sample.lines)
    if room < 2 or not ordinary:  # noqa: PLR2004 - one line is no talk
        return sample
    other = chance.choice(ordinary).lines
    count = min(chance.randint(2, room), len(other))
    before = chance.randint(0, count)
    empty = np.zeros((count, sample.marked.shape[1]), np.float32)
    return Sample(
        lines=[*other[:before], *sample.lines, *other[before:count]],
        marked=np.concatenate([empty[:before], sample.marked, empty[before:]]),
        risky=sample.risky,
        pair=sample.pair,
        fold=sample.fold,
        language=sample.language,
        whole=False,
    )


def pooled_of(samples: Sequence[Sample]) -> NDArray[np.float32]:
    """Return the pooled meanings of each stretch: shape (stretches, 2048)."""
    return np.stack([pooled(each.lines) for each in samples])
