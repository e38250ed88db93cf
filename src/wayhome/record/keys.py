"""From a passphrase, or the recovery key, to the data key, and from there to everything else.

    passphrase --Argon2id--> key --unwraps--> data key --HKDF--> key of the store
    recovery key --HKDF----> key --unwraps-->    |     --HKDF--> key over the key file (`mac`)
                                                 |     --HKDF--> key over backups
                                                 |     --HKDF--> key of the private X25519 key

Whatever opens the record opens the same data key, so that a new passphrase only writes the key
file anew. All primitives are those of argon2-cffi and cryptography; nothing of it is ours but the
order in which they are called.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from math import isinf
from typing import TYPE_CHECKING

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wayhome.model.problems import RecordLockedError
from wayhome.record.envelope import (
    KEY_BYTES,
    NONCE_BYTES,
    SALT_BYTES,
    Cost,
    Header,
    Slot,
    Wrapped,
    text_to_authenticate,
    text_to_bind,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FLOOR = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
"""The second recommended choice of RFC 9106, section 4."""

MOST_MEMORY_KIB = 256 * 1024
"""More would not open on a small, old computer, where somebody restores a backup one day."""
MOST_PASSES = 20
WANTED_SECONDS = 0.8

NONE = b""


class WrongKeyError(ValueError):
    """This passphrase or recovery key opens nothing here."""


class ForgedError(ValueError):
    """The key opens its slot, but other parts of the key file were changed."""


@dataclass(slots=True)
class DataKey:
    """The key to everything. `forget` overwrites it; copies inside libraries are out of reach."""

    raw: bytearray = field(repr=False)

    def derive(self, purpose: str, record: bytes) -> bytes:
        """Return the key for one purpose (32 bytes)."""
        return _hkdf(self.secret(), record, f"wayhome/1/{purpose}")

    def secret(self) -> bytes:
        """Return the key itself; RecordLockedError once it is forgotten.

        Else whoever comes too late would seal something under a key that everybody knows.
        """
        if not any(self.raw):
            raise RecordLockedError
        return bytes(self.raw)

    def forget(self) -> None:
        """Overwrite the key."""
        self.raw[:] = bytes(len(self.raw))


def plain_passphrase(typed: str) -> str:
    """Return a passphrase as it counts, however a keyboard composes its accents.

    Spaces around it are dropped: they come with pasting, and nobody sees them.
    """
    return unicodedata.normalize("NFC", typed.strip())


def calibrate(measure: Callable[[Cost], float]) -> Cost:
    """Return a cost that takes about `WANTED_SECONDS` here, never below the floor.

    ``measure`` returns the seconds that one try takes at a cost, infinity where the memory can't
    be had. Memory first: it is what makes guessing dear on special hardware.
    """
    cost, took = FLOOR, measure(FLOOR)
    while took < WANTED_SECONDS / 2 and cost.memory_kib < MOST_MEMORY_KIB:
        dearer = replace(cost, memory_kib=cost.memory_kib * 2)
        seconds = measure(dearer)
        if isinf(seconds):
            break
        cost, took = dearer, seconds
    passes = min(MOST_PASSES, int(cost.passes * WANTED_SECONDS / max(took, 0.01)))
    return replace(cost, passes=max(FLOOR.passes, passes))


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key that a passphrase makes (32 bytes). MemoryError if there is too little."""
    try:
        return hash_secret_raw(
            # Half of a pair of UTF-16, which a terminal can hand on, is no reason to fail.
            plain_passphrase(passphrase).encode(errors="surrogatepass"),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError:
        # The library's only reason to fail here: the memory can't be had.
        raise MemoryError from None


def make_header(
    passphrase: str, recovery_secret: bytes, store: str, cost: Cost
) -> tuple[Header, DataKey]:
    """Return the key file of a new record, and its data key."""
    record = secrets.token_bytes(SALT_BYTES)
    key = DataKey(bytearray(secrets.token_bytes(KEY_BYTES)))
    private = X25519PrivateKey.generate()
    seal_key = key.derive("private-key", record)
    bound = text_to_bind(record, "private_key", NONE, None)
    header = Header(
        record=record,
        store=store,
        serial=1,
        passphrase=wrap_for_passphrase(key, record, passphrase, cost),
        recovery=wrap_for_recovery(key, record, recovery_secret),
        public_key=private.public_key().public_bytes_raw(),
        private_key=_wrap(seal_key, private.private_bytes_raw(), bound),
        mac=bytes(KEY_BYTES),
    )
    return authenticate(header, key), key


def wrap_for_passphrase(key: DataKey, record: bytes, passphrase: str, cost: Cost) -> Slot:
    """Return a slot that this passphrase opens."""
    salt = secrets.token_bytes(SALT_BYTES)
    bound = text_to_bind(record, "passphrase", salt, cost)
    return Slot(salt, _wrap(stretch(passphrase, salt, cost), key.secret(), bound), cost)


def wrap_for_recovery(key: DataKey, record: bytes, secret: bytes) -> Slot:
    """Return a slot that this recovery key opens."""
    salt = secrets.token_bytes(SALT_BYTES)
    bound = text_to_bind(record, "recovery", salt, None)
    slot_key = _hkdf(secret, salt, "wayhome/1/recovery")
    return Slot(salt, _wrap(slot_key, key.secret(), bound), None)


def authenticate(header: Header, key: DataKey) -> Header:
    """Return the header with a `mac` that fits it."""
    return replace(header, mac=_mac(header, key))


def is_authentic(header: Header, key: DataKey) -> bool:
    """Tell whether whoever wrote this key file had the same data key."""
    return hmac.compare_digest(_mac(header, key), header.mac)


def open_with_passphrase(header: Header, passphrase: str) -> DataKey:
    """Return the data key.

    Raises:
        WrongKeyError: it is not this passphrase.
        ForgedError: other parts of the key file were changed.
        MemoryError: this computer has too little memory free.
    """
    slot = header.passphrase
    if slot.cost is None:
        raise ForgedError
    slot_key = stretch(passphrase, slot.salt, slot.cost)
    return _open_slot(header, slot, "passphrase", slot_key)


def open_with_recovery(header: Header, secret: bytes) -> DataKey:
    """Return the data key; WrongKeyError or ForgedError as above."""
    slot_key = _hkdf(secret, header.recovery.salt, "wayhome/1/recovery")
    return _open_slot(header, header.recovery, "recovery", slot_key)


def open_private_key(header: Header, key: DataKey) -> X25519PrivateKey:
    """Return the private half of the pair; ForgedError if it is not this record's."""
    bound = text_to_bind(header.record, "private_key", NONE, None)
    raw = _unwrap(key.derive("private-key", header.record), header.private_key, bound)
    if raw is None:
        raise ForgedError
    return X25519PrivateKey.from_private_bytes(raw)


# RFC 9180: a fresh key for each message, so that whoever seals can't open.
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def seal_for(header: Header, text: bytes) -> bytes:
    """Return bytes that only the opened record can read. Needs no key."""
    public = X25519PublicKey.from_public_bytes(header.public_key)
    try:
        return _SUITE.encrypt(text, public, info=_info(header))
    except ValueError:
        # A point at which everybody arrives at the same secret: not a key that we made.
        raise ForgedError from None


def open_sealed(header: Header, private: X25519PrivateKey, sealed: bytes) -> bytes | None:
    """Return what was sealed to this record, or None if it was not, or is damaged."""
    try:
        return _SUITE.decrypt(sealed, private, info=_info(header))
    except (InvalidTag, ValueError):
        return None


def _info(header: Header) -> bytes:
    return b"wayhome/1/entry/" + header.record


def _open_slot(header: Header, slot: Slot, name: str, slot_key: bytes) -> DataKey:
    raw = _unwrap(slot_key, slot.key, text_to_bind(header.record, name, slot.salt, slot.cost))
    if raw is None:
        raise WrongKeyError
    key = DataKey(bytearray(raw))
    if not is_authentic(header, key):
        raise ForgedError
    return key


def _mac(header: Header, key: DataKey) -> bytes:
    return hmac.digest(
        key.derive("key-file", header.record), text_to_authenticate(header), "sha256"
    )


def _wrap(key: bytes, secret: bytes, bound: bytes) -> Wrapped:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return Wrapped(nonce, ChaCha20Poly1305(key).encrypt(nonce, secret, bound))


def _unwrap(key: bytes, wrapped: Wrapped, bound: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(wrapped.nonce, wrapped.sealed, bound)
    except InvalidTag:
        return None


def _hkdf(secret: bytes, salt: bytes, info: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt, info.encode()).derive(secret)
