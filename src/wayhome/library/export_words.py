"""Which texts the ways to an export and the formats call for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.library.wanted import WantedText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.exports import Exports

EXPORTS_FILE = "exports"


def export_texts(exports: Exports) -> Iterator[WantedText]:
    """List every text that belongs to the exports and their formats."""
    for export in exports.entries.values():
        key = f"{EXPORTS_FILE}.entries.{export.id}"
        for part in ("name", "needs", "together", "wait"):
            yield WantedText(f"{key}.{part}")
        for step in export.steps:
            yield WantedText(f"{key}.steps.{step.id}")
        for line in export.absent:
            yield WantedText(f"{key}.absent.{line.id}")
    for each in exports.formats.values():
        yield WantedText(f"{EXPORTS_FILE}.formats.{each.id}.shapes", many=True)
        yield WantedText(f"{EXPORTS_FILE}.formats.{each.id}.limits", many=True)
        for code in each.not_visible:
            yield WantedText(f"reading.not_visible.{code}")
