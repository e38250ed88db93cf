"""Which language a conversation is in, decided once for all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.library.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENOUGH_WORDS = 8
"""Below it nobody can tell; both languages' patterns run."""
LEAST_SHARE, SURE_SHARE = 0.15, 0.38
"""Of words that a language can't do without. Between the two the detector may name another: French,
Italian and Portuguese share short words with Spanish and English."""
NEAR = frozenset({"fr", "it", "pt", "ca", "gl", "ro", "de", "nl", "da", "no", "sv", "af"})
"""Languages that share them."""
MOST_CHARACTERS = 20_000
_WORD = re.compile(r"[a-z']+")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided."""

    code: str | None
    """ISO 639-1; None where there is too little to tell."""
    covered: bool
    """Whether patterns and networks know it. True where it can't be told."""


def decide(lines: Iterable[str], common: Mapping[str, frozenset[str]]) -> Decided:
    """Return the language of these lines.

    ``common`` has for each language covered its most frequent words, short forms included: on
    texting they are surer than any trained detector (measured in docs/decisions/0020). The
    detector only names a language that is not covered.
    """
    sample = _sample(lines)
    letters = _LETTERS.findall(sample)
    if len(letters) < ENOUGH_WORDS:
        return Decided(None, covered=True)
    words = _WORD.findall(plain(sample))
    shares = {
        code: sum(word in known for word in words) / len(letters) for code, known in common.items()
    }
    best = max(shares, key=lambda code: shares[code])
    if shares[best] >= SURE_SHARE:
        return Decided(best, covered=True)
    named = _named(sample)
    if shares[best] >= LEAST_SHARE and named not in NEAR:
        return Decided(best, covered=True)
    return Decided(named, covered=named in common)


def _sample(lines: Iterable[str]) -> str:
    """Return lines up to a limit, from the beginning on."""
    taken: list[str] = []
    left = MOST_CHARACTERS
    for line in lines:
        taken.append(line[:200])
        left -= len(line)
        if left <= 0:
            break
    return "\n".join(taken)


def _named(sample: str) -> str:
    # Late: it takes a quarter of a second, and most chats need it not.
    from py3langid import classify

    return str(classify(sample[:4000])[0])
