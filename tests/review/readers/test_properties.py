"""What holds for every built-in reader, whatever becomes of the file on its way."""

from __future__ import annotations

import io
import time
import zipfile
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.promises import leaving_the_disk_alone, read_all
from tests.review.readers.phone_reading import WAYS, spoil
from tests.samples.seeds import MAKERS, Seed, seeds_of
from wayhome.review.readers.builtin import BUILT_IN, find_readers
from wayhome.review.reading import Reading, Settings
from wayhome.review.shelter import build_shelter
from wayhome.review.zones import find_zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wayhome.model.messages import Message


def packed_wrongly(sign: bytes) -> bytes:
    """Return a zip whose last mark of this kind is spoiled."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in ("a.txt", "b.txt"):
            made.writestr(name, "27/02/2024, 12:10 - Ana: hi\n")
    before, _, after = out.getvalue().rpartition(sign)
    return before + b"XXXX" + after


SEEDS = [(seed.reader, number) for reader in MAKERS for number, seed in enumerate(seeds_of(reader))]
EVERY_SEED = pytest.mark.parametrize(("reader", "number"), SEEDS)
EVERY_READER = pytest.mark.parametrize("reader", BUILT_IN)
NOISE = st.binary(max_size=8) | st.sampled_from(
    [b"{", b"]", b'"', b"\x00", b"\n", b"<", b"</div>", b"&#xd83d;", b"\\ud83d", b"1e999", b"null",
     b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"99999999999999999999"]
)  # fmt: skip
DAMAGE = st.lists(
    st.tuples(st.integers(0, 10**6), st.sampled_from(WAYS), NOISE), min_size=1, max_size=4
)
ZONE = "America/Chicago"
TEXTS = (".txt", ".md", ".csv", ".jsonl", "data.json")
"""Files that may end after any line: nothing in them tells that there was more."""
RUNS = (
    b"<", b"<div>", b"<!--", b"[", b'{"a":', b'"', b"\\", b"\n", b"\r", b"&#", b" ",
    b"\xe2\x80\x8f", b"0", b"a", b"(", b", ", b"https://", b"13/02/2024, 10:00 - ",
)  # fmt: skip
LONGEST_RUN = 6
"""Seconds of work for an eighth of a megabyte: several times what the slowest reader takes."""
JSON_LINE = (
    b'{"conversation": "a\\u0000", "from": "\\u001bAna", "at": null, "text": "", '
    b'"from_id": "\\u202e1"}\n'
)
MMS = (
    b'<?xml version="1.0"?><smses count="1"><mms date="1741089600000" msg_box="1" '
    b'address="5\x00\x00"><parts><part ct="text/plain" text="hi"/></parts></mms></smses>'
)
FOUND: tuple[tuple[str, bytes], ...] = (
    ("a.txt", b"27/02/2024, 12:10 - \x01Ana: hi\n27/02/2024, 12:10 - Ben \xc2\x91: hi\n"),
    ("a.jsonl", JSON_LINE),
    ("a.jsonl", JSON_LINE.replace(b'"from_id"', b'"kind": {}, "from_id"')),
    ("a.xml", MMS),
    ("a.zip", packed_wrongly(b"PK\x03\x04")),
    ("a.zip", packed_wrongly(b"PK\x01\x02")),
)
"""Least inputs that broke a promise once, found by `make fuzz`."""


class Read(NamedTuple):
    """What a run gave: the messages of each conversation, and the codes of what was left out."""

    threads: tuple[tuple[str, tuple[Message, ...]], ...]
    skipped: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(message for _, messages in self.threads for message in messages)


def read(path: Path, chosen: Settings = Settings()) -> Read:  # noqa: B008 - frozen
    with leaving_the_disk_alone():
        reading = Reading(find_readers(), build_shelter(["988"]), chosen, with_digests=False)
        reading.find([str(path)])
        threads = tuple((opened.title, messages) for opened, messages in read_all(reading))
    return Read(
        threads,
        tuple(each.code for account in reading.accounts for each in account.skipped),
        tuple(each.code for each in reading.unread),
    )


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def main_file(seed: Seed) -> str:
    return max(seed.files, key=lambda name: len(seed.files[name]))


def test_every_reader_has_samples() -> None:
    assert set(MAKERS) == set(BUILT_IN)


@EVERY_SEED
def test_a_folder_a_zip_and_a_zip_in_a_zip_give_the_same(
    tmp_path: Path, reader: str, number: int
) -> None:
    seed = seeds_of(reader)[number]
    folder = seed.write(tmp_path / "folder")
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = tmp_path / "one" / "folder.zip", tmp_path / "two" / "outer.zip"
    one.write_bytes(packed(seed.files))
    two.write_bytes(packed({"folder.zip": packed(seed.files)}))
    expected = read(folder)
    assert expected.messages
    assert read(folder) == expected
    assert read(one) == expected
    assert read(two) == expected
    if len(seed.files) == 1:
        (name,) = seed.files
        assert read(folder / name).messages == expected.messages


@EVERY_SEED
def test_a_zone_fills_in_what_has_none(tmp_path: Path, reader: str, number: int) -> None:
    folder = seeds_of(reader)[number].write(tmp_path / "folder")
    before, after = read(folder), read(folder, Settings(zone=find_zone(ZONE)))
    assert len(before.messages) == len(after.messages)
    for was, now in zip(before.messages, after.messages, strict=True):
        assert was._replace(at=None) == now._replace(at=None)
        if was.at is None or datetime.fromisoformat(was.at).tzinfo is not None:
            assert now.at == was.at
        else:
            assert now.at is not None
            assert now.at.startswith(was.at)
            assert datetime.fromisoformat(now.at).tzinfo is not None


@pytest.mark.parametrize(("name", "content"), FOUND)
def test_what_broke_a_promise_once_does_not_again(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    found = read(tmp_path / name)
    assert found.messages or found.unread


@EVERY_SEED
@settings(max_examples=15, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_what_is_cut_off_is_told_and_nothing_is_made_up(
    tmp_path: Path, reader: str, number: int, data: st.DataObject
) -> None:
    seed = seeds_of(reader)[number]
    name = data.draw(st.sampled_from(sorted(seed.files)))
    raw = seed.files[name]
    cut = raw[: data.draw(st.integers(1, max(1, len(raw) - 1)))]
    whole = read(seed.write(tmp_path / "folder"))
    part = read(seed._replace(files={**seed.files, name: cut}).write(tmp_path / "folder"))
    # One text may be cut itself; where a database breaks, its last pages hold several.
    known = Counter(message.text for message in whole.messages)
    assert sum((Counter(message.text for message in part.messages) - known).values()) <= 1
    told = Counter(part.skipped + part.unread) - Counter(whole.skipped + whole.unread)
    if not name.endswith(TEXTS) and part.messages != whole.messages:
        assert told


@pytest.mark.long
@pytest.mark.timeout(900)
@EVERY_SEED
@pytest.mark.parametrize("run", RUNS)
def test_runs_of_one_sign_take_no_longer_than_their_length(
    tmp_path: Path, reader: str, number: int, run: bytes
) -> None:
    seed = seeds_of(reader)[number]
    name = main_file(seed)
    raw = seed.files[name]
    for place in (len(raw) // 3, len(raw) * 4 // 5):
        longer = raw[:place] + run * ((1 << 17) // len(run)) + raw[place:]
        folder = seed._replace(files={**seed.files, name: longer}).write(tmp_path / "folder")
        began = time.process_time()
        read(folder)
        assert time.process_time() - began < LONGEST_RUN


def read_spoiled(folder: Path, reader: str, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(seeds_of(reader)))
    name = data.draw(st.sampled_from(sorted(seed.files)))
    content = seed.files[name]
    for place, how, piece in data.draw(DAMAGE):
        content = spoil(content, place, how, piece)
    # `read` itself checks what every reader promises.
    read(seed._replace(files={**seed.files, name: content}).write(folder))


@EVERY_READER
@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_damage_breaks_no_promise(tmp_path: Path, reader: str, data: st.DataObject) -> None:
    read_spoiled(tmp_path / "folder", reader, data)


@pytest.mark.long
@pytest.mark.timeout(600)
@EVERY_READER
@settings(max_examples=1000, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_much_damage_does_not_either(tmp_path: Path, reader: str, data: st.DataObject) -> None:
    read_spoiled(tmp_path / "folder", reader, data)
