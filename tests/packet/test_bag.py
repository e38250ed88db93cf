"""Evidence bags: what is in them, what never is, and what is left when something goes wrong."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyrage
import pytest

from tests.packet import bags
from tests.packet.bags import CHAT, NOW, PDF
from tests.packet.reference import find_fault
from wayhome.library.whole_files import HALF
from wayhome.model.problems import UserProblem
from wayhome.packet import verify
from wayhome.packet.bag_papers import BagWords
from wayhome.packet.bag_values import BagStoppedError, Origin, Stays, Watch
from wayhome.usecases.bag_making import (
    BagContents,
    calls_about,
    look_at_files,
    verifier_words,
)
from wayhome.usecases.bag_receipts import Seal, receipt_text

if TYPE_CHECKING:
    from wayhome.usecases.wayhome import Wayhome

IDENTITY = pyrage.x25519.Identity.generate()
KEY = str(IDENTITY.to_public())
PASSPHRASE = "quilt lantern otter maple"
SEALS = ("key", "passphrase")


def _files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_bag_is_whole_for_the_reference_and_for_the_verifier(
    wayhome: Wayhome, tmp_path: Path
) -> None:
    made = bags.make(wayhome, tmp_path)
    assert find_fault(made.path) == ""
    report = verify.check_bag(made.path, made.code)
    assert report.faults == ()
    assert (report.code, report.files) == (made.code, made.files)
    inside = _files(made.path)
    assert inside["data/packet/packet.pdf"] == PDF
    assert inside["data/exports/export-001.txt"] == CHAT * 40
    assert inside["data/exports/export-002.json"].startswith(b"[{")
    assert not [name for name in inside if "003" in name]
    assert b"fetch" not in b"".join(name.encode() for name in inside)
    info = inside["bag-info.txt"].decode()
    assert "Payload-Oxum: " in info
    assert "Ana" not in info
    assert made.paper.is_file()


def test_same_values_make_same_bytes(wayhome: Wayhome, tmp_path: Path) -> None:
    first = bags.make(wayhome, tmp_path)
    contents = bags.contents(tmp_path / "picked")
    second = bags.maker(wayhome).make(contents, tmp_path / "other", NOW)
    assert _files(first.path) == _files(second.path)
    assert first.code == second.code


def test_what_was_picked_is_listed_with_its_origin(wayhome: Wayhome, tmp_path: Path) -> None:
    made = bags.make(wayhome, tmp_path)
    listed = json.loads((made.path / "data/inputs/inputs.json").read_bytes())
    assert [each["inside"] for each in listed][2] is None
    zipped = listed[2]
    assert zipped["name"] == "export.zip"
    assert (zipped["stays"], zipped["bytes"]) == ("container", 204)
    assert len(zipped["sha256"]) == 64
    assert {each["origin"] for each in listed} == {"platform"}
    text = (made.path / "data/inputs/inputs.txt").read_text(encoding="utf-8")
    assert "Left in place for the police" in text
    assert zipped["sha256"] in text


def test_the_receipt_has_the_code_and_what_it_shows(wayhome: Wayhome, tmp_path: Path) -> None:
    made = bags.make(wayhome, tmp_path)
    text = made.paper.read_text(encoding="utf-8")
    assert made.code in text.replace(" ", "").replace("\n", "")
    assert "They do not show who wrote a message or when." in text
    assert "Ana" not in text
    languages = (wayhome.words("es"), wayhome.words("en"))
    spanish = receipt_text(made, BagWords(languages))
    assert "No muestran quién escribió un mensaje ni cuándo." in spanish
    assert "They do not show who wrote a message or when." in spanish


def test_hostile_names_are_text_and_nothing_else(wayhome: Wayhome, tmp_path: Path) -> None:
    names = ["a\u202egpj.txt", "b\x1b[2J\n.txt", "-rf ~.txt", "%2e%2e%0a.csv", "é" * 100 + ".json"]
    for name in names:
        (tmp_path / name).write_bytes(CHAT)
    (tmp_path / "c").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "d.txt")
    raw = os.fsencode(tmp_path) + b"/e\xff.txt"
    Path(os.fsdecode(raw)).write_bytes(CHAT)
    paths = [*(tmp_path / name for name in (*names, "c", "d.txt")), Path(os.fsdecode(raw))]
    inputs = look_at_files([(path, Origin.TYPED) for path in paths])
    assert [each.stays for each in inputs[5:7]] == [Stays.LINK, Stays.UNREADABLE]
    made = bags.maker(wayhome).make(BagContents(inputs=inputs), tmp_path / "bag", NOW)
    assert find_fault(made.path) == ""
    assert all(name.isascii() and "%" not in name for name in _files(made.path))
    for name in ("inputs.json", "inputs.txt"):
        text = (made.path / "data/inputs" / name).read_text(encoding="utf-8")
        assert "\u202e" not in text
        assert "\x1b" not in text
    listed = json.loads((made.path / "data/inputs/inputs.json").read_bytes())
    assert [each["name"] for each in listed[:5]] == names


def test_folders_are_counted_and_media_are_not_even_hashed(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(96))
    looked = look_at_files([(folder, Origin.PLATFORM), (folder / "a.jpg", Origin.PLATFORM)])
    assert (looked[0].files, looked[0].size, looked[0].sha256) == (1, 100, "")
    assert (looked[1].stays, looked[1].sha256) == (Stays.MEDIA, "")


def test_calls_of_other_children_leave_only_their_code(wayhome: Wayhome, tmp_path: Path) -> None:
    whole = bags.log(3)
    assert calls_about(whole, 1) == whole
    assert calls_about(whole, 2) is None
    first, *others = whole.entries
    mixed = replace(whole, entries=(replace(first, child=7), *others))
    kept = calls_about(mixed, 1)
    assert kept is not None
    made = bags.maker(wayhome).make(BagContents(calls=kept), tmp_path / "bag", NOW)
    lines = (made.path / "data/calls/calls.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {"digest": whole.entries[0].digest, "gap": True, "n": 1}
    assert verify.check_bag(made.path).faults == ()


def test_a_file_that_changed_leaves_no_bag(wayhome: Wayhome, tmp_path: Path) -> None:
    contents = bags.contents(tmp_path / "picked")
    before = sorted(tmp_path.iterdir())
    (tmp_path / "picked/chat.txt").write_bytes(CHAT * 39 + CHAT.replace(b"gate", b"lake"))
    for seal in (None, Seal(passphrase=PASSPHRASE)):
        with pytest.raises(UserProblem, match="bag_source_changed"):
            bags.maker(wayhome).make(contents, tmp_path / "bag", NOW, seal=seal)
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_stands_in_the_way_of_what_is_there(wayhome: Wayhome, tmp_path: Path) -> None:
    contents, maker = bags.contents(tmp_path / "picked"), bags.maker(wayhome)
    (tmp_path / "bag").mkdir()
    with pytest.raises(UserProblem, match="file_exists"):
        maker.make(contents, tmp_path / "bag", NOW)
    with pytest.raises(UserProblem, match="folder_missing"):
        maker.make(contents, tmp_path / "no/bag", NOW)
    with pytest.raises(UserProblem, match="bag_empty"):
        maker.make(BagContents(), tmp_path / "other", NOW)
    assert not list((tmp_path / "bag").iterdir())


def test_stopping_and_a_full_disk_leave_nothing(
    wayhome: Wayhome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents, maker = bags.contents(tmp_path / "picked"), bags.maker(wayhome)
    before, told = sorted(tmp_path.iterdir()), []
    watch = Watch(
        progress=lambda done, total: told.append((done, total)), stopped=lambda: len(told) > 3
    )
    with pytest.raises(BagStoppedError):
        maker.make(contents, tmp_path / "bag", NOW, watch=watch)
    assert len(told) > 3
    real, count = os.fsync, []

    def refuse(number: int) -> None:
        count.append(number)
        if len(count) > 5:
            raise OSError(errno.ENOSPC, "full")
        real(number)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UserProblem, match="record_disk_full"):
        maker.make(contents, tmp_path / "bag", NOW)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("seal", [Seal(recipient=KEY), Seal(passphrase=PASSPHRASE)], ids=SEALS)
def test_a_disk_that_fills_while_it_is_sealed_leaves_nothing(
    wayhome: Wayhome, tmp_path: Path, seal: Seal
) -> None:
    resource = pytest.importorskip("resource")
    contents, maker = bags.contents(tmp_path / "picked"), bags.maker(wayhome)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9000, before[1]))
    try:
        with pytest.raises(UserProblem, match="record_disk_full"):
            maker.make(contents, tmp_path / "notes.tar.age", NOW, seal=seal)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in tmp_path.iterdir()] == ["picked"]


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal")
@pytest.mark.parametrize(
    "seal",
    [None, f"recipient={KEY!r}", f"passphrase={PASSPHRASE!r}"],
    ids=["open", *SEALS],
)
def test_a_kill_leaves_nothing_that_looks_like_a_bag(tmp_path: Path, seal: str | None) -> None:
    code = f"""
import datetime, os, pathlib, signal
from tests.packet import bags
from wayhome.packet.bag_values import Watch
from wayhome.usecases.bag_receipts import Seal
from wayhome.usecases.wayhome import Wayhome
def die(done, total):
    if done * 2 > total:
        os.kill(os.getpid(), signal.SIGKILL)
made = Wayhome.from_shipped_content(today=datetime.date.today)
seal = {f"Seal({seal})" if seal else None}
bags.make(made, pathlib.Path({str(tmp_path)!r}), seal=seal, watch=Watch(progress=die))
"""
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, check=False, capture_output=True)
    assert ran.returncode == -9
    left = [path for path in tmp_path.iterdir() if path.name != "picked"]
    assert [path.name.startswith(HALF) for path in left] == [True]
    with pytest.raises(verify.NoBagError):
        verify.check_bag(left[0])
    if seal:
        # Nothing of it is in the clear, and nothing of it opens.
        half = left[0].read_bytes()
        assert b"Ana Prueba" not in half
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(half, [IDENTITY])


@pytest.mark.parametrize("by_key", [True, False])
def test_a_sealed_bag_opens_for_its_receiver(
    wayhome: Wayhome, tmp_path: Path, *, by_key: bool
) -> None:
    identity = pyrage.x25519.Identity.generate()
    key = str(identity.to_public())
    seal = Seal(recipient=key) if by_key else Seal(passphrase=PASSPHRASE)
    made = bags.make(wayhome, tmp_path, seal=seal)
    raw = made.path.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1")
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "notes.tar.age", "notes.tar.age.receipt.pdf", "notes.tar.age.receipt.txt", "picked",
    ]  # fmt: skip
    plain = (
        pyrage.decrypt(raw, [identity]) if by_key else pyrage.passphrase.decrypt(raw, PASSPHRASE)
    )
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        tar.extractall(tmp_path / "out", filter="data")
    bag = tmp_path / "out/notes"
    assert verify.check_bag(bag, made.code).faults == ()
    assert find_fault(bag) == ""
    paper = made.paper.read_text(encoding="utf-8")
    assert ("age -d" in paper, key in paper, PASSPHRASE in paper) == (True, by_key, False)


@pytest.mark.parametrize(
    ("seal", "key"),
    [
        (Seal(recipient="age1qqqq"), "bag_recipient"),
        (Seal(passphrase="short"), "bag_passphrase_short"),
    ],
)
def test_a_seal_that_can_not_be_used(
    wayhome: Wayhome, tmp_path: Path, seal: Seal, key: str
) -> None:
    with pytest.raises(UserProblem, match=key):
        bags.make(wayhome, tmp_path, seal=seal)
    assert [each.name for each in tmp_path.iterdir()] == ["picked"]


def test_a_bag_too_large_for_a_passphrase_is_refused(
    wayhome: Wayhome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wayhome.packet.sealed_bag.MOST_WITH_PASSPHRASE", 10_000)
    with pytest.raises(UserProblem, match="bag_too_large"):
        bags.make(wayhome, tmp_path, seal=Seal(passphrase=PASSPHRASE))


def test_the_verifier_in_a_bag_speaks_each_language(wayhome: Wayhome, tmp_path: Path) -> None:
    made = bags.make(wayhome, tmp_path)
    scope: dict[str, object] = {"__name__": "verify"}
    exec((made.path / "verify.py").read_text(encoding="utf-8"), scope)  # noqa: S102 - it is ours
    words = [wayhome.words(each) for each in wayhome.languages]
    assert scope["WORDS"] == verifier_words(words)
    source = Path(verify.__file__).read_text(encoding="utf-8")
    for said in verifier_words(words):
        kind = said.removeprefix("faults.")
        assert f'"{kind}"' in source, said
