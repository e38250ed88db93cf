"""How the lines of a WhatsApp export begin, and the messages that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.messages import Message, Skipped
from wayhome.review.readers.names import clean_name
from wayhome.review.readers.stamps import BLANKS, MARKS, DayReader, Shape, TimeReader, understand
from wayhome.review.readers.texts import find_encoding
from wayhome.review.readers.whatsapp_notices import (
    ANY_MARKS,
    deleted,
    is_notice,
    read_marked,
    read_own_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_LINES = 400
"""Lines in which a header must be found for a text to be a chat."""
LONGEST_NAME = 160
LONGEST_TEXT = 1 << 20
"""Bytes of one message; what is beyond is left out, and said."""
BRACKET = re.compile(rf"[{MARKS}]*\[([^\]\n]{{6,70}})\] ?")
DASH = re.compile(r"([^\n\[\]]{6,70}?) ([-–—]) ")
ENDS = frozenset("<>)")
MARKED = frozenset("\u200e\u200f<")
LINE_BEGINS = frozenset("[\u200e\u200f\u202a\u202b")
BLANK_ENDS = re.compile(f"^[{BLANKS}]+|[{BLANKS}]+$")
SENDER = rf"(?:([^:\n]{{1,{LONGEST_NAME}}}):(?:[{BLANKS}]|(?=\n|\Z)))?"
LINE_MARKS = re.compile(f"^[{MARKS}]+")
AT_LENGTH = len("2025-03-04T22:41:00")
_new = tuple.__new__


@dataclass(frozen=True, slots=True)
class Form:
    """How the lines of one export begin."""

    shape: Shape
    bracket: bool
    encoding: str
    dash: str = "-"
    """What stands behind the stamp, where it is not in brackets."""

    def header(self) -> re.Pattern[str]:
        """Return the pattern of the beginning of a message, the line's end before it included."""
        stamp = self.shape.pattern
        begin = rf"\[{stamp}\][{BLANKS}]?" if self.bracket else rf"{stamp}[{BLANKS}][-–—][{BLANKS}]"
        return re.compile(rf"\n[{MARKS}]*{begin}{SENDER}")


def find_form(head: bytes) -> Form | None:
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
    if shape is None or found is None:
        return None
    return Form(shape, bracket is not None, encoding, "-" if bracket else found[2])


class Senders(dict[str, str]):
    """What stands before a colon -> the name; "" where it is a line of WhatsApp's own."""

    def __missing__(self, text: str) -> str:
        shown = clean_name(ANY_MARKS.sub("", text))
        name = BLANK_ENDS.sub("", shown).replace("\u202f", " ")
        self[text] = name = "" if is_notice(name) else name.replace("\u00a0", " ")
        return name


@dataclass(slots=True)
class Lines:
    """Makes messages of the pieces that a header's pattern cuts a text into."""

    form: Form
    days: DayReader
    times: TimeReader = field(default_factory=TimeReader)
    senders: Senders = field(default_factory=Senders)
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
                    yield self.read_one(sender, at, text)
                line += text.count("\n") + 1
                continue
            line += 1
            if sender and text[:1] not in MARKED and text[-1:] not in ENDS and text not in gone:
                name = senders[sender]
                if name:
                    # As `Message(…)` does, in half the time: there are millions.
                    yield _new(Message, (name, at, text, "text", None, False, None))
                    continue
            yield self.read_one(sender, at, text)

    def read_one(self, sender: str | None, at: str | None, text: str) -> Message:
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
        below = Lines(other, self.days, self.times, self.senders)
        yield from below.read(parts[1:], line + parts[0].count("\n") + 1)


def _in_order(form: Form, head: tuple[str, str, str | None]) -> list[str]:
    day, time, sender = head
    return [*((day, time) if form.shape.day_first else (time, day)), sender]  # type: ignore[list-item]
