"""In which half of the day a clock of twelve hours is meant, by the words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Spans: TypeAlias = Sequence[Sequence[int]]

HALF = 720
"""Minutes of half a day."""
NEUTRAL = frozenset(
    "uhr h hs hr hrs ч г год klo kl น นาฬิกา 時 时 点 點 시 分 분 秒 초 s m min ora ore "  # noqa: RUF001, SIM905 - one line, not thirty
    "di de del la o".split()
)
"""Words beside a clock that say nothing of the half."""


def in_24(hour: int, minute: int, spans: Spans) -> int:
    """Return the hour of the day nearest to what the word means; as it is if it means nothing.

    ``spans`` are the minutes of the day, from and before, that the word means.
    """
    if not spans:
        return hour
    if all(end <= HALF for _, end in spans):
        # Many say "2 de la mañana", though their calendars let that part begin at six.
        return hour % 12
    if all(begin >= HALF for begin, _ in spans):
        return hour % 12 + 12
    early = hour % 12 * 60 + minute
    distances = [_distance(time, spans) for time in (early, early + HALF)]
    return hour % 12 + (12 if distances[1] < distances[0] else 0)


def _distance(time: int, spans: Spans) -> int:
    day = 2 * HALF
    return min(
        0 if begin <= time < end else min((begin - time) % day, (time - end + 1) % day)
        for begin, end in spans
    )


def find_spans(words: str, known: Mapping[str, Spans], fold: Callable[[str], str]) -> Spans:
    """Return what the words beside a clock mean, as a whole or the one of them that is known."""
    whole = known.get(fold(words), ())
    if whole:
        return whole
    found = [known[fold(each)] for each in words.split() if fold(each) in known]
    return found[0] if len(found) == 1 else ()


def unknown_words(clocks: Iterable[tuple[int, str]]) -> list[str]:
    """Return the words that stand beside clocks of twelve hours and that nobody knows.

    ``clocks`` are hours and the unknown words beside them, folded. Where one word stands beside
    13 to 23 too, it is no half of the day.
    """
    met: dict[str, int] = {}
    for hour, words in clocks:
        met[words] = max(met.get(words, 0), hour)
    return [words for words, latest in met.items() if latest <= 12 and words not in NEUTRAL]  # noqa: PLR2004 - a clock
