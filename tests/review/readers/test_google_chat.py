"""Google Chat: every field, times in many languages, and what no bytes may do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import google_chat
from tests.samples.google_chat import ANA, ME, WRITTEN, row
from tests.samples.read_out import claims, codes_of, messages_of, read_out
from wayhome.model.messages import Media, Message, Person, Setting

if TYPE_CHECKING:
    from pathlib import Path

READER = "google-chat"
PLAN = Media("plan.png", "image/png")
MAIL = ANA["email"]


def _at(minute: int) -> str:
    return f"2023-01-04T22:5{minute}:50+00:00"


DIRECT = [
    Message("Ana Peña", _at(0), "Did you bring the atlas?", "text", MAIL),
    Message("Zoë", _at(1), "Here", "text", ME["email"], media=PLAN),
    Message("Ana Peña", _at(2), "plan.png", "media", MAIL, media=PLAN),
    Message("Ana Peña", _at(3), "Six, not five", "text", MAIL, edited=True),
    Message("Ana Peña", _at(4), "", "deleted", MAIL),
    Message("Poll", _at(5), "Two votes"),
]


@pytest.mark.parametrize("groups", ["Groups", "Gruppen", "グループ"])
def test_a_takeout_is_read(tmp_path: Path, groups: str) -> None:
    folder = google_chat.write(tmp_path, groups=groups)
    assert list(claims(folder)) == [READER]
    plan, (direct, space) = read_out(READER, folder)
    assert plan.owner == Person("Zoë", ME["email"])
    assert direct.messages == DIRECT
    assert (direct.conversation.title, direct.conversation.setting) == ("Ana Peña", Setting.DIRECT)
    assert direct.conversation.contact_ids == (MAIL,)
    assert (space.conversation.title, space.conversation.setting) == ("Choir", Setting.GROUP)
    assert space.conversation.contact_ids == ()


@pytest.mark.parametrize("language", WRITTEN)
def test_times_of_many_languages(tmp_path: Path, language: str) -> None:
    rows = [row(minute, "x", language=language) for minute in range(3)]
    found = messages_of(READER, google_chat.write(tmp_path, rows))
    assert [each.at for each in found[:3]] == [_at(0), _at(1), _at(2)]


def test_newest_first_is_turned_round(tmp_path: Path) -> None:
    found = messages_of(READER, google_chat.write(tmp_path, google_chat.direct()[::-1]))
    assert found[: len(DIRECT)] == DIRECT


@pytest.mark.parametrize(
    ("bad", "codes", "count"),
    [
        (None, ["not_a_message"], 1),
        ({}, ["not_a_message"], 1),
        (row(0, "x") | {"created_date": 7}, ["date_unreadable"], 2),
        (row(0, "x") | {"created_date": "Wednesday, January 44, 2023 at 99:99:99 PM UTC"},
         ["date_unreadable"], 2),
        (row(0, "x") | {"creator": []}, [], 2),
        (row(0, "x") | {"text": None}, [], 2),
        (row(0, "x") | {"attached_files": [7, {}, {"original_name": 7}]}, [], 3),
    ],
)  # fmt: skip
def test_hostile_rows_are_named_and_the_others_read(
    tmp_path: Path, bad: object, codes: list[str], count: int
) -> None:
    (tmp_path / "messages.json").write_text(json.dumps({"messages": [row(0, "fine"), bad]}))
    assert codes_of(READER, tmp_path) == codes
    assert len(messages_of(READER, tmp_path)) == count


def test_what_is_cut_off_is_said(tmp_path: Path) -> None:
    raw = json.dumps({"messages": google_chat.direct()}).encode()
    (tmp_path / "messages.json").write_bytes(raw[:-60])
    assert codes_of(READER, tmp_path) == ["truncated"]
    assert messages_of(READER, tmp_path) == DIRECT[:-1]


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_no_damage_makes_it_fail_or_invent_messages(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(json.dumps({"messages": google_chat.direct()}, indent=1).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(raw)))
        noise = st.sampled_from([b"null", b"[", b"}", b"1e999", b"\\ud83d", b'"', b"{"])
        raw[begin : begin + data.draw(st.integers(0, 30))] = data.draw(
            noise | st.binary(max_size=6)
        )
    (tmp_path / "messages.json").write_bytes(raw)
    found = messages_of(READER, tmp_path)
    assert len(found) <= raw.count(b'"creator"') + raw.count(b"name") + raw.count(b'"text"')
