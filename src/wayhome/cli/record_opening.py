"""The record opened for one command, and closed whatever happens."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from wayhome.cli import options, passphrases, speaking
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.usecases import dumps
from wayhome.usecases.home import Home
from wayhome.usecases.record_room import RecordRoom, RoomState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wayhome.model.words import Words
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.record_files import RecordFiles

    Made = TypeVar("Made")

TRIES = 3
"""How often a command asks for what is typed. Hands shake."""

SLIPS = frozenset(
    {
        "record_wrong_passphrase",
        "backup_wrong_passphrase",
        "recovery_key_length",
        "recovery_key_slip",
        "recovery_key_wrong",
    }
)
"""What typing once more can mend."""


@dataclass(frozen=True, slots=True)
class Session:
    """One command at work on the record of one home."""

    room: RecordRoom
    words: Words

    @contextmanager
    def closing(self) -> Iterator[None]:
        """Leave no picture of the memory behind, and lock at the end, also after Ctrl-C."""
        dumps.forbid_dumps()
        try:
            yield
        except RecordLockedError:
            # Another Wayhome put another record in its place.
            raise UserProblem("record_locked") from None
        finally:
            self.room.lock()

    @contextmanager
    def opened(self) -> Iterator[RecordBook]:
        """Open the record with the passphrase and give its pages."""
        with self.closing():
            self.unlock()
            yield self.room.book

    @contextmanager
    def files(self) -> Iterator[RecordFiles]:
        """Open the record and give what can be saved from it."""
        # Imported late: help must be quick, and this brings the database along.
        from wayhome.usecases.record_files import RecordFiles

        with self.opened():
            yield RecordFiles(self.room)

    def unlock(self) -> str:
        """Open the record; return the passphrase that did."""
        # What no passphrase can mend is said before anybody types one.
        self.room.folder.read_key_file()
        passphrase = self.ask(passphrases.PASSPHRASE, self._unlock_with)
        self.say_taken_in()
        return passphrase

    def ask(self, secret: passphrases.Secret, use: Callable[[str], Made]) -> Made:
        """Ask for a secret and use it; ask again after a slip, as long as somebody is there."""
        left = TRIES if secret.typed else 1
        while True:
            left -= 1
            passphrases.require_terminal(secret, self.words)
            self.wait()
            try:
                return use(passphrases.ask(secret, self.words))
            except UserProblem as problem:
                if problem.key not in SLIPS or left == 0:
                    raise
                speaking.say_problem(self.words, problem)

    def wait(self) -> None:
        """Wait for as long as earlier wrong tries cost.

        Also where nobody watches: the wait is counted from the start of this process, so one that
        ended at once would never get in, not even with the right passphrase.
        """
        seconds = math.ceil(self.room.attempts.seconds_to_wait())
        if seconds > 0:
            speaking.note(self.words, "terminal.record.waiting", seconds=seconds)
            time.sleep(seconds)

    def say_taken_in(self) -> None:
        """Say what became of the notes that waited."""
        taken = self.room.taken_in
        if taken is None:
            return
        if taken.notes:
            speaking.note(self.words, "terminal.record.taken_in", count=taken.notes)
        if taken.calls:
            speaking.note(self.words, "call_log.terminal.taken_in", count=taken.calls)
        if taken.unreadable:
            speaking.note(self.words, "terminal.record.left_waiting", count=taken.unreadable)

    def require_none(self) -> None:
        """Raise UserProblem ``record_exists`` where there is a record already."""
        if self.room.state is not RoomState.NONE:
            raise UserProblem("record_exists")

    def _unlock_with(self, passphrase: str) -> str:
        self.room.unlock(passphrase)
        return passphrase


def begin(lang: str | None, home: Path | None) -> Session:
    """Read the content, choose the language, and find the record of this home."""
    wayhome, words = options.start(lang)
    return Session(RecordRoom(wayhome, Home.find(home)), words)
