"""Instagram's and Messenger's JSON: every field, order, owner, and what no bytes may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.review.readers.meta_reads import read
from tests.samples.meta import (
    BEGIN,
    FACEBOOK,
    INSTAGRAM,
    broken,
    facebook_owner,
    instagram_owner,
    row,
    thread,
    write_tree,
    write_zip,
)
from wayhome.model.messages import Media, Message, Person, Place, Setting
from wayhome.review.readers import json_guard, meta_files

if TYPE_CHECKING:
    from pathlib import Path

ANA, ME = "Ana Peña", "Zoë"
PATH = "inbox/anapena_1234567890"


def at(minute: int, second: int = 0) -> str:
    return f"2024-06-04T11:{20 + minute:02d}:{second:02d}+00:00"


def one(tmp_path: Path, *rows: dict[str, Any], **more: Any) -> Path:  # noqa: ANN401 - any field
    return write_tree(
        tmp_path / "x", {"message_1.json": thread(ANA, (ANA, ME), rows, PATH, **more)}
    )


KINDS = (
    (row(ANA, 0, "hola ☀️ peña"), [Message(ANA, at(0), "hola ☀️ peña")]),
    (row(ANA, 0.5, "plain"), [Message(ANA, at(0, 30), "plain")]),
    (
        row(ANA, 0, "ok", reactions=[{"reaction": broken("❤"), "actor": ME}]),
        [Message(ANA, at(0), "ok")],
    ),
    (row(ANA, 0, "old", type="Generic", is_unsent=False), [Message(ANA, at(0), "old")]),
    (
        row(ANA, 0, None, photos=[{"uri": "a/photos/1.jpg", "creation_timestamp": 1}]),
        [Message(ANA, at(0), "1.jpg", "media", media=Media("1.jpg", "image/jpeg"))],
    ),
    (
        row(
            ANA,
            0,
            "look",
            photos=[{"uri": "a/1.jpg"}, {"uri": "a/2.png"}],
            videos=[{"uri": "v.mp4"}],
        ),
        [
            Message(ANA, at(0), "look", media=Media("1.jpg", "image/jpeg")),
            Message(ANA, at(0), "2.png", "media", media=Media("2.png", "image/png")),
            Message(ANA, at(0), "v.mp4", "media", media=Media("v.mp4", "video/mp4")),
        ],
    ),
    (
        row(ANA, 0, None, audio_files=[{"uri": "audio/3.mp4"}]),
        [Message(ANA, at(0), "3.mp4", "media", media=Media("3.mp4", "audio/mp4"))],
    ),
    (
        row(ANA, 0, None, sticker={"uri": "stickers_used/4.png"}),
        [Message(ANA, at(0), "4.png", "media", media=Media("4.png", "image/png"))],
    ),
    (row(ANA, 0), [Message(ANA, at(0), "", "media", media=Media(""))]),
    (row(ANA, 0, "gone", is_unsent=True), [Message(ANA, at(0), "", "deleted")]),
    (
        row(ANA, 0, "gone", is_unsent_image_by_messenger_kid_parent=True),
        [Message(ANA, at(0), "", "deleted")],
    ),
    (row(ANA, 0, "Ana called.", call_duration=0), [Message(ANA, at(0), "Ana called.", "call")]),
    (row(ANA, 0, None, call_duration=60), [Message(ANA, at(0), "", "call")]),
    (row(ANA, 0, "Ana called.", type="Call"), [Message(ANA, at(0), "Ana called.", "call")]),
    (
        row(ANA, 0, "Ana added Ben.", type="Subscribe", users=[{"name": "Ben"}]),
        [Message(None, at(0), "Ana added Ben.", "system")],
    ),
    (
        row(ANA, 0, None, share={"link": "https://example.org/a"}),
        [Message(ANA, at(0), "https://example.org/a", media=None)],
    ),
    (
        row(ANA, 0, None, share={"link": "https://example.org/a", "share_text": broken("piñata")}),
        [Message(ANA, at(0), "piñata")],
    ),
    (
        row(
            ANA,
            0,
            "Ana sent a post.",
            share={"link": "https://example.org/a", "share_text": "club"},
        ),
        [Message(ANA, at(0), "Ana sent a post.\nclub", media=Media("https://example.org/a"))],
    ),
    (
        row(ANA, 0, "see https://example.org/a", share={"link": "https://example.org/a"}),
        [Message(ANA, at(0), "see https://example.org/a")],
    ),
    (row("Instagram User", 0, "hi"), [Message("Instagram User", at(0), "hi")]),
    ({"timestamp_ms": BEGIN, "content": "hi"}, [Message("?", at(0), "hi")]),
    (row("", 0, "hi"), [Message("?", at(0), "hi")]),
    (row("An\u202ea\n\x07", 0, "hi\u202e\x07"), [Message("An a", at(0), "hi\u202e\x07")]),
)


@pytest.mark.parametrize(("written", "expected"), KINDS)
def test_each_kind_of_message_is_read(
    tmp_path: Path, written: dict[str, Any], expected: list[Message]
) -> None:
    found = read(one(tmp_path, written))
    assert found.messages == tuple(expected)
    assert found.skipped == ()
    assert found.formats == ("meta-json",)


STRINGS = (
    (broken("café"), "café"),
    ("café", "café"),
    (broken("مرحبا 👋🏽"), "مرحبا 👋🏽"),
    ("مرحبا 👋🏽", "مرحبا 👋🏽"),
    ("naïve Â° já", "naïve Â° já"),
    (broken("cut ☀")[:-1], "cut " + broken("☀")[:-1]),
    (broken("ñandú ☀")[:-1], "ñandú " + broken("☀")[:-1]),
    ("both 👋 " + broken("☀"), "both 👋 ☀"),
    ("half \ud83d", "half \ufffd"),
    ("", None),
)


@pytest.mark.parametrize(("written", "expected"), STRINGS)
def test_strings_are_mended_one_by_one(tmp_path: Path, written: str, expected: str | None) -> None:
    other = row(ANA, 1, "peña")
    found = read(one(tmp_path, row(ANA, 0) | {"content": written}, other))
    assert found.texts == (expected or "", "peña")


def test_names_titles_and_people_are_mended(tmp_path: Path) -> None:
    ((conversation, messages),) = read(one(tmp_path, row(ANA, 0, "hi"))).threads
    assert conversation.title == ANA
    assert conversation.people == (Person(ANA), Person(ME))
    assert conversation.setting is Setting.DIRECT
    assert conversation.place is Place.INBOX
    assert conversation.contact_ids == ()
    assert messages[0].sender == ANA


@pytest.mark.parametrize(
    ("folder", "path", "place"),
    [
        ("inbox", "inbox/a_1", Place.INBOX),
        ("message_requests", "message_requests/a_1", Place.REQUESTS),
        ("x", "message_requests/a_1", Place.REQUESTS),
        ("archived_threads", "archived_threads/a_1", Place.ARCHIVED),
        ("filtered_threads", "filtered_threads/a_1", Place.FILTERED),
        ("e2ee_cutover", "e2ee_cutover/a_1", Place.INBOX),
        ("x", None, Place.UNKNOWN),
    ],
)
def test_the_folder_of_the_app_is_told(
    tmp_path: Path, folder: str, path: str, place: Place
) -> None:
    file = thread("A", (ANA, ME), [row(ANA, 0, "hi")], path)
    root = write_tree(tmp_path / "x", {f"{FACEBOOK}/{folder}/a_1/message_1.json": file})
    assert read(root).threads[0][0].place is place


def test_messages_run_from_the_oldest_file_to_the_newest(tmp_path: Path) -> None:
    rows = [row((ANA, ME)[n % 2], n, str(n)) for n in range(36)]
    files = {
        f"{INSTAGRAM}/inbox/a_1/message_{12 - n}.json": thread(
            ANA, (ANA, ME), rows[3 * n : 3 * n + 3], PATH
        )
        for n in range(12)
    }
    texts = tuple(str(n) for n in range(36))
    for path in (write_tree(tmp_path / "t", files), write_zip(tmp_path / "z.zip", files)):
        found = read(path)
        assert found.texts == texts
        assert found.titles == (ANA,)
    assert read(tmp_path / "t" / INSTAGRAM / "inbox" / "a_1").texts == texts
    assert read(tmp_path / "t" / INSTAGRAM / "inbox" / "a_1" / "message_12.json").texts == texts[:3]


def test_a_file_that_runs_forward_is_not_turned(tmp_path: Path) -> None:
    rows = [row(ANA, n, str(n)) for n in range(6)]
    files = {
        "message_1.json": thread(ANA, (ANA, ME), rows[:3][::-1], PATH),
        "message_2.json": thread(ANA, (ANA, ME), rows[3:][::-1], PATH),
    }
    assert read(write_tree(tmp_path / "x", files)).texts == tuple("012345")


def test_equal_times_keep_the_order_of_writing(tmp_path: Path) -> None:
    found = read(one(tmp_path, *(row(ANA, 0, str(n)) for n in range(5))))
    assert found.texts == tuple("01234")


def test_a_large_file_is_packed_and_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(ANA, n / 10, f"{n} ☀") for n in range(2500)]
    path = one(tmp_path, *rows)
    small = read(path)
    monkeypatch.setattr(meta_files, "LARGEST_WHOLE", 1000)
    large = read(path)
    assert large.messages == small.messages
    assert large.titles == small.titles
    assert large.threads[0][0].people == small.threads[0][0].people
    assert large.threads[0][0].place is Place.INBOX
    assert large.skipped == ()


def test_one_endless_message_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = one(tmp_path, row(ANA, 0, "x" * 5000), row(ANA, 1, "hi"))
    monkeypatch.setattr(meta_files, "LARGEST_WHOLE", 100)
    monkeypatch.setattr(meta_files, "LARGEST_ITEM", 2000)
    monkeypatch.setattr(json_guard, "PIECE", 200)
    found = read(path)
    assert found.texts == ("hi",)
    assert [code for _, code in found.skipped] == ["too_much_at_once"]


THREADS = {
    "a": (ANA, ME),
    "b": ("Ben", ME),
    "c": ("Ben", "Ana", "Cleo"),
    "d": ("Facebook user", ME),
}


def _threads(people: dict[str, tuple[str, ...]]) -> dict[str, object]:
    return {
        f"{FACEBOOK}/inbox/{name}_1/message_1.json": thread(
            "" if name == "d" else name, names, [row(names[0], 0, "hi")], f"inbox/{name}_1"
        )
        for name, names in people.items()
    }


@pytest.mark.parametrize(
    ("people", "more", "owner"),
    [
        (THREADS, {}, ME),
        ({"a": (ANA, ME)}, {}, None),
        ({"a": (ANA, ME), "b": (ME, ANA)}, {}, None),
        (
            {"a": (ANA, ME)},
            {"personal_information/personal_information.json": instagram_owner(ME, "zoe05")},
            ME,
        ),
        (
            {"a": (ANA, "zoe05")},
            {"p/personal_information.json": instagram_owner("Z", "zoe05")},
            "zoe05",
        ),
        (
            {"a": (ANA, ME)},
            {"profile_information/profile_information.json": facebook_owner(ME, ANA)},
            ME,
        ),
        ({"a": (ANA, ME)}, {"x/personal_information.html": f"<td>Name</td><td>{ME}</td>"}, ME),
        (
            {"a": (ANA, ME)},
            {"x/personal_information.json": b'{"profile_user": [{"string_map_data": [1]}]'},
            None,
        ),
        (
            {"a": (ANA, ME)},
            {"x/personal_information.json": {"profile_user": [7, {"string_map_data": 7}]}},
            None,
        ),
        ({"a": (ANA, "Ben", ME), "b": ("Ben", ME)}, {}, None),
    ],
)
def test_the_owner_is_found_or_left_open(
    tmp_path: Path, people: dict[str, tuple[str, ...]], more: dict[str, object], owner: str | None
) -> None:
    found = read(write_tree(tmp_path / "x", _threads(people) | more))
    assert found.owner == (Person(owner) if owner else None)


def test_threads_without_a_title_are_called_after_the_others(tmp_path: Path) -> None:
    found = read(write_tree(tmp_path / "x", _threads(THREADS)))
    assert found.titles == ("a", "b", "c", "Facebook user")
    settings_ = [conversation.setting for conversation, _ in found.threads]
    assert settings_ == [Setting.DIRECT, Setting.DIRECT, Setting.GROUP, Setting.DIRECT]


def test_files_of_several_threads_in_one_folder_are_not_mixed(tmp_path: Path) -> None:
    files = {
        "message_1.json": thread(ANA, (ANA, ME), [row(ANA, 0, "a")], "inbox/a_1"),
        "message_1 (1).json": thread("Ben", ("Ben", ME), [row("Ben", 0, "b")], "inbox/b_1"),
        "message_2.json": thread("Cleo", ("Cleo", ME), [row("Cleo", 0, "c")], "inbox/c_1"),
    }
    found = read(write_tree(tmp_path / "x", files))
    assert sorted(zip(found.titles, found.texts, strict=True)) == [
        (ANA, "a"),
        ("Ben", "b"),
        ("Cleo", "c"),
    ]


def test_a_renamed_file_is_recognised_and_others_are_not(tmp_path: Path) -> None:
    files = {
        "chat": thread(ANA, (ANA, ME), [row(ANA, 0, "a")], PATH),
        "posts_1.json": [{"media": [{"uri": "a.jpg"}], "title": "x"}],
        "followers.json": {"relationships_following": [{"title": "ana"}]},
        "empty.json": b"",
    }
    found = read(write_tree(tmp_path / "x", files))
    assert found.texts == ("a",)
    assert found.unread == ("not_recognised",) * 3


def test_an_empty_thread_is_a_conversation(tmp_path: Path) -> None:
    found = read(one(tmp_path))
    assert found.titles == (ANA,)
    assert found.messages == ()
