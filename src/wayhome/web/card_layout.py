"""Which numbers stand on the wallet card and on the fridge sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.model.numbers import Need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from wayhome.usecases.views import NumberView

    Ask = Callable[[Need], tuple[NumberView, ...]]
    """Gives the numbers for a need in the order in which to call; none without a country."""

WALLET_NEEDS = (Need.EMERGENCY, Need.MISSING, Need.SUSPECTED, Need.IMAGES, Need.CRISIS)
FRIDGE_NEEDS = (Need.EMERGENCY, Need.EMERGENCY, Need.MISSING, Need.IMAGES, Need.CRISIS)
"""What each line of `words/<language>/cards.yaml` needs a number for, in its order."""

ON_A_LINE = 2
"""Numbers on one line of the wallet card: whom to call first, and then."""

ON_THE_FRONT = 3
"""Lines of the wallet card that one sees without unfolding it."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of a card. Without numbers, a person writes them in by hand."""

    words: str
    numbers: tuple[NumberView, ...]


def wallet_lines(words: Iterable[str], ask: Ask) -> list[CardLine]:
    """Return the lines of the wallet card: the first numbers of each need, in their order."""
    return [
        CardLine(line, ask(need)[:ON_A_LINE])
        for line, need in zip(words, WALLET_NEEDS, strict=True)
    ]


def fridge_steps(words: Iterable[str], ask: Ask) -> list[CardLine]:
    """Return the steps of the fridge sheet, one number each.

    The emergency number stands in the first two: after them comes the next one to call.
    """
    steps = []
    for line, need in zip(words, FRIDGE_NEEDS, strict=True):
        numbers = ask(need)
        further = tuple(each for each in numbers if not each.service.emergency)
        chosen = numbers if need is Need.EMERGENCY else further or numbers
        steps.append(CardLine(line, chosen[:1]))
    return steps


def oldest_day(lines: Iterable[CardLine]) -> date | None:
    """Return the oldest day that speaks for one of the numbers; None where none has a day."""
    days = (view.service.last_known for line in lines for view in line.numbers)
    return min((day for day in days if day is not None), default=None)
