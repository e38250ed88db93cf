"""Messages as JSON Lines (contracts: `read --out`), written as fast as they are read."""

from __future__ import annotations

import json
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from wayhome.model.messages import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wayhome.model.messages import Media, Message
    from wayhome.review.reading import Opened

TOGETHER = 4096
"""Lines that are handed on at once."""


SEPARATOR = b"\x7f"
"""JSON needs no escape for it, and hardly anybody writes it."""
CONTROLS = bytes({*range(0x20)} - {*b"\n\t\r"})
NUMBERS = tuple(b"%03d" % number for number in range(1000))


def lines_of(opened: Opened) -> Iterator[bytes]:
    """Yield the lines of a conversation in blocks; each line has its number."""
    lines = _Lines(encode_basestring(opened.title))
    block: list[str] = []
    n = 0
    for item in opened.runs:
        if isinstance(item, Run):
            if block:
                yield _encoded(block)
                block = []
            yield lines.of_run(item, n + 1)
            n += len(item.texts)
            continue
        n += 1
        block.append(lines.of_one(item, n))
        if len(block) == TOGETHER:
            yield _encoded(block)
            block = []
    if block:
        yield _encoded(block)


class _Lines:
    """Lines of one conversation. What repeats is written once: titles, senders, numbers."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._senders: dict[str | None, str] = {None: "null"}
        self._begin = _Beginnings(title)
        self._end = _Ends()

    def of_one(self, message: Message, n: int) -> str:
        """Return the line of one message."""
        sender, at, text, kind, sender_id, edited, media = message
        if sender not in self._senders:
            self._senders[sender] = encode_basestring(sender or "")
        more = _more(sender_id, edited, media) if sender_id or edited or media else ""
        when = f'"{at}"' if at else "null"
        return (
            f'{{"conversation": {self._title}, "from": {self._senders[sender]}, "at": {when}, '
            f'"text": {encode_basestring(text)}, "kind": "{kind}", "n": {n}{more}}}\n'
        )

    def of_run(self, run: Run, first: int) -> bytes:
        """Return the lines of a run, whose first message has the number ``first``."""
        count = len(run.texts)
        made = [b'", "text": "'] * (WIDTH * count)
        made[0::WIDTH] = map(self._begin.__getitem__, run.senders)
        made[1::WIDTH] = run.ats
        made[3::WIDTH] = _escaped(run.texts)
        thousands, lows = _numbers(first, count)
        made[4::WIDTH] = thousands
        made[5::WIDTH] = lows
        made[6::WIDTH] = map(self._end.__getitem__, run.ids) if run.ids else [b"}\n"] * count
        for place, message in run.others:
            line = _encoded([self.of_one(message, first + place)])
            made[place * WIDTH : (place + 1) * WIDTH] = line, *BLANKS
        return b"".join(made)


WIDTH = 7
"""Pieces of a line of a run."""
BLANKS = (b"",) * (WIDTH - 1)


class _Beginnings(dict[str, bytes]):
    """Senders -> how their lines begin."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def __missing__(self, sender: str) -> bytes:
        begin = f'{{"conversation": {self._title}, "from": {encode_basestring(sender)}, "at": "'
        self[sender] = made = _encoded([begin])
        return made


class _Ends(dict[str, bytes]):
    """Ids of senders -> how their lines end."""

    def __missing__(self, sender_id: str) -> bytes:
        end = f', "from_id": {json.dumps(sender_id, ensure_ascii=False)}}}\n'
        self[sender_id] = made = _encoded([end])
        return made


def _numbers(first: int, count: int) -> tuple[list[bytes], list[bytes]]:
    """Return numbers one after the other, cut before the last three digits."""
    upper: list[bytes] = []
    lower: list[bytes] = []
    number, end = first, first + count
    while number < end:
        thousands, low = divmod(number, 1000)
        high = min(1000, low + end - number)
        if thousands:
            upper += [b'", "kind": "text", "n": %d' % thousands] * (high - low)
            lower += NUMBERS[low:high]
        else:
            upper += [b'", "kind": "text", "n": '] * (high - low)
            lower += (b"%d" % each for each in range(low, high))
        number += high - low
    return upper, lower


def _escaped(texts: Sequence[bytes]) -> Sequence[bytes]:
    """Return texts as JSON writes them, without the quotes."""
    joined = SEPARATOR.join(texts)
    if (
        len(joined.translate(None, CONTROLS)) < len(joined)
        or joined.count(SEPARATOR) != len(texts) - 1
    ):
        return [encode_basestring(text.decode())[1:-1].encode() for text in texts]
    joined = joined.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    if b"\t" in joined or b"\r" in joined:
        joined = joined.replace(b"\t", b"\\t").replace(b"\r", b"\\r")
    return joined.split(SEPARATOR)


@lru_cache(4096)
def _more(sender_id: str | None, edited: bool, media: Media | None) -> str:  # noqa: FBT001 - a field of a message
    """Return the fields that only some formats give. The same ones come again and again."""
    fields: dict[str, object] = {}
    if sender_id:
        fields["from_id"] = sender_id
    if edited:
        fields["edited"] = True
    if media:
        fields["media"] = media._asdict()
    return f", {json.dumps(fields, ensure_ascii=False)[1:-1]}" if fields else ""


def _encoded(block: list[str]) -> bytes:
    text = "".join(block)
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Half of a sign, in a broken export: no UTF-8 can hold it.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
