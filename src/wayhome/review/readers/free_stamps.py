"""Times in the form of any computer's region, such as `04-Mar-24 10:41 PM` or `4.3.2024 22:41`."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from wayhome.model.messages import DateOrder
from wayhome.review.readers.date_order import OrderFinder, Settled
from wayhome.review.readers.iso_stamps import read_stamp
from wayhome.review.readers.stamps import DayReader, TimeReader, understand

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_HEARD = 200_000
"""Stamps that are looked through to settle an order."""
MOST_SHAPES = 20
"""Shapes of stamps in one file: an honest one has one or two."""
LONGEST = 70
PERIOD = re.compile(r"[^\W\d_]")


class FreeStamps:
    """Reads the stamps of one file, whose shapes it learns."""

    def __init__(self, order: DateOrder) -> None:
        """Begin with no shape known."""
        self._days = DayReader(order)
        self._times = TimeReader()
        self._shapes: list[tuple[re.Pattern[str], bool]] = []
        self._tried = 0

    def split(self, text: str) -> tuple[str, str] | None:
        """Return the day and the time of a stamp, as written; None if it is none."""
        if len(text) > LONGEST:
            return None
        for pattern, day_first in self._shapes:
            found = pattern.fullmatch(text)
            if found:
                return (found[1], found[2]) if day_first else (found[2], found[1])
        # A file full of texts that are no stamps costs no more than a few looks.
        if len(self._shapes) >= MOST_SHAPES or self._tried > MOST_SHAPES * 50:
            return None
        self._tried += 1
        shape = understand(text)
        if shape is None:
            return None
        pattern = re.compile(shape.pattern)
        found = pattern.fullmatch(text)
        if found is None:
            return None
        self._shapes.append((pattern, shape.day_first))
        return (found[1], found[2]) if shape.day_first else (found[2], found[1])

    def read(self, text: str) -> str | None:
        """Return a time as a message has it; None if it is none."""
        iso = read_stamp(text)
        if iso is not None:
            return iso
        halves = self.split(text.strip())
        if halves is None:
            return None
        day, time = self._days[halves[0]], self._times[halves[1]]
        return day + time if day and time else None

    def number(self, row: object) -> int | None:
        """Return a number that grows with the time in a row's third place."""
        written = row[2] if isinstance(row, tuple) and len(row) > 2 else None  # noqa: PLR2004
        at = self.read(written) if isinstance(written, str) else None
        return int(re.sub(r"\D", "", at[:19])) if at else None


def settle_order(stamps: Iterable[str], given: DateOrder | None) -> Settled:
    """Return the order of the days in these stamps: as given, or as they leave no doubt."""
    if given is not None:
        return Settled(given)
    finder, shapes, twelve, last = OrderFinder(), FreeStamps(DateOrder.DMY), False, ""
    heard = False
    for text in islice(stamps, MOST_HEARD):
        halves = None if read_stamp(text) else shapes.split(text.strip())
        if halves is None or halves[0] == last:
            continue
        heard, last = True, halves[0]
        twelve = twelve or PERIOD.search(halves[1]) is not None
        if finder.hear((last,)):
            break
    return finder.settle(twelve_hours=twelve) if heard else Settled(DateOrder.YMD)
