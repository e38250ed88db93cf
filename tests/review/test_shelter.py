"""Looking for help is protected, and nobody hides by taking a helpline's name or number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.samples import sms_backup
from wayhome.review.readers.builtin import find_readers
from wayhome.review.reading import Reading, Settings
from wayhome.review.shelter import build_shelter

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = ["988", "741741", "+18008435678", "+448001111", "116111"]
SHELTER = build_shelter(NUMBERS, ["help.example.org"])


@pytest.mark.parametrize(
    "address",
    [
        "988",
        "+1 988",
        "tel:988",
        "sms:741741",
        "+1 (800) 843-5678",
        "800 843 5678",
        "1-800-843-5678",
        "011 1 800 843 5678",
        "1\u2010800\u2010843\u20105678",
        "800/843/5678",
        "0800 1111",
        "+44 800 1111",
        "00448001111",
        "116111",
        "a@help.example.org",
        "mailto:team@chat.help.example.org",
        "\u202a+1 800 843 5678\u202c",
    ],
)
def test_every_way_to_dial_or_write_is_theirs(address: str) -> None:
    assert SHELTER.holds(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        None,
        "help.example.org",
        "Crisis line 988",
        "9 88 1",
        "5550100",
        "a@example.org",
        "user988",
    ],
)
def test_a_name_a_host_and_other_numbers_are_not(address: str | None) -> None:
    assert not SHELTER.holds(address)


def read(folder: Path) -> tuple[Reading, dict[str, int]]:
    """Return the run, and how many messages each conversation has."""
    reading = Reading(find_readers(), SHELTER, Settings())
    reading.find([str(folder)])
    return reading, {each.title: sum(1 for _ in each.messages) for each in reading.conversations()}


def instagram(name: str) -> str:
    row = {"sender_name": name, "timestamp_ms": 1700000000000, "content": "send me one"}
    people = [{"name": "Kim"}, {"name": name}]
    path = {"title": name, "thread_path": "inbox/x_1"}
    return json.dumps({"participants": people, "messages": [row], **path})


@pytest.mark.parametrize("name", ["988", "+1 800 843 5678", "help.example.org"])
def test_nobody_hides_by_a_name_of_his_own(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "messages/inbox/x_1"
    folder.mkdir(parents=True)
    (folder / "message_1.json").write_text(instagram(name))
    chat = f"[2024-03-04, 22:41] {name}: hi\n[2024-03-04, 22:42] Kim: hi\n" * 3
    (tmp_path / "Signal.txt").write_text(chat)
    line = {"conversation": name, "from": name, "from_id": "u7", "at": None, "text": "hi"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n")
    _, found = read(tmp_path)
    assert sorted(found.values()) == [1, 1, 6]


def test_what_the_phone_vouches_for_is_left_out_with_its_file_names(tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with +1 800-843-5678.txt"
    chat.write_text("3/4/24, 22:41 - Kim: help\n3/4/24, 22:42 - +1 800-843-5678: hello\n")
    (tmp_path / "988.html").write_text("nothing")
    lines = [
        {"conversation": "x", "from": who, "from_id": of, "at": None, "text": "hi"}
        for who, of in (("Kim", "me"), ("Line", "+18008435678"))
    ]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))
    reading, found = read(tmp_path)
    assert found == {}
    assert [each.path for each in reading.unread] == []


def test_what_was_not_understood_does_not_hide_behind_a_protected_chat(tmp_path: Path) -> None:
    first = sms_backup.sms("a", address="988", name="(Unknown)")
    other = sms_backup.sms("b", address="+15550100", name="Ana")
    told = []
    for rows in ((first, other), (other,)):
        text = sms_backup.backup(*rows)
        (tmp_path / "a.xml").write_text(text[: text.rindex("</smses>")], "utf-8")
        reading, _ = read(tmp_path)
        told.append({each.code for each in reading.accounts[0].skipped})
    assert "truncated" in told[0]
    assert "truncated" in told[1]
