"""The key file, read: every flipped bit, every cut, and what only a newer version can write."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.record.envelope import (
    LARGEST,
    MOST_LANES,
    MOST_MEMORY_KIB,
    MOST_PASSES,
    Cost,
    EnvelopeDamagedError,
    EnvelopeNewerError,
    Header,
    read_envelope,
    text_to_authenticate,
    text_to_bind,
    write_envelope,
)

if TYPE_CHECKING:
    from collections.abc import Callable

RAW = (Path(__file__).parent / "versions/0001/key").read_bytes()
HEADER = read_envelope(RAW)


def summed(body: bytes) -> bytes:
    """Return a key file with a checksum that fits, as anybody can make it."""
    return body + b"sha256 " + hashlib.sha256(body).hexdigest().encode() + b"\n"


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the key file with other fields, in our spelling, and a checksum that fits."""
    fields = json.loads(RAW.split(b"\n", 1)[1].rpartition(b"sha256 ")[0])
    change(fields)
    return summed(
        b"wayhome-key 1\n" + json.dumps(fields, sort_keys=True, indent=1).encode() + b"\n"
    )


def test_every_flipped_bit_is_damage_and_nothing_else() -> None:
    for at in range(len(RAW)):
        for bit in range(8):
            flipped = bytearray(RAW)
            flipped[at] ^= 1 << bit
            with pytest.raises(EnvelopeDamagedError):
                read_envelope(bytes(flipped))


def test_every_other_byte_in_the_version_is_damage() -> None:
    """The one place where a changed byte could pass for a newer version."""
    at = RAW.index(b"1")
    for other in set(range(256)) - {RAW[at]}:
        with pytest.raises(EnvelopeDamagedError):
            read_envelope(RAW[:at] + bytes([other]) + RAW[at + 1 :])


def test_every_cut_and_everything_put_on_is_damage() -> None:
    cuts = [RAW[:at] for at in range(len(RAW))] + [RAW[at:] for at in range(1, len(RAW))]
    more = [RAW + RAW, RAW + b"\n", b"\n" + RAW, RAW.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + RAW]
    for raw in cuts + more:
        with pytest.raises(EnvelopeDamagedError):
            read_envelope(raw)


@pytest.mark.parametrize("version", [b"2", b"10", b"9999"])
def test_newer_version_that_is_whole_is_newer(version: bytes) -> None:
    whole = summed(b"wayhome-key " + version + b"\nwhatever it says then\n")
    with pytest.raises(EnvelopeNewerError):
        read_envelope(whole)
    for at in range(len(whole)):
        with pytest.raises(EnvelopeDamagedError):
            read_envelope(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])


@pytest.mark.parametrize(
    "first", [b"", b"0", b"01", b"-1", b"+2", b"2 ", b"99999", b"2\r", b"\xb2"]
)
def test_version_has_one_spelling(first: bytes) -> None:
    with pytest.raises(EnvelopeDamagedError):
        read_envelope(summed(b"wayhome-key " + first + b"\n{}\n"))


def _set(*path: str, to: object) -> Callable[[dict[str, Any]], object]:
    def change(fields: dict[str, Any]) -> None:
        for name in path[:-1]:
            fields = fields[name]
        fields[path[-1]] = to

    return change


COST = ("passphrase", "cost")
CHANGES = {
    "no field": lambda fields: fields.pop("mac"),
    "one field more": _set("more", to=1),
    "no slot": _set("recovery", to=None),
    "slot as list": _set("recovery", to=[]),
    "no cost": _set(*COST, to=None),
    "cost on paper": lambda fields: fields["recovery"].update(cost=fields["passphrase"]["cost"]),
    "other algorithm": _set(*COST, "algorithm", to="argon2i"),
    "memory below the floor": _set(*COST, "memory_kib", to=64 * 1024 - 1),
    "memory for a whole night": _set(*COST, "memory_kib", to=MOST_MEMORY_KIB + 1),
    "no pass": _set(*COST, "passes", to=0),
    "passes for a whole night": _set(*COST, "passes", to=MOST_PASSES + 1),
    "too many lanes": _set(*COST, "lanes", to=MOST_LANES + 1),
    "true for one": _set("serial", to=True),
    "fraction": _set("serial", to=1.0),
    "below zero": _set("serial", to=-1),
    "huge": _set("serial", to=10**30),
    "store elsewhere": _set("store", to="../store-0011223344550001.sealed"),
    "store with an end of line": _set("store", to="store-0011223344550001.sealed\n"),
    "store as number": _set("store", to=5),
    "upper case": _set("mac", to=HEADER.mac.hex().upper()),
    "space in hex": _set("mac", to=" " + HEADER.mac.hex()),
    "short": _set("record", to="00"),
    "no hex": _set("record", to="z" * 32),
    "long nonce": _set("private_key", "nonce", to="00" * 13),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whole_file_with_other_fields_is_damage(name: str) -> None:
    with pytest.raises(EnvelopeDamagedError):
        read_envelope(changed(CHANGES[name]))


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b"1", b'""', b"NaN", b'{"mac": 1, "mac": 2}'),
        *(b"\xff\xfe{\x00}\x00", b"[" * 8000, b"9" * 9000, b" " * LARGEST),
    ],
    ids=range(12),
)
def test_whole_file_with_other_text_is_damage(body: bytes) -> None:
    with pytest.raises(EnvelopeDamagedError):
        read_envelope(summed(b"wayhome-key 1\n" + body + b"\n"))


def test_same_fields_spelled_otherwise_are_damage() -> None:
    fields = json.loads(RAW.split(b"\n", 1)[1].rpartition(b"sha256 ")[0])
    spelled = json.dumps(fields).encode()
    with pytest.raises(EnvelopeDamagedError):
        read_envelope(summed(b"wayhome-key 1\n" + spelled + b"\n"))


@given(st.binary(max_size=2000))
def test_no_bytes_are_a_bug(raw: bytes) -> None:
    for each in (raw, summed(raw), summed(b"wayhome-key 1\n" + raw)):
        with pytest.raises(EnvelopeDamagedError):
            read_envelope(each)


def test_same_header_makes_the_same_bytes() -> None:
    assert write_envelope(HEADER) == RAW
    assert read_envelope(write_envelope(replace(HEADER, serial=2**53))).serial == 2**53


FIELDS: dict[str, object] = {
    "record": bytes(16),
    "store": "store-ffffffffffffffff.sealed",
    "serial": 2,
    "passphrase": replace(HEADER.passphrase, salt=bytes(16)),
    "recovery": replace(HEADER.recovery, key=replace(HEADER.recovery.key, nonce=bytes(12))),
    "public_key": bytes(32),
    "private_key": replace(HEADER.private_key, sealed=bytes(48)),
}


@pytest.mark.parametrize("name", FIELDS)
def test_mac_is_made_over_every_field_but_itself(name: str) -> None:
    other: Header = replace(HEADER, **{name: FIELDS[name]})  # type: ignore[arg-type]
    assert text_to_authenticate(other) != text_to_authenticate(HEADER)
    assert set(FIELDS) | {"mac"} == set(Header.__slots__)
    assert text_to_authenticate(replace(HEADER, mac=bytes(32))) == text_to_authenticate(HEADER)


def test_what_a_slot_is_bound_to_differs_in_every_part() -> None:
    record, salt, cost = bytes(16), bytes(16), Cost(65536, 3, 4)
    bound = {
        text_to_bind(record, "passphrase", salt, cost),
        text_to_bind(bytes(15) + b"\1", "passphrase", salt, cost),
        text_to_bind(record, "recovery", salt, cost),
        text_to_bind(record, "passphrase", bytes(15) + b"\1", cost),
        text_to_bind(record, "passphrase", salt, None),
        *(
            text_to_bind(record, "passphrase", salt, replace(cost, memory_kib=each))
            for each in (1, 2)
        ),
        text_to_bind(record, "passphrase", salt, replace(cost, passes=2)),
        text_to_bind(record, "passphrase", salt, replace(cost, lanes=3)),
    }
    assert len(bound) == 9
