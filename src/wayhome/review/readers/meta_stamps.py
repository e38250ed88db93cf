"""Dates of Meta's pages, such as `jun. 07, 2024 5:44 am`: months in words of any language."""

from __future__ import annotations

import re

from wayhome.model.messages import DateOrder
from wayhome.review.readers.stamps import LONGEST_STAMP, bare, is_period, read_day, understand
from wayhome.review.readers.stamps import read_time as read_clock

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NUMBERED = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9]) ?[月월](?! ?\d{1,2} ?[日일])|\b(?:tháng|thg)\.? ?(1[0-2]|0?[1-9])\b",
    re.IGNORECASE,
)
"""Months as a number with a word. Meta puts the day behind them, so the number alone misleads."""
HALF_DAY = re.compile(r"(?<=\d)[ \u00a0\u202f]?(sa|ch)\.?$", re.IGNORECASE)
"""Vietnamese for before and after noon."""
ZONE = re.compile(r" ?\(?(?:UTC|GMT) ?(?:([+-]\d{1,2})(?::?(\d\d))?)?\)?$")
NO_PERIOD = frozenset({"uhr", "h", "hs", "hrs", "klo", "kl", "น"})
"""Words beside a time that say nothing of the half of the day."""
NOT_TIME = re.compile(r"\d[\d:.\u066b ]*\d|\d")
FARTHEST = 14
"""Hours from UTC of the farthest zone."""
MOST_KEPT = 50_000
MOST_SHAPES = 8


class Stamps:
    """Reads the stamps of one export; it learns how they look, and works halves out once."""

    def __init__(self, order: DateOrder) -> None:
        """``order`` is for days without a month in words."""
        self._order = order
        self._shapes: list[re.Pattern[str]] = []
        self._days: dict[str, str] = {}
        self._times: dict[str, str] = {}

    def read(self, text: str) -> str | None:
        """Return a stamp as a message has it; None if it is none."""
        for shape in self._shapes[:1]:
            # Most stamps of a page look the same, and their halves are known.
            found = shape.fullmatch(text)
            iso = self._days.get(found["day"]) if found else None
            clock = self._times.get(found["time"]) if found and iso else None
            if clock:
                return f"{iso}T{clock}"
        plain, zone = _prepare(text)
        halves = self._split(plain)
        if halves is None:
            return None
        day, time = halves
        iso = self._days.get(day)
        if iso is None:
            iso = _keep(self._days, day, read_day(day, self._order) or "")
        clock = self._times.get(time)
        if clock is None:
            clock = _keep(self._times, time, _read_clock(time))
        return f"{iso}T{clock}{zone}" if iso and clock else None

    def halves(self, text: str) -> tuple[str, str] | None:
        """Return the day and the time of a stamp, as written."""
        return self._split(_prepare(text)[0])

    def _split(self, text: str) -> tuple[str, str] | None:
        for number, shape in enumerate(self._shapes):
            found = shape.fullmatch(text)
            if found:
                if number:
                    # The most frequent one is tried first.
                    self._shapes.insert(0, self._shapes.pop(number))
                return found["day"], found["time"]
        learnt = _learn(text)
        if learnt is None:
            return None
        self._shapes.insert(0, learnt)
        del self._shapes[MOST_SHAPES:]
        found = learnt.fullmatch(text)
        return (found["day"], found["time"]) if found else None


def _keep(kept: dict[str, str], key: str, value: str) -> str:
    if len(kept) < MOST_KEPT:
        kept[key] = value
    return value


def _prepare(text: str) -> tuple[str, str]:
    """Return a stamp with months in words, and its offset if it has one."""
    text = text.strip(" \t\r\n,.")
    if len(text) > LONGEST_STAMP:
        return "", ""
    zone = ZONE.search(text)
    if zone:
        text = text[: zone.start()]
    if NUMBERED.search(text):
        text = NUMBERED.sub(lambda found: f" {MONTHS[int(found[1] or found[2]) - 1]} ", text, 1)
        text = text.strip()
    return text, _offset(zone) if zone else ""


def _offset(zone: re.Match[str]) -> str:
    hours = int(zone[1] or 0)
    if abs(hours) > FARTHEST:
        return ""
    return f"{'-' if hours < 0 else '+'}{abs(hours):02d}:{zone[2] or '00'}"


def _learn(text: str) -> re.Pattern[str] | None:
    """Return the pattern of all stamps that look like this one."""
    shape = understand(text) if text else None
    if shape is None:
        return None
    first, second = ("day", "time") if shape.day_first else ("time", "day")
    named = shape.pattern.replace("(", f"(?P<{first}>", 1)
    place = named.index("(", named.index(")"))
    return re.compile(f"{named[:place]}(?P<{second}>{named[place + 1 :]}")


def _read_clock(text: str) -> str:
    """Return a time of a day; "" where it can't be told before or after noon."""
    text = HALF_DAY.sub(lambda found: " AM" if found[1].lower() == "sa" else " PM", text)
    word = bare(NOT_TIME.sub("", text))
    if word and word not in NO_PERIOD and not is_period(word):
        return ""
    return read_clock(text) or ""


def could_be(text: str) -> bool:
    """Tell whether a text looks like a stamp at all."""
    return (
        6 <= len(text) <= LONGEST_STAMP  # noqa: PLR2004 - the shortest is longer
        and Stamps(DateOrder.DMY).halves(text) is not None
    )
