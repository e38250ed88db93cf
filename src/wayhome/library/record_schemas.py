"""The shapes of `record.yaml`."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from wayhome.library.schemas import Flag, Shape, SnakeId, Some, SourceIds
from wayhome.model.record import Asked, FieldKind, RecordPage

SECRET = re.compile(r"pass(word|code|phrase|key)|token|social_security|(^|_)(pin|ssn)s?(_|\d|$)")
"""What the record has no room for, as whole words: a `shopping_bag` holds no `pin`."""


def _no_secret(record_id: str) -> str:
    """Refuse what would open a child's accounts, or let somebody take the child's identity."""
    if SECRET.search(record_id):
        message = "a record never keeps passwords, PINs, tokens or social security numbers"
        raise ValueError(message)
    return record_id


RecordId = Annotated[SnakeId, AfterValidator(_no_secret)]
Months = Annotated[int, Field(ge=1, le=60)]


class RecordFieldShape(Shape):
    """One thing to fill in."""

    id: RecordId
    kind: FieldKind = FieldKind.LINE
    asked: Asked = Asked.LATER
    options: list[RecordId] = Field(default_factory=list)

    @model_validator(mode="after")
    def _options_of_a_choice(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != bool(self.options):
            message = "`kind: choice` and `options` go together"
            raise ValueError(message)
        return self


class RecordSectionShape(Shape):
    """Fields that belong together."""

    id: RecordId
    page: RecordPage
    fields: Annotated[list[RecordFieldShape], Some]
    sources: SourceIds
    many: Flag = False
    picture: Flag = False
    dated_by: SnakeId | None = None
    fresh_months: Months | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.dated_by is None) != (self.fresh_months is None):
            message = "`dated_by` and `fresh_months` go together"
            raise ValueError(message)
        if self.picture and not self.many:
            message = "`picture` only goes with `many`"
            raise ValueError(message)
        return self


class RecordFile(Shape):
    """`record.yaml`."""

    photo_fresh_months: Months
    photo_sources: SourceIds
    sections: Annotated[list[RecordSectionShape], Some]
