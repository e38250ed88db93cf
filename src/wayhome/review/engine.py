"""All that a review needs beside the conversation: patterns, words and the model, made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wayhome.model.reviews import TACTICS
from wayhome.review.tactics.hints import Hints
from wayhome.review.understanding.embedding import embed
from wayhome.review.understanding.lines import Spelling
from wayhome.review.understanding.model import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    import numpy as np
    from numpy.typing import NDArray

    from wayhome.model.patterns import PatternFile


def _unheard(share: float) -> None:
    """Take no note of how far it is."""


@dataclass(frozen=True)
class Engine:
    """Patterns, spellings and the model."""

    tactics: tuple[str, ...]
    """Ids, in the order of the contract."""
    files: Mapping[str, PatternFile]
    zone: ZoneInfo | None = None
    """The child's."""
    embed: Callable[[Sequence[str]], NDArray[np.float32]] = embed
    model: Model | None = None
    """None: the patterns alone."""
    beat: Callable[[float], None] = _unheard
    """Told how much of the reading at hand is done, 0 to 1."""

    @cached_property
    def hints(self) -> Hints:
        """The patterns of all languages: families write in two at once."""
        return Hints([each for file in self.files.values() for each in file.patterns])

    @cached_property
    def common(self) -> dict[str, frozenset[str]]:
        """The most frequent words of each language."""
        return {code: file.common for code, file in self.files.items()}

    @cached_property
    def spellings(self) -> dict[str | None, Spelling]:
        """Short forms and neutral words of each language; None: of all."""
        neutral = frozenset(word for file in self.files.values() for word in file.neutral)
        found: dict[str | None, Spelling] = {
            code: Spelling(file.spellings, neutral) for code, file in self.files.items()
        }
        every = {
            short: word for file in self.files.values() for short, word in file.spellings.items()
        }
        found[None] = Spelling(every, neutral)
        return found

    @property
    def versions(self) -> dict[str, str]:
        """Versions of the patterns and of the model."""
        newest = max((file.version for file in self.files.values()), default="")
        return {"tactics": newest, "model": self.model.version if self.model else ""}


def build_engine(
    files: Mapping[str, PatternFile],
    zone: ZoneInfo | None = None,
    beat: Callable[[float], None] = _unheard,
) -> Engine:
    """Return the engine with the model shipped."""
    return Engine(TACTICS, files, zone, model=Model.load(TACTICS), beat=beat)
