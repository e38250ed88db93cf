"""Which numbers of a list stand open, and which wait under a fold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wayhome.usecases.views import NumberView

OPEN = 2
"""Numbers that a list shows at once. A tired eye finds one of two, not one of fourteen."""


@dataclass(frozen=True, slots=True)
class NumberList:
    """One list, in the order in which to call."""

    emergency: NumberView | None
    """Stands in one line above the others: "in danger right now? first this"."""
    open: tuple[NumberView, ...]
    folded: tuple[NumberView, ...]


@dataclass(slots=True)
class NumberLayout:
    """Lays out the lists of one page from top to bottom.

    Many lists hold the emergency number. It stands above the first of them, and alone wherever
    nothing else is listed; said ten times it would hide the line one is looking for.
    """

    _shown: set[str] = field(default_factory=set)

    def arrange(self, views: Sequence[NumberView], stand_open: int = OPEN) -> NumberList:
        """Return the layout of the next list on the page, which is not empty."""
        rest = tuple(view for view in views if not view.service.emergency)
        if not rest:
            self._shown.update(view.service.id for view in views)
            return _cut(None, tuple(views), stand_open)
        # Wherever it stands in the list: behind a fold nobody in danger would find it.
        emergency = next((view for view in views if view.service.emergency), None)
        if emergency is None or emergency.service.id in self._shown:
            return _cut(None, rest, stand_open)
        self._shown.add(emergency.service.id)
        return _cut(emergency, rest, stand_open)


def _cut(
    emergency: NumberView | None, views: tuple[NumberView, ...], stand_open: int
) -> NumberList:
    # One number alone behind a fold would save nothing.
    cut = len(views) if len(views) == stand_open + 1 else stand_open
    return NumberList(emergency, views[:cut], views[cut:])
