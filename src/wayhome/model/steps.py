"""Ordered steps: what to do when a child is missing, when one suspects, or is young."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wayhome.model.numbers import Need

PROCEDURES = ("missing", "suspected", "young_person", "other_adult")
"""The ordered ways through. Each has a page of its own in the web shell."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Words at ``<procedure>.steps.<id>``: do, why, and optionally say, get_back, details, careful.
    """

    id: str
    needs: tuple[Need, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps that belong together in time. Words at ``<procedure>.phases.<id>``."""

    id: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """An ordered way through: ``missing``, ``suspected``, ``young_person``, ``other_adult``."""

    id: str
    phases: tuple[Phase, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(step for phase in self.phases for step in phase.steps)
