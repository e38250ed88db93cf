"""A text that the structure calls for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WantedText:
    """A key that may stand in the words, and whether it must."""

    key: str
    required: bool = True
    many: bool = False
    """Whether a list of texts stands there, or one text."""
