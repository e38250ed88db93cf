"""Patterns of one language: what a line may say, as reviewed data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class By(StrEnum):
    """Whose line it must be."""

    CONTACT = "contact"
    CHILD = "child"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, in RE2's syntax, for text that went through `plain_text.plain`."""

    id: str
    tactic: str
    by: By
    expression: str
    strong: bool
    """Whether it tells by itself, with no network to agree."""
    flag: tuple[str, ...]
    """Lines that it must find."""
    quiet: tuple[str, ...]
    """Lines that it must not find: more of them."""


@dataclass(frozen=True, slots=True)
class PatternFile:
    """`patterns/<language>.yaml`."""

    language: str
    version: str
    common: frozenset[str]
    """Its most frequent words, short forms included: they tell the language."""
    spellings: Mapping[str, str]
    """A short form -> the word it stands for."""
    neutral: tuple[str, ...]
    """Words of identity, faith, health and help: the understanding never reads them."""
    patterns: tuple[Pattern, ...]
