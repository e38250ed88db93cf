"""The small network that reads a stretch line by line, forwards and backwards.

For every line, meaning, words and circumstances become 96 numbers; two gated recurrent units (Cho
et al. 2014) carry them on; the stretch as a whole then speaks for or against being risky. Numpy
alone, a few hundred thousand multiplications a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


class Stretches(NamedTuple):
    """Stretches of talk, padded to one length."""

    meanings: Floats
    """(stretches, lines, 512): the sentence embedding of each line."""
    words: Floats
    """(stretches, lines, buckets as a sum of rows): what `bag` gives; (…, width of the table)."""
    context: Floats
    """(stretches, lines, CONTEXT + tactics)."""
    mask: Floats
    """(stretches, lines): 1 where there is a line."""


def read(weights: Mapping[str, Floats], seen: Stretches) -> Floats:
    """Return what one network makes of stretches, in log-odds: shape (stretches,)."""
    inputs = np.maximum(
        seen.meanings @ weights["meaning"]
        + seen.words @ weights["bag"]
        + seen.context @ weights["context"]
        + weights["start"],
        0,
    )
    onwards = _carry(weights, "onwards", inputs, seen.mask)
    back = _carry(weights, "back", inputs[:, ::-1], seen.mask[:, ::-1])[:, ::-1]
    lines = np.concatenate([inputs, onwards, back], axis=-1)
    lines = np.maximum(lines @ weights["line"] + weights["line_start"], 0)
    weight = lines @ weights["attend"][:, 0]
    weight = np.where(seen.mask > 0, weight, -1e9)
    weight = np.exp(weight - weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = np.einsum("sl,slw->sw", weight, lines)
    top = np.where(seen.mask[..., None] > 0, lines, 0).max(axis=1)
    whole = np.concatenate([mean, top], axis=-1)
    return np.asarray(whole @ weights["whole"][:, 0] + weights["whole_start"][0], np.float32)


def _carry(weights: Mapping[str, Floats], name: str, inputs: Floats, mask: Floats) -> Floats:
    """Return the state after each line; an absent line leaves it as it is."""
    outer = inputs @ weights[f"{name}_in"] + weights[f"{name}_start"]
    inner = weights[f"{name}_state"]
    width = inner.shape[0]
    state = np.zeros((len(inputs), width), np.float32)
    states = np.empty((*inputs.shape[:2], width), np.float32)
    for line in range(inputs.shape[1]):
        now, before = outer[:, line], state @ inner
        keep = _sigmoid(now[:, :width] + before[:, :width])
        look = _sigmoid(now[:, width : 2 * width] + before[:, width : 2 * width])
        new = np.tanh(now[:, 2 * width :] + look * before[:, 2 * width :])
        fresh = keep * state + (1 - keep) * new
        present = mask[:, line, None]
        state = present * fresh + (1 - present) * state
        states[:, line] = state
    return states


def _sigmoid(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))), np.float32)
