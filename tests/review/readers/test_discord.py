from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.samples import discord, telegram
from tests.samples.discord import ANA, BEN, CY, DIRECT, GENERAL, GROUP, SECOND
from tests.samples.read_out import claims, messages_of, read_out
from wayhome.model.messages import DateOrder, Media, Message, Person, Setting
from wayhome.review.readers import discord_exporter, discord_package

if TYPE_CHECKING:
    from pathlib import Path

READERS = ("discord-package", "discord-exporter", "discord-exporter-html")
OWN = [
    Message(
        "Ana",
        "2024-03-04T22:27:42+00:00",
        'See you at the "library"\nroom 2 😊',
        "text",
        str(ANA),
    ),
    Message(
        "Ana",
        "2024-03-04T22:28:42+00:00",
        "plan.png",
        "media",
        str(ANA),
        media=Media("plan.png", "image/png"),
    ),
    Message(
        "Ana",
        "2024-03-04T22:29:42+00:00",
        "two files",
        "text",
        str(ANA),
        media=Media("one.jpg", "image/jpeg"),
    ),
    Message(
        "Ana",
        "2024-03-04T22:29:42+00:00",
        "two.txt",
        "media",
        str(ANA),
        media=Media("two.txt", "text/plain"),
    ),
]


@pytest.mark.parametrize("folder", ["Messages", "messages", "Nachrichten"])
@pytest.mark.parametrize("old", [False, True])
def test_a_package_gives_what_its_owner_wrote_oldest_first(
    tmp_path: Path,
    folder: str,
    old: bool,  # noqa: FBT001 - a table
) -> None:
    plan, found = read_out("discord-package", discord.write_package(tmp_path, folder, old=old))
    assert plan.owner == Person("Ana", str(ANA))
    assert plan.not_visible == ("own_messages_only",)
    direct, group, general = (each.conversation for each in found)
    assert direct.title == "Direct Message with ben.k#0"
    assert (direct.setting, direct.people) == (Setting.DIRECT, (Person("ben.k", str(BEN)),))
    assert direct.contact_ids == (str(BEN), "ben.k", "ben.k#0")
    assert (group.title, group.setting) == (f"{BEN}, Cy 🎈", Setting.GROUP)
    assert group.people == (Person("", str(BEN)), Person("Cy 🎈", str(CY)))
    assert group.contact_ids == ()
    assert (general.title, general.setting) == ("general in Book Club", Setting.GROUP)
    assert [each.messages for each in found] == [OWN, OWN, OWN if old else []]
    assert [each.skipped for each in found] == [[], [], []]


def test_a_package_claims_all_that_belongs_to_it(tmp_path: Path) -> None:
    discord.write_package(tmp_path)
    (tmp_path / "Servers").mkdir()
    (tmp_path / "Servers" / "index.json").write_text('{"1193366990085947392": "Book Club"}')
    (names,) = claims(tmp_path).values()
    assert set(names) == {
        "Account/user.json",
        "Messages/index.json",
        *(
            f"Messages/c{channel}/{file}.json"
            for channel in (DIRECT, GROUP, GENERAL)
            for file in ("channel", "messages")
        ),
    }


@pytest.mark.parametrize("inner", [f"c{DIRECT}", f"c{DIRECT}/messages.json"])
def test_an_inner_folder_or_one_file_has_an_owner_without_a_name(
    tmp_path: Path, inner: str
) -> None:
    path = discord.write_package(tmp_path) / "Messages" / inner
    plan, (read,) = read_out("discord-package", path)
    assert plan.owner == Person("@me")
    assert read.messages == [each._replace(sender="@me", sender_id=None) for each in OWN]


def test_what_runs_oldest_first_stays_so(tmp_path: Path) -> None:
    discord.dump(tmp_path / "messages.json", discord.package_rows(newest_first=False))
    assert [each.text for each in messages_of("discord-package", tmp_path)] == [
        each.text for each in OWN
    ]


AT = "2024-03-04T23:27:42+01:00"
PLAN = Media("plan.png", "image/png", 2048)


def wrote(who: tuple[str, int], text: str, kind: str = "text", **more: Any) -> Message:  # noqa: ANN401 - fields
    return Message(who[0], AT, text, kind, str(who[1]), **more)  # type: ignore[arg-type]


A, B, C = ("Ana", ANA), ("Ben Ñ", BEN), ("cy", CY)
EXPORTED = [
    wrote(A, 'Did you read "chapter 2"?\n😊'),
    wrote(B, "Yes"),
    wrote(B, "All of it", edited=True),
    wrote(A, "plan.png", "media", media=PLAN),
    wrote(A, "with notes", media=Media("note.txt", "text/plain", 9)),
    wrote(A, "plan.png", "media", media=PLAN),
    wrote(B, "Bus 12 is late"),
    wrote(B, "Started a call that lasted 3 minutes.", "call"),
    Message(None, AT, "Pinned a message.", "system"),
    wrote(B, "Wave", "media", media=Media("Wave")),
    wrote(B, "Quiz\nQuestion 1"),
    wrote(C, "Deleted Account here"),
]


def test_an_exported_channel_has_both_sides(tmp_path: Path) -> None:
    discord.dump(tmp_path / "x.json", discord.exporter_json(discord.exporter_messages()))
    plan, (read,) = read_out("discord-exporter", tmp_path)
    assert (plan.owner, plan.not_visible) == (None, ())
    assert read.messages == EXPORTED
    assert read.skipped == []
    chat = read.conversation
    assert (chat.title, chat.setting) == ("ben.k", Setting.DIRECT)
    assert chat.contact_ids == (str(ANA), "ana.l", str(BEN), "ben.k", str(CY), "cy")


def test_a_channel_of_a_server_is_a_group(tmp_path: Path) -> None:
    export = discord.exporter_json(discord.exporter_messages(), "GuildTextChat")
    discord.dump(tmp_path / "x.json", export)
    chat = read_out("discord-exporter", tmp_path)[1][0].conversation
    assert (chat.title, chat.setting, chat.contact_ids) == (
        "Book Club - general",
        Setting.GROUP,
        (),
    )


def test_the_patterns_of_plain_messages_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported = discord.dump(tmp_path / "x.json", discord.exporter_json(discord.exporter_messages()))
    package = discord.dump(tmp_path / "messages.json", discord.package_rows())
    known = [messages_of("discord-exporter", exported), messages_of("discord-package", package)]
    assert len(discord_exporter.PLAIN.findall(exported.read_text("utf-8"))) == 4
    assert len(discord_package.PLAIN.findall(package.read_text("utf-8"))) == 3
    for module in (discord_exporter, discord_package):
        monkeypatch.setattr(module, "PLAIN", re.compile(r"(?!)"))
    assert known == [
        messages_of("discord-exporter", exported),
        messages_of("discord-package", package),
    ]


def test_numbered_parts_are_one_channel_in_their_order(tmp_path: Path) -> None:
    who = discord.author(ANA, "ana.l", "Ana")
    for part in (1, 2, 10):
        messages = [discord.exported(SECOND + part, f"part {part}", who)]
        name = f"Book Club - general [5] [part {part}].json"
        discord.dump(tmp_path / name, discord.exporter_json(messages, "GuildTextChat"))
    _, (read,) = read_out("discord-exporter", tmp_path)
    assert [each.text for each in read.messages] == ["part 1", "part 2", "part 10"]
    assert len(read.files) == 3


def test_an_export_that_was_turned_round_is_turned_back(tmp_path: Path) -> None:
    who = discord.author(ANA, "ana.l", "Ana")
    times = [f"2024-03-04T23:{minute:02d}:00+01:00" for minute in range(30)]
    messages = [discord.exported(SECOND, at, who, timestamp=at) for at in reversed(times)]
    discord.dump(tmp_path / "x.json", discord.exporter_json(messages))
    assert [each.text for each in messages_of("discord-exporter", tmp_path)] == times


@pytest.mark.parametrize(
    ("times", "expected", "assumed"),
    [
        (["2024-03-04T22:27:42.1230000+00:00"] * 2, "2024-03-04T22:27:42+00:00", []),
        (["04-Mar-24 10:27 PM"] * 2, "2024-03-04T22:27:00", []),
        (["3/4/2024 10:27 PM", "3/14/2024 10:27 PM"], "2024-03-04T22:27:00", []),
        (["04.03.2024 22:27", "14.03.2024 22:27"], "2024-03-04T22:27:00", []),
        (["2024/03/04 22:27"] * 2, "2024-03-04T22:27:00", []),
        (["3/4/2024 10:27 PM"] * 2, "2024-03-04T22:27:00", ["date_order mdy"]),
        (["03/04/2024 22:27"] * 2, "2024-04-03T22:27:00", ["date_order dmy"]),
    ],
)
def test_csv_is_read_with_times_of_any_region(
    tmp_path: Path, times: list[str], expected: str, assumed: list[str]
) -> None:
    path = tmp_path / "Direct Messages - Private - ben.k [123].csv"
    path.write_text(discord.exporter_csv(times), "utf-8", newline="")
    _, (read,) = read_out("discord-exporter", path)
    first, second, third = read.messages
    assert first == Message("ana.l", expected, 'line "0"\nand more', "text", str(ANA))
    assert (second.sender, second.text, second.media) == (
        "ben#1234",
        'line "1"\nand more',
        Media("one.jpg", "image/jpeg"),
    )
    assert (third.kind, third.media) == ("media", Media("two.txt", "text/plain"))
    assert (read.conversation.title, read.conversation.setting) == ("ben.k", Setting.DIRECT)
    assert read.assumed == assumed


def test_the_order_that_the_user_gave_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(discord.exporter_csv(["3/4/2024 10:27 PM"]), "utf-8")
    plan, (read,) = read_out("discord-exporter", path, DateOrder.DMY)
    assert plan.date_order is DateOrder.DMY
    assert read.messages[0].at == "2024-04-03T22:27:00"
    assert read.assumed == []


@pytest.mark.parametrize(
    "shown", ["Monday, March 4, 2024 11:27 PM", "3/4/2024 11:27 PM", "04.03.2024 23:27", "no date"]
)
def test_a_page_takes_second_and_zone_from_the_ids(tmp_path: Path, shown: str) -> None:
    (tmp_path / "x.html").write_text(discord.html_page([shown] * 5), "utf-8")
    _, (read,) = read_out("discord-exporter-html", tmp_path)
    at = "2024-03-04T22:{}:42+00:00".format
    assert read.messages == [
        Message("Ana", at(27), "Did you read it?\n😊", "text", str(ANA)),
        Message("Ana", at(28), "Well?", "text", str(ANA), edited=True),
        Message("Ben & Co", at(29), "Here", "text", str(BEN), media=Media("plan.png", "image/png")),
        Message("Ben", at(30), "started a call that lasted 3 minutes", "call", str(BEN)),
        Message(None, at(31), "Ben pinned a message", "system"),
    ]
    assert (read.skipped, read.assumed) == ([], [])
    assert (read.conversation.title, read.conversation.setting) == (
        "Book Club - general",
        Setting.GROUP,
    )


@pytest.mark.parametrize(
    ("shown", "at", "assumed"),
    [
        ("Monday, March 4, 2024 11:27 PM", "2024-03-04T23:27:00", []),
        ("3/4/2024 11:27 PM", "2024-03-04T23:27:00", ["date_order mdy"]),
        ("no date", None, []),
    ],
)
def test_ids_that_are_none_leave_the_times_shown(
    tmp_path: Path, shown: str, at: str | None, assumed: list[str]
) -> None:
    (tmp_path / "x.html").write_text(discord.html_page([shown] * 5, fake_ids=True), "utf-8")
    _, (read,) = read_out("discord-exporter-html", tmp_path)
    assert [each.at for each in read.messages] == [at] * 5
    assert read.assumed == assumed
    assert [each.code for each in read.skipped] == ([] if at else ["date_unreadable"] * 5)


def test_a_page_of_an_older_version_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(discord.old_html_page(), "utf-8")
    _, (read,) = read_out("discord-exporter-html", tmp_path)
    assert read.messages == [
        Message("ben", "2024-03-04T22:27:42+00:00", "Hello\nthere", "text", str(BEN), edited=True),
        Message(
            "ben",
            "2024-03-04T22:27:43+00:00",
            "map.jpg",
            "media",
            str(BEN),
            media=Media("map.jpg", "image/jpeg"),
        ),
    ]
    assert (read.conversation.title, read.conversation.setting) == ("ben", Setting.DIRECT)


def test_no_reader_claims_what_is_anothers(tmp_path: Path) -> None:
    for name in ("package", "exporter", "csv", "html", "telegram", "pages", "other"):
        (tmp_path / name).mkdir()
    discord.write_package(tmp_path / "package")
    discord.dump(tmp_path / "exporter/x.json", discord.exporter_json(discord.exporter_messages()))
    (tmp_path / "csv/x.csv").write_text(discord.exporter_csv(["04-Mar-24 10:27 PM"]))
    (tmp_path / "html/x.html").write_text(discord.html_page(["3/4/2024 11:27 PM"] * 5))
    telegram.write(tmp_path / "telegram", telegram.whole())
    telegram.write_pages(tmp_path / "pages")
    others = {
        "a.json": '{"participants": [{"name": "A"}], "messages": [{"sender_name": "A"}]}',
        "b.json": "[]",
        "c.json": '{"id": 1, "type": "message", "text": "x"}',
        "d.csv": "ID,Name,Date\n1,2,3\n",
        "e.html": "<html><body><div class='message'>x</div></body></html>",
        "f.txt": "The word chatlog, and <div class=message default>",
    }
    for name, text in others.items():
        (tmp_path / "other" / name).write_text(text)
    assert {
        name: list(claims(tmp_path / name)) for name in sorted(x.name for x in tmp_path.iterdir())
    } == {
        # A table with known columns is one for the reader of tables too, if nobody is surer.
        "csv": ["discord-exporter", "csv"],
        "exporter": ["discord-exporter"],
        "html": ["discord-exporter-html"],
        "other": [],
        "package": ["discord-package"],
        "pages": ["telegram-html"],
        "telegram": ["telegram"],
    }
