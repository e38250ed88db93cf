"""The network that is trained does the sums of the one that ships. Needs `make train`'s parts."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

COMPARED = """
import numpy as np
from training.net import batch_of, forward, start
from training.samples import Sample
from wayhome.review.understanding import network
from wayhome.review.understanding.lines import BUCKETS, CONTEXT
from wayhome.review.understanding.model import Line, laid_out

chance = np.random.default_rng(3)
weights = start(20, 1)
samples = []
for count in (1, 5, 16):
    lines = [
        Line(chance.integers(0, BUCKETS, 7).tolist(), np.float32(chance.normal(size=512) / 20),
             np.float32(chance.random(CONTEXT)), np.zeros(20, np.float32), 0)
        for _ in range(count)
    ]
    samples.append(Sample(lines, np.zeros((count, 20), np.float32), 0, -1, 0, "en", True))
risky = forward(weights, batch_of(samples, len(samples)))
plain = {name: np.asarray(each) for name, each in weights.items()}
ours = network.read(plain, laid_out([each.lines for each in samples], plain["table"]))
assert np.allclose(ours, np.asarray(risky), atol=1e-4)
"""


@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="`make train` installs it")
def test_both_read_the_same() -> None:
    # Apart: JAX starts threads, and other tests fork.
    command = [sys.executable, "-c", COMPARED]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
