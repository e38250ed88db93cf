"""Strings and times as Meta's exports write them: UTF-8 shown as Latin-1, milliseconds of UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime

LONGEST_TEXT = 1 << 20
"""Letters of one message; what is beyond is left out, and said."""
LONGEST_NAME = 300
MOST_NAMES = 100_000
"""Names remembered: a file of nothing but names must not fill the memory."""
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]+"
)
"""Control signs and signs that turn the direction. Joiners stay: emoji and scripts need them."""
CONTROLS = re.compile("[\x80-\x9f]")
RUN = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
FIRST, LAST = 631_152_000, 4_102_444_800
"""Seconds since 1970 of 1990 and of 2100: no chat is older or younger."""
DAY = 86_400
MILLI, MICRO = 10**11, 10**14
"""From here on a number counts thousandths, or millionths, of seconds."""


def mend(text: str) -> str:
    """Return a string whose UTF-8 was shown as Latin-1; as it is where it was right."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        # Meta cuts some texts in the middle of a letter: what stands before the cut is mended.
        return RUN.sub(_mend_run, text) if CONTROLS.search(text) else text
    except UnicodeEncodeError:
        text = RUN.sub(_mend_run, text) if CONTROLS.search(text) else text
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a pair is no letter, and no file can hold it.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _mend_run(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def clean_name(name: str) -> str:
    """Return a name, mended, on one line, without signs that nobody sees."""
    return UNSEEN.sub(" ", mend(name[: 2 * LONGEST_NAME]))[:LONGEST_NAME].strip()


class Names(dict[str, str]):
    """Names as written -> as shown; each is worked out once."""

    def __missing__(self, name: str) -> str:
        """Clean one name; "?" where nothing of it can be seen."""
        shown = clean_name(name) or "?"
        if len(self) < MOST_NAMES:
            self[name] = shown
        return shown


class _Days(dict[int, str]):
    """Days since 1970 -> `YYYY-MM-DDT`."""

    def __missing__(self, day: int) -> str:
        self[day] = iso = f"{datetime.fromtimestamp(day * DAY, UTC).date().isoformat()}T"
        return iso


DAYS = _Days()
MINUTES = tuple(f"{hour:02d}:{minute:02d}:" for hour in range(24) for minute in range(60))
SECONDS = tuple(f"{second:02d}+00:00" for second in range(60))


def read_time(number: object) -> str | None:
    """Return a time since 1970, in seconds or in parts of them; None if it is none."""
    if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) <= 16:  # noqa: PLR2004 - microseconds
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < 10**17:
        return None
    whole = int(number)
    seconds = whole // (1_000_000 if whole >= MICRO else 1000 if whole >= MILLI else 1)
    if not FIRST <= seconds < LAST:
        return None
    minute, second = divmod(seconds % DAY, 60)
    return DAYS[seconds // DAY] + MINUTES[minute] + SECONDS[second]
