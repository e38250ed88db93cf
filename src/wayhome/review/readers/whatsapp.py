"""WhatsApp's `Export chat`: a text, alone or in a zip, written by a phone of any language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Confidence,
    Conversation,
    DateOrder,
    Message,
    Part,
    Plan,
    Skipped,
)
from wayhome.review.readers.date_order import OrderFinder, Settled
from wayhome.review.readers.names import clean_name
from wayhome.review.readers.stamps import BLANKS, MARKS, DayReader, Shape, TimeReader, understand
from wayhome.review.readers.texts import BROKEN, find_encoding, read_pieces
from wayhome.review.readers.whatsapp_notices import (
    ANY_MARKS,
    deleted,
    is_notice,
    read_marked,
    read_own_line,
    titles,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.review.source import Chosen, Source

FIRST_LINES = 400
"""Lines in which a header must be found for a text to be a chat."""
LONGEST_NAME = 160
LONGEST_TEXT = 1 << 20
"""Letters of one message; what is beyond is left out, and said."""
BRACKET = re.compile(rf"[{MARKS}]*\[([^\]\n]{{6,70}})\] ?")
DASH = re.compile(r"([^\n\[\]]{6,70}?) [-–—] ")
ENDS = frozenset("<>)")
MARKED = frozenset("\u200e\u200f<")
LINE_BEGINS = frozenset("[\u200e\u200f\u202a\u202b")
BLANK_ENDS = re.compile(f"^[{BLANKS}]+|[{BLANKS}]+$")
SENDER = rf"(?:([^:\n]{{1,{LONGEST_NAME}}}):(?:[{BLANKS}]|(?=\n|\Z)))?"
LINE_MARKS = re.compile(f"^[{MARKS}]+")
COPY_NUMBER = re.compile(r" ?\(\d{1,3}\)$")


AT_LENGTH = len("2025-03-04T22:41:00")
_new = tuple.__new__


@dataclass(frozen=True, slots=True)
class Form:
    """How the lines of one export begin."""

    shape: Shape
    bracket: bool
    encoding: str

    def header(self) -> re.Pattern[str]:
        """Return the pattern of the beginning of a message, the line's end before it included."""
        stamp = self.shape.pattern
        begin = rf"\[{stamp}\][{BLANKS}]?" if self.bracket else rf"{stamp}[{BLANKS}][-–—][{BLANKS}]"
        return re.compile(rf"\n[{MARKS}]*{begin}{SENDER}")


class WhatsApp:
    """Reader of WhatsApp's text exports."""

    id = "whatsapp"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim texts whose first lines begin with a day, a time and a name."""
        files = tuple(
            name
            for name in source.names()
            if name.lower().endswith(".txt") or source.only_file
            if _find_form(source.head(name)) is not None
        )
        return Confidence(80, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Settle the order of the dates of each text."""
        settled: dict[str, Settled] = {}
        for name in files.names():
            form = _find_form(files.head(name))
            if form is not None:
                settled[name] = (
                    Settled(dates)
                    if dates is not None
                    else _hear_days(files, name, form).settle(twelve_hours=form.shape.has_period)
                )
        orders = {each.order for each in settled.values()}
        return Plan(
            files.names(), date_order=orders.pop() if len(orders) == 1 else None, detail=settled
        )

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each text."""
        settled = plan.detail if isinstance(plan.detail, dict) else {}
        for name in files.names():
            form = _find_form(files.head(name))
            if form is None:
                continue
            order: Settled = settled[name]
            assumed = (order.assumed,) if order.assumed else ()
            part = Part(name, _read(files, name, form, order.order), assumed)
            yield Conversation(
                find_title(files, name) or _other_person(files, name, form), iter((part,))
            )


def _other_person(files: Chosen, name: str, form: Form) -> str:
    """Return the sender who is met first, where nothing else names the chat."""
    text = files.head(name).decode(form.encoding, "ignore")
    found = form.header().search("\n" + text.replace("\r\n", "\n"))
    return (found and found[3] and ANY_MARKS.sub("", found[3]).strip()) or ""


def _hear_days(files: Chosen, name: str, form: Form) -> OrderFinder:
    finder = OrderFinder()
    header, group = form.header(), 0 if form.shape.day_first else 1
    last = ""
    with files.open(name) as file:
        for _, piece in _whole_lines(read_pieces(file, form.encoding)):
            days = [found[group] for found in header.findall("\n" + (piece or ""))]
            # Runs of one day say nothing more.
            runs = [day for before, day in pairwise([last, *days]) if day != before]
            last = days[-1] if days else last
            if finder.hear(runs):
                break
    return finder


def _find_form(head: bytes) -> Form | None:
    """Return how the messages begin; None if the first lines hold none."""
    encoding = find_encoding(head)
    if encoding is None:
        return None
    text = head.decode(encoding, "ignore").replace("\r", "\n")
    for line in text.split("\n")[:FIRST_LINES]:
        form = _form_of(line, encoding)
        if form is not None:
            return form
    return None


def _form_of(line: str, encoding: str) -> Form | None:
    bracket = BRACKET.match(line)
    found = bracket or DASH.match(LINE_MARKS.sub("", line))
    shape = understand(found[1]) if found else None
    return Form(shape, bracket is not None, encoding) if shape is not None else None


class _Senders(dict[str, str]):
    """What stands before a colon -> the name; "" where it is a line of WhatsApp's own."""

    def __missing__(self, text: str) -> str:
        shown = clean_name(ANY_MARKS.sub("", text))
        name = BLANK_ENDS.sub("", shown).replace("\u202f", " ")
        self[text] = name = "" if is_notice(name) else name.replace("\u00a0", " ")
        return name


@dataclass(slots=True)
class _Lines:
    """Makes messages of the pieces that a header's pattern cuts a text into."""

    form: Form
    days: DayReader
    times: TimeReader = field(default_factory=TimeReader)
    senders: _Senders = field(default_factory=_Senders)
    others: list[Form] = field(default_factory=list)
    """Other shapes met further down: two exports may have been joined into one file."""

    def read(self, parts: list[str], line: int) -> Iterator[Message | Skipped]:
        """Yield the messages of ``parts``: day, time, sender and text by turns."""
        first, second = (0, 1) if self.form.shape.day_first else (1, 0)
        days, times, senders, gone = self.days, self.times, self.senders, deleted()
        columns = zip(parts[first::4], parts[second::4], parts[2::4], parts[3::4], strict=True)
        for written_day, written_time, sender, text in columns:
            known = days[written_day] + times[written_time]
            at = known if len(known) == AT_LENGTH else None
            if at is None:
                yield Skipped(f"line {line}", "date_unreadable")
            if "\n" in text:
                other = self._find_other(text)
                if other is not None:
                    yield from self._split(other, (written_day, written_time, sender), text, line)
                else:
                    yield self._read_one(sender, at, text)
                line += text.count("\n") + 1
                continue
            line += 1
            if sender and text[:1] not in MARKED and text[-1:] not in ENDS and text not in gone:
                name = senders[sender]
                if name:
                    # As `Message(…)` does, in half the time: there are millions.
                    yield _new(Message, (name, at, text, "text", None, False, None))
                    continue
            yield self._read_one(sender, at, text)

    def _read_one(self, sender: str | None, at: str | None, text: str) -> Message:
        """Return a message that may be a notice, or have a file."""
        name = self.senders[sender] if sender else ""
        if not name:
            return read_own_line(at, f"{sender}: {text}" if sender else text)
        marked = text[:1] in MARKED and text[:1] != "<"
        if marked or text[:1] == "<" or text[-1:] in ENDS or ")\n" in text or text in deleted():
            return read_marked(name, at, text, marked=marked)
        return Message(name, at, text)

    def _find_other(self, text: str) -> Form | None:
        """Return another form that a line within a text has; None if there is none.

        A line that somebody pasted from another chat looks much the same: a form counts only if
        it is of the same family, names a sender, and has seconds where the file has them.
        """
        for line in text.split("\n")[1:]:
            if not (line[:1].isdigit() or line[:1] in LINE_BEGINS):
                continue
            form = _form_of(line, self.form.encoding)
            if form is not None and self._is_of_this_file(form, line):
                return form
        return None

    def _is_of_this_file(self, form: Form, line: str) -> bool:
        if form.bracket != self.form.bracket or form.shape.pattern == self.form.shape.pattern:
            return False
        if form.bracket and form.shape.has_seconds != self.form.shape.has_seconds:
            return False
        found = form.header().match("\n" + line)
        return found is not None and found[3] is not None

    def _split(
        self, other: Form, head: tuple[str, str, str | None], text: str, line: int
    ) -> Iterator[Message | Skipped]:
        """Yield what is in a text that another form cuts into several messages."""
        parts = other.header().split(text)
        yield from self.read([*_in_order(self.form, head), parts[0]], line)
        below = _Lines(other, self.days, self.times, self.senders)
        yield from below.read(parts[1:], line + parts[0].count("\n") + 1)


def _in_order(form: Form, head: tuple[str, str, str | None]) -> list[str]:
    day, time, sender = head
    return [*((day, time) if form.shape.day_first else (time, day)), sender]  # type: ignore[list-item]


def _read(files: Chosen, name: str, form: Form, order: DateOrder) -> Iterator[Message | Skipped]:
    """Yield the messages of one text, a piece of about a megabyte at a time."""
    header, lines = form.header(), _Lines(form, DayReader(order))
    waiting: list[str] = []
    """The last message so far: more lines of it may follow."""
    line = 1
    broken = False
    with files.open(name) as file:
        for number, piece in _whole_lines(read_pieces(file, form.encoding)):
            if piece is None:
                yield Skipped(f"line {number}", "text_too_long")
                continue
            if not broken and BROKEN in piece:
                broken = True
                here = number + piece[: piece.index(BROKEN)].count("\n")
                yield Skipped(f"line {here}", "broken_text")
            parts = header.split("\n" + piece)
            if waiting:
                if len(waiting[3]) < LONGEST_TEXT:
                    waiting[3] += parts[0]
                elif parts[0]:
                    yield Skipped(f"line {number}", "text_too_long")
            elif parts[0].strip():
                yield Skipped(f"line {number}", "before_first")
            if len(parts) > 1:
                yield from lines.read([*waiting, *parts[1:-4]], line)
                waiting = parts[-4:]
                line = number + piece.count("\n") - waiting[3].count("\n")
    if waiting:
        yield from lines.read(waiting, line)


def _whole_lines(pieces: Iterable[str]) -> Iterator[tuple[int, str | None]]:
    """Yield blocks of whole lines with the number of their first; None where a line is cut."""
    line, carried, cutting = 1, "", False
    for piece in pieces:
        text = piece
        if cutting:
            end = text.find("\n")
            if end < 0:
                continue
            text, cutting = text[end:], False
        whole = carried + text
        cut = whole.rfind("\n")
        if cut >= 0:
            yield line, whole[:cut]
            line += whole.count("\n", 0, cut) + 1
        carried = whole[cut + 1 :]
        if len(carried) > LONGEST_TEXT:
            carried, cutting = carried[:LONGEST_TEXT], True
            yield line, None
    if carried:
        yield line, carried


def find_title(files: Chosen, name: str) -> str:
    """Return a chat's title from the name of its file; "" if the name says nothing."""
    folders, _, file = name.rpartition("/")
    stem = file.rpartition(".")[0] or file
    if stem.strip("_").lower() in {"chat", "whatsapp chat"}:
        # iOS calls the text `_chat.txt`; the zip or folder around it has the name.
        around = folders.rpartition("/")[2] or _container(files)
        stem = around if titled(around) else ""
    shown = COPY_NUMBER.sub("", ANY_MARKS.sub("", stem)).replace("_", " ").strip()
    return titled(shown) or (shown if stem.strip("_").lower() != "chat" else "")


def _container(files: Chosen) -> str:
    if files.only_file:
        return ""
    shown = files.shown.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return shown[:-4] if shown.lower().endswith(".zip") else shown


def titled(stem: str) -> str:
    """Return what a file name says after its localised beginning; "" if it has none."""
    plain = COPY_NUMBER.sub("", unicodedata.normalize("NFC", ANY_MARKS.sub("", stem))).strip()
    plain = plain.replace("_", " ") if " " not in plain else plain
    before, after = titles()
    for beginning in before:
        if plain.lower().startswith(beginning):
            return plain[len(beginning) :].strip()
    for end in after:
        if plain.lower().endswith(end):
            return plain[: -len(end)].strip()
    return ""


READER = WhatsApp()
