"""Search over all topics of the guide, against reading the same texts once with `in`."""

from __future__ import annotations

import datetime as dt
from functools import partial

from benchmarks.timing import measure_in_turn
from wayhome.usecases.wayhome import Wayhome

RUNS = 200
AIM_MS = 20
QUERIES = ("secret", "picture money", "nothing-of-the-kind")


def report() -> None:
    """Print p50 and p95 of a search, and its ratio to a plain look through all texts."""
    wayhome = Wayhome.from_shipped_content(dt.date.today)
    texts = tuple(wayhome.words("en").texts.values())
    for query in QUERIES:
        wayhome.search_guide(query, "en")
        peer, ours = measure_in_turn(
            RUNS, partial(_look_through, texts, query), partial(wayhome.search_guide, query, "en")
        )
        print(
            f"search   {query!r:22} p50 {ours.p50 * 1000:.2f} ms, p95 {ours.p95 * 1000:.2f} ms "
            f"(aim: below {AIM_MS}); plain look through all texts p50 {peer.p50 * 1000:.2f} ms: "
            f"{ours.p50 / peer.p50:.1f} times"
        )


def _look_through(texts: tuple[str, ...], query: str) -> int:
    return sum(query in text.casefold() for text in texts)
