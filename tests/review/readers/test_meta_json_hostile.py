"""Instagram's and Messenger's JSON, damaged: what is bad is named, and the rest is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.readers.meta_reads import read
from tests.samples.meta import BEGIN, as_bytes, row, thread, write_tree

if TYPE_CHECKING:
    from pathlib import Path

ANA, ME = "Ana Peña", "Zoë"
PATH = "inbox/anapena_1234567890"
GOOD = row(ANA, 0, "good")
BAD_ROWS: tuple[tuple[object, list[str]], ...] = (
    (7, ["not_a_message"]),
    (None, ["not_a_message"]),
    ([[]], ["not_a_message"]),
    ({}, ["not_a_message"]),
    (GOOD | {"sender_name": 7}, ["not_a_message"]),
    (GOOD | {"sender_name": ["x"]}, ["not_a_message"]),
    (GOOD | {"timestamp_ms": None}, ["date_unreadable"]),
    (GOOD | {"timestamp_ms": "soon"}, ["date_unreadable"]),
    (GOOD | {"timestamp_ms": -1}, ["date_unreadable"]),
    (GOOD | {"timestamp_ms": 10**30}, ["date_unreadable"]),
    (GOOD | {"timestamp_ms": float("nan")}, ["date_unreadable"]),
    (GOOD | {"timestamp_ms": float("inf")}, ["date_unreadable"]),
    (GOOD | {"timestamp_ms": True}, ["date_unreadable"]),
    (GOOD | {"content": 7}, []),
    (GOOD | {"content": None}, []),
    (GOOD | {"photos": 7, "share": "x", "sticker": [], "videos": [7, {"uri": 7}]}, []),
    (GOOD | {"share": {"link": 7, "share_text": []}}, []),
    (GOOD | {"content": "y" * (1 << 20) + "z"}, ["text_too_long"]),
)


@pytest.mark.parametrize(("bad", "codes"), BAD_ROWS)
def test_a_bad_row_is_said_and_its_neighbours_are_read(
    tmp_path: Path, bad: object, codes: list[str]
) -> None:
    value = thread(ANA, (ANA, ME), [row(ANA, 0, "before"), row(ANA, 2, "after")], PATH)
    value["messages"].insert(1, bad)
    found = read(write_tree(tmp_path / "x", {"message_1.json": value}))
    assert found.texts[0] == "before"
    assert found.texts[-1] == "after"
    assert [code for _, code in found.skipped] == codes
    assert all(where == "entry 2" for where, _ in found.skipped)
    assert len(found.messages) == (2 if "not_a_message" in codes else 3)


WHOLE = as_bytes(thread(ANA, (ANA, ME), [row(ANA, n, f"text {n}") for n in range(4)], PATH))
BAD_FILES: tuple[tuple[bytes, tuple[str, ...], list[str]], ...] = (
    (WHOLE[: len(WHOLE) - 230], ("text 1", "text 2", "text 3"), ["truncated"]),
    (WHOLE.replace(b'"text 1"', b'"text 1'), ("text 2", "text 3"), ["not_json"]),
    (
        WHOLE.replace(b"text 1", b"text \xe2\x98\x80\xff"),
        ("text 0", "text ☀\ufffd", "text 2", "text 3"),
        ["broken_text"],
    ),
    (b"\xef\xbb\xbf" + WHOLE, tuple(f"text {n}" for n in range(4)), []),
    (WHOLE.decode().encode("utf-16"), tuple(f"text {n}" for n in range(4)), []),
    (
        WHOLE.replace(b'"magic_words": []', b'"magic_words": ' + b"[" * 200_000),
        (),
        ["not_json"],
    ),
    (WHOLE.replace(b'"messages": [', b'"messages": 7, "x": ['), (), ["not_a_message"]),
    (WHOLE.replace(str(BEGIN).encode(), b"9" * 5000), ("text 1", "text 2", "text 3"), ["not_json"]),
    (
        WHOLE.replace(b'"participants": [', b'"participants": 7, "x": ['),
        tuple(f"text {n}" for n in range(4)),
        [],
    ),
)


@pytest.mark.parametrize(("raw", "texts", "codes"), BAD_FILES)
def test_a_bad_file_gives_what_stands_before_the_damage(
    tmp_path: Path, raw: bytes, texts: tuple[str, ...], codes: list[str]
) -> None:
    found = read(write_tree(tmp_path / "x", {"message_1.json": raw}))
    assert found.texts == texts
    assert [code for _, code in found.skipped] == codes


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_no_bytes_make_it_fail_or_invent_messages(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        begin = data.draw(st.integers(0, len(raw)))
        end = begin + data.draw(st.integers(0, 40))
        raw[begin:end] = data.draw(
            st.binary(max_size=6)
            | st.sampled_from([b"null", b"[", b"}", b"1e999", b"\\ud83d", b'"'])
        )
    found = read(write_tree(tmp_path / "x", {"message_1.json": bytes(raw)}))
    assert len(found.messages) <= raw.count(b"sender_name") + raw.count(b"timestamp_ms")
    json.dumps([message._asdict() for message in found.messages]).encode()
