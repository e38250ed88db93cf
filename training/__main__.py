"""Train the review's model and write its weights: `python -m training`."""

from __future__ import annotations

import sys
import time
from functools import partial

import numpy as np

from training.corpus import ORDINARY, mixed, pairs_of, read_corpus
from training.fitting import (
    SEEDS,
    fit,
    hold_out,
    join,
    marks_of,
    scores_of,
)  # fmt: skip
from training.reporting import report
from training.samples import Samples, embed_all
from wayhome.library import SHIPPED as CONTENT
from wayhome.library.loading import read_review_patterns
from wayhome.library.whole_files import write_whole
from wayhome.model.reviews import TACTICS
from wayhome.review.engine import Engine
from wayhome.review.understanding.weights import SHIPPED, pack, to_bytes

VERSION = 20261123
MIXED = 60
"""Long innocent talks made of each writer's twins."""


def load_samples() -> Samples:
    """Return all stretches of the corpus."""
    engine = Engine(TACTICS, read_review_patterns(CONTENT), model=None)
    chats = read_corpus()
    chats += mixed(chats, MIXED)
    known = embed_all(chats, engine)
    quick = Engine(
        TACTICS, engine.files, model=None, embed=lambda said: np.stack([known[x] for x in said])
    )
    samples = Samples(TACTICS)
    for number, pair in enumerate(pairs_of(chats)):
        for chat in pair:
            samples.add(chat, quick, number)
    for chat in chats:
        if chat.kind == ORDINARY:
            samples.add(chat, quick, -1)
    return samples


def main() -> None:
    """Hold out, join, set the marks, train on everything, write."""
    begun = time.monotonic()

    def say(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - begun:6.0f} s  {what}\n")
        sys.stderr.flush()

    samples = load_samples()
    say(f"{len(samples.every)} stretches")
    held = hold_out(samples.every, say)
    base, joining = join(samples.every, held)
    scores = scores_of(held, base, joining)
    marks = marks_of(samples.every, scores, held)
    report(samples, held, scores, marks, partial(print, file=sys.stderr))
    linear, networks = fit(samples.every, SEEDS)
    say("trained on everything")
    arrays: dict[str, np.ndarray] = {
        "version": np.array([VERSION], np.int64),
        "base": np.array([base], np.float32),
        "joining": joining,
        "choose": linear.choose.reshape(2, -1),
        "words": linear.words.reshape(3, -1),
        "meaning": linear.meaning,
        "tells": linear.tells,
    }
    arrays |= {f"mark.{name}": value for name, value in marks.items()}
    for number, weights in enumerate(networks):
        arrays |= {f"order.{number}.{name}": np.asarray(each) for name, each in weights.items()}
    write_whole(SHIPPED, to_bytes(pack(arrays)))
    say(f"written: {SHIPPED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
