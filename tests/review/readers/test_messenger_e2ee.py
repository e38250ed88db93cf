"""Messenger's end-to-end download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.readers.meta_reads import read
from tests.samples.meta import as_bytes, broken, e2ee, e2ee_row, write_tree, write_zip
from wayhome.model.messages import Media, Message, Person, Setting

if TYPE_CHECKING:
    from pathlib import Path

ANA, ME = "Ana Peña", "Zoë"
AT = "2024-06-04T11:20:00+00:00"

KINDS = (
    (e2ee_row(ANA, 0, "hola ☀️"), [Message(ANA, AT, "hola ☀️")]),
    (e2ee_row(ANA, 0, broken("café")), [Message(ANA, AT, "café")]),
    (e2ee_row(ANA, 0, "gone", isUnsent=True), [Message(ANA, AT, "", "deleted")]),
    (e2ee_row(ANA, 0, type="placeholder"), [Message(ANA, AT, "", "deleted")]),
    (
        e2ee_row(ANA, 0, type="link", text="https://example.org"),
        [Message(ANA, AT, "https://example.org")],
    ),
    (
        e2ee_row(
            ANA, 0, media=[{"uri": "./media/1-2.jpeg"}, {"uri": "./media/3.mp4"}], type="media"
        ),
        [
            Message(ANA, AT, "1-2.jpeg", "media", media=Media("1-2.jpeg", "image/jpeg")),
            Message(ANA, AT, "3.mp4", "media", media=Media("3.mp4", "video/mp4")),
        ],
    ),
    (
        e2ee_row(ANA, 0, "see", media=[{"uri": "Failed to download media"}]),
        [Message(ANA, AT, "see", media=Media(""))],
    ),
    (e2ee_row(ANA, 0, media=7), [Message(ANA, AT, "", "media", media=Media(""))]),
    ({"timestamp": 1_717_500_000_000, "text": "hi"}, [Message("?", AT, "hi")]),
)


@pytest.mark.parametrize(("written", "expected"), KINDS)
def test_each_kind_of_message_is_read(
    tmp_path: Path, written: dict[str, Any], expected: list[Message]
) -> None:
    found = read(write_tree(tmp_path / "x", {"Ana_4.json": e2ee("Ana_4", (ANA, ME), [written])}))
    assert found.messages == tuple(expected)
    assert found.skipped == ()
    assert found.formats == ("messenger-e2ee",)


@pytest.mark.parametrize("step", [1, -1])
def test_each_file_is_a_chat_oldest_first(tmp_path: Path, step: int) -> None:
    rows = [e2ee_row(ANA, n, str(n)) for n in range(4)]
    files = {
        "Ana_4.json": e2ee("Ana_4", (ANA, ME), rows[::step]),
        "Ben_5.json": e2ee("Ben_5", ("Ben", ME), [e2ee_row("Ben", 0, "hi")]),
        "Club_6.json": e2ee("Club_6", ("Ben", "Cleo", ME), []),
        "media/1.jpeg": b"\xff\xd8",
    }
    found = read(write_zip(tmp_path / "messages.zip", files))
    assert found.titles == ("Ana", "Ben", "Club")
    assert found.texts == ("0", "1", "2", "3", "hi")
    assert found.owner == Person(ME)
    assert [conversation.setting for conversation, _ in found.threads] == [
        Setting.DIRECT,
        Setting.DIRECT,
        Setting.GROUP,
    ]
    assert found.unread == ("media_not_opened",)


def test_files_of_one_chat_are_joined(tmp_path: Path) -> None:
    files = {
        "b/Ana_4.json": e2ee("Ana_4", (ANA, ME), [e2ee_row(ANA, 5, "later")]),
        "c/Ana_4.json": e2ee("Ana_4", (ANA, ME), [e2ee_row(ANA, 0, "first")]),
    }
    found = read(write_tree(tmp_path / "x", files))
    assert found.titles == ("Ana",)
    assert found.texts == ("first", "later")


BAD_ROWS: tuple[tuple[object, str], ...] = (
    (7, "not_a_message"),
    ({}, "not_a_message"),
    ({"senderName": 7, "timestamp": 1}, "not_a_message"),
    (e2ee_row(ANA, 0, "x") | {"timestamp": "soon"}, "date_unreadable"),
    (e2ee_row(ANA, 0, "x") | {"timestamp": float("nan")}, "date_unreadable"),
    (e2ee_row(ANA, 0, "y" * ((1 << 20) + 1)), "text_too_long"),
)


@pytest.mark.parametrize(("bad", "code"), BAD_ROWS)
def test_a_bad_row_is_said_and_its_neighbours_are_read(
    tmp_path: Path, bad: object, code: str
) -> None:
    rows: Any = [e2ee_row(ANA, 0, "before"), bad, e2ee_row(ANA, 2, "after")]
    found = read(write_tree(tmp_path / "x", {"Ana_4.json": e2ee("Ana_4", (ANA, ME), rows)}))
    assert (found.texts[0], found.texts[-1]) == ("before", "after")
    assert found.skipped == (("entry 2", code),)


WHOLE = as_bytes(e2ee("Ana_4", (ANA, ME), [e2ee_row(ANA, n, f"text {n}") for n in range(4)]))


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    begin=st.integers(0, len(WHOLE)),
    length=st.integers(0, 40),
    put=st.binary(max_size=6) | st.sampled_from([b"null", b"[[", b"}", b"\\ud83d"]),
)
def test_no_bytes_make_it_fail_or_invent_messages(
    tmp_path: Path, begin: int, length: int, put: bytes
) -> None:
    raw = WHOLE[:begin] + put + WHOLE[begin + length :]
    found = read(write_tree(tmp_path / "x", {"Ana_4.json": raw}))
    assert len(found.messages) <= 4
    assert all(message.text in {"", "Ana_4"} or message.text for message in found.messages)
