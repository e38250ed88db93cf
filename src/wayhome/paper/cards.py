"""A card for the wallet and a sheet for the fridge, as PDF."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.model.numbers import Need
from wayhome.model.sources import Status
from wayhome.paper.phrases import day_of, typed_address, written_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wayhome.model.numbers import Region, Service
    from wayhome.model.words import Words
    from wayhome.usecases.views import NumberView
    from wayhome.usecases.wayhome import Wayhome

TEMPLATES = Path(__file__).parent / "templates"
LETTER_REGIONS = frozenset({"US", "CA", "MX"})

WALLET_NEEDS = (Need.EMERGENCY, Need.MISSING, Need.SUSPECTED, Need.IMAGES, Need.CRISIS)
"""What each line of `cards.wallet.lines` is about."""
FRIDGE_NEEDS = (Need.EMERGENCY, Need.EMERGENCY, Need.MISSING, Need.IMAGES, Need.CRISIS)
"""What each step of `cards.fridge.steps` is about. The police answer the emergency number."""
FRIDGE_NOTES = ("doctor", "school", "neighbor", "case_number")
MOST_WAYS = 2
"""Numbers to one line. More would have to be smaller, or be read by somebody in a calm hour."""
IN_LETTERS = re.compile(r" \([^)]*[A-Za-z][^)]*\)$")
"""The same number once more in letters. `(2)` is no such thing: it is a key to press."""


class Kind(StrEnum):
    """What can be printed."""

    WALLET = "wallet"
    FRIDGE = "fridge"


class Paper(StrEnum):
    """The sheet in the printer. Typst knows letter by another name."""

    LETTER = "letter"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Card:
    """A PDF, and whether it is tagged and marked as PDF/UA-1 for screen readers."""

    pdf: bytes
    accessible: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a service, as it is printed."""

    way: str
    channel: str
    name: str
    tags: tuple[str, ...]
    to_confirm: bool

    def in_digits(self) -> Way:
        """Return the number without its letters, so that it can stand in larger type."""
        return replace(self, way=IN_LETTERS.sub("", self.way))


def usual_paper(region: Region) -> Paper:
    """Return the paper that printers hold there."""
    return Paper.LETTER if region.id in LETTER_REGIONS else Paper.A4


def make_card(
    kind: Kind, wayhome: Wayhome, language: str, region: Region, paper: Paper | None = None
) -> bytes:
    """Return the PDF. The same content makes the same bytes on any day."""
    return draw_card(kind, wayhome, language, region, paper).pdf


def draw_card(
    kind: Kind, wayhome: Wayhome, language: str, region: Region, paper: Paper | None = None
) -> Card:
    """Return the PDF, and whether it could be marked as PDF/UA-1."""
    sheet = CardWords(wayhome, language, region)
    data = sheet.wallet() if kind is Kind.WALLET else sheet.fridge()
    day = day_of(wayhome.content)
    data |= {
        "kind": kind.value,
        "paper": "us-letter" if (paper or usual_paper(region)) is Paper.LETTER else "a4",
        "language": language,
        "day": [day.year, day.month, day.day],
    }
    return _compile(json.dumps(data, ensure_ascii=False))


def _compile(data: str) -> Card:
    """Draw with typst. Data goes in as JSON: it is text there, and never markup."""
    import typst

    template, inputs = (TEMPLATES / "cards.typ").read_bytes(), {"data": data}
    try:
        # The fonts are those inside typst: what the system has would change bytes and line breaks.
        pdf = typst.compile(
            template,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        # PDF/UA refuses a letter that no font has. A number on paper is worth more than the mark;
        # a font of the system may know the letter.
        return Card(typst.compile(template, format="pdf", sys_inputs=inputs), accessible=False)
    return Card(pdf, accessible=True)


def _line(label: str, ways: Iterable[Way]) -> dict[str, object]:
    return {"label": label, "ways": [asdict(way) for way in ways]}


@dataclass(frozen=True, slots=True)
class CardWords:
    """Everything that stands on the cards of one region, in one language."""

    wayhome: Wayhome
    language: str
    region: Region

    @property
    def words(self) -> Words:
        """Return the words of this language."""
        return self.wayhome.words(self.language)

    def wallet(self) -> dict[str, object]:
        """Return the lines of the wallet card, each with its numbers."""
        labels = self.words.lines("cards.wallet.lines")
        again = {Need.EMERGENCY, Need.MISSING}
        lines = [
            _line(
                label, (way.in_digits() for way in self._ways(need, with_emergency=need in again))
            )
            for label, need in zip(labels, WALLET_NEEDS, strict=True)
        ]
        return self._around("wallet") | {"lines": lines}

    def fridge(self) -> dict[str, object]:
        """Return the steps of the sheet, each with its numbers, and what is left blank."""
        steps = self.words.lines("cards.fridge.steps")
        lines = [
            _line(label, self._ways(need, with_emergency=need is Need.EMERGENCY))
            for label, need in zip(steps, FRIDGE_NEEDS, strict=True)
        ]
        return self._around("fridge") | {
            "lead": self.words("cards.fridge.lead"),
            "lines": lines,
            "notes": [self.words(f"cards.fridge.notes.{each}") for each in FRIDGE_NOTES],
        }

    def _around(self, kind: str) -> dict[str, object]:
        word = self.words
        day: date = day_of(self.wayhome.content)
        return {
            "title": word(f"cards.{kind}.title"),
            "place": word(f"numbers.regions.{self.region.id}.name"),
            "then": word("site.card.then"),
            "to_confirm": word("site.card.to_confirm"),
            "foot": [
                word("site.card.as_of", day=written_day(day, self.language)),
                word("site.card.reviewed"),
            ],
        }

    def _ways(self, need: Need, *, with_emergency: bool) -> list[Way]:
        """Return how to reach the first services for a need, in the order in which to call.

        The emergency number stands in the first line of every card. Elsewhere it is said again
        only where it comes first in earnest, or where there is nobody else.
        """
        views = self.wayhome.numbers(self.region, self.language, need)
        others = [view for view in views if with_emergency or not view.service.emergency]
        ways = [self._way(view) for view in self._spoken(others or views)]
        seen: dict[str, Way] = {}
        for way in ways:
            seen.setdefault(way.way, way)
        return list(seen.values())[:MOST_WAYS]

    def _spoken(self, views: Iterable[NumberView]) -> list[NumberView]:
        """Of lines with the same number, keep the one that speaks this language."""
        kept: dict[object, NumberView] = {}
        for view in views:
            key = view.service.phone or view.service.text_to or view.service.id
            if key not in kept or (
                self.language in view.service.languages
                and self.language not in kept[key].service.languages
            ):
                kept[key] = view
        return list(kept.values())

    def _way(self, view: NumberView) -> Way:
        service = view.service
        channel, text = self._channel(service)
        tags = []
        if service.immigration_authority:
            tags.append(self.words("site.card.immigration"))
        elif service.law_enforcement and not service.emergency:
            tags.append(self.words("site.card.police"))
        doubtful = service.status is Status.TO_CONFIRM and (
            not service.to_confirm or channel in service.to_confirm
        )
        return Way(text, channel, view.name, tuple(tags), doubtful)

    def _channel(self, service: Service) -> tuple[str, str]:
        """Return the quickest way in: phone, else text, else web, else chat."""
        if service.shown:
            return "phone", service.shown
        if service.text_to and service.text_body:
            word = self.words("site.card.text", word=service.text_body, number=service.text_to)
            return "text", word
        if service.text_to:
            return "text", self.words("site.card.text_number", number=service.text_to)
        if service.web:
            return "web", typed_address(service.web)
        return "chat", typed_address(service.chat or "")
