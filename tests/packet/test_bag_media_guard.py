"""The guard: nothing that can hold a picture gets by, and what families write does."""

from __future__ import annotations

import json
import random

import pytest

from tests.packet.disguises import CHAT, DOT, HEADS, JPEG, PNG, SHAPES, b64
from wayhome.packet.media_guard import MediaGuard, StaysOutError, Why


def _look(data: bytes, piece: int = 1 << 16) -> Why | None:
    guard = MediaGuard()
    try:
        for place in range(0, len(data), piece):
            guard.look(data[place : place + piece])
        guard.finish()
    except StaysOutError as out:
        return out.why
    return None


def _spread(first: int, most: int) -> str:
    """Return lines in which some letters come often and many seldom, as in every language."""
    chance = random.Random(most)  # noqa: S311 - the same letters in every run
    weights = [1 / (place + 2) for place in range(most)]
    drawn = chance.choices(range(first, first + most), weights, k=20_000)
    return "".join(
        f"[3/4/25 21:10] Ana: {''.join(map(chr, drawn[at : at + 20]))}\n"
        for at in range(0, 20_000, 20)
    )


@pytest.mark.parametrize("picture", [JPEG, PNG], ids=["jpeg", "png"])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_picture_gets_by_in_any_shape(shape: str, picture: bytes) -> None:
    data = SHAPES[shape](picture)
    for piece in (1 << 20, 1 << 16, 5000):
        assert _look(data, piece) is not None


@pytest.mark.parametrize(
    "shape", [each for each in SHAPES if "base64" in each or "data" in each or "dump" in each]
)
def test_not_even_a_dot_gets_by_in_the_usual_shapes(shape: str) -> None:
    if shape not in {"base64 upside down", "json base64, plus escaped"}:
        assert _look(SHAPES[shape](DOT)) is not None


@pytest.mark.parametrize("name", HEADS)
def test_media_are_known_by_their_beginning(name: str) -> None:
    assert _look(HEADS[name] + bytes(2000)) is Why.MEDIA


def test_a_blob_is_found_wherever_the_seam_falls() -> None:
    blob = b64(JPEG)[:900]
    for before in range(4000, 5100, 50):
        text = (CHAT * 4)[:before]
        assert _look(text + b"\n" + blob + b"\n" + CHAT, 4096) is Why.ENCODED, before


@pytest.mark.parametrize(
    "text",
    [
        CHAT * 200,
        "[4/3/25 21:10] Mamá: ¿dónde estás? 😂😂😂 jajajajajajajajajaja\n".encode() * 300,
        "안녕하세요 오늘 학교에서 만나요. 我们明天在学校门口见。\n".encode() * 300,
        "صباح الخير، أراك غدا عند باب المدرسة في التاسعة.\n".encode() * 300,
        ("ha" * 900 + "\n").encode() * 3,
        b"=" * 79 + b"\n" + (b"-" * 500 + b"\n") * 20 + CHAT,
        b"WHERE ARE YOU? CALL ME. I AM AT THE GATE SINCE NINE.\n" * 200,
        b"date,from,to,seconds\n" + b"2025-03-04 22:41:00,+15555550123,+15555550142,60\n" * 300,
        b"name;day;text\nAna;2025-03-04;see you\n" * 300,
        json.dumps([{"sender": "Ana", "text": "мы увидимся завтра возле школы"}] * 200).encode(),
        json.dumps({"text": "😂" * 200, "at": 1741127940123}).encode(),
        json.dumps([{"id": "1158573467182055424", "content": "ok", "files": []}] * 300).encode(),
        json.dumps([{"text": "ok see you", "photo": "photos/12@03-04-2025.jpg"}] * 99).encode(),
        b"https://video.example/watch?v=dQw4w9WgXcQ&list=PL1234567890abcdefABCDEF&t=60s\n" * 90,
        json.dumps(
            {"ana_b": [
                {"From": "ana_b", "Media Type": "TEXT", "Created": "2025-03-04 22:41:00 UTC",
                 "Content": "see you", "Conversation Title": None, "IsSender": False,
                 "Created(microseconds)": 1741127940123, "IsSaved": True, "Media IDs": ""}
            ] * 200},
            indent=2,
        ).encode(),
        b"04/03/25, 22:41 - Ana: https://video.example/@ana.b/video/7301234567890123456\n" * 200,
        "第一天我们去学校 老师说明天下午三点在门口见面\n".encode() * 400,
        _spread(0x4E00, 500).encode(),
        _spread(0xAC00, 300).encode(),
        "[2025/3/4 21:41] Ana: また明日ね(笑)\n".encode() * 300,
        b"day,hour,messages\nMonday,22,14\nTuesday,7,3\n" * 200,
        b"https://maps.example/?q=" + b"%D8%B5%D8%A8%D8%A7%D8%AD+" * 12 + b"\n" + CHAT,
        b"this file holds data: names and days / begin here\nbegin with me\n" + CHAT,
        b"\xef\xbb\xbf" + CHAT,
        b"",
    ],
    ids=[
        "chat", "spanish", "korean and chinese", "arabic", "laughter", "lines", "shouting", "calls",
        "semicolons", "russian escapes", "emoji escapes", "ids", "names of photos", "addresses",
        "saved chats", "links", "chinese", "many signs", "many syllables", "laughing in brackets",
        "counts",
        "arabic address", "words", "mark", "empty",
    ],
)  # fmt: skip
def test_what_families_write_gets_in(text: bytes) -> None:
    assert _look(text) is None
    assert _look(text, 4096) is None


def test_text_that_breaks_off_inside_a_letter_stays_out() -> None:
    assert _look(CHAT + "ñ".encode()[:1]) is Why.NO_TEXT
