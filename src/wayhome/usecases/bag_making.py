"""Evidence bags: what a guardian chose, written or sealed, with a receipt beside it."""

from __future__ import annotations

import pprint
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.library.whole_files import whole_file, write_whole
from wayhome.model.calls import CallGap, CallLog
from wayhome.model.problems import RecordLockedError, UserProblem
from wayhome.packet import bag_papers, sealed_bag, verify
from wayhome.packet.bag_folder import half_of, write_folder
from wayhome.packet.bag_inputs import list_unread, look_at, suffix_of
from wayhome.packet.bag_papers import BagWords
from wayhome.packet.bag_stream import BagStream
from wayhome.packet.bag_values import Bag, Part, SourceChangedError, Watch
from wayhome.packet.drawing import draw
from wayhome.packet.packet_values import Paper
from wayhome.record import shredding
from wayhome.record.call_groups import group_calls
from wayhome.record.folder import remove, saving
from wayhome.usecases.bag_receipts import BagReceipt, receipt_slip, receipt_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from wayhome.model.kept import Note
    from wayhome.model.words import Words
    from wayhome.packet.bag_values import Input, Origin
    from wayhome.usecases.bag_receipts import Seal

SEALED_SUFFIX = ".tar.age"
ENGLISH = "en"
WORDS_MARK = "WORDS: dict[str, tuple[str, ...]] = {}"


@dataclass(frozen=True, slots=True)
class BagContents:
    """What goes into a bag."""

    packet_pdf: bytes = field(default=b"", repr=False)
    """b"": no packet."""
    calls: CallLog | None = None
    notes: tuple[Note, ...] = ()
    inputs: tuple[Input, ...] = ()
    """As `look_at_files` returned them."""

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return how much there is of each part."""
        exports = sum(each.source is not None for each in self.inputs)
        return (
            ("packet", int(bool(self.packet_pdf))),
            ("calls", len(self.calls.entries) if self.calls else 0),
            ("notes", len(self.notes)),
            ("exports", exports),
            ("listed", len(self.inputs) - exports),
        )

    def is_empty(self) -> bool:
        """Tell whether there is nothing to put into a bag."""
        return not (self.packet_pdf or self.calls or self.notes or self.inputs)


def look_at_files(
    picked: Iterable[tuple[Path, Origin]], watch: Watch | None = None, *, unread: bool = False
) -> tuple[Input, ...]:
    """Return what goes in and what stays, in the order picked; each file once.

    ``unread``: nothing is opened and everything stays. A missing child's traces are for the police.

    Raises:
        BagStoppedError: nobody wants it any more.
    """
    inputs: list[Input] = []
    for path, origin in dict(picked).items():
        looked = list_unread(path, origin) if unread else look_at(path, origin, watch)
        if looked.source is not None:
            number = sum(each.source is not None for each in inputs) + 1
            inside = f"{bag_papers.EXPORTS}/export-{number:03}{suffix_of(looked.name)}"
            looked = replace(looked, inside=inside)
        inputs.append(looked)
    return tuple(inputs)


def calls_about(log: CallLog, child: int | None) -> CallLog | None:
    """Return the call log of one child: of entries about others only the code stays."""
    if child is None:
        return log if log.entries else None
    # An entry goes where its last correction goes: that one says whom it is about.
    about = {
        entry_id
        for call in group_calls(log.entries)
        if call.last.child in (child, None)
        for entry_id in call.ids
    }
    kept = tuple(each for each in log.entries if each.id in about)
    others = (each for each in log.entries if each.id not in about)
    gaps = (*log.gaps, *(CallGap(each.n, each.digest) for each in others))
    return CallLog(kept, tuple(sorted(gaps, key=lambda gap: gap.n))) if kept else None


@dataclass(frozen=True, slots=True)
class BagMaker:
    """Makes bags in one language, with English beside it for the officer."""

    words: tuple[Words, ...]
    """Of every language, the family's first."""
    version: str
    sheet: Paper = Paper.LETTER
    """What the receipt is printed on."""

    def make(
        self,
        contents: BagContents,
        target: Path,
        now: dt.datetime,
        *,
        seal: Seal | None = None,
        watch: Watch | None = None,
    ) -> BagReceipt:
        """Write a bag and its receipt, whole or not at all.

        Raises:
            UserProblem: ``bag_empty``, ``file_exists``, ``folder_missing``, ``bag_source_changed``,
                a seal that can't be used, a disk that refuses.
            BagStoppedError: nobody wants it any more.
        """
        receipt = BagReceipt(target, "", 0, now, seal, contents.counts())
        _require_new(target, receipt.paper, receipt.slip)
        if contents.is_empty():
            raise UserProblem("bag_empty")
        bag = self._bag(contents, now)
        watch = watch or Watch()
        stream = BagStream(bag, watch)
        if seal is None:
            # First: what can't be noted is not written. Also where a stopped one would lie.
            watch.note(half_of(target))
            watch.note(target)
        with saving(), _telling(target):
            if seal is None:
                write_folder(stream, target, discard)
            else:
                _write_sealed(stream, target, int(now.timestamp()), seal)
            receipt = replace(receipt, code=stream.code, files=len(bag.payload))
            try:
                write_whole(receipt.paper, receipt_text(receipt, self._bag_words()).encode())
                write_whole(
                    receipt.slip, draw(receipt_slip(receipt, self._bag_words(), self.sheet)).pdf
                )
            except OSError:
                # Without its code the bag is worth half: both or none.
                for path in (target, receipt.paper):
                    discard(path)
                raise
        # The bag is there, also where its receipt can't be noted.
        with suppress(UserProblem, RecordLockedError):
            watch.note(receipt.paper)
            watch.note(receipt.slip)
        return receipt

    def _bag(self, contents: BagContents, now: dt.datetime) -> Bag:
        words = self._bag_words()
        payload: list[Part] = []
        if contents.packet_pdf:
            payload.append(Part(bag_papers.PACKET, contents.packet_pdf))
        if contents.calls:
            payload += bag_papers.call_parts(contents.calls, words)
        if contents.notes:
            payload += bag_papers.diary_parts(contents.notes, words)
        if contents.inputs:
            payload += bag_papers.input_parts(contents.inputs, words)
        payload += [
            Part(each.inside, source=each.source, size=each.size or 0, sha256=each.sha256)
            for each in contents.inputs
            if each.source is not None
        ]
        about = (
            Part("about.txt", _about(contents, words).encode()),
            Part("verify.py", verifier_source(self.words).encode()),
        )
        info = (
            ("Bag-Software-Agent", f"{verify.OURS} {self.version}"),
            ("Bagging-Date", now.date().isoformat()),
            ("External-Description", "Papers and notes that a family put together."),
        )
        return Bag(tuple(payload), about, info)

    def _bag_words(self) -> BagWords:
        english = next(each for each in self.words if each.language == ENGLISH)
        return BagWords((self.words[0], english))


def check_recipient(key: str) -> str:
    """Return a public key of age; UserProblem ``bag_recipient`` for anything else."""
    return sealed_bag.check_recipient(key)


def check_passphrase(typed: str) -> str:
    """Return a passphrase that may seal a bag; UserProblem ``bag_passphrase_short``."""
    if len(typed) < sealed_bag.SHORTEST:
        raise UserProblem("bag_passphrase_short", least=sealed_bag.SHORTEST)
    return typed


def verifier_source(languages: Iterable[Words]) -> str:
    """Return `verify.py` as it goes into a bag: with its words, in every language."""
    source = Path(verify.__file__).read_text(encoding="utf-8")
    spoken = pprint.pformat(verifier_words(languages), width=96, sort_dicts=True)
    before, after = source.split(WORDS_MARK)
    return f"{before}{WORDS_MARK.removesuffix('{}')}{spoken}{after}"


def verifier_words(languages: Iterable[Words]) -> dict[str, tuple[str, ...]]:
    """Return what the verifier says, by its own keys."""
    spoken = tuple(languages)
    start, faults = "bag.verify.says.", "bag.verify.faults."
    keys = {key.removeprefix(start): key for key in spoken[0].texts if key.startswith(start)}
    keys |= {
        f"faults.{key.removeprefix(faults)}": key
        for key in spoken[0].texts
        if key.startswith(faults)
    }
    keys["shows"] = "bag.shows"
    return {name: tuple(words(key) for words in spoken) for name, key in keys.items()}


def discard(path: Path) -> None:
    """Take away what was begun: written over where the disk lets us, removed in any case."""
    if path.is_dir() or path.is_file():
        with suppress(UserProblem):
            shredding.shred_path(path)
        remove(path)


def _about(contents: BagContents, words: BagWords) -> str:
    lines = [words.label("paper.about.title"), "", *words.lines("paper.about.lead"), ""]
    lines += words.lines("paper.about.inside")
    there = {
        "packet": contents.packet_pdf,
        "calls": contents.calls,
        "diary": contents.notes,
        "exports": any(each.source for each in contents.inputs),
        "inputs": contents.inputs,
    }
    for name in (name for name, here in there.items() if here):
        lines += ["", f"  {name}/", *(f"    {line}" for line in words.lines(f"paper.about.{name}"))]
    for name in ("media", "help", "check", "code", "own"):
        lines += ["", *words.lines(f"paper.about.{name}")]
    return "".join(f"{line}\n" for line in [*lines, "", *words.lines("shows")])


def _write_sealed(stream: BagStream, target: Path, moment: int, seal: Seal) -> None:
    name = target.name.removesuffix(SEALED_SUFFIX)
    seal_with: Callable[..., None] = sealed_bag.seal_with_passphrase
    secret = seal.passphrase
    if seal.recipient:
        seal_with, secret = sealed_bag.seal_for, sealed_bag.check_recipient(seal.recipient)
    with whole_file(target) as half:
        seal_with(stream, name, moment, half, secret)


@contextmanager
def _telling(target: Path) -> Iterator[None]:
    """Turn what can go wrong with a picked file into a sentence."""
    try:
        yield
    except SourceChangedError:
        raise UserProblem("bag_source_changed") from None
    except FileExistsError:
        raise UserProblem("file_exists", path=target) from None


def _require_new(*paths: Path) -> None:
    for path in paths:
        if path.exists() or path.is_symlink():
            raise UserProblem("file_exists", path=path)
        if not path.parent.is_dir():
            raise UserProblem("folder_missing", path=path.parent)
