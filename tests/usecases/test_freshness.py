"""When a number or a source is due for a check."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from wayhome.guide.freshness import is_stale
from wayhome.model.sources import Confidence, Status, status_of

if TYPE_CHECKING:
    from wayhome.usecases.wayhome import Wayhome

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("last_known", "stale"),
    [
        (None, True),
        (DAY, False),
        (DAY - dt.timedelta(days=180), False),
        (DAY - dt.timedelta(days=181), True),
    ],
)
def test_stale_after_180_days_and_always_without_a_date(
    last_known: dt.date | None, *, stale: bool
) -> None:
    assert is_stale(last_known, DAY) is stale


def test_a_statement_is_confirmed_only_if_nothing_in_it_is_second_hand(wayhome: Wayhome) -> None:
    by_letter = {source.confidence: source for source in wayhome.content.sources.values()}
    first, second, ours = (by_letter[Confidence(letter)] for letter in "PSC")
    assert status_of([first, ours]) is Status.CONFIRMED
    assert status_of([first, second]) is Status.TO_CONFIRM


def test_a_number_is_confirmed_only_on_the_publishers_own_word(wayhome: Wayhome) -> None:
    sources = wayhome.content.sources
    for region in wayhome.content.regions.values():
        for service in region.services:
            if service.status is Status.CONFIRMED:
                assert sources[service.source].confidence is Confidence.PUBLISHER
                assert not service.to_confirm
