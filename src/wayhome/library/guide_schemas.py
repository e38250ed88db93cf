"""The shapes of the guide's files."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from wayhome.library.schemas import Shape, SnakeId, Some, SourceIds
from wayhome.model.guide import Phase, SectionKind, Shows, TopicGroup
from wayhome.model.numbers import Need

Ids = Annotated[list[SnakeId], Some]


class StatementShape(Shape):
    """One statement of a topic."""

    id: SnakeId
    sources: SourceIds


class TopicFile(Shape):
    """`topics/<topic>.yaml`."""

    id: SnakeId
    group: TopicGroup
    statements: Annotated[list[StatementShape], Some]
    needs: list[Need] = Field(default_factory=list)
    procedure: SnakeId | None = None
    related: list[SnakeId] = Field(default_factory=list)
    shows: Shows | None = None


class GuideFile(Shape):
    """`guide.yaml`: the order of the topics."""

    order: Ids


class TacticShape(Shape):
    """One tactic."""

    id: SnakeId
    phase: Phase
    topic: SnakeId
    signs: list[SnakeId] = Field(default_factory=list)
    sources: SourceIds


class TacticsFile(Shape):
    """`tactics.yaml`."""

    tactics: Annotated[list[TacticShape], Some]


class FigureTableShape(Shape):
    """A table of figures. Each row names its source; its other cells are columns."""

    id: SnakeId
    columns: Ids
    rows: Annotated[list[dict[SnakeId, str]], Some]

    @model_validator(mode="after")
    def _known_cells(self) -> Self:
        for row in self.rows:
            if "source" not in row:
                message = "each row needs a `source`"
                raise ValueError(message)
            if unknown := row.keys() - {"source", *self.columns}:
                message = f"no such column: {', '.join(sorted(unknown))}"
                raise ValueError(message)
        return self


class FiguresFile(Shape):
    """`figures.yaml`."""

    tables: Annotated[list[FigureTableShape], Some]


class FormSectionShape(Shape):
    """A section of a form."""

    id: SnakeId
    kind: SectionKind = SectionKind.LINES
    fields: Ids
    rows: Annotated[int, Field(ge=1, le=40)] = 1


class FormShape(Shape):
    """A blank form."""

    id: SnakeId
    sections: Annotated[list[FormSectionShape], Some]
    sources: SourceIds


class FormsFile(Shape):
    """`forms.yaml`."""

    forms: Annotated[list[FormShape], Some]
