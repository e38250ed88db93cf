"""Files, zips and folders that were chosen: nothing leads out of them, and nothing bursts."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.samples import whatsapp
from wayhome.review import streams
from wayhome.review.contacts import Contacts
from wayhome.review.readers.builtin import find_readers
from wayhome.review.reading import Reading, Settings, assumptions
from wayhome.review.shelter import build_shelter
from wayhome.review.source import ZipSource, natural
from wayhome.review.zones import find_zone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CHAT = "13/02/2024, 10:00 - Ana: hi\n14/02/2024, 10:01 - Ben: yes\n"


def _run(*paths: Path | str, settings: Settings = Settings()) -> tuple[Reading, dict[str, int]]:  # noqa: B008 - frozen
    reading = Reading(find_readers(), build_shelter(["988", "+15555550188", "+15550199"]), settings)
    reading.find(map(str, paths))
    return reading, {each.title: sum(1 for _ in each.messages) for each in reading.conversations()}


def _zip(path: Path, files: Iterable[tuple[str, str | bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in files:
            made.writestr(name, raw)
    return path


def test_a_folder_and_its_zips_are_walked_and_each_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    (tmp_path / "deep/er/WhatsApp Chat with Ana.txt").write_text(CHAT, encoding="utf-8")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("_chat.txt", CHAT)
    _zip(
        tmp_path / "WhatsApp Chat - Ben.zip",
        [
            ("_chat.txt", CHAT),
            ("PHOTO.jpg", b"\xff\xd8\xff"),
            ("WhatsApp Chat - Cy.zip", inner.getvalue()),
        ],
    )
    (tmp_path / "shopping.txt").write_text("milk\n", encoding="utf-8")
    reading, counts = _run(tmp_path)
    assert counts == {"Ana": 2, "Ben": 2, "Cy": 2}
    assert [each.path for each in reading.accounts] == [
        f"{tmp_path}/deep/er/WhatsApp Chat with Ana.txt",
        f"{tmp_path}/WhatsApp Chat - Ben.zip!/_chat.txt",
        f"{tmp_path}/WhatsApp Chat - Ben.zip!/WhatsApp Chat - Cy.zip!/_chat.txt",
    ]
    assert [(each.path.rpartition("/")[2], each.code) for each in reading.unread] == [
        ("shopping.txt", "not_recognised"), ("PHOTO.jpg", "media_not_opened"),
    ]  # fmt: skip
    digests = {each.digest.result() for each in reading.accounts if each.digest}
    assert len(digests) == 1


def test_a_repeated_title_gets_a_number(tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        paths.append(tmp_path / str(number) / "Party.txt")
        paths[-1].write_text(CHAT, encoding="utf-8")
    assert list(_run(*paths)[1]) == ["Party", "Party (2)", "Party (3)"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(CHAT, encoding="utf-8")
    folder = tmp_path / "chosen"
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    (folder / "away").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.txt")
    assert _run(folder)[1] == {}


def test_names_in_a_zip_lead_nowhere(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("../../escape.txt", CHAT)
        made.writestr("/etc/passwd.txt", CHAT)
        made.writestr(link, "/etc/passwd")
    before = set(tmp_path.rglob("*"))
    reading, counts = _run(path)
    assert sorted(counts) == ["escape", "passwd"]
    assert set(tmp_path.rglob("*")) == before
    assert reading.unread == []


def test_a_zip_that_bursts_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BOMB_FROM", 1 << 20)
    path = _zip(tmp_path / "a.zip", [("chat.txt", CHAT.encode() + b"\0" * 20_000_000)])
    with ZipSource(path, "a.zip").open("chat.txt") as file, pytest.raises(OSError, match="bound"):
        file.read()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04 rubbish"), "zip_damaged"),
        (str, "no_such_file"),
        (lambda path: path.write_bytes(b"\x00\x01\x02" * 99), "not_recognised"),
        (lambda path: path.write_bytes(b""), "not_recognised"),
        (os.mkfifo, "not_a_file"),
    ],
)
def test_what_can_not_be_opened_is_said(make: object, code: str, tmp_path: Path) -> None:
    path = tmp_path / "chat"
    make(path)  # type: ignore[operator]
    reading, counts = _run(path)
    assert counts == {}
    assert [(each.code, each.whole) for each in reading.unread] == [(code, True)]


def test_helplines_are_left_out_before_anything_is_counted(tmp_path: Path) -> None:
    (tmp_path / "WhatsApp Chat with +1 555 0199.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "WhatsApp Chat with +1 (555) 555-0188.txt").write_text(CHAT, encoding="utf-8")
    named = CHAT.replace("Ben", "+1 555 555 0188") + "15/02/2024, 9:00 - Helpline: hi\n"
    (tmp_path / "WhatsApp Chat with Helpline.txt").write_text(named, encoding="utf-8")
    reading, counts = _run(tmp_path)
    # A name protects nobody: only numbers do.
    assert counts == {"Helpline": 2}
    assert [each.messages for each in reading.accounts] == [2]
    assert "0199" not in str([each.path for each in reading.accounts])


def test_a_zone_fills_in_local_times_only(tmp_path: Path) -> None:
    path = whatsapp.write(tmp_path, "uk", ["Ana: a", "Ana: b"])
    settings = Settings(zone=find_zone("America/Chicago"))
    reading = Reading(find_readers(), build_shelter([]), settings)
    reading.find([str(path)])
    (times,) = ([each.at for each in one.messages] for one in reading.conversations())
    assert times == ["2024-02-27T09:05:00-06:00", "2024-02-27T12:10:00-06:00"]
    (zone,) = assumptions(reading.accounts[0], settings)
    assert (zone.what, zone.value, zone.why) == ("zone", "America/Chicago", "given")


def test_contacts_have_names_places_and_times(tmp_path: Path) -> None:
    path = whatsapp.write(tmp_path, "uk", ["Ana: a", "Ben: b", "Ana: c"])
    reading = Reading(find_readers(), build_shelter([]), Settings())
    reading.find([str(path)])
    contacts = Contacts()
    for opened in reading.conversations():
        for _ in contacts.listening_to(opened).messages:
            pass
    ana, ben = contacts.all()
    assert (ana.name, ana.messages, ana.conversations) == ("Ana", 2, ["Ana"])
    assert (ana.first, ana.last) == ("2024-02-27T09:05:00", "2024-02-28T21:41:00")
    assert ben.messages == 1


def test_names_are_sorted_as_people_count() -> None:
    names = ["b/message_10", "b/message_2", "a/9", "b/" + "9" * 5000]
    ordered = sorted(names, key=natural)
    assert [each[:12] for each in ordered] == ["a/9", "b/9999999999", "b/message_2", "b/message_10"]
