from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.readers.phone_reading import WAYS, claims, codes, messages, read, spoil
from tests.samples import phone_texts as sample
from wayhome.model.messages import Media, Message, Person, Skipped
from wayhome.review.readers.signal import READER

if TYPE_CHECKING:
    from pathlib import Path

DUCK, PLAN = Media("duck.jpg", "image/jpeg"), Media("plan.pdf", "application/pdf")


def message(minute: int, sender: str, text: str, **more: Any) -> Message:  # noqa: ANN401 - any field of it
    return Message(sender, f"2025-03-04T13:{minute:02d}:00", text)._replace(**more)


FROM_MARKDOWN = [
    message(0, "Ana", "Practice at six \U0001f697"),
    message(1, "Me", "Fine\nsee you"),
    message(2, "Ana", "two ducks", media=DUCK),
    message(2, "Ana", "plan.pdf", kind="media", media=PLAN),
    message(3, "Ana", "", kind="deleted"),
    message(4, "Me", "Outgoing voice call (accepted, 1m 3s)", kind="call"),
    message(5, "Ana", "", kind="media", media=Media("")),
]
FROM_ROWS = [
    message(0, "Ana", "Practice at six"),
    message(1, "Me", "Fine\nsee you"),
    message(2, "Ana", "duck.jpg", kind="media", media=DUCK),
    message(2, "Ana", "duck.jpg", kind="media", media=DUCK),
    message(3, "Ana", "", kind="deleted"),
    message(4, "Me", "Outgoing voice call", kind="call"),
    Skipped("line 6", "date_unreadable"),
    message(0, "Ana", "no time", at=None),
]


def test_folder_is_read_once_although_it_holds_a_chat_twice(tmp_path: Path) -> None:
    sample.write_signal(tmp_path / "out")
    plan, found = read(READER, tmp_path / "out")
    assert plan.owner == Person("Me")
    assert [(each.title, items) for each, items in found] == [
        ("Ana", FROM_ROWS),
        ("Chess club", FROM_MARKDOWN),
    ]


def test_one_chat_s_folder_and_one_file_have_a_title_too(tmp_path: Path) -> None:
    sample.write_signal(tmp_path / "out")
    (tmp_path / "copy.txt").write_text(sample.CHAT_MD, "utf-8")
    chosen = [tmp_path / "out" / "Chess club", tmp_path / "copy.txt"]
    assert [read(READER, each)[1][0][0].title for each in chosen] == ["Chess club", "Ana"]


def test_older_text_has_minutes_and_lines_that_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\ufeff" + sample.OLD_SIGNAL.replace("\n", "\r\n"), "utf-8")
    found = read(READER, tmp_path / "a.txt")[1]
    assert found[0][1] == [
        message(0, "Ana", "Practice at six"),
        message(1, "Me", "Fine\nsee you"),
        message(2, "Ana", "ok: good"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[2025-03-04, 13:00:05] Ana: hello\n[2025-03-04, 13:01:05] Ben: hi\n",
        "[2025-03-04 13:00:05] Ana: hello\n[2025-03-04 13:01:05] Ben: hi\n",
        "[04.03.25, 13:00:05] Ana: hello\n",
        "2025-03-04, 13:00 - Ana: hello\n",
        '{"conversation": "a", "from": "b", "at": null, "text": ""}\n',
        "[]",
        "[1, 2]",
        '{"date": 1, "sender": 2, "body": 3}',
        "",
    ],
)
def test_other_chats_are_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / "chat.md").write_text(text, "utf-8")
    assert claims(READER, tmp_path / "chat.md") == ()


ODD_ROWS: list[tuple[str, list[str], list[str]]] = [
    ("{", [], ["not_json"]),
    ("[" * 100_000, [], ["not_json"]),
    ("7", [], ["not_json"]),
    ('{"body": null, "date": "2025-03-04"}', [], ["not_a_message"]),
    ('{"body": "a", "date": 7, "sender": []}', ["a"], ["date_unreadable"]),
    ('{"body": "a", "date": "2025-03-04", "attachments": [7, {"name": 8}]}', ["a", ""], []),
    ('{"body": "a", "date": "20250304T130000.123"}', ["a"], []),
    ('{"body": "\\ud83d", "date": "2025-03-04", "attachments": NaN}', ["\ud83d"], []),
]


@pytest.mark.parametrize(("row", "texts", "faults"), ODD_ROWS)
def test_odd_row_is_said_and_the_others_are_read(
    tmp_path: Path, row: str, texts: list[str], faults: list[str]
) -> None:
    (tmp_path / "data.json").write_text(sample.rows() + row + "\n", "utf-8")
    found = read(READER, tmp_path / "data.json")[1]
    assert [each.text for each in messages(found)[7:]] == texts
    assert codes(found)[1:] == faults


def test_text_of_no_human_length_is_cut(tmp_path: Path) -> None:
    text = sample.CHAT_MD + "x\n" * 600_000
    (tmp_path / "chat.md").write_text(text, "utf-8")
    found = read(READER, tmp_path / "chat.md")[1]
    assert "text_too_long" in codes(found)
    assert len(messages(found)[-1].text) <= 1 << 20


@settings(max_examples=40, deadline=None)
@given(
    place=st.integers(0, 10**6),
    how=st.sampled_from(WAYS),
    piece=st.binary(max_size=12) | st.sampled_from([b"\n\n", b"\xef\xbb\xbf", b'"', b"[2025"]),
    rows=st.booleans(),
)
def test_spoiled_chat_never_fails_and_nothing_is_made_up(
    tmp_path_factory: pytest.TempPathFactory, place: int, how: str, piece: bytes, *, rows: bool
) -> None:
    file = tmp_path_factory.mktemp("spoiled") / "chat"
    whole = sample.rows() if rows else sample.CHAT_MD
    file.write_bytes(spoil(whole.encode(), place, how, piece))
    found = messages(read(READER, file)[1])
    assert len(found) <= 7 + 5 * (how == "twice")
    assert all(each.sender in {"Ana", "Me"} or how != "cut" for each in found)
