"""Instagram and Messenger, `Download your information` as HTML: pages of a thread."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Assumed,
    Confidence,
    Conversation,
    DateOrder,
    Media,
    Message,
    Part,
    Person,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.readers.date_order import OrderFinder
from wayhome.review.readers.meta_files import DAMAGE, Pile
from wayhome.review.readers.meta_json import with_files
from wayhome.review.readers.meta_owner import Circle, find_owner
from wayhome.review.readers.meta_page import Page, Record, read_page
from wayhome.review.readers.meta_stamps import Stamps
from wayhome.review.readers.meta_strings import LONGEST_TEXT, Names, clean_name
from wayhome.review.readers.meta_threads import PLACES, find_place, find_title, gather, split_name
from wayhome.review.readers.stamps import needs_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.review.source import Chosen, Source

MARKS = (b"_a6-g", b"_a705", b"_a706", b"uiBoxWhite noborder")
"""Classes of Meta's pages."""
TAG = re.compile(rb"<(?:!doctype|html|head|body|main|section|div)\b", re.IGNORECASE)
MESSAGES = re.compile(r"(?:^|/)message(?:_\d+)?(?: ?\(\d+\))?\.html?$", re.IGNORECASE)
ENDINGS = (".html", ".htm")
BEGIN = 1 << 18
"""Bytes of a page that are looked at for its people: styles and a picture stand before them."""
SAMPLE = 400
MOST_DAYS = 20_000
FEW = 2


@dataclass(frozen=True, slots=True)
class Look:
    """What the beginning of a thread shows."""

    files: tuple[str, ...]
    title: str
    senders: tuple[str, ...]
    halves: tuple[tuple[str, str], ...]
    """Days and times, as written."""

    def setting(self) -> Setting:
        """Tell between whom the thread is: a thread between two bears the other one's name."""
        if len(self.senders) > FEW:
            return Setting.GROUP
        return Setting.DIRECT if self.title in self.senders else Setting.UNKNOWN


@dataclass(frozen=True, slots=True)
class Looked:
    """What the first look found."""

    threads: tuple[Look, ...]
    order: DateOrder


class MetaHtml:
    """Reader of the pages of Instagram and Messenger."""

    id = "meta-html"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim Meta's pages that are called as threads are, or begin with messages."""
        files = tuple(name for name in source.names() if _looks_right(source, name))
        return Confidence(88, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Find out whose export it is, and in which order its dates are written."""
        threads = tuple(
            _look(files, thread) for thread in gather((name, "") for name in files.names())
        )
        circles = [
            Circle(tuple(dict.fromkeys((*look.senders, look.title))), complete=False)
            for look in threads
        ]
        settled, assumed = _settle(files, threads, dates)
        return Plan(
            files.names(),
            date_order=settled,
            assumed=assumed,
            owner=find_owner(files, circles),
            detail=Looked(threads, settled or DateOrder.DMY),
        )

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each thread; its last page is the oldest."""
        if not isinstance(plan.detail, Looked):
            return
        owner = plan.owner.name if plan.owner else None
        for look in plan.detail.threads:
            reading = _Reading(Names(), Stamps(plan.detail.order))
            yield Conversation(
                find_title(look.title, look.senders, owner, look.files[0]),
                (Part(name, reading.messages(files, name)) for name in reversed(look.files)),
                look.setting(),
                find_place(look.files[0], files.shown),
                tuple(map(Person, look.senders)),
            )


def _looks_right(source: Source, name: str) -> bool:
    if not (name.lower().endswith(ENDINGS) or source.only_file):
        return False
    head = source.head(name)
    if not TAG.search(head[:4096]):
        return False
    if MESSAGES.search(name) and (
        any(mark in head for mark in MARKS) or PLACES.keys() & set(name.split("/"))
    ):
        return True
    records = _first_records(head, Page()) if any(mark in head for mark in MARKS) else ()
    if len(records) < FEW or not split_name(name)[1]:
        return False
    # Pages of posts and comments look the same: in a chat somebody writes twice.
    stamps = Stamps(DateOrder.DMY)
    senders = [record.sender for record in records if stamps.read(record.stamp)]
    return 0 < len(set(senders)) < len(senders)


def _first_records(begin: bytes, page: Page) -> tuple[Record, ...]:
    rows = read_page(io.BytesIO(begin), begin, page)
    return tuple(islice((row for row in rows if isinstance(row, Record)), SAMPLE))


def _look(files: Chosen, names: tuple[str, ...]) -> Look:
    """Look at the beginning of a thread's first page."""
    page, begin, stamps = Page(), b"", Stamps(DateOrder.DMY)
    try:
        with files.open(names[0]) as file:
            begin = file.read(BEGIN)
    except DAMAGE:
        pass
    records = _first_records(begin, page)
    senders = dict.fromkeys(clean_name(record.sender) or "?" for record in records)
    halves = filter(None, (stamps.halves(record.stamp) for record in records))
    return Look(names, clean_name(page.title), tuple(senders), tuple(halves))


def _settle(
    files: Chosen, threads: Iterable[Look], dates: DateOrder | None
) -> tuple[DateOrder | None, tuple[Assumed, ...]]:
    """Return the order of days without a month in words; None where there are none such."""
    halves = [each for look in threads for each in look.halves]
    if dates is not None or not any(needs_order(day) for day in {day for day, _ in halves}):
        return dates, ()
    finder = OrderFinder()
    for look in threads:
        for name in reversed(look.files):
            if finder.hear(_days(files, name)):
                break
    # "10:41 pm" stands beside dates of the USA.
    settled = finder.settle(twelve_hours=any(any(map(str.isalpha, time)) for _, time in halves))
    return settled.order, (settled.assumed,) if settled.assumed else ()


def _days(files: Chosen, name: str) -> list[str]:
    """Return the days of a whole page, oldest first, each run of one day once."""
    stamps = Stamps(DateOrder.DMY)
    days: list[str] = []
    try:
        with files.open(name) as file:
            for record in read_page(file, files.head(name), Page()):
                each = stamps.halves(record.stamp) if isinstance(record, Record) else None
                if each and each[0] not in days[-1:] and len(days) < MOST_DAYS:
                    days.append(each[0])
    except DAMAGE:
        pass
    return days[::-1]


@dataclass(frozen=True, slots=True)
class _Reading:
    """Makes messages of the records of a thread."""

    names: Names
    stamps: Stamps

    def messages(self, files: Chosen, name: str) -> Iterator[Message | Skipped]:
        """Yield the messages of one page, oldest first."""
        rows, faults = Pile(), []
        try:
            with files.open(name) as file:
                for record in read_page(file, files.head(name), Page()):
                    if isinstance(record, Skipped):
                        faults.append(record)
                    elif not rows.add(self._values(record)):
                        faults.append(Skipped(f"after entry {rows.count}", "too_much_at_once"))
                        break
        except DAMAGE:
            faults.append(Skipped(f"after entry {rows.count}", "unreadable"))
        yield from faults
        for number, (sender, at, text, media) in rows.numbered(turned=_turned(rows)):
            if at is None:
                yield Skipped(f"entry {number}", "date_unreadable")
            if len(text) > LONGEST_TEXT:
                yield Skipped(f"entry {number}", "text_too_long")
            yield from with_files(sender, at, text[:LONGEST_TEXT], [Media(*each) for each in media])

    def _values(self, record: Record) -> tuple[object, ...]:
        """Return a record as it is kept."""
        sender = self.names[record.sender] if record.sender else "?"
        return sender, self.stamps.read(record.stamp), record.text, record.files


def _turned(rows: Pile) -> bool:
    """Tell whether the newest message stands first, as Meta writes."""
    times = [at for _, at, _, _ in rows.first() if at is not None]
    falls = sum(after < before for before, after in pairwise(times))
    rises = sum(after > before for before, after in pairwise(times))
    return bool(falls >= rises)


READER = MetaHtml()
