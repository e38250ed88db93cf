"""Entries of a call log for tests: plain ones, in the order of writing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.record.sample import NOW
from wayhome.model.calls import CallEntry, CallText

if TYPE_CHECKING:
    from sqlalchemy import Connection

SAID = CallText(whom="Police", by="Rosa", called=NOW, person="Officer 12", said="They will come.")


def call(key: int, /, *, minutes: int = 0, **more: object) -> CallEntry:
    """Return an entry that was written some minutes after the sample's night began."""
    moment = NOW + dt.timedelta(minutes=minutes)
    of_entry = {name: more.pop(name) for name in ("corrects", "answers", "child") if name in more}
    said = replace(SAID, **{"called": moment, **more})  # type: ignore[arg-type]
    return replace(
        CallEntry(id=entry_id(key), said=said, written=moment),
        **of_entry,  # type: ignore[arg-type]
    )


def entry_id(number: int) -> str:
    """Return the id of an entry of a test."""
    return f"{number:032x}"


def write_calls(connection: Connection, *entries: CallEntry) -> list[CallEntry]:
    """Write entries; return them in their places."""
    from wayhome.record.calls import add_call

    placed = [add_call(connection, each) for each in entries]
    return [each for each in placed if each is not None]
