"""Small JSON files, such as an index, as one value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wayhome.review.source import Chosen

if TYPE_CHECKING:
    from wayhome.review.source import Source

LARGEST_WHOLE = 64 << 20
"""Bytes of a file that is read as one value."""


def read_whole(files: Chosen | Source, name: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Return a small file's value; None if it is missing, too large or no JSON."""
    try:
        if files.size(name) > LARGEST_WHOLE:
            return None
        with files.open(name) as file:
            return json.loads(file.read(LARGEST_WHOLE).decode("utf-8-sig", "replace"))
    except (KeyError, OSError):
        return None
    except (ValueError, RecursionError):
        if isinstance(files, Chosen):
            files.note_damage(name)
        return None
