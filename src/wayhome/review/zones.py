"""Local times, joined to the zone that the user named."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Callable

LOCAL_LENGTH = len("2025-03-04T22:41:00")


def find_zone(name: str) -> ZoneInfo:
    """Return a zone such as `America/Chicago`; UserProblem if there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UserProblem("no_such_zone") from error


def filling_in(zone: ZoneInfo) -> Callable[[str | None], str | None]:
    """Return what gives a local time its offset in ``zone``; others stay as they are."""
    offsets: dict[str, str] = {}

    def fill_in(at: str | None) -> str | None:
        if at is None or len(at) != LOCAL_LENGTH:
            return at
        minute = at[:16]
        offset = offsets.get(minute)
        if offset is None:
            shown = dt.datetime.fromisoformat(minute).replace(tzinfo=zone).isoformat()
            offset = offsets[minute] = shown[LOCAL_LENGTH:]
        return at + offset

    return fill_in
