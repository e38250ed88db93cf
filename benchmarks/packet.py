"""A packet of about twenty pages with ten photos, against typst's own time for the same pages."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from functools import partial
from pathlib import Path

import pikepdf
from PIL import Image

from benchmarks.timing import measure_in_turn
from wayhome.model.kept import NoteText
from wayhome.model.record import FieldKind
from wayhome.packet import drawing
from wayhome.paper.phrases import written_day
from wayhome.record import keys
from wayhome.usecases.home import Home
from wayhome.usecases.packet_choices import Choices
from wayhome.usecases.packet_making import PacketMaker
from wayhome.usecases.record_room import RecordRoom
from wayhome.usecases.wayhome import Wayhome

RUNS = 5
AIM_TIMES = 2
PHOTOS, LONG_SIDE = 10, 2400
"""What `pictures` keeps of a photo at most, in pixels."""
NOTES = 200
SAID = "Came home late and did not say from where. Was quiet at dinner and went up early. "


def report() -> None:
    """Print the seconds from the open record to the PDF, and typst's own for the same values."""
    with tempfile.TemporaryDirectory() as folder:
        wayhome = Wayhome.from_shipped_content(today=dt.date.today)
        room = RecordRoom(wayhome, Home(Path(folder)), cost=keys.FLOOR)
        room.create("a passphrase of nobody")
        try:
            child = _fill(room)
            maker = PacketMaker(wayhome, room.book, wayhome.region("US"), written_day)
            choices = Choices(child, notes=None)
            _report(maker, choices)
        finally:
            room.lock()


def _report(maker: PacketMaker, choices: Choices) -> None:
    pages = drawing.prepare(maker.make(choices))
    peer, ours, shown = measure_in_turn(
        RUNS,
        partial(pages.pdf, own=True, standards=["ua-1"]),
        partial(maker.draw, choices),
        partial(pages.pictures, own=True),
    )
    made = maker.draw(choices).pdf
    with pikepdf.open(io.BytesIO(made)) as opened:
        count = len(opened.pages)
    print(
        f"packet   {count} pages, {PHOTOS} photos, {len(made) / 1e6:.1f} MB: from the record p50 "
        f"{ours.p50 * 1000:.0f} ms; typst alone p50 {peer.p50 * 1000:.0f} ms: "
        f"{ours.p50 / peer.p50:.2f} times (aim: at most {AIM_TIMES}); its pictures for the screen "
        f"p50 {shown.p50 * 1000:.0f} ms"
    )


def _fill(room: RecordRoom) -> int:
    """Write an invented child into the record; return the id."""
    book = room.book
    child = book.add_child("Ana Prueba")
    noise = Image.effect_noise((LONG_SIDE * 3 // 4, LONG_SIDE), 40).convert("RGB")
    for number in range(PHOTOS):
        held = io.BytesIO()
        noise.rotate(number).save(held, "JPEG", quality=85)
        book.add_photo(child, held.getvalue(), taken=f"2026-01-{number + 1:02}")
    for section in ("last_seen", "case", "looks", "needs", "clothes", "kept_where"):
        values = {
            field.id: "2026-01-01" if field.kind is FieldKind.DAY else SAID
            for field in book.shape.section(section).fields
        }
        book.save_item(child, section, values)
    for number in range(NOTES):
        day = room.now().date() - dt.timedelta(days=number)
        book.add_note(NoteText(SAID * (1 + number % 3), day, "21:30", "", ()), child)
    return child


if __name__ == "__main__":
    report()
