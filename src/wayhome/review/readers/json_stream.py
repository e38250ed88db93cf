"""Small JSON files, such as an index, as one value."""

from __future__ import annotations

import json
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wayhome.review.source import Chosen, Source

LARGEST_WHOLE = 64 << 20
"""Bytes of a file that is read as one value."""


def read_whole(files: Chosen | Source, name: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Return a small file's value; None if it is missing, too large or no JSON."""
    try:
        if files.size(name) > LARGEST_WHOLE:
            return None
        with files.open(name) as file:
            return json.loads(file.read(LARGEST_WHOLE).decode("utf-8-sig", "replace"))
    except (
        KeyError, OSError, ValueError, RecursionError, EOFError, zipfile.BadZipFile, zlib.error
    ):  # fmt: skip
        return None
