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
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.library.whole_files import HALF, write_whole
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
STORES = "store-*.sealed"
STORE_ID_BYTES = 8


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


@dataclass(frozen=True, slots=True)
class RecordFolder:
    """The folder of the record. It may not exist yet."""

    path: Path

    def exists(self) -> bool:
        """Tell whether there is a record here, sealed as it is."""
        return (self.path / KEY).exists() or (self.path / KEPT).exists()

    def read_key_file(self) -> Header:
        """Return the key file.

        Raises:
            UserProblem: ``record_none``, ``record_newer``; ``record_key_damaged`` where the one
                before it is whole, ``record_key_lost`` where it is not.
        """
        if not self.exists():
            raise UserProblem("record_none")
        try:
            return read_envelope((self.path / KEY).read_bytes())
        except EnvelopeNewerError:
            raise UserProblem("record_newer") from None
        except (EnvelopeDamagedError, OSError):
            kept = self.read_kept_key_file()
            raise UserProblem("record_key_damaged" if kept else "record_key_lost") from None

    def read_kept_key_file(self) -> Header | None:
        """Return the key file before this one, if it is there and whole."""
        try:
            return read_envelope((self.path / KEPT).read_bytes())
        except (EnvelopeDamagedError, EnvelopeNewerError, OSError):
            return None

    def write_first_key_file(self, header: Header) -> None:
        """Make a record out of a store that is written already. From here on it exists."""
        with saving():
            write_whole(self.path / KEY, write_envelope(header))
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
            if (self.path / KEPT).read_bytes() != raw:
                write_whole(self.path / KEPT, raw)
        except FileNotFoundError:
            write_whole(self.path / KEPT, raw)
        except OSError:
            return
        for left in (*self.path.glob(f"{HALF}*"), *self.path.glob(STORES)):
            if left.name != header.store:
                self._remove(left)

    def store_file(self, header: Header) -> Path:
        """Return where the store lies."""
        return self.path / header.store

    def names(self, store: str) -> bool:
        """Tell whether the key file still names this store."""
        try:
            return read_envelope((self.path / KEY).read_bytes()).store == store
        except (EnvelopeDamagedError, EnvelopeNewerError, OSError):
            return False

    def make(self) -> None:
        """Make the folder, for this user only."""
        with saving():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    @staticmethod
    def _remove(path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return


def new_store_name() -> str:
    """Return a name for a store file that no other one has."""
    return f"store-{secrets.token_hex(STORE_ID_BYTES)}.sealed"
