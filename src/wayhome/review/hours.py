"""Times as the child's clock showed them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

UNKNOWN = -1
DAY, HOUR = 86_400, 3_600
NIGHT_FROM, NIGHT_TO = 22, 6
"""Hours: from 22:00 to 05:59."""
_BARE = len("2025-03-04T22:41:00")
_WITH_OFFSET = _BARE + len("+00:00")
_UTC = {b"Z", b"+00:00", b"-00:00"}


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns the export's times into seconds of one clock on the wall."""

    zone: ZoneInfo | None
    """The child's; None: what the export shows is taken as the child's, but for UTC."""

    def seconds(self, ats: Sequence[bytes]) -> tuple[NDArray[np.int64], bool]:
        """Return seconds, ``UNKNOWN`` where a time is unreadable, and whether its hours count.

        Times in UTC without a zone still tell what came how long after what, and no hour.
        """
        if not len(ats):
            return np.empty(0, np.int64), False
        written = np.array(ats, dtype=f"S{_WITH_OFFSET}")
        bare = written.astype(f"S{_BARE}")
        known = np.char.str_len(bare) == _BARE
        bare[~known] = b"1970-01-01T00:00:00"
        try:
            seconds = bare.astype(f"U{_BARE}").astype("datetime64[s]").astype(np.int64)
        except ValueError:
            return np.full(len(ats), UNKNOWN, np.int64), False
        tails = np.array([each[_BARE:] for each in written.tolist()], dtype="S6")
        in_utc = False
        for tail in set(tails.tolist()) - {b""}:
            chosen = tails == tail
            if self.zone is not None:
                seconds[chosen] = self._on_the_wall(seconds[chosen] - _offset(tail))
            else:
                in_utc = in_utc or tail in _UTC
        seconds[~known] = UNKNOWN
        return seconds, bool(known.any()) and not in_utc

    def _on_the_wall(self, utc: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add the zone's offset; it is asked for once an hour of history, not once a message."""
        hours, places = np.unique(utc // HOUR, return_inverse=True)
        offsets = []
        for hour in hours.tolist():
            moment = datetime.fromtimestamp(hour * HOUR, UTC).astimezone(self.zone)
            offset = moment.utcoffset()
            offsets.append(int(offset.total_seconds()) if offset is not None else 0)
        return utc + np.array(offsets, np.int64)[places]


def is_night(seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of each time whether it lies between 22:00 and 05:59; False where unknown."""
    hours = seconds % DAY // HOUR
    night: NDArray[np.bool_] = (seconds != UNKNOWN) & ((hours >= NIGHT_FROM) | (hours < NIGHT_TO))
    return night


def night_share(seconds: NDArray[np.int64]) -> float | None:
    """Return the share of times at night, to two decimals; None where no time is known."""
    known = int((seconds != UNKNOWN).sum())
    return round(float(is_night(seconds).sum()) / known, 2) if known else None


def _offset(tail: bytes) -> int:
    if tail in _UTC:
        return 0
    sign = -1 if tail[:1] == b"-" else 1
    try:
        return sign * (int(tail[1:3]) * HOUR + int(tail[4:6] or 0) * 60)
    except ValueError:
        return 0
