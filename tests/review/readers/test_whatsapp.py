"""WhatsApp: every form of header, every kind of line, and nothing that a chat can't hold."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.samples import whatsapp
from tests.samples.read_out import claims, codes_of, messages_of, read_out
from tests.samples.whatsapp import LRM, NBSP, PHONES, at
from wayhome.model.messages import DateOrder, Media, Message

if TYPE_CHECKING:
    from pathlib import Path

LINES = ["Ana: hello 👋", "Ben Ñ: hi: yes", "Ana: two", "Ben Ñ: three", "Ana: four", "Ana: five"]


@pytest.mark.parametrize("phone", PHONES)
def test_every_form_gives_minute_sender_and_text(phone: str, tmp_path: Path) -> None:
    path = whatsapp.write(tmp_path, phone, LINES)
    plan, (read,) = read_out("whatsapp", path)
    wanted = [
        Message(line.split(": ")[0], at(number, phone), line.split(": ", 1)[1])
        for number, line in enumerate(LINES)
    ]
    assert read.messages == wanted
    assert (read.skipped, read.assumed, plan.assumed) == ([], [], ())
    assert read.conversation.title == "Ana"
    assert set(claims(path)) == {"whatsapp"}


ANDROID = [
    ("Ben added you", Message(None, "", "Ben added you", "system")),
    ("Ana: <Media omitted>", Message("Ana", "", "", "media", media=Media(""))),
    ("Ana: IMG-1.jpg (file attached)", Message(
        "Ana", "", "IMG-1.jpg", "media", media=Media("IMG-1.jpg", "image/jpeg"))),
    ("Ana: This message was deleted", Message("Ana", "", "", "deleted")),
    ("Ana: fine <This message was edited>", Message("Ana", "", "fine", edited=True)),
    ("Missed voice call", Message(None, "", "Missed voice call", "call")),
]  # fmt: skip
IPHONE = [
    (f"Team: {LRM}Ben created this group", Message(None, "", "Ben created this group", "system")),
    (f"Ana: {LRM}image omitted", Message("Ana", "", "", "media", media=Media(""))),
    (f"Ana: {LRM}<attached: 02-AUDIO.opus>", Message(
        "Ana", "", "02-AUDIO.opus", "media", media=Media("02-AUDIO.opus", "audio/ogg"))),
    (f"Ana: {LRM}You deleted this message.", Message("Ana", "", "", "deleted")),
    (f"Ana: {LRM}Missed video call", Message("Ana", "", "Missed video call", "call")),
    (f"~{NBSP}Cy: \u202aok\u202c", Message("~ Cy", "", "\u202aok\u202c")),
]  # fmt: skip


@pytest.mark.parametrize(("phone", "lines"), [("uk", ANDROID), ("us, iphone", IPHONE)])
def test_lines_of_the_app_itself_are_told_from_what_people_write(
    phone: str, lines: list[tuple[str, Message]], tmp_path: Path
) -> None:
    path = whatsapp.write(tmp_path, phone, [written for written, _ in lines])
    wanted = [message._replace(at=at(number, phone)) for number, (_, message) in enumerate(lines)]
    assert messages_of("whatsapp", path) == wanted


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ana: <Multimedia omitido>", "media"),
        ("Ana: <Medien ausgeschlossen>", "media"),
        ("Ana: <Médias omis>", "media"),
        ("Ana: <Без медиафайлов>", "media"),
        ("Ana: <تم استبعاد الوسائط>", "media"),
        ("Ana: <メディアは含まれていません>", "media"),
        ("Ana: foto.jpg (archivo adjunto)", "media"),
        ("Ana: Eliminaste este mensaje.", "deleted"),
        ("Ana: Diese Nachricht wurde gelöscht.", "deleted"),
        ("Ana: このメッセージは削除されました。", "deleted"),
        ("Ana: <3", "text"),
        ("Ana: see you (maybe)", "text"),
        ("Ana: I call you later", "text"),
        ("Ana: a > b", "text"),
    ],
)
def test_notices_of_many_languages(line: str, kind: str, tmp_path: Path) -> None:
    path = whatsapp.write(tmp_path, "uk", [line, "Ana: x", "Ana: y"])
    assert messages_of("whatsapp", path)[0].kind == kind


def test_a_text_goes_on_over_lines_and_a_pasted_chat_stays_inside(tmp_path: Path) -> None:
    pasted = "look\n[3/4/24, 10:22] Ben: hi there\n\nwhat"
    path = whatsapp.write(tmp_path, "us, iphone", [f"Ana: {pasted}", "Ben: oh", "Ana: yes"])
    assert [each.text for each in messages_of("whatsapp", path)] == [pasted, "oh", "yes"]


def test_a_caption_is_text_with_a_file(tmp_path: Path) -> None:
    path = whatsapp.write(tmp_path, "uk", ["Ana: a.jpg (file attached)\nour class", "Ana: x"])
    first = messages_of("whatsapp", path)[0]
    assert (first.kind, first.text, first.media) == (
        "text", "our class", Media("a.jpg", "image/jpeg"),
    )  # fmt: skip


def test_two_exports_in_one_file_are_both_read(tmp_path: Path) -> None:
    first = whatsapp.write(tmp_path, "uk", LINES, "a.txt").read_text("utf-8")
    second = whatsapp.write(tmp_path, "us", LINES, "b.txt").read_text("utf-8")
    path = tmp_path / "both.txt"
    path.write_text(first + second, encoding="utf-8")
    assert len(messages_of("whatsapp", path)) == 2 * len(LINES)


@pytest.mark.parametrize(
    ("days", "order", "assumed"),
    [
        (("13/2/24", "14/2/24"), "2024-02-13", []),
        (("2/13/24", "2/14/24"), "2024-02-13", []),
        # Only one order keeps the days in sequence.
        (("1/2/24", "2/2/24", "1/3/24"), "2024-02-01", []),
        (("2/1/24", "2/2/24", "3/1/24"), "2024-02-01", []),
        (("3/4/24",), "2024-04-03", ["date_order dmy"]),
        (("24/3/5", "24/3/6"), "2024-03-05", []),
    ],
)
def test_the_order_of_days_is_settled_over_the_file_or_said(
    days: tuple[str, ...], order: str, assumed: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("".join(f"{day}, 10:00 - Ana: x\n" for day in days), encoding="utf-8")
    _, (read,) = read_out("whatsapp", path)
    assert (read.messages[0].at or "")[:10] == order
    assert read.assumed == assumed


def test_the_user_has_the_last_word_on_the_order(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("3/4/24, 10:00 - Ana: x\n", encoding="utf-8")
    _, (read,) = read_out("whatsapp", path, DateOrder.MDY)
    assert read.messages[0].at == "2024-03-04T10:00:00"
    assert read.assumed == []


def test_what_is_broken_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_bytes(
        b"a preface\n13/02/2024, 10:00 - Ana: ma\xc3\xb1ana\n14/02/2024, 10:00 - Ana: caf\xff\xfe\n"
        b"31/02/2024, 10:00 - Ana: no such day\n15/02/2024, 10:00 - Ana: last"
    )
    _, (read,) = read_out("whatsapp", path)
    assert sorted((each.where, each.code) for each in read.skipped) == [
        ("line 1", "before_first"), ("line 3", "broken_text"), ("line 4", "date_unreadable"),
    ]  # fmt: skip
    assert [each.at for each in read.messages][2] is None
    assert read.messages[-1].text == "last"


def test_a_line_of_ten_megabytes_is_cut_and_said(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    with path.open("wb") as file:
        file.write(b"13/02/2024, 10:00 - Ana: one\n14/02/2024, 10:00 - Ana: ")
        file.write(b"x" * 10_000_000)
        file.write(b"\n15/02/2024, 10:00 - Ana: last\n")
    _, (read,) = read_out("whatsapp", path)
    assert [each.text[:4] for each in read.messages] == ["one", "xxxx", "last"]
    assert len(read.messages[1].text) <= 1 << 20
    assert [each.code for each in read.skipped] == ["text_too_long"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("WhatsApp Chat with Ana Ruiz.txt", "Ana Ruiz"),
        ("Chat de WhatsApp con Los primos (1).txt", "Los primos"),
        ("WhatsApp Chat - Team 7.txt", "Team 7"),
        ("Discussion WhatsApp avec Zoé.txt", "Zoé"),
        ("Ayşe ile WhatsApp Sohbeti.txt", "Ayşe"),
        ("WhatsApp_Chat_with_Ana_Ruiz.txt", "Ana Ruiz"),
        ("something.txt", "something"),
        ("_chat.txt", "Ana"),
    ],
)
def test_the_title_is_the_file_s_name_without_its_beginning(
    name: str, title: str, tmp_path: Path
) -> None:
    _, (read,) = read_out("whatsapp", whatsapp.write(tmp_path, "uk", LINES, name))
    assert read.conversation.title == title


@pytest.mark.parametrize(
    "text",
    ["", "hello\nworld\n", "2024-03-04 10:00 meeting\n", "{}", "10:00 - 11:00 Maths\n" * 9,
     "\x00\x01\x02" * 50, "[not, a] chat: at all\n"],
)  # fmt: skip
def test_other_texts_are_no_chats(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert claims(path) == {}


def test_no_damage_makes_it_fail(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage in every run
    for number, phone in enumerate(PHONES):
        path = whatsapp.write(tmp_path, phone, LINES, f"{number}.txt")
        raw = bytearray(path.read_bytes())
        for _ in range(20):
            place = chance.randrange(len(raw))
            raw[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        path.write_bytes(bytes(raw))
        codes_of("whatsapp", path)


@pytest.mark.parametrize(
    "said",
    [
        "<send me a picture>",
        "<3 u are so hot>",
        "go to snap.com (and do not tell mum)",
        "\u200esend me a pic or else",
        "\u200fsend me a pic or else",
        "\u200ewe hide, all omitted",
    ],
)
def test_no_words_of_a_person_become_a_file_or_a_line_of_the_app(said: str, tmp_path: Path) -> None:
    path = whatsapp.write(tmp_path, "uk", [f"Rex: {said}", "Ana: x", "Ana: y"])
    first = messages_of("whatsapp", path)[0]
    assert (first.sender, first.kind) == ("Rex", "text")
    assert first.text.strip("\u200e\u200f") == said.strip("\u200e\u200f")


@pytest.mark.parametrize("name", ["~ Security code", "Leo изменил"])
def test_no_name_makes_somebody_a_line_of_the_app(name: str, tmp_path: Path) -> None:
    path = whatsapp.write(tmp_path, "uk", [f"{name}: hi", "Ana: x", "Ana: y"])
    assert messages_of("whatsapp", path)[0].sender == name
