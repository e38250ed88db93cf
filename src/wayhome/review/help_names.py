"""Names of those who help: a talk under such a name is left out, if nothing was found in it.

A name proves nothing, so it hides nothing where a tactic is found: nobody can hide behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayhome.review.child import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wayhome.model.reviews import ConversationReview

NO_WORD = re.compile(r"[^\w]+")
TOO_COMMON = frozenset({"hotline", "state department", "missing people", "departamento de estado"})
"""Names that are anybody's: their numbers protect them."""
SHORTEST = 5
"""Letters: a shorter name stands in too many others."""


@dataclass(frozen=True, slots=True)
class HelpNames:
    """Names of helplines and services, as `same_name` gives them."""

    names: frozenset[str]

    def holds(self, name: str) -> bool:
        """Tell whether a name is that of a service, or holds it."""
        plain = NO_WORD.sub(" ", same_name(name)).strip()
        return plain in self.names or any(
            f" {each} " in f" {plain} " for each in self.names if len(each) >= SHORTEST
        )

    def protects(self, review: ConversationReview) -> bool:
        """Tell whether a talk is left out of everything."""
        if any(finding.is_sure for finding in review.findings):
            return False
        return self.holds(review.conversation) or (
            len(review.contacts) == 1 and self.holds(review.contacts[0].name)
        )


def build_help_names(names: Iterable[str]) -> HelpNames:
    """Return these names without what explains them, and those in brackets beside them."""
    found: set[str] = set()
    for name in names:
        plain = same_name(name)
        # "The Trevor Project, for LGBTQ young people", "Internet Watch Foundation (IWF)".
        short = plain.partition(",")[0].partition(" (")[0]
        bracket = plain.partition("(")[2].partition(")")[0]
        found.update(NO_WORD.sub(" ", each).strip() for each in (short, bracket))
        found.add(NO_WORD.sub(" ", short.removeprefix("the ")).strip())
    return HelpNames(frozenset(found - TOO_COMMON - {""}))
