"""Snapchat's two shapes: every field, order, owner, and what no bytes may do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import snapchat
from tests.samples.read_out import claims, codes_of, messages_of, read_out
from tests.samples.snapchat import ANA, ME
from wayhome.model.messages import Media, Message, Person, Setting

if TYPE_CHECKING:
    from pathlib import Path

READER = "snapchat"


def _at(minute: int) -> str:
    return f"2024-03-04T22:{27 + minute:02}:40+00:00"


DIRECT = [
    Message("Ana Peña", _at(0), "Don't forget the atlas 🗺️", "text", ANA),
    Message("Zoë", _at(1), "I won't", "text", ME),
    Message("Ana Peña", _at(2), "b~one", "media", ANA, media=Media("b~one")),
    Message("Ana Peña", _at(2), "b~two", "media", ANA, media=Media("b~two")),
    Message("Zoë", _at(3), "", "media", ME, media=Media("")),
    Message("Ana Peña", _at(4), "", "media", ANA, media=Media("")),
    Message("Ana Peña", _at(5), "", "deleted", ANA),
    Message("Ana Peña", _at(6), "STATUSCALLMISSEDAUDIO", "call"),
    Message(None, _at(7), "ana.demo took a picture of the chat", "system"),
    Message("Ana Peña", _at(8), "maps.example", "text", ANA),
]


def test_saved_chats_are_read_oldest_first(tmp_path: Path) -> None:
    plan, found = read_out(READER, snapchat.write(tmp_path, snapchat.threads()))
    assert (plan.owner, plan.not_visible) == (Person("Zoë", ME), ("saved_only",))
    assert [(each.conversation.title, each.conversation.setting) for each in found] == [
        ("Ana Peña", Setting.DIRECT),
        ("Choir", Setting.GROUP),
        ("nobody", Setting.DIRECT),
        ("Ana Peña", Setting.DIRECT),
    ]
    direct, group, nobody, snaps = found
    assert direct.messages == DIRECT
    assert direct.conversation.contact_ids == (ANA,)
    assert [each.text for each in group.messages] == ["At six?", "Yes"]
    assert group.conversation.contact_ids == ()
    assert nobody.messages == []
    assert [(each.sender, each.at, each.kind) for each in snaps.messages] == [
        ("Ana Peña", _at(9), "media"),
        ("Zoë", _at(10), "media"),
    ]
    assert not any(each.skipped for each in found)


def test_without_what_lies_beside_handles_stand_for_names(tmp_path: Path) -> None:
    plan, (direct, *_) = read_out(READER, snapchat.write(tmp_path, snapchat.threads(), more=False))
    assert plan.owner is None
    assert [(each.sender, each.sender_id) for each in direct.messages[:2]] == [(ANA, ANA), (ME, ME)]


def test_its_own_web_pages_are_the_same_and_no_noise(tmp_path: Path) -> None:
    (claimed,) = claims(snapchat.write(tmp_path, snapchat.threads())).values()
    assert "html/chat_history/subpage_ana.demo.html" in claimed


def test_of_the_earlier_shape_both_sides_are_joined(tmp_path: Path) -> None:
    _, found = read_out(READER, snapchat.write(tmp_path, snapchat.old()))
    assert [each.conversation.title for each in found][:2] == ["Ana Peña", "ben"]
    assert found[0].messages == [
        Message("Ana Peña", "2021-01-01T12:00:00+00:00", "Which room?", "text", ANA),
        Message("Zoë", "2021-01-01T12:01:00+00:00", "Wait", "text", ME),
        Message("Ana Peña", "2021-01-01T12:02:00+00:00", 'It\'s in "B"', "text", ANA),
        Message("Zoë", "2021-01-01T12:03:00+00:00", "", "media", ME, media=Media("")),
    ]
    assert found[0].conversation.contact_ids == (ANA,)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"Created": None}, "2024-03-04T22:27:40+00:00"),
        ({"Created": "soon", "Created(microseconds)": 1_709_591_260_123_456}, _at(0)),
        ({"Created": "", "Created(microseconds)": 1_709_591_260}, _at(0)),
        ({"Created": "2024-03-04T22:27:40Z"}, _at(0)),
        ({"Created": "2024-03-04 22:27:40"}, _at(0)),
    ],
)
def test_times_in_every_spelling(tmp_path: Path, more: dict[str, Any], expected: str) -> None:
    value = {ANA: [snapchat.row(0, "x") | more, snapchat.row(1, "y")]}
    first, _ = messages_of(READER, snapchat.write(tmp_path, value, more=False))
    assert first.at == expected


HOSTILE: dict[str, tuple[object, list[str], list[str]]] = {
    "null": (None, ["not_a_message"], ["fine"]),
    "nothing in it": ({}, ["not_a_message"], ["fine"]),
    "a list": ([[]], ["not_a_message"], ["fine"]),
    "no time": (
        snapchat.row(0, "x", **{"Created": 7, "Created(microseconds)": True}),
        ["date_unreadable"],
        ["x", "fine"],
    ),
    "a time beyond all": (
        snapchat.row(0, "x", **{"Created": "", "Created(microseconds)": 10**40}),
        ["date_unreadable"],
        ["x", "fine"],
    ),
    "a sender that is a list": (snapchat.row(0, "x", From=[]), [], ["x", "fine"]),
    "a text that is a number": (snapchat.row(0, "x", Content=7), [], ["", "fine"]),
    "a kind that is none": (snapchat.row(0, "x", **{"Media Type": 7}), [], ["x", "fine"]),
    "files that are none": (
        snapchat.row(0, None, ANA, "MEDIA", **{"Media IDs": {}}), [], ["", "fine"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("bad", "codes", "texts"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_rows_are_named_and_the_others_read(
    tmp_path: Path, bad: object, codes: list[str], texts: list[str]
) -> None:
    # Newest first: the bad one is the older of the two.
    folder = snapchat.write(tmp_path, {ANA: [snapchat.row(1, "fine"), bad]}, more=False)
    assert codes_of(READER, folder) == codes
    assert sorted(each.text for each in messages_of(READER, folder)) == sorted(texts)


def test_what_is_cut_off_is_said(tmp_path: Path) -> None:
    folder = snapchat.write(tmp_path, snapchat.threads(), more=False)
    path = folder / "json/chat_history.json"
    path.write_bytes(path.read_bytes()[:-700])
    assert codes_of(READER, folder) == ["truncated"]
    assert len(messages_of(READER, folder)) == len(DIRECT) - 1


SAMPLES = [json.dumps(each, indent=1).encode() for each in (snapchat.threads(), snapchat.old())]


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_no_damage_makes_it_fail_or_invent_messages(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(raw)))
        noise = st.sampled_from([b"null", b"[", b"}", b"1e999", b"\\ud83d", b'"', b"7"])
        raw[begin : begin + data.draw(st.integers(0, 30))] = data.draw(
            noise | st.binary(max_size=6)
        )
    (tmp_path / "x.json").write_bytes(raw)
    found = messages_of(READER, tmp_path / "x.json")
    assert len(found) <= raw.count(b'"Media Type"') + raw.count(b"~") + raw.count(b"Created")
