from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import telegram
from tests.samples.read_out import claims, codes_of, messages_of, read_out, source_of
from wayhome.model.messages import Media, Message, Person, Place, Setting, Skipped
from wayhome.review.readers import telegram as module
from wayhome.review.readers.builtin import find_readers
from wayhome.review.reading import Reading, Settings
from wayhome.review.shelter import build_shelter
from wayhome.review.source import Chosen

if TYPE_CHECKING:
    from pathlib import Path

ANA, BEN = ("Ana", "user55501"), ("Ben Ñandú 🚲", "user55502")


def line(who: tuple[str, str], clock: str, text: str, kind: str = "text", **more: Any) -> Message:  # noqa: ANN401 - fields
    return Message(who[0], f"2024-03-02T{clock}+01:00", text, kind, who[1], **more)  # type: ignore[arg-type]


DIRECT = [
    line(ANA, "13:10:36", "Did you bring the atlas? 🗺️"),
    line(BEN, "13:10:40", 'Yes,\n"the blue one" \\ the old one'),
    line(ANA, "13:11:00", "See maps.example page 7", edited=True),
    line(
        BEN,
        "13:11:30",
        "photo_1@02-03-2024.jpg",
        "media",
        media=Media("photo_1@02-03-2024.jpg", "image/jpeg", 2048),
    ),
    line(BEN, "13:11:31", "the timetable", media=Media("timetable.pdf", "application/pdf", 4096)),
    line(ANA, "13:11:32", "audio_1.ogg", "media", media=Media("audio_1.ogg", "audio/ogg")),
    line(ANA, "13:11:33", "s.webp", "media", media=Media("s.webp", "image/webp")),
    line(BEN, "13:12:00", "No lessons on Friday"),
    line(ANA, "13:13:00", "missed", "call"),
    line(BEN, "13:14:00", "Cy +1 555 0103"),
    line(ANA, "13:14:01", "1.5, 2.25"),
    line(BEN, "13:14:02", "Which book?"),
]


def test_one_chat_comes_with_every_kind_of_message(tmp_path: Path) -> None:
    plan, (read,) = read_out("telegram", telegram.write(tmp_path, telegram.single()))
    assert read.messages == DIRECT
    assert read.skipped == [Skipped("message 10", "left_out_by_app")]
    chat = read.conversation
    assert (chat.title, chat.setting, chat.place) == (BEN[0], Setting.DIRECT, Place.UNKNOWN)
    assert (chat.people, chat.contact_ids) == ((Person(*BEN),), (BEN[1],))
    assert (plan.owner, plan.not_visible) == (None, ())


def test_a_whole_account_comes_chat_by_chat_with_its_owner(tmp_path: Path) -> None:
    plan, found = read_out("telegram", telegram.write(tmp_path, telegram.whole()))
    assert plan.owner == Person("Ana Lima", "user55501")
    heads = [
        (each.conversation.title, each.conversation.setting, each.conversation.place)
        for each in found
    ]
    assert heads == [
        (BEN[0], Setting.DIRECT, Place.INBOX),
        ("Choir", Setting.GROUP, Place.INBOX),
        ("saved_messages", Setting.UNKNOWN, Place.INBOX),
        ("user55509", Setting.DIRECT, Place.INBOX),
        ("Club", Setting.GROUP, Place.UNKNOWN),
    ]
    # The number that Telegram knows of a contact is what protects a talk with a helpline.
    assert found[0].conversation.contact_ids == ("user55502", "+1 555 0102")
    assert found[0].messages == DIRECT
    assert found[1].messages == [
        Message(
            None,
            "2024-03-02T13:10:36+01:00",
            "Ana: create_group (Choir, Ana, Ben Ñandú 🚲)",
            "system",
        ),
        line(("user55509", "user55509"), "13:10:37", "Hello all"),
        line(("Choir", "channel55510"), "13:10:38", "Welcome"),
        line(BEN, "13:10:39", "", "call"),
    ]
    assert found[4].messages == []


def test_an_export_of_before_2021_has_local_times_and_plain_ids(tmp_path: Path) -> None:
    export = {"name": "Ben", "type": "private_group", "id": 7, "messages": telegram.old()}
    assert messages_of("telegram", telegram.write(tmp_path, export)) == [
        Message("Ana", "2024-03-02T08:00:00", "Good morning", "text", "user55501"),
        Message("Ben", "2024-03-02T08:01:00", "Bus 12", "text", "4294967300"),
    ]


def test_the_pattern_of_plain_messages_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = telegram.write(tmp_path, telegram.whole())
    known = messages_of("telegram", folder)
    assert sum(1 for _ in module.PLAIN.finditer((folder / "result.json").read_text("utf-8"))) == 5
    monkeypatch.setattr(module, "PLAIN", re.compile(r"(?!)"))
    assert messages_of("telegram", folder) == known


def test_pages_of_a_chat_are_one_conversation(tmp_path: Path) -> None:
    _, (read,) = read_out("telegram-html", telegram.write_pages(tmp_path))
    assert read.files == ["chats/chat_001/messages.html", "chats/chat_001/messages2.html"]
    assert (read.conversation.title, read.conversation.place) == ("Ben & Ana", Place.INBOX)
    ben = (BEN[0], None)
    at = "2024-03-02T{}+01:00".format
    assert read.messages == [
        Message("Ana", at("13:10:36"), "Did you bring the atlas? 🗺️"),
        Message("Ana", at("13:10:40"), "Or <this>\nmaps.example & more"),
        Message(
            ben[0],
            at("13:11:30"),
            "photo_1@02-03-2024.jpg",
            "media",
            media=Media("photo_1@02-03-2024.jpg", "image/jpeg"),
        ),
        Message(ben[0], at("13:12:00"), "No lessons on Friday"),
        Message(None, None, "Ana pinned this message", "system"),
        Message(ben[0], at("13:13:00"), "listen", media=Media("audio_1.ogg", "audio/ogg")),
        Message("Ana", "2024-03-02T13:14:00", "Outgoing (12 seconds)", "call"),
        Message(
            "Deleted Account",
            at("13:15:00"),
            "timetable.pdf",
            "media",
            media=Media("timetable.pdf", "application/pdf"),
        ),
    ]
    assert read.skipped == []


def test_a_page_by_itself_says_where_the_sender_is_not_known(tmp_path: Path) -> None:
    folder = telegram.write_pages(tmp_path) / "chats" / "chat_001"
    _, (read,) = read_out("telegram-html", folder / "messages2.html")
    assert [each.sender for each in read.messages] == ["", "Ana", "Deleted Account"]
    assert read.skipped == [Skipped("message 1", "sender_unknown")]


@pytest.mark.parametrize("inner", ["", "chats", "chats/chat_001", "chats/chat_001/messages.html"])
def test_any_inner_folder_may_be_chosen(tmp_path: Path, inner: str) -> None:
    path = telegram.write_pages(tmp_path) / inner
    assert list(claims(path)) == ["telegram-html"]
    assert messages_of("telegram-html", path)[0].text == "Did you bring the atlas? 🗺️"


def test_a_renamed_file_is_known_by_what_stands_in_it(tmp_path: Path) -> None:
    telegram.write(tmp_path, telegram.single(), "an export (1)")
    assert claims(tmp_path) == {"telegram": ("an export (1)",)}


def test_a_name_like_a_number_hides_no_chat(tmp_path: Path) -> None:
    path = str(telegram.write(tmp_path, telegram.whole()) / "result.json")
    reading = Reading(find_readers(), build_shelter(["+1 555 010 2"]), Settings())
    reading.find([path])
    assert len([list(each.messages) for each in reading.conversations()]) == 5


def test_a_chat_that_is_left_in_the_middle_is_walked_to_its_end(tmp_path: Path) -> None:
    telegram.write(tmp_path, telegram.whole())
    reader = module.READER
    files = Chosen(source_of(tmp_path), ("result.json",), lambda _: None)
    firsts = [
        next(next(chat.parts).messages, None)
        for chat in reader.conversations(files, reader.plan(files, None))
    ]
    assert firsts[0] == DIRECT[0]
    assert firsts[2] == DIRECT[0]
    assert firsts[3:] == [DIRECT[1], None]


def test_many_contacts_before_the_chats_hide_nothing(tmp_path: Path) -> None:
    export = telegram.whole()
    contact = {"user_id": 1, "first_name": "x" * 60, "phone_number": "+1 555 0100"}
    export["contacts"]["list"] += [contact] * 2000
    assert messages_of("telegram", telegram.write(tmp_path, export))[: len(DIRECT)] == DIRECT


GOOD = telegram.message(1, "13:10:36", telegram.NOON, **telegram.ANA, text="fine")
FINE = line(ANA, "13:10:36", "fine")
HOSTILE: dict[str, tuple[object, str, list[Message]]] = {
    "a number": (5, "not_a_message", []),
    "null": (None, "not_a_message", []),
    "a list": ([], "not_a_message", []),
    "no type": ({"id": 1}, "not_a_message", []),
    "a type of another kind": ({"type": ["message"]}, "not_a_message", []),
    "a text that is a number": (GOOD | {"text": 7}, "not_a_message", []),
    "no date": (
        {k: v for k, v in GOOD.items() if "date" not in k},
        "date_unreadable",
        [FINE._replace(at=None)],
    ),
    "a day that is none": (
        GOOD | {"date": "2024-02-31T13:10:36", "date_unixtime": "x"},
        "date_unreadable",
        [FINE._replace(at=None)],
    ),
    "seconds beyond all time": (
        GOOD | {"date": None, "date_unixtime": "9" * 30},
        "date_unreadable",
        [FINE._replace(at=None)],
    ),
    "a local time that is far off": (
        GOOD | {"date": "2019-01-01T00:00:00"},
        "",
        [FINE._replace(at="2024-03-02T12:10:36+00:00")],
    ),
    "a name with signs that are not seen": (
        GOOD | {"from": "\u202eA\x00na\n\u2066"},
        "",
        [FINE._replace(sender="A na")],
    ),
    "a name that is a number": (GOOD | {"from": 7}, "", [FINE._replace(sender="user55501")]),
    "an id that is a list": (GOOD | {"from_id": [1]}, "", [FINE._replace(sender_id=None)]),
    "half of a sign": (GOOD | {"text": "\ud83d"}, "", [FINE._replace(text="\ud83d")]),
    "a broken letter": (GOOD | {"text": "a\ufffd"}, "broken_text", [FINE._replace(text="a\ufffd")]),
    "not a number": (GOOD | {"file_size": float("nan"), "file": 1}, "", [FINE]),
    "deep nesting": (GOOD | {"x": json.loads("[" * 500 + "]" * 500)}, "", [FINE]),
}


@pytest.mark.parametrize(("item", "code", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_messages_are_named_and_the_others_read(
    tmp_path: Path, item: object, code: str, expected: list[Message]
) -> None:
    export = {"name": "Ana", "type": "personal_chat", "id": 1, "messages": [item, GOOD]}
    (tmp_path / "result.json").write_text(json.dumps(export), "utf-8")
    _, (read,) = read_out("telegram", tmp_path)
    assert read.messages == [*expected, FINE]
    assert [each.code for each in read.skipped] == ([code] if code else [])


def test_a_file_that_ends_early_gives_what_stands_before(tmp_path: Path) -> None:
    path = telegram.write(tmp_path, telegram.single()) / "result.json"
    path.write_bytes(path.read_bytes()[:900])
    _, (read,) = read_out("telegram", tmp_path)
    assert read.messages == DIRECT[:2]
    assert [each.code for each in read.skipped] == ["truncated"]


@pytest.mark.parametrize(
    ("tail", "code"),
    [
        ("{'x': 1}]}", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"id":' + "9" * 5000 + "}]}", "not_json"),
    ],
)
def test_what_is_no_json_ends_the_reading(tmp_path: Path, tail: str, code: str) -> None:
    begin = json.dumps({"name": "A", "type": "bot_chat", "id": 1, "messages": [GOOD]})[:-2]
    (tmp_path / "x.json").write_text(f"{begin}, {tail}", "utf-8")
    assert messages_of("telegram", tmp_path) == [FINE]
    assert codes_of("telegram", tmp_path) == [code]


SAMPLE = json.dumps(telegram.whole(), ensure_ascii=False, indent=1).encode()
TEXTS = {message["id"]: message for message in telegram.direct()}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damage_never_stops_the_program_and_invents_no_message(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    read_damaged(tmp_path_factory.mktemp("damaged"), data)


@pytest.mark.long
@pytest.mark.timeout(600)
@settings(max_examples=3000, deadline=None)
@given(st.data())
def test_much_damage_does_not_either(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    read_damaged(tmp_path_factory.mktemp("damaged"), data)


def read_damaged(folder: Path, data: st.DataObject) -> None:
    html = data.draw(st.booleans())
    sample = telegram.pages()[0].encode() if html else SAMPLE
    damaged = data.draw(_damage(sample))
    (folder / "x").write_bytes(damaged)
    for reader in ("telegram", "telegram-html"):
        _, found = read_out(reader, folder)
        read = [message for each in found for message in each.messages]
        # Each message takes an object or a block of its own.
        assert len(read) <= damaged.count(b'"id') + damaged.count(b"message ")


def _damage(sample: bytes) -> st.SearchStrategy[bytes]:
    place = st.integers(0, len(sample))
    noise = st.one_of(
        st.binary(max_size=8),
        st.sampled_from(
            [b"{", b"]", b'"', b"\x00", b"<div>", b"</div>", b"\\u", b"1e999", b"null,"]
        ),
    )

    def spoil(cuts: tuple[int, int, bytes]) -> bytes:
        begin, end, put = cuts
        return sample[:begin] + put + sample[end if end - begin < 200 else begin :]

    return st.tuples(place, place, noise).map(spoil)
