from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.readers.phone_reading import WAYS, claims, codes, messages, read, source_of, spoil
from tests.samples import imessage as sample
from tests.samples.imessage import ANA, BEN, ME, archive
from wayhome.model.messages import Media, Message, Person, Place, Setting, Skipped
from wayhome.review.readers import sqlite_bytes
from wayhome.review.readers.imessage import READER
from wayhome.review.readers.typedstream import read_text
from wayhome.review.source import Chosen, ZipSource

if TYPE_CHECKING:
    from pathlib import Path

    from tests.review.readers.phone_reading import Read


def message(minute: int, text: str, sender: str | None = ANA, **more: Any) -> Message:  # noqa: ANN401 - any field of it
    made = Message(sender, f"2025-03-04T12:{minute:02d}:00+00:00", text, sender_id=sender)
    if sender == "Me":
        made = made._replace(sender_id=ME)
    return made._replace(**more)


def test_database_is_read_chat_by_chat(tmp_path: Path) -> None:
    sample.write(tmp_path / "chat.db")
    plan, found = read(READER, tmp_path)
    assert plan.owner == Person("Me", ME)
    assert [
        (each.title, each.setting, each.place, each.contact_ids, items) for each, items in found
    ] == [
        (ANA, Setting.DIRECT, Place.INBOX, (ANA,), [
            message(1, "Practice at six \U0001f697"),
            message(2, "Fine \u2014 see you", "Me"),
            message(3, "word " * 60),
            message(5, "two ducks", media=Media("duck.heic", "image/heic", 2048)),
            message(5, "pond.mov", kind="media",
                    media=Media("pond.mov", "video/quicktime", 4096)),
            message(6, "at seven", "Me", edited=True),
            message(7, "", kind="deleted"),
            message(8, "", kind="deleted"),
            message(9, "by SMS"),
            Skipped("message 15", "text_not_decoded"),
            message(15, ""),
        ]),
        ("Team", Setting.GROUP, Place.INBOX, (), [
            message(10, "Team", kind="system", sender=None, sender_id=None),
            message(11, "News\nhello all", BEN),
            message(12, "", kind="call"),
        ]),
        ("+12025550103", Setting.DIRECT, Place.REQUESTS, ("+12025550103",), [
            message(13, "who is this?", "+12025550103"),
        ]),
        (BEN, Setting.DIRECT, Place.INBOX, (BEN,), [message(14, "chat is gone", BEN)]),
    ]  # fmt: skip


def test_committed_pages_of_the_log_are_read_and_others_are_not(tmp_path: Path) -> None:
    sample.write(tmp_path / "chat.db", log=True)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    plan, found = read(READER, tmp_path)
    texts = [each.text for each in messages(found)]
    assert "only in the log" in texts
    assert "never committed" not in texts
    assert plan.not_visible == ()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    alone, found = read(READER, tmp_path / "chat.db")
    assert alone.not_visible == ("newest_in_log",)
    assert "only in the log" not in [each.text for each in messages(found)]


def test_log_with_a_torn_page_counts_up_to_it(tmp_path: Path) -> None:
    sample.write(tmp_path / "chat.db", log=True)
    log = tmp_path / "chat.db-wal"
    raw = bytearray(log.read_bytes())
    raw[32 + 24 + 100] ^= 1
    log.write_bytes(raw)
    texts = [each.text for each in messages(read(READER, tmp_path)[1])]
    assert "who is this?" in texts
    assert "only in the log" not in texts


def test_old_database_counts_seconds_and_is_ordered_by_dates(tmp_path: Path) -> None:
    sample.write_old(tmp_path / "sms.db")
    plan, found = read(READER, tmp_path / "sms.db")
    assert plan.owner == Person("Me", "me")
    assert messages(found) == [
        Message("Me", "2015-09-01T06:39:00+00:00", "first", sender_id="me"),
        Message(ANA, "2015-09-01T06:40:00+00:00", "later", sender_id=ANA),
    ]


def test_database_in_a_backup_is_known_by_what_it_holds(tmp_path: Path) -> None:
    name = "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28"
    sample.write(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(tmp_path / name, name)
    source = ZipSource(tmp_path / "a.zip", "a.zip")
    found = READER.recognises(source)
    assert found is not None
    files = Chosen(source, found.files, lambda _: None)
    count = sum(
        isinstance(item, Message)
        for each in READER.conversations(files, READER.plan(files, None))
        for part in each.parts
        for item in part.messages
    )
    assert (found.files, count) == ((name,), 15)


def test_other_databases_and_texts_are_not_claimed(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "chat.db")) as db:
        db.execute("CREATE TABLE message (text TEXT)")
        db.commit()
    (tmp_path / "a.db").write_bytes(b"SQLite format 3\x00")
    (tmp_path / "a.txt").write_text("CREATE TABLE chat_message_join (")
    assert claims(READER, tmp_path) == ()


@pytest.mark.parametrize("text", ["a", "", "b" * 127, "c" * 128, "d" * 40_000, "\U0001f697 x"])
@pytest.mark.parametrize("mutable", [True, False])
def test_archived_text_is_read(text: str, mutable: bool) -> None:  # noqa: FBT001 - a table's column
    assert read_text(archive(text, mutable=mutable)) == text


@pytest.mark.parametrize("cut", range(0, 140, 7))
def test_archive_that_ends_early_gives_no_text_or_all_of_it(cut: int) -> None:
    assert read_text(archive("Practice at six")[:cut]) in {None, "Practice at six"}


def spoiled(path: Path, *statements: str) -> Read:
    """Return what is read after the statements of somebody who means harm."""
    sample.write(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.create_function("boom", 0, lambda: "boom", deterministic=True)
        for each in statements:
            db.executescript(each)
    return read(READER, path)[1]


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i AS chat_id, "
    "i AS message_id FROM n"
)
HOSTILE: list[tuple[str, tuple[str, ...], int]] = [
    ("view for a table", ("DROP TABLE chat_handle_join",
                          f"CREATE VIEW chat_handle_join AS {ENDLESS}"), 15),
    ("view for messages", ("ALTER TABLE message RENAME TO m2",
                           "CREATE VIEW message AS SELECT * FROM m2"), 0),
    ("wrong types", ("UPDATE message SET date = 'soon', handle_id = x'00'",
                     "UPDATE message SET text = 7, item_type = 'x'"), 15),
    ("no numbers", ("UPDATE message SET date = 9e999, is_from_me = 'yes'",), 15),
    ("huge text", ("UPDATE message SET text = hex(zeroblob(2000000)) WHERE ROWID = 1",), 14),
    ("huge archive", ("UPDATE message SET attributedBody = zeroblob(3000000)",
                      "UPDATE message SET text = NULL"), 15),
    ("no handles", ("DROP TABLE handle",), 15),
    ("no files", ("DROP TABLE attachment",), 15),
    ("no chats", ("DROP TABLE chat", "DROP TABLE chat_handle_join"), 15),
    ("no dates", ("DROP TABLE message", "CREATE TABLE message (text TEXT)"), 0),
    ("links to nothing", ("UPDATE chat_message_join SET message_id = message_id + 900",), 15),
    ("broken signs", ("UPDATE handle SET id = CAST(x'ff41' AS TEXT)",), 15),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "count"), [each[1:] for each in HOSTILE], ids=[each[0] for each in HOSTILE]
)
def test_hostile_database_gives_what_it_holds(
    tmp_path: Path, statements: tuple[str, ...], count: int
) -> None:
    found = spoiled(tmp_path / "chat.db", *statements)
    assert len(messages(found)) == count
    assert count or codes(found)


def test_huge_text_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    found = spoiled(tmp_path / "chat.db", *HOSTILE[4][1])
    assert codes(found)[0] == "text_too_long"
    assert "Fine \u2014 see you" in [each.text for each in messages(found)]


def test_database_that_would_never_end_is_stopped(tmp_path: Path) -> None:
    """A schema may say that a column is worked out anew for each row."""
    path = tmp_path / "chat.db"
    sample.write(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ALTER TABLE handle ADD COLUMN slow TEXT AS (hex(zeroblob(900000))) VIRTUAL")
        db.execute("DROP TABLE chat_handle_join")
        db.execute(f"CREATE VIEW chat_handle_join AS {ENDLESS}")
    assert len(messages(read(READER, path)[1])) == 15


def test_statements_are_held_to_plain_tables_and_to_an_end(tmp_path: Path) -> None:
    sample.write(tmp_path / "chat.db")
    source = source_of(tmp_path)
    files = Chosen(source, source.names(), lambda _: None)
    # Fifteen messages, each with each, twelve times over.
    tables = ", ".join(f"message m{n}" for n in range(12))
    total = " + ".join(f"m{n}.ROWID" for n in range(12))
    with sqlite_bytes.open_database(files, "chat.db", None) as database:
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            list(
                database.rows(
                    f"SELECT 1 FROM {tables} WHERE {total} > 9999"  # noqa: S608 - a test's own
                )
            )
        for statement in (
            "DELETE FROM message", "ATTACH ':memory:' AS other", "SELECT load_extension('x')",
            "SELECT * FROM sqlite_master", "PRAGMA query_only = 0", "SELECT randomblob(9)",
            ENDLESS,
        ):  # fmt: skip
            with pytest.raises(sqlite3.DatabaseError):
                list(database.rows(statement))


def test_too_large_database_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.write(tmp_path / "chat.db")
    monkeypatch.setattr(sqlite_bytes, "LARGEST", 1000)
    assert codes(read(READER, tmp_path)[1]) == ["database_too_large"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    sample.write(folder / "chat.db", log=True)
    return {name: (folder / name).read_bytes() for name in ("chat.db", "chat.db-wal")}


PLACES = st.tuples(st.integers(0, 10**6), st.sampled_from(WAYS), st.binary(min_size=1, max_size=40))
FILES = st.sampled_from(["chat.db", "chat.db-wal"])


def check_spoiled(folder: Path, files: dict[str, bytes]) -> None:
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    found = messages(read(READER, folder)[1])
    assert len(found) <= 40
    for each in found:
        assert each.at is None or each.at[:2] in {"19", "20"}


@settings(max_examples=25, deadline=None)
@given(where=PLACES, name=FILES)
def test_spoiled_database_never_fails_and_nothing_is_made_up(
    tmp_path_factory: pytest.TempPathFactory,
    whole: dict[str, bytes],
    where: tuple[int, str, bytes],
    name: str,
) -> None:
    folder = tmp_path_factory.mktemp("spoiled")
    check_spoiled(folder, whole | {name: spoil(whole[name], *where)})


@pytest.mark.long
@settings(max_examples=1500, deadline=None)
@given(where=PLACES, name=FILES)
def test_database_spoiled_in_many_ways_never_fails(
    tmp_path_factory: pytest.TempPathFactory,
    whole: dict[str, bytes],
    where: tuple[int, str, bytes],
    name: str,
) -> None:
    folder = tmp_path_factory.mktemp("spoiled")
    check_spoiled(folder, whole | {name: spoil(whole[name], *where)})
