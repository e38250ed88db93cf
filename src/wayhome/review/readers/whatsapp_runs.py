"""Cuts a WhatsApp export into messages, a block of many whole lines at a time, mostly in C.

Nearly all lines of a file begin in the very same way. They are cut by a narrow pattern over UTF-8,
column by column, and become a `Run`. Every other line ends up within the text before it, and is
found there by the wide pattern: both ways give the same messages.
"""

from __future__ import annotations

import re
from operator import add, itemgetter
from typing import IO, TYPE_CHECKING

from wayhome.model.messages import Message, Run, Skipped
from wayhome.review.readers.half_days import unknown_words
from wayhome.review.readers.stamps import DayReader, TimeReader, unknown_beside
from wayhome.review.readers.texts import read_pieces
from wayhome.review.readers.whatsapp_lines import AT_LENGTH, LONGEST_NAME, LONGEST_TEXT, Lines
from wayhome.review.readers.whatsapp_notices import deleted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wayhome.model.messages import DateOrder
    from wayhome.review.readers.whatsapp_lines import Form

BLOCK = 1 << 16
"""Bytes that are cut at once: what they are cut into stays in the processor's own memory."""
BROKEN = "\ufffd".encode()
BOM = "\ufeff".encode()
SEPARATOR = b"\x7f"
"""Hardly anybody writes it."""
ROW = 4
"""Pieces of a message: two halves of the stamp, the sender, the text."""
SENDER = rb"([^:\n]{1,%d}+): " % LONGEST_NAME
FIRST, LAST = itemgetter(0), itemgetter(-1)
ODD_FIRST = re.compile(rb"[<\xe2]")
ODD_BEGINNINGS = (b"<", "\u200e".encode(), "\u200f".encode())
ODD_LAST = re.compile(rb"[<>)]")
ANY_LINE = re.compile(rb"\n")
ODD_LINE = re.compile(rb"\n(?:[0-9\[]|[^\x00-\x7f])|\)\n")
"""In a text of several lines: one that may begin a message, or that says that a file is there."""


CLOCK_SHAPE = r"\d{1,4}\:\d{1,4}\:\d{1,4}"
CLOCK = b"00:00:00"
AS_ZEROS = bytes.maketrans(b"0123456789", b"0000000000")
IS_TWO = bytes.maketrans(b"012", b"\0\0\1")
ABOVE_THREE = bytes.maketrans(b"0123456789", b"\0\0\0\0\1\1\1\1\1\1")


class _OtherShapeError(Exception):
    """Something was cut that the wide pattern would not take for a day or a time."""


class _Halves(dict[bytes, bytes]):
    """Days, or times, as written -> as ISO 8601 has them; b"" where one can't be read."""

    def __init__(self, shape: str, known: DayReader | TimeReader) -> None:
        super().__init__()
        self._fits = re.compile(shape).fullmatch
        self._known = known
        self.unreadable = False
        """Whether one that can't be read was met."""

    def __missing__(self, written: bytes) -> bytes:
        text = written.decode()
        if self._fits(text) is None:
            raise _OtherShapeError
        self[written] = iso = self._known[text].encode()
        self.unreadable = self.unreadable or not iso
        return iso


class _Names(dict[bytes, str]):
    """Senders as written -> as shown; "" where it is a line of WhatsApp's own."""

    def __init__(self, lines: Lines) -> None:
        super().__init__({b"": ""})
        self._known = lines.senders

    def __missing__(self, written: bytes) -> str:
        self[written] = name = self._known[written.decode()]
        return name


class Runs:
    """Makes runs of one text."""

    def __init__(self, form: Form, order: DateOrder) -> None:
        """Begin with nothing worked out."""
        shape = form.shape
        self._lines = Lines(form, DayReader(order))
        self._wide = form.header()
        self._narrow = _narrow(form)
        self._odd_line = ODD_LINE if form.bracket or shape.narrow[:9] == b"((?:[0-9]" else ANY_LINE
        self._places = (0, 1) if shape.day_first else (1, 0)
        self._days = _Halves(shape.day, self._lines.days)
        self._times = _Halves(shape.time, self._lines.times)
        self._is_clock = shape.time == CLOCK_SHAPE
        self._names = _Names(self._lines)
        self._deleted = frozenset(each.encode() for each in deleted())

    def read(self, file: IO[bytes]) -> Iterator[Run | Message | Skipped]:
        """Yield the messages of the text in ``file``."""
        waiting: list[bytes] = []
        waiting_at: list[bytes] = []
        # The last message so far: more lines of it may follow.
        line = 1
        broken = False
        for number, block in whole_lines(file, self._lines.form.encoding):
            if block is None:
                yield Skipped(f"line {number}", "text_too_long")
                continue
            if not broken and BROKEN in block:
                broken = True
                here = number + block[: block.index(BROKEN)].count(b"\n")
                yield Skipped(f"line {here}", "broken_text")
            before, rows, ats = self._cut(block)
            if waiting:
                if len(waiting[3]) < LONGEST_TEXT:
                    waiting[3] += before
                elif before:
                    yield Skipped(f"line {number}", "text_too_long")
            elif before.strip():
                yield Skipped(f"line {number}", "before_first")
            if rows:
                yield from self._rows(waiting + rows[:-ROW], waiting_at + ats[:-1], line)
                waiting, waiting_at = rows[-ROW:], ats[-1:]
                line = number + block.count(b"\n") - waiting[3].count(b"\n")
        if waiting:
            yield from self._rows(waiting, waiting_at, line)
        yield from self._doubts()

    def _doubts(self) -> Iterator[Skipped]:
        """Yield the words beside the times that nobody knows."""
        beside = (unknown_beside(written.decode()) for written in self._times)
        for words in unknown_words((hour, words) for hour, words in beside if words):
            yield Skipped(f"“{words[:40]}”", "half_of_day_unknown")

    def _cut(self, block: bytes) -> tuple[bytes, list[bytes], list[bytes]]:
        """Return what stands before the first message, the pieces of the messages, and when."""
        if self._narrow is not None:
            before, *rows = self._narrow.split(b"\n" + block)
            try:
                ats = self._ats(rows)
                if self._odd_line.search(before):
                    before, *more = self._cut_widely(before)
                    return before, [*more, *rows], [*self._ats(more), *ats]
            except _OtherShapeError:
                pass
            else:
                return before, rows, ats
        before, *rows = self._cut_widely(b"\n" + block)
        return before, rows, self._ats(rows)

    def _cut_widely(self, text: bytes) -> Iterator[bytes]:
        return ((piece or "").encode() for piece in self._wide.split(text.decode()))

    def _ats(self, rows: list[bytes]) -> list[bytes]:
        first, second = self._places
        days = map(self._days.__getitem__, rows[first::ROW])
        times = rows[second::ROW]
        if self._is_clock and _are_clocks(times):
            # There are so many seconds in a day that to look each one up takes long.
            return list(map(add, days, times))
        return list(map(add, days, map(self._times.__getitem__, times)))

    def _rows(
        self, rows: list[bytes], ats: list[bytes], line: int
    ) -> Iterator[Run | Message | Skipped]:
        """Yield what the pieces of some messages are, the first of them on ``line``."""
        senders = list(map(self._names.__getitem__, rows[2::ROW]))
        texts = rows[3::ROW]
        begin = 0
        others: list[tuple[int, Message]] = []
        for place, at_line in self._odd(ats, senders, texts, line):
            made = self._read(rows[place * ROW : place * ROW + ROW], ats[place], at_line)
            if len(made) == 1 and isinstance(made[0], Message) and made[0].at:
                others.append((place - begin, made[0]))
                continue
            if place > begin:
                cut = slice(begin, place)
                yield Run(senders[cut], ats[cut], texts[cut], local=True, others=tuple(others))
            yield from made
            begin, others = place + 1, []
        if begin < len(texts):
            yield Run(senders[begin:], ats[begin:], texts[begin:], local=True, others=tuple(others))

    def _read(self, row: list[bytes], at: bytes, line: int) -> list[Message | Skipped]:
        """Return what one row is, which may hold further messages."""
        *head, text = map(bytes.decode, row)
        if len(at) == AT_LENGTH and "\n" not in text:
            return [self._lines.read_one(head[2], at.decode(), text)]
        return list(self._lines.read([*head, *self._wide.split(text)], line))

    def _odd(
        self, ats: Sequence[bytes], senders: Sequence[str], texts: Sequence[bytes], line: int
    ) -> Iterator[tuple[int, int]]:
        """Yield the places of what may be more than text by somebody, with their lines."""
        odd: set[int] = set()
        try:
            begins, ends = bytes(map(FIRST, texts)), bytes(map(LAST, texts))
        except IndexError:
            begins = bytes(text[0] if text else 0 for text in texts)
            ends = bytes(text[-1] if text else 0 for text in texts)
        for found in ODD_FIRST.finditer(begins):
            if texts[found.start()].startswith(ODD_BEGINNINGS):
                odd.add(found.start())
        odd.update(found.start() for found in ODD_LAST.finditer(ends))
        if not all(senders):
            odd.update(place for place, sender in enumerate(senders) if not sender)
        if self._days.unreadable or self._times.unreadable:
            odd.update(place for place, at in enumerate(ats) if len(at) != AT_LENGTH)
        if not self._deleted.isdisjoint(texts):
            odd.update(place for place, text in enumerate(texts) if text in self._deleted)
        several = _of_several_lines(texts)
        odd.update(place for place in several if self._odd_line.search(texts[place]))
        further = iter((*several, len(texts)))
        reached = next(further)
        for place in sorted(odd):
            while reached < place:
                line += texts[reached].count(b"\n")
                reached = next(further)
            yield place, line + place


def _are_clocks(times: Sequence[bytes]) -> bool:
    """Tell whether all times are written as ISO 8601 has them; a few steps in C for all."""
    joined = b"".join(times)
    if joined.translate(AS_ZEROS) != CLOCK * len(times):
        return False
    tens, ones = joined[0::8], joined[1::8]
    if tens.strip(b"012") or joined[3::8].strip(b"012345") or joined[6::8].strip(b"012345"):
        return False
    twenties = int.from_bytes(tens.translate(IS_TWO), "big")
    return not twenties & int.from_bytes(ones.translate(ABOVE_THREE), "big")


def _of_several_lines(texts: Sequence[bytes]) -> list[int]:
    """Return the places of the texts with more than one line."""
    joined = SEPARATOR.join(texts)
    if joined.count(SEPARATOR) != len(texts) - 1:
        return [place for place, text in enumerate(texts) if b"\n" in text]
    found: list[int] = []
    place = last = 0
    at = joined.find(b"\n")
    while at >= 0:
        place += joined.count(SEPARATOR, last, at)
        found.append(place)
        last = joined.find(SEPARATOR, at)
        at = joined.find(b"\n", last) if last >= 0 else -1
    return found


def _narrow(form: Form) -> re.Pattern[bytes] | None:
    """Return the pattern of the most frequent beginning of a message, if there is one."""
    if not form.shape.narrow:
        return None
    if form.bracket:
        return re.compile(rb"\n(?:\xe2\x80[\x8e\x8f])?\[%b\] %b" % (form.shape.narrow, SENDER))
    return re.compile(rb"\n%b %b %b" % (form.shape.narrow, form.dash.encode(), SENDER))


def whole_lines(file: IO[bytes], encoding: str) -> Iterator[tuple[int, bytes | None]]:
    r"""Yield blocks of whole lines in UTF-8, with the number of their first; None where one is cut.

    Lines end in `\n`, whatever the file has; broken bytes are U+FFFD.
    """
    line, carried, cutting = 1, b"", False
    utf8 = encoding.startswith("utf-8")
    pieces = _utf8_pieces(file) if utf8 else (each.encode() for each in read_pieces(file, encoding))
    for piece in pieces:
        text = piece
        if cutting:
            end = text.find(b"\n")
            if end < 0:
                continue
            text, cutting = text[end:], False
        whole = carried + text
        cut = whole.rfind(b"\n")
        if cut >= 0:
            block = _mended(whole[:cut])
            yield line, block
            line += block.count(b"\n") + 1
        carried = whole[cut + 1 :]
        if len(carried) > LONGEST_TEXT:
            # A sign that the cut goes through is left out.
            carried, cutting = carried[:LONGEST_TEXT].decode("utf-8", "ignore").encode(), True
            yield line, None
    if carried:
        yield line, _mended(carried)


def _mended(block: bytes) -> bytes:
    try:
        block.decode()
    except UnicodeDecodeError:
        return block.decode("utf-8", "replace").encode()
    return block


def _utf8_pieces(file: IO[bytes]) -> Iterable[bytes]:
    r"""Yield the bytes of a text without its mark, each end of a line as `\n`."""
    begun = False
    held = b""
    while True:
        raw = file.read(BLOCK)
        piece = held + raw
        if not begun:
            begun, piece = True, piece.removeprefix(BOM)
        # The second half of a line's end may stand in the next piece.
        held = b"\r" if raw and piece.endswith(b"\r") else b""
        if held:
            piece = piece[:-1]
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if piece:
            yield piece
        if not raw:
            return
