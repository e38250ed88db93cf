"""What the networks read of each line: its words, its meaning's sentence, and who, when, how."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from wayhome.review.hours import UNKNOWN, is_night

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

CONTACT, CHILD, OTHER = 0, 1, 2
"""Roles of a line, as seen from one contact."""
BUCKETS: Final = 1 << 13
"""Places for words; several words share one."""
MOST_WORDS = 60
"""Of a line."""
GAPS = (5 * 60, 3_600, 12 * 3_600)
"""Seconds: goes on at once, after a pause, later that day; beyond: another day."""
CONTEXT = 3 + (len(GAPS) + 1) + 5
"""Numbers about a line beside its tactics: roles, gaps, and five more."""
_WORD = re.compile(r"[a-z0-9$%]+(?:'[a-z]+)?|[^\w\s]")
_RAW_WORD = re.compile(r"[\w'’]+|[^\w\s]|\s+")


class _Buckets(dict[str, int]):
    """A word -> its bucket, worked out once."""

    LIMIT = 500_000

    def __missing__(self, word: str) -> int:
        if len(self) > self.LIMIT:
            # A hostile export may hold only words that nobody ever used.
            self.clear()
        self[word] = found = zlib.crc32(word.encode()) % BUCKETS
        return found


@dataclass(frozen=True, slots=True)
class Spelling:
    """Short forms and neutral words of the languages of a talk."""

    short_forms: Mapping[str, str]
    neutral: frozenset[str]
    """Words of identity, faith, health and help: left out before anything is understood."""
    _buckets: _Buckets = field(default_factory=_Buckets)

    def words(self, plain_line: str) -> list[str]:
        """Return the words of a line in plain spelling, short forms written out."""
        short = self.short_forms
        return [
            short.get(word, word)
            for word in _WORD.findall(plain_line)[:MOST_WORDS]
            if word not in self.neutral
        ]

    def buckets(self, words: Sequence[str]) -> list[int]:
        """Return the buckets of single words and of pairs of neighbours."""
        of = self._buckets
        pairs = [f"{one} {two}" for one, two in pairwise(words)]
        return [of[word] for word in words] + [of[pair] for pair in pairs]

    def single(self, words: Iterable[str]) -> list[int]:
        """Return the buckets of single words."""
        of = self._buckets
        return [of[word] for word in words]

    def sentence(self, text: str) -> str:
        """Return a line as the encoder reads it: short forms written out, neutral words gone."""
        parts = []
        for part in _RAW_WORD.findall(text.lower()):
            if part in self.neutral:
                continue
            parts.append(self.short_forms.get(part, part))
        return "".join(parts).strip()


def context_of(
    texts: Sequence[str],
    roles: NDArray[np.int8],
    seconds: NDArray[np.int64],
    *,
    hours_count: bool,
) -> NDArray[np.float32]:
    """Return what is known of lines beside their words: shape (lines, CONTEXT).

    Roles and the pause before as flags; then night, a question, the length (log of characters over
    5), whether the same person wrote before, and whether there is any text.
    """
    count = len(texts)
    found = np.zeros((count, CONTEXT), np.float32)
    rows = np.arange(count)
    found[rows, roles] = 1
    pauses = np.diff(seconds, prepend=seconds[:1])
    known = seconds != UNKNOWN
    known[1:] &= seconds[:-1] != UNKNOWN
    found[rows, 3 + np.searchsorted(GAPS, np.where(known, pauses, 0))] = 1
    at = 3 + len(GAPS) + 1
    if hours_count:
        found[:, at] = is_night(seconds)
    found[:, at + 1] = ["?" in text for text in texts]
    lengths = np.array([len(text) for text in texts], np.float32)
    found[:, at + 2] = np.log1p(lengths) / 5
    found[1:, at + 3] = roles[1:] == roles[:-1]
    found[:, at + 4] = lengths > 0
    return found
