"""The call log as pages, paper and terminal show it: values with their words in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from wayhome.model.sources import Status
    from wayhome.record.deadlines import DeadlineState
    from wayhome.usecases.views import NumberView, SourceView


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the list somebody wants to see."""

    page: int = 1
    entry: int = 0
    """The page on which this entry stands, by its place in the log; 0: none is named."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as it was written."""

    id: str
    n: int
    """Its place in the log; 0 while it is in none."""
    when: str
    written: str
    whom: str
    person: str
    said: str
    number: str
    by: str
    events: tuple[str, ...]
    back: str
    """The promised time, or ""."""
    child: str
    digest: str


@dataclass(frozen=True, slots=True)
class CallView:
    """One call: what it says now, what it said before, and what to know about it."""

    id: str
    """Of its last entry: what a correction names."""
    now: EntryView
    earlier: tuple[EntryView, ...]
    """Newest first."""
    answers: str
    """When the call was made that had promised this one, or ""."""
    marks: tuple[str, ...]
    """Names of what to know: unsaved, while_locked, late, clock_odd, corrected."""


@dataclass(frozen=True, slots=True)
class StepView:
    """What to do when a time has passed."""

    do: str
    status: Status
    numbers: tuple[NumberView, ...]


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """Something that somebody is to do by a time."""

    rule: str
    call: str
    """Id of the entry that set it going."""
    title: str
    why: str
    state: DeadlineState
    told: str
    """Until when, or since when, or when it was done."""
    whom: str
    when: str
    """When the call was made that set it going."""
    number: str
    """The case number that was given in it, or ""."""
    steps: tuple[StepView, ...]
    """What to do now; nothing unless it is overdue."""
    again: NumberView | None
    """The line to call again, where it is known."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.state in ("overdue", "waiting")

    @property
    def is_promise(self) -> bool:
        """Whether an answer to it is written down as such."""
        return self.rule == "promised"


@dataclass(frozen=True, slots=True)
class UnclearView:
    """A call of which it has to be said about which child it was."""

    id: str
    n: int
    whom: str
    when: str


@dataclass(frozen=True, slots=True)
class LogView:
    """The whole log at one moment."""

    calls: tuple[CallView, ...]
    """Newest first."""
    deadlines: tuple[DeadlineView, ...]
    gaps: tuple[int, ...]
    """Places of entries that went with a child."""
    made: str
    """When this was put together."""
    sources: tuple[SourceView, ...]
    unsaved: int
    """How many entries are saved nowhere."""
    last_digest: str
    broken: int | None
    """The first place at which the chain does not hold."""
    count: int = 0
    """How many calls there are, on all pages."""
    page: int = 1
    pages: int = 1
    hidden: tuple[str, ...] = ()
    """When the calls were that are out of sight."""
    unclear: tuple[UnclearView, ...] = ()
    next_due: dt.datetime | None = None
    """When the first of what is awaited is due."""
    problem: str = ""
    """Why the calls of the record are not among these, or ""."""

    @property
    def open(self) -> tuple[DeadlineView, ...]:
        """What is still to come."""
        return tuple(each for each in self.deadlines if each.is_open)

    @property
    def over(self) -> tuple[DeadlineView, ...]:
        """What is done or over."""
        return tuple(each for each in self.deadlines if not each.is_open)
