"""What every reader promises, whatever bytes it is given: checked by fuzzing and by the tests."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, get_args

from wayhome.model.messages import Kind, Message
from wayhome.review.media import is_media
from wayhome.review.readers.names import UNSEEN
from wayhome.usecases.message_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.review.reading import Opened, Reading

KINDS = frozenset(get_args(Kind))
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
TOUCHING = frozenset(
    {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "os.system",
     "subprocess.Popen", "socket.connect", "socket.bind", "shutil.copyfile", "tempfile.mkstemp",
     "tempfile.mkdtemp"}
)  # fmt: skip


class BrokenPromiseError(AssertionError):
    """A reader did what no reader may do."""


def read_all(reading: Reading) -> Iterator[tuple[Opened, tuple[Message, ...]]]:
    """Yield all conversations found, each with its messages; BrokenPromiseError if one is amiss."""
    for opened in reading.conversations():
        messages = tuple(opened.messages)
        for message in messages:
            check_message(message)
        check_lines(opened, messages)
        yield opened, messages


def check_message(message: Message) -> None:
    """Raise BrokenPromiseError if a message is not of the shape that contracts give."""
    if message.kind not in KINDS:
        raise BrokenPromiseError(f"kind {message.kind!r}")
    for name in (message.sender, message.sender_id):
        if name is not None and UNSEEN.search(name):
            raise BrokenPromiseError(f"sender {name!r}")
    if message.at is not None:
        try:
            datetime.fromisoformat(message.at)
        except (TypeError, ValueError) as error:
            raise BrokenPromiseError(f"at {message.at!r}") from error


def check_lines(opened: Opened, messages: tuple[Message, ...]) -> None:
    """Raise BrokenPromiseError if what `read --out` writes is not JSON Lines in UTF-8."""
    blocks = b"".join(lines_of(replace(opened, runs=iter(messages))))
    lines = blocks.decode().split("\n")[:-1]
    try:
        numbers = [json.loads(line)["n"] for line in lines]
    except ValueError as error:
        raise BrokenPromiseError(f"line {error}") from error
    if numbers != [*range(1, len(messages) + 1)]:
        raise BrokenPromiseError("lines and messages differ")


class _Watch:
    """Hears what this process does to the disk; Python lets no hook be taken off again."""

    def __init__(self) -> None:
        self.armed = False
        self.seen: list[str] = []
        sys.addaudithook(self.hear)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.armed:
            return
        if event == "open":
            path, _, flags = arguments
            if (isinstance(flags, int) and flags & WRITING) or is_media(str(path)):
                self.seen.append(f"{event} {path}")
        elif event in TOUCHING or (event == "sqlite3.connect" and arguments[0] != ":memory:"):
            self.seen.append(f"{event} {arguments[:1]}")


_WATCH: list[_Watch] = []


@contextmanager
def leaving_the_disk_alone() -> Iterator[None]:
    """Raise BrokenPromiseError at the end if anything was written, or any picture opened."""
    if not _WATCH:
        _WATCH.append(_Watch())
    (watch,) = _WATCH
    watch.armed = True
    try:
        yield
    finally:
        watch.armed = False
        seen, watch.seen = watch.seen, []
    if seen:
        raise BrokenPromiseError(f"touched the disk: {seen}")
