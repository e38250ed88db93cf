"""The chain of the call log: each entry carries the digest of the one before it.

The digest is SHA-256 over canonical JSON of all fields but `digest` itself: keys sorted, no
spaces, letters as they are, UTF-8; times as ISO 8601 to the second; events as a list. It shows
that an entry was changed or taken out of the middle. Whoever can open the record can also write
the whole chain anew, or cut off its end: only a digest that somebody else has shows that.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from wayhome.model.calls import CallGap

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wayhome.model.calls import CallEntry


class Fault(StrEnum):
    """What is wrong at the first broken place."""

    CHANGED = "changed"
    """The entry does not say what it said when it was written."""
    UNLINKED = "unlinked"
    """It does not follow the entry before it."""
    MISSING = "missing"
    """Nothing stands in this place, and nothing says why."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which the chain does not hold."""

    n: int
    fault: Fault


def canonical_fields(entry: CallEntry) -> dict[str, object]:
    """Return the fields that the digest covers, ready for JSON."""
    fields = asdict(entry)
    del fields["digest"]
    fields["written"] = _moment(entry.written)
    fields["said"] |= {
        "called": _moment(entry.said.called),
        "call_back": None if entry.said.call_back is None else _moment(entry.said.call_back),
        "events": list(entry.said.events),
    }
    return fields


def canonical_bytes(entry: CallEntry) -> bytes:
    """Return the bytes that the digest is taken over."""
    fields = canonical_fields(entry)
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(entry: CallEntry) -> str:
    """Return the digest that an entry must carry, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(entry)).hexdigest()


def link(entry: CallEntry, n: int, before: str) -> CallEntry:
    """Return the entry in its place of the chain."""
    placed = replace(entry, n=n, before=before, digest="")
    return replace(placed, digest=digest_of(placed))


def find_break(entries: Iterable[CallEntry], gaps: Iterable[CallGap] = ()) -> Break | None:
    """Return the first place at which a whole log does not hold, or None.

    A gap is an entry that was removed with its child: its digest is still there, so the chain is
    followed over it. A place with neither is missing.
    """
    places: dict[int, CallEntry | CallGap] = {}
    every: list[CallEntry | CallGap] = [*entries, *gaps]
    for each in every:
        # Twice in one place, or before the first: it was put there.
        if each.n in places or each.n < 1:
            return Break(each.n, Fault.UNLINKED)
        places[each.n] = each
    before = ""
    for n in range(1, max(places, default=0) + 1):
        here = places.get(n)
        fault = Fault.MISSING if here is None else _fault(here, before)
        if fault is not None:
            return Break(n, fault)
        before = here.digest if here is not None else ""
    return None


def _fault(here: CallEntry | CallGap, before: str) -> Fault | None:
    if isinstance(here, CallGap):
        return None
    if digest_of(here) != here.digest:
        return Fault.CHANGED
    return Fault.UNLINKED if here.before != before else None


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
