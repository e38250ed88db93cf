"""A key file that is whole by its checksum, but not what was written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.record.sample import CHEAP, OTHER, PASSPHRASE, problem, sample
from wayhome.record import vault
from wayhome.record.envelope import write_envelope
from wayhome.record.folder import KEPT, KEY

if TYPE_CHECKING:
    from wayhome.record.folder import RecordFolder


def _forge(folder: RecordFolder) -> None:
    forged = replace(folder.read_key_file(), public_key=bytes(32))
    (folder.path / KEY).write_bytes(write_envelope(forged))


def test_forged_key_file_opens_nothing_and_the_second_one_mends_it(folder: RecordFolder) -> None:
    _forge(folder)
    assert problem(lambda: vault.open_record(folder, PASSPHRASE)) == "record_key_damaged"
    vault.use_kept_key_file(folder, PASSPHRASE).close()
    vault.open_record(folder, PASSPHRASE).close()


def test_the_paper_opens_beside_a_forged_key_file_too(folder: RecordFolder) -> None:
    _forge(folder)
    _recover(folder, sample().recovery_key).close()
    vault.open_record(folder, OTHER).close()


def test_both_key_files_forged_let_nobody_in(folder: RecordFolder) -> None:
    _forge(folder)
    (folder.path / KEPT).write_bytes((folder.path / KEY).read_bytes())
    assert problem(lambda: vault.open_record(folder, PASSPHRASE)) == "record_key_lost"
    assert problem(lambda: _recover(folder, sample().recovery_key)) == "record_key_lost"


def _recover(folder: RecordFolder, typed: str) -> vault.OpenRecord:
    return vault.open_with_recovery_key(folder, typed, OTHER, CHEAP)
