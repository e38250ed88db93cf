"""Settle over a whole file whether 3/4 is in March or in April."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from wayhome.model.messages import Assumed, DateOrder
from wayhome.review.readers.stamps import needs_order, read_day

if TYPE_CHECKING:
    from collections.abc import Iterable

EARLIEST = "2009"
"""No chat app that writes such dates is older; "24/3/5" is no day of 2005."""
YEARS_FOR_DAYS = 100
"""Read with the year in front, one day to the next is a year to the next."""
ORDERS = (DateOrder.DMY, DateOrder.MDY, DateOrder.YMD)


@dataclass(frozen=True, slots=True)
class Settled:
    """The order of a file's dates."""

    order: DateOrder
    assumed: Assumed | None = None
    """None where the file itself leaves no doubt."""


class OrderFinder:
    """Hears the days of a file one by one, as written, until they leave one order only."""

    def __init__(self) -> None:
        """Begin with every order possible."""
        self._backwards = dict.fromkeys(ORDERS, 0)
        self._unreadable = dict.fromkeys(ORDERS, 0)
        self._last = dict.fromkeys(ORDERS, "")
        self._first = dict.fromkeys(ORDERS, "")
        self._heard: set[str] = set()
        self._open = False
        """Whether any day can be read in several orders."""

    def hear(self, days: Iterable[str]) -> bool:
        """Take note of days in the file's order; tell whether they leave no doubt yet."""
        for text in days:
            self._hear(text)
        return self.is_settled()

    def is_settled(self) -> bool:
        """Tell whether only one order reads every day heard."""
        return bool(self._heard) and len(self._fitting()) == 1

    def _hear(self, text: str) -> None:
        first_time = text not in self._heard
        if first_time:
            self._heard.add(text)
            self._open = self._open or needs_order(text)
        for order in ORDERS:
            iso = read_day(text, order) if first_time or order in self._fitting() else None
            if iso is None or iso < EARLIEST:
                self._unreadable[order] += first_time
            else:
                self._backwards[order] += iso < self._last[order]
                self._last[order] = iso
                self._first[order] = self._first[order] or iso

    def _fitting(self) -> tuple[DateOrder, ...]:
        least = min(self._unreadable.values())
        return tuple(order for order in ORDERS if self._unreadable[order] == least)

    def settle(self, *, twelve_hours: bool, given: DateOrder | None = None) -> Settled:
        """Return the order, and what was assumed if the days leave a doubt.

        ``twelve_hours``: whether the clock is written with AM and PM. ``given`` is the user's word,
        and holds wherever the days can be read so.
        """
        fitting = self._fitting()
        if given in fitting:
            return Settled(given)
        if given is not None and len(fitting) == 1:
            return Settled(fitting[0], Assumed("date_order", fitting[0].value, "dates_contradict"))
        if not self._open or len(fitting) == 1:
            return Settled(fitting[0])
        steady = self._without_leaps(each for each in fitting if not self._backwards[each])
        if len(steady) == 1 and len(self._heard) > 1:
            return Settled(steady[0])
        likely = self._likely(steady or list(fitting), twelve_hours=twelve_hours)
        return Settled(likely, Assumed("date_order", likely.value, "dates_fit_both"))

    def _without_leaps(self, orders: Iterable[DateOrder]) -> list[DateOrder]:
        """Return the orders; the year in front only if it does not stretch the chat over years."""
        found = list(orders)
        spans = {order: self._days_in(order) for order in found}
        if DateOrder.YMD in spans and len(spans) > 1:
            shortest = min(span for order, span in spans.items() if order is not DateOrder.YMD)
            if spans[DateOrder.YMD] > shortest * YEARS_FOR_DAYS:
                found.remove(DateOrder.YMD)
        return found

    def _days_in(self, order: DateOrder) -> int:
        first, last = self._first[order], self._last[order]
        return (date.fromisoformat(last) - date.fromisoformat(first)).days if first else 0

    def _likely(self, orders: list[DateOrder], *, twelve_hours: bool) -> DateOrder:
        """Return what such a form most often means: only the USA writes the month first."""
        sample = next(iter(sorted(self._heard)))
        if twelve_hours and "/" in sample and DateOrder.MDY in orders:
            return DateOrder.MDY
        return DateOrder.DMY if DateOrder.DMY in orders else orders[0]
