"""Turn round what a format writes newest first. Nothing is sorted: the source's order stays."""

from __future__ import annotations

from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

LOOKED_AT = 64
"""Messages at the beginning that tell which way a file runs."""


def oldest_first(rows: Iterable[T], number: Callable[[T], float | None]) -> Iterator[T]:
    """Yield ``rows`` as they come, or the other way round if their numbers fall.

    Only what runs the other way is held: one file of one conversation.
    """
    waiting = iter(rows)
    begin = list(islice(waiting, LOOKED_AT))
    known = [found for found in map(number, begin) if found is not None]
    steps = [(after > before) - (after < before) for before, after in pairwise(known)]
    if sum(steps) >= 0:
        yield from chain(begin, waiting)
    else:
        yield from reversed([*begin, *waiting])
