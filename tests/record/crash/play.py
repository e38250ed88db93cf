"""What the victim does, step by step, and what a record holds after each step."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from wayhome.model.calls import CallEntry, CallText
from wayhome.model.kept import NoteText
from wayhome.model.problems import UserProblem
from wayhome.record import keys
from wayhome.record.holdings import OPEN_FILES as OPEN
from wayhome.record.open_export import to_json
from wayhome.usecases.home import Home
from wayhome.usecases.record_files import RecordFiles
from wayhome.usecases.record_room import RecordRoom, RoomState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.wayhome import Wayhome

START = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 21)

FIRST = "first quiet lantern"
SECOND = "second quiet lantern"
THIRD = "third quiet lantern"
FOURTH = "fourth quiet lantern"


@dataclass(slots=True)
class Stage:
    """A home with a record, and a folder beside it for what is saved elsewhere."""

    folder: Path
    wayhome: Wayhome
    minute: int = 0
    recovery_key: str = ""
    copied_key: str = ""
    """The recovery key as it was when the copy was saved."""
    room: RecordRoom = field(init=False)

    def __post_init__(self) -> None:
        """Look into the home; open nothing."""
        self.outside.mkdir(parents=True, exist_ok=True)
        self.room = RecordRoom(
            self.wayhome, Home(self.folder / "home"), now=self.now, cost=keys.FLOOR
        )

    @property
    def outside(self) -> Path:
        """Where copies and exports go."""
        return self.folder / "outside"

    @property
    def copy(self) -> Path:
        """The sealed copy."""
        return self.outside / "copy.sealed-copy"

    @property
    def files(self) -> RecordFiles:
        """What leaves the store and comes back."""
        return RecordFiles(self.room)

    @property
    def book(self) -> RecordBook:
        """The open record's pages."""
        return self.room.book

    def now(self) -> dt.datetime:
        """Return a time that only the step decides."""
        return START + dt.timedelta(minutes=self.minute)

    def held(self) -> str:
        """Return everything in the open record, pictures too."""
        holdings = self.book.holdings()
        photos = [
            hashlib.sha256(self.book.photo(info.id).jpeg + self.book.thumbnail(info.id)).hexdigest()
            for child in holdings.children
            for info in child.photos
        ]
        # Where open files lie is noted before they do: `examining` looks at those by themselves.
        settings = {name: holdings.settings[name] for name in holdings.settings if name != OPEN}
        held = {**to_json(holdings), "settings": settings, "bytes": photos}
        return json.dumps(held, indent=1, sort_keys=True)

    def note_what_lies_open(self) -> None:
        """Have the record know of an export that was copied here with the folder."""
        for path in self.outside.iterdir():
            if path.is_dir():
                self.files.note_open_file(path)


def note(text: str) -> NoteText:
    """Return something to write into the diary."""
    return NoteText(text, DAY, "21:30", "both of us", ("withdrawal",))


def call(number: int, corrects: str = "", child: int | None = None) -> CallEntry:
    """Return something to write into the call log, with an id that only the step decides."""
    moment = START + dt.timedelta(minutes=number)
    said = CallText(whom=f"Police {number}", by="both of us", called=moment, call_back=moment)
    return CallEntry(id=f"{number:032x}", said=said, written=moment, corrects=corrects, child=child)


def picture() -> bytes:
    """Return a small photo."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize((320, 240)).save(out, "JPEG", quality=90)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does, saved when it returns."""

    name: str
    act: Callable[[Stage], object]
    passphrase: str
    """What opens the record after it."""
    opened: bool = True
    """Whether the record has to be open before it."""


def _create(stage: Stage) -> None:
    stage.recovery_key = stage.room.create(FIRST)


def _seal(stage: Stage) -> None:
    stage.room.lock()
    stage.room.seal_note(note("written while locked"))


def _seal_call(stage: Stage) -> None:
    stage.room.seal_call(call(3))


def _change_recovery_key(stage: Stage) -> None:
    stage.recovery_key = stage.room.change_recovery_key()


def _save_copy(stage: Stage) -> None:
    stage.copied_key = stage.recovery_key
    stage.files.back_up(stage.copy)


def _try_wrong(stage: Stage) -> None:
    stage.room.lock()
    try:
        stage.room.unlock("not this one at all")
    except UserProblem:
        return
    raise AssertionError


def _restore(stage: Stage) -> None:
    stage.room.lock()
    with stage.copy.open("rb") as source:
        stage.files.restore_with_passphrase(source, SECOND, replace=True)
    stage.recovery_key = stage.copied_key


def _recover(stage: Stage) -> None:
    stage.room.recover(stage.recovery_key, FOURTH)


ID = f"{1:032x}"
"""Of the first entry of the call log."""

PLAY: tuple[Step, ...] = (
    Step("create", _create, FIRST, opened=False),
    Step("add a child", lambda on: on.book.add_child("Ana Prueba"), FIRST),
    Step("fill in", lambda on: on.book.save_item(1, "identity", {"called": "Anita"}), FIRST),
    Step("add a device", lambda on: on.book.save_item(1, "devices", {"model": "Blue"}), FIRST),
    Step("add a photo", lambda on: on.book.add_photo(1, picture()), FIRST),
    Step("write a note", lambda on: on.book.add_note(note("a second phone"), 1), FIRST),
    Step("write another", lambda on: on.book.add_note(note("came late"), None), FIRST),
    Step("correct a note", lambda on: on.book.correct_note(1, note("two phones")), FIRST),
    Step("keep a check", lambda on: on.book.keep_check({"who": ("carer",)}, (), 1, "0"), FIRST),
    Step("choose minutes", lambda on: on.room.choose_minutes("5"), FIRST),
    Step("write a call", lambda on: on.book.add_calls((call(1), call(2))), FIRST),
    Step("seal while locked", _seal, FIRST),
    Step("seal a call", _seal_call, FIRST, opened=False),
    Step("unlock", lambda on: on.room.unlock(FIRST), FIRST, opened=False),
    Step("new passphrase", lambda on: on.room.change_passphrase(FIRST, SECOND), SECOND),
    Step("save a copy", _save_copy, SECOND),
    Step("new recovery key", _change_recovery_key, SECOND),
    Step("correct a call", lambda on: on.book.add_calls((call(4, corrects=ID),)), SECOND),
    Step("write a third", lambda on: on.book.add_note(note("a new name"), 1), SECOND),
    Step("add a second child", lambda on: on.book.add_child("Luz Prueba"), SECOND),
    Step("call about it", lambda on: on.book.add_calls((call(5, child=2),)), SECOND),
    Step("remove a child", lambda on: on.book.remove_child(2), SECOND),
    Step("remove a photo", lambda on: on.book.remove_photo(1), SECOND),
    Step("third passphrase", lambda on: on.room.change_passphrase(SECOND, THIRD), THIRD),
    Step("try a wrong one", _try_wrong, THIRD),
    Step("bring back the copy", _restore, SECOND, opened=False),
    Step("unlock what came back", lambda on: on.room.unlock(SECOND), SECOND, opened=False),
    Step("write a fourth", lambda on: on.book.add_note(note("asked again"), 1), SECOND),
    Step("recover", _recover, FOURTH, opened=False),
    Step("export", lambda on: on.files.export(on.outside / "open"), FOURTH),
    Step("shred the export", lambda on: on.files.shred_open_file(0), FOURTH),
)


def take_part(stage: Stage, number: int) -> None:
    """Make the stage ready for a step: open, or locked, as if nothing had been done for a while."""
    stage.minute = number
    if PLAY[number].opened and stage.room.state is not RoomState.OPEN:
        stage.room.unlock(PLAY[number - 1].passphrase)
        stage.note_what_lies_open()
