"""The key file: what must be known, beside the passphrase, to open the record.

Three lines of text. The first names the format and its version, the last is a checksum over all
that stands before it. Every version to come keeps these two, so that each Wayhome can tell a
damaged file from one that a newer Wayhome wrote, without any key.

The checksum protects nobody from an attacker, who can make a new one. That is what the keys are
for: each slot is bound to the record and to its own cost as associated data, and `mac` binds the
whole file to the data key (see `keys`).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
FIRST_LINE = re.compile(rb"wayhome-key ([1-9][0-9]{0,3})")
LARGEST = 16 * 1024
"""Bytes. The file takes about one thousand."""

FLOOR_MEMORY_KIB = 64 * 1024
MOST_MEMORY_KIB = 1024 * 1024
MOST_PASSES = 100
MOST_LANES = 16
"""Several times what `keys.calibrate` ever chooses, and yet no more than some minutes."""
STORE_FILE = re.compile(r"store-[0-9a-f]{16}\.sealed")

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
TAG_BYTES = 16


class EnvelopeDamagedError(ValueError):
    """These bytes are not what was written."""


class EnvelopeNewerError(ValueError):
    """A newer Wayhome wrote this."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs (Argon2id, RFC 9106)."""

    memory_kib: int
    passes: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A secret under another key (ChaCha20-Poly1305): a nonce of 12 bytes, and the sealed bytes."""

    nonce: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the data key."""

    salt: bytes
    key: Wrapped
    cost: Cost | None
    """None for the recovery key: it is all chance, so that guessing is hopeless at any cost."""


@dataclass(frozen=True, slots=True)
class Header:
    """All that the key file says."""

    record: bytes
    """The record's id: 16 bytes of chance, for all its life."""
    store: str
    """The name of the file with the record. Restoring writes another one and then names it here."""
    serial: int
    """Counts up with each change of this file."""
    passphrase: Slot
    recovery: Slot
    public_key: bytes
    """X25519, in the clear: entries made while locked are sealed to it."""
    private_key: Wrapped
    mac: bytes
    """HMAC-SHA256 over everything above, under a key that comes from the data key."""


def write_envelope(header: Header) -> bytes:
    """Return the bytes of the key file. The same header makes the same bytes."""
    body = _lines({**_open_fields(header), "mac": header.mac.hex()})
    return body + b"sha256 " + hashlib.sha256(body).hexdigest().encode() + b"\n"


def text_to_authenticate(header: Header) -> bytes:
    """Return what `mac` is made over: the file without its `mac` and without the checksum."""
    return _lines(_open_fields(header))


def text_to_bind(record: bytes, name: str, salt: bytes, cost: Cost | None) -> bytes:
    """Return the associated data of a slot, or of the private key.

    It holds what never changes while that slot stays: a new passphrase leaves the slot of the
    recovery key as it is, because nobody has that key at hand then.
    """
    fields: dict[str, object] = {"record": record.hex(), "slot": name, "salt": salt.hex()}
    return _lines({**fields, "cost": _cost_fields(cost)})


def read_envelope(raw: bytes) -> Header:
    """Return what a key file says.

    Raises:
        EnvelopeNewerError: a newer version wrote it, and it is whole.
        EnvelopeDamagedError: it is not what was written.
    """
    body, mark, checksum = raw.rpartition(b"sha256 ")
    if not mark or len(raw) > LARGEST:
        raise EnvelopeDamagedError
    if checksum != hashlib.sha256(body).hexdigest().encode() + b"\n":
        raise EnvelopeDamagedError
    first, _, rest = body.partition(b"\n")
    named = FIRST_LINE.fullmatch(first)
    if named is None:
        raise EnvelopeDamagedError
    if int(named[1]) > VERSION:
        raise EnvelopeNewerError
    try:
        header = _header(json.loads(rest))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise EnvelopeDamagedError from None
    if write_envelope(header) != raw:
        # Only one spelling is ours.
        raise EnvelopeDamagedError
    return header


def _lines(fields: Mapping[str, object]) -> bytes:
    body = json.dumps(fields, sort_keys=True, indent=1, ensure_ascii=True)
    return f"wayhome-key {VERSION}\n{body}\n".encode("ascii")


def _open_fields(header: Header) -> dict[str, object]:
    return {
        "record": header.record.hex(),
        "store": header.store,
        "serial": header.serial,
        "passphrase": _slot_fields(header.passphrase),
        "recovery": _slot_fields(header.recovery),
        "public_key": header.public_key.hex(),
        "private_key": _wrapped_fields(header.private_key),
    }


def _slot_fields(slot: Slot) -> dict[str, object]:
    return {
        "salt": slot.salt.hex(),
        "key": _wrapped_fields(slot.key),
        "cost": _cost_fields(slot.cost),
    }


def _wrapped_fields(wrapped: Wrapped) -> dict[str, object]:
    return {"nonce": wrapped.nonce.hex(), "sealed": wrapped.sealed.hex()}


def _cost_fields(cost: Cost | None) -> dict[str, object] | None:
    if cost is None:
        return None
    return {
        "algorithm": "argon2id",
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }


def _header(fields: dict[str, object]) -> Header:
    store, serial = fields["store"], fields["serial"]
    if not isinstance(store, str) or not STORE_FILE.fullmatch(store):
        raise ValueError(store)
    header = Header(
        record=_bytes(fields["record"], SALT_BYTES),
        store=store,
        serial=_number(serial, 1, 2**53),
        passphrase=_slot(fields["passphrase"]),
        recovery=_slot(fields["recovery"]),
        public_key=_bytes(fields["public_key"], KEY_BYTES),
        private_key=_wrapped(fields["private_key"]),
        mac=_bytes(fields["mac"], KEY_BYTES),
    )
    if header.passphrase.cost is None or header.recovery.cost is not None:
        raise ValueError(header)
    return header


def _slot(fields: object) -> Slot:
    if not isinstance(fields, dict):
        raise TypeError(fields)
    cost = fields["cost"]
    return Slot(
        salt=_bytes(fields["salt"], SALT_BYTES),
        key=_wrapped(fields["key"]),
        cost=_cost(cost) if isinstance(cost, dict) else None,
    )


def _wrapped(fields: object) -> Wrapped:
    if not isinstance(fields, dict):
        raise TypeError(fields)
    sealed = _bytes(fields["sealed"], KEY_BYTES + TAG_BYTES)
    return Wrapped(nonce=_bytes(fields["nonce"], NONCE_BYTES), sealed=sealed)


def _cost(fields: dict[str, object]) -> Cost:
    # Bounds, so that a file from somebody else can't take all the memory or the whole night.
    return Cost(
        memory_kib=_number(fields["memory_kib"], FLOOR_MEMORY_KIB, MOST_MEMORY_KIB),
        passes=_number(fields["passes"], 1, MOST_PASSES),
        lanes=_number(fields["lanes"], 1, MOST_LANES),
    )


def _bytes(value: object, size: int) -> bytes:
    if not isinstance(value, str):
        raise TypeError(value)
    raw = bytes.fromhex(value)
    if len(raw) != size:
        raise ValueError(value)
    return raw


def _number(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(value)
    return value
