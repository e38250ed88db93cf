"""The shapes of the content files. pydantic stays in this package."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from wayhome.model.flow import SignKind, Urgency
from wayhome.model.numbers import Need
from wayhome.model.sources import Confidence
from wayhome.model.steps import Opens


def _flag(value: object) -> object:
    """Accept only the two words that we write; pydantic alone would take `1` and `on`."""
    if value in ("true", "false"):
        return value == "true"
    message = "must be true or false"
    raise ValueError(message)


def _day(value: object) -> object:
    """Accept only a calendar day; pydantic alone would read digits as a time stamp."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value)
    message = "must be a day such as 2026-11-22"
    raise ValueError(message)


Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[date, BeforeValidator(_day)]
SnakeId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
KebabId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
OptionId = SnakeId
RegionId = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Phone = Annotated[str, Field(pattern=r"^(\+[1-9]\d{6,14}|\d{2,6})$")]
ShortCode = Annotated[str, Field(pattern=r"^\+?\d{3,15}$")]
WebAddress = Annotated[str, Field(pattern=r"^https://[a-z0-9.-]+\.[a-z]{2,}(/[^\s]*)?$")]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Some = Field(min_length=1)
SourceIds = Annotated[list[KebabId], Some]


class Shape(BaseModel):
    """Base: an unknown key is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceShape(Shape):
    """One source."""

    id: KebabId
    publisher: str
    title: str
    where: str
    seen: Day
    confidence: Confidence
    year: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    note: str | None = None


class SourcesFile(Shape):
    """`sources/*.yaml`."""

    sources: Annotated[list[SourceShape], Some]


class ConditionShape(Shape):
    """One of the six forms of `model.conditions`."""

    all: Annotated[list[ConditionShape], Some] | None = None
    any: Annotated[list[ConditionShape], Some] | None = None
    not_: ConditionShape | None = Field(default=None, alias="not")
    answered: SnakeId | None = None
    answer: SnakeId | None = None
    in_: Annotated[list[OptionId], Some] | None = Field(default=None, alias="in")
    rule: SnakeId | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = (self.all, self.any, self.not_, self.answered, self.answer, self.rule)
        if sum(form is not None for form in forms) != 1:
            message = "a condition has exactly one of: all, any, not, answered, answer, rule"
            raise ValueError(message)
        if (self.answer is None) != (self.in_ is None):
            message = "`answer` and `in` go together"
            raise ValueError(message)
        return self


class EdgeShape(Shape):
    """Where a question leads. `to: end` ends the check."""

    to: SnakeId
    when: ConditionShape | None = None


class QuestionShape(Shape):
    """One question of the check."""

    id: SnakeId
    many: Flag = False
    options: Annotated[list[OptionId], Some]
    labels: str = "check.options"
    next: Annotated[list[EdgeShape], Some]


class ActionShape(Shape):
    """Something to do, used by outcomes."""

    id: SnakeId
    needs: list[Need] = []
    sources: SourceIds
    when: ConditionShape | None = None


class UrgencyShape(Shape):
    """An urgency and when it applies."""

    is_: Urgency = Field(alias="is")
    when: ConditionShape | None = None


class OutcomeShape(Shape):
    """One result of the check."""

    id: SnakeId
    urgency: Annotated[list[UrgencyShape], Some]
    when: ConditionShape
    because: list[SnakeId] = []
    actions: Annotated[list[SnakeId], Some]
    procedure: SnakeId | None = None
    topics: list[SnakeId] = []
    sources: SourceIds


class CheckFile(Shape):
    """`flows/check.yaml`."""

    first: SnakeId
    questions: Annotated[list[QuestionShape], Some]
    actions: Annotated[list[ActionShape], Some]
    outcomes: Annotated[list[OutcomeShape], Some]


class SignShape(Shape):
    """One sign."""

    id: SnakeId
    kind: SignKind
    in_leaflet: Flag = False
    calls_for_help: Flag = False
    sources: SourceIds


class SignsFile(Shape):
    """`signs.yaml`."""

    signs: Annotated[list[SignShape], Some]


class StepShape(Shape):
    """One step of a procedure."""

    id: SnakeId
    needs: list[Need] = []
    services: list[KebabId] = []
    sources: SourceIds
    when: Annotated[list[OptionId], Some] | None = None
    adds: list[OptionId] = []
    opens: list[Opens] = []


class PhaseShape(Shape):
    """Steps that belong together in time."""

    id: SnakeId
    steps: Annotated[list[StepShape], Some]


class ChoiceShape(Shape):
    """What fits, asked beside the steps."""

    many: Flag
    options: Annotated[list[OptionId], Some]


FieldPath = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
"""Section and field of the record, joined by a dot."""


class ScriptLineShape(Shape):
    """A sentence to read out, with what fills its blank."""

    id: SnakeId
    fields: list[FieldPath]


class ProcedureFile(Shape):
    """`flows/<procedure>.yaml`."""

    id: SnakeId
    choice: ChoiceShape | None = None
    script: list[ScriptLineShape] = []
    phases: Annotated[list[PhaseShape], Some]


class ReportQuestionShape(Shape):
    """One question."""

    id: SnakeId
    options: list[OptionId] = []
    long: Flag = False


class ReportSectionShape(Shape):
    """Questions that stand together."""

    id: SnakeId
    questions: Annotated[list[ReportQuestionShape], Some]


class ReportFile(Shape):
    """`tipline.yaml`."""

    service: KebabId
    sources: SourceIds
    sections: Annotated[list[ReportSectionShape], Some]


Channel = Literal["phone", "text", "chat", "web", "hours"]


LOCAL_DIGITS = 6
"""Digits at the end of a number that are the same however it is written down."""


def _shows(shown: str, phone: str) -> bool:
    """Tell whether a printed number ends in the digits of the one that is dialed."""
    digits = re.sub(r"\D", "", shown)
    return re.sub(r"\D", "", phone)[-LOCAL_DIGITS:] in digits


class ServiceShape(Shape):
    """One service of a region."""

    id: KebabId
    phone: Phone | None = None
    shown: str | None = None
    text_to: ShortCode | None = None
    text_body: str | None = None
    chat: WebAddress | None = None
    web: WebAddress | None = None
    hours: Literal["24/7"] | None = None
    languages: Annotated[list[LanguageCode], Some]
    emergency: Flag
    law_enforcement: Flag
    immigration_authority: Flag
    may_pass_on_identity: Flag
    source: KebabId
    doubt: Literal["old", "contradicted"] | None = None
    to_confirm: list[Channel] = []
    seen_on: Day | None = None
    checked_on: Day | None = None
    twin_of: KebabId | None = None
    """The same line in another language: each reader finds the one of theirs first."""

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not any((self.phone, self.text_to, self.chat, self.web)):
            message = "a service needs a phone, text, chat or web address"
            raise ValueError(message)
        if (self.phone is None) != (self.shown is None):
            message = "`phone` and `shown` go together"
            raise ValueError(message)
        if self.phone and self.shown and not _shows(self.shown, self.phone):
            message = "`shown` shows other digits than `phone`"
            raise ValueError(message)
        return self


class RegionFile(Shape):
    """`regions/*.yaml`."""

    id: RegionId
    aliases: list[RegionId] = []
    services: Annotated[list[ServiceShape], Some]
    order: dict[Need, Annotated[list[KebabId], Some]]


class AvoidFile(Shape):
    """`avoid.yaml`: words of blame, by language."""

    avoid: dict[LanguageCode, Annotated[list[str], Some]]
