"""Through a real server: nothing that is typed or sent stands in the clear on the disk."""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.record.crash.browser import Browser, House, Sent
from tests.record.crash.examining import refuse_open_doors
from tests.record.crash.open_app import BREAK
from tests.record.crash.searching import Planted, spellings, spellings_of_key, watched
from tests.record.crash.shim import Shim, make_shim, why_no_shim
from tests.record.crash.traces import parts_of, planted_photo
from wayhome.record import vault
from wayhome.record.folder import RecordFolder

MEGABYTE = 1024 * 1024
PHOTO_SIZE = (2400, 1800)
DAY = (dt.date.today() - dt.timedelta(days=2)).isoformat()  # noqa: DTZ011 - as the server does
HELD_SECONDS = 0.5
CHAT_PATIENCE = 30

pytestmark = pytest.mark.skipif(os.name != "posix", reason="crashes by signal")


def word(begins: str) -> str:
    """Return a word that stands nowhere else in the world."""
    return f"{begins} {secrets.token_hex(8)}"


@dataclass
class Hunt:
    """What was planted, and where it is looked for."""

    house: House
    words: dict[str, str] = field(default_factory=dict)
    planted: Planted = field(default_factory=lambda: Planted({}))

    def word(self, name: str, begins: str = "planted words") -> str:
        """Return a planted word of that name."""
        if name not in self.words:
            self.words[name] = word(begins)
            self.plant(name, spellings(self.words[name]))
        return self.words[name]

    def plant(self, name: str, wanted: list[bytes]) -> None:
        """Look for something more. The shim learns of it with the next start."""
        self.planted = Planted({**self.planted.wanted, name: wanted})
        if self.house.shim:
            self.house.shim.plant(self.planted.everything())

    def found_in(self, data: bytes) -> list[str]:
        """Return what of all that was planted so far stands in these bytes."""
        return self.planted.found_in(data)

    def look(self) -> None:
        """Fail where something stands that was planted."""
        assert self.planted.found_below(*self.house.places()) == {}

    def written(self) -> None:
        """Fail where something planted was written to a file, or where a file is not ours."""
        shim = self.house.shim
        if shim is None:
            return
        through_pipes = ("pipe:", "socket:")
        found = [line.split(" ", 1)[1] for line in shim.lines("FOUND")]
        assert [path for path in found if not path.startswith(through_pipes)] == []
        ours = (self.house.home, self.house.downloads, Path("/dev"))
        # Beside the program stands what it is made of: the content, read and kept.
        opened = [Path(each) for each in shim.lines("OPEN") if "__pycache__" not in each]
        assert [each for each in opened if not any(map(each.is_relative_to, ours))] == []
        assert not shim.lines("MAPPED")


@pytest.fixture
def hunt(tmp_path: Path) -> Hunt:
    """Return a hunt in a house of its own."""
    (tmp_path / "shim").mkdir()
    shim: Shim | None = None
    if not why_no_shim():
        shim = make_shim(tmp_path / "shim", tmp_path / "house" / "home")
    hunt = Hunt(House(tmp_path / "house", shim))
    hunt.word("accents", "Añoñita Ítaca")
    for name in ("name", "file name", "gps", "note", "seen by", "sealed", "kept while locked"):
        hunt.word(name)
    for name in ("passphrase", "wrong passphrase"):
        hunt.word(name)
    return hunt


def expect(browser: Browser, path: str, code: int = 303, /, **fields: str) -> str:
    """Send a form; return where it leads."""
    page = browser.post(path, **fields)
    assert page.code == code, page.text
    return page.location


def create(hunt: Hunt, browser: Browser) -> None:
    phrase = hunt.word("passphrase")
    expect(browser, "/r/n", passphrase_chosen=phrase, passphrase_again=phrase)
    groups = re.findall(r"<li>([0-9A-Z]{5})</li>", browser.get("/r/n/k").text)
    assert len(groups) == 7
    hunt.plant("recovery key", [*spellings("-".join(groups)), *spellings("".join(groups))])
    expect(browser, "/r/n/l")
    opened = vault.open_record(RecordFolder(hunt.house.home / "record"), phrase)
    record = opened.header.record
    hunt.plant("data key", spellings_of_key(bytes(opened.key.raw)))
    hunt.plant("store key", spellings_of_key(opened.key.derive("store", record)))
    opened.close()


def fill(hunt: Hunt, browser: Browser) -> None:
    expect(browser, "/r/c", full_name=hunt.word("name"))
    expect(browser, "/r/c/1/1", full_name=hunt.word("name"), called=hunt.word("accents"))
    assert hunt.word("accents") in browser.get("/r/c/1/1").text


def add_photo(hunt: Hunt, browser: Browser) -> None:
    photo = planted_photo(hunt.word("gps"), PHOTO_SIZE)
    assert len(photo) > 3 * MEGABYTE
    hunt.plant("photo as sent", parts_of(photo))
    sent = Sent(f"{hunt.word('file name')}.jpg", photo)
    page = browser.upload("/r/c/1/p", photo=sent, taken="")
    assert page.code == 303, page.text
    for path in ("/r/c/1/p", "/r/f/1", "/r/f/1/s", "/r/f/1/d"):
        page = browser.get(path)
        assert page.code == 200
        if page.body.startswith(b"\xff\xd8"):
            hunt.plant(f"photo at {path}", parts_of(page.body))


def write(hunt: Hunt, browser: Browser) -> None:
    note = {"text": hunt.word("note"), "day": DAY, "time": "21:30", "child": "1"}
    expect(browser, "/r/d/new", **note, seen_by=hunt.word("seen by"))
    for path in ("/r/d", "/r/d/1", "/r/t", "/r/b"):
        assert browser.get(path).code == 200


def keep_check(hunt: Hunt, browser: Browser) -> None:
    del hunt
    at = expect(browser, "/a", who="guardian")
    while not at.endswith("/r"):
        options = re.findall(r'name="a"[^>]*? value="([^"]+)"', browser.get(at).text)
        at = expect(browser, at, a=options[-1] if "no" not in options else "no")
    run = at.split("/")[2]
    assert expect(browser, "/r/g", run=run, child="1") == "/r/g/1"


def write_locked(hunt: Hunt, browser: Browser) -> None:
    expect(browser, "/r/x")
    late = {"text": hunt.word("kept while locked"), "day": DAY, "child": "1"}
    assert expect(browser, "/r/d/new", **late).startswith("/r")
    expect(browser, "/r/w", text=hunt.word("sealed"), day=DAY, time="", who="")


def unlock(hunt: Hunt, browser: Browser) -> None:
    expect(browser, "/r", 422, passphrase=hunt.word("wrong passphrase"))
    expect(browser, "/r", passphrase=hunt.word("passphrase"))


def save_copy(hunt: Hunt, browser: Browser) -> None:
    for path in ("/r/o", "/r/i"):
        expect(browser, path, place=str(hunt.house.downloads))
    assert len(list(hunt.house.downloads.iterdir())) == 2


def bring_back(hunt: Hunt, browser: Browser) -> None:
    (copy,) = hunt.house.downloads.glob("*.sealed-copy")
    body = copy.read_bytes()
    assert len(body) > MEGABYTE // 2
    phrase = hunt.word("passphrase")
    page = browser.upload("/r/v", file=Sent(copy.name, body), passphrase=phrase, replace="1")
    assert page.code == 303, page.text
    assert browser.get(page.location).code == 200
    unlock(hunt, browser)
    assert hunt.word("note") in browser.get("/r/d").text


def drop_a_chat(hunt: Hunt, browser: Browser) -> None:
    """Drop an export larger than what a server usually holds in memory, and look at what it is."""
    line = f"25/03/2025, 22:41 - {hunt.word('writer')}: {hunt.word('chat')}\n"
    body = line.encode() * (3 * MEGABYTE // len(line))
    page = browser.upload("/m/u", sent=Sent("WhatsApp Chat with Bo.txt", body))
    assert page.code == 303, page.text
    until = time.monotonic() + CHAT_PATIENCE
    while hunt.word("writer") not in (found := browser.get(page.location).text):
        assert time.monotonic() < until, found
        hunt.look()
        time.sleep(HELD_SECONDS)


def meet_a_bug(hunt: Hunt, browser: Browser) -> None:
    (hunt.house.cwd / BREAK).touch()
    page = browser.get("/r/d/1")
    (hunt.house.cwd / BREAK).unlink()
    assert page.code == 500
    said = (hunt.house.place / "out" / str(hunt.house.runs)).read_text()
    assert "RuntimeError at " in said


def hold_an_upload(hunt: Hunt, browser: Browser) -> None:
    """Be in the middle of a large upload when the program is killed."""
    sent = Sent(hunt.word("file name"), planted_photo(hunt.word("gps"), PHOTO_SIZE))
    hunt.plant("photo half sent", parts_of(sent.body))
    with browser.begin_upload("/r/c/1/p", photo=sent):
        time.sleep(HELD_SECONDS)
        hunt.look()
        assert hunt.house.end(signal.SIGKILL) == -signal.SIGKILL


STEPS = (
    create, fill, add_photo, write, keep_check, write_locked, unlock, save_copy, bring_back,
    drop_a_chat, meet_a_bug, hold_an_upload,
)  # fmt: skip


@pytest.mark.timeout(300)
def test_nothing_of_it_stands_in_the_clear(hunt: Hunt) -> None:
    house, since = hunt.house, time.time()
    with watched(hunt.found_in, *house.places()) as watch:
        with house.running() as browser:
            for step in STEPS:
                step(hunt, browser)
                hunt.look()
        for number in (signal.SIGABRT, signal.SIGSEGV, signal.SIGTERM):
            # A new start: by now the shim knows the keys too.
            with house.running() as browser:
                unlock(hunt, browser)
                write(hunt, browser)
                if number == signal.SIGABRT:
                    add_photo(hunt, browser)
                house.end(number)
                hunt.look()
    assert not watch.hits
    assert not any(name.endswith(("-wal", "-shm")) for name in watch.seen)
    hunt.written()
    refuse_open_doors(house.home)
    names = {path.name for path in house.home.iterdir()} - {"open.json", "settings.json"}
    assert names == {"record", "record.replaced-1"}
    assert not list((house.place / "temp").iterdir())
    assert not list(house.cwd.iterdir())
    elsewhere = hunt.planted.found_below(Path("/tmp"), Path("/var/tmp"), since=since)  # noqa: S108 - looked through only
    mine = str(house.shim.planted) if house.shim else ""
    assert [path for path in elsewhere if path != mine] == []


@pytest.mark.timeout(300)
def test_only_an_open_copy_stands_in_the_clear_until_it_is_destroyed(hunt: Hunt) -> None:
    house = hunt.house
    with house.running() as browser:
        for step in (create, fill, add_photo, write):
            step(hunt, browser)
        hunt.look()
        receipt = expect(browser, "/r/e", understood="1", place=str(house.downloads))
        (lies,) = house.downloads.iterdir()
        found = hunt.planted.found_below(*house.places())
        assert all(Path(path).is_relative_to(lies) for path in found)
        # It is found there: so it would have been found elsewhere.
        named = {name for each in found.values() for name in each}
        assert {"name", "accents", "note", "seen by", "photo at /r/f/1"} <= named
        # A photo is kept without what it said of itself.
        assert not named & {"gps", "file name", "photo as sent", "passphrase", "data key"}
        assert str(lies) in browser.get(receipt).text
        expect(browser, "/r/s/f/0", path=str(lies))
        assert not lies.exists()
        hunt.look()
