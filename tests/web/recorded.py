"""A visitor with a record: made quickly, with a clock that the test turns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wayhome.record import keys
from wayhome.usecases.places import Place, PlaceKind
from wayhome.web.shell import NAME, shell_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.web.conftest import Visitor
    from wayhome.usecases.record_room import RecordRoom, RoomState

LEAVES = '<noscript><meta http-equiv="refresh" content="605; url=/r/a"></noscript>'
"""What stands on a page that leaves the screen when the record locks."""

PASSPHRASE = "quilt lantern otter maple"
OTHER = "harbor velvet cactus drum"


@dataclass
class Guardian:
    """Somebody who is inside and keeps a record."""

    visitor: Visitor
    downloads: Path
    seconds: float = 0.0
    key: str = field(default="")

    @property
    def app(self) -> Flask:
        """The app."""
        return self.visitor.app

    @property
    def room(self) -> RecordRoom:
        """Where the record is opened."""
        return shell_of(self.app).room

    def state(self) -> RoomState:
        """Tell how the record is now."""
        return self.room.state

    def prepare(self) -> Guardian:
        """Have tries be quick, time be ours, and files go to a folder of the test."""
        self.downloads.mkdir(exist_ok=True)
        places = (Place(PlaceKind.DOWNLOADS, self.downloads),)
        shell = replace(shell_of(self.app), places=lambda: places)
        shell.room.cost = keys.FLOOR
        shell.room.clock = shell.room.attempts.clock = lambda: self.seconds
        # The count of seconds begins with ours.
        shell.room.attempts.__post_init__()
        self.app.extensions[NAME] = shell
        return self

    def make(self) -> Guardian:
        """Make a record and go on without paper."""
        made = self.post("/r/n", passphrase_chosen=PASSPHRASE, passphrase_again=PASSPHRASE)
        assert made.location == "/r/n/k", made.text
        self.key = "-".join(groups_in(self.get("/r/n/k")))
        assert self.post("/r/n/l").location == "/r/b"
        return self

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.visitor.get(path)

    def post(self, path: str, /, **fields: object) -> TestResponse:
        """Send a form."""
        return self.visitor.post(path, fields)

    def unlock(self, passphrase: str = PASSPHRASE) -> TestResponse:
        """Type the passphrase."""
        return self.post("/r", passphrase=passphrase)

    def wait(self, minutes: float) -> None:
        """Do nothing for some minutes."""
        self.seconds += minutes * 60
        self.room.lock_if_left()


def groups_in(page: TestResponse) -> list[str]:
    """Return the groups of the key on a sheet."""
    return re.findall(r"<li>([0-9A-Z]{5})</li>", page.text)
