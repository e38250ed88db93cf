"""The call log as values: who was called, what was said, what is still to come.

An entry is never changed. A correction is an entry of its own that names the one it corrects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class CallText:
    """What one entry says."""

    whom: str
    """Who was called or who called: a name or an office, as the family wrote it."""
    by: str
    """Who of the family spoke."""
    called: datetime
    """When it happened, with an offset."""
    person: str = ""
    """Who answered: name, badge."""
    said: str = ""
    number: str = ""
    """A number that was given: case, report, NCIC."""
    call_back: datetime | None = None
    """When they said that they would call, with an offset."""
    events: tuple[str, ...] = ()
    """Ids of what happened in this call and sets a clock going or stops it (`content/calls.yaml`),
    such as that the police took the report."""
    service: str = ""
    """Id of the service that was called, or ""."""


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One entry as it was written, and its place in the chain."""

    id: str
    """32 hexadecimal digits, made when it was written."""
    said: CallText
    written: datetime
    """By this computer's clock, with an offset."""
    corrects: str = ""
    """Id of the entry that this one corrects, or ""."""
    answers: str = ""
    """Id of the entry whose promised call this one was, or ""."""
    child: int | None = None
    while_locked: bool = False
    """Written without the passphrase: anybody at this computer could have."""
    n: int = 0
    """Its place in the log, from 1; 0 while it is not in it yet."""
    before: str = ""
    """Digest of the entry before it; "" of the first."""
    digest: str = ""
    """SHA-256, in hexadecimal digits, over everything else in this entry."""


@dataclass(frozen=True, slots=True)
class CallGap:
    """The place of an entry that was removed with its child: the chain goes on over it."""

    n: int
    digest: str


@dataclass(frozen=True, slots=True)
class CallLog:
    """The whole log: entries and gaps, each in the order of their places."""

    entries: tuple[CallEntry, ...]
    gaps: tuple[CallGap, ...] = ()

    def find(self, entry_id: str) -> CallEntry | None:
        """Return an entry by id, or None."""
        return next((each for each in self.entries if each.id == entry_id), None)


@dataclass(frozen=True, slots=True)
class CallEvent:
    """Something that can happen in a call."""

    id: str
    regions: tuple[str, ...] = ()
    """Where it exists; nowhere named means everywhere."""
    reached: bool = True
    """Whether somebody was on the phone: a promised call is not kept by one that nobody took."""

    def fits(self, region: str | None) -> bool:
        """Tell whether it exists in a region; an unknown region may be any."""
        return _fits(self.regions, region)


@dataclass(frozen=True, slots=True)
class OverdueStep:
    """What to do when a time has passed."""

    id: str
    sources: tuple[str, ...]
    services: tuple[str, ...] = ()
    """Whom to call for it."""


@dataclass(frozen=True, slots=True)
class CallRule:
    """A time that the law gives somebody, from one event in a call to another."""

    id: str
    started_by: tuple[str, ...]
    ended_by: tuple[str, ...]
    hours: int
    regions: tuple[str, ...]
    sources: tuple[str, ...]
    overdue: tuple[OverdueStep, ...]
    if_first: tuple[str, ...] = ()
    """Of `started_by`: what only shows that it began earlier. It starts nothing a second time."""
    not_with: tuple[str, ...] = ()
    """What tells, in the same call, that nothing began."""
    closed_by: tuple[str, ...] = ()
    """What ends it though nobody did it, so that the next time begins anew."""

    def fits(self, region: str | None) -> bool:
        """Tell whether it holds in a region; an unknown region may be any."""
        return _fits(self.regions, region)


@dataclass(frozen=True, slots=True)
class CallRules:
    """What the content knows of calls: `calls.yaml`."""

    events: tuple[CallEvent, ...]
    rules: tuple[CallRule, ...]
    promised: tuple[OverdueStep, ...]
    """What to do when a promised call did not come."""


def _fits(regions: tuple[str, ...], region: str | None) -> bool:
    return not regions or region is None or region in regions
