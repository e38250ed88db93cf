"""Readers of other packages: whatever they do wrong ends their own reading, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from wayhome.model.messages import Confidence, Conversation, Message, Part, Plan, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.messages import DateOrder
    from wayhome.review.readers.protocol import Origin, Reader
    from wayhome.review.source import Chosen, Source

FAILED = "reader_failed"
SUREST = 80
"""A guest never takes a file from a built-in reader that knows its own format."""
KINDS: frozenset[str] = frozenset({"text", "media", "system", "call", "deleted"})


class Guest:
    """Another package's reader, held to the protocol. Only what it promised comes through."""

    origin: Origin

    def __init__(self, name: str, reader: Reader) -> None:
        """Take in ``reader`` under the name of its entry point."""
        self.id = name
        self._reader = reader
        known: tuple[Literal["platform", "typed"], ...] = ("platform", "typed")
        given = getattr(reader, "origin", None)
        self.origin = next((each for each in known if each == given), "converted")

    def recognises(self, source: Source) -> Confidence | None:
        """Claim what the reader claims and what is there; nothing where it fails."""
        try:
            claim = self._reader.recognises(source)
            files = () if claim is None else tuple(claim.files)
            strength = 0 if claim is None else int(claim.strength)
        except Exception:  # noqa: BLE001 - what a guest raises is not known
            return None
        there = set(source.names())
        files = tuple(dict.fromkeys(each for each in files if each in there))
        return Confidence(max(1, min(strength, SUREST)), files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Return the reader's plan; an empty one where it fails."""
        try:
            plan = self._reader.plan(files, dates)
        except Exception:  # noqa: BLE001 - the same
            return Plan(files.names())
        return _checked(plan) or Plan(files.names())

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield what the reader yields, checked; and say so where it fails."""
        try:
            for each in self._reader.conversations(files, plan):
                yield replace(each, parts=_parts(each.parts, files))
        except GeneratorExit:
            raise
        except Exception:  # noqa: BLE001 - the same
            yield Conversation("", iter((_failed(files),)))


def _checked(plan: object) -> Plan | None:
    return plan if isinstance(plan, Plan) else None


def _parts(parts: Iterable[Part], files: Chosen) -> Iterator[Part]:
    there = set(files.all_names())
    try:
        for part in parts:
            file = part.file if part.file in there else files.names()[0]
            yield Part(file, _messages(part.messages), tuple(part.assumed))
    except GeneratorExit:
        raise
    except Exception:  # noqa: BLE001 - the same
        yield _failed(files)


def _messages(items: Iterable[object]) -> Iterator[Message | Skipped]:
    count = 0
    try:
        for item in items:
            count += 1
            if isinstance(item, Skipped) or (isinstance(item, Message) and _is_whole(item)):
                yield item
            else:
                yield Skipped(f"message {count}", "not_a_message")
    except GeneratorExit:
        raise
    except Exception:  # noqa: BLE001 - the same
        yield Skipped(f"after message {count}", FAILED)


def _is_whole(message: Message) -> bool:
    sender, at, text, kind, sender_id = tuple(message)[:5]
    return (
        isinstance(text, str)
        and kind in KINDS
        and all(each is None or isinstance(each, str) for each in (sender, at, sender_id))
    )


def _failed(files: Chosen) -> Part:
    return Part(files.names()[0], iter((Skipped("all of it", FAILED),)))
