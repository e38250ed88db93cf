"""Bags for tests: made as the app makes them, on a fixed day."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from wayhome.model.calls import CallEntry, CallLog, CallText
from wayhome.model.kept import Note, NoteText, NoteVersion
from wayhome.packet.bag_values import Origin
from wayhome.record.call_chain import link
from wayhome.usecases.bag_making import BagContents, BagMaker, look_at_files

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.packet.bag_values import Watch
    from wayhome.usecases.bag_receipts import BagReceipt, Seal
    from wayhome.usecases.wayhome import Wayhome

ZONE = dt.timezone(dt.timedelta(hours=-5))
NOW = dt.datetime(2026, 11, 22, 21, 30, tzinfo=ZONE)
PDF = b"%PDF-1.7 a packet stands here\n"
CHAT = "[3/4/25, 9:41:07 PM] Ana Prueba: see you at the gate ñ\n".encode()


def note(number: int, text: str = "Came home late") -> Note:
    """Return a note with one correction."""
    said = NoteText(text, NOW.date(), "21:10", "me", ("withdrawal",))
    versions = (NoteVersion(said, NOW), NoteVersion(replace(said, text=f"{text}, at ten"), NOW))
    return Note(number, 1, versions, while_locked=number == 2)


def log(count: int = 3) -> CallLog:
    """Return a call log with its chain."""
    entries: list[CallEntry] = []
    for number in range(1, count + 1):
        said = CallText(
            whom="Policía de Prueba",
            by="Marta",
            called=NOW,
            said=f"Case {number} taken down ✓",
            number="555-0142",
            call_back=NOW + dt.timedelta(hours=2) if number == 1 else None,
            events=("report_taken",),
        )
        before = entries[-1].digest if entries else ""
        entry = CallEntry(id=f"{number:032x}", said=said, written=NOW, child=1)
        entries.append(link(entry, number, before))
    return CallLog(tuple(entries))


def put_files(folder: Path) -> tuple[Path, ...]:
    """Put down what a guardian may pick: a chat, a JSON, and an archive."""
    folder.mkdir(exist_ok=True)
    chat, data, archive = folder / "chat.txt", folder / "result.json", folder / "export.zip"
    chat.write_bytes(CHAT * 40)
    data.write_bytes(b'[{"from": "Ana", "text": "hello"}]\n')
    archive.write_bytes(b"PK\x03\x04" + bytes(200))
    for path in (chat, data, archive):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return chat, data, archive


def contents(folder: Path) -> BagContents:
    """Return a bag with some of everything."""
    picked = [(path, Origin.PLATFORM) for path in put_files(folder)]
    return BagContents(PDF, log(), (note(1), note(2)), look_at_files(picked))


def maker(wayhome: Wayhome, language: str = "en") -> BagMaker:
    """Return what makes bags in a language."""
    others = (each for each in wayhome.languages if each != language)
    return BagMaker(tuple(wayhome.words(each) for each in (language, *others)), "0.0")


def make(
    wayhome: Wayhome, folder: Path, *, seal: Seal | None = None, watch: Watch | None = None
) -> BagReceipt:
    """Make a bag with some of everything in a folder."""
    folder.mkdir(exist_ok=True)
    name = "notes.tar.age" if seal else "notes"
    inside = contents(folder / "picked")
    return maker(wayhome).make(inside, folder / name, NOW, seal=seal, watch=watch)
