"""Small exports for each built-in reader, as bytes: what fuzzing and properties damage."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.samples import (
    discord,
    google_chat,
    imessage,
    meta,
    phone_texts,
    sms_backup,
    snapchat,
    tables,
    telegram,
    tiktok,
    whatsapp,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANA, BEN = "Ana Lía", "Ben Ñandú 🚲"
STAMP = "Jun 04, 2024 1:20:07 PM"
LINES = [
    f"{whatsapp.LRM}Messages and calls are end-to-end encrypted.",
    "Ana: hello\nand a second line",
    "Ben Ñ: IMG-1.jpg (file attached)",
    "Ana: This message was deleted",
    "Ben Ñ: 12/3/24 at 10:15 - see you <This message was edited>",
    "Ana: \u202eturned \U0001f697",
]


class Seed(NamedTuple):
    """One export: its files, with `/` between folders."""

    reader: str
    files: Mapping[str, bytes]

    def write(self, folder: Path) -> Path:
        """Write it into a folder."""
        return meta.write_tree(folder, self.files)


def _whatsapp(folder: Path) -> None:
    for phone in ("us, iphone", "mexico", "arabic", "japan, 12 hours", "notepad"):
        (folder / phone).mkdir(parents=True)
        whatsapp.write(folder / phone, phone, LINES)


def _jsonl(folder: Path) -> None:
    message = '{{"conversation": "{}", "from": {}, "at": {}, "text": "{}"{}}}\n'
    picture = '{"name": "a.jpg", "type": "image/jpeg", "bytes": 9}'
    rows = (
        ("Ana", '"Ana"', '"2025-03-04T22:41:00"', "hi", ""),
        ("Ana", '"Ben \\ud83d\\udeb2"', '"2025-03-04T22:42:00+01:00"', "yes", ', "edited": true'),
        ("Team", "null", "null", "Ana left", ', "kind": "system", "n": 7'),
        ("Team", '"Cy"', '"2025-03-04T22:43:00Z"', "", f', "from_id": 7, "media": {picture}'),
    )  # fmt: skip
    meta.write_tree(folder, {"kept.jsonl": "".join(message.format(*row) for row in rows)})


def _meta_json(folder: Path) -> None:
    known, stranger = "inbox/ana_1", "message_requests/x_2"
    picture: dict[str, Any] = {"photos": [{"uri": "photos/1.jpg", "creation_timestamp": 17175}]}
    rows = [
        meta.row(ANA, 0, "hello 👋"), meta.row(BEN, 1, "peña"), meta.row(ANA, 2, **picture),
        meta.row(BEN, 3, "Liked a message"), meta.row(ANA, 4, call_duration=83),
        meta.row(BEN, 5, is_unsent=True),
        meta.row(ANA, 6, share={"link": "https://example.org/a", "share_text": "look"}),
    ]  # fmt: skip
    meta.write_tree(folder, {
        f"{meta.INSTAGRAM}/{known}/message_1.json": meta.thread(ANA, (ANA, BEN), rows, known),
        f"{meta.INSTAGRAM}/{known}/message_2.json": meta.thread(ANA, (ANA, BEN), rows[:2], known),
        f"{meta.INSTAGRAM}/{stranger}/message_1.json":
            meta.thread("X", ("X", BEN), rows[:1], stranger),
        "personal_information/personal_information.json": meta.instagram_owner(BEN, "ben.k"),
    })  # fmt: skip


def _meta_html(folder: Path) -> None:
    picture = '<a target="_blank" href="photos/1.jpg"><img src="photos/1.jpg" class="_a6_o"/></a>'
    for number, record in enumerate((meta.instagram_record, meta.facebook_record, meta.old_record)):
        records = [
            record(ANA, "hello<br/>there &amp; back", STAMP), record(BEN, "", STAMP, more=picture),
            record(ANA, "Liked a message", STAMP), record(BEN, "You missed a call", STAMP),
        ]  # fmt: skip
        place = f"{meta.INSTAGRAM}/inbox/ana_{number}/message_1.html"
        meta.write_tree(folder / str(number), {place: meta.page(ANA, records)})


def _messenger(folder: Path) -> None:
    rows = [
        meta.e2ee_row(ANA, 0, "hello 👋"), meta.e2ee_row(BEN, 1, isUnsent=True),
        meta.e2ee_row(ANA, 2, type="media", media=[{"uri": "./media/1.jpg"}]),
        meta.e2ee_row(BEN, 3, "", type="call"),
    ]  # fmt: skip
    meta.write_tree(folder, {"Ana_4.json": meta.e2ee("Ana_4", (ANA, BEN), rows)})


def _package(folder: Path) -> None:
    discord.write_package(folder / "new")
    discord.write_package(folder / "old", "messages", old=True)


def _exporter(folder: Path) -> None:
    times = ["03/04/2024 10:27 PM", "03/13/2024 10:28 PM", "03/14/2024 10:28 PM"]
    meta.write_tree(folder, {
        "json/Ben.json": discord.exporter_json(discord.exporter_messages()),
        "csv/Ben.csv": discord.exporter_csv(times),
    })  # fmt: skip


def _exporter_html(folder: Path) -> None:
    times = [f"03/{day}/2024 10:27 PM" for day in (4, 13, 14, 15, 16)]
    meta.write_tree(folder, {
        "today/a.html": discord.html_page(times), "old/a.html": discord.old_html_page(),
    })  # fmt: skip


def _telegram(folder: Path) -> None:
    telegram.write(folder / "one", telegram.single())
    telegram.write(folder / "all", telegram.whole())


def _signal(folder: Path) -> None:
    meta.write_tree(folder, {
        "rows/Ana/data.json": phone_texts.rows(), "text/Ana/chat.md": phone_texts.CHAT_MD,
    })  # fmt: skip


def _imessage(folder: Path) -> None:
    imessage.write(folder / "now" / "chat.db", log=True)
    (folder / "then").mkdir()
    imessage.write_old(folder / "then" / "chat.db")


def _snapchat(folder: Path) -> None:
    snapchat.write(folder / "now", snapchat.threads())
    snapchat.write(folder / "then", snapchat.old(), more=False)


def _tiktok(folder: Path) -> None:
    for name, value in (("now", tiktok.today()), ("then", tiktok.earlier())):
        tiktok.write(folder / name, value)


MAKERS: Mapping[str, Callable[[Path], object]] = {
    "wayhome-jsonl": _jsonl,
    "whatsapp": _whatsapp,
    "meta-json": _meta_json,
    "meta-html": _meta_html,
    "messenger-e2ee": _messenger,
    "snapchat": _snapchat,
    "tiktok": _tiktok,
    "sms-backup": sms_backup.write,
    "imessage": _imessage,
    "imessage-exporter": lambda folder: phone_texts.write_exported(folder / "x"),
    "discord-package": _package,
    "discord-exporter": _exporter,
    "discord-exporter-html": _exporter_html,
    "telegram": _telegram,
    "telegram-html": telegram.write_pages,
    "google-chat": google_chat.write,
    "csv": tables.write,
    "signal": _signal,
}
"""Reader id to what writes its exports. Of several, each lies in a folder of its own."""

APART = frozenset({
    "whatsapp", "meta-html", "imessage", "discord-package", "discord-exporter",
    "discord-exporter-html", "telegram", "signal", "snapchat", "tiktok", "csv",
})  # fmt: skip
"""Readers whose first folders hold exports that have nothing to do with each other."""


@cache
def seeds_of(reader: str) -> tuple[Seed, ...]:
    """Return the exports of one reader; KeyError if it has none: add a maker above."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        MAKERS[reader](folder)
        apart = sorted(folder.iterdir()) if reader in APART else [folder]
        return tuple(Seed(reader, _files(each)) for each in apart)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
