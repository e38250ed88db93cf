"""Find the patterns in many lines at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import re2

from wayhome.library.plain_text import BREAK, plain
from wayhome.model.patterns import By

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wayhome.model.patterns import Pattern

BLOCK = 20_000
"""Lines brought to one spelling at once."""


class Hint(NamedTuple):
    """A pattern in a line."""

    line: int
    pattern: Pattern

    def fits(self, *, by_child: bool) -> bool:
        """Tell whether the pattern is about what this side says."""
        return self.pattern.by is By.ANYONE or (self.pattern.by is By.CHILD) == by_child


@dataclass(slots=True)
class Hints:
    """The patterns of one or more languages, compiled into one automaton."""

    patterns: Sequence[Pattern]
    failed: list[Pattern] = field(default_factory=list)
    """Patterns that RE2 does not take: their tactics did not run in full."""
    _set: re2.Set = field(init=False)
    _taken: list[Pattern] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Compile them; one that fails is left out and named."""
        options = re2.Options()
        options.log_errors = False
        options.max_mem = 64 << 20
        self._set = re2.Set.SearchSet(options)
        for pattern in self.patterns:
            try:
                self._set.Add(pattern.expression)
            except re2.error:
                self.failed.append(pattern)
            else:
                self._taken.append(pattern)
        if self._taken:
            self._set.Compile()

    def find(self, plain_lines: Iterable[str]) -> Iterator[Hint]:
        """Yield every pattern of every line, in the order of the lines."""
        if not self._taken:
            return
        match, taken = self._set.Match, self._taken
        for number, line in enumerate(plain_lines):
            places = match(line) if line else None
            if places:
                for place in sorted(places):
                    yield Hint(number, taken[place])


def plain_lines(texts: Sequence[str]) -> list[str]:
    """Return each line in plain spelling."""
    found: list[str] = []
    for begin in range(0, len(texts), BLOCK):
        found += plain(BREAK.join(texts[begin : begin + BLOCK])).split(BREAK)
    return found
