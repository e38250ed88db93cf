"""`wayhome-jsonl`: JSON Lines, one message a line, so that any other tool can feed a review."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from wayhome.model.messages import Confidence, Conversation, Media, Message, Plan, Skipped
from wayhome.review.readers.iso_stamps import read_stamp
from wayhome.review.readers.names import clean_name, read_id
from wayhome.review.readers.shelves import Shelves
from wayhome.review.readers.texts import find_encoding, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wayhome.model.messages import DateOrder, Kind, Part
    from wayhome.review.source import Chosen, Source

REQUIRED = frozenset({"conversation", "from", "at", "text"})
KINDS: frozenset[Kind] = frozenset({"text", "media", "system", "call", "deleted"})
FIRST_LINES = 20
PAIR = 2


class WayhomeJsonl:
    """Reader of the shape that `wayhome read --out` writes."""

    id = "wayhome-jsonl"
    origin = "converted"
    ids_are_addresses = True

    def recognises(self, source: Source) -> Confidence | None:
        """Claim files in whose first lines there is a message of this shape."""
        files = tuple(name for name in source.names() if _looks_right(source.head(name)))
        return Confidence(90, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - ISO 8601 needs no order
        """Nothing has to be settled."""
        return Plan(files.names())

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:  # noqa: ARG002 - nothing was settled
        """Yield the conversations of each file, in the order in which they begin."""
        for name in files.names():
            shelves = Shelves()
            ids: dict[str, dict[str, None]] = {}
            faults = []
            for number, line in read_lines(files, name):
                message = _read_line(line)
                if isinstance(message, str):
                    faults.append(Skipped(f"line {number}", message))
                elif message is not None:
                    if message[1].at is None:
                        faults.append(Skipped(f"line {number}", "date_unreadable"))
                    shelves.add(*message)
                    _note_id(ids.setdefault(message[0], {}), message[1])
            yield from shelves.conversations(name, faults, partial(_described, ids))


def _note_id(ids: dict[str, None], message: Message) -> None:
    """Note who writes in a conversation, as far as it may be one between two."""
    if message.sender is not None and len(ids) <= PAIR:
        ids.setdefault(message.sender_id or f" {message.sender}")


def _described(
    ids: Mapping[str, Mapping[str, None]], key: str, parts: Iterator[Part]
) -> Conversation:
    """Return a conversation; between two, the ids vouch for whom it is with."""
    met = ids.get(key, {})
    pair = len(met) <= PAIR
    return Conversation(key, parts, contact_ids=tuple(met) if pair else ())


def _looks_right(head: bytes) -> bool:
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") or find_encoding(head) is None:
        return False
    # The last line of the head may be cut.
    lines = head.split(b"\n")[:FIRST_LINES]
    return any(isinstance(_read_line(line.decode("utf-8", "replace")), tuple) for line in lines)


def _read_line(line: str) -> tuple[str, Message] | str | None:
    """Return conversation and message; a code if the line is none; None for a blank one."""
    line = line.strip("\ufeff \t\r\n")
    if not line:
        return None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return "not_json"
    if not isinstance(found, dict) or not found.keys() >= REQUIRED:
        return "not_a_message"
    sender, text, at = found["from"], found["text"], found["at"]
    named = isinstance(found["conversation"], str) and isinstance(sender, str | None)
    if not named or not isinstance(text, str):
        return "not_a_message"
    given = found.get("kind")
    kind: Kind = given if isinstance(given, str) and given in KINDS else "text"
    return found["conversation"], Message(
        sender if sender is None else clean_name(sender),
        read_stamp(at),
        text,
        kind,
        read_id(found.get("from_id")),
        found.get("edited") is True,
        _media(found.get("media")),
    )


def _media(found: object) -> Media | None:
    if not isinstance(found, dict):
        return None
    name, kind, size = found.get("name"), found.get("type"), found.get("bytes")
    return Media(
        name if isinstance(name, str) else "",
        kind if isinstance(kind, str) else None,
        size if isinstance(size, int) else None,
    )


READER = WayhomeJsonl()
