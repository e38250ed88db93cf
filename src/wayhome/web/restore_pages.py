"""Bring the record back from a sealed copy. Works locked, and where there is no record yet."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from wayhome.model.problems import UserProblem
from wayhome.usecases.places import SEALED_COPY, find_files
from wayhome.usecases.record_room import RoomState
from wayhome.web.form_problems import PAPER_KEY, PASSPHRASE, tell, tell_words
from wayhome.web.limits import LARGEST
from wayhome.web.receipts import Did, Receipt
from wayhome.web.safety_pages import files_of_record
from wayhome.web.shell import shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug import Response

    from wayhome.record.backup import Restored
    from wayhome.usecases.places import FoundFile

pages = Blueprint("restore_pages", __name__)

Page = str | tuple[str, int]

FIELDS = dict.fromkeys(
    ("backup_unreadable", "backup_damaged", "backup_newer", "file_unreadable"), "file"
)
REPLACE = "replace"


@pages.get("/r/v")
def copy_choice() -> str:
    """Show the sealed copies that lie in the usual places.

    The name of this function, and of the next, allows a larger form: see `limits.WITH_COPY`.
    """
    return _show()


@pages.post("/r/v")
def copy_back() -> Page | Response:
    """Bring a record back. Nothing is replaced before the copy has proved whole."""
    replace = REPLACE in request.form
    if shell().room.state is not RoomState.NONE and not replace:
        return _show(tell_words("restore.say_so", REPLACE)), 422
    if not any(request.form.get(name, "").strip() for name in (PASSPHRASE, PAPER_KEY)):
        return _show(tell_words("restore.key_missing", PASSPHRASE)), 422
    try:
        with _source() as source:
            if source is None:
                return _show(tell_words("restore.file_missing", "file")), 422
            restored = _restore(source, replace=replace)
    except UserProblem as problem:
        return _show(tell(problem, **FIELDS)), 422
    shell().forget_record()
    receipt_id = shell().receipts.keep(Receipt(Did.RESTORED, restored.replaced, _count(restored)))
    return redirect(url_for("restore_pages.done", receipt_id=receipt_id), 303)


@pages.get("/r/v/<receipt_id>")
def done(receipt_id: str) -> str | Response:
    """Tell what came back, and where the record that stood here before lies."""
    receipt = shell().receipts.find(receipt_id, Did.RESTORED)
    if receipt is None:
        return redirect(url_for("lock_pages.front"), 303)
    return render_template("lock_restored.html", receipt=receipt, here={"back": "record"})


def _restore(source: IO[bytes], *, replace: bool) -> Restored:
    files, passphrase = files_of_record(), request.form.get(PASSPHRASE, "")
    if passphrase.strip():
        return files.restore_with_passphrase(source, passphrase, replace=replace)
    typed = request.form.get(PAPER_KEY, "")
    return files.restore_with_recovery_key(source, typed, replace=replace)


@contextmanager
def _source() -> Iterator[IO[bytes] | None]:
    """Give the copy that was sent, else the one chosen from the list; None if neither was.

    Raises:
        UserProblem: ``file_unreadable``.
    """
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        # In memory: see `limits.MemoryRequest`.
        yield sent.stream
        return
    listed = request.form.get("listed", "")
    path = next((each.path for each in _found() if str(each.path) == listed), None)
    if path is None:
        yield None
        return
    try:
        with path.open("rb") as file:
            yield file
    except OSError:
        # It went away, or its stick was pulled out half-way.
        raise UserProblem("file_unreadable", path=path) from None


def _count(restored: Restored) -> dict[str, int]:
    held = restored.holdings
    return {
        "children": len(held.children),
        "photos": sum(len(child.photos) for child in held.children),
        "notes": len(held.notes),
        "calls": len(held.calls.entries),
        "checks": len(held.checks),
    }


def _found() -> tuple[FoundFile, ...]:
    return find_files(shell().places(), SEALED_COPY)


def _show(wrong: dict[str, object] | None = None) -> str:
    return render_template(
        "lock_restore.html",
        found=[_line(each) for each in _found()],
        listed=request.form.get("listed", ""),
        typed=request.form.get(PAPER_KEY, ""),
        most=LARGEST // 1_000_000,
        exists=shell().room.state is not RoomState.NONE,
        replace=REPLACE in request.form,
        here={"back": "record_restore"},
        **(wrong or {}),
    )


def _line(found: FoundFile) -> dict[str, object]:
    """Return a found copy as the page shows it, its size in megabytes."""
    day = datetime.fromtimestamp(found.changed).astimezone().date()
    megabytes = max(0.1, round(found.size / 1_000_000, 1))
    return {"path": found.path, "name": Path(found.path).name, "day": day, "size": megabytes}
