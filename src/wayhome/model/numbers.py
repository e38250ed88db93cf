"""Whom to call: services by region, and the order in which to call them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wayhome.model.sources import Status


class Need(StrEnum):
    """What a call is for."""

    EMERGENCY = "emergency"
    MISSING = "missing"
    SUSPECTED = "suspected"
    IMAGES = "images"
    CRISIS = "crisis"
    RUNAWAY = "runaway"
    HOME = "home"
    YOUTH = "youth"


@dataclass(frozen=True, slots=True)
class Service:
    """One service that can be reached. Words at ``numbers.services.<id>``."""

    id: str
    region: str
    needs: tuple[Need, ...]
    phone: str | None
    """E.164, or a short code such as 911."""
    shown: str | None
    text_to: str | None
    text_body: str | None
    chat: str | None
    web: str | None
    hours: str | None
    languages: tuple[str, ...]
    emergency: bool
    law_enforcement: bool
    immigration_authority: bool
    may_pass_on_identity: bool
    source: str
    to_confirm: tuple[str, ...]
    """Channels that were found second-hand only."""
    seen_on: date | None
    checked_on: date | None
    """The day on which a person asked the operator."""
    twin_of: str | None
    """The service that is the same line in another language."""
    status: Status

    @property
    def last_known(self) -> date | None:
        """The newest date that speaks for this number."""
        return self.checked_on or self.seen_on


@dataclass(frozen=True, slots=True)
class Region:
    """The services of a country or group of countries, and whom to call first for what."""

    id: str
    aliases: tuple[str, ...]
    services: tuple[Service, ...]
    order: Mapping[Need, tuple[str, ...]]

    def for_need(self, need: Need) -> tuple[Service, ...]:
        """Return the services for a need, in the order in which to call."""
        by_id = {service.id: service for service in self.services}
        return tuple(by_id[service_id] for service_id in self.order.get(need, ()))
