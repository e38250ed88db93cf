"""Fit all parts, join them, and set the marks on chats that were held out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from training.corpus import FOLDS
from training.linear import Linear, fit_linear, words_of
from training.net import train
from training.samples import Sample, padded, pooled_of
from wayhome.review.understanding import network
from wayhome.review.understanding.model import LANGUAGES, laid_out, told_by

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SEEDS = (11, 12, 13)
"""Of the networks shipped: their answers are averaged."""
HELD_OUT_SEEDS = (11,)
TWINS_FLAGGED = 0.04
"""Share of held-out twins above the mark for ``talk-soon``: below what the contract asks for."""
TWINS_EYED = 0.1
ORDINARY_FLAGGED = 0.03
"""Share of held-out ordinary stretches above the mark, at most. In a long talk there are many, and
`levels.LOOKED` is taken off for them."""
TELLS, PRESSES, ANY = 0.4, 0.65, 0.75
"""Share of held-out lines above a mark that their writer had marked with that tactic, at least: to
name it, to call for action on it, and with any tactic to point at a line. Writers mark few of the
tactics that a line shows, so the true shares are higher."""
FEWEST_LINES = 8


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What models that never saw them say of stretches."""

    parts: Floats
    """(stretches, 3): log-odds of words, meaning, order; not yet weighted."""
    told: list[Floats]
    """For each stretch (lines, tactics + 1); the last column is for any tactic."""


def predict(
    samples: Sequence[Sample], linear: Linear, networks: Sequence[Mapping[str, Floats]]
) -> HeldOut:
    """Return what a model says of stretches."""
    words = np.asarray(words_of(samples) @ linear.words).ravel()
    meaning = pooled_of(samples) @ linear.meaning[:-1] + linear.meaning[-1]
    order = np.zeros(len(samples), np.float32)
    told = [told_by(each.lines) @ linear.tells[:-1] + linear.tells[-1] for each in samples]
    for weights in networks:
        for begin in range(0, len(samples), 256):
            part = samples[begin : begin + 256]
            seen = laid_out([each.lines for each in part], weights["table"])
            order[begin : begin + 256] += network.read(weights, seen) / len(networks)
    return HeldOut(np.stack([words, meaning, order], axis=1).astype(np.float32), told)


def hold_out(
    samples: Sequence[Sample], say: Callable[[str], None], seeds: Sequence[int] = HELD_OUT_SEEDS
) -> HeldOut:
    """Return for each stretch what models trained without its fold say of it."""
    parts = np.zeros((len(samples), 3), np.float32)
    told: list[Floats] = [each.marked for each in samples]
    for fold in range(FOLDS):
        inside = [each for each in samples if each.fold != fold]
        rows = [row for row, each in enumerate(samples) if each.fold == fold]
        if not rows:
            continue
        linear, networks = fit(inside, seeds)
        found = predict([samples[row] for row in rows], linear, networks)
        parts[rows] = found.parts
        for row, each in zip(rows, found.told, strict=True):
            told[row] = each
        say(f"fold {fold + 1} of {FOLDS}")
    return HeldOut(parts, told)


def fit(
    samples: Sequence[Sample], seeds: Sequence[int]
) -> tuple[Linear, list[Mapping[str, Floats]]]:
    """Return all parts, fitted on these stretches."""
    ordinary = [each for each in samples if each.pair < 0]
    count = samples[0].marked.shape[1]
    return fit_linear(samples), [train(samples, ordinary, count, seed) for seed in seeds]


def join(samples: Sequence[Sample], held: HeldOut) -> tuple[float, Floats]:
    """Return the base and the weights with which the parts make one score."""
    chosen = [row for row, each in enumerate(samples) if each.whole and each.pair >= 0]
    fit_ = LogisticRegression(C=10.0)
    fit_.fit(held.parts[chosen], [samples[row].risky for row in chosen])
    return float(fit_.intercept_[0]), np.maximum(fit_.coef_[0], 0).astype(np.float32)


def scores_of(held: HeldOut, base: float, joining: Floats) -> Floats:
    """Return the score of each stretch."""
    return np.asarray(held.parts @ joining + base, np.float32)


def marks_of(samples: Sequence[Sample], scores: Floats, held: HeldOut) -> dict[str, Floats]:
    """Return the marks for levels and tactics."""
    talk, eye = np.empty(len(LANGUAGES), np.float32), np.empty(len(LANGUAGES), np.float32)
    for place, language in enumerate(LANGUAGES):
        own = [
            (score, each)
            for score, each in zip(scores, samples, strict=True)
            if each.language == language
        ]
        twins = [score for score, each in own if each.whole and each.pair >= 0 and not each.risky]
        ordinary = [score for score, each in own if each.pair < 0]
        talk[place] = np.quantile(twins, 1 - TWINS_FLAGGED)
        if ordinary:
            talk[place] = max(talk[place], np.quantile(ordinary, 1 - ORDINARY_FLAGGED))
        eye[place] = min(np.quantile(twins, 1 - TWINS_EYED), talk[place] - 0.3)
    seen = [
        (said, each.marked)
        for said, each, score in zip(held.told, samples, scores, strict=True)
        if score >= eye[LANGUAGES.index(each.language)]
    ]
    said = np.concatenate([each for each, _ in seen])
    marked = np.concatenate([each for _, each in seen]) > 0
    count = marked.shape[1]
    tell = [_mark(said[:, t], marked[:, t], TELLS) for t in range(count)]
    press = [_mark(said[:, t], marked[:, t], PRESSES) for t in range(count)]
    telling = _mark(said[:, count], np.asarray(marked.any(axis=1)), ANY)
    return {
        "talk": talk,
        "eye": eye,
        "any": np.array([telling], np.float32),
        "tell": np.array(tell, np.float32),
        "press": np.maximum(np.array(press, np.float32), np.array(tell, np.float32)),
    }


def _mark(said: Floats, marked: NDArray[np.bool_], least: float) -> float:
    """Return the lowest mark above which at least this share of lines was marked."""
    order = np.argsort(-said, kind="stable")
    right = np.cumsum(marked[order])
    share = right / np.arange(1, len(order) + 1)
    good = np.flatnonzero((share >= least) & (np.arange(len(order)) >= FEWEST_LINES - 1))
    return float(said[order][good[-1]]) if len(good) else float(said.max() + 1)


def with_padding(samples: Sequence[Sample], seed: int) -> list[Sample]:
    """Return the stretches that short chats make in the middle of ordinary talk."""
    chance = random.Random(seed)  # noqa: S311 - must come out the same
    ordinary = [each for each in samples if each.pair < 0]
    return [padded(each, ordinary, chance) for each in samples if each.whole and each.pair >= 0]
