"""`make accuracy`: print how often the review is right, as the tables of docs/accuracy.md."""

from __future__ import annotations

import argparse
import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from accuracy import ordinary
from accuracy.measuring import (
    FLAGGED,
    Outcome,
    Remembering,
    first_warning,
    interval,
    review_chat,
    sample,
)  # fmt: skip
from training.corpus import CHILD, RISKY, TWIN, UNSEEN, Chat, Said, read_corpus
from wayhome.library import SHIPPED as CONTENT
from wayhome.library.loading import read_review_patterns
from wayhome.model.reviews import TACTICS
from wayhome.review.engine import Engine
from wayhome.review.pipeline import review_talk
from wayhome.review.understanding.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent / "docs" / "accuracy.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
ABSENT = "not measured here"
MINI = "WAYHOME_MINI_CHATS"
"""A module with the lists SAFE and RISK: 26 short chats that the project was given."""
WARNINGS = 60
"""Risky chats of each language that are read message by message."""


def main() -> None:
    """Measure, print, and with --write put it into the docs."""
    parser = argparse.ArgumentParser(prog="make accuracy ARGS=…", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into the docs")
    parser.add_argument("--corpus", type=Path, default=UNSEEN, help="folder of chats")
    asked = parser.parse_args()
    engine = Engine(
        TACTICS, read_review_patterns(CONTENT), embed=Remembering(), model=Model.load(TACTICS)
    )
    text = "\n".join(tables(engine, asked.corpus))
    print(text)
    if asked.write:
        before, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        DOCS.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


def tables(engine: Engine, corpus: Path) -> Iterator[str]:
    """Yield all tables, line by line."""
    chats = read_corpus(corpus)
    outcomes = [review_chat(chat, engine) for chat in chats]
    yield from _whole(outcomes, engine)
    for language in sorted({chat.language for chat in chats}):
        yield from _by_tactic(
            [each for each in outcomes if each.chat.language == language], language
        )
    yield from _ordinary(engine)
    yield from _mini(engine)


def _head(*columns: str) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"


def _whole(outcomes: list[Outcome], engine: Engine) -> Iterator[str]:
    yield "### Chats that no training saw, in pairs"
    yield ""
    yield from _head(
        "language", "risky chats", "found", "innocent twins flagged, of 100",
        "a telling line in a hit", "flagged lines that tell",
        "messages until the first warning (median)",
    )  # fmt: skip
    for language in sorted({each.chat.language for each in outcomes}):
        own = [each for each in outcomes if each.chat.language == language]
        risky = [each for each in own if each.chat.kind == RISKY]
        twins = [each for each in own if each.chat.kind == TWIN]
        hits = [each for each in risky if each.flagged]
        lines = [float(each.is_marked(n)) for each in hits for n, _ in each.lines()]
        chosen = sample([each.chat for each in risky], WARNINGS)
        firsts = [n for chat in chosen if (n := first_warning(chat, engine)) is not None]
        flagged = interval([100.0 * each.flagged for each in twins])
        yield (
            f"| {language} | {len(risky)} | {interval([each.flagged for each in risky])} "
            f"| {flagged} | {interval([each.tells for each in hits])} | {interval(lines)} "
            f"| {interval([float(n) for n in firsts], np.median)} |"
        )
    yield ""


def _by_tactic(outcomes: list[Outcome], language: str) -> Iterator[str]:
    risky = [each for each in outcomes if each.chat.kind == RISKY]
    twins = [each for each in outcomes if each.chat.kind == TWIN]
    yield f"### By tactic, {language}"
    yield ""
    yield from _head(
        "tactic", "chats that show it", "found at all", "named as this",
        "twins where it is named, of 100", "its flagged lines marked with it",
    )  # fmt: skip
    for tactic in TACTICS:
        shown = [each for each in risky if tactic in each.true]
        lines = [
            float(each.is_marked(n, tactic))
            for each in risky + twins
            if each.flagged
            for n, _ in each.lines(tactic)
        ]
        yield (
            f"| {tactic} | {len(shown)} | {interval([float(each.flagged) for each in shown])} "
            f"| {interval([float(tactic in each.named) for each in shown])} "
            f"| {interval([100.0 * (tactic in each.named) for each in twins])} "
            f"| {interval(lines)} |"
        )
    yield ""


def _ordinary(engine: Engine) -> Iterator[str]:
    yield "### Ordinary conversation of fifty messages"
    yield ""
    place = ordinary.folder()
    if place is None:
        yield f"{ABSENT} ({ordinary.VARIABLE} names no folder)"
        yield ""
        return
    yield from _head(
        "corpus", "language decided", "conversations", "flagged, of 100",
        "false alarms in 10,000 messages",
    )  # fmt: skip
    by_corpus: dict[str, list[tuple[bool, bool]]] = {}
    for name, talk in ordinary.conversations(place):
        child = frozenset(i for i, each in enumerate(talk.senders) if each.name == CHILD)
        review = review_talk(talk, engine, child)
        by_corpus.setdefault(name, []).append((review.level in FLAGGED, review.covered))
    covered: list[bool] = []
    for name, found in by_corpus.items():
        flagged = [each for each, _ in found]
        known = sum(each for _, each in found)
        if known * 2 > len(found):
            covered += flagged
        yield (
            f"| {name} | {known} of {len(found)} covered | {len(found)} "
            f"| {interval([100.0 * each for each in flagged])} "
            f"| {10_000 * sum(flagged) / (len(found) * ordinary.LENGTH):.2f} |"
        )
    yield (
        f"| all in a language covered | | {len(covered)} "
        f"| {interval([100.0 * each for each in covered])} "
        f"| {10_000 * sum(covered) / max(len(covered) * ordinary.LENGTH, 1):.2f} |"
    )
    yield ""


def _mini(engine: Engine) -> Iterator[str]:
    yield "### The 26 short chats"
    yield ""
    named = os.environ.get(MINI)
    if not named or not Path(named).is_file():
        yield f"{ABSENT} ({MINI} names no file)"
        return
    spec = importlib.util.spec_from_file_location("mini_chats", named)
    if spec is None or spec.loader is None:
        yield ABSENT
        return
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield from _head("kind", "chats", "talk soon or more", "keep an eye or more")
    for kind, texts in (("risky", module.RISK), ("innocent", module.SAFE)):
        levels = [review_chat(_mini_chat(text, kind), engine).review.level for text in texts]
        soon = sum(level in FLAGGED for level in levels)
        eye = sum(level.is_finding for level in levels)
        yield f"| {kind} | {len(texts)} | {soon} | {eye} |"


def _mini_chat(text: str, kind: str) -> Chat:
    chat = Chat("mini", kind, "en", "")
    for number, line in enumerate(text.split("\n")):
        who, _, said = line.partition(": ")
        chat.lines.append(Said("A" if who == "A" else CHILD, (), 18 * 60 + number, said))
    return chat


if __name__ == "__main__":
    main()
