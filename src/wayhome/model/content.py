"""Everything that `content/` holds, read and checked, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wayhome.model.calls import CallRules
    from wayhome.model.exports import Exports
    from wayhome.model.flow import Flow, Sign
    from wayhome.model.guide import Guide
    from wayhome.model.numbers import Region
    from wayhome.model.record import RecordShape
    from wayhome.model.report import ReportForm
    from wayhome.model.sources import Source
    from wayhome.model.steps import Procedure
    from wayhome.model.words import Words


@dataclass(frozen=True, slots=True)
class Content:
    """The library as read. Mappings keep the order of the files."""

    sources: Mapping[str, Source]
    signs: Mapping[str, Sign]
    check: Flow
    procedures: Mapping[str, Procedure]
    regions: Mapping[str, Region]
    guide: Guide
    record: RecordShape
    report: ReportForm
    calls: CallRules
    exports: Exports
    words: Mapping[str, Words]
    """By language code, base language first."""
