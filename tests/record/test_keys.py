"""From a secret to the keys: fixed answers, other code, and a key file that was changed."""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from tests.record.versions.make import ENTRY, PASSPHRASE, RECOVERY_KEY
from wayhome.model.problems import RecordLockedError
from wayhome.record import keys
from wayhome.record.envelope import Cost, Header, read_envelope, text_to_bind, write_envelope
from wayhome.record.recovery_key import read_recovery_key

if TYPE_CHECKING:
    from collections.abc import Callable

VERSIONS = Path(__file__).parent / "versions"
FIRST = read_envelope((VERSIONS / "0001/key").read_bytes())
SECOND = read_envelope((VERSIONS / "0002/key").read_bytes())
SECRET = b"0123456789ABCDEFGHJKMNPQRSTV"

# What the committed key file of 0001 opens, today and for ever.
DATA_KEY = bytes.fromhex("5279bfd75cca16a1521841b642cc53d41d4ee5ad880b2ea25eed40b84e20c09d")
DERIVED = {
    "store": "5fefd2cd588890059d5d3cc969f7893e55d7a5cea1ca8be6f3ed1ed9dbf3c60b",
    "key-file": "c493e01395068177123c58dd3aef0f6da143002a72f09f5845566e6ff4be3467",
    "backup": "91a73ae989ffdf17cc712327fc12349a04502d39ffb973a89d0e0f0d3806f05c",
    "private-key": "e2a0ddc7a42b8a63b8b3fe748ef17089052b46444dc48631aea3d396f4495ca2",
}
STRETCHED = bytes.fromhex("e1fbf1aa55d99450ffda72cfe8980e8fa1c2897706615d03867dc106a211b964")


def hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """Return RFC 5869 by hand, for one block."""
    return hmac.digest(hmac.digest(salt, secret, "sha256"), info + b"\1", "sha256")


def test_committed_key_file_opens_with_both_keys() -> None:
    assert read_recovery_key(RECOVERY_KEY) == SECRET
    for opened in (
        keys.open_with_passphrase(FIRST, PASSPHRASE),
        keys.open_with_recovery(FIRST, SECRET),
    ):
        assert opened.secret() == DATA_KEY
        assert {each: opened.derive(each, FIRST.record).hex() for each in DERIVED} == DERIVED


def test_every_step_is_what_other_code_makes_of_it() -> None:
    slot = FIRST.passphrase
    stretched = Argon2id(
        salt=slot.salt, length=32, iterations=3, lanes=4, memory_cost=65536
    ).derive(PASSPHRASE.encode())
    assert stretched == STRETCHED == keys.stretch(PASSPHRASE, slot.salt, keys.FLOOR)
    bound = text_to_bind(FIRST.record, "passphrase", slot.salt, slot.cost)
    opened = ChaCha20Poly1305(stretched).decrypt(slot.key.nonce, slot.key.sealed, bound)
    assert opened == DATA_KEY
    on_paper = hkdf(SECRET, FIRST.recovery.salt, b"wayhome/1/recovery")
    bound = text_to_bind(FIRST.record, "recovery", FIRST.recovery.salt, None)
    wrapped = FIRST.recovery.key
    assert ChaCha20Poly1305(on_paper).decrypt(wrapped.nonce, wrapped.sealed, bound) == DATA_KEY
    for purpose, key in DERIVED.items():
        assert hkdf(DATA_KEY, FIRST.record, b"wayhome/1/" + purpose.encode()).hex() == key
    body = write_envelope(replace(FIRST, mac=b"")).rpartition(b"sha256 ")[0]
    without = body.replace(b' "mac": "",\n', b"")
    assert hmac.digest(bytes.fromhex(DERIVED["key-file"]), without, "sha256") == FIRST.mac


def test_committed_entry_opens_with_the_rfc_by_hand() -> None:
    """RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305."""
    sealed = (VERSIONS / "0001/pending/00001-0a1b2c3d.entry").read_bytes()
    key = keys.DataKey(bytearray(DATA_KEY))
    private = keys.open_private_key(FIRST, key)
    kem, hpke = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"

    def extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")

    def expand(suite: bytes, secret: bytes, label: bytes, info: bytes, size: int) -> bytes:
        text = size.to_bytes(2) + b"HPKE-v1" + suite + label + info + b"\1"
        return hmac.digest(secret, text, "sha256")[:size]

    fresh, body = sealed[:32], sealed[32:]
    exchanged = private.exchange(X25519PublicKey.from_public_bytes(fresh))
    prk = extract(kem, b"", b"eae_prk", exchanged)
    shared = expand(kem, prk, b"shared_secret", fresh + FIRST.public_key, 32)
    info = b"wayhome/1/entry/" + FIRST.record
    context = (
        b"\0" + extract(hpke, b"", b"psk_id_hash", b"") + extract(hpke, b"", b"info_hash", info)
    )
    secret = extract(hpke, shared, b"secret", b"")
    cipher = ChaCha20Poly1305(expand(hpke, secret, b"key", context, 32))
    text = cipher.decrypt(expand(hpke, secret, b"base_nonce", context, 12), body, None)
    assert text.decode() == ENTRY
    assert keys.open_sealed(FIRST, private, sealed) == text


ATTACKS: dict[str, Callable[[Header], Header]] = {
    "slots swapped": lambda each: replace(
        each,
        passphrase=replace(each.passphrase, key=each.recovery.key),
        recovery=replace(each.recovery, key=each.passphrase.key),
    ),
    "slots and salts swapped": lambda each: replace(
        each,
        passphrase=replace(each.recovery, cost=each.passphrase.cost),
        recovery=replace(each.passphrase, cost=None),
    ),
    "fewer passes": lambda each: replace(
        each, passphrase=replace(each.passphrase, cost=Cost(65536, 1, 4))
    ),
    "fewer lanes": lambda each: replace(
        each, passphrase=replace(each.passphrase, cost=Cost(65536, 3, 1))
    ),
    "another record": lambda each: replace(each, record=SECOND.record),
    "another store": lambda each: replace(each, store=SECOND.store),
    "counted on": lambda each: replace(each, serial=9),
    "public key replaced": lambda each: replace(
        each,
        public_key=X25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw(),
    ),
    "private key replaced": lambda each: replace(each, private_key=SECOND.private_key),
    "mac replaced": lambda each: replace(each, mac=SECOND.mac),
    "both slots of another": lambda each: replace(
        each, passphrase=SECOND.passphrase, recovery=SECOND.recovery
    ),
    "all but the slots of another": lambda each: replace(
        SECOND, passphrase=each.passphrase, recovery=each.recovery
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_changed_key_file_never_opens(name: str) -> None:
    """Whoever changes it makes a checksum that fits, so that it reads as whole."""
    forged = read_envelope(write_envelope(ATTACKS[name](FIRST)))
    with pytest.raises((keys.WrongKeyError, keys.ForgedError)):
        keys.open_with_passphrase(forged, PASSPHRASE)
    with pytest.raises((keys.WrongKeyError, keys.ForgedError)):
        keys.open_with_recovery(forged, SECRET)


def test_every_bit_of_a_wrapped_key_counts() -> None:
    wrapped = FIRST.recovery.key
    for part in ("nonce", "sealed"):
        raw: bytes = getattr(wrapped, part)
        for bit in range(len(raw) * 8):
            flipped = bytearray(raw)
            flipped[bit // 8] ^= 1 << bit % 8
            slot = replace(FIRST.recovery, key=replace(wrapped, **{part: bytes(flipped)}))
            with pytest.raises(keys.WrongKeyError):
                keys.open_with_recovery(replace(FIRST, recovery=slot), SECRET)


def test_slot_of_a_stranger_lets_nobody_in() -> None:
    """A stranger's own slot opens with the stranger's key, and the rest does not fit it."""
    theirs, _ = keys.make_header(PASSPHRASE, b"theirs" * 5, FIRST.store, keys.FLOOR)
    with pytest.raises(keys.WrongKeyError):
        keys.open_with_recovery(replace(FIRST, recovery=theirs.recovery), b"theirs" * 5)
    bound = keys.wrap_for_recovery(keys.DataKey(bytearray(b"k" * 32)), FIRST.record, b"theirs" * 5)
    with pytest.raises(keys.ForgedError):
        keys.open_with_recovery(replace(FIRST, recovery=bound), b"theirs" * 5)


def test_wrong_keys_are_wrong() -> None:
    for typed in ("", PASSPHRASE + "x", PASSPHRASE.upper()):
        with pytest.raises(keys.WrongKeyError):
            keys.open_with_passphrase(FIRST, typed)
    for secret in (b"", SECRET[:-1], SECRET + b"0", SECRET[::-1]):
        with pytest.raises(keys.WrongKeyError):
            keys.open_with_recovery(FIRST, secret)


def test_forgotten_key_is_gone_and_makes_nothing() -> None:
    key = keys.DataKey(bytearray(DATA_KEY))
    assert DATA_KEY.hex() not in repr(key)
    assert repr(bytes(DATA_KEY)) not in repr(key)
    key.forget()
    assert key.raw == bytes(32)
    for late in (
        lambda: key.derive("store", FIRST.record),
        lambda: keys.wrap_for_recovery(key, FIRST.record, SECRET),
        lambda: keys.authenticate(FIRST, key),
        lambda: keys.open_private_key(FIRST, key),
    ):
        with pytest.raises(RecordLockedError):
            late()


@given(st.binary(max_size=300))
def test_sealed_text_comes_back(text: bytes) -> None:
    private = keys.open_private_key(FIRST, keys.DataKey(bytearray(DATA_KEY)))
    sealed, again = keys.seal_for(FIRST, text), keys.seal_for(FIRST, text)
    assert keys.open_sealed(FIRST, private, sealed) == text
    assert len(sealed) == len(text) + 48
    assert sealed[:32] != again[:32]
    assert keys.open_sealed(replace(FIRST, record=SECOND.record), private, sealed) is None


@given(st.binary(max_size=200))
def test_no_sealed_bytes_are_a_bug(sealed: bytes) -> None:
    private = keys.open_private_key(FIRST, keys.DataKey(bytearray(DATA_KEY)))
    assert keys.open_sealed(FIRST, private, sealed) is None


def test_every_bit_of_sealed_text_counts() -> None:
    private = keys.open_private_key(FIRST, keys.DataKey(bytearray(DATA_KEY)))
    sealed = keys.seal_for(FIRST, b"text")
    for bit in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        # X25519 leaves out the highest bit of a public key; HPKE binds to the bytes all the same.
        assert keys.open_sealed(FIRST, private, bytes(flipped)) is None
    for cut in range(len(sealed)):
        assert keys.open_sealed(FIRST, private, sealed[:cut]) is None


CHEAPEST = math.prod((keys.FLOOR.memory_kib, keys.FLOOR.passes))


@pytest.mark.parametrize(
    ("fast", "room_kib", "expected"),
    [
        # Seconds at the floor, memory that can be had, and what comes of it.
        (5.0, 10**9, keys.FLOOR),
        (0.8, 10**9, keys.FLOOR),
        (0.2, 10**9, Cost(128 * 1024, 6, 4)),
        (0.01, 10**9, Cost(256 * 1024, 20, 4)),
        (0.01, 100 * 1024, Cost(64 * 1024, 20, 4)),
        (0.1, 200 * 1024, Cost(128 * 1024, 12, 4)),
        (0.1, 0, keys.FLOOR),
    ],
)
def test_cost_suits_the_computer(fast: float, room_kib: int, expected: Cost) -> None:
    def measure(cost: Cost) -> float:
        if cost.memory_kib > room_kib:
            return math.inf
        return fast * cost.memory_kib * cost.passes / CHEAPEST

    assert keys.calibrate(measure) == expected


def test_passphrase_counts_as_it_is_meant() -> None:
    assert keys.plain_passphrase(" mañana\n") == keys.plain_passphrase("man\u0303ana")
    assert keys.plain_passphrase("a  b") == "a  b"
    assert keys.plain_passphrase("\u212b") == "\u00c5"
    # A terminal can hand on half of a pair; that is no reason to fail.
    halves = keys.stretch("one \udc80 half of a pair", bytes(16), keys.FLOOR)
    assert halves != keys.stretch("one ? half of a pair", bytes(16), keys.FLOOR)


def test_every_record_has_chance_of_its_own() -> None:
    made = [keys.make_header(PASSPHRASE, SECRET, FIRST.store, keys.FLOOR) for _ in range(2)]
    (one, one_key), (other, other_key) = made
    assert one_key.raw != other_key.raw
    for name in ("record", "public_key", "mac"):
        assert getattr(one, name) != getattr(other, name)
    salts = {each.salt for header in (one, other) for each in (header.passphrase, header.recovery)}
    assert len(salts) == 4
    slots = {one.passphrase.key, one.recovery.key, other.passphrase.key, other.recovery.key}
    assert len({hashlib.sha256(each.nonce).digest() for each in slots}) == 4
