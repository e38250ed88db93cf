"""The public form of the CyberTipline, as far as its questions and their order are known.

Nothing is ever sent. A guardian prepares the answers here and types them into the form.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """One question. Words at ``tipline.questions.<id>``: words, and perhaps a hint."""

    id: str
    options: tuple[str, ...] = ()
    """What can be chosen, with words at ``tipline.options.<id>``; none: text is written."""
    long: bool = False
    """Whether the answer has several lines."""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """Questions that stand together. Words at ``tipline.sections.<id>``."""

    id: str
    questions: tuple[ReportQuestion, ...]


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The questions in the order of the form."""

    sections: tuple[ReportSection, ...]
    sources: tuple[str, ...]
    service: str
    """Id of the service that takes the report."""

    @property
    def questions(self) -> tuple[ReportQuestion, ...]:
        """All questions in order."""
        return tuple(each for section in self.sections for each in section.questions)
