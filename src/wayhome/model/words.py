"""The words of one language, found by key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class MissingWordsError(LookupError):
    """A key that the content check should have caught: a bug, never the user's fault."""


@dataclass(frozen=True, slots=True)
class Words:
    """All texts of one language.

    A key is the file's name and the path inside it, joined with dots
    (``check.questions.missing.words``). A text may have a variant for one kind of reader,
    kept beside it as ``words@young_person``.
    """

    language: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text at ``key`` with ``{names}`` filled in."""
        try:
            text = self.texts[key]
        except KeyError:
            raise MissingWordsError(key) from None
        return text.format_map(values) if values else text

    def for_reader(self, key: str, reader: str | None) -> str:
        """Return the variant of ``key`` for this reader, else the text for everybody."""
        return self.texts.get(f"{key}@{reader}") or self(key)

    def find(self, key: str, reader: str | None = None) -> str | None:
        """Return an optional text, or None where this language (so every language) has none."""
        return self.texts.get(f"{key}@{reader}") or self.texts.get(key)

    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where there is none."""
        return self.lists.get(key, ())
