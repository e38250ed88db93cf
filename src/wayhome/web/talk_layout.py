"""What stands beside a planned talk: words of the guide for the child's age."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.numbers import Region
    from wayhome.usecases.guide_views import StatementView
    from wayhome.usecases.wayhome import Wayhome

TOPIC = "words_by_age"
AGREEMENT = "agreement"
BAND = re.compile(r"age_(\d+)_(\d+)")
"""How the guide names a statement for some ages."""
NEAR = 2
"""Years by which a child may be younger or older than a band, and its words still help."""


def fitting(statements: Iterable[str], age: int) -> str | None:
    """Return the id of the statement for an age, or for the ages next to it."""
    bands = [(each, BAND.fullmatch(each)) for each in statements]
    near = {
        each: max(int(found[1]) - age, age - int(found[2]), 0) for each, found in bands if found
    }
    best = min(near, key=lambda each: near[each], default=None)
    return best if best is not None and near[best] <= NEAR else None


def advice_for(
    wayhome: Wayhome, age: int | None, language: str, region: Region | None
) -> StatementView | None:
    """Return the guide's words for an age; None where it has none, or the age is not known."""
    if age is None or TOPIC not in wayhome.content.guide.topics:
        return None
    statements = {each.id: each for each in wayhome.topic(TOPIC, language, region).statements}
    found = fitting(statements, age)
    return statements[found] if found else None


def address_of_agreement(wayhome: Wayhome) -> str | None:
    """Return where the family agreement stands among the sheets to print."""
    forms = list(wayhome.content.guide.forms)
    return f"/p/{forms.index(AGREEMENT) + 1}" if AGREEMENT in forms else None
