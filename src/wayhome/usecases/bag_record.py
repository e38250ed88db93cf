"""What of the record goes into an evidence bag. Where a child looks for help is no part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.usecases.bag_making import BagContents, calls_about
from wayhome.usecases.packet_help import HelpPlaces

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.model.calls import CallLog
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.wayhome import Wayhome


def take_from_record(
    wayhome: Wayhome, book: RecordBook, child: int | None, notes: Collection[int] | None
) -> BagContents:
    """Return calls and notes about a child, or about all; ``notes`` are numbers, None for all."""
    about = (each for each in book.notes() if child is None or each.child in (child, None))
    chosen = (each for each in about if notes is None or each.id in notes)
    helping = HelpPlaces.of(wayhome.content.regions.values())
    return BagContents(calls=take_calls(wayhome, book, child), notes=helping.without_notes(chosen))


def take_calls(wayhome: Wayhome, book: RecordBook, child: int | None) -> CallLog | None:
    """Return the call log as it goes in; None where nothing is left of it."""
    log = calls_about(book.call_log(), child)
    return log and HelpPlaces.of_children(wayhome.content.regions.values()).without_calls(log)
