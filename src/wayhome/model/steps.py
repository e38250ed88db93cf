"""Ordered steps: what to do when a child is missing, when one suspects, or is young."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.model.numbers import Need

PROCEDURES = ("missing", "suspected", "young_person", "other_adult", "after_return")
"""The ordered ways through. Each has a page of its own in the web shell."""


class Opens(StrEnum):
    """What Wayhome has to help with a step."""

    SCRIPT = "script"
    """The sentences to read out, on the step's own page."""
    EXPORTS = "exports"
    """Files that look like exported chats, listed unread."""
    ANSWERS = "answers"
    """The answers for the public form of the CyberTipline, prepared."""
    RECORD = "record"
    """The sealed record."""
    PACKET = "packet"
    """What an officer can use at once, made from the record."""
    RETURN = "return"
    """A line of the call log: the child is back, and what was due is so no more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What fits: asked beside the steps, never before the first one.

    Words at ``<procedure>.choice``: words, hint, and options by id.
    """

    many: bool
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Words at ``<procedure>.steps.<id>``: do, why, and optionally say, get_back, details, careful.
    """

    id: str
    needs: tuple[Need, ...]
    sources: tuple[str, ...]
    services: tuple[str, ...] = ()
    """Further lines by id, shown after those of the needs where the region has them."""
    when: tuple[str, ...] = ()
    """Options of the choice of which one must fit; none: the step is for everybody."""
    adds: tuple[str, ...] = ()
    """Options that add words here: ``adds.<option>.note``, perhaps ``adds.<option>.say``."""
    opens: tuple[Opens, ...] = ()

    def fits(self, chosen: Collection[str]) -> bool:
        """Tell whether the step is to be shown. Where nothing was chosen, everything is."""
        return not self.when or not chosen or not set(chosen).isdisjoint(self.when)


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps that belong together in time. Words at ``<procedure>.phases.<id>``."""

    id: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A sentence to read out on the phone, with one blank. Words at ``<procedure>.script.<id>``."""

    id: str
    fields: tuple[tuple[str, str], ...]
    """Sections and fields of the record that fill the blank, in the order of speaking."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """An ordered way through, such as ``missing`` or ``suspected``."""

    id: str
    phases: tuple[Phase, ...]
    choice: Choice | None = None
    script: tuple[ScriptLine, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(step for phase in self.phases for step in phase.steps)
