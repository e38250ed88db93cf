"""Where a record lies on the disk, and how its key file is replaced.

record/
  key                  the key file (`envelope`)
  key.before           the one before it, until the record was opened with the new one;
                       from then on a second copy
  store-<chance>.sealed  the store that `key` names
  pending/             entries made while locked, each sealed to the public key
  attempts             how often in a row a passphrase was wrong
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.library.whole_files import HALF, flush_folder, write_whole
from wayhome.model.problems import UserProblem
from wayhome.record.envelope import (
    EnvelopeDamagedError,
    EnvelopeNewerError,
    Header,
    read_envelope,
    write_envelope,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY, KEPT, PENDING, ATTEMPTS = "key", "key.before", "pending", "attempts"
STORES = "store-*.sealed*"
"""With their journals."""
JOURNAL = "-journal"
ASIDE = ".replaced-"
"""Follows the folder's name in that of a record that restoring set aside."""
NUMBERED = re.compile(rf"{re.escape(ASIDE)}([0-9]{{1,9}})\Z")
HALF_ASIDE = ".half"
STORE_ID_BYTES = 8
TRIED_BYTES = 64 * 1024
"""As much as a save may take. A disk can be full and still have room for a few bytes."""

LEFT_SECONDS = 3600
"""What nothing needs and is older was left behind by a Wayhome that was killed. What is younger,
another one may be writing: a record that it brings back, say."""


@contextmanager
def saving() -> Iterator[None]:
    """Turn what a disk refuses into a sentence.

    Raises:
        UserProblem: ``record_disk_full`` or ``record_read_only``.
    """
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
        raise UserProblem("record_disk_full" if full else "record_read_only") from None


def try_disk(beside: Path) -> None:
    """Write a little beside a file, as far out as it is long; UserProblem if the disk refuses."""
    with saving(), tempfile.NamedTemporaryFile(dir=beside.parent, prefix=HALF) as file:
        file.seek(beside.stat().st_size if beside.exists() else 0)
        file.write(bytes(TRIED_BYTES))
        file.flush()
        os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class RecordFolder:
    """The folder of the record. It may not exist yet."""

    path: Path

    def exists(self) -> bool:
        """Tell whether there is a record here, sealed as it is."""
        # Not Path.exists: it raises where the folder may not be entered, on every page.
        return any(os.path.exists(self.path / name) for name in (KEY, KEPT))  # noqa: PTH110

    def read_key_file(self) -> Header:
        """Return the key file.

        Raises:
            UserProblem: ``record_none``, ``record_newer``; ``record_key_damaged`` where the one
                before it is whole, ``record_key_lost`` where it is not.
        """
        if not self.exists():
            raise UserProblem("record_none")
        try:
            header = read_envelope(_read_file(self.path / KEY))
        except EnvelopeNewerError:
            raise UserProblem("record_newer") from None
        except (EnvelopeDamagedError, OSError):
            kept = self.read_kept_key_file()
            raise UserProblem("record_key_damaged" if kept else "record_key_lost") from None
        if not self.store_file(header).exists():
            # A key file of another record that came here: the one before it names a store.
            kept = self.read_kept_key_file()
            if kept is not None and self.store_file(kept).exists():
                raise UserProblem("record_key_damaged")
        return header

    def read_kept_key_file(self) -> Header | None:
        """Return the key file before this one, if it is there and whole."""
        try:
            return read_envelope(_read_file(self.path / KEPT))
        except (EnvelopeDamagedError, EnvelopeNewerError, OSError):
            return None

    def write_first_key_file(self, header: Header) -> None:
        """Make a record out of a store that is written already. From here on it exists.

        Only the key file counts. Where there is no room for the second copy, the next opening
        makes it: whoever was told that it failed would take the store away again.
        """
        with saving():
            write_whole(self.path / KEY, write_envelope(header))
        with suppress(OSError):
            write_whole(self.path / KEPT, write_envelope(header))

    def replace_key_file(self, header: Header) -> None:
        """Put a new key file in place; the one before it stays beside it."""
        with saving():
            write_whole(self.path / KEPT, (self.path / KEY).read_bytes())
            write_whole(self.path / KEY, write_envelope(header))

    def settle(self, header: Header) -> None:
        """After the record was opened: replace the older key file, and clear away rubbish.

        An older key file that stayed would let an older passphrase in. Nothing here is needed to
        work, so a disk that refuses is left alone.
        """
        raw = write_envelope(header)
        try:
            if (self.path / KEY).read_bytes() != raw:
                # Another Wayhome changed it meanwhile: which store is rubbish is for that one.
                return
            since = (self.path / KEY).stat().st_mtime_ns
        except OSError:
            return
        with suppress(OSError):
            kept = self.path / KEPT
            if not kept.is_file() or kept.read_bytes() != raw:
                write_whole(kept, raw)
        for left in (*self.path.glob(STORES), *self.path.glob(f"{HALF}*")):
            # Younger than the key file: another Wayhome may be bringing it back right now.
            if not left.name.startswith(header.store) and _is_left(left, since):
                remove(left)
        beside = self.path.parent.glob(f"{self.path.name}{ASIDE}*{HALF_ASIDE}")
        for left in (*(self.path / PENDING).glob(f"{HALF}*"), *beside):
            if _is_left(left):
                remove(left)

    def store_file(self, header: Header) -> Path:
        """Return where the store lies."""
        return self.path / header.store

    def names(self, store: str) -> bool:
        """Tell whether the key file still names this store."""
        try:
            return read_envelope((self.path / KEY).read_bytes()).store == store
        except (EnvelopeDamagedError, EnvelopeNewerError, OSError):
            return False

    def put_aside(self) -> Path:
        """Move the record into a folder beside it, as sealed as it is; return where it lies.

        Raises:
            UserProblem: ``record_none``; a disk that refuses.
        """
        if not self.exists():
            raise UserProblem("record_none")
        with saving():
            aside = self.next_aside()
            self.path.rename(aside)
            flush_folder(aside.parent)
        return aside

    def asides(self) -> tuple[Path, ...]:
        """Return where records lie that were put aside, in the order of their numbers."""
        beside = self.path.parent.glob(f"{self.path.name}{ASIDE}*")
        numbered = [
            (int(found[1]), each) for each in beside if (found := NUMBERED.search(each.name))
        ]
        return tuple(path for _, path in sorted(numbered) if RecordFolder(path).exists())

    def put_back(self, aside: Path) -> None:
        """Use a record again that was put aside. One that is here is put aside instead.

        Stopped half-way, both are put aside. Refused half-way, all is as it was.

        Raises:
            UserProblem: ``aside_gone``, it is not there any more; a disk that refuses.
        """
        if aside not in self.asides():
            raise UserProblem("aside_gone")
        with saving():
            before = self.next_aside() if self.path.exists() else None
            if before:
                self.path.rename(before)
            try:
                aside.rename(self.path)
            except OSError:
                if before:
                    before.rename(self.path)
                raise
            flush_folder(self.path.parent)

    def next_aside(self) -> Path:
        """Return the first name for a record put aside that nothing has yet."""
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}{ASIDE}{number}")).exists():
            number += 1
        return aside

    def make(self) -> None:
        """Make the folder, for this user only."""
        with saving():
            # One by one: a mode counts for the last folder of a path only.
            for folder in (self.path.parent, self.path):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            flush_folder(self.path.parent)


def _read_file(path: Path) -> bytes:
    """Return a file's bytes; OSError for what is none: to read a pipe would wait for ever."""
    if not path.is_file():
        raise OSError(errno.EINVAL, "no file")
    return path.read_bytes()


def remove(path: Path) -> None:
    """Remove a file or folder that nothing needs. A disk that refuses is left alone."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _is_left(path: Path, since: int = 0) -> bool:
    try:
        changed = path.stat()
    except OSError:
        return False
    # In both directions: the clock may have been set back.
    old = abs(time.time() - changed.st_mtime) > LEFT_SECONDS
    return old or changed.st_mtime_ns < since


def new_store_name() -> str:
    """Return a name for a store file that no other one has."""
    return f"store-{secrets.token_hex(STORE_ID_BYTES)}.sealed"
