"""The weights: rounded to bytes, in one file beside this one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SHIPPED = Path(__file__).with_name("weights.npz")
SCALE = ":scale"
LEAST_ROUNDED = 256
"""Smaller arrays stay as they are: rounding them saves nothing."""


class WeightsBrokenError(ValueError):
    """The file of weights is damaged, or is not the one this program was made for."""


def pack(arrays: Mapping[str, Floats]) -> dict[str, NDArray[np.generic]]:
    """Return arrays rounded to signed bytes, with a scale for each column."""
    packed: dict[str, NDArray[np.generic]] = {}
    for name, array in arrays.items():
        if array.ndim < 2 or array.size < LEAST_ROUNDED:  # noqa: PLR2004 - a table
            packed[name] = array
            continue
        scale = np.maximum(np.abs(array).max(axis=-2, keepdims=True), 1e-8) / 127
        packed[name] = np.round(array / scale).astype(np.int8)
        packed[name + SCALE] = scale.astype(np.float32)
    return packed


def unpack(path: Path = SHIPPED) -> dict[str, Floats]:
    """Return what `pack` gave; WeightsBrokenError where the file is no such thing."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            raw = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise WeightsBrokenError(f"{path.name} can't be read") from error
    found: dict[str, Floats] = {}
    for name, array in raw.items():
        if name.endswith(SCALE):
            continue
        scale = raw.get(name + SCALE)
        found[name] = array if scale is None else array * scale
    return found


def to_bytes(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Return a file of arrays, the same for the same arrays: `savez` would write the time."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in sorted(arrays):
            one = io.BytesIO()
            np.save(one, arrays[name], allow_pickle=False)
            whole.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_DEFLATED)
    return written.getvalue()
