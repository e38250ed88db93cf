"""The shapes of `calls.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wayhome.library.schemas import Flag, KebabId, RegionId, Shape, SnakeId, Some, SourceIds

Ids = Annotated[list[SnakeId], Some]
Regions = list[RegionId]
Hours = Annotated[int, Field(ge=1, le=24 * 90)]


class CallEventShape(Shape):
    """Something that can happen in a call."""

    id: SnakeId
    regions: Regions = Field(default_factory=list)
    reached: Flag = True


class OverdueStepShape(Shape):
    """What to do when a time has passed."""

    id: SnakeId
    sources: SourceIds
    services: list[KebabId] = Field(default_factory=list)


class CallRuleShape(Shape):
    """A time that the law gives somebody."""

    id: SnakeId
    started_by: Ids
    ended_by: Ids
    hours: Hours
    regions: Annotated[Regions, Some]
    sources: SourceIds
    overdue: Annotated[list[OverdueStepShape], Some]
    if_first: list[SnakeId] = Field(default_factory=list)
    not_with: list[SnakeId] = Field(default_factory=list)
    closed_by: list[SnakeId] = Field(default_factory=list)


class CallsFile(Shape):
    """`calls.yaml`."""

    events: Annotated[list[CallEventShape], Some]
    rules: list[CallRuleShape]
    promised: Annotated[list[OverdueStepShape], Some]
