from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.readers.phone_reading import WAYS, claims, codes, messages, read, spoil
from tests.samples import phone_texts as sample
from wayhome.model.messages import Media, Message, Person, Setting
from wayhome.review.readers.imessage_exporter import READER

if TYPE_CHECKING:
    from pathlib import Path

ANA = "+12025550101"
DUCK = Media("duck.heic", "image/heic")


def message(time: str, sender: str | None, text: str, **more: Any) -> Message:  # noqa: ANN401 - any field of it
    sender_id = ANA if sender == ANA else None
    return Message(sender, f"2025-03-04T{time}:00", text, sender_id=sender_id)._replace(**more)


ALL = [
    message("13:00", ANA, "Practice at six \U0001f697"),
    message("13:01", "Me", "Fine\nsee you\n\nat the gate"),
    message("00:02", ANA, "two ducks", media=DUCK),
    message("00:02", ANA, "pond.mov", kind="media", media=Media("pond.mov", "video/quicktime")),
    message("13:04", None, "You renamed the conversation to Team", kind="system"),
    message("13:05", "Me", "at seven", edited=True),
    message("13:06", ANA, "", kind="deleted"),
    message("13:07", ANA, "duck.heic", kind="media", media=DUCK),
    message("13:08", "Me", "see https://example.org/duck.png"),
]


def test_texts_are_read_with_what_their_names_say(tmp_path: Path) -> None:
    sample.write_exported(tmp_path / "out")
    plan, found = read(READER, tmp_path / "out")
    assert plan.owner == Person("Me")
    assert [(each.title, each.setting, each.contact_ids, items) for each, items in found] == [
        (ANA, Setting.UNKNOWN, (ANA,), ALL),
        ("Ana, Ben", Setting.GROUP, (), ALL),
    ]


def test_windows_lines_and_a_file_of_no_chat(tmp_path: Path) -> None:
    (tmp_path / "orphaned.txt").write_bytes(sample.EXPORTED.replace("\n", "\r\n").encode())
    found = read(READER, tmp_path)[1]
    assert [(each.title, items) for each, items in found] == [(ANA, ALL)]


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Feb 30, 2025  1:00:00 PM", None),
        ("Mar 04, 2025 13:00:00 PM", None),
        ("Mar 04, 2025  0:00:00 PM", None),
        ("Mar 04, 2025 12:00:00 PM", "2025-03-04T12:00:00"),
        ("Mar 04, 2025 12:00:00 AM", "2025-03-04T00:00:00"),
    ],
)
def test_date_is_read_or_said_to_be_unreadable(
    tmp_path: Path, written: str, at: str | None
) -> None:
    (tmp_path / "a.txt").write_text(f"{written}\nAna\nhello\n\n")
    found = read(READER, tmp_path / "a.txt")[1]
    assert messages(found) == [Message("Ana", at, "hello")]
    assert codes(found) == ([] if at else ["date_unreadable"])


@pytest.mark.parametrize(
    "text",
    ["", "Mar 04, 2025  1:00:00 PM\n", "Mar 04, 2025 - Ana: hello\n", "12/03/2025, 13:00 - Ana: a",
     "We met on Mar 04, 2025  1:00:00 PM\nAna\nhello\n", "\x00" * 99],
)  # fmt: skip
def test_other_texts_are_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert claims(READER, tmp_path / "a.txt") == ()


def test_stamp_that_somebody_wrote_into_a_text_is_no_message(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Mar 04, 2025  1:00:00 PM\nAna\nhe wrote:\nMar 03, 2025  1:00:00 PM\nBen\nhi\n\n"
    )
    assert len(messages(read(READER, tmp_path / "a.txt")[1])) == 1


def test_text_of_no_human_length_is_cut(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(sample.EXPORTED.rstrip() + "\nx" * 200_000)
    found = read(READER, tmp_path / "a.txt")[1]
    assert "text_too_long" in codes(found)
    assert len(messages(found)) == len(ALL)


@settings(max_examples=40, deadline=None)
@given(
    place=st.integers(0, 10**6),
    how=st.sampled_from(WAYS),
    piece=st.binary(max_size=12) | st.sampled_from([b"\n\n", b"    ", b"Reactions:\n"]),
)
def test_spoiled_text_never_fails_and_nothing_is_made_up(
    tmp_path_factory: pytest.TempPathFactory, place: int, how: str, piece: bytes
) -> None:
    file = tmp_path_factory.mktemp("spoiled") / "a.txt"
    file.write_bytes(spoil(sample.EXPORTED.encode(), place, how, piece))
    # A reply shown below what it answers may come loose, and is then read as itself.
    assert len(messages(read(READER, file)[1])) <= len(ALL) + 1 + 4 * (how == "twice")
