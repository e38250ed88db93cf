"""Exports of any length, as the apps write them, the same ones in every run."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import TYPE_CHECKING, Any

from tests.samples import discord, meta, telegram
from tests.samples.whatsapp import PHONES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = "home late said school phone hola mañana gracias night ok book 😀 jaja".split()  # noqa: SIM905 - shorter
PEOPLE = ("Ana", "Ben Ortega", "Mum", "+1 555-0101")
START = dt.datetime(2022, 1, 1, 8)  # noqa: DTZ001 - phones write local times
LONGEST = 14
BERLIN = 3600


def talk(count: int) -> Iterator[tuple[dt.datetime, str, str]]:
    """Yield when, who and what: some texts have two lines, and some messages are left-out files."""
    chance = random.Random(5)  # noqa: S311 - the same data in every run
    moment = START
    for _ in range(count):
        moment += dt.timedelta(seconds=chance.randint(5, 200))
        text = " ".join(chance.choices(WORDS, k=chance.randint(1, LONGEST)))
        kind = chance.random()
        if kind < 0.03:  # noqa: PLR2004 - three in a hundred
            text += "\n" + " ".join(chance.choices(WORDS, k=5))
        elif kind < 0.06:  # noqa: PLR2004 - three more
            text = "<Media omitted>"
        yield moment, chance.choice(PEOPLE), text


def write_whatsapp(path: Path, count: int, phone: str) -> Path:
    """Write an export of WhatsApp as this phone does."""
    made = PHONES[phone]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(made.begin)
        file.writelines(
            made.line(moment, f"{sender}: {text}") for moment, sender, text in talk(count)
        )
    return path


def write_instagram(path: Path, count: int) -> Path:
    """Write a thread of Instagram, newest first."""
    rows = (
        meta.row(sender, (moment - START).total_seconds() / 60, text)
        for moment, sender, text in talk(count)
    )
    return _write(path, meta.thread("Ana", PEOPLE, rows, "inbox/ana_1"))


def write_telegram(path: Path, count: int) -> Path:
    """Write a chat of Telegram Desktop."""
    rows: list[dict[str, Any]] = []
    for number, (moment, sender, text) in enumerate(talk(count), 1):
        unix = int(moment.replace(tzinfo=dt.UTC).timestamp()) - BERLIN
        who = {"from": sender, "from_id": f"user5550{PEOPLE.index(sender)}"}
        row = telegram.message(number, "00:00:00", unix, **who, text=text)
        rows.append(row | {"date": moment.isoformat()})
    chat = {"name": "Ana", "type": "private_group", "id": 55501, "messages": rows}
    return _write(path, chat, indent=1)


def write_discord(path: Path, count: int) -> Path:
    """Write a channel of DiscordChatExporter."""
    rows = []
    for second, (moment, sender, text) in enumerate(talk(count)):
        who = discord.author(5550100 + PEOPLE.index(sender), sender, sender)
        row = discord.exported(
            discord.SECOND + second, text, who, timestamp=f"{moment.isoformat()}.123+00:00"
        )
        rows.append(row)
    return _write(path, discord.exporter_json(rows), indent=2)


def _write(path: Path, value: object, indent: int | None = None) -> Path:
    with path.open("w", encoding="utf-8") as file:
        # Meta escapes what is not ASCII; the others write it as it is.
        json.dump(value, file, ensure_ascii=indent is None, indent=indent)
    return path
