"""The quick way through a WhatsApp export gives what the thorough one gives."""

from __future__ import annotations

import io
import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from benchmarks import chat_samples
from tests.samples import whatsapp
from tests.samples.whatsapp import PHONES
from wayhome.model.messages import DateOrder, Message, Run, Skipped, one_by_one
from wayhome.review.contacts import Contacts
from wayhome.review.readers import whatsapp_runs
from wayhome.review.readers.builtin import find_readers
from wayhome.review.readers.whatsapp_lines import find_form
from wayhome.review.reading import Reading, Settings
from wayhome.review.shelter import build_shelter
from wayhome.usecases.message_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wayhome.review.reading import Opened

ODD = (
    "Ana: <Media omitted>", "Ana: a\nb", "Ana: a\n12 apples", "Ana: ", 'Ana: "\\ \t \x7f \x01',
    "Ana: IMG-1.jpg (file attached)\nlook", "Ana: x <This message was edited>", "Ben added Ana",
    "Ana: This message was deleted", "Ana: 😀\n\u200e[not a header]", "Messages are safe: yes",
    "Ana: …", "Ben Ñ: )", "Ana: a\n\n\nb", "Ana\u00a0B: x", "Ana:\u00a0x", "+1 555-0101: hi",
    "Ana: x\n13/02/2024, 10:00 - Ben: within",
)  # fmt: skip


def read(text: bytes) -> list[Message | Skipped]:
    form = find_form(text[:4096])
    assert form is not None
    return [*one_by_one(whatsapp_runs.Runs(form, DateOrder.DMY).read(io.BytesIO(text)))]


def both(text: bytes, block: int) -> tuple[list[Message | Skipped], list[Message | Skipped]]:
    """Read by the narrow pattern, and by the wide one alone."""
    with patch.object(whatsapp_runs, "BLOCK", block):
        quick = read(text)
        with patch.object(whatsapp_runs, "_narrow", lambda _: None):
            return quick, read(text)


def mixed(phone: str, count: int = 60) -> bytes:
    made, chance = PHONES[phone], random.Random(phone)  # noqa: S311 - the same data in every run
    lines = [
        made.line(chance.choice(whatsapp.MOMENTS), chance.choice((*ODD, "Ana: plain", "Ben Ñ: b")))
        for _ in range(count)
    ]
    return (made.begin + made.line(whatsapp.MOMENTS[0], "Ana: first") + "".join(lines)).encode()


@pytest.mark.parametrize("phone", PHONES)
def test_both_ways_give_the_same_messages(phone: str) -> None:
    text = mixed(phone)
    for block in (1 << 16, 97):
        quick, thorough = both(text, block)
        assert quick == thorough
        assert len(quick) > 60


def test_damage_is_met_alike_by_both_ways() -> None:
    chance = random.Random(3)  # noqa: S311 - the same damage in every run
    for phone in ("uk", "us, iphone", "arabic, iphone", "uk, iphone"):
        raw = bytearray(mixed(phone, 200))
        for _ in range(60):
            place = chance.randrange(200, len(raw))
            raw[place : place + chance.randrange(3)] = bytes(
                chance.choices(range(1, 256), k=chance.randrange(4))
            )
        quick, thorough = both(bytes(raw), 1 << 12)
        assert quick == thorough


@pytest.mark.parametrize(
    ("clock", "at"),
    [("23:59:59", "23:59:59"), ("24:00:00", None), ("19:60:00", None), ("09:00:60", None),
     ("9:05:07", "09:05:07"), ("29:00:00", None)],
)  # fmt: skip
def test_times_that_are_none_are_not_taken_for_clocks(clock: str, at: str | None) -> None:
    text = f"[13/02/2024, 10:00:00] Ana: a\n[13/02/2024, {clock}] Ana: b\n".encode()
    last = read(text)[-1]
    assert isinstance(last, Message)
    assert last.at == (at and f"2024-02-13T{at}")


def opened(path: Path, shelter: str = "") -> Iterator[Opened]:
    reading = Reading(find_readers(), build_shelter([shelter]), Settings())
    reading.find([str(path)])
    return reading.conversations()


def test_runs_make_the_lines_and_contacts_that_messages_make(tmp_path: Path) -> None:
    path = chat_samples.write_whatsapp(tmp_path / "a.txt", 3000, "uk")
    with path.open("ab") as file:
        file.write(mixed("uk"))
    made = []
    for one_each in (False, True):
        contacts = Contacts()
        (each,) = opened(path)
        runs = each.messages if one_each else each.runs
        heard = contacts.listening_to(replace(each, runs=runs))
        made.append((b"".join(lines_of(heard)), contacts.all()))
    assert made[0] == made[1]
    rows = [json.loads(line) for line in made[0][0].split(b"\n")[:-1]]
    assert [row["n"] for row in rows] == [*range(1, len(rows) + 1)]
    (again,) = opened(path)
    assert sum(isinstance(each, Run) for each in again.runs) >= 1


def test_who_helps_is_left_out_of_runs_too(tmp_path: Path) -> None:
    path = chat_samples.write_whatsapp(tmp_path / "a.txt", 400, "uk")
    (each,) = opened(path, "+1 555-0101")
    senders = {message.sender for message in each.messages}
    assert senders == {"Ana", "Ben Ortega", "Mum"}
