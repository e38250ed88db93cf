"""What the victim does with planted words: everything that a record can take."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.record.crash.play import DAY, Stage
from tests.record.crash.searching import Planted, spellings, spellings_of_key
from wayhome.model.calls import CallEntry, CallText
from wayhome.model.kept import NoteText
from wayhome.model.problems import UserProblem
from wayhome.record.diary import add_note
from wayhome.record.recovery_key import read_recovery_key
from wayhome.usecases.dumps import forbid_dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.record.crash.shim import LoadedShim
    from wayhome.usecases.record_book import RecordBook

SIZE = (1200, 900)
"""Of a photo of noise, which takes more than a megabyte."""
GPS, GPS_AREA = 0x8825, 28
DESCRIPTION = 0x010E
MANY_NOTES = 400


def planted_photo(where: str, size: tuple[int, int] = SIZE) -> bytes:
    """Return a large JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[DESCRIPTION] = where
    exif.get_ifd(GPS).update({1: "N", 2: (34.0, 5.0, 6.0), GPS_AREA: where})
    out = io.BytesIO()
    noise = Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))
    noise.save(out, "JPEG", quality=90, exif=exif.tobytes())
    return out.getvalue()


def parts_of(body: bytes, count: int = 6, size: int = 48) -> list[bytes]:
    """Return some stretches of the inside of a file, none of which is chance to meet elsewhere."""
    return [body[len(body) * each // (count + 1) :][:size] for each in range(1, count + 1)]


class Tracer:
    """One record full of planted words."""

    def __init__(self, stage: Stage, words: Mapping[str, str], shim: LoadedShim) -> None:
        self.stage, self.words, self.shim = stage, words, shim
        self.planted = Planted({})
        self.photo = planted_photo(words["gps"])
        self._plant({name: spellings(text) for name, text in words.items()})
        self._plant({"photo as sent": parts_of(self.photo)})

    def _plant(self, more: dict[str, list[bytes]]) -> None:
        self.planted = Planted({**self.planted.wanted, **more})
        for each in Planted(more).everything():
            self.shim.plant(each)

    def steps(self) -> list[tuple[str, Callable[[], object]]]:
        """Return everything to do, in order."""
        on, said = self.stage, self._note

        def book() -> RecordBook:
            return on.book

        return [
            ("create", self._create),
            ("name", lambda: book().add_child(self.words["name"])),
            ("fill in", lambda: book().save_item(1, "identity", {"called": self.words["accents"]})),
            ("device", lambda: book().save_item(1, "devices", {"model": self.words["device"]})),
            ("photo", self._add_photo),
            ("look at it", lambda: (book().photo(1), book().thumbnail(1), book().timeline())),
            ("note", lambda: book().add_note(said("note"), 1)),
            ("correct", lambda: book().correct_note(1, said("corrected"))),
            ("call", lambda: book().add_calls((self._call(1, "called"),))),
            ("check", lambda: book().keep_check({"who": ("guardian",)}, (), 1, "0")),
            ("seal", self._seal),
            ("wrong", self._try_wrong),
            ("unlock", lambda: on.room.unlock(self.words["passphrase"])),
            ("copy", lambda: on.files.back_up(on.copy)),
            ("calendar", lambda: on.files.save_calendar(on.outside / "c.ics", "Notes", "")),
            ("passphrase", self._change),
            ("remove note", lambda: book().remove_note(1)),
            ("remove photo", lambda: book().remove_photo(1)),
            ("restore", self._restore),
            ("recover", self._recover),
            ("sort", self._sort_much),
            ("shred", on.files.shred_everything),
        ]

    def _note(self, name: str) -> NoteText:
        return NoteText(self.words[name], DAY, "21:30", self.words["name"], ("withdrawal",))

    def _call(self, number: int, name: str) -> CallEntry:
        now, word = self.stage.now(), self.words[name]
        said = CallText(whom=word, by=word, called=now, person=word, said=word, number=word)
        return CallEntry(id=f"{number:032x}", said=said, written=now)

    def _create(self) -> None:
        room = self.stage.room
        self.stage.recovery_key = typed = room.create(self.words["passphrase"])
        secret, key = read_recovery_key(typed), bytes(room.record.key.raw)
        assert isinstance(secret, bytes)
        store = room.record.key.derive("store", room.record.header.record)
        self._plant(
            {
                "recovery key": [*spellings(typed), *spellings(typed.replace("-", ""))],
                "recovery secret": [secret],
                "data key": spellings_of_key(key),
                "store key": spellings_of_key(store),
            }
        )

    def _add_photo(self) -> None:
        number = self.stage.book.add_photo(1, self.photo)
        kept, small = self.stage.book.photo(number).jpeg, self.stage.book.thumbnail(number)
        self._plant({"photo as kept": parts_of(kept), "thumbnail": parts_of(small)})

    def _seal(self) -> None:
        self.stage.room.lock()
        self.stage.room.seal_note(self._note("sealed"))
        self.stage.room.seal_call(self._call(2, "called"))

    def _try_wrong(self) -> None:
        try:
            self.stage.room.unlock(self.words["wrong passphrase"])
        except UserProblem:
            return
        raise AssertionError

    def _change(self) -> None:
        self.stage.room.change_passphrase(self.words["passphrase"], self.words["new passphrase"])

    def _sort_much(self) -> None:
        """Have the store sort more than it holds in memory by itself."""
        now = self.stage.now()
        with self.stage.room.record.store.writing() as connection:
            for each in range(MANY_NOTES):
                text = f"{self.words['note']} {each} " * 400
                add_note(connection, NoteText(text, DAY, "", "", ()), child_id=None, now=now)
            ordered = "SELECT text FROM note_version ORDER BY text"
            assert len(connection.exec_driver_sql(ordered).fetchall()) > MANY_NOTES

    def _restore(self) -> None:
        with self.stage.copy.open("rb") as source:
            passphrase = self.words["passphrase"]
            self.stage.files.restore_with_passphrase(source, passphrase, replace=True)

    def _recover(self) -> None:
        self.stage.room.recover(self.stage.recovery_key, self.words["new passphrase"])


def end_badly(stage: Stage, request: dict[str, Any]) -> None:
    """Open the record and crash, where a picture of the memory may be as large as it likes."""
    import resource  # Windows has none

    os.chdir(request["place"])
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    if request["forbid"]:
        assert forbid_dumps()
    stage.room.create(request["passphrase"])
    stage.book.add_note(NoteText(request["text"], DAY, "", "", ()), None)
    Path("alive").touch()
    # Not faulthandler's own way to crash: that one forbids the picture itself.
    os.kill(os.getpid(), request["signal"])
