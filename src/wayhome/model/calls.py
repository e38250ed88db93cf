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
