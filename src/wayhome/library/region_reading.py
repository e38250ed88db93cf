"""Read the regions: their services, and for each need the order in which to call."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wayhome.library import building, cross_checks, schemas
from wayhome.model.numbers import Need

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wayhome.library.files import Reading
    from wayhome.model.numbers import Region
    from wayhome.model.sources import Source

FOR_THE_YOUNG = (Need.YOUTH, Need.CRISIS)
"""Lists that a young person is led to: no line there may be the police, but for emergencies."""


def read_regions(
    reading: Reading, known: Collection[str], sources: Mapping[str, Source]
) -> dict[str, Region]:
    """Return the regions, the United States first, as far as they can be read."""
    regions: dict[str, Region] = {}
    taken: dict[str, str] = {}
    for name in reading.names("regions"):
        shape = reading.shaped(name, schemas.RegionFile)
        if shape is None:
            continue
        note = partial(reading.fault, name)
        _check_region(shape, known, note)
        for index, service in enumerate(shape.services):
            reading.check_day(name, ("services", index, "seen_on"), service.seen_on)
            reading.check_day(name, ("services", index, "checked_on"), service.checked_on)
        for key in (shape.id, *shape.aliases, *(service.id for service in shape.services)):
            if taken.setdefault(key, name) != name:
                note((), f"{key!r} stands in {taken[key]} already")
        regions[shape.id] = building.build_region(shape, sources)
    return dict(sorted(regions.items(), key=lambda item: (item[0] != "US", item[0])))


def _check_region(
    shape: schemas.RegionFile,
    sources: Collection[str],
    note: cross_checks.Note,
) -> None:
    ids = [service.id for service in shape.services]
    cross_checks.check_unique(ids, "services", note)
    for index, service in enumerate(shape.services):
        path = ("services", index)
        cross_checks.check_known((service.source,), sources, (*path, "source"), "source", note)
        if not any(service.id in listed for listed in shape.order.values()):
            note((*path, "id"), f"{service.id!r} stands in no list below `order`")
    _check_order(shape, note)


def _check_order(shape: schemas.RegionFile, note: cross_checks.Note) -> None:
    by_id = {service.id: service for service in shape.services}
    for need, listed in shape.order.items():
        cross_checks.check_known(listed, by_id, ("order", need.value), "service", note)
        if len(set(listed)) != len(listed):
            note(("order", need.value), "a service stands here twice")
    for need in Need:
        # Where no line is known the list holds the emergency number, and the pages say so.
        if need not in shape.order:
            note(("order",), f"no order in which to call for {need.value!r}")
    first = by_id.get(shape.order.get(Need.EMERGENCY, [""])[0])
    if first is not None and not first.emergency:
        note(("order", "emergency"), "an emergency service must stand first here")
    _check_lists_for_the_young(shape, note)


def _check_lists_for_the_young(shape: schemas.RegionFile, note: cross_checks.Note) -> None:
    police = {each.id for each in shape.services if each.law_enforcement and not each.emergency}
    for need in FOR_THE_YOUNG:
        for service_id in shape.order.get(need, ()):
            if service_id in police:
                note(("order", need.value), f"{service_id!r} is the police: not for this list")
