"""Whom to call, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def services_for(region: Region, needs: Iterable[Need]) -> tuple[Service, ...]:
    """Return the services for several needs in turn, each service once."""
    found: dict[str, Service] = {}
    for need in needs:
        for service in region.for_need(need):
            found.setdefault(service.id, service)
    return tuple(found.values())
