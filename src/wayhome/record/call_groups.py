"""Calls as they stand now: an entry together with those that correct it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wayhome.model.calls import CallEntry, CallText


@dataclass(frozen=True, slots=True)
class Call:
    """One call: as it was first written, and each correction in the order of writing."""

    versions: tuple[CallEntry, ...]

    @property
    def first(self) -> CallEntry:
        """The entry that the others correct."""
        return self.versions[0]

    @property
    def last(self) -> CallEntry:
        """The entry that counts."""
        return self.versions[-1]

    @property
    def said(self) -> CallText:
        """What it says now."""
        return self.last.said

    @property
    def called(self) -> datetime:
        """When it was, as far as is known now."""
        return self.last.said.called

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all its entries."""
        return frozenset(each.id for each in self.versions)


def group_calls(entries: Iterable[CallEntry]) -> tuple[Call, ...]:
    """Return the calls in the order in which they were first written.

    ``entries`` come in the order of writing. A correction of what is not there stands alone:
    what it corrected may have gone with a child.
    """
    homes: dict[str, str] = {}
    groups: dict[str, list[CallEntry]] = {}
    for entry in entries:
        home = homes.get(entry.corrects, entry.id) if entry.corrects else entry.id
        homes[entry.id] = home
        groups.setdefault(home, []).append(entry)
    return tuple(Call(tuple(group)) for group in groups.values())
