"""Whose export of Meta it is: what the files about the account say, else who is in every thread."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.messages import Person
from wayhome.review.readers.meta_files import read_all
from wayhome.review.readers.meta_strings import clean_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wayhome.review.source import Chosen

ABOUT = re.compile(
    r"(?:^|/)(?:personal_information|profile_information|account_information|profile)\.(json|html)$"
)
"""Files about the account. Meta does not translate these names."""
LARGEST_PAGE = 4 << 20
SHORT_TEXT = re.compile(r">([^<>]{1,200})<")
TWO = 2


@dataclass(frozen=True, slots=True)
class Circle:
    """The people of one thread."""

    names: tuple[str, ...]
    complete: bool = True
    """Whether all of them are known."""


def find_owner(files: Chosen, circles: Sequence[Circle]) -> Person | None:
    """Return whose export it is; None where the files leave it open."""
    everybody = {name for circle in circles for name in circle.names}
    named = {name for name in _names_told(files) if name in everybody}
    if len(named) == 1:
        return Person(named.pop())
    common = _in_all(circles)
    return Person(common) if common and (not named or common in named) else None


def _in_all(circles: Sequence[Circle]) -> str | None:
    """Return the one who is in every thread between two; in most, where people are missing."""
    # The owner may have left a group, and is then not named in it.
    pairs = {frozenset(circle.names) for circle in circles if len(circle.names) == TWO}
    if len(pairs) >= TWO and all(circle.complete for circle in circles):
        shared = frozenset.intersection(*pairs)
        return next(iter(shared)) if len(shared) == 1 else None
    counts = Counter(name for circle in circles for name in set(circle.names))
    best = counts.most_common(TWO)
    if not best or best[0][1] < TWO or best[0][1] * TWO <= len(circles):
        return None
    return best[0][0] if len(best) == 1 or best[0][1] > best[1][1] else None


def _names_told(files: Chosen) -> Iterator[str]:
    """Yield what the files about the account give as names."""
    for name in files.all_names():
        found = ABOUT.search(name)
        if found and found[1] == "json":
            yield from _names_in_json(_read_json(files, name))
        elif found and "profile" not in name.rpartition("/")[2]:
            # Facebook's page of the profile names the family too: it tells nothing for sure.
            yield from _names_in_page(files, name)


def _read_json(files: Chosen, name: str) -> object:
    raw = read_all(files, name)[0] if files.size(name) <= LARGEST_PAGE else b""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        files.note_damage(name)
        return None


def _names_in_json(found: object) -> Iterator[str]:
    if not isinstance(found, dict):
        return
    for key in ("profile_v2", "profile"):
        about = found.get(key)
        name = about.get("name") if isinstance(about, dict) else None
        full = name.get("full_name") if isinstance(name, dict) else name
        if isinstance(full, str):
            yield clean_name(full)
    entries = found.get("profile_user")
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            continue
        # The keys are in the language of the account, so every value is asked.
        fields = entry.get("string_map_data")
        values = list(fields.values()) if isinstance(fields, dict) else []
        more = entry.get("label_values")
        for value in [*values, *(more if isinstance(more, list) else [])]:
            text = value.get("value") if isinstance(value, dict) else None
            if isinstance(text, str):
                yield clean_name(text)


def _names_in_page(files: Chosen, name: str) -> Iterator[str]:
    raw = read_all(files, name)[0] if files.size(name) <= LARGEST_PAGE else b""
    for found in SHORT_TEXT.findall(raw.decode("utf-8", "replace")):
        yield clean_name(html.unescape(found))
