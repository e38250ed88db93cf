"""How a family gets a chat out of an app, and what each format that is read holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.sources import Status, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wayhome.model.sources import Source


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One step, or one thing that is missing. No sources: none was found, and the page says so."""

    id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """How one platform gives its chats. Words at ``exports.entries.<id>``."""

    id: str
    formats: tuple[str, ...]
    """Ids of the readers that may read what comes out of it."""
    needs: tuple[str, ...]
    """Sources of whose device and account it takes."""
    steps: tuple[ExportLine, ...]
    absent: tuple[ExportLine, ...]
    """What is not in it, and what can go wrong."""
    wait: tuple[str, ...]
    """Sources of how long it takes; none where nobody says."""

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the sources of each statement, empty where none was found."""
        lines = (each.sources for each in (*self.steps, *self.absent))
        return (self.needs, *lines, self.wait)


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that a reader reads. Words at ``exports.formats.<id>``: shapes, limits."""

    id: str
    not_visible: tuple[str, ...]
    """What its reader may say is missing: codes at ``reading.not_visible``."""
    coming: bool
    """Whether its reader is still to be written."""


@dataclass(frozen=True, slots=True)
class Exports:
    """All of both. Mappings keep the order of the file."""

    entries: Mapping[str, Export]
    formats: Mapping[str, ExportFormat]

    def sources(self) -> frozenset[str]:
        """Name every source that a line of an entry rests on."""
        every = (group for entry in self.entries.values() for group in entry.groups())
        return frozenset(source for group in every for source in group)

    def can_be_read(self, export: Export) -> bool:
        """Tell whether at least one of its formats has a reader already."""
        return any(not self.formats[each].coming for each in export.formats)


def status_of_line(sources: Iterable[Source]) -> Status:
    """Return what a reader is told of a line: without any source it is to be confirmed."""
    found = tuple(sources)
    return status_of(found) if found else Status.TO_CONFIRM
