"""One file with the whole record, as sealed as the record itself; and the way back.

    wayhome-backup 1
    {"key": bytes, "store": bytes, "entries": {name: bytes}}    how long each part is
    the key file, the store, the entries that wait, one after the other
    mac <HMAC-SHA256 over all of this, under a key that comes from the data key>
    sha256 <over all that stands before>

It opens with the passphrase of the day on which it was made, and with the recovery key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

from wayhome.library.whole_files import HALF, flush_folder, whole_file, write_whole
from wayhome.model.problems import UserProblem
from wayhome.record import keys
from wayhome.record.engine import sealed_engine
from wayhome.record.envelope import (
    LARGEST,
    EnvelopeNewerError,
    Header,
    read_envelope,
    write_envelope,
)
from wayhome.record.folder import PENDING, new_store_name, saving
from wayhome.record.holdings import OPEN_FILES, forget_setting, read_holdings
from wayhome.record.migrating import version_of
from wayhome.record.pending import read_entry, waiting_entries
from wayhome.record.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wayhome.model.kept import Holdings
    from wayhome.record.folder import RecordFolder
    from wayhome.record.vault import OpenRecord

    Progress = Callable[[int, int], None]
    """Called with bytes done and bytes in all."""

VERSION = 1
FIRST_LINE = re.compile(rb"wayhome-backup ([1-9][0-9]{0,3})\n")
LONGEST_LINE = 1024 * 1024
CHUNK = 1024 * 1024
MAC_LINE = len(b"mac \n") + 64
SUM_LINE = len(b"sha256 \n") + 64
ENTRY_NAME = re.compile(r"[0-9]{1,9}-[0-9a-f]{8}\.entry")


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and where the record that stood there before lies now."""

    holdings: Holdings
    replaced: Path | None


def write_backup(record: OpenRecord, target: Path, progress: Progress | None = None) -> None:
    """Write the whole record into one file, read it again, and only then put it in place.

    Raises:
        UserProblem: ``record_damaged``, so that no damaged copy takes a good one's place; a disk
            that refuses.
    """
    record.store.refuse_damage()
    with record.store.reading() as connection, saving(), whole_file(target) as out:
        # The first look takes the lock: until the end nobody changes the file. As a reader, since
        # a disk that takes nothing any more is one to copy from.
        version_of(connection)
        header = record.fresh_header()
        key_file = write_envelope(header)
        store = record.folder.store_file(header)
        waiting = _read_entries(record.folder)
        size = store.stat().st_size
        sizes = {name: len(body) for name, body in waiting.items()}
        lengths = {"key": len(key_file), "store": size, "entries": sizes}
        total = len(key_file) + size + sum(sizes.values())
        both = _Summing(out, record.key.derive("backup", header.record))
        both.write(f"wayhome-backup {VERSION}\n{json.dumps(lengths, sort_keys=True)}\n".encode())
        both.write(key_file)
        with store.open("rb") as source:
            while chunk := source.read(CHUNK):
                record.store.stop_if_closing()
                both.write(chunk)
                if progress:
                    progress(both.written, total)
        for body in waiting.values():
            both.write(body)
        both.finish()
        out.flush()
        _check_mac(out, _read(out), record.key)


def _read_entries(folder: RecordFolder) -> dict[str, bytes]:
    """Return the entries that wait. What is none of ours is left: it would spoil the copy."""
    named = [path for path in waiting_entries(folder) if ENTRY_NAME.fullmatch(path.name)]
    read = {path.name: read_entry(path) for path in named}
    return {name: body for name, body in read.items() if body is not None}


class _Summing:
    """Writes through, and sums up what was written."""

    def __init__(self, out: IO[bytes], key: bytes) -> None:
        self._out = out
        self._mac = hmac.new(key, digestmod="sha256")
        self._sum = hashlib.sha256()
        self.written = 0

    def write(self, data: bytes) -> None:
        self._mac.update(data)
        self._sum.update(data)
        self._out.write(data)
        self.written += len(data)

    def finish(self) -> None:
        line = f"mac {self._mac.hexdigest()}\n".encode()
        self._sum.update(line)
        self._out.write(line)
        self._out.write(f"sha256 {self._sum.hexdigest()}\n".encode())


@dataclass(frozen=True, slots=True)
class _Backup:
    """A backup that is whole, as far as one can tell without a key."""

    header: Header
    store_at: int
    store_bytes: int
    entries: tuple[tuple[str, int], ...]
    body_bytes: int
    mac: bytes


def restore_backup(
    folder: RecordFolder,
    source: IO[bytes],
    open_key: Callable[[Header], keys.DataKey],
    *,
    replace_record: bool,
) -> Restored:
    """Bring a record back. Nothing here is touched before the copy has proved whole.

    ``open_key`` gets the backup's key file and returns the data key, or raises what it raises for
    a wrong passphrase. The record that stood here is kept in a folder beside it.

    Raises:
        UserProblem: ``backup_unreadable``, ``backup_damaged``, ``backup_newer``,
            ``record_exists`` without ``replace_record``; a disk that refuses.
    """
    if folder.exists() and not replace_record:
        raise UserProblem("restore_exists")
    backup = _read(source)
    key = open_key(backup.header)
    try:
        _check_mac(source, backup, key)
        folder.make()
        header = replace(backup.header, store=new_store_name(), serial=backup.header.serial + 1)
        header = keys.authenticate(header, key)
        with ExitStack() as undo:
            _write_store(folder, header, source, backup, undo)
            holdings = _prove(folder, header, key)
            replaced = _set_aside(folder, header, undo) if folder.exists() else None
            strange = _entries_of_another(folder, header)
            _put_entries(folder, source, backup, undo)
            try:
                # The step that counts: until here the old record opens, from here the restored.
                folder.write_first_key_file(header)
            finally:
                if folder.names(header.store):
                    undo.pop_all()
        for path in strange:
            _remove(path)
    finally:
        key.forget()
    return Restored(holdings, replaced)


def _read(source: IO[bytes]) -> _Backup:
    source.seek(0)
    first = FIRST_LINE.fullmatch(source.readline(64))
    if first is None:
        raise UserProblem("backup_unreadable")
    size = source.seek(0, 2)
    body = size - SUM_LINE
    source.seek(0)
    total = hashlib.sha256()
    for chunk in _chunks(source, max(body, 0)):
        total.update(chunk)
    if source.read() != f"sha256 {total.hexdigest()}\n".encode():
        raise UserProblem("backup_damaged")
    if int(first[1]) > VERSION:
        raise UserProblem("backup_newer")
    try:
        return _parts(source, first.end(), body - MAC_LINE)
    except EnvelopeNewerError:
        raise UserProblem("backup_newer") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UserProblem("backup_damaged") from None


def _parts(source: IO[bytes], at: int, body: int) -> _Backup:
    source.seek(at)
    line = source.readline(LONGEST_LINE)
    lengths = json.loads(line)
    key_bytes, store_bytes = lengths["key"], lengths["store"]
    entries = tuple(lengths["entries"].items())
    sizes = (key_bytes, store_bytes, *(size for _, size in entries))
    if not all(type(size) is int and size >= 0 for size in sizes) or key_bytes > LARGEST:
        raise ValueError(lengths)
    if not all(ENTRY_NAME.fullmatch(name) for name, _ in entries):
        raise ValueError(lengths)
    header = read_envelope(source.read(key_bytes))
    store_at = source.tell()
    if at + len(line) + sum(sizes) != body:
        raise ValueError(lengths)
    source.seek(body)
    mac = bytes.fromhex(source.read(MAC_LINE).decode("ascii").removeprefix("mac "))
    return _Backup(header, store_at, store_bytes, entries, body, mac)


def _check_mac(source: IO[bytes], backup: _Backup, key: keys.DataKey) -> None:
    source.seek(0)
    mac = hmac.new(key.derive("backup", backup.header.record), digestmod="sha256")
    for chunk in _chunks(source, backup.body_bytes):
        mac.update(chunk)
    if not hmac.compare_digest(mac.digest(), backup.mac):
        raise UserProblem("backup_damaged")


def _write_store(
    folder: RecordFolder, header: Header, source: IO[bytes], backup: _Backup, undo: ExitStack
) -> None:
    """Write a backup's store beside the one that is there."""
    path = folder.store_file(header)
    undo.callback(_remove, path)
    with saving(), whole_file(path) as out:
        source.seek(backup.store_at)
        for chunk in _chunks(source, backup.store_bytes):
            out.write(chunk)


def _prove(folder: RecordFolder, header: Header, key: keys.DataKey) -> Holdings:
    """Open the restored store, look at every page, and read everything."""
    store = Store(sealed_engine(folder.store_file(header), key.derive("store", header.record)))
    try:
        store.bring_up_to_date()
        store.refuse_damage()
        with store.writing() as connection:
            # Paths of the computer that made the copy. Here, other things may lie there.
            forget_setting(connection, OPEN_FILES)
            return read_holdings(connection)
    finally:
        store.close()


def _set_aside(folder: RecordFolder, header: Header, undo: ExitStack) -> Path:
    """Copy the record that is here into a folder beside it, as sealed as it is."""
    aside = folder.next_aside()
    half = aside.with_name(f"{aside.name}.half")
    undo.callback(shutil.rmtree, half, ignore_errors=True)
    with saving():
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        for path in sorted(folder.path.rglob("*")):
            if not path.name.startswith((header.store, HALF)):
                _copy(path, half / path.relative_to(folder.path))
        for each in (half / PENDING, half):
            flush_folder(each)
        half.rename(aside)
        undo.callback(shutil.rmtree, aside, ignore_errors=True)
        flush_folder(aside.parent)
    return aside


def _copy(path: Path, target: Path) -> None:
    """Copy a file or make a folder, and have it on the disk before anything is replaced."""
    if path.is_dir():
        target.mkdir(mode=0o700)
    if not path.is_file():
        return
    target.touch(mode=0o600, exist_ok=False)
    with path.open("rb") as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, CHUNK)
        copy.flush()
        os.fsync(copy.fileno())


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _entries_of_another(folder: RecordFolder, header: Header) -> list[Path]:
    """List the entries that wait for another record than this one. They are set aside already."""
    try:
        if folder.read_key_file().record == header.record:
            return []
    except UserProblem:
        return []
    return waiting_entries(folder)


def _put_entries(folder: RecordFolder, source: IO[bytes], backup: _Backup, undo: ExitStack) -> None:
    source.seek(backup.store_at + backup.store_bytes)
    place = folder.path / PENDING
    for name, size in backup.entries:
        body = source.read(size)
        with saving():
            place.mkdir(mode=0o700, exist_ok=True)
            if not (place / name).exists():
                undo.callback(_remove, place / name)
                write_whole(place / name, body)


def _chunks(source: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := source.read(min(CHUNK, size))):
        size -= len(chunk)
        yield chunk
