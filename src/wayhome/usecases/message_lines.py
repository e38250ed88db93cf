"""Messages as JSON Lines (contracts: `read --out`), written as fast as they are read."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import Message
    from wayhome.review.reading import Opened

TOGETHER = 4096
"""Lines that are handed on at once."""


def lines_of(opened: Opened) -> Iterator[bytes]:
    """Yield the lines of a conversation in blocks; each line has its number."""
    title = encode_basestring(opened.title)
    senders: dict[str | None, str] = {None: "null"}
    block: list[str] = []
    encode = encode_basestring
    for n, message in enumerate(opened.messages, 1):
        sender, at, text, kind, sender_id, edited, media = message
        if sender not in senders:
            senders[sender] = encode(sender or "")
        more = _more(message) if sender_id or edited or media else ""
        when = f'"{at}"' if at else "null"
        block.append(
            f'{{"conversation": {title}, "from": {senders[sender]}, "at": {when}, '
            f'"text": {encode(text)}, "kind": "{kind}", "n": {n}{more}}}\n'
        )
        if len(block) == TOGETHER:
            yield _encoded(block)
            block = []
    if block:
        yield _encoded(block)


def _more(message: Message) -> str:
    """Return the fields that only some formats give."""
    fields: dict[str, object] = {}
    if message.sender_id:
        fields["from_id"] = message.sender_id
    if message.edited:
        fields["edited"] = True
    if message.media:
        fields["media"] = message.media._asdict()
    return f", {json.dumps(fields, ensure_ascii=False)[1:-1]}" if fields else ""


def _encoded(block: list[str]) -> bytes:
    text = "".join(block)
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Half of a sign, in a broken export: no UTF-8 can hold it.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
