"""A conversation made ready: everything about its lines that all contacts share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wayhome.review.language import Decided, decide
from wayhome.review.tactics.hints import Hint, plain_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wayhome.review.engine import Engine
    from wayhome.review.talk import Talk
    from wayhome.review.understanding.lines import Spelling

CHUNK = 1024
"""Sentences understood between two signs of life."""
BLOCK = 50_000
"""Lines weighed at once."""


@dataclass(slots=True)
class Heard:
    """Lines in plain spelling, their patterns, times and roles."""

    talk: Talk
    engine: Engine
    child: NDArray[np.bool_]
    """For each line whether the child wrote it."""
    who: NDArray[np.int64]
    seconds: NDArray[np.int64]
    hours_count: bool
    plain: list[str]
    hints: dict[int, list[Hint]]
    language: Decided
    spelling: Spelling
    promise: NDArray[np.float32]
    """For each line what its words alone say: enough to choose what is read closely."""
    understood: bool = True
    """Whether the understanding runs at all."""
    _meanings: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def meanings(self, lines: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Return the sentence embedding of each of these lines."""
        sentences = {line: self.spelling.sentence(self.talk.texts[line]) for line in lines}
        new = sorted(
            set(sentences.values()) - self._meanings.keys(), key=lambda each: (len(each), each)
        )
        for begin in range(0, len(new), CHUNK):
            chunk = new[begin : begin + CHUNK]
            self._meanings.update(zip(chunk, self.engine.embed(chunk), strict=True))
            self.engine.beat((begin + len(chunk)) / len(new))
        return {line: self._meanings[said] for line, said in sentences.items()}


def hear(talk: Talk, engine: Engine, child: frozenset[int]) -> Heard:
    """Return a conversation made ready. ``child`` are the child's places among the senders."""
    language = decide(talk.texts, engine.common)
    who = np.array(talk.who, np.int64)
    is_child = np.isin(who, sorted(child))
    seconds, hours_count = talk.seconds(engine.zone)
    covered = language.covered and len(talk) > 0
    plain = plain_lines(talk.texts) if covered else []
    hints: dict[int, list[Hint]] = {}
    for hint in engine.hints.find(plain):
        hints.setdefault(hint.line, []).append(hint)
    code = language.code if language.code in engine.files else None
    spelling = engine.spellings[code]
    model = engine.model
    promise = np.zeros(len(talk), np.float32)
    # A short talk is read whole: nothing is chosen.
    if model is not None and covered:
        promise = _promise(plain, is_child, spelling, model.choose)
    return Heard(
        talk=talk,
        engine=engine,
        child=is_child,
        who=who,
        seconds=seconds,
        hours_count=hours_count,
        plain=plain,
        hints=hints,
        language=language,
        spelling=spelling,
        promise=promise,
        understood=covered,
    )


def _promise(
    plain: list[str],
    is_child: NDArray[np.bool_],
    spelling: Spelling,
    choose: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the sum of what each line's words say, many lines at once."""
    found = np.zeros(len(plain), np.float32)
    for begin in range(0, len(plain), BLOCK):
        block = [spelling.single(spelling.words(line)) for line in plain[begin : begin + BLOCK]]
        lengths = np.array([len(each) for each in block])
        if not lengths.sum():
            continue
        buckets = np.array([each for line in block for each in line])
        sides = np.repeat(is_child[begin : begin + BLOCK].astype(np.int64), lengths)
        values = choose[sides, buckets]
        ends = np.cumsum(np.concatenate([[0.0], values]))[np.cumsum(lengths)]
        found[begin : begin + BLOCK] = np.diff(ends, prepend=0)
    return found
