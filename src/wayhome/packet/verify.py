"""Check an evidence bag (BagIt, RFC 8493). One file, Python 3.8 or later, nothing to install.

    python3 verify.py [BAG] [--code CODE]

Without BAG: the folder in which this file lies. Exit codes: 0 whole, 3 not whole, 2 no bag,
130 stopped. Nothing is changed, nothing is fetched, no link is followed, and only what lies in
the folder is ever opened: no path that a bag names reaches the disk.

Without this program: `sha256sum -c manifest-sha256.txt` in the bag's folder. The bag's code is the
SHA-256 of the file tagmanifest-sha256.txt.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO, TextIO

    Progress = Callable[[int, int], None]

WHOLE, NO_BAG, NOT_WHOLE, STOPPED = 0, 2, 3, 130

DECLARATION, INFO, FETCH = "bagit.txt", "bag-info.txt", "fetch.txt"
CODE_FILE = "tagmanifest-sha256.txt"
OURS = "Wayhome"
"""How a bag says who made it. Such a bag always has a list of its lists."""
CALLS = "data/calls/calls.jsonl"
LISTS = re.compile(r"(tag)?manifest-([a-z0-9-]+)\.txt\Z")
ESCAPED = re.compile("%(0A|0D|25)", re.IGNORECASE)
DIGITS = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}
WEAK = ("md5", "sha1")
VERSIONS = ("0.93", "0.94", "0.95", "0.96", "0.97", "1.0")
CHUNK, LONGEST_LINE, LONGEST_CALL = 1 << 20, 1 << 16, 1 << 20
MOST_ENTRIES, LARGEST_LIST, LARGEST_TEXT = 500_000, 1 << 28, 1 << 20
SHOWN, JUNCTION = 200, 0xA0000003

WORDS: dict[str, tuple[str, ...]] = {}
"""What is said, in each language. Put in when this file is put into a bag; see bag_words.py."""


class NoBagError(Exception):
    """What was named is no bag; its text is a key of WORDS."""


class Fault(NamedTuple):
    """One thing that is wrong: its kind, and where."""

    kind: str
    where: str


class Report(NamedTuple):
    """What a check came to."""

    faults: tuple[Fault, ...]
    files: int
    bytes: int
    code: str
    """SHA-256 of the tag manifest, which covers all other lists; "" where there is none."""
    weak: tuple[str, ...]
    """Old kinds of codes that the bag uses."""
    loose: bool
    """Whether no list covers the files about the bag."""
    only_weak: bool
    """Whether there are no codes but old ones, which show accidents and no intent."""

    def values(self) -> dict[str, str]:
        """Return what fills the words about it."""
        counts = {"count": len(self.faults), "files": self.files, "bytes": self.bytes}
        said = {name: str(count) for name, count in counts.items()}
        return {**said, "kinds": ", ".join(self.weak), "code": self.code}


def check_bag(bag: Path, code: str = "", progress: Progress | None = None) -> Report:
    """Check a whole bag. ``progress`` is told bytes done and bytes in all.

    Raises:
        NoBagError: there is no bag at this place.
    """
    if bag.is_file():
        raise NoBagError("packed")
    if (bag / DECLARATION).is_file():
        return _Check(bag, progress).run(code)
    raise NoBagError("no_bag")


def bare_code(typed: str) -> str:
    """Return a code as one word, however it was typed; NoBagError for what is none."""
    code = re.sub(r"[\s:.\-]", "", typed).lower()
    if not re.match(r"[0-9a-f]{64}\Z", code):
        raise NoBagError("wrong_code")
    return code


def shown(name: str) -> str:
    """Return a name from a bag so that it can't play tricks in a terminal."""
    marks = (each if each.isprintable() else ascii(each)[1:-1] for each in name[:SHOWN])
    return "".join(marks) + "…" * (len(name) > SHOWN)


def closing_words(report: Report, *, compared: bool) -> list[str]:
    """Return what to say after the faults, as keys of WORDS that the report's values fill."""
    said = {
        "weak": report.weak, "loose": report.loose, "not_whole": report.faults,
        "whole": not report.faults and not report.only_weak,
        "fits": not report.faults and report.only_weak, "code": report.code,
        "compare": report.code and not compared, "shows": True,
    }  # fmt: skip
    return [key for key, here in said.items() if here]


class _Check:
    """One check of one bag."""

    def __init__(self, bag: Path, progress: Progress | None) -> None:
        self.bag, self.progress = bag, progress
        self.faults: dict[Fault, None] = {}
        self.sizes: dict[str, int] = {}
        self.done = self.total = 0
        self.version = ""

    def note(self, kind: str, where: str) -> None:
        # Each once: a list of a hostile bag can hold millions of the same.
        self.faults[Fault(kind, where)] = None

    def run(self, code: str) -> Report:
        self.sizes.update(self.walk())
        self.total = sum(self.sizes.values())
        self.read_declaration()
        lists = self.read_lists(tags=False)
        tag_lists = self.read_lists(tags=True)
        payload = {name for name in self.sizes if name.startswith("data/")}
        about = self.sizes.keys() - payload
        tags = {name for name in about if not (LISTS.match(name) and name.startswith("tag"))}
        if not lists:
            self.note("no_list", "manifest-sha256.txt")
        if not (self.bag / "data").is_dir():
            self.note("no_data", "data/")
        self.compare(lists, payload)
        if tag_lists:
            self.compare(tag_lists, tags)
        elif any(each.startswith(OURS) for each in self.info("bag-software-agent")):
            self.note("no_list", CODE_FILE)
        self.check_oxum(payload)
        self.check_fetch()
        if CALLS in payload:
            self.check_calls()
        own = ""
        if CODE_FILE in self.sizes:
            own = self.hash_of(CODE_FILE, ["sha256"]).get("sha256", "")
        if code and own != code:
            self.note("code" if own else "no_code", CODE_FILE)
        return Report(
            tuple(sorted(self.faults, key=lambda each: (each.where, each.kind))),
            len(payload),
            sum(self.sizes[name] for name in payload),
            own,
            tuple(sorted({each for each in [*lists, *tag_lists] if each in WEAK})),
            not tag_lists,
            all(each in WEAK for each in lists),
        )

    def walk(self) -> Iterator[tuple[str, int]]:
        """Give every plain file below the bag with its size. Links are noted, never followed."""
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(self.bag / folder) as entries:
                    found = sorted((at.name, at.stat(follow_symlinks=False)) for at in entries)
            except OSError:
                self.note("unreadable", folder)
                continue
            for name, known in found:
                # A folder on Windows that is another one by a different name.
                joined = getattr(known, "st_reparse_tag", 0) == JUNCTION
                if stat.S_ISDIR(known.st_mode) and not joined:
                    folders.append(folder + name + "/")
                elif stat.S_ISREG(known.st_mode):
                    yield folder + name, known.st_size
                else:
                    points = joined or stat.S_ISLNK(known.st_mode)
                    self.note("link" if points else "special", folder + name)

    def open(self, name: str) -> BinaryIO:
        """Open a file that `walk` gave, unless it became something else meanwhile."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        number = os.open(self.bag / name, flags | getattr(os, "O_NONBLOCK", 0))
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise OSError(name)
        return os.fdopen(number, "rb")

    def lines_of(self, name: str, longest: int = LONGEST_LINE) -> Iterator[str]:
        """Give the lines of a tag file; what is no UTF-8 or too long is a fault."""
        if self.sizes[name] > (LARGEST_TEXT if name in (DECLARATION, INFO) else LARGEST_LIST):
            self.note("large", name)
            return
        try:
            with self.open(name) as file:
                while True:
                    raw = file.readline(longest)
                    if not raw:
                        return
                    if len(raw) >= longest and not raw.endswith(b"\n"):
                        self.note("large", name)
                        return
                    yield raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            self.note("encoding", name)
        except OSError:
            self.note("unreadable", name)

    def read_declaration(self) -> None:
        lines = list(self.lines_of(DECLARATION)) if DECLARATION in self.sizes else []
        found = re.match(r"BagIt-Version:\s*(\S+)\s*\Z", lines[0] if lines else "")
        self.version = found.group(1) if found else ""
        if self.version not in VERSIONS or "".join(lines[2:]).strip() or len(lines) == 1:
            self.note("declaration", DECLARATION)
            return
        said = re.match(r"Tag-File-Character-Encoding:\s*(\S+)\s*\Z", lines[1])
        if not said or said.group(1).upper() not in ("UTF-8", "UTF8"):
            self.note("encoding", DECLARATION)

    def read_lists(self, *, tags: bool) -> dict[str, dict[str, str]]:
        """Return for each kind of code what each file should have."""
        lists: dict[str, dict[str, str]] = {}
        for name in sorted(self.sizes):
            found = LISTS.match(name)
            if found and bool(found.group(1)) == tags:
                if found.group(2) in DIGITS:
                    lists[found.group(2)] = self.read_list(name, found.group(2), tags=tags)
                else:
                    self.note("algorithm", name)
        return lists

    def read_list(self, name: str, kind: str, *, tags: bool) -> dict[str, str]:
        wanted: dict[str, str] = {}
        folded: set[str] = set()
        for line in self.lines_of(name):
            found = re.match(r"([0-9a-fA-F]+)[ \t]+\*?(?:\./)?(\S.*)\Z", line)
            if not found or len(found.group(1)) != DIGITS[kind]:
                if line.strip():
                    self.note("line", name)
                continue
            path = ESCAPED.sub(lambda at: chr(int(at.group(1), 16)), found.group(2))
            if not _stays_inside(path) or path.startswith("data/") == tags:
                self.note("path", name)
                continue
            alike = unicodedata.normalize("NFC", path).casefold()
            if alike in folded:
                self.note("twice", path)
            if len(wanted) >= MOST_ENTRIES:
                self.note("large", name)
                break
            folded.add(alike)
            wanted[path] = found.group(1).lower()
        return wanted

    def compare(self, lists: dict[str, dict[str, str]], there: set[str]) -> None:
        """Hold the files against the lists: none more, none less, none other."""
        listed = {path for wanted in lists.values() for path in wanted}
        # A disk may spell accents in another way than the list does.
        unlisted = {name: unicodedata.normalize("NFC", name) for name in there - listed}
        aliases: dict[str, str] = {}
        for path in sorted(listed - there):
            plain = unicodedata.normalize("NFC", path)
            name = min((name for name, form in unlisted.items() if form == plain), default="")
            if unlisted.pop(name, ""):
                aliases[path] = name
        for path in sorted(listed):
            name = aliases.get(path, path)
            if name not in there:
                self.note("missing", path)
                continue
            kinds = [kind for kind, wanted in lists.items() if path in wanted]
            if len(kinds) < len(lists) and self.version == VERSIONS[-1]:
                self.note("added", path)
            sums = self.hash_of(name, kinds)
            if sums and any(sums[kind] != lists[kind][path] for kind in kinds):
                self.note("changed", path)
        for name in sorted(unlisted):
            self.note("added", name)

    def hash_of(self, name: str, kinds: list[str]) -> dict[str, str]:
        try:
            sums = {kind: _new_hash(kind) for kind in kinds}
            with self.open(name) as file:
                for piece in iter(lambda: file.read(CHUNK), b""):
                    for each in sums.values():
                        each.update(piece)
                    self.done += len(piece)
                    if self.progress:
                        self.progress(min(self.done, self.total), self.total)
        except OSError:
            self.note("unreadable", name)
            return {}
        except ValueError:
            self.note("algorithm", name)
            return {}
        return {kind: each.hexdigest() for kind, each in sums.items()}

    def check_oxum(self, payload: set[str]) -> None:
        """Compare number and size of the files with what bag-info.txt says, if it says so."""
        said = self.info("payload-oxum")
        have = f"{sum(self.sizes[name] for name in payload)}.{len(payload)}"
        if said and said != [have]:
            self.note("oxum", INFO)

    def check_fetch(self) -> None:
        """Nothing is fetched: what fetch.txt names must be there already."""
        for line in self.lines_of(FETCH) if FETCH in self.sizes else ():
            if line.strip() and line.split(None, 2)[-1] not in self.sizes:
                self.note("fetch", FETCH)

    def info(self, name: str) -> list[str]:
        """Return what bag-info.txt says under a name in small letters."""
        lines = self.lines_of(INFO) if INFO in self.sizes else ()
        pairs = (line.partition(":") for line in lines)
        return [said.strip() for label, _, said in pairs if label.lower() == name]

    def check_calls(self) -> None:
        """Follow the chain of the call log: each entry holds the digest of the one before it."""
        before = ""
        for n, line in enumerate(self.lines_of(CALLS, LONGEST_CALL), 1):
            digest = _digest_in(line, n, before)
            if not digest:
                self.note("chain", f"{CALLS}, {n}")
                return
            before = digest


def _new_hash(kind: str) -> hashlib._Hash:
    if sys.version_info < (3, 9):  # noqa: UP036 - in a bag, this file runs on Python 3.8
        return hashlib.new(kind)
    # Some machines refuse MD5 but for a use like this one.
    return hashlib.new(kind, usedforsecurity=False)


def _digest_in(line: str, n: int, before: str) -> str:
    """Return the digest of an entry that fits its place in the chain, else ""."""
    try:
        entry = json.loads(line)
        digest = str(entry.pop("digest"))
        # In the place of an entry that was left out stands only its digest.
        if entry == {"n": n, "gap": True} and re.match(r"[0-9a-f]{64}\Z", digest):
            return digest
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        fits = hashlib.sha256(text.encode("utf-8")).hexdigest() == digest
        return digest if fits and entry["before"] == before and entry["n"] == n else ""
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ""


def _stays_inside(path: str) -> bool:
    """Tell whether a path of a list is a plain one, below the bag, on every system."""
    parts = path.split("/")
    return not (
        path.startswith(("/", "~"))
        or re.match(r"[A-Za-z]:", path)
        or "\\" in path
        or "\x00" in path
        or any(part in ("", ".", "..") for part in parts)
    )


def main(arguments: list[str], out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Check the bag that the arguments name, and say what was found."""
    out, err = out or sys.stdout, err or sys.stderr
    try:
        bag, code = _read_arguments(arguments)
        report = check_bag(bag, code, _show if err.isatty() else None)
    except NoBagError as problem:
        _say(err, str(problem))
        return NO_BAG
    except KeyboardInterrupt:
        return STOPPED
    for fault in report.faults:
        _say(out, f"faults.{fault.kind}", shown(fault.where) + ": ")
    for key in closing_words(report, compared=bool(code)):
        _say(out, key, **report.values())
    return NOT_WHOLE if report.faults else WHOLE


def _read_arguments(arguments: list[str]) -> tuple[Path, str]:
    rest, code = list(arguments), ""
    if "--code" in rest:
        at = rest.index("--code")
        # All that follows: it stands in groups on paper.
        code = bare_code("".join(rest[at + 1 :]))
        del rest[at:]
    if len(rest) > 1 or any(each.startswith("-") for each in rest):
        raise NoBagError("no_bag")
    return (Path(rest[0]) if rest else Path(__file__).resolve().parent), code


def _show(done: int, total: int, err: TextIO = sys.stderr) -> None:
    err.write(f"\r{done * 100 // max(total, 1)} %" + "\n" * (done >= total))
    err.flush()


def _say(stream: TextIO, key: str, before: str = "", **values: str) -> None:
    """Say something in each language, a line each. A terminal may lack letters."""
    lines = [each.format(**values) for each in WORDS.get(key, (key,))]
    encoding = stream.encoding or "utf-8"
    raw = (before + "\n    ".join(lines) + "\n").encode(encoding, "replace")
    stream.write(raw.decode(encoding))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
