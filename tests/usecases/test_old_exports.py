"""Old exports: found by their names, never opened, in an order that stays."""

from __future__ import annotations

import builtins
import datetime as dt
import io
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from wayhome.usecases import old_exports
from wayhome.usecases.old_exports import list_exports, looks_like_export

if TYPE_CHECKING:
    from collections.abc import Iterator

LIKE = (
    "WhatsApp Chat with Moon.zip",
    "Chat de WhatsApp con Luna.txt",
    "_chat.txt",
    "instagram-moon_0142-2026-10-02-abcd.zip",
    "facebook-moon-2026.zip",
    "message_1.json",
    "messages.json",
    "messages12.html",
    "mydata~1760000000.zip",
    "user_data_tiktok.json",
    "package (2).zip",
    "ChatExport_2026-10-01",
    "result.json",
    "sms-20261002.xml",
    "takeout-20261002T1-001.zip",
    "msgstore.db.crypt15",
    "ChatStorage.sqlite",
    "Conversación con Luna.pdf",
    "DISCORD.CSV",
)
UNLIKE = (
    "holiday.jpg",
    "homework.docx",
    "song.mp3",
    "chat.png",
    "WhatsApp Image 2026-10-02.jpeg",
    "WhatsApp Video.mp4",
    "setup.exe",
    "telegram-setup.exe",
    "budget.json",
    "archive.zip",
    "admsource.txt",
)


@pytest.mark.parametrize("name", LIKE)
def test_names_of_exports(name: str) -> None:
    assert looks_like_export(name)


@pytest.mark.parametrize("name", UNLIKE)
def test_other_names(name: str) -> None:
    assert not looks_like_export(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with exports of different days, a folder among them, and other things."""
    for number, name in enumerate(("_chat.txt", "holiday.jpg", "messages.json")):
        path = tmp_path / name
        path.write_bytes(b"x" * (number + 1))
        os.utime(path, (1_760_000_000 + number,) * 2)
    inside = tmp_path / "ChatExport_2026"
    inside.mkdir()
    (inside / "messages.html").write_text("never looked at")
    os.utime(inside, (1_750_000_000,) * 2)
    return tmp_path


def test_newest_first_with_size_and_day(folder: Path) -> None:
    listing = list_exports(folder)
    assert [each.name for each in listing.found] == [
        "messages.json",
        "_chat.txt",
        "ChatExport_2026",
    ]
    assert [each.size for each in listing.found] == [3, 1, None]
    assert listing.found[0].changed == dt.datetime.fromtimestamp(1_760_000_002, tz=dt.UTC)
    assert all(each.changed.utcoffset() is not None for each in listing.found)
    assert (listing.more, listing.readable) == (0, True)


def test_nothing_is_opened_and_nothing_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Listing a folder is a look into it, too: first all names, then how they are.
    before = {path: path.stat() for path in list(folder.rglob("*"))}

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("opened")

    for module, name in ((builtins, "open"), (io, "open"), (os, "open"), (os, "readlink")):
        monkeypatch.setattr(module, name, refuse)
    monkeypatch.setattr(Path, "open", refuse)
    assert len(list_exports(folder).found) == 3
    monkeypatch.undo()
    after = [path.stat() for path in before]
    assert [(a.st_mtime_ns, a.st_atime_ns, a.st_size) for a in before.values()] == [
        (b.st_mtime_ns, b.st_atime_ns, b.st_size) for b in after
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_and_a_link_into_nowhere_stop_nothing(folder: Path) -> None:
    os.mkfifo(folder / "message_2.json")
    (folder / "result.json").symlink_to(folder / "gone")
    names = {each.name for each in list_exports(folder).found}
    assert {"message_2.json", "result.json"} <= names


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert list_exports(tmp_path / "gone") == old_exports.Listing((), readable=False)


def test_too_many_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_exports, "MOST", 2)
    for number in range(5):
        (tmp_path / f"message_{number}.json").touch()
    listing = list_exports(tmp_path)
    assert (len(listing.found), listing.more) == (2, 3)


@pytest.mark.skipif(os.name != "posix", reason="names are text there")
def test_a_name_that_is_no_text_is_told_as_far_as_it_is(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/chat \xff.txt")).touch()
    except OSError:
        pytest.skip("this disk takes no such name")
    assert [each.name for each in list_exports(tmp_path).found] == ["chat ?.txt"]


@pytest.mark.parametrize(("seconds", "year"), [(10**12, 9999), (-(10**10), 1970)])
def test_a_day_that_no_calendar_has_stops_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, seconds: int, year: int
) -> None:
    class Odd:
        name = "_chat.txt"

        def stat(self, **_: object) -> os.stat_result:
            return os.stat_result((0o100644, 0, 0, 1, 0, 0, 1, 0, seconds, 0))

    class Vanished(Odd):
        def stat(self, **_: object) -> os.stat_result:
            raise FileNotFoundError

    @contextmanager
    def scan(_: Path) -> Iterator[list[Odd]]:
        yield [Odd(), Vanished()]

    monkeypatch.setattr(os, "scandir", scan)
    listing = list_exports(folder)
    assert listing.readable
    assert [abs(each.changed.year - year) <= 1 for each in listing.found] == [True]
