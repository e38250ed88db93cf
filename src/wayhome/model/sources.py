"""Where a statement comes from, and how sure its finding is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Confidence(StrEnum):
    """How a source was found. What was not found at all has no letter here: it never ships."""

    PUBLISHER = "P"
    """Read in a dated copy of the publisher's own page, statute or paper."""
    SECOND_HAND = "S"
    """Read in someone else's page that quotes the publisher."""
    OWN_JUDGEMENT = "C"
    """Our own reasoning or arithmetic over sources of the first kind."""


class Status(StrEnum):
    """What a reader is told about a statement or a number."""

    CONFIRMED = "confirmed"
    TO_CONFIRM = "to-confirm"


@dataclass(frozen=True, slots=True)
class Source:
    """A document or page that statements rest on."""

    id: str
    publisher: str
    title: str
    year: str | None
    where: str
    seen: date
    confidence: Confidence
    note: str | None


def status_of(sources: Iterable[Source]) -> Status:
    """Tell whether a statement rests on second-hand sources, be it in part.

    Our own judgement needs nobody else to confirm it: it is marked as ours.
    """
    if any(source.confidence is Confidence.SECOND_HAND for source in sources):
        return Status.TO_CONFIRM
    return Status.CONFIRMED
