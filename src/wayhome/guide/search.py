"""Search within the guide: plain words in, topics out, best first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORD = re.compile(r"\w+")
SHORTEST = 2
"""Letters. Single letters are found everywhere and tell nothing."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A topic's words, folded: how much each counts."""

    topic: str
    weights: Mapping[str, int]


def fold(text: str) -> str:
    """Return text without case and accents, so that `nino` finds `niño`."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def index_topic(topic: str, parts: Iterable[tuple[int, str]]) -> Indexed:
    """Return a topic's index from its texts, each with its weight (a title counts more)."""
    weights: dict[str, int] = {}
    for weight, text in parts:
        for word in WORD.findall(fold(text)):
            weights[word] = weights.get(word, 0) + weight
    return Indexed(topic, weights)


def search(index: Iterable[Indexed], query: str) -> list[str]:
    """Return the topics that hold every word of the query, or a word that begins so.

    Where none holds them all, those that hold any of them. Best first; equally good ones in
    the order of the index.
    """
    words = (word for word in WORD.findall(fold(query)) if len(word) >= SHORTEST)
    wanted = [_without_plural(word) for word in words]
    topics = tuple(index)
    found = _ranked((_score(each.weights, wanted), each.topic) for each in topics)
    if found or len(wanted) == 1:
        return found
    return _ranked(
        (sum(_score(each.weights, [word]) for word in wanted), each.topic) for each in topics
    )


def _ranked(scored: Iterable[tuple[int, str]]) -> list[str]:
    found = [(score, topic) for score, topic in scored if score > 0]
    found.sort(key=lambda pair: -pair[0])
    return [topic for _, topic in found]


def _without_plural(word: str) -> str:
    """Return a word without the plural's s, in English as in Spanish; the rest finds both."""
    return word[:-1] if len(word) > SHORTEST + 1 and word.endswith("s") else word


def _score(weights: Mapping[str, int], wanted: Iterable[str]) -> int:
    total = 0
    for word in wanted:
        here = sum(weight for known, weight in weights.items() if known.startswith(word))
        if here == 0:
            return 0
        total += here
    return total
