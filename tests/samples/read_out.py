"""Read a sample with one reader, as a run does, and give everything back as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wayhome.model.messages import Message, Skipped
from wayhome.review.readers.builtin import find_readers
from wayhome.review.source import Chosen, FileSource, FolderSource

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.messages import Conversation, DateOrder, Plan


class Read(NamedTuple):
    """One conversation, read to its end."""

    conversation: Conversation
    messages: list[Message]
    skipped: list[Skipped]
    files: list[str]
    assumed: list[str]


def source_of(path: Path) -> FileSource | FolderSource:
    """Return what a user chose."""
    shown = path.name
    return FolderSource(path, shown) if path.is_dir() else FileSource(path, shown)


def claims(path: Path) -> dict[str, tuple[str, ...]]:
    """Return which readers claim which files."""
    found = {name: reader.recognises(source_of(path)) for name, reader in find_readers().items()}
    return {name: claim.files for name, claim in found.items() if claim}


def read_out(reader_id: str, path: Path, dates: DateOrder | None = None) -> tuple[Plan, list[Read]]:
    """Read ``path``; no conversation at all if the reader does not claim it."""
    reader, source = find_readers()[reader_id], source_of(path)
    claim = reader.recognises(source)
    files = Chosen(source, claim.files if claim else (), lambda _: None)
    plan = reader.plan(files, dates)
    found = []
    for each in reader.conversations(files, plan) if claim else ():
        read = Read(each, [], [], [], [])
        for part in each.parts:
            read.files.append(part.file)
            read.assumed.extend(f"{one.what} {one.value}" for one in part.assumed)
            for item in part.messages:
                if isinstance(item, Skipped):
                    read.skipped.append(item)
                else:
                    read.messages.append(item)
        found.append(read)
    return plan, found


def messages_of(reader_id: str, path: Path) -> list[Message]:
    """Return all messages of all conversations."""
    return [message for read in read_out(reader_id, path)[1] for message in read.messages]


def codes_of(reader_id: str, path: Path) -> list[str]:
    """Return the codes of what was not understood."""
    return [fault.code for read in read_out(reader_id, path)[1] for fault in read.skipped]
