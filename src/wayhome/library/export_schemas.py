"""The shape of `exports.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wayhome.library.schemas import Flag, KebabId, Shape, SnakeId, Some


class ExportLineShape(Shape):
    """A step, or something that is missing. `sources: []` says that none was found."""

    id: SnakeId
    sources: list[KebabId]


class ExportShape(Shape):
    """How one platform gives its chats."""

    id: SnakeId
    formats: Annotated[list[KebabId], Some]
    needs: list[KebabId]
    steps: Annotated[list[ExportLineShape], Some]
    absent: Annotated[list[ExportLineShape], Some]
    wait: list[KebabId]


class ExportFormatShape(Shape):
    """A format that a reader reads."""

    id: KebabId
    not_visible: list[SnakeId] = Field(default_factory=list)
    coming: Flag = False


class ExportsFile(Shape):
    """`exports.yaml`."""

    formats: Annotated[list[ExportFormatShape], Some]
    exports: Annotated[list[ExportShape], Some]
