"""Make a record, open it, and change what opens it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wayhome.model.problems import UserProblem
from wayhome.record import keys
from wayhome.record.engine import sealed_engine
from wayhome.record.envelope import SALT_BYTES
from wayhome.record.folder import new_store_name
from wayhome.record.recovery_key import make_recovery_key, read_recovery_key
from wayhome.record.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.record.envelope import Cost, Header
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

    def is_passphrase(self, passphrase: str) -> bool:
        """Tell whether this passphrase opens the record, for what should not happen by mistake."""
        try:
            keys.open_with_passphrase(self._fresh_header(), passphrase).forget()
        except keys.WrongKeyError:
            return False
        return True

    def change_passphrase(self, passphrase: str, cost: Cost) -> None:
        """Have another passphrase open the record. The store itself stays as it is."""
        header = self._fresh_header()
        slot = keys.wrap_for_passphrase(self.key, header.record, check_passphrase(passphrase), cost)
        self._write(replace(header, passphrase=slot))

    def change_recovery_key(self) -> str:
        """Return a new recovery key; the one on paper opens nothing any more."""
        header, typed = self._fresh_header(), make_recovery_key()
        self._write(
            replace(
                header,
                recovery=keys.wrap_for_recovery(self.key, header.record, recovery_secret(typed)),
            )
        )
        return typed

    def name_store(self, store: str) -> None:
        """Have the key file name another store file of this same record."""
        self._write(replace(self._fresh_header(), store=store))

    def _fresh_header(self) -> Header:
        # Another Wayhome may have changed it since.
        return self.folder.read_key_file()

    def _write(self, header: Header) -> None:
        header = keys.authenticate(replace(header, serial=header.serial + 1), self.key)
        self.folder.replace_key_file(header)
        self.header = header


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
        # As good as too slow: the floor, or the step before, is what this computer can do.
        return keys.WANTED_SECONDS
    return time.perf_counter() - start


def create_record(folder: RecordFolder, passphrase: str, cost: Cost) -> tuple[OpenRecord, str]:
    """Make a record, and return it open, with the recovery key that is shown this once.

    Raises:
        UserProblem: ``record_exists``; what `check_passphrase` raises; a disk that refuses.
    """
    if folder.exists():
        raise UserProblem("record_exists")
    plain = check_passphrase(passphrase)
    folder.make()
    typed = make_recovery_key()
    with enough_memory():
        header, key = keys.make_header(plain, recovery_secret(typed), new_store_name(), cost)
    path = folder.store_file(header)
    store = Store(sealed_engine(path, key.derive("store", header.record), create=True))
    try:
        store.set_up()
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    store.close()
    # Last: without a key file there is no record, whatever else lies there.
    folder.write_first_key_file(header)
    return _open(folder, header, key), typed


def open_record(folder: RecordFolder, passphrase: str) -> OpenRecord:
    """Open the record with the passphrase.

    Raises:
        UserProblem: ``record_wrong_passphrase``, ``record_damaged``, ``record_newer``,
            ``record_none``, ``record_key_damaged``, ``record_key_lost``, ``record_memory``.
    """
    header = folder.read_key_file()
    return _open(folder, header, _key_from(header, passphrase))


def open_with_recovery_key(
    folder: RecordFolder, typed: str, new_passphrase: str, cost: Cost
) -> OpenRecord:
    """Open the record with the key on paper, and give it another passphrase.

    Raises:
        UserProblem: ``recovery_key_length``, ``recovery_key_slip`` (with the group),
            ``recovery_key_wrong``; what `check_passphrase` and `open_record` raise.
    """
    header = folder.read_key_file()
    secret = recovery_secret(typed)
    plain = check_passphrase(new_passphrase)
    try:
        key = keys.open_with_recovery(header, secret)
    except keys.WrongKeyError:
        raise UserProblem("recovery_key_wrong") from None
    except keys.ForgedError:
        raise UserProblem("record_damaged") from None
    opened = _open(folder, header, key)
    try:
        with enough_memory():
            opened.change_passphrase(plain, cost)
    except BaseException:
        opened.close()
        raise
    return opened


def use_kept_key_file(folder: RecordFolder, passphrase: str) -> OpenRecord:
    """Open with the key file before this one, and put it in the place of the damaged one.

    Raises:
        UserProblem: ``record_key_lost`` where there is none; what `open_record` raises.
    """
    header = folder.read_kept_key_file()
    if header is None:
        raise UserProblem("record_key_lost")
    key = _key_from(header, passphrase)
    folder.write_first_key_file(header)
    return _open(folder, header, key)


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
    except keys.ForgedError:
        raise UserProblem("record_damaged") from None


def _open(folder: RecordFolder, header: Header, key: keys.DataKey) -> OpenRecord:
    path = folder.store_file(header)
    store = Store(
        sealed_engine(path, key.derive("store", header.record)),
        is_current=lambda: folder.names(header.store),
    )
    try:
        store.bring_up_to_date()
        if path.stat().st_size <= CHECKED_AT_ONCE:
            store.refuse_damage()
    except BaseException:
        store.close()
        key.forget()
        raise
    folder.settle(header)
    return OpenRecord(folder, store, header, key)


def recovery_secret(typed: str) -> bytes:
    """Return what a recovery key stands for; UserProblem where there is a slip in it."""
    secret = read_recovery_key(typed)
    if isinstance(secret, bytes):
        return secret
    if secret.group is None:
        raise UserProblem("recovery_key_length")
    raise UserProblem("recovery_key_slip", group=secret.group)
