"""The verifier: finds what was done to a bag, also to bags of others, and leaves none of them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tracemalloc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.packet import bags
from tests.packet.reference import find_fault
from wayhome.packet import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.usecases.bag_receipts import BagReceipt
    from wayhome.usecases.wayhome import Wayhome

CHAT = "data/exports/export-001.txt"
SHA256 = "manifest-sha256.txt"


@pytest.fixture(scope="session", name="one")
def made_once(wayhome: Wayhome, tmp_path_factory: pytest.TempPathFactory) -> BagReceipt:
    return bags.make(wayhome, tmp_path_factory.mktemp("bag"))


@pytest.fixture(name="bag")
def copied(one: BagReceipt, tmp_path: Path) -> Path:
    return Path(shutil.copytree(one.path, tmp_path / "bag", copy_function=shutil.copy2))


def _kinds(bag: Path, code: str = "") -> set[str]:
    return {fault.kind for fault in verify.check_bag(bag, code).faults}


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file and set its dates back."""
    known = path.stat()
    path.write_bytes(change(path.read_bytes()))
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))


def _same_size(path: Path) -> None:
    before = path.stat()
    _rewrite(path, lambda raw: raw.replace(b"gate", b"lake"))
    assert (path.stat().st_size, path.stat().st_mtime) == (before.st_size, before.st_mtime)


def _swap(bag: Path) -> None:
    first, second = bag / CHAT, bag / "data/exports/export-002.json"
    held = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(held)


def _relist(bag: Path, *, tags: bool = True) -> None:
    """Make the lists anew, as somebody would who wants to hide a change."""
    for start in ("manifest", *(["tagmanifest"] if tags else [])):
        for kind in ("sha256", "sha512"):
            _rewrite(bag / f"{start}-{kind}.txt", partial(_summed, bag, kind))


def _summed(bag: Path, kind: str, raw: bytes) -> bytes:
    names = [line.split("  ", 1)[1] for line in raw.decode().splitlines()]
    rows = (f"{hashlib.new(kind, (bag / at).read_bytes()).hexdigest()}  {at}\n" for at in names)
    return "".join(rows).encode()


def _change_call(bag: Path) -> None:
    calls = bag / "data/calls/calls.jsonl"
    _rewrite(calls, lambda raw: raw.replace(b"Case 2", b"Case 9"))
    _relist(bag)


def _drop_call(bag: Path) -> None:
    calls = bag / "data/calls/calls.jsonl"
    lines = calls.read_bytes().splitlines(keepends=True)
    calls.write_bytes(lines[0] + lines[2])
    _relist(bag)


def _relist_payload(bag: Path) -> None:
    _same_size(bag / CHAT)
    _relist(bag, tags=False)


def _shout(bag: Path) -> None:
    (bag / CHAT).rename((bag / CHAT).with_name("EXPORT-001.TXT"))


def _point_away(bag: Path) -> None:
    (bag / CHAT).unlink()
    (bag / CHAT).symlink_to("/etc/hostname")


def _remove(bag: Path, pattern: str) -> None:
    for path in bag.glob(pattern):
        path.unlink()


def _edit(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda bag: _rewrite(bag / name, change)


def _put(name: str, raw: bytes = b"") -> Callable[[Path], object]:
    return lambda bag: (bag / name).write_bytes(raw)


TAMPERING: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "same size and date": (lambda bag: _same_size(bag / CHAT), {"changed"}),
    "packet": (_edit("data/packet/packet.pdf", bytes.lower), {"changed"}),
    "longer": (_edit(CHAT, lambda raw: raw + b"x"), {"changed", "oxum"}),
    "emptied": (_put(CHAT), {"changed", "oxum"}),
    "swapped": (_swap, {"changed"}),
    "added": (_put("data/exports/a.txt", b"a"), {"added", "oxum"}),
    "added empty": (_put("data/a"), {"added", "oxum"}),
    "added beside": (_put("a.txt", b"a"), {"added"}),
    "removed": (lambda bag: (bag / CHAT).unlink(), {"missing", "oxum"}),
    "renamed": (lambda bag: (bag / CHAT).rename(bag / "data/a.txt"), {"missing", "added"}),
    "case": (_shout, {"missing", "added"}),
    "info": (_edit("bag-info.txt", lambda raw: raw.replace(b"2026", b"2025")), {"changed"}),
    "verifier": (_edit("verify.py", lambda raw: raw + b"#"), {"changed"}),
    "about": (lambda bag: (bag / "about.txt").unlink(), {"missing"}),
    "list of one kind": (lambda bag: _remove(bag, "manifest-sha512.txt"), {"missing"}),
    "line of a list": (_edit(SHA256, lambda raw: raw.split(b"\n", 1)[1]), {"added", "changed"}),
    "lists of the payload anew": (_relist_payload, {"changed"}),
    "lists of lists gone": (lambda bag: _remove(bag, "tagm*"), {"no_list"}),
    "all lists gone": (lambda bag: _remove(bag, "*manifest*"), {"no_list", "added"}),
    "payload gone": (lambda bag: shutil.rmtree(bag / "data"), {"no_data", "missing", "oxum"}),
    "call changed, lists anew": (_change_call, {"chain"}),
    "call dropped, lists anew": (_drop_call, {"chain", "oxum"}),
    "fetch": (_put("fetch.txt", b"https://a.example/x - data/x\n"), {"fetch"}),
    "link": (_point_away, {"link", "missing", "oxum"}),
    "link of a folder": (lambda bag: (bag / "data/all").symlink_to("/etc"), {"link"}),
    "pipe": (lambda bag: os.mkfifo(bag / "data/pipe"), {"special"}),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_what_was_done_to_a_bag_is_found(bag: Path, name: str) -> None:
    tamper, wanted = TAMPERING[name]
    tamper(bag)
    assert wanted <= _kinds(bag)


def test_made_anew_only_the_code_on_paper_tells(bag: Path, one: BagReceipt) -> None:
    _same_size(bag / CHAT)
    _relist(bag)
    assert _kinds(bag) == set()
    assert find_fault(bag) == ""
    assert _kinds(bag, one.code) == {"code"}
    assert _kinds(one.path, one.code) == set()


def _foreign(folder: Path, lines: str = "", *, kind: str = "sha256", head: bytes = b"") -> Path:
    """Make somebody else's bag with one file; ``lines`` come after its line in the list."""
    bag = folder / "foreign"
    (bag / "data").mkdir(parents=True)
    (bag / "data/a.txt").write_bytes(b"a")
    (bag / "bagit.txt").write_bytes(
        head or b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    )
    digest = hashlib.new(kind, b"a").hexdigest()
    text = f"{digest}  data/a.txt\n{lines.replace('SUM', digest)}"
    (bag / f"manifest-{kind}.txt").write_text(text, encoding="utf-8", newline="")
    return bag


def test_bags_of_others_pass_and_old_codes_are_named(tmp_path: Path) -> None:
    report = verify.check_bag(_foreign(tmp_path, kind="md5"))
    assert (report.faults, report.weak, report.loose) == ((), ("md5",), True)
    said = verify.closing_words(report, compared=False)
    assert "fits" in said
    assert "whole" not in said


def test_old_codes_beside_good_ones_take_nothing_away(tmp_path: Path) -> None:
    bag = _foreign(tmp_path)
    digest = hashlib.new("md5", b"a", usedforsecurity=False).hexdigest()
    (bag / "manifest-md5.txt").write_text(f"{digest}  data/a.txt\n", encoding="utf-8")
    assert "whole" in verify.closing_words(verify.check_bag(bag), compared=False)


def test_what_only_looks_like_a_list_of_lists_is_found(one: BagReceipt, tmp_path: Path) -> None:
    for name in ("tagmanifest-sha256.txt.jpg", "tagmanifest-x", "tagmanifest-a/b.txt"):
        bag = Path(shutil.copytree(one.path, tmp_path / name.replace("/", "-")))
        (bag / name).parent.mkdir(exist_ok=True)
        (bag / name).write_bytes(b"x")
        assert _kinds(bag) == {"added"}, name


def test_a_name_in_two_spellings_counts_twice(tmp_path: Path) -> None:
    bag = _foreign(tmp_path, "SUM  data/man\u0303ana\u0301.txt\n")
    for name in ("ma\u00f1an\u00e1.txt", "ma\u00f1ana\u0301.txt"):
        (bag / "data" / name).write_bytes(b"a")
    assert _kinds(bag) == {"added"}


@pytest.mark.parametrize(("there", "kinds"), [(1, set()), (0, {"fetch", "missing"})])
def test_fetched_files_that_are_all_there_are_part_of_a_bag(
    tmp_path: Path, there: int, kinds: set[str]
) -> None:
    bag = _foreign(tmp_path, "SUM  data/b c.txt\n")
    (bag / "fetch.txt").write_text("https://a.example/b 1 data/b c.txt\n", encoding="utf-8")
    if there:
        (bag / "data/b c.txt").write_bytes(b"a")
    assert _kinds(bag) == kinds


def test_a_kind_of_code_that_the_machine_refuses_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(kind: str, **_: object) -> None:
        raise ValueError(kind)

    bag = _foreign(tmp_path, kind="md5")
    monkeypatch.setattr(hashlib, "new", refuse)
    assert _kinds(bag) == {"algorithm"}


def test_names_as_the_standard_spells_them(tmp_path: Path) -> None:
    bag = _foreign(tmp_path, "SUM *data/b%0Ac%25.txt\nSUM\t./data/d e.txt\nSUM  data/mañana.txt\n")
    for name in ("b\nc%.txt", "d e.txt", "man\u0303ana.txt"):
        (bag / "data" / name).write_bytes(b"a")
    assert _kinds(bag) == set()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("SUM  /etc/hostname\n", "path"),
        ("SUM  data/../../a\n", "path"),
        ("SUM  ../a\n", "path"),
        ("SUM  data/./a.txt\n", "path"),
        ("SUM  data//a.txt\n", "path"),
        ("SUM  ~root/a\n", "path"),
        ("SUM  C:/a\n", "path"),
        ("SUM  c:a\n", "path"),
        ("SUM  data\\a.txt\n", "path"),
        ("SUM  \\\\host\\a\n", "path"),
        ("SUM  data/a\x00.txt\n", "path"),
        ("SUM  data/%2e%2e/a\n", "missing"),
        ("SUM  data/..%0A/../../a\n", "path"),
        ("SUM  bagit.txt\n", "path"),
        ("SUM  data/a.txt\n", "twice"),
        ("SUM  data/A.txt\n", "twice"),
        ("SUM  data/b.txt\n", "missing"),
        ("SUM data\n", "path"),
        ("12345  data/b.txt\n", "line"),
        ("no line at all\n", "line"),
        ("SUM  data/" + "b" * 70_000 + "\n", "large"),
        ("x" * 3_000_000, "large"),
    ],
)
def test_hostile_lists_lead_nowhere(tmp_path: Path, line: str, kind: str) -> None:
    assert kind in _kinds(_foreign(tmp_path, line))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "declaration"),
        ("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".encode("utf-16"), "encoding"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n", "encoding"),
        (b"BagIt-Version: 9.0\nTag-File-Character-Encoding: UTF-8\n", "declaration"),
        (b"BagIt-Version: 1.0\n", "declaration"),
        (b"\n", "declaration"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nmore\n", "declaration"),
        (b"\n" * (verify.LARGEST_TEXT + 1), "large"),
    ],
)
def test_declarations_that_are_none(tmp_path: Path, head: bytes, kind: str) -> None:
    assert kind in _kinds(_foreign(tmp_path, head=head))


def test_many_faults_of_one_kind_take_no_memory(tmp_path: Path) -> None:
    bag = _foreign(tmp_path, "x\n" * 40_000)
    tracemalloc.start()
    assert "line" in _kinds(bag)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 << 20


def test_lists_in_other_encodings_and_of_unknown_kinds(tmp_path: Path) -> None:
    bag = _foreign(tmp_path)
    (bag / "manifest-sha1.txt").write_bytes("00  data/a.txt\n".encode("utf-16"))
    (bag / "manifest-whirl.txt").write_bytes(b"00  data/a.txt\n")
    (bag / "bag-info.txt").write_bytes(b"Payload-Oxum: 1.1\nPayload-Oxum: 1.1\n")
    assert _kinds(bag) == {"encoding", "algorithm", "oxum"}


def test_every_list_must_name_every_file(tmp_path: Path) -> None:
    bag = _foreign(tmp_path, head=b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (bag / "manifest-sha512.txt").write_bytes(b"")
    assert _kinds(bag) == {"added"}


@pytest.mark.parametrize(
    "line", ["{}", "[]", "1", "{", '{"n": 1, "digest": 5}', "[" * 5000, "\ud800"]
)
def test_calls_that_are_no_calls_are_a_fault(tmp_path: Path, line: str) -> None:
    bag = _foreign(tmp_path)
    (bag / "data/calls").mkdir()
    (bag / verify.CALLS).write_bytes(line.encode("utf-8", "surrogatepass"))
    assert _kinds(bag) & {"chain", "encoding"}


def test_what_is_no_bag(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    for path, said in (
        (tmp_path, "no_bag"),
        (tmp_path / "a.zip", "packed"),
        (tmp_path / "no", "no_bag"),
    ):
        with pytest.raises(verify.NoBagError, match=said):
            verify.check_bag(path)


def test_codes_as_people_type_them(one: BagReceipt) -> None:
    typed = " ".join(one.code_in_groups).upper().replace(" ", "-", 3)
    assert verify.bare_code(typed) == one.code
    for wrong in ("", one.code[:-1], one.code + "0", "g" * 64):
        with pytest.raises(verify.NoBagError):
            verify.bare_code(wrong)


def test_names_play_no_tricks_in_a_terminal(bag: Path) -> None:
    (bag / "data" / "a\x1b[2J\u202egpj").write_bytes(b"")
    out = io.StringIO()
    assert verify.main([str(bag)], out, io.StringIO()) == 3
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    assert "data/a\\x1b[2J\\u202egpj" in out.getvalue()


OTHER_PYTHONS = [
    path
    for version in ("3.8", "3.9", "3.13")
    for path in sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
]


@pytest.mark.parametrize("python", [Path(sys.executable), *OTHER_PYTHONS], ids=str)
def test_the_verifier_in_the_bag_runs_by_itself(bag: Path, one: BagReceipt, python: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        command = [str(python), "-I", str(bag / "verify.py"), *arguments]
        ran = subprocess.run(command, capture_output=True, check=False, cwd="/")
        return ran.returncode, (ran.stdout + ran.stderr).decode()

    code, said = run("--code", *one.code_in_groups)
    assert code == 0, said
    assert "The bag is whole: 9 files" in said
    assert "La bolsa está completa: 9 archivos" in said
    assert "They do not show who wrote a message or when." in said
    _same_size(bag / CHAT)
    code, said = run()
    assert code == 3
    assert f"{CHAT}: this file is not what it was" in said
    assert run("/no/such/bag")[0] == 2
    assert run("--code", "12")[0] == 2


def test_the_digest_rule_is_the_one_of_the_call_log(bag: Path) -> None:
    lines = (bag / verify.CALLS).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["digest"] for line in lines] == [
        each.digest for each in bags.log().entries
    ]
