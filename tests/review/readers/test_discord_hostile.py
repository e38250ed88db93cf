"""Discord's exports, damaged: what is bad is named, and the rest is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.readers.test_discord import EXPORTED, OWN, READERS
from tests.samples import discord
from tests.samples.read_out import codes_of, messages_of, read_out
from wayhome.model.messages import Skipped

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.messages import Message

ROW = discord.package_rows()[2]
FINE = OWN[0]._replace(sender="@me", sender_id=None)
HOSTILE_ROWS: dict[str, tuple[object, str, list[Message]]] = {
    "null": (None, "not_a_message", []),
    "a text that is a number": (ROW | {"Contents": 1}, "not_a_message", []),
    "nothing in it": ({}, "not_a_message", []),
    "no day": (
        ROW | {"Timestamp": "2024-13-45 00:00:00"},
        "date_unreadable",
        [FINE._replace(at=None)],
    ),
    "a time that is a number": (
        ROW | {"Timestamp": 5},
        "date_unreadable",
        [FINE._replace(at=None)],
    ),
    "an id beyond all": (ROW | {"ID": 10**40}, "", [FINE]),
    "files that are a list": (ROW | {"Attachments": [1]}, "", [FINE]),
    "no text": (ROW | {"Contents": None}, "", [FINE._replace(text="")]),
}


@pytest.mark.parametrize(("row", "code", "expected"), HOSTILE_ROWS.values(), ids=HOSTILE_ROWS)
def test_hostile_rows_are_named_and_the_others_read(
    tmp_path: Path, row: object, code: str, expected: list[Message]
) -> None:
    discord.dump(tmp_path / "messages.json", [ROW, row])
    _, (read,) = read_out("discord-package", tmp_path)
    assert read.messages == [FINE, *expected]
    assert [each.code for each in read.skipped] == ([code] if code else [])


GOOD = discord.exporter_messages()[0]
HOSTILE: dict[str, tuple[object, str, list[Message]]] = {
    "a list": ([GOOD], "not_a_message", []),
    "no author": (GOOD | {"author": None}, "not_a_message", []),
    "an author of lists": (
        GOOD | {"author": {"id": [], "name": {}, "nickname": 5}},
        "",
        [EXPORTED[0]._replace(sender="5", sender_id=None)],
    ),
    "no time": (GOOD | {"timestamp": None}, "date_unreadable", [EXPORTED[0]._replace(at=None)]),
    "an offset beyond all": (
        GOOD | {"timestamp": "2024-03-04T23:27:42+99:00"},
        "date_unreadable",
        [EXPORTED[0]._replace(at=None)],
    ),
    "a text that is a list": (GOOD | {"content": [1]}, "", [EXPORTED[0]._replace(text="")]),
    "files that are none": (GOOD | {"attachments": "x", "stickers": 5}, "", [EXPORTED[0]]),
    "a kind that is a list": (GOOD | {"type": ["Call"]}, "", [EXPORTED[0]]),
    "deep nesting": (GOOD | {"embeds": json.loads("[" * 500 + "]" * 500)}, "", [EXPORTED[0]]),
}


@pytest.mark.parametrize(("item", "code", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_exports_are_named_and_the_others_read(
    tmp_path: Path, item: object, code: str, expected: list[Message]
) -> None:
    discord.dump(tmp_path / "x.json", discord.exporter_json([item, GOOD]))  # type: ignore[list-item]
    _, (read,) = read_out("discord-exporter", tmp_path)
    assert read.messages == [*expected, EXPORTED[0]]
    assert [each.code for each in read.skipped] == ([code] if code else [])


def test_csv_that_is_damaged_is_read_on(tmp_path: Path) -> None:
    text = discord.exporter_csv(["04-Mar-24 10:27 PM"])
    (tmp_path / "x.csv").write_text(f'{text}1,2\r\n"{"x" * 200_000}"\r\n{text}', "utf-8")
    assert [each.text for each in messages_of("discord-exporter", tmp_path)] == [
        'line "0"\nand more'
    ] * 2
    assert codes_of("discord-exporter", tmp_path) == ["not_a_message", "text_too_long"]


def test_html_without_an_end_is_bounded(tmp_path: Path) -> None:
    page = discord.html_page(["04-Mar-24 10:27 PM"] * 5)
    nested = "<div>" * 50_000 + "x" * (9 << 20)
    (tmp_path / "x.html").write_text(page + nested, "utf-8")
    _, (read,) = read_out("discord-exporter-html", tmp_path)
    assert len(read.messages) >= 4
    assert Skipped("after block 2", "text_too_long") in read.skipped


SAMPLES = {
    "messages.json": json.dumps(discord.package_rows(), indent=1).encode(),
    "messages.csv": discord.package_csv().encode(),
    "x.json": json.dumps(discord.exporter_json(discord.exporter_messages()), indent=1).encode(),
    "x.csv": discord.exporter_csv(["04-Mar-24 10:27 PM", "3/4/2024 1:00 PM"]).encode(),
    "x.html": discord.html_page(["3/4/2024 11:27 PM"] * 5).encode(),
}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damage_never_stops_the_program_and_invents_no_message(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    read_damaged(tmp_path_factory.mktemp("damaged"), data)


@pytest.mark.long
@pytest.mark.timeout(600)
@settings(max_examples=3000, deadline=None)
@given(st.data())
def test_much_damage_does_not_either(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    read_damaged(tmp_path_factory.mktemp("damaged"), data)


def read_damaged(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SAMPLES)))
    sample = SAMPLES[name]
    begin, end = (data.draw(st.integers(0, len(sample))) for _ in "12")
    noise = st.sampled_from([b"{", b"]", b'"', b"\x00", b"<div>", b"\\u", b"1e999", b",", b"\xff"])
    put = data.draw(st.one_of(noise, st.binary(max_size=8)))
    damaged = sample[:begin] + put + sample[end if 0 <= end - begin < 200 else begin :]
    (folder / name).write_bytes(damaged)
    signs = (
        damaged.count(b"\n")
        if name.endswith("csv")
        else damaged.count(b"id") + damaged.count(b"ID")
    )
    for reader in READERS:
        _, found = read_out(reader, folder)
        assert sum(len(each.messages) for each in found) <= 3 * (signs + 1)
