"""Messages of text and nothing more, side by side: a `Run` is written in half the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from wayhome.model.messages import Message, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

TOGETHER = 1024
"""Messages of one run: what they take stays in the processor's own memory."""
LOCAL_LENGTH = len("2025-03-04T22:41:00")
Row: TypeAlias = tuple[str, str, str, str | None]
"""Sender, time, text and the sender's id. All rows of a run have ids, or none has."""


def side_by_side(rows: list[Row]) -> Iterator[Run | Message]:
    """Yield the messages of some rows, and empty the list."""
    if not rows:
        return
    senders, ats, texts, ids = zip(*rows, strict=True)
    try:
        yield Run(
            senders,
            tuple(map(str.encode, ats)),
            tuple(map(str.encode, texts)),
            local=LOCAL_LENGTH in set(map(len, ats)),
            ids=None if ids[0] is None else ids,
        )
    except UnicodeEncodeError:
        # Half of a sign stands in one of them.
        for sender, at, text, sender_id in rows:
            yield Message(sender, at, text, sender_id=sender_id)
    finally:
        rows.clear()
