"""Make a record, open it, and change what opens it."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.record import keys
from wayhome.record.engine import sealed_engine
from wayhome.record.envelope import SALT_BYTES
from wayhome.record.folder import new_store_name, saving
from wayhome.record.recovery_key import make_recovery_key, read_recovery_key
from wayhome.record.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.record.envelope import Cost, Header, Slot
    from wayhome.record.folder import RecordFolder

SHORTEST_PASSPHRASE = 12
FEWEST_DIFFERENT = 5
"""Different letters in a passphrase: `aaaaaaaaaaaa` is none."""
LONGEST_PASSPHRASE = 1000

MEASURED_TIMES = 3
"""The quickest counts: whatever else the computer was doing must not make the lock weaker."""

CHECKED_AT_ONCE = 8 * 1024 * 1024
"""Bytes of a store whose every page is looked at when it is opened. Larger ones are looked at
while they are in use: nobody waits for it."""


@dataclass(slots=True)
class OpenRecord:
    """A record whose data key is in memory. `close` is final."""

    folder: RecordFolder
    store: Store
    header: Header
    key: keys.DataKey

    def close(self) -> None:
        """Close every connection and overwrite the key."""
        self.store.close()
        self.key.forget()

    def find_damage(self) -> bool:
        """Look at every page through a connection of its own: nobody who reads has to wait.

        Raises:
            UserProblem: the store can't be read at all; RecordLockedError if it was closed.
        """
        self.store.stop_if_closing()
        beside = Store(
            sealed_engine(
                self.folder.store_file(self.header), self.key.derive("store", self.header.record)
            )
        )
        try:
            return beside.find_damage()
        finally:
            beside.close()

    def is_passphrase(self, passphrase: str) -> bool:
        """Tell whether this passphrase opens the record, for what should not happen by mistake."""
        try:
            with enough_memory():
                keys.open_with_passphrase(self.fresh_header(), passphrase).forget()
        except keys.WrongKeyError:
            return False
        return True

    def change_passphrase(self, passphrase: str, cost: Cost) -> None:
        """Have another passphrase open the record. The store itself stays as it is."""
        plain = check_passphrase(passphrase)
        with enough_memory():
            slot = keys.wrap_for_passphrase(self.key, self.header.record, plain, cost)
        self._change(passphrase=slot)

    def change_recovery_key(self) -> str:
        """Return a new recovery key; the one on paper opens nothing any more."""
        typed = make_recovery_key()
        slot = keys.wrap_for_recovery(self.key, self.header.record, recovery_secret(typed))
        self._change(recovery=slot)
        return typed

    def fresh_header(self) -> Header:
        """Return the key file as it is now: another Wayhome may have changed it since.

        Raises:
            RecordLockedError: it is of another record, which was brought back. Written anew with
                this key it would open nothing any more.
        """
        header = self.folder.read_key_file()
        if not keys.is_authentic(header, self.key):
            raise RecordLockedError
        return header

    def _change(self, **changes: Slot | str) -> None:
        # The store's turn is one for all that have it open: two at once would lose one change.
        with self.store.writing():
            before = self.fresh_header()
            after = replace(before, serial=before.serial + 1, **changes)  # type: ignore[arg-type]
            after = keys.authenticate(after, self.key)
            self.folder.replace_key_file(after)
        self.header = after


def check_passphrase(typed: str) -> str:
    """Return a passphrase that may be used.

    Raises:
        UserProblem: ``passphrase_short``, ``passphrase_simple``, ``passphrase_long``.
    """
    plain = keys.plain_passphrase(typed)
    if len(plain) < SHORTEST_PASSPHRASE:
        raise UserProblem("passphrase_short", least=SHORTEST_PASSPHRASE)
    if len(plain) > LONGEST_PASSPHRASE:
        raise UserProblem("passphrase_long", most=LONGEST_PASSPHRASE)
    if len(set(plain.casefold())) < FEWEST_DIFFERENT:
        raise UserProblem("passphrase_simple")
    return plain


def calibrated_cost() -> Cost:
    """Return what a try should cost on this computer. Takes some seconds."""
    salt = bytes(SALT_BYTES)

    def measure(cost: Cost) -> float:
        return min(_seconds_of_try(salt, cost) for _ in range(MEASURED_TIMES))

    return keys.calibrate(measure)


def _seconds_of_try(salt: bytes, cost: Cost) -> float:
    start = time.perf_counter()
    try:
        keys.stretch("a passphrase to measure", salt, cost)
    except MemoryError:
        return math.inf
    return time.perf_counter() - start


def create_record(folder: RecordFolder, passphrase: str, cost: Cost) -> tuple[OpenRecord, str]:
    """Make a record, and return it open, with the recovery key that is shown this once.

    Raises:
        UserProblem: ``record_exists``; what `check_passphrase` raises; a disk that refuses.
    """
    _require_none(folder)
    plain = check_passphrase(passphrase)
    folder.make()
    typed = make_recovery_key()
    with enough_memory():
        header, key = keys.make_header(plain, recovery_secret(typed), new_store_name(), cost)
    path = folder.store_file(header)
    store = Store(sealed_engine(path, key.derive("store", header.record), create=True))
    try:
        with saving():
            # Else SQLite makes it, for others to read too. Its journals take after it.
            path.touch(mode=0o600, exist_ok=False)
        store.set_up()
        store.close()
        # Another Wayhome may have been quicker, and something be written there already.
        _require_none(folder)
        # Last: without a key file there is no record, whatever else lies there.
        folder.write_first_key_file(header)
    except BaseException as error:
        store.close()
        key.forget()
        if not folder.names(header.store):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        if isinstance(error, UserProblem) and error.key == "record_damaged":
            # There was nothing yet: the folder takes no file.
            raise UserProblem("record_read_only") from None
        raise
    return _open(folder, header, key), typed


def _require_none(folder: RecordFolder) -> None:
    if folder.exists():
        raise UserProblem("record_exists")


def open_record(folder: RecordFolder, passphrase: str) -> OpenRecord:
    """Open the record with the passphrase.

    Raises:
        UserProblem: ``record_wrong_passphrase``, ``record_damaged``, ``record_newer``,
            ``record_none``, ``record_key_damaged``, ``record_key_lost``, ``record_memory``.
    """
    header = folder.read_key_file()
    try:
        key = _key_from(header, passphrase)
    except keys.ForgedError:
        kept = folder.read_kept_key_file()
        second = kept is not None and kept != header
        raise UserProblem("record_key_damaged" if second else "record_key_lost") from None
    return _open(folder, header, key)


def open_with_recovery_key(
    folder: RecordFolder, typed: str, new_passphrase: str, cost: Cost
) -> OpenRecord:
    """Open the record with the key on paper, and give it another passphrase.

    Where the key file is damaged, the one before it is put in its place: whoever needs the paper
    has no passphrase to repair it with.

    Raises:
        UserProblem: ``recovery_key_length``, ``recovery_key_slip`` (with the group),
            ``recovery_key_wrong``; what `check_passphrase` and `open_record` raise.
    """
    kept = _kept_if_damaged(folder)
    header = kept or folder.read_key_file()
    secret = recovery_secret(typed)
    plain = check_passphrase(new_passphrase)
    try:
        key = keys.open_with_recovery(header, secret)
    except keys.WrongKeyError:
        raise UserProblem("recovery_key_wrong") from None
    except keys.ForgedError:
        # Whole by its checksum, but not what was written: only a key shows that.
        kept = folder.read_kept_key_file()
        if kept is None:
            raise UserProblem("record_key_lost") from None
        header, key = kept, _recovered(kept, secret)
    opened = _put_back(folder, header, key) if kept else _open(folder, header, key)
    try:
        opened.change_passphrase(plain, cost)
    except BaseException:
        opened.close()
        raise
    return opened


def _recovered(header: Header, secret: bytes) -> keys.DataKey:
    try:
        return keys.open_with_recovery(header, secret)
    except keys.WrongKeyError:
        raise UserProblem("recovery_key_wrong") from None
    except keys.ForgedError:
        raise UserProblem("record_key_lost") from None


def use_kept_key_file(folder: RecordFolder, passphrase: str) -> OpenRecord:
    """Open with the key file before this one, and put it in the place of the damaged one.

    One that is whole is never replaced: an earlier passphrase would open the record again.

    Raises:
        UserProblem: ``record_key_lost`` where there is none; what `open_record` raises.
    """
    kept = _kept_if_damaged(folder)
    if kept is None:
        try:
            return open_record(folder, passphrase)
        except UserProblem as problem:
            # Whole by its checksum, but not what was written: only the passphrase shows that.
            kept = folder.read_kept_key_file()
            if problem.key != "record_key_damaged" or kept is None:
                raise
    try:
        return _put_back(folder, kept, _key_from(kept, passphrase))
    except keys.ForgedError:
        raise UserProblem("record_key_lost") from None


def _kept_if_damaged(folder: RecordFolder) -> Header | None:
    """Return the key file before this one where this one is damaged; None where it is whole."""
    try:
        folder.read_key_file()
    except UserProblem as problem:
        if problem.key != "record_key_damaged":
            raise
        return folder.read_kept_key_file()
    return None


def _put_back(folder: RecordFolder, kept: Header, key: keys.DataKey) -> OpenRecord:
    # Proved first. It may name a store that is gone.
    _ready_store(folder, kept, key).close()
    folder.write_first_key_file(kept)
    return _open(folder, kept, key)


@contextmanager
def enough_memory() -> Iterator[None]:
    """Turn too little memory into a sentence (UserProblem ``record_memory``)."""
    try:
        yield
    except MemoryError:
        raise UserProblem("record_memory") from None


def _key_from(header: Header, passphrase: str) -> keys.DataKey:
    try:
        with enough_memory():
            return keys.open_with_passphrase(header, passphrase)
    except keys.WrongKeyError:
        raise UserProblem("record_wrong_passphrase") from None


def _open(folder: RecordFolder, header: Header, key: keys.DataKey) -> OpenRecord:
    store = _ready_store(folder, header, key)
    store.is_current = lambda: folder.names(header.store)
    folder.settle(header)
    return OpenRecord(folder, store, header, key)


def _ready_store(folder: RecordFolder, header: Header, key: keys.DataKey) -> Store:
    """Return the store, of this version and whole. Forgets the key if it comes to naught."""
    path = folder.store_file(header)
    store = Store(sealed_engine(path, key.derive("store", header.record)))
    try:
        store.bring_up_to_date()
        if path.stat().st_size <= CHECKED_AT_ONCE:
            store.refuse_damage()
    except BaseException:
        store.close()
        key.forget()
        raise
    return store


def recovery_secret(typed: str) -> bytes:
    """Return what a recovery key stands for; UserProblem where there is a slip in it."""
    secret = read_recovery_key(typed)
    if isinstance(secret, bytes):
        return secret
    if secret.group is None:
        raise UserProblem("recovery_key_length")
    raise UserProblem("recovery_key_slip", group=secret.group)
