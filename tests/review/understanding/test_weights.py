"""The shipped weights: whole, and a plain fault if they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wayhome.model.reviews import TACTICS
from wayhome.review.understanding.model import Model
from wayhome.review.understanding.weights import (
    SHIPPED,
    WeightsBrokenError,
    pack,
    to_bytes,
    unpack,
)  # fmt: skip

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shipped_weights_fit_this_program() -> None:
    model = Model.load(TACTICS)
    assert len(model.networks) >= 1
    assert (model.marks["eye"] < model.marks["talk"]).all()
    assert (model.marks["press"] >= model.marks["tell"]).all()


def test_they_are_small() -> None:
    assert SHIPPED.stat().st_size < 3_000_000


def test_rounding_keeps_within_a_127th_of_the_largest() -> None:
    table = np.random.default_rng(1).normal(size=(64, 16)).astype(np.float32)
    path_like = {"table": table, "one": np.array([0.5], np.float32)}
    packed = pack(path_like)
    assert packed["table"].dtype == np.int8
    back = np.multiply(packed["table"], packed["table:scale"])
    assert np.abs(np.subtract(back, table)).max() <= np.abs(table).max() / 127


def test_what_is_packed_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(to_bytes(pack({"a": np.ones((32, 16), np.float32)})))
    assert np.allclose(unpack(path)["a"], 1)


def test_the_same_arrays_give_the_same_file() -> None:
    arrays = pack({"a": np.ones((32, 16), np.float32), "b": np.zeros(3, np.float32)})
    assert to_bytes(arrays) == to_bytes(dict(reversed(arrays.items())))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged", b"\x93NUMPY"])
def test_a_damaged_file_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    with pytest.raises(WeightsBrokenError):
        unpack(path)


def test_weights_that_lack_a_part_are_said() -> None:
    arrays = unpack()
    for missing in ("base", "meaning", "mark.tell", "order.0.table"):
        with pytest.raises(WeightsBrokenError):
            Model.load(TACTICS, {name: each for name, each in arrays.items() if name != missing})


def test_weights_of_another_shape_are_said() -> None:
    arrays = unpack()
    with pytest.raises(WeightsBrokenError):
        Model.load(TACTICS, {**arrays, "mark.tell": np.zeros(3, np.float32)})
    with pytest.raises(WeightsBrokenError):
        Model.load((*TACTICS, "one_more"), arrays)
