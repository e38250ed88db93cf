"""How old a fact may be before a person should look at it again."""

from __future__ import annotations

from datetime import date, timedelta

STALE_AFTER = timedelta(days=180)


def is_stale(last_known: date | None, today: date) -> bool:
    """Tell whether a fact is due for a check. What has no date is always due."""
    return last_known is None or today - last_known > STALE_AFTER
