"""The readers that are built in, in the order in which they are asked."""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, cast

from wayhome.model.problems import UserProblem
from wayhome.review.readers.guests import Guest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wayhome.review.readers.protocol import Reader

BUILT_IN = {
    "wayhome-jsonl": "wayhome.review.readers.wayhome_jsonl:READER",
    "whatsapp": "wayhome.review.readers.whatsapp:READER",
    "meta-json": "wayhome.review.readers.meta_json:READER",
    "meta-html": "wayhome.review.readers.meta_html:READER",
    "messenger-e2ee": "wayhome.review.readers.messenger_e2ee:READER",
    "snapchat": "wayhome.review.readers.snapchat:READER",
    "tiktok": "wayhome.review.readers.tiktok:READER",
    "sms-backup": "wayhome.review.readers.sms_backup:READER",
    "imessage": "wayhome.review.readers.imessage:READER",
    "imessage-exporter": "wayhome.review.readers.imessage_exporter:READER",
    "discord-package": "wayhome.review.readers.discord_package:READER",
    "discord-exporter": "wayhome.review.readers.discord_exporter:READER",
    "discord-exporter-html": "wayhome.review.readers.discord_exporter_html:READER",
    "telegram": "wayhome.review.readers.telegram:READER",
    "telegram-html": "wayhome.review.readers.telegram_html:READER",
    "google-chat": "wayhome.review.readers.google_chat:READER",
    "signal": "wayhome.review.readers.signal:READER",
    "csv": "wayhome.review.readers.csv_table:READER",
}
"""Format id to where its reader stands; each is imported when it is first asked."""

ENTRY_POINTS = "wayhome.readers"


def find_readers(others: frozenset[str] = frozenset()) -> Mapping[str, Reader]:
    """Return the built-in readers, and those of other packages that are named in ``others``.

    Readers of other packages are off by default: installing one must not switch it on.

    Raises:
        UserProblem: ``reader_unknown``, or ``reader_broken`` where one can't be loaded.
    """
    readers = {name: _load(place) for name, place in BUILT_IN.items()}
    if not others:
        return readers
    points = {each.name: each for each in metadata.entry_points(group=ENTRY_POINTS)}
    for name in sorted(others):
        if name not in points or name in BUILT_IN:
            raise UserProblem("reader_unknown", known=", ".join(sorted(points)) or "-")
        try:
            readers[name] = Guest(name, points[name].load())
        except Exception as error:
            raise UserProblem("reader_broken", reader=name) from error
    return readers


def _load(place: str) -> Reader:
    module, _, name = place.partition(":")
    return cast("Reader", getattr(import_module(module), name))
