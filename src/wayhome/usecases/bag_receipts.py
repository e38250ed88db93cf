"""The receipt of an evidence bag: its code on paper, as text and as a page to print."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.packet.packet_values import Around, Label, Line, Slip

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from wayhome.packet.bag_papers import BagWords
    from wayhome.packet.packet_values import Paper

RECEIPT_SUFFIX, SLIP_SUFFIX = ".receipt.txt", ".receipt.pdf"
DIGITS_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Seal:
    """How a bag is sealed for whoever gets it: one of the two."""

    recipient: str = ""
    """A public key of age."""
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class BagReceipt:
    """What is known of a bag that was made."""

    path: Path
    """The folder, or the sealed file."""
    code: str
    files: int
    made: dt.datetime
    seal: Seal | None = None
    inside: tuple[tuple[str, int], ...] = ()
    """How much there is of each part."""

    @property
    def code_in_groups(self) -> tuple[str, ...]:
        """The code as it stands on paper."""
        return tuple(
            self.code[place : place + DIGITS_TOGETHER]
            for place in range(0, len(self.code), DIGITS_TOGETHER)
        )

    @property
    def paper(self) -> Path:
        """Where the receipt lies."""
        return self.path.with_name(f"{self.path.name}{RECEIPT_SUFFIX}")

    @property
    def slip(self) -> Path:
        """Where the receipt lies as a page to print."""
        return self.path.with_name(f"{self.path.name}{SLIP_SUFFIX}")


def receipt_text(receipt: BagReceipt, words: BagWords) -> str:
    """Return the receipt, for paper. It names nobody."""
    seal = receipt.seal
    code = receipt.code_in_groups
    half = len(code) // 2
    lines = [words.label("receipt.title"), ""]
    lines += words.lines("receipt.made", day=receipt.made.isoformat(timespec="minutes"))
    lines += words.lines("receipt.name", name=receipt.path.name)
    lines += words.lines("receipt.files", files=receipt.files)
    lines += words.lines("receipt.inside", **dict(receipt.inside))
    lines += ["", *words.lines("receipt.code"), ""]
    lines += [f"    {' '.join(code[:half])}", f"    {' '.join(code[half:])}", ""]
    lines += [*words.lines("shows"), "", *words.lines("receipt.keep"), ""]
    lines += [*words.lines("receipt.check"), *words.lines("receipt.check_plain")]
    if seal is not None:
        kind = "sealed_key" if seal.recipient else "sealed_passphrase"
        values = {"name": receipt.path.name, "key": seal.recipient}
        lines += ["", *words.lines(f"receipt.{kind}", **values)]
        lines += words.lines("receipt.get_age")
    return "".join(f"{line}\n" for line in lines)


def receipt_slip(receipt: BagReceipt, words: BagWords, paper: Paper) -> Slip:
    """Return the receipt as a page to print. It names nobody."""
    seal = receipt.seal
    title = words.label("receipt.title")
    notes = [
        line for key in ("keep", "check", "check_plain") for line in words.lines(f"receipt.{key}")
    ]
    if seal is not None:
        kind = "sealed_key" if seal.recipient else "sealed_passphrase"
        notes += words.lines(f"receipt.{kind}", name=receipt.path.name, key=seal.recipient)
        notes += words.lines("receipt.get_age")
    facts = {
        "made_label": receipt.made.isoformat(sep=" ", timespec="minutes"),
        "name_label": receipt.path.name,
        "files_label": str(receipt.files),
        "inside_label": "\n".join(words.lines("receipt.inside", **dict(receipt.inside))),
    }
    return Slip(
        Around(
            title=title,
            language=words.languages[0].language,
            other="",
            paper=paper,
            day=receipt.made.date(),
            foot=(receipt.path.name,),
            page=words.languages[0]("packet.paper.page"),
        ),
        title,
        tuple(Line(Label(words.label(f"receipt.{key}")), said) for key, said in facts.items()),
        words.label("receipt.code_label"),
        receipt.code_in_groups,
        tuple(words.lines("shows")),
        tuple(notes),
    )
