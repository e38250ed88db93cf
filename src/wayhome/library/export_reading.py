"""Read how a family gets its chats, and hold that against the sources and the readers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wayhome.library import export_schemas
from wayhome.library.cross_checks import check_known, check_unique
from wayhome.model import exports

if TYPE_CHECKING:
    from collections.abc import Collection

    from wayhome.library.cross_checks import Note
    from wayhome.library.files import Reading

EXPORTS = "exports.yaml"


def read_exports(
    reading: Reading, sources: Collection[str], readers: Collection[str] | None
) -> exports.Exports:
    """Return the ways and the formats as far as they can be read; faults join the others.

    ``readers`` are the ids of those that are built in; None where nobody asks for them.
    """
    shape = reading.shaped(EXPORTS, export_schemas.ExportsFile)
    if shape is None:
        return exports.Exports(entries={}, formats={})
    note = partial(reading.fault, EXPORTS)
    check_unique((each.id for each in shape.formats), "formats", note)
    check_unique((each.id for each in shape.exports), "exports", note)
    formats = {each.id for each in shape.formats}
    for index, each in enumerate(shape.exports):
        check_known(each.formats, formats, ("exports", index, "formats"), "format", note)
        _check_sources(each, sources, ("exports", index), note)
    _check_used(shape, note)
    if readers is not None and EXPORTS not in reading.unshaped:
        _check_readers(shape, readers, note)
    return exports.Exports(
        entries={each.id: _export(each) for each in shape.exports},
        formats={each.id: _format(each) for each in shape.formats},
    )


def _check_sources(
    shape: export_schemas.ExportShape,
    sources: Collection[str],
    path: tuple[str | int, ...],
    note: Note,
) -> None:
    """Note sources that do not exist, and lines of the same id."""
    check_known(shape.needs, sources, (*path, "needs"), "source", note)
    check_known(shape.wait, sources, (*path, "wait"), "source", note)
    for name, lines in (("steps", shape.steps), ("absent", shape.absent)):
        seen: set[str] = set()
        for index, line in enumerate(lines):
            here = (*path, name, index)
            check_known(line.sources, sources, (*here, "sources"), "source", note)
            if line.id in seen:
                note((*here, "id"), f"the id {line.id!r} stands here a second time")
            seen.add(line.id)


def _check_used(shape: export_schemas.ExportsFile, note: Note) -> None:
    """Note formats that no export leads to: nobody would learn how to get one."""
    named = {name for each in shape.exports for name in each.formats}
    for index, each in enumerate(shape.formats):
        if each.id not in named:
            note(("formats", index, "id"), f"no export leads to the format {each.id!r}")


def _check_readers(shape: export_schemas.ExportsFile, readers: Collection[str], note: Note) -> None:
    """Note where the formats and the built-in readers are out of step."""
    for index, each in enumerate(shape.formats):
        path = ("formats", index, "id")
        if each.coming and each.id in readers:
            note(path, f"the reader {each.id!r} is there: leave out `coming`")
        elif not each.coming and each.id not in readers:
            note(path, f"there is no reader {each.id!r}: it needs `coming: true`")
    for missing in sorted(set(readers) - {each.id for each in shape.formats}):
        note(("formats",), f"the reader {missing!r} has no entry here")


def _export(shape: export_schemas.ExportShape) -> exports.Export:
    return exports.Export(
        id=shape.id,
        formats=tuple(shape.formats),
        needs=tuple(shape.needs),
        steps=tuple(map(_line, shape.steps)),
        absent=tuple(map(_line, shape.absent)),
        wait=tuple(shape.wait),
    )


def _line(shape: export_schemas.ExportLineShape) -> exports.ExportLine:
    return exports.ExportLine(shape.id, tuple(shape.sources))


def _format(shape: export_schemas.ExportFormatShape) -> exports.ExportFormat:
    return exports.ExportFormat(shape.id, tuple(shape.not_visible), shape.coming)
