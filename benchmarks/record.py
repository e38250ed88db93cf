"""What sealing costs: unlocking, and each page, against plain SQLite through the same code.

5 children, 2,000 notes, 200 photos. The plain store is a file made by the same tables, the same
pages read it; only the connection differs.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from benchmarks.pages import Visitor, serve
from benchmarks.timing import measure_in_turn
from wayhome.model.kept import NoteText
from wayhome.record import keys, photos
from wayhome.record.engine import plain_engine
from wayhome.record.pictures_apart import take_picture_apart
from wayhome.record.store import Store
from wayhome.usecases.door import Door
from wayhome.usecases.home import Home
from wayhome.usecases.wayhome import Wayhome
from wayhome.web.application import create_app
from wayhome.web.shell import shell_of

if TYPE_CHECKING:
    from flask import Flask

    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.record_room import RecordRoom

RUNS = 40
UNLOCKS = 7
AIM_RATIO = 2.0
AIM_UNLOCK_MS = 150
CHILDREN, NOTES, PHOTOS = 5, 2000, 200
PASSPHRASE = "four words for measuring"
PAGES = {
    "overview": "/r/b",
    "child": "/r/c/1",
    "form": "/r/c/1/1",
    "photos": "/r/c/1/p",
    "diary": "/r/d",
    "timeline": "/r/t",
}


def report() -> None:
    """Print the cost of unlocking beyond Argon2id, and each page's ratio to plain SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        sealed, sealed_room = _start(Path(folder) / "sealed")
        plain, plain_room = _start(Path(folder) / "plain")
        _make_plain(plain_room, Path(folder) / "plain.db")
        for room in (sealed_room, plain_room):
            _fill(room.book)
        _report_unlock(sealed_room)
        for visitor in (sealed, plain):
            # Filling takes longer than a server waits for a quiet connection; this opens another.
            visitor.connection.close()
        for name, path in PAGES.items():
            for visitor in (sealed, plain):
                visitor.get(path)
            peer, ours = measure_in_turn(RUNS, partial(plain.get, path), partial(sealed.get, path))
            print(
                f"record   {name:13} p50 {ours.p50 * 1000:5.1f} ms, p95 {ours.p95 * 1000:5.1f} ms; "
                f"plain SQLite p50 {peer.p50 * 1000:5.1f} ms: {ours.p50 / peer.p50:.2f} times "
                f"(aim: at most {AIM_RATIO})"
            )


def _report_unlock(room: RecordRoom) -> None:
    """Unlock beside what the passphrase alone costs, in turn."""
    header = room.folder.read_key_file()
    slot, cost = header.passphrase, header.passphrase.cost
    if cost is None:
        raise RuntimeError("no cost")

    def unlock() -> None:
        room.lock()
        room.unlock(PASSPHRASE)

    peer, ours = measure_in_turn(
        UNLOCKS, partial(keys.stretch, PASSPHRASE, slot.salt, cost), unlock
    )
    more = (ours.p50 - peer.p50) * 1000
    size = room.folder.store_file(header).stat().st_size
    print(
        f"record   unlock        p50 {ours.p50 * 1000:.0f} ms, Argon2id alone "
        f"{peer.p50 * 1000:.0f} ms ({cost.memory_kib // 1024} MiB, {cost.passes} passes): "
        f"{more:.0f} ms more "
        f"(aim: at most {AIM_UNLOCK_MS}); store of {size / 1e6:.0f} MB"
    )


def _start(folder: Path) -> tuple[Visitor, RecordRoom]:
    """Serve an app with a record that is open; return a browser inside it, and the record."""
    home = Home(folder)
    home.save_settings(region="US", language="en")
    made: list[tuple[Door, Flask]] = []

    def make(port: int) -> Flask:
        door = Door(port)
        app = create_app(Wayhome.from_shipped_content(dt.date.today), home, door)
        made.append((door, app))
        return app

    visitor = Visitor(serve(make))
    door, app = made[0]
    visitor.get(f"/o?t={door.mint()}")
    room = shell_of(app).room
    room.create(PASSPHRASE)
    room.choose_minutes("60")
    return visitor, room


def _make_plain(room: RecordRoom, path: Path) -> None:
    """Put a store in the clear in the place of the sealed one."""
    room.record.store.close()
    store = Store(plain_engine(path))
    store.set_up()
    room.record.store = store


def _fill(book: RecordBook) -> None:
    chance = random.Random(4)  # noqa: S311 - the same data in every run
    pictures = [take_picture_apart(_photo(chance), book.today()) for _ in range(4)]
    ids = [book.add_child(f"Child Number{number}") for number in range(CHILDREN)]
    for child_id in ids:
        for section in book.shape.sections:
            for _ in range(3 if section.many else 1):
                line = section.fields[-1]
                values = {each.id: "some words" for each in section.fields if each.kind == "line"}
                book.save_item(child_id, section.id, values or {line.id: "2026-01-01"})
    for number in range(PHOTOS):
        with book.store.writing() as connection:
            photos.save_photo(
                connection,
                child_id=ids[number % CHILDREN],
                item_id=None,
                picture=pictures[number % len(pictures)],
                taken=dt.date(2026, 1, 1),
                now=book.now(),
            )
    start = book.today() - dt.timedelta(days=700)
    for _ in range(NOTES):
        day = start + dt.timedelta(days=chance.randrange(700))
        text = " ".join(chance.choices(("came", "home", "late", "new", "phone", "quiet"), k=40))
        book.add_note(NoteText(text, day, "21:30", "me", ("withdrawal",)), chance.choice(ids))


def _photo(chance: random.Random) -> bytes:
    """Return a photo of noise, which no format makes small: the worst case."""
    noise = Image.frombytes("RGB", (600, 800), chance.randbytes(600 * 800 * 3))
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=85)
    return out.getvalue()


if __name__ == "__main__":
    began = time.perf_counter()
    report()
    print(f"{time.perf_counter() - began:.0f} s")
