"""What happens around the opening of the record: be quick, then go on."""

from __future__ import annotations

import threading
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from flask import redirect, session, url_for

from wayhome.web.record_guard import GO_ON, LED_ON, mark_of_record
from wayhome.web.shell import shell

if TYPE_CHECKING:
    from werkzeug import Response

INSIDE = "/r/b"
"""The first page of the open record."""

SLOW_TO_IMPORT = (
    "wayhome.record.vault",
    "wayhome.record.pending",
    "wayhome.usecases.record_book",
    "babel.dates",
)


@cache
def warm_up() -> None:
    """Import in the background what opening needs, while somebody types the passphrase."""

    def load() -> None:
        for name in SLOW_TO_IMPORT:
            import_module(name)

    threading.Thread(target=load, name="warm-up", daemon=True).start()


def go_inside() -> Response:
    """Return the way on after the record was opened: to what was being written, or to its start."""
    # A press that was allowed before the record was locked must not count after it.
    shell().receipts.forget_all()
    shell().bags.forget_all()
    wanted = session.pop(GO_ON, None)
    if shell().stash.waiting_for(mark_of_record()):
        return redirect(url_for("lock_pages.kept"), 303)
    return redirect(url_for(wanted) if wanted in LED_ON else INSIDE, 303)
