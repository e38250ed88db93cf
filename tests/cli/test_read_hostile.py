"""`wayhome read` given what was made to harm: bounded memory, one plain sentence, no trace left."""

from __future__ import annotations

import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.samples import imessage, telegram

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHAT = "13/02/2024, 10:00 - Ana: hi\n14/02/2024, 10:01 - Ben: yes\n"
MEMORY = 1 << 30
"""Bytes of addresses that a child process may have; half of it are Python and its libraries."""


@dataclass(frozen=True)
class Ran:
    """What a run in a process of its own came to."""

    code: int
    out: str
    err: str
    report: dict[str, Any]
    left_behind: tuple[str, ...]

    def codes(self) -> set[str]:
        return {each["code"] for entry in self.report["inputs"] for each in entry["skipped"]}

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def run(folder: Path, *paths: Path | str) -> Ran:
    """Run `wayhome read` with little memory, and with empty folders to leave traces in."""
    home, temporary, report = folder / "a home", folder / "a tmp", folder / "report.json"
    home.mkdir()
    temporary.mkdir()
    environment = {
        "HOME": str(home), "TMPDIR": str(temporary), "WAYHOME_HOME": str(home / "wayhome"),
        "XDG_CACHE_HOME": str(home / "cache"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "wayhome", "read", *map(str, paths), "--lang", "en"]
    ran = subprocess.run(
        [*command, "--out", "-", "--report", str(report)],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=home,
        timeout=100,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    left = [
        each.relative_to(folder).as_posix() for at in (home, temporary) for each in at.rglob("*")
    ]
    written = json.loads(report.read_text("utf-8")) if report.exists() else {"inputs": []}
    return Ran(ran.returncode, ran.stdout, ran.stderr, written, tuple(left))


def packed(path: Path, *files: tuple[str | zipfile.ZipInfo, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
    return path


def zip_bytes(*files: tuple[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
    return out.getvalue()


def slip(folder: Path) -> Path:
    names = ("../../escape.txt", "/etc/absolute.txt", "C:\\Windows\\drive.txt", "..\\..\\back.txt")
    return packed(folder / "a.zip", *((name, CHAT) for name in names))


def bomb(folder: Path) -> Path:
    return packed(folder / "a.zip", ("chat.txt", CHAT.encode() + b"a" * (200 << 20)))


def long_line(folder: Path) -> Path:
    path = folder / "chat.txt"
    path.write_bytes(CHAT.encode() + b"15/02/2024, 9:00 - Ana: " + b"word " * (20 << 20))
    return path


def many_members(folder: Path) -> Path:
    """Write a zip whose listing names more files than anybody has."""
    path = packed(folder / "a.zip", ("chat.txt", CHAT))
    raw = path.read_bytes()
    begin, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    entry, count = raw[begin:end], 800_000
    listing = (entry * count)[: count * len(entry)]
    tail = bytearray(raw[end:])
    tail[12:16] = len(listing).to_bytes(4, "little")
    path.write_bytes(raw[:begin] + listing + tail)
    return path


def zips_in_zips(folder: Path) -> Path:
    """Write zips that are small, and large once they are opened: each is held in memory."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_STORED) as made:
        made.writestr("chat.txt", CHAT)
        made.writestr("b.bin", bytes(60 << 20))
    return packed(folder / "a.zip", *((f"{number}.zip", inner.getvalue()) for number in range(12)))


def deep_zips(folder: Path) -> Path:
    raw = zip_bytes(("chat.txt", CHAT))
    for _ in range(50):
        raw = zip_bytes(("inner.zip", raw), ("more.txt", CHAT))
    path = folder / "a.zip"
    path.write_bytes(raw)
    return path


def links(folder: Path) -> Path:
    (folder / "secret.txt").write_text(CHAT, "utf-8")
    chosen = folder / "chosen"
    chosen.mkdir()
    (chosen / "link.txt").symlink_to(folder / "secret.txt")
    (chosen / "up").symlink_to(folder)
    (chosen / "round").symlink_to(chosen)
    os.mkfifo(chosen / "pipe.txt")
    os.mkfifo(chosen / "pipe.zip")
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    packed(chosen / "a.zip", (link, "/etc/passwd"))
    return chosen


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "chat.txt")
    return folder / "chat.txt"


def rotten_member(folder: Path) -> Path:
    """Write a zip of two chats; the first one is damaged in its middle."""
    long = CHAT + "".join(f"15/02/2024, 10:02 - Ana: number {n} {n * n}\n" for n in range(20_000))
    path = packed(folder / "a.zip", ("a.txt", long), ("b.txt", CHAT))
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 40] = bytes(40)
    path.write_bytes(raw)
    return path


def wrong_header(folder: Path) -> Path:
    path = packed(folder / "a.zip", ("a.txt", CHAT), ("b.txt", CHAT))
    before, sign, after = path.read_bytes().rpartition(b"PK\x03\x04")
    path.write_bytes(before + b"XX" + sign[2:] + after)
    return path


def broken_letters(folder: Path) -> Path:
    path = folder / "chat.txt"
    path.write_bytes(CHAT.encode().replace(b"yes", b"\xff\xfe\xc3\x28 \xed\xa0\x80 yes"))
    return path


def entities(folder: Path) -> Path:
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12)]
    path = folder / "sms-1.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY e0 "lol"><!ENTITY x SYSTEM '
        f'"/etc/passwd">{"".join(names)}]><smses count="1"><sms address="+12025550101" '
        'date="1741089600000" type="1" body="&e11;&x;" contact_name="Ana" /></smses>',
        "utf-8",
    )
    return path


def rotten_database(folder: Path) -> Path:
    path = folder / "chat.db"
    imessage.write(path)
    raw = bytearray(path.read_bytes())
    for place in range(5000, len(raw), 3000):
        raw[place : place + 64] = b"\xff" * 64
    path.write_bytes(raw)
    return path


def trapped_database(folder: Path) -> Path:
    """Write a database whose `message` is a view that never ends."""
    path = folder / "chat.db"
    with sqlite3.connect(path) as db:
        db.executescript(
            "CREATE TABLE handle (id TEXT); CREATE TABLE chat (chat_identifier TEXT); "
            "CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER); "
            "CREATE VIEW message AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 "
            "FROM t) SELECT n AS ROWID, 'a' AS text, 1 AS handle_id, 0 AS date, 0 AS is_from_me, "
            "randomblob(1000000) AS attributedBody FROM t;"
        )
    return path


def deep_json(folder: Path) -> Path:
    depth = 100_000
    path = folder / "message_1.json"
    path.write_text(
        '{"participants": [{"name": "Ana"}], "messages": [{"sender_name": "Ana", "timestamp_ms": '
        f'1717500000000, "content": "hi", "x": {"[" * depth}{"]" * depth}}}], "title": "Ana"}}',
        "utf-8",
    )
    return path


def deep_telegram(folder: Path) -> Path:
    telegram.write(folder / "t", telegram.single())
    path = folder / "t" / "result.json"
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    path.write_text(
        path.read_text("utf-8").replace('"id": 1,', f'"id": 1, "x": {deep},', 1), "utf-8"
    )
    return path


def turned_names(folder: Path) -> Path:
    path = folder / "WhatsApp Chat with \u202egnp.anA\u0007.txt"
    path.write_text(CHAT.replace("Ben", "\u202eneB\u2066\u001b[31m\u200f"), "utf-8")
    return path


def borrowed_names(folder: Path) -> Path:
    path = folder / "chat.jsonl"
    rows = (("id-1", "Ana"), ("id-2", "Ana"), ("id-2", "Childhelp 988"), ("id-2", "Mum"))
    path.write_text(
        "".join(
            json.dumps({"conversation": "c", "from": name, "from_id": who, "at": None, "text": "t"})
            + "\n"
            for who, name in rows
        ),
        "utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("make", "code", "conversations", "skipped"),
    [
        (slip, 0, {"escape", "absolute", "C:\\Windows\\drive", "..\\..\\back"}, set()),
        pytest.param(
            bomb, 0, {"Ana"}, {"stopped_growing", "text_too_long"}, marks=pytest.mark.long
        ),
        pytest.param(long_line, 0, {"Ana"}, {"text_too_long"}, marks=pytest.mark.long),
        (many_members, 2, set(), set()),
        pytest.param(
            zips_in_zips,
            0,
            {"Ana", "Ana (2)", "Ana (3)", "Ana (4)"},
            {"inner_zip_large"},
            marks=pytest.mark.long,
        ),
        (deep_zips, 0, {"more", "more (2)"}, {"zip_too_deep"}),
        (links, 2, set(), set()),
        (rotten_member, 0, {"a", "b"}, {"unreadable"}),
        (wrong_header, 0, {"a"}, {"unreadable"}),
        (broken_letters, 0, {"Ana"}, set()),
        (entities, 0, {"Ana"}, set()),
        (rotten_database, 0, None, set()),
        (trapped_database, 0, set(), {"database_damaged"}),
        (deep_json, 0, None, {"not_json"}),
        (deep_telegram, 0, None, {"not_json"}),
        (turned_names, 0, {"gnp.anA"}, set()),
        (borrowed_names, 0, {"c"}, {"date_unreadable"}),
        (lambda _: "/dev/zero", 2, set(), set()),
        (pipe, 2, set(), set()),
        (lambda folder: folder, 2, set(), set()),
    ],
)
def test_hostile_input_is_bounded_and_leaves_nothing(
    tmp_path: Path,
    make: Callable[[Path], Path],
    code: int,
    conversations: set[str] | None,
    skipped: set[str],
) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    ran = run(tmp_path, make(inside))
    assert (ran.code, ran.left_behind) == (code, ()), ran.err
    lines = ran.err.splitlines()
    assert len(lines) == (1 if code else 0), ran.err
    assert "bug" not in ran.err
    assert "Traceback" not in ran.err
    if conversations is not None:
        assert {each["conversation"] for each in ran.messages()} == conversations
    assert skipped <= ran.codes()
    assert not any(sign in ran.out for sign in "\u202e\u2066\u200f\u001b\u0007")


def test_a_borrowed_name_hides_nothing_and_makes_nobody_another(tmp_path: Path) -> None:
    ran = run(tmp_path, borrowed_names(tmp_path))
    assert [(each["from"], each["from_id"]) for each in ran.messages()] == [
        ("Ana", "id-1"), ("Ana", "id-2"), ("Childhelp 988", "id-2"), ("Mum", "id-2"),
    ]  # fmt: skip
    contacts = {each["id"]: each for each in ran.report["contacts"]}
    assert contacts.keys() == {"id-1", "id-2"}
    assert contacts["id-2"]["names"] == ["Ana", "Childhelp 988", "Mum"]
    assert contacts["id-1"]["messages"] == 1
