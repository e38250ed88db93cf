"""The call log as plain text: for a file that opens everywhere."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.words import Words
    from wayhome.usecases.call_views import CallView, EntryView, LogView

WIDTH = 64


def make_text(log: LogView, words: Words) -> str:
    """Return all calls, oldest first, then what is still to come."""
    lines = [
        words("call_log.print.title"),
        words("call_log.log.as_of", moment=log.made),
        words("call_log.print.lead"),
        *((log.problem,) if log.problem else ()),
        *(words("call_log.log.gap", n=n) for n in log.gaps),
    ]
    if log.broken is not None:
        lines.append(words("call_log.log.broken", n=log.broken))
    for each in log.unclear:
        place = words("call_log.call.place", n=each.n)
        lines.append(f"{words('call_log.which.title')} {place}: {plain(each.whom)}, {each.when}")
    for call in reversed(log.calls):
        lines += ["", "-" * WIDTH, *_call(call, words)]
    waiting = [each for each in log.deadlines if each.is_open]
    if waiting:
        lines += ["", "=" * WIDTH, words("call_log.log.to_come")]
        lines += [f"- {each.title}: {each.told} ({plain(each.whom)})" for each in waiting]
    if log.last_digest:
        lines += ["", words("call_log.print.code", code=log.last_digest)]
        lines.append(words("call_log.print.code_more"))
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Return a text without anything that turns or hides what stands beside it."""
    return "".join(
        each if each == "\n" or unicodedata.category(each) not in ("Cc", "Cf") else " "
        for each in text
    )


def _call(call: CallView, words: Words) -> Iterator[str]:
    yield from _entry(call.now, words)
    if call.answers:
        yield words("call_log.call.answers", moment=call.answers)
    for mark in call.marks:
        yield f"({words(f'call_log.marks.{mark}')})"
    for earlier in call.earlier:
        yield ""
        yield f"  {words('call_log.call.earlier')}:"
        yield from (f"  {line}" for line in _entry(earlier, words))


def _entry(entry: EntryView, words: Words) -> Iterator[str]:
    place = f"{words('call_log.call.place', n=entry.n)}  " if entry.n else ""
    yield f"{place}{entry.when}  {plain(entry.whom)}"
    if entry.child:
        yield f"{words('call_log.call.about')}: {plain(entry.child)}"
    for name in ("person", "number", "by", "back"):
        if value := getattr(entry, name):
            yield f"{words(f'call_log.call.{name}')}: {plain(value)}"
    for event in entry.events:
        yield f"* {event}"
    if entry.said:
        yield f"{words('call_log.call.said')}:"
        yield from (f"  {line}" for line in plain(entry.said).splitlines())
    yield words("call_log.call.written", moment=entry.written)
