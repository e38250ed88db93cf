"""Times that are written year first, such as `2024-03-04T22:41:00.123+01:00`, to the second."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})? ?"
    r"(?:(Z|UTC|GMT)|([+-]\d\d)(?::?(\d\d)(?::\d\d)?)?)?",
    re.ASCII,
)
FIRST_YEAR, LAST_YEAR = 1990, 2099
LARGEST_SHIFT = 15 * 3600
"""Seconds: no zone is farther from UTC."""
FARTHEST_HOUR, LAST_MINUTE = "15", "59"
QUARTER = 900
HOUR_LENGTH = len("2024-03-04T22:")
LONGEST = 50
LOCAL_LENGTH = len("2024-03-04T22:41:00")
_EPOCH = date(1970, 1, 1).toordinal()


class _Days(dict[str, int]):
    """Days -> seconds of their midnight since 1970; -1 where one is no day."""

    def __missing__(self, day: str) -> int:
        try:
            found = date.fromisoformat(day)
        except ValueError:
            found = date.min
        seconds = (found.toordinal() - _EPOCH) * 86400
        kept = seconds if FIRST_YEAR <= found.year <= LAST_YEAR else -1
        if len(self) < 50_000:  # noqa: PLR2004 - more days than any chat has
            self[day] = kept
        return kept


class _Times(dict[str, int]):
    """Times of a day -> seconds; -1 where one is no time."""

    def __missing__(self, time: str) -> int:
        hour, minute, second = (int(part) for part in (time + ":00")[:8].split(":"))
        fits = hour < 24 and minute < 60 and second < 60  # noqa: PLR2004 - a clock
        self[time] = seconds = hour * 3600 + minute * 60 + second if fits else -1
        return seconds


class _Hours(dict[str, int]):
    """Beginnings such as `2024-03-04T22:` -> seconds since 1970; KeyError where one is no hour."""

    def __missing__(self, hour: str) -> int:
        if len(hour) != HOUR_LENGTH or _read_slowly(f"{hour}00:00", "") is None:
            raise KeyError(hour)
        if len(self) > 100_000:  # noqa: PLR2004 - more hours than any chat has
            self.clear()
        self[hour] = seconds = _days[hour[:10]] + _times[f"{hour[11:]}00:00"]
        return seconds


class _Tails(dict[str, str]):
    """What follows the seconds -> the offset, or ""; KeyError where it is none."""

    def __missing__(self, tail: str) -> str:
        found = _read_slowly(f"2024-03-04T22:41:00{tail}", "")
        if found is None:
            raise KeyError(tail)
        if len(self) > 20_000:  # noqa: PLR2004 - fractions of a second differ each time
            self.clear()
        self[tail] = offset = found[LOCAL_LENGTH:]
        return offset


_days = _Days()
_times = _Times()
_hours = _Hours()
_tails = _Tails()
_within = {f"{second // 60:02d}:{second % 60:02d}": second for second in range(3600)}
_offsets = {
    shift: f"{'-' if shift < 0 else '+'}{abs(shift) // 3600:02d}:{abs(shift) // 60 % 60:02d}"
    for shift in range(-LARGEST_SHIFT, LARGEST_SHIFT + 1, QUARTER)
}


def read_stamp(text: object, otherwise: str = "") -> str | None:
    """Return a time as a message has it; None if it is none.

    ``otherwise`` is the offset of times that are written without one.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    try:
        if _hours[text[:14]] + _within[text[14:19]] > 0:
            return f"{text[:10]}T{text[11:19]}{_tails[text[19:]] or otherwise}"
    except KeyError:
        pass
    return _read_slowly(text, otherwise)


def _read_slowly(text: str, otherwise: str) -> str | None:
    found = WRITTEN.fullmatch(text)
    if found is None:
        return None
    day, time, utc, hours, minutes = found.groups()
    if _days[day] < 0 or _times[time] < 0:
        return None
    offset = f"{hours}:{minutes or '00'}" if hours else "+00:00" if utc else otherwise
    if offset[1:3] > FARTHEST_HOUR or offset[4:] > LAST_MINUTE:
        return None
    return f"{day}T{time if len(time) == 8 else time + ':00'}{offset}"  # noqa: PLR2004 - with seconds


def join_local(local: object, unix: object) -> str | None:
    """Return a local time with the offset that the same time in seconds since 1970 gives it.

    Telegram writes both. Where only one is readable, that one counts; None if neither is.
    """
    if isinstance(local, str) and isinstance(unix, str) and len(local) == LOCAL_LENGTH:
        try:
            shift = _hours[local[:14]] + _within[local[14:]] - int(unix)
            return local + _offsets[shift]
        except (KeyError, ValueError):
            pass
    at = read_stamp(local)
    try:
        seconds = int(unix) if isinstance(unix, str | int) else None
    except ValueError:
        seconds = None
    if seconds is None or (at is not None and len(at) > LOCAL_LENGTH):
        return at
    return read_seconds(seconds) or at


def read_seconds(seconds: float) -> str | None:
    """Return a time given in seconds since 1970, in UTC; None if no chat can be of that time."""
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.isoformat(timespec="seconds")
