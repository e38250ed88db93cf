"""TikTok's data under the names of several years, and what no bytes may do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import tiktok
from tests.samples.read_out import claims, codes_of, messages_of, read_out
from tests.samples.tiktok import ANA, ME
from wayhome.model.messages import Message, Person, Place, Setting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

READER = "tiktok"
DIRECT = [
    Message(ANA, "2024-03-04T22:41:07", "Look: video.example/1 🎵", "text", ANA),
    Message(ME, "2024-03-04T22:42:07", "Ha", "text", ME),
    Message(ANA, "2024-03-04T22:43:07", "Again?", "text", ANA),
]


@pytest.mark.parametrize("made", [tiktok.today, tiktok.earlier, tiktok.small])
def test_chats_are_found_under_every_years_names(
    tmp_path: Path, made: Callable[[], object]
) -> None:
    folder = tiktok.write(tmp_path / "x", made())
    assert list(claims(folder)) == [READER]
    plan, (direct, *_) = read_out(READER, folder)
    assert direct.messages == DIRECT
    assert direct.conversation.title == ANA
    assert direct.conversation.contact_ids == (ANA,)
    assert plan.owner == (None if made is tiktok.small else Person(ME, ME))


def test_a_group_is_a_group(tmp_path: Path) -> None:
    _, (_, group) = read_out(READER, tiktok.write(tmp_path, tiktok.today()))
    assert (group.conversation.title, group.conversation.setting) == ("Choir", Setting.GROUP)
    assert [each.text for each in group.messages] == ["Six o'clock", "Yes"]


def test_messages_of_strangers_are_told(tmp_path: Path) -> None:
    value = {
        "Direct Message": {"Message Requests": {"Chat History with x:": [tiktok.row(0, "hi")]}}
    }
    _, (found,) = read_out(READER, tiktok.write(tmp_path, value))
    assert found.conversation.place is Place.REQUESTS


def test_an_export_without_chats_is_known_and_empty(tmp_path: Path) -> None:
    value = tiktok.today()
    del value["Direct Message"]
    folder = tiktok.write(tmp_path, value)
    assert list(claims(folder)) == [READER]
    assert read_out(READER, folder)[1] == []


@pytest.mark.parametrize(
    ("bad", "codes", "count"),
    [
        (None, ["not_a_message"], 1),
        ({}, ["not_a_message"], 1),
        ([], ["not_a_message"], 1),
        (tiktok.row(0, "x") | {"Date": 7}, ["date_unreadable"], 2),
        (tiktok.row(0, "x") | {"Date": "2024-13-40 99:99:99"}, ["date_unreadable"], 2),
        (tiktok.row(0, "x") | {"From": {}}, [], 2),
        (tiktok.row(0, "x") | {"Content": None}, [], 2),
    ],
)
def test_hostile_rows_are_named_and_the_others_read(
    tmp_path: Path, bad: object, codes: list[str], count: int
) -> None:
    value = {"Direct Messages": {f"Chat History with {ANA}:": [tiktok.row(0, "fine"), bad]}}
    folder = tiktok.write(tmp_path, value)
    assert codes_of(READER, folder) == codes
    assert len(messages_of(READER, folder)) == count


def test_what_is_cut_off_is_said(tmp_path: Path) -> None:
    path = tiktok.write(tmp_path, tiktok.earlier()) / "user_data_tiktok.json"
    path.write_bytes(path.read_bytes()[:-150])
    assert codes_of(READER, tmp_path) == ["truncated"]
    assert len(messages_of(READER, tmp_path)) == 2


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_no_damage_makes_it_fail_or_invent_messages(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(json.dumps(tiktok.today(), indent=1).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(raw)))
        noise = st.sampled_from([b"null", b"[", b"}", b"1e999", b"\\ud83d", b'"', b"{"])
        raw[begin : begin + data.draw(st.integers(0, 30))] = data.draw(
            noise | st.binary(max_size=6)
        )
    (tmp_path / "x.json").write_bytes(raw)
    found = messages_of(READER, tmp_path / "x.json")
    assert len(found) <= raw.count(b'"Content"') + raw.count(b'"From"')
