"""Wayhome for a browser: quicker to open, and with a page that breaks when a file says so."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.cli.main import run
from wayhome.record import keys, vault
from wayhome.usecases.record_book import RecordBook

if TYPE_CHECKING:
    from wayhome.model.kept import Note

BREAK = "break"
"""A file of this name in the folder in which it was started breaks the page of a note."""

whole_note = RecordBook.note


def broken_note(book: RecordBook, note_id: int) -> Note:
    """Break down with what the note says in the error, as the worst of bugs would."""
    note = whole_note(book, note_id)
    if Path(BREAK).exists():
        raise RuntimeError(note.said.text)
    return note


vault.calibrated_cost = lambda: keys.FLOOR
RecordBook.note = broken_note  # type: ignore[assignment,method-assign]

if __name__ == "__main__":
    sys.exit(run(["open", "--no-browser"]))
