"""The parts without order: words, pooled meanings, and which lines tell. Logistic regressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from training.samples import pooled_of
from wayhome.review.understanding.lines import BUCKETS, CHILD
from wayhome.review.understanding.model import told_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from training.samples import Sample

ROLES = 3
WORDS_C, MEANING_C, CHOOSE_C, TELLS_C = 20.0, 1.0, 5.0, 1.0
"""Strengths of regularisation, chosen on held-out pairs."""


class Linear(NamedTuple):
    """What the fits came to."""

    words: NDArray[np.float32]
    meaning: NDArray[np.float32]
    choose: NDArray[np.float32]
    tells: NDArray[np.float32]
    """(what `told_by` gives + 1, tactics + 1)."""


def words_of(samples: Sequence[Sample]) -> csr_matrix:
    """Return which words each role says: (stretches, ROLES * BUCKETS), each over a root of all."""
    rows, columns, values = [], [], []
    for number, sample in enumerate(samples):
        said = {(line.role, bucket) for line in sample.lines for bucket in line.buckets}
        rows += [number] * len(said)
        columns += [role * BUCKETS + bucket for role, bucket in said]
        values += [1 / np.sqrt(len(said))] * len(said)
    return csr_matrix((values, (rows, columns)), shape=(len(samples), ROLES * BUCKETS))


def single_words_of(samples: Sequence[Sample]) -> csr_matrix:
    """Return the same without pairs and with two sides: what chooses where to read."""
    rows, columns, values = [], [], []
    for number, sample in enumerate(samples):
        said = set()
        for line in sample.lines:
            # The first half are single words: see `Spelling.buckets`.
            single = line.buckets[: (len(line.buckets) + 1) // 2]
            said |= {((line.role == CHILD) * BUCKETS) + bucket for bucket in single}
        rows += [number] * len(said)
        columns += sorted(said)
        values += [1 / np.sqrt(len(said) or 1)] * len(said)
    return csr_matrix((values, (rows, columns)), shape=(len(samples), 2 * BUCKETS))


def fit_linear(samples: Sequence[Sample]) -> Linear:
    """Return the fits on these stretches."""
    risky = np.array([each.risky for each in samples])
    words = _fitted(words_of(samples), risky, WORDS_C, intercept=False)
    meaning = _fitted(pooled_of(samples), risky, MEANING_C, intercept=True)
    choose = _fitted(single_words_of(samples), risky, CHOOSE_C, intercept=False)
    return Linear(words, meaning, choose, _tells(samples))


def _tells(samples: Sequence[Sample]) -> NDArray[np.float32]:
    """Fit which lines of a contact were marked, with each tactic and with any."""
    pairs = [each for each in samples if each.pair >= 0 and each.whole]
    seen = np.concatenate([told_by(each.lines) for each in pairs])
    marked = np.concatenate([each.marked for each in pairs]) > 0
    contact = np.array([line.role != CHILD for each in pairs for line in each.lines])
    columns = [*marked.T, marked.any(axis=1)]
    fitted = [_line_fit(seen[contact], column[contact]) for column in columns]
    return np.stack(fitted, axis=1)


def _line_fit(seen: NDArray[np.float32], marked: NDArray[np.bool_]) -> NDArray[np.float32]:
    if not marked.any():
        # A fold whose writers never marked it.
        return np.array([*np.zeros(seen.shape[1]), -9], np.float32)
    fit = LogisticRegression(C=TELLS_C, max_iter=300).fit(seen, marked)
    return np.asarray([*fit.coef_[0], fit.intercept_[0]], np.float32)


def _fitted(
    seen: csr_matrix | NDArray[np.float32], risky: NDArray[np.int64], c: float, *, intercept: bool
) -> NDArray[np.float32]:
    fit = LogisticRegression(C=c, max_iter=2000, fit_intercept=intercept, class_weight="balanced")
    fit.fit(seen, risky)
    found = fit.coef_[0]
    if intercept:
        found = np.concatenate([found, fit.intercept_])
    return np.asarray(found, np.float32)
