"""Reads one path with one reader, as a run would, and spoils samples in many ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.model.messages import Conversation, Message, Skipped
from wayhome.review.source import Chosen, FileSource, FolderSource

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.messages import Plan
    from wayhome.review.readers.protocol import Reader
    from wayhome.review.source import Source

Read = list[tuple[Conversation, list[Message | Skipped]]]


def source_of(path: Path) -> Source:
    return FolderSource(path, str(path)) if path.is_dir() else FileSource(path, str(path))


def claims(reader: Reader, path: Path) -> tuple[str, ...]:
    found = reader.recognises(source_of(path))
    return found.files if found else ()


def read(reader: Reader, path: Path) -> tuple[Plan, Read]:
    """Return the plan, and each conversation with all it holds; nothing if it is not claimed."""
    source = source_of(path)
    found = reader.recognises(source)
    files = Chosen(source, found.files if found else (), lambda _: None)
    plan = reader.plan(files, None)
    read = [
        (each, [item for part in each.parts for item in part.messages])
        for each in (reader.conversations(files, plan) if found else ())
    ]
    return plan, read


def messages(read: Read) -> list[Message]:
    return [item for _, items in read for item in items if isinstance(item, Message)]


def codes(read: Read) -> list[str]:
    return [item.code for _, items in read for item in items if isinstance(item, Skipped)]


def spoil(raw: bytes, place: int, how: str, piece: bytes) -> bytes:
    """Return bytes that were cut, shortened, overwritten or added to at a place."""
    place %= len(raw) + 1
    return {
        "cut": raw[:place],
        "lose": raw[:place] + raw[place + len(piece) + 1 :],
        "write": raw[:place] + piece + raw[place + len(piece) :],
        "add": raw[:place] + piece + raw[place:],
        "twice": raw[:place] + raw[max(0, place - 200) :],
    }[how]


WAYS = ("cut", "lose", "write", "add", "twice")
