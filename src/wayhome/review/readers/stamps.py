"""Dates and times as phones of all languages write them, without asking which language it is.

`understand` takes one stamp apart and gives the pattern that all stamps of that shape match;
`DayReader` and `TimeReader` turn the two halves into ISO 8601. Halves repeat, so each is worked
out once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.model.messages import DateOrder
from wayhome.review.readers.half_days import find_spans, in_24

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = Path(__file__).with_name("calendar_words.json")
MARKS = "\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff"
"""Marks that steer the direction of writing, and other signs that nobody sees."""
BLANKS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000" + MARKS
BLANK_RUN = re.compile(f"[{BLANKS}]+")
MARK_RUN = re.compile(f"[{MARKS}]+")
TIME = re.compile(r"(\d{1,2})[:\u066b](\d{2})(?:[:\u066b](\d{2}))?")
LOOSE_TIME = re.compile(
    r"(\d{1,2}) ?(?:[.h]|hs?|Uhr|時|时|点|點|시) ?(\d{2})(?: ?(?:[.]|m|min|分|분) ?(\d{2}))?"
    r"(?: ?(?:s|秒|초|分|분))?(?![\d.,/-]*\d)"
)
TOKEN = re.compile(rf"(?P<number>\d+)|(?P<blank>[{BLANKS}]+)|(?P<word>[^\W\d_]+)|(?P<sign>.)")
FIRST_YEAR, LAST_YEAR = 1990, 2099
THAI = 543
THAI_YEARS = range(52, 83)
"""2009 to 2039, by their last two digits."""
ERAS = {"r": 2018, "令和": 2018, "h": 1988, "平成": 1988, "民國": 1911, "民国": 1911}
"""Years to add to a year of a Japanese or Taiwanese era."""
LONGEST_STAMP = 70
OTHER_DIGIT = re.compile(r"[^\D0-9]")


@dataclass(frozen=True, slots=True)
class Shape:
    """How the stamps of one file look."""

    pattern: str
    """A regular expression with a group for the day and one for the time."""
    day: str
    """The part of it that matches the day."""
    time: str
    day_first: bool
    has_seconds: bool
    has_period: bool
    narrow: bytes = b""
    """What the pattern matches in the most frequent case, for UTF-8, in half the time: the same
    blanks and signs, the same kind of digits, and the same two groups. b"" if there is none."""


def plain(text: str) -> str:
    """Return a stamp with ASCII digits and plain blanks, and without marks."""
    folded = unicodedata.normalize("NFKC", MARK_RUN.sub("", text))
    return BLANK_RUN.sub(" ", OTHER_DIGIT.sub(_digit, folded)).strip()


def _digit(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found[0]))


def bare(word: str) -> str:
    """Return the letters of a word only, in small letters, as the table holds them."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(each for each in folded if unicodedata.category(each)[0] in "LM")


@cache
def _words() -> tuple[dict[str, int], dict[str, list[tuple[int, int]]]]:
    table = json.loads(TABLE.read_text("utf-8"))
    return table["months"], table["periods"]


def is_period(text: str) -> bool:
    """Tell whether a text is a time of day, such as `p. m.` or `下午`."""
    return bare(text) in _words()[1]


def understand(stamp: str) -> Shape | None:
    """Return the shape of a stamp; None if it is no day with a time."""
    if len(stamp) > LONGEST_STAMP:
        return None
    halves = _halves(stamp)
    if halves is None:
        return None
    (day_begin, day_end), (time_begin, time_end) = halves
    day, time = stamp[day_begin:day_end], stamp[time_begin:time_end]
    readable = any(read_day(day, order) for order in DateOrder)
    clock = read_time(time)
    if not readable or clock is None:
        return None
    first, second = sorted(halves)
    between = stamp[first[1] : second[0]]
    before, after = stamp[: first[0]], stamp[second[1] :]
    if any(character.isdigit() for character in before + between + after):
        return None
    pieces = {"day": _pattern(day), "time": _pattern(time)}
    order = ("day", "time") if day_begin < time_begin else ("time", "day")
    inner = _pattern(between) if between.strip() else f"[{BLANKS}]+"
    pattern = (
        _pattern(before) + f"({pieces[order[0]]})" + inner + f"({pieces[order[1]]})"
    ) + _pattern(after)
    return Shape(
        pattern,
        pieces["day"],
        pieces["time"],
        day_first=order[0] == "day",
        has_seconds=len(re.findall(r"\d+", plain(time))) > 2,  # noqa: PLR2004 - h, m, s
        has_period=any(character.isalpha() for character in plain(time)),
        narrow=_narrow(before)
        + b"(%b)" % _narrow(stamp[slice(*first)])
        + _narrow(between)
        + b"(%b)" % _narrow(stamp[slice(*second)])
        + _narrow(after)
        if between
        else b"",
    )


def _halves(stamp: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return where the day and where the time stand."""
    found = None
    # The same length as the stamp, so that places agree.
    folded = "".join(_one(character) for character in stamp)
    for pattern in (TIME, LOOSE_TIME):
        matches = list(pattern.finditer(folded))
        if matches:
            # "03.04.24 22.41": the last one; "22:41, 3/4/24" has one only.
            found = matches[0] if pattern is TIME else matches[-1]
            break
    if found is None:
        return None
    before, after = folded[: found.start()], folded[found.end() :]
    if any(map(str.isdigit, before)) == any(map(str.isdigit, after)):
        return None
    begin, end = found.span()
    if any(map(str.isdigit, before)):
        end = len(folded.rstrip(" ,،、"))
        begin = _take_period_before(folded, begin)
        day_end = max(i for i, each in enumerate(before) if each.isdigit()) + 1
        day_end = _with_closing_signs(folded, day_end, begin)
        return (_first_kept(folded, 0), day_end), (begin, end)
    numbers = [i for i, each in enumerate(after) if each.isdigit()]
    day_begin = end + numbers[0]
    tail = folded[end:day_begin]
    cut = re.search(r"[,،、]| [-–] ", tail)
    kept = tail[: cut.start()] if cut else tail
    if kept.strip() and is_period(kept):
        end += len(kept.rstrip())
        day_begin = end + len(folded[end:day_begin])
    begin = _take_period_before(folded, begin)
    return (day_begin, len(folded.rstrip(" ,"))), (begin, end)


def _one(character: str) -> str:
    """Return one plain character for one, so that places stay."""
    if BLANK_RUN.fullmatch(character):
        return " "
    folded = OTHER_DIGIT.sub(_digit, unicodedata.normalize("NFKC", character))
    return folded if len(folded) == 1 else character


def _first_kept(folded: str, begin: int) -> int:
    return begin + len(folded[begin:]) - len(folded[begin:].lstrip(" ,"))


def _take_period_before(folded: str, begin: int) -> int:
    """Return where the time begins if a time of day such as `下午` stands before it."""
    found = re.search(r"([^\W\d_][^\d,،、:]*?) *$", folded[:begin])
    while found:
        if is_period(found[1]):
            return found.start(1)
        # "um 9 Uhr": the word before may be a link, and only what follows it counts.
        later = re.search(r"[^\W\d_]", folded[found.start(1) + 1 : begin])
        blank = folded.find(" ", found.start(1), begin)
        if later is None or blank < 0 or not folded[blank:begin].strip():
            return begin
        found = re.search(r"([^\W\d_][^\d,،、:]*?) *$", folded[blank:begin])
        if found:
            start = blank + found.start(1)
            return start if is_period(folded[start:begin]) else begin
    return begin


def _with_closing_signs(folded: str, end: int, limit: int) -> int:
    """Return where the day ends with what belongs to it, such as `2024年3月5日` or `24. 3. 5.`."""
    found = re.match(r"(?: ?(?:日|일|\u0433\.|BE|พ\.ศ\.|R\.)|\.(?=[ ,]))+", folded[end:limit])
    return end + found.end() if found else end


def _pattern(text: str) -> str:
    """Return what matches all texts of the same shape."""
    made = []
    for token in TOKEN.finditer(text):
        if token["number"]:
            made.append(r"\d{1,4}")
        elif token["blank"]:
            only_marks = not BLANK_RUN.sub("", token["blank"]) and MARK_RUN.fullmatch(
                token["blank"]
            )
            made.append(f"[{BLANKS}]" + ("*" if only_marks else "+"))
        elif token["word"]:
            made.append("W")
        else:
            made.append("\\" + token["sign"] if token["sign"] != "\n" else "")
    return _join_words(made)


def _narrow(text: str) -> bytes:
    """Return what matches texts of the same shape in UTF-8, with the same blanks and signs."""
    made = []
    for piece in NUMBERS.split(text):
        if piece.isdigit():
            made.append(b"(?:%b){1,4}" % _digits(piece[0]))
        elif any(map(str.isalpha, piece)):
            before = len(piece) - len(piece.lstrip())
            after = len(piece.rstrip())
            made.append(re.escape(piece[:before].encode()) + NARROW_WORD)
            made.append(re.escape(piece[after:].encode()))
        else:
            made.append(re.escape(piece.encode()))
    return b"".join(made)


def _digits(sample: str) -> bytes:
    """Return what matches one digit of the same script as ``sample``."""
    zero = ord(sample) - unicodedata.decimal(sample)
    ten = [re.escape(chr(zero + value).encode()) for value in range(10)]
    return b"[0-9]" if zero == ord("0") else b"|".join(ten)


NUMBERS = re.compile(r"(\d+)")
WITH_SECONDS = re.compile(r"(\D*\d\d?:\d\d):(\d\d)(\D*)", re.ASCII)
NARROW_WORD = rb"[^0-9\n,\[\]:]{1,40}?"
WORDS = r"[^\d\n,\[\]:]{1,30}?"


def _join_words(made: Sequence[str]) -> str:
    """Return the pattern with words, and the dots and blanks between them, as one piece."""
    joined: list[str] = []
    for index, piece in enumerate(made):
        loose = piece == "\\." or piece.startswith(f"[{BLANKS}]")
        if loose and joined and joined[-1] == WORDS and _words_follow(made, index):
            continue
        if piece == "W":
            if not joined or joined[-1] != WORDS:
                joined.append(WORDS)
        elif loose and piece == "\\." and joined and joined[-1] == WORDS:
            continue
        else:
            joined.append(piece)
    return "".join(joined)


def _words_follow(made: Sequence[str], index: int) -> bool:
    for piece in made[index:]:
        if piece == "W":
            return True
        if piece != "\\." and not piece.startswith(f"[{BLANKS}]"):
            return False
    return False


def unknown_beside(text: str) -> tuple[int, str]:
    """Return the hour of a time as written, and the words beside it that nobody knows, folded."""
    folded = plain(text)
    words = LOOSE_TIME.sub("", TIME.sub("", folded))
    known = find_spans(words, _words()[1], bare)
    return int((NUMBERS.search(folded) or [0, 0])[1]), "" if known else bare(words)


def read_time(text: str) -> str | None:
    """Return `HH:MM:SS` in 24 hours; None if it is no time of a day."""
    folded = plain(text)
    numbers = [int(number) for number in re.findall(r"\d+", folded)[:3]]
    if len(numbers) < 2:  # noqa: PLR2004 - an hour and a minute
        return None
    hour, minute, second = (*numbers, 0)[:3]
    words = LOOSE_TIME.sub("", TIME.sub("", folded))
    if hour <= 12 and bare(words):  # noqa: PLR2004 - "22:41 PM" needs no help
        hour = in_24(hour, minute, find_spans(words, _words()[1], bare))
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 - a clock
        return None
    return f"{hour:02d}:{minute:02d}:{second:02d}"


def read_day(text: str, order: DateOrder) -> str | None:
    """Return `YYYY-MM-DD`; None if it is no day in this order."""
    folded = plain(text)
    numbers = re.findall(r"\d+", folded)
    month = _month_word(folded) if len(numbers) == 2 else None  # noqa: PLR2004 - a day and a year
    if month is not None:
        year, day = (numbers[0], numbers[1]) if len(numbers[0]) == 4 else (numbers[1], numbers[0])  # noqa: PLR2004
        return _iso(_full_year(year, folded), month, int(day))
    if len(numbers) != 3:  # noqa: PLR2004 - day, month and year
        return None
    if len(numbers[0]) > 2 or re.search(r"\d ?[年년]", folded) or _era(folded):  # noqa: PLR2004
        order = DateOrder.YMD
    elif len(numbers[2]) > 2 and order is DateOrder.YMD:  # noqa: PLR2004
        return None
    places = {letter: numbers[place] for place, letter in enumerate(order.value)}
    return _iso(_full_year(places["y"], folded), int(places["m"]), int(places["d"]))


def needs_order(text: str) -> bool:
    """Tell whether a day can be read in more than one order."""
    return len({read_day(text, order) for order in DateOrder} - {None}) > 1


def _month_word(folded: str) -> int | None:
    months = _words()[0]
    for word in re.findall(r"[^\W\d_][^\d,/]*", folded):
        for part in (word, *word.split()):
            if bare(part) in months:
                return months[bare(part)]
    return None


def _era(folded: str) -> int | None:
    found = re.match(r"(令和|平成|民國|民国|[RrHh])\.? ?\d", folded)
    return ERAS[found[1].lower()] if found else None


def _full_year(number: str, folded: str) -> int:
    year = int(number)
    era = _era(folded)
    if era is not None:
        return era + year
    if year < 100:  # noqa: PLR2004 - two digits
        # No chat is of 2052 yet: such years are the last digits of 2552 and later, in Thailand.
        return 2500 - THAI + year if year in THAI_YEARS else 2000 + year
    # Nobody writes chats in 2443: such years are counted from the Buddha.
    return year - THAI if year > FIRST_YEAR + THAI - 1 else year


def _iso(year: int, month: int, day: int) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return None


class DayReader(dict[str, str]):
    """Days as written -> `YYYY-MM-DDT`; "" where one is no day in this order."""

    def __init__(self, order: DateOrder) -> None:
        """Begin with nothing worked out."""
        super().__init__()
        self._order = order

    def __missing__(self, text: str) -> str:
        """Work out one day."""
        found = read_day(text, self._order)
        self[text] = iso = f"{found}T" if found else ""
        return iso


class TimeReader(dict[str, str]):
    """Times as written -> `HH:MM:SS`; "" where one is no time."""

    def __missing__(self, text: str) -> str:
        """Work out one time; of a minute with its name only once."""
        found = WITH_SECONDS.fullmatch(text)
        if found is None:
            iso = read_time(text) or ""
        else:
            minute = self[found[1] + found[3]]
            iso = f"{minute[:6]}{found[2]}" if minute and found[2] < "60" else ""
        self[text] = iso
        return iso
