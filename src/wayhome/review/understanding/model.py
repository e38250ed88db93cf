"""What stretches of talk mean: three ways of reading, joined into one score.

``words`` counts who says which words and pairs of words. ``meaning`` looks at the sentence
embeddings of both sides, without order. ``order`` reads line by line (`network`). Each gives
log-odds; a weighted sum of the three is the score. Which lines tell, and of which tactic, is read
apart, line by line with the line before. How it was trained: `training/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wayhome.review.understanding import network
from wayhome.review.understanding.lines import BUCKETS, CHILD, CONTACT, CONTEXT
from wayhome.review.understanding.weights import WeightsBrokenError, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PARTS = ("words", "meaning", "order")
"""Ways of reading, in the order of the weights that join them."""
MARKS = ("talk", "eye", "any", "tell", "press")
LANGUAGES = ("en", "es")
"""Languages with marks of their own."""
LONGEST = 16
"""Lines of a stretch."""


class Line(NamedTuple):
    """One line of a stretch."""

    buckets: Sequence[int]
    """Words and pairs, as `lines.Spelling.buckets` gives them."""
    meaning: Floats
    """(512,)."""
    context: Floats
    """(CONTEXT,)."""
    tactics: Floats
    """(tactics,): 1 where a pattern of it was found."""
    role: int


class Verdict(NamedTuple):
    """What a stretch amounts to. Not a verdict on anybody: log-odds, to be held against marks."""

    parts: tuple[float, ...]
    """Contribution of each of PARTS, already weighted."""
    tactics: Floats
    """(lines, tactics): log-odds that this line shows this tactic."""
    telling: Floats
    """(lines,): log-odds that it shows any."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, ready to read with."""

    tactics: tuple[str, ...]
    base: float
    joining: Floats
    """(len(PARTS),)."""
    marks: Mapping[str, Floats]
    """``talk``, ``eye``: for each of LANGUAGES; ``tell``, ``press``: for each tactic; ``any``."""
    choose: Floats
    """(2, BUCKETS): what single words say of contact and child, to choose what is read."""
    words: Floats
    """(3, BUCKETS): the same with pairs of words, for each role."""
    meaning: Floats
    """(4 * 512 + 1,)."""
    tells: Floats
    """(what `told_by` gives + 1, tactics + 1): the last column is for any tactic."""
    networks: tuple[Mapping[str, Floats], ...]
    version: str

    @classmethod
    def load(cls, tactics: Sequence[str], stored: Mapping[str, Floats] | None = None) -> Model:
        """Return the model shipped; WeightsBrokenError if it does not fit this program."""
        arrays = unpack() if stored is None else stored
        try:
            return cls._built(tuple(tactics), arrays)
        except (KeyError, IndexError) as error:
            raise WeightsBrokenError("the weights lack a part") from error

    @classmethod
    def _built(cls, tactics: tuple[str, ...], arrays: Mapping[str, Floats]) -> Model:
        names = sorted({each.split(".")[1] for each in arrays if each.startswith("order.")})
        networks = tuple(
            {
                key.split(".", 2)[2]: value
                for key, value in arrays.items()
                if key.startswith(f"order.{name}.")
            }
            for name in names
        )
        model = cls(
            tactics=tactics,
            base=float(arrays["base"][0]),
            joining=arrays["joining"],
            marks={
                name: arrays[f"mark.{name}"] for name in ("talk", "eye", "any", "tell", "press")
            },
            choose=arrays["choose"].reshape(2, BUCKETS),
            words=arrays["words"].reshape(3, BUCKETS),
            meaning=arrays["meaning"].reshape(-1),
            tells=arrays["tells"],
            networks=networks,
            version=f"{int(arrays['version'][0])}",
        )
        model._check()
        return model

    def _check(self) -> None:
        """Raise WeightsBrokenError if a shape is not what reading needs."""
        wide = 512
        fits = (
            self.joining.shape == (len(PARTS),)
            and self.meaning.shape == (4 * wide + 1,)
            and self.marks["tell"].shape == self.marks["press"].shape == (len(self.tactics),)
            and self.tells.shape
            == (2 * wide + CONTEXT + len(self.tactics) + 1, len(self.tactics) + 1)
            and self.marks["talk"].shape == self.marks["eye"].shape == (len(LANGUAGES),)
            and bool(self.networks)
            and all(
                each["meaning"].shape[0] == wide
                and each["table"].shape[0] == BUCKETS
                and each["context"].shape[0] == CONTEXT + len(self.tactics)
                for each in self.networks
            )
        )
        if not fits:
            raise WeightsBrokenError("the weights are of another version")

    def levels(self, language: str | None) -> tuple[float, float]:
        """Return the scores from which a contact is worth an eye, and a talk, in this language.

        Where the language can't be told, the higher ones.
        """
        eye, talk = self.marks["eye"], self.marks["talk"]
        if language in LANGUAGES:
            place = LANGUAGES.index(language)
            return float(eye[place]), float(talk[place])
        return float(eye.max()), float(talk.max())

    def read(self, stretches: Sequence[Sequence[Line]]) -> list[Verdict]:
        """Return what each stretch amounts to; each has 1 to LONGEST lines."""
        if not stretches:
            return []
        parts = np.stack(
            [
                np.array([self._words(each) for each in stretches]),
                np.array([self._meaning(each) for each in stretches]),
                np.zeros(len(stretches)),
            ]
        )
        share = 1 / len(self.networks)
        for weights in self.networks:
            parts[2] += share * network.read(weights, laid_out(stretches, weights["table"]))
        weighted = parts.T * self.joining
        return [self._verdict(row, each) for row, each in zip(weighted, stretches, strict=True)]

    def _verdict(self, parts: Floats, lines: Sequence[Line]) -> Verdict:
        told = told_by(lines) @ self.tells[:-1] + self.tells[-1]
        return Verdict(tuple(map(float, parts)), told[:, :-1], told[:, -1])

    def _words(self, lines: Sequence[Line]) -> float:
        """Return the log-odds of words: each word of a role counts once."""
        said = {(line.role, bucket) for line in lines for bucket in line.buckets}
        if not said:
            return 0.0
        roles, buckets = np.array(sorted(said)).T
        return float(self.words[roles, buckets].sum() / np.sqrt(len(said)))

    def _meaning(self, lines: Sequence[Line]) -> float:
        return float(pooled(lines) @ self.meaning[:-1] + self.meaning[-1])


BEFORE = 0.5
"""How much the meaning of the line before counts, beside a line's own."""


def told_by(lines: Sequence[Line]) -> Floats:
    """Return what tells of each line: shape (lines, 2 * 512 + CONTEXT + tactics)."""
    meanings = np.stack([line.meaning for line in lines])
    before = np.zeros_like(meanings)
    before[1:] = BEFORE * meanings[:-1]
    rest = np.stack([np.concatenate([line.context, line.tactics]) for line in lines])
    return np.concatenate([meanings, before, rest], axis=1)


def pooled(lines: Sequence[Line]) -> Floats:
    """Return the meanings of both sides, each as mean and as greatest: shape (4 * 512,)."""
    found = []
    for role in (CONTACT, CHILD):
        own = [line.meaning for line in lines if line.role == role]
        stacked = np.stack(own) if own else np.zeros((1, len(lines[0].meaning)), np.float32)
        found += [stacked.mean(axis=0), stacked.max(axis=0)]
    return np.concatenate(found)


def laid_out(stretches: Sequence[Sequence[Line]], table: Floats) -> network.Stretches:
    """Return stretches as one network takes them; ``table`` holds its words: (BUCKETS, width)."""
    longest = max(map(len, stretches))
    shape = (len(stretches), longest)
    first = stretches[0][0]
    meanings = np.zeros((*shape, len(first.meaning)), np.float32)
    words = np.zeros((*shape, table.shape[1]), np.float32)
    context = np.zeros((*shape, len(first.context) + len(first.tactics)), np.float32)
    mask = np.zeros(shape, np.float32)
    for row, lines in enumerate(stretches):
        for place, line in enumerate(lines):
            meanings[row, place] = line.meaning
            if len(line.buckets):
                words[row, place] = table[line.buckets].sum(axis=0) / np.sqrt(len(line.buckets))
            context[row, place] = np.concatenate([line.context, line.tactics])
            mask[row, place] = 1
    return network.Stretches(meanings, words, context, mask)
