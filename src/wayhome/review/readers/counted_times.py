"""Times that are counted from a first second, as ISO 8601 in UTC. Halves repeat: each is kept."""

from __future__ import annotations

from datetime import date

FIRST_SECOND, LAST_SECOND = 631_152_000, 4_102_444_800
"""The years 1990 to 2099, counted from 1970."""
DAY = 86_400
DAYS_TO_1970 = date(1970, 1, 1).toordinal()


class _Days(dict[int, str]):
    """Days since 1970 -> `YYYY-MM-DDT`."""

    def __missing__(self, day: int) -> str:
        self[day] = text = f"{date.fromordinal(DAYS_TO_1970 + day).isoformat()}T"
        return text


class _Clock(dict[int, str]):
    """Seconds of a day -> `HH:MM:SS+00:00`."""

    def __missing__(self, second: int) -> str:
        minutes, seconds = divmod(second, 60)
        self[second] = text = f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}+00:00"
        return text


class Counted:
    """Reads times of one file."""

    def __init__(self) -> None:
        """Begin with nothing worked out."""
        self._days = _Days()
        self._clock = _Clock()

    def read(self, seconds: int) -> str | None:
        """Return seconds since 1970 as a time; None if nobody can have written a chat then."""
        if not FIRST_SECOND <= seconds < LAST_SECOND:
            return None
        day, second = divmod(seconds, DAY)
        return self._days[day] + self._clock[second]
