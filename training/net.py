"""Train the network that reads line by line. JAX, on the processor, from a fixed seed.

The same sums as `wayhome.review.understanding.network`, which a test holds equal to this.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from training.samples import padded
from wayhome.review.understanding.lines import BUCKETS, CONTEXT
from wayhome.review.understanding.model import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from training.samples import Sample

WIDE, STATE, TABLE, MEANING = 96, 48, 32, 512
MOST_BUCKETS = 48
EPOCHS, PAIRS, RATE = 14, 48, 2e-3
DECAY = 2e-3
APART = 0.5
"""Weight in the loss of: risky above its own twin."""
DROP_MEANING, DROP_WORDS, DROP_HIDDEN, DROP_HINTS = 0.25, 0.25, 0.3, 0.3
PADDED = 0.35
"""Share of stretches that get ordinary talk around them."""

Weights = dict[str, "jax.Array"]


class Batch(NamedTuple):
    """Stretches as arrays."""

    meanings: NDArray[np.float32]
    buckets: NDArray[np.int32]
    """(stretches, lines, MOST_BUCKETS): BUCKETS where there is none."""
    context: NDArray[np.float32]
    mask: NDArray[np.float32]
    risky: NDArray[np.float32]
    partner: NDArray[np.int32]
    """Row of the twin; -1 where there is none."""


def start(tactics: int, seed: int) -> Weights:
    """Return weights to begin with."""
    chance = np.random.default_rng(seed)

    def drawn(*shape: int) -> jax.Array:
        return jnp.asarray(chance.normal(0, 1 / np.sqrt(shape[0]), shape).astype(np.float32))

    weights = {
        "meaning": drawn(MEANING, WIDE) * 2,
        "bag": drawn(TABLE, WIDE),
        "table": jnp.asarray(chance.normal(0, 0.1, (BUCKETS, TABLE)).astype(np.float32)),
        "context": drawn(CONTEXT + tactics, WIDE),
        "start": jnp.zeros(WIDE),
        "line": drawn(WIDE + 2 * STATE, WIDE),
        "line_start": jnp.zeros(WIDE),
        "attend": drawn(WIDE, 1),
        "whole": drawn(2 * WIDE, 1) * 0.3,
        "whole_start": jnp.zeros(1),
    }
    for name in ("onwards", "back"):
        weights[f"{name}_in"] = drawn(WIDE, 3 * STATE)
        weights[f"{name}_state"] = drawn(STATE, 3 * STATE)
        weights[f"{name}_start"] = jnp.zeros(3 * STATE)
    return weights


def _carry(w: Weights, name: str, inputs: jax.Array, mask: jax.Array) -> jax.Array:
    outer = inputs @ w[f"{name}_in"] + w[f"{name}_start"]

    def step(state: jax.Array, seen: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        now, present = seen
        before = state @ w[f"{name}_state"]
        keep = jax.nn.sigmoid(now[:, :STATE] + before[:, :STATE])
        look = jax.nn.sigmoid(now[:, STATE : 2 * STATE] + before[:, STATE : 2 * STATE])
        new = jnp.tanh(now[:, 2 * STATE :] + look * before[:, 2 * STATE :])
        fresh = keep * state + (1 - keep) * new
        state = present[:, None] * fresh + (1 - present[:, None]) * state
        return state, state

    first = jnp.zeros((inputs.shape[0], STATE))
    _, states = jax.lax.scan(step, first, (outer.swapaxes(0, 1), mask.T))
    return states.swapaxes(0, 1)


def forward(w: Weights, batch: Batch, key: jax.Array | None = None) -> jax.Array:
    """Return log-odds of stretches; with a key, parts of it are dropped."""
    table = jnp.concatenate([w["table"], jnp.zeros((1, TABLE))])
    present = (batch.buckets < BUCKETS).astype(jnp.float32)
    meanings, context = batch.meanings, batch.context
    keys = jax.random.split(key, 5) if key is not None else None
    if keys is not None:
        # One mask a stretch: what is missing is missing of all its lines.
        kept = jax.random.bernoulli(keys[0], 1 - DROP_MEANING, (len(meanings), 1, MEANING))
        meanings = meanings * kept / (1 - DROP_MEANING)
        heard = jax.random.bernoulli(keys[1], 1 - DROP_WORDS, present.shape)
        words = (table[batch.buckets] * (present * heard)[..., None]).sum(axis=2)
        hints = jax.random.bernoulli(keys[2], 1 - DROP_HINTS, (*context.shape[:2], 1))
        context = jnp.concatenate([context[..., :CONTEXT], context[..., CONTEXT:] * hints], axis=-1)
    else:
        words = table[batch.buckets].sum(axis=2)
    words = words / jnp.sqrt(jnp.maximum(present.sum(axis=2, keepdims=True), 1))
    inputs = jax.nn.relu(
        meanings @ w["meaning"] + words @ w["bag"] + context @ w["context"] + w["start"]
    )
    if keys is not None:
        kept = jax.random.bernoulli(keys[3], 1 - DROP_HIDDEN, (len(inputs), 1, WIDE))
        inputs = inputs * kept / (1 - DROP_HIDDEN)
    onwards = _carry(w, "onwards", inputs, batch.mask)
    back = _carry(w, "back", inputs[:, ::-1], batch.mask[:, ::-1])[:, ::-1]
    lines = jnp.concatenate([inputs, onwards, back], axis=-1)
    lines = jax.nn.relu(lines @ w["line"] + w["line_start"])
    if keys is not None:
        kept = jax.random.bernoulli(keys[4], 1 - DROP_HIDDEN, (len(lines), 1, WIDE))
        lines = lines * kept / (1 - DROP_HIDDEN)
    weight = jnp.where(batch.mask > 0, (lines @ w["attend"])[..., 0], -1e9)
    mean = jnp.einsum("sl,slw->sw", jax.nn.softmax(weight, axis=1), lines)
    top = jnp.where(batch.mask[..., None] > 0, lines, 0).max(axis=1)
    whole = jnp.concatenate([mean, top], axis=-1)
    return (whole @ w["whole"])[:, 0] + w["whole_start"][0]


def _loss(w: Weights, batch: Batch, key: jax.Array) -> jax.Array:
    risky = forward(w, batch, key)
    whole = optax.sigmoid_binary_cross_entropy(risky, batch.risky).mean()
    has = (batch.partner >= 0) & (batch.risky > 0)
    apart = jax.nn.softplus(1 - (risky - risky[batch.partner])) * has
    return whole + APART * apart.sum() / jnp.maximum(has.sum(), 1)


def train(
    samples: Sequence[Sample], ordinary: Sequence[Sample], tactics: int, seed: int
) -> Mapping[str, NDArray[np.float32]]:
    """Return the weights of one network."""
    chance = random.Random(seed)  # noqa: S311 - a shuffle that must come out the same
    groups = _groups(samples)
    weights = start(tactics, seed)
    total = EPOCHS * (len(groups) // PAIRS + 1)
    rate = optax.warmup_cosine_decay_schedule(0, RATE, total // 10, total, RATE / 50)
    moves = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=DECAY))
    state = moves.init(weights)

    @jax.jit
    def step(weights, state, batch, key):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        loss, slope = jax.value_and_grad(_loss)(weights, batch, key)
        change, state = moves.update(slope, state, weights)
        return optax.apply_updates(weights, change), state, loss

    key = jax.random.PRNGKey(seed)
    for _ in range(EPOCHS):
        chance.shuffle(groups)
        for begin in range(0, len(groups) - PAIRS // 2, PAIRS):
            chosen = [
                padded(each, ordinary, chance) if chance.random() < PADDED else each
                for group in groups[begin : begin + PAIRS]
                for each in group
            ]
            key, now = jax.random.split(key)
            weights, state, _ = step(weights, state, batch_of(chosen, 2 * PAIRS), now)
    return {name: np.asarray(value) for name, value in weights.items()}


def _groups(samples: Sequence[Sample]) -> list[tuple[Sample, ...]]:
    """Return whole pairs together, and other stretches two by two."""
    by_pair: dict[int, list[Sample]] = {}
    single: list[Sample] = []
    for each in samples:
        if each.whole and each.pair >= 0:
            by_pair.setdefault(each.pair, []).append(each)
        else:
            single.append(each)
    groups = [tuple(sorted(each, key=lambda one: -one.risky)) for each in by_pair.values()]
    groups += [tuple(single[i : i + 2]) for i in range(0, len(single), 2)]
    return groups


def batch_of(samples: Sequence[Sample], rows: int) -> Batch:
    """Return stretches as arrays of ``rows`` rows, so that one compiled step fits all."""
    tactics = samples[0].marked.shape[1]
    shape = (rows, LONGEST)
    batch = Batch(
        np.zeros((*shape, MEANING), np.float32),
        np.full((*shape, MOST_BUCKETS), BUCKETS, np.int32),
        np.zeros((*shape, CONTEXT + tactics), np.float32),
        np.zeros(shape, np.float32),
        np.zeros(rows, np.float32),
        np.full(rows, -1, np.int32),
    )
    where: dict[int, int] = {}
    for row, sample in enumerate(samples[:rows]):
        batch.risky[row] = sample.risky
        for place, line in enumerate(sample.lines):
            batch.meanings[row, place] = line.meaning
            kept = line.buckets[:MOST_BUCKETS]
            batch.buckets[row, place, : len(kept)] = kept
            batch.context[row, place] = np.concatenate([line.context, line.tactics])
            batch.mask[row, place] = 1
        if sample.pair >= 0:
            if sample.pair in where and samples[where[sample.pair]].risky != sample.risky:
                batch.partner[row] = where[sample.pair]
                batch.partner[where[sample.pair]] = row
            where[sample.pair] = row
    return batch
