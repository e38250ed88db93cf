"""What stands large, what below, what under a fold. Pure values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wayhome.model.numbers import Need
from wayhome.web.number_layout import NumberLayout
from wayhome.web.result_layout import lay_out

if TYPE_CHECKING:
    from wayhome.usecases.wayhome import Wayhome


def test_nothing_has_no_layout() -> None:
    assert lay_out([]) is None


def test_the_most_urgent_stands_first_and_nothing_is_lost(wayhome: Wayhome) -> None:
    outcomes = wayhome.check(
        wayhome.take_answers(
            {
                "missing": "no",
                "danger_now": "yes",
                "self_harm": "yes",
                "signs": ["older_partner", "unexplained_gifts"],
                "who": "guardian",
            }
        ),
        "en",
        None,
    ).outcomes
    layout = lay_out(outcomes)
    assert layout
    assert layout.first == outcomes[0].actions[0]
    assert layout.first is not None
    shown = [layout.first, *(a for s in layout.sections for p in s.parts for a in p.actions)]
    ids = [each.id for each in shown]
    assert len(ids) == len(set(ids))
    assert set(ids) == {action.id for each in outcomes for action in each.actions}
    order = [section.urgency for section in layout.sections]
    assert order == sorted(order, key=list(type(order[0])).index)


@pytest.mark.parametrize("need", list(Need))
def test_every_number_of_a_list_stands_somewhere_in_order(wayhome: Wayhome, need: Need) -> None:
    views = wayhome.numbers(wayhome.region("US"), "en", need)
    laid_out = NumberLayout().arrange(views)
    shown = [laid_out.emergency] if laid_out.emergency else []
    # The emergency number is lifted above the others, wherever it stands in the list.
    order = sorted(views, key=lambda view: not view.service.emergency)
    assert [*shown, *laid_out.open, *laid_out.folded] == order


def test_in_a_crisis_the_emergency_number_is_in_sight(wayhome: Wayhome) -> None:
    for region in wayhome.content.regions.values():
        views = wayhome.numbers(region, "en", Need.CRISIS)
        laid_out = NumberLayout().arrange(views)
        in_sight = [laid_out.emergency, *laid_out.open]
        assert any(view is not None and view.service.emergency for view in in_sight)


def test_an_emergency_number_stands_once_on_a_page_but_never_disappears(wayhome: Wayhome) -> None:
    region = wayhome.region("US")
    emergency = wayhome.numbers(region, "en", Need.EMERGENCY)
    missing = wayhome.numbers(region, "en", Need.MISSING)
    layout = NumberLayout()
    assert layout.arrange(missing).emergency == emergency[0]
    assert layout.arrange(missing).emergency is None
    assert layout.arrange(emergency).open == emergency
