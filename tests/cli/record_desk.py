"""A desk for tests of `wayhome record`: a home with a record, a pipe or a terminal to type at."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from wayhome.record import keys
from wayhome.usecases.home import Home
from wayhome.usecases.record_room import RecordRoom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Ran
    from wayhome.usecases.wayhome import Wayhome

PASSPHRASE = "correct horse battery"
ANOTHER = "staple river candle moon"
NAME = "Zorbelina Prueba"
"""A name that no text of ours holds: wherever it appears, it came out of the record."""


class Terminal(io.StringIO):
    """Standard input with somebody before it."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@dataclass(frozen=True)
class Desk:
    """Runs commands on the record of one home."""

    home: Path
    place: Path
    """Where files can be put."""
    paper: str
    """The recovery key of the record that is there at first."""
    command: Callable[..., Ran]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, text: str | bytes = b"", lang: str = "en") -> Ran:
        """Run a command with a text in a pipe, in the language of the test."""
        raw = text.encode() if isinstance(text, str) else text
        self.monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return self.command(*arguments, "--lang", lang)

    def type(self, *arguments: str, lines: str = "", secrets: tuple[str, ...] = ()) -> Ran:
        """Run a command at a terminal; ``secrets`` are typed where nothing shows."""
        hidden = iter(secrets)
        self.monkeypatch.setattr("sys.stdin", Terminal(lines))
        self.monkeypatch.setattr("getpass.getpass", lambda _: _next(hidden))
        return self.command(*arguments)

    def name_file(self, variable: str, text: str | None) -> None:
        """Put a secret in a file and name it in a variable; None: name none."""
        if text is None:
            self.monkeypatch.delenv(variable, raising=False)
            return
        path = self.place / f"{variable}.txt"
        path.write_text(text, encoding="utf-8")
        self.monkeypatch.setenv(variable, str(path))

    def use_passphrase(self, text: str | None) -> None:
        """Have commands read this passphrase."""
        self.name_file("WAYHOME_PASSPHRASE_FILE", text)

    def move_to(self, home: Path) -> None:
        """Go to another machine: another home."""
        self.monkeypatch.setenv("WAYHOME_HOME", str(home))

    def shown(self) -> Any:  # noqa: ANN401 - JSON is whatever it is
        """Return the record as `show --json -` prints it."""
        return self("record", "show", "--json", "-").json()

    def fill(self, *children: dict[str, object]) -> Ran:
        """Fill in children from a pipe."""
        return self("record", "fill", "-", text=json.dumps({"children": children}))

    def sealed(self) -> dict[str, bytes]:
        """Return what lies in the record's folder, to see that nothing was saved."""
        files = [path for path in self.record.rglob("*") if path.is_file()]
        return {path.name: path.read_bytes() for path in files if path.name != "attempts"}

    @property
    def record(self) -> Path:
        """The folder of the record."""
        return self.home / "record"


def _next(hidden: Iterator[str]) -> str:
    for each in hidden:
        return each
    raise EOFError


@pytest.fixture(scope="session", name="made")
def made_record(wayhome: Wayhome, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make a record with one child, once; return its home and its recovery key."""
    home = tmp_path_factory.mktemp("made") / "home"
    room = RecordRoom(wayhome, Home(home), cost=keys.FLOOR)
    try:
        paper = room.create(PASSPHRASE)
        room.book.add_child(NAME)
    finally:
        room.lock()
    return home, paper


@pytest.fixture(name="desk")
def laid_desk(
    made: tuple[Path, str],
    tmp_path: Path,
    command: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    """Return a desk with a copy of that record, and its passphrase in a file."""
    # A try at the cost of this computer would take most of a second.
    monkeypatch.setattr("wayhome.record.vault.calibrated_cost", lambda: keys.FLOOR)
    # For the length of a command, not of all tests.
    monkeypatch.setattr("wayhome.usecases.dumps.forbid_dumps", lambda: True)
    source, paper = made
    home, place = tmp_path / "home", tmp_path / "place"
    shutil.copytree(source, home)
    place.mkdir()
    desk = Desk(home, place, paper, command, monkeypatch)
    for variable in ("WAYHOME_NEW_PASSPHRASE_FILE", "WAYHOME_RECOVERY_KEY_FILE"):
        monkeypatch.delenv(variable, raising=False)
    desk.use_passphrase(f"{PASSPHRASE}\n")
    return desk
