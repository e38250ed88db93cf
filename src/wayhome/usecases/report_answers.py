"""Answers for the CyberTipline's public form, prepared. In memory only, and never sent."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wayhome.model.report import ReportForm, ReportQuestion
    from wayhome.model.words import Words

MOST = 10
"""Reports kept at once."""
ID_BYTES = 6
LONGEST = 4000
"""Letters of one answer. All of them together may still be too long for one note of the diary,
which then says so."""


@dataclass(slots=True)
class ReportAnswers:
    """What was written, by a random id. The page's threads share it."""

    clock: Callable[[], float] = time.monotonic
    """Seconds, from any beginning."""
    _kept: OrderedDict[str, Mapping[str, str]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _used: float = 0.0

    def forget_if_left(self, seconds: float) -> None:
        """Forget everything if nobody has used it for so long; else this is use."""
        now = self.clock()
        if now - self._used >= seconds:
            self.forget_all()
        self._used = now

    def keep(self, answers: Mapping[str, str], report_id: str = "") -> str:
        """Keep answers, in the place of those with this id if they are there; return the id."""
        with self._lock:
            known = report_id if report_id in self._kept else secrets.token_urlsafe(ID_BYTES)
            self._kept[known] = dict(answers)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return known

    def find(self, report_id: str) -> Mapping[str, str] | None:
        """Return answers, or None if they never were or are forgotten."""
        with self._lock:
            return self._kept.get(report_id)

    def forget(self, report_id: str) -> None:
        """Forget these answers."""
        with self._lock:
            self._kept.pop(report_id, None)

    def forget_all(self) -> None:
        """Forget everything that was written."""
        with self._lock:
            self._kept.clear()


def take_answers(form: ReportForm, raw: Mapping[str, str]) -> dict[str, str]:
    """Return what was answered; UserProblem ``answer_long`` or ``choice_invalid``."""
    taken = {}
    for question in form.questions:
        text = raw.get(question.id, "").replace("\r\n", "\n").strip()
        if question.options and text and text not in question.options:
            raise UserProblem("choice_invalid")
        if len(text) > LONGEST:
            raise UserProblem("answer_long", most=LONGEST)
        if text:
            taken[question.id] = text
    return taken


def as_text(form: ReportForm, answers: Mapping[str, str], words: Words) -> str:
    """Return what was answered as plain text, in the form's order, to type or to keep."""
    parts = []
    for section in form.sections:
        told = [
            f"{words(f'tipline.questions.{question.id}.words')}\n{_said(answers, question, words)}"
            for question in section.questions
            if question.id in answers
        ]
        if told:
            title = words(f"tipline.sections.{section.id}")
            parts.append("\n\n".join((title.upper(), *told)))
    return "\n\n\n".join(parts)


def _said(answers: Mapping[str, str], question: ReportQuestion, words: Words) -> str:
    text = answers[question.id]
    return words(f"tipline.options.{text}") if question.options else text
