"""What was read of exported chats, as the pages show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from wayhome.paper.phrases import written_day

if TYPE_CHECKING:
    from wayhome.model.messages import Person
    from wayhome.usecases.read_results import PersonRead, ReadResult

Wanted: TypeAlias = Callable[[], bool]

MOST_PEOPLE = 40
MOST_CANDIDATES = 12
"""People to choose the child from. Further down stand those who wrote little."""
LONGEST_NAME = 200
OTHER_ZONES = frozenset({"Etc", "SystemV", "posix", "right", "US", "Brazil", "Canada", "Chile"})
"""Groups of zones that are not places, or are old names of places that stand elsewhere."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list of people."""

    name: str
    earlier: tuple[str, ...]
    """Names before that."""
    messages: int
    period: str
    stranger: bool


def shown(name: str) -> str:
    """Return a name so that it can play no tricks on a page."""
    # Imported late, as below: the first page of a night without a chat waits for neither.
    from wayhome.packet.verify import shown as without_tricks

    return without_tricks(name)


def people_of(result: ReadResult, language: str) -> tuple[PersonLine, ...]:
    """Return those who write, most messages first."""
    return tuple(
        PersonLine(
            shown(each.name) or "?",
            tuple(dict.fromkeys(shown(name) for name in each.names if name != each.name)),
            each.messages,
            period(each.first, each.last, language),
            each.stranger,
        )
        for each in result.people[:MOST_PEOPLE]
    )


def candidates(result: ReadResult) -> tuple[tuple[int, PersonRead], ...]:
    """Return who may be the child, with their places: the export's owner, then who is in most.

    Where an export gives names only, each conversation has its own person of a name. The question
    is asked once for each name.
    """
    owner = result.owner
    met: dict[tuple[str, str | None], tuple[int, PersonRead]] = {}
    for number, each in enumerate(result.people):
        first, seen = met.get((each.name, each.id), (number, None))
        met[each.name, each.id] = (first, _together(seen, each) if seen else each)

    def rank(line: tuple[int, PersonRead]) -> tuple[bool, int, int]:
        person = line[1]
        owns = owner is not None and (
            person.id == owner[1] if owner[1] and person.id else person.name == owner[0]
        )
        return (not owns, -person.conversations, -person.messages)

    return tuple(sorted(met.values(), key=rank)[:MOST_CANDIDATES])


def _together(one: PersonRead, other: PersonRead) -> PersonRead:
    return replace(
        one,
        conversations=one.conversations + other.conversations,
        messages=one.messages + other.messages,
    )


def place_of(child: Person | None, result: ReadResult) -> int | str:
    """Return the place of somebody among those who write; "" for nobody."""
    known = (place for place, each in enumerate(result.people) if child == (each.name, each.id))
    return next(known, "")


def period(first: str | None, last: str | None, language: str) -> str:
    """Return from when to when, by the dates as the export has them; "" where none is known."""
    days = [day for each in (first, last) if (day := _written(each, language))]
    return " – ".join(dict.fromkeys(days))


def day_of(seconds: float, language: str) -> str:
    """Return the day on which a file was last written, by this computer's clock."""
    try:
        return written_day(dt.datetime.fromtimestamp(seconds, tz=dt.UTC).astimezone(), language)
    except (ValueError, OverflowError, OSError):
        return ""


def plain_name(name: str) -> str:
    """Return the last part of a name that a browser sent, as a label."""
    return name.replace("\\", "/").rpartition("/")[2][:LONGEST_NAME] or "file"


def last_part(path: str) -> str:
    """Return the name at the end of a path, with what stands inside a zip."""
    head, inside, member = path.partition("!/")
    return shown(head.replace("\\", "/").rstrip("/").rpartition("/")[2] + inside + member)


@cache
def zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the zones of the world by their first part, such as `America`."""
    from zoneinfo import available_timezones

    names = sorted(each for each in available_timezones() if "/" in each)
    groups = groupby(names, key=lambda name: name.partition("/")[0])
    return tuple((name, tuple(each)) for name, each in groups if name not in OTHER_ZONES)


def _written(at: str | None, language: str) -> str:
    try:
        return written_day(dt.date.fromisoformat((at or "")[:10]), language)
    except ValueError:
        return ""
