"""Names and ids as an export has them: text of strangers, made fit to be shown on one line."""

from __future__ import annotations

import re

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
"""Control signs, ends of lines and signs that turn the direction of what follows. Joiners stay:
emoji and several scripts need them."""
LONGEST_NAME = 500
LONGEST_ID = 40


class Names(dict[str, str]):
    """Names as written -> as shown. It remembers: few people write many messages."""

    def __missing__(self, name: str) -> str:
        """Clean one name."""
        shown = clean_name(name)
        if len(self) < 100_000:  # noqa: PLR2004 - a file of nothing but names must not fill the memory
            self[name] = shown
        return shown


def clean_name(name: object) -> str:
    """Return a name with its letters, without what is not seen; "" if it is none."""
    if not isinstance(name, str):
        return ""
    return UNSEEN.sub(" ", name[:LONGEST_NAME]).strip()


def read_id(value: object) -> str | None:
    """Return an id, be it written as a number or as a text; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if 0 < value < 1 << 64 else None
    if isinstance(value, str):
        return clean_name(value)[:LONGEST_ID] or None
    return None
