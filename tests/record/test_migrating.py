"""Records of every earlier version: all that they hold is there, sealed, under today's tables."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from tests.record.sample import files_in, open_by_paper, problem, write
from tests.record.versions import make
from wayhome.model.calls import CallLog, CallText
from wayhome.model.kept import Child, Item, KeptCheck, Note, NoteText, NoteVersion, PhotoInfo
from wayhome.record import pending, photos, vault
from wayhome.record import store as stores
from wayhome.record.call_chain import find_break
from wayhome.record.folder import RecordFolder
from wayhome.record.holdings import read_holdings
from wayhome.record.migrating import FOLDER, HEAD, KNOWN, upgrade, version_of
from wayhome.record.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from wayhome.record.store import Store

VERSIONS = sorted(make.WRITTEN)


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> RecordFolder:
    """Return a copy of a record that an earlier version made."""
    frozen = Path(make.__file__).parent / request.param
    return RecordFolder(shutil.copytree(frozen, tmp_path / "record"))


def test_newest_migration_is_the_one_we_ask_for_and_all_are_known() -> None:
    scripts = ScriptDirectory(str(FOLDER))
    assert scripts.get_heads() == [HEAD]
    assert {each.revision for each in scripts.walk_revisions()} == KNOWN
    # Whoever adds a migration freezes a record of it: see `versions/make.py`.
    assert sorted(KNOWN) == VERSIONS


def test_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        found = sa.inspect(connection)
        for name, table in metadata.tables.items():
            cascades = {
                each["constrained_columns"][0]: each["options"].get("ondelete")
                for each in found.get_foreign_keys(name)
            }
            named = {each.parent.name: each.ondelete for each in table.foreign_keys}
            assert cascades == named, name
            query = "SELECT sql FROM sqlite_master WHERE name = ?"
            made = connection.exec_driver_sql(query, (name,)).scalar_one()
            wanted = table.dialect_kwargs.get("sqlite_autoincrement", False)
            assert ("AUTOINCREMENT" in made) == bool(wanted), name


def when(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


ANA = Child(
    1,
    items=(
        Item(1, 1, "identity", {"full_name": "Ana Prueba"}, when("2026-11-01T09:00:00-06:00")),
        Item(2, 1, "gone_section", {"gone_field": "kept"}, when("2026-11-01T09:01:00-06:00")),
    ),
    photos=(
        PhotoInfo(
            id=3,
            child=1,
            item=None,
            taken=dt.date(2026, 10, 31),
            width=64,
            height=48,
            bytes=4,
            added=when("2026-11-01T09:05:00-06:00"),
        ),
    ),
)
NOVEMBER = dt.date(2026, 11, 1)
CORRECTED = Note(
    1,
    1,
    (
        NoteVersion(
            NoteText("First — 🧡", NOVEMBER, "21:30", "me", ("withdrawal",)),
            when("2026-11-01T22:00:00-06:00"),
        ),
        NoteVersion(NoteText("Corrected", NOVEMBER, "", "", ()), when("2026-11-02T07:00:00-06:00")),
    ),
    while_locked=False,
)
CHECK = KeptCheck(
    1,
    1,
    {"who": ("guardian",), "signs": ("gang", "withdrawal")},
    ("suspected", "talk"),
    when("2026-11-01T22:10:00-06:00"),
    "0.1.0",
)


def test_all_that_an_earlier_version_wrote_is_there(old: RecordFolder) -> None:
    version = old.read_key_file().store[-len("0001.sealed") :].removesuffix(".sealed")
    calls = int(version >= "0003")
    opened = vault.open_record(old, make.PASSPHRASE)
    assert pending.take_in(opened) == pending.TakenIn(notes=1, unreadable=0, calls=calls)
    with opened.store.reading() as connection:
        assert version_of(connection) == HEAD
        held = read_holdings(connection)
        assert photos.read_photo(connection, 3).jpeg == b"\xff\xd8\xff\xd9"
        assert photos.read_thumbnail(connection, 3) == b"\xff\xd8"
        assert not connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    assert held.children[0] == ANA
    assert held.children[1].name == "Beto Ñandú"
    assert [each.id for each in held.children] == [1, 4]
    assert held.notes[1] == CORRECTED
    assert [(each.said.text, each.while_locked) for each in held.notes] == [
        ("While locked", True),
        ("Corrected", False),
        ("Waiting since then.", True),
    ]
    assert held.checks == ((CHECK,) if version >= "0002" else ())
    check_calls(held.calls, there=bool(calls))
    assert held.settings == {"lock_minutes": "5"}
    opened.close()


def check_calls(log: CallLog, *, there: bool) -> None:
    """Look for the calls of the frozen record, the one that waited, and the gap between them."""
    if not there:
        assert log == CallLog(())
        return
    first, third, waited = log.entries
    assert first.said == CallText(
        "Police 🧡",
        "Rosa",
        when("2026-11-02T02:10:00-06:00"),
        "Officer 12",
        "They took it.",
        "26-0142",
        when("2026-11-02T04:00:00-06:00"),
        ("police_took_report",),
        "emergency-us",
    )
    assert (third.corrects, third.child, third.while_locked) == (first.id, None, True)
    assert (waited.n, waited.said.said, waited.while_locked) == (4, "Waiting too.", True)
    assert [each.n for each in log.gaps] == [2]
    # The rule of the digest has not changed since.
    assert find_break(log.entries, log.gaps) is None


def test_what_was_brought_up_to_date_is_sealed_and_goes_on(old: RecordFolder) -> None:
    opened = vault.open_record(old, make.PASSPHRASE)
    assert not opened.store.find_damage()
    write(opened, "of today")
    opened.close()
    for body in files_in(old.path).values():
        for word in (b"Ana", b"Prueba", b"kept_check", b"alembic", b"today"):
            assert word not in body
    again = open_by_paper(old, make.RECOVERY_KEY)
    with again.store.writing() as connection:
        # Ids go on after the highest that ever was.
        connection.exec_driver_sql("DELETE FROM child")
        inserted = connection.exec_driver_sql("INSERT INTO child (added) VALUES ('x')")
        assert inserted.lastrowid == 5
    again.close()


@pytest.mark.parametrize("old", VERSIONS[:-1], indirect=True)
def test_stopped_migration_leaves_the_earlier_version(
    old: RecordFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.store_file(old.read_key_file()).read_bytes()
    made = Operations.create_index

    def stop(*args: object, **options: object) -> None:
        made(*args, **options)  # type: ignore[arg-type]
        raise InterruptedError

    monkeypatch.setattr(Operations, "create_index", stop)
    with pytest.raises(InterruptedError):
        vault.open_record(old, make.PASSPHRASE)
    monkeypatch.undo()
    after = open_by_paper(old, make.RECOVERY_KEY)
    with after.store.reading() as connection:
        assert f"{version_of(connection)}.sealed" in old.read_key_file().store
        assert not sa.inspect(connection).has_table("call_entry")
    after.close()
    assert old.store_file(old.read_key_file()).read_bytes() == before
    vault.open_record(old, make.PASSPHRASE).close()


def test_step_that_copies_a_table_keeps_what_refers_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite alters a table by copying it and dropping the old one, and a drop cascades."""
    frozen = Path(make.__file__).parent / "0001"
    folder = RecordFolder(shutil.copytree(frozen, tmp_path / "record"))

    def copy_child(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("child", recreate="always"):
            pass
        upgrade(connection)

    monkeypatch.setattr(stores, "upgrade", copy_child)
    opened = open_by_paper(folder, make.RECOVERY_KEY)
    opened.store.bring_up_to_date()
    with opened.store.reading() as connection:
        assert len(read_holdings(connection).children[0].items) == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    opened.close()


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("9999", "record_newer"),
        ("0004", "record_newer"),
        ("", "record_damaged"),
        (None, "record_damaged"),
    ],
)
def test_store_of_a_newer_version_is_left_alone(
    folder: RecordFolder, version: str | None, expected: str
) -> None:
    opened = open_by_paper(folder)
    with opened.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        if version is not None:
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (version,))
    before = files_in(folder.path)
    assert problem(opened.store.bring_up_to_date) == expected
    opened.close()
    assert files_in(folder.path) == before


def test_alembic_says_nothing(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    with store.writing() as connection:
        upgrade(connection)
    assert capfd.readouterr() == ("", "")
