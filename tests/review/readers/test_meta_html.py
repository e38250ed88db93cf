"""Instagram's and Messenger's pages: shapes, dates of many languages, order, damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.readers.meta_reads import read
from tests.samples.meta import (
    FACEBOOK,
    INSTAGRAM,
    facebook_record,
    instagram_record,
    old_record,
    page,
    thread,
    write_tree,
    write_zip,
)
from wayhome.model.messages import DateOrder, Media, Message, Person, Place, Setting
from wayhome.review.readers import meta_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANA, ME = "Ana Peña", "Zoë"
STAMP, AT = "Jun 04, 2024 12:34 pm", "2024-06-04T12:34:00"
PHOTO = '<div><a target="_blank" href="m/photos/1.jpg"><img src="m/photos/1.jpg" /></a></div>'
VIDEO = (
    '<div><video src="m/videos/2.mp4" controls="1"><a target="_blank" href="m/videos/2.mp4">'
    "<div>Click for video</div></a></video></div>"
)
VOICE = '<div><audio src="m/audio/3.mp4" controls="1"></audio></div>'
LINK = (
    '<div><div><a href="https://example.org/a?b=1&amp;c">'
    "https://example.org/a?b=1&amp;c</a></div></div>"
)
REACTIONS = (
    '<div><ul class="_a6-q"><li><span>❤Zoë<span> (Jun 05, 2024 1:00 pm)'
    "</span></span></li></ul></div>"
)


def one(tmp_path: Path, *records: str) -> Path:
    return write_tree(tmp_path / "x", {"message_1.html": page(ANA, records)})


@pytest.mark.parametrize("record", [instagram_record, facebook_record, old_record])
@pytest.mark.parametrize(
    ("body", "more", "expected"),
    [
        ("hola ☀️", "", [Message(ANA, AT, "hola ☀️")]),
        ("a &lt;b&gt; &amp; &#039;c&#039;", "", [Message(ANA, AT, "a <b> & 'c'")]),
        ("one<br />two<br /><br />three", "", [Message(ANA, AT, "one\ntwo\n\nthree")]),
        ("ok", REACTIONS, [Message(ANA, AT, "ok")]),
        ("", PHOTO, [Message(ANA, AT, "1.jpg", "media", media=Media("1.jpg", "image/jpeg"))]),
        (
            "see",
            PHOTO + VIDEO,
            [
                Message(ANA, AT, "see", media=Media("1.jpg", "image/jpeg")),
                Message(ANA, AT, "2.mp4", "media", media=Media("2.mp4", "video/mp4")),
            ],
        ),
        ("", VOICE, [Message(ANA, AT, "3.mp4", "media", media=Media("3.mp4", "audio/mp4"))]),
        ("look", LINK, [Message(ANA, AT, "look\nhttps://example.org/a?b=1&c")]),
        ("", "", [Message(ANA, AT, "", "media", media=Media(""))]),
    ],
)
def test_each_kind_of_message_is_read(
    tmp_path: Path, record: Callable[..., str], body: str, more: str, expected: list[Message]
) -> None:
    found = read(one(tmp_path, record(ANA, body, STAMP, more=more)))
    assert found.messages == tuple(expected)
    assert found.skipped == ()
    assert found.formats == ("meta-html",)
    assert found.titles == (ANA,)


STAMPS = (
    ("Jun 04, 2024 12:34 pm", "2024-06-04T12:34:00"),
    ("Jun 04, 2024, 12:34 am", "2024-06-04T00:34:00"),
    ("Jun 04, 2024 3:05:09\u202fPM", "2024-06-04T15:05:09"),
    ("jun. 04, 2024 5:44 pm", "2024-06-04T17:44:00"),
    ("juil 13, 2021 10:58:25 am", "2021-07-13T10:58:25"),
    ("08. Sept. 2026, 3:54 pm", "2026-09-08T15:54:00"),
    ("giu 04, 2024 22:41", "2024-06-04T22:41:00"),
    ("6月 04, 2024 10:41 下午", "2024-06-04T22:41:00"),
    ("6월 04, 2024 10:41 오후", "2024-06-04T22:41:00"),
    ("2024年6月4日 22:41", "2024-06-04T22:41:00"),
    ("Tháng 10 01, 2025 10:21:24 ch", "2025-10-01T22:21:24"),
    ("thg 6 04, 2024 1:05 sa", "2024-06-04T01:05:00"),
    ("июн. 04, 2024 22:41", "2024-06-04T22:41:00"),
    ("Haz 04, 2024 10:41 ÖS", "2024-06-04T22:41:00"),
    ("يونيو 04, 2024 10:41 م", "2024-06-04T22:41:00"),
    ("13 de enero de 2024, 10:30", "2024-01-13T10:30:00"),
    ("Jun 04, 2024 10:41 pm UTC+02:00", "2024-06-04T22:41:00+02:00"),
    ("Jun 04, 2024 10:41 wob", None),
    ("some day", None),
)


@pytest.mark.parametrize(("stamp", "expected"), STAMPS)
def test_dates_of_many_languages(tmp_path: Path, stamp: str, expected: str | None) -> None:
    found = read(one(tmp_path, *(instagram_record(ANA, str(n), stamp) for n in range(2))))
    assert [message.at for message in found.messages] == [expected] * 2
    assert found.texts == ("0", "1")
    codes = [] if expected else ["date_unreadable"] * 2
    assert [code for _, code in found.skipped] == codes


@pytest.mark.parametrize(
    ("days", "given_order", "expected", "assumed"),
    [
        (("04/06/2024", "13/06/2024"), None, "2024-06-04", ()),
        (("06/04/2024", "06/13/2024"), None, "2024-06-04", ()),
        (("04/06/2024", "04/06/2024"), None, "2024-06-04", ("dmy",)),
        (("04/06/2024", "04/06/2024"), DateOrder.MDY, "2024-04-06", ()),
    ],
)
def test_the_order_of_numbers_is_settled_or_said(
    tmp_path: Path,
    days: tuple[str, ...],
    given_order: DateOrder | None,
    expected: str,
    assumed: tuple[str, ...],
) -> None:
    path = one(tmp_path, *(instagram_record(ANA, "hi", f"{day} 22:41") for day in days))
    found = read(path, given_order)
    assert found.messages[0].at == f"{expected}T22:41:00"
    assert found.assumed == assumed


def test_pages_run_from_the_oldest_to_the_newest(tmp_path: Path) -> None:
    records = [
        instagram_record((ANA, ME)[n % 2], str(n), f"Jun 04, 2024 1:{n // 2:02d} pm")
        for n in range(36)
    ]
    files = {
        f"{INSTAGRAM}/message_requests/a_1/message_{12 - n}.html": page(
            ANA, records[3 * n : 3 * n + 3]
        )
        for n in range(12)
    } | {f"{INSTAGRAM}/chats.html": page("Chats", [])}
    found = read(write_zip(tmp_path / "z.zip", files))
    assert found.texts == tuple(str(n) for n in range(36))
    ((conversation, _),) = found.threads
    assert conversation.place is Place.REQUESTS
    assert conversation.setting is Setting.DIRECT
    assert conversation.people == (Person(ME), Person(ANA))
    assert found.unread == ("not_recognised",)


def test_the_owner_is_in_every_thread(tmp_path: Path) -> None:
    files = {
        f"{FACEBOOK}/inbox/{name}_1/message_1.html": page(
            name, [facebook_record(who, "hi", STAMP) for who in (name, ME)]
        )
        for name in ("Ben", "Cleo")
    }
    assert read(write_tree(tmp_path / "x", files)).owner == Person(ME)


def test_headings_without_a_time_are_no_messages(tmp_path: Path) -> None:
    heading = '<div class="_a6-g"><div class="_a6-h">Participants: A, B</div></div>'
    path = write_tree(
        tmp_path / "x",
        {"message_1.html": page(ANA, [facebook_record(ANA, "hi", STAMP), heading])},
    )
    found = read(path)
    assert (found.texts, found.skipped) == (("hi",), ())


def test_blocks_do_not_change_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = one(tmp_path, *(instagram_record(ANA, f"<br>{n}", STAMP) for n in range(300)))
    whole = read(path)
    monkeypatch.setattr(meta_page, "BLOCK", 1000)
    assert read(path).messages == whole.messages
    assert len(whole.messages) == 300


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("<div>" * 5000, "page_broken"),
        ("<div>" + "x" * 11_000_000 + "</div>", "page_broken"),
        ("<plaintext>", "page_broken"),
        ("\x00\x01", None),
        ("<!ENTITY a 'b'>&a;", None),
        ("<svg><![CDATA[ <div>", None),
    ],
)
def test_damage_is_said_and_other_blocks_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str, code: str | None
) -> None:
    monkeypatch.setattr(meta_page, "BLOCK", 1000)
    piece = 1000 if len(damage) < 100_000 else 2_000_000
    monkeypatch.setattr("wayhome.review.readers.texts.PIECE", piece)
    rows = [instagram_record(ANA, str(n), STAMP) for n in range(60)]
    rows[30] = instagram_record(ANA, damage, STAMP)
    found = read(one(tmp_path, *rows))
    assert found.texts[0] == "0"
    assert found.texts[-1] == "59"
    assert len(found.messages) <= 60
    codes = {each for _, each in found.skipped}
    assert (code in codes) if code else not codes


def test_a_page_without_end_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meta_page, "BLOCK", 1000)
    monkeypatch.setattr(meta_page, "LARGEST_BLOCK", 4000)
    monkeypatch.setattr("wayhome.review.readers.texts.PIECE", 1000)
    rows = [instagram_record(ANA, str(n), STAMP) for n in range(40)]
    rows[20] = instagram_record(ANA, "x" * 20_000, STAMP)
    found = read(one(tmp_path, *rows))
    assert "too_much_at_once" in {code for _, code in found.skipped}
    assert (found.texts[0], found.texts[-1]) == ("0", "39")


def test_other_pages_of_meta_and_other_formats_are_left_alone(tmp_path: Path) -> None:
    posts = page("Posts", [instagram_record(f"Post {n}", "", STAMP) for n in range(3)])
    files = {
        "posts_1.html": posts,
        "any.html": "<html><body><p>hello</p></body></html>",
        "chat.txt": "[04/06/24, 10:00:00] Ana: hi\n[04/06/24, 10:01:00] Zoe: hi\n",
        "a/message_1.json": thread(ANA, (ANA, ME), [], "inbox/a_1"),
        "renamed.html": page(ANA, [instagram_record(ANA, str(n), STAMP) for n in range(3)]),
    }
    found = read(write_tree(tmp_path / "x", files))
    assert sorted(found.formats) == ["meta-html", "meta-json", "whatsapp"]
    assert found.unread == ("not_recognised",) * 2


WHOLE = page(ANA, [instagram_record(ANA, f"text {n}", STAMP) for n in range(4)]).encode()


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    begin=st.integers(0, len(WHOLE)),
    length=st.integers(0, 60),
    put=st.binary(max_size=6) | st.sampled_from([b"<div>", b"</div>", b"<!--", b"&#xd83d;", b"<a"]),
)
def test_no_bytes_make_it_fail_or_invent_messages(
    tmp_path: Path, begin: int, length: int, put: bytes
) -> None:
    raw = WHOLE[:begin] + put + WHOLE[begin + length :]
    found = read(write_tree(tmp_path / "x", {"message_1.html": raw}))
    assert len(found.messages) <= 4
    for message in found.messages:
        message.text.encode()
