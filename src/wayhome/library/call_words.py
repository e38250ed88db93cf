"""Which texts the events and rules of the call log call for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.library.wanted import WantedText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wayhome.model.calls import CallRules, OverdueStep

CALLS_FILE = "calls"


def call_texts(rules: CallRules) -> Iterator[WantedText]:
    """List every text that belongs to events and rules."""
    for event in rules.events:
        yield WantedText(f"{CALLS_FILE}.events.{event.id}")
    for rule in rules.rules:
        key = f"{CALLS_FILE}.rules.{rule.id}"
        for part in ("title", "why"):
            yield WantedText(f"{key}.{part}")
        yield from _step_texts(key, rule.overdue)
    yield WantedText(f"{CALLS_FILE}.rules.promised.title")
    yield WantedText(f"{CALLS_FILE}.rules.promised.why")
    yield from _step_texts(f"{CALLS_FILE}.rules.promised", rules.promised)


def _step_texts(key: str, steps: Sequence[OverdueStep]) -> Iterator[WantedText]:
    for step in steps:
        yield WantedText(f"{key}.overdue.{step.id}")
