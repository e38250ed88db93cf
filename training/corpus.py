"""Read the corpus: invented chats in pairs, one risky and its nearest innocent twin.

The form of the files is described in `training/README.md`.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wayhome.model.messages import Message
from wayhome.review.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CORPUS = Path(__file__).with_name("corpus")
UNSEEN = Path(__file__).with_name("unseen")
"""Written apart, never trained on and never read while rules were written."""
RISKY, TWIN, ORDINARY = "risky", "twin", "ordinary"
_HEAD = re.compile(r"== ([a-z]+-\d+-\d+) \| (.+)")
_PART = re.compile(r"-- (risky|twin|ordinary)")
_TIME = re.compile(r"@ (\d+) (\d\d):(\d\d)")
_LINE = re.compile(r"([A-K])(?: \[([a-z_, ]+)\])?: (.+)")
CHILD = "K"
FOLDS = 5
MIXED_LINES = 24


class CorpusError(ValueError):
    """A file is not in the form of the corpus; the message has its place."""


class Said(NamedTuple):
    """One line of a chat."""

    by: str
    tactics: tuple[str, ...]
    minute: int
    """Since the first day's midnight."""
    text: str


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat."""

    slug: str
    kind: str
    language: str
    scenario: str
    lines: list[Said] = field(default_factory=list)

    @property
    def fold(self) -> int:
        """Where it is held out: a writer's chats all together, for other writers come later."""
        return ord(self.slug[0]) % FOLDS

    @property
    def contact(self) -> str:
        """Whom it is about: who shows most tactics, else who writes most."""
        others = [line for line in self.lines if line.by != CHILD]
        weight: dict[str, int] = {}
        for line in others:
            weight[line.by] = weight.get(line.by, 0) + 1 + 100 * len(line.tactics)
        return max(weight, key=lambda who: weight[who], default="A")

    def talk(self) -> Talk:
        """Return it as the review takes conversations."""
        talk = Talk(self.slug)
        talk.take(self.messages())
        return talk

    def messages(self) -> Iterator[Message]:
        """Yield its messages."""
        for line in self.lines:
            day, minute = divmod(line.minute, 24 * 60)
            at = f"2026-03-{day % 28 + 1:02}T{minute // 60:02}:{minute % 60:02}:00"
            yield Message(line.by, at, line.text)


def read_corpus(root: Path = CORPUS) -> list[Chat]:
    """Return all chats of all languages; CorpusError at the first line that does not fit."""
    chats: list[Chat] = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        for path in sorted(folder.glob("*.txt")):
            chats += _read(path, folder.name)
    slugs = [(chat.slug, chat.kind, chat.language) for chat in chats]
    if len(set(slugs)) < len(slugs):
        raise CorpusError("two chats have the same slug")
    return chats


def pairs_of(chats: Iterable[Chat]) -> list[tuple[Chat, Chat]]:
    """Return the pairs, risky first."""
    by_slug: dict[tuple[str, str], dict[str, Chat]] = {}
    for chat in chats:
        by_slug.setdefault((chat.language, chat.slug), {})[chat.kind] = chat
    return [
        (each[RISKY], each[TWIN]) for each in by_slug.values() if RISKY in each and TWIN in each
    ]


def mixed(chats: Iterable[Chat], each: int) -> Iterator[Chat]:
    """Yield long innocent talk that wanders: pieces of one writer's twins, one after the other.

    There is less ordinary talk than pairs, and what is read of a chat begins and ends anywhere.
    ``each`` is how many are made of a writer's twins.
    """
    by_writer: dict[tuple[str, str], list[Chat]] = {}
    for chat in chats:
        if chat.kind == TWIN:
            by_writer.setdefault((chat.language, chat.slug[0]), []).append(chat)
    for (language, writer), twins in sorted(by_writer.items()):
        chance = random.Random(f"{language} {writer}")  # noqa: S311 - must come out the same
        for number in range(each):
            made = Chat(f"{writer}-0-{number}", ORDINARY, language, "pieces of twins")
            minute = 0
            while len(made.lines) < MIXED_LINES:
                twin = chance.choice(twins)
                length = chance.randint(2, 6)
                begin = chance.randint(0, max(len(twin.lines) - length, 0))
                for line in twin.lines[begin : begin + length]:
                    by = line.by if line.by == CHILD else "A"
                    made.lines.append(Said(by, (), minute, line.text))
                    minute += chance.randint(1, 9)
                minute += chance.randint(10, 600)
            yield made


def _read(path: Path, language: str) -> Iterator[Chat]:
    slug = scenario = ""
    chat: Chat | None = None
    minute = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if head := _HEAD.fullmatch(line):
            slug, scenario = head.groups()
        elif part := _PART.fullmatch(line):
            if chat is not None and chat.lines:
                yield chat
            chat = Chat(slug, part[1], language, scenario)
        elif at := _TIME.fullmatch(line):
            minute = (int(at[1]) * 24 + int(at[2])) * 60 + int(at[3])
        elif (said := _LINE.fullmatch(line)) and chat is not None:
            tactics = tuple(each.strip() for each in (said[2] or "").split(",") if each.strip())
            chat.lines.append(Said(said[1], tactics, minute, said[3]))
            minute += 1
        elif line.strip():
            raise CorpusError(f"{path.name}:{number}: {line[:60]!r}")
    if chat is not None and chat.lines:
        yield chat
