"""Whom to call, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wayhome.model.numbers import Need, Region, Service


def find_region(regions: Mapping[str, Region], name: str) -> Region | None:
    """Return the region with this id or alias, in whatever case it was typed."""
    wanted = name.strip().upper()
    for region in regions.values():
        if wanted == region.id or wanted in region.aliases:
            return region
    return None


def services_in_order(region: Region, need: Need | None = None) -> tuple[Service, ...]:
    """Return the services for a need as they are to be called.

    Without a need: emergency services first, then the order of the region's file.
    """
    if need is not None:
        return region.for_need(need)
    return tuple(sorted(region.services, key=lambda service: not service.emergency))


def in_readers_language(services: Sequence[Service], language: str) -> tuple[Service, ...]:
    """Return the services with twins in the reader's order.

    The twin that speaks the reader's language takes the place of its line; the other one goes
    to the end. The order of all else is the order in which to call, and stays.
    """
    listed = {service.id for service in services}
    first: list[Service] = []
    last: list[Service] = []
    twins = {each.twin_of: each for each in services if each.twin_of in listed}
    for service in services:
        if service.twin_of in listed:
            continue
        twin = twins.get(service.id)
        if twin is None:
            first.append(service)
            continue
        speaks = language in twin.languages and language not in service.languages
        first.append(twin if speaks else service)
        last.append(service if speaks else twin)
    return (*first, *last)


def services_for(region: Region, needs: Iterable[Need]) -> tuple[Service, ...]:
    """Return the services for several needs in turn, each service once."""
    found: dict[str, Service] = {}
    for need in needs:
        for service in region.for_need(need):
            found.setdefault(service.id, service)
    return tuple(found.values())
