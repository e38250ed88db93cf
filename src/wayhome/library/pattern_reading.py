"""Read the review's patterns, and try each on its own examples.

They are no part of `Content`: only a review needs them, and the app starts without.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated

import re2

from wayhome.library.cross_checks import check_known, check_unique
from wayhome.library.plain_text import plain
from wayhome.library.schemas import Flag, KebabId, Shape, SnakeId, Some
from wayhome.model.patterns import By, Pattern, PatternFile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wayhome.library.files import Reading

FOLDER = "patterns"
_NAMED = re.compile(r"<([a-z ]+)>")


class PatternShape(Shape):
    """One pattern."""

    id: KebabId
    tactic: SnakeId
    by: By
    strong: Flag = False
    match: str
    flag: Annotated[list[str], Some]
    quiet: Annotated[list[str], Some]


class PatternsFile(Shape):
    """`patterns/<language>.yaml`."""

    version: str
    common: Annotated[list[str], Some]
    spellings: dict[str, list[str]]
    neutral: list[str]
    patterns: Annotated[list[PatternShape], Some]


def read_patterns(reading: Reading, tactics: Collection[str]) -> dict[str, PatternFile]:
    """Return the patterns of each language; what is wrong joins the faults."""
    found: dict[str, PatternFile] = {}
    for name in reading.names(FOLDER):
        shape = reading.shaped(name, PatternsFile)
        if shape is None:
            continue
        note = partial(reading.fault, name)
        check_unique((each.id for each in shape.patterns), "patterns", note)
        check_known(
            (each.tactic for each in shape.patterns), tactics, ("patterns",), "tactic", note
        )
        language = name.removeprefix(f"{FOLDER}/").removesuffix(".yaml")
        patterns = []
        for index, each in enumerate(shape.patterns):
            built = _pattern(each, shape.spellings)
            _try_out(built, partial(note, ("patterns", index, "match")))
            patterns.append(built)
        found[language] = PatternFile(
            language=language,
            version=shape.version,
            common=frozenset(shape.common),
            spellings=_short_forms(shape.spellings),
            neutral=tuple(shape.neutral),
            patterns=tuple(patterns),
        )
    return found


def _short_forms(spellings: Mapping[str, list[str]]) -> dict[str, str]:
    return {short: word for word, shorts in spellings.items() for short in shorts if short != word}


def _pattern(shape: PatternShape, spellings: Mapping[str, list[str]]) -> Pattern:
    def spelled(found: re.Match[str]) -> str:
        forms = [found[1], *spellings.get(found[1], ())]
        return f"(?:{'|'.join(map(re.escape, forms))})"

    return Pattern(
        id=shape.id,
        tactic=shape.tactic,
        by=shape.by,
        expression=rf"\b(?:{_NAMED.sub(spelled, shape.match)})",
        strong=shape.strong,
        flag=tuple(shape.flag),
        quiet=tuple(shape.quiet),
    )


def _try_out(pattern: Pattern, note: partial[None]) -> None:
    """Note what the pattern does not find, or finds, against its own examples."""
    try:
        compiled = re2.compile(pattern.expression)
    except re2.error as error:
        note(f"{pattern.id}: RE2 does not take it: {error}")
        return
    for line in pattern.flag:
        if not compiled.search(plain(line)):
            note(f"{pattern.id}: does not find {line!r}")
    for line in pattern.quiet:
        if compiled.search(plain(line)):
            note(f"{pattern.id}: must not find {line!r}")
    if len(pattern.quiet) < len(pattern.flag):
        note(f"{pattern.id}: needs as many quiet lines as lines to find, or more")
