"""The named predicates that the flow may call: rules that a list of options can't say.

None of them is a score. Where signs are counted, it is only to tell one from several: NCMEC's
own rule is that no single sign confirms anything and that several together raise concern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.model.flow import SignKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wayhome.model.conditions import Answers, Rule, Rules
    from wayhome.model.flow import Sign

POINTING = (SignKind.CONTACT, SignKind.THING)

MANY = 4
"""Signs of any kind that together raise concern, if at least two of them happen now."""

RULE_NAMES = frozenset({"any_sign", "signs_that_point_to_someone", "sign_that_calls_for_help"})


def rules_for(signs: Mapping[str, Sign]) -> Rules:
    """Return the predicates over these signs, by the names that content uses."""

    def chosen(answers: Answers) -> list[Sign]:
        return [signs[sign_id] for sign_id in answers.get("signs", ()) if sign_id in signs]

    def any_sign(answers: Answers) -> bool:
        """Something was noticed, a hardship or more."""
        return bool(chosen(answers))

    def signs_that_point_to_someone(answers: Answers) -> bool:
        """A person or a thing that can't be explained, together with anything more.

        Low mood and missed school have many causes; with a much older partner, or gifts from
        nobody, they say more, and so does a hardship that traffickers look for. Where many
        things come together, no person needs to be known.
        """
        signs_chosen = chosen(answers)
        happening = [each for each in signs_chosen if each.kind is not SignKind.VULNERABILITY]
        pointing = [each for each in happening if each.kind in POINTING]
        if len(signs_chosen) >= MANY and len(happening) > 1:
            return True
        return bool(pointing) and len(signs_chosen) > 1

    def sign_that_calls_for_help(answers: Answers) -> bool:
        """One sign that is reason enough to ask those who know, whatever else there is."""
        return any(each.calls_for_help for each in chosen(answers))

    rules: dict[str, Rule] = {
        "any_sign": any_sign,
        "signs_that_point_to_someone": signs_that_point_to_someone,
        "sign_that_calls_for_help": sign_that_calls_for_help,
    }
    return rules
