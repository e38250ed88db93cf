"""Public ordinary conversation, to count false alarms on. Read where `WAYHOME_CORPORA` says.

None of it is committed: the licences differ. Absent, the line says "not measured here". The folder
holds the files under the names of their repositories (docs/accuracy.md says which).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.model.messages import Message
from wayhome.review.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "WAYHOME_CORPORA"
LENGTH = 50
"""Messages of a conversation: shorter dialogues of one corpus are put one after the other."""
MOST = 150
"""Conversations of each corpus."""
CHILD = "K"


def folder() -> Path | None:
    """Return where the corpora lie; None where nobody said."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named and Path(named).is_dir() else None


def conversations(place: Path) -> Iterator[tuple[str, Talk]]:
    """Yield the name of each corpus and conversations of LENGTH messages of it."""
    for path in sorted(place.rglob("*.json")):
        name = path.relative_to(place).with_suffix("").as_posix()
        made = 0
        lines: list[str] = []
        for dialogue in json.loads(path.read_text(encoding="utf-8")):
            turns = dialogue["dialogue"]
            lines += [said for turn in turns for said in turn if isinstance(said, str) and said]
            if len(lines) >= LENGTH:
                yield name, _talk(f"{name} {made}", lines[:LENGTH])
                lines, made = [], made + 1
            if made == MOST:
                break


def _talk(title: str, lines: list[str]) -> Talk:
    talk = Talk(title)
    talk.take(
        Message("A" if number % 2 == 0 else CHILD, f"2026-03-02T17:{number % 60:02}:00", said)
        for number, said in enumerate(lines)
    )
    return talk
