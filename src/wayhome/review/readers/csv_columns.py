"""Which column of a table is which: by the words of its first line, or as the user said."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.model.messages import Assumed
from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TABLE = Path(__file__).with_name("csv_words.json")
ROLES = ("text", "at", "date", "time", "from", "id", "to", "conversation")
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 200
NEEDED = 2
"""Columns of a table."""
UTC = re.compile(r"\b(?:utc|gmt)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row what stands. Places count from 0."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    """Role, of `ROLES`, to place."""
    given: frozenset[str] = frozenset()
    """Roles that the user named."""

    def cell(self, row: Sequence[str], role: str) -> str:
        """Return what stands in a row for a role; "" where there is no such column."""
        place = self.places.get(role, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    @property
    def is_utc(self) -> bool:
        """Whether the header of the times says that they are in UTC."""
        named = (self.header[self.places[role]] for role in ("at", "date") if role in self.places)
        return any(UTC.search(each) for each in named)

    def assumed(self) -> tuple[Assumed, ...]:
        """Say which column was taken for what."""
        return tuple(
            Assumed(
                f"column_{role}",
                self.header[place],
                "given" if role in self.given else "column_by_name",
            )
            for role, place in self.places.items()
        )


def find_delimiter(line: str) -> str | None:
    """Return what stands between the columns of a first line; None if it has one column."""
    counts = {each: line.count(each) for each in DELIMITERS}
    best = max(DELIMITERS, key=lambda each: counts[each])
    return best if counts[best] else None


def find_columns(header: Sequence[str]) -> Columns | None:
    """Return what the words of a first line say; None if they name no chat."""
    names = tuple(each.strip() for each in header[:MOST_COLUMNS])
    known = _words()
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        role = known.get(_bare(name))
        if role and role not in places:
            places[role] = place
    if "from" not in places and "id" in places:
        places["from"] = places["id"]
    if "text" not in places or "from" not in places or not places.keys() & {"at", "date", "time"}:
        return None
    return Columns(names, _settle_times(places))


def take_columns(header: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Return the columns that the user named, and others as their words say.

    Raises:
        UserProblem: ``column_unknown`` names the columns that are there.
    """
    names = tuple(each.strip() for each in header[:MOST_COLUMNS])
    places = {}
    for role, name in given.items():
        if name not in names:
            raise UserProblem("column_unknown", known=", ".join(names[:40]))
        places[role] = names.index(name)
    guessed = find_columns(header)
    others = {} if guessed is None else guessed.places
    taken = set(places.values())
    for role, place in others.items():
        # A time that was named needs no day beside it.
        if role not in places and place not in taken and not (role == "date" and "at" in places):
            places[role] = place
    return Columns(names, places, frozenset(given))


def read_given(text: str) -> dict[str, str]:
    """Return what `text=Message,from=Sender` says; UserProblem ``columns_unclear``."""
    given = {}
    for part in text.split(","):
        role, equals, name = part.partition("=")
        if not equals or role.strip() not in ROLES or not name.strip():
            raise UserProblem("columns_unclear", roles=", ".join(ROLES))
        given[role.strip()] = name.strip()
    return given


def _settle_times(places: dict[str, int]) -> dict[str, int]:
    """Keep a whole time; else a day with its time, or whichever there is."""
    if "at" in places:
        return {role: place for role, place in places.items() if role not in {"date", "time"}}
    if "date" in places:
        return places
    return {("at" if role == "time" else role): place for role, place in places.items()}


def _bare(name: str) -> str:
    """Return a column's name in small letters without accents, brackets and signs."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", " ", name)).casefold()
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return NOT_LETTERS.sub(" ", letters).strip()


@cache
def _words() -> dict[str, str]:
    table: dict[str, list[str]] = json.loads(TABLE.read_text("utf-8"))
    return {word: role for role, words in table.items() for word in words}
