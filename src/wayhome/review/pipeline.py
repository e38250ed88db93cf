"""From a conversation to what was found in it. Pure: no disk, no clock, no chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.model.messages import Place
from wayhome.model.reviews import ContactReview, ConversationReview, Level
from wayhome.review.contact_review import review_contact
from wayhome.review.heard import hear

if TYPE_CHECKING:
    from wayhome.review.engine import Engine
    from wayhome.review.talk import Talk

MOST_CONTACTS = 500
"""Contacts of one conversation, those who write most: a public group may have tens of thousands."""
FAILED, LANGUAGE, TOO_MANY = "failed", "language", "too_many_contacts"


def review_talk(
    talk: Talk,
    engine: Engine,
    child: frozenset[int],
    place: Place = Place.UNKNOWN,
    *,
    roles_known: bool = True,
) -> ConversationReview:
    """Return the review of one conversation.

    ``child`` are the child's places among the senders; where it is empty every sender is a contact.
    ``roles_known`` tells whether that is because the child wrote nothing, or is not known.
    What fails is named in ``not_run`` and ends nothing.
    """
    heard = hear(talk, engine, child)
    not_run = {each.tactic: FAILED for each in engine.hints.failed}
    if not heard.language.covered:
        not_run = dict.fromkeys(engine.tactics, LANGUAGE)
    counts = [0] * len(talk.senders)
    for sender in talk.who:
        counts[sender] += 1
    contacts = [number for number in range(len(talk.senders)) if number not in child]
    most = sorted(contacts, key=lambda number: -counts[number])[:MOST_CONTACTS]
    if len(contacts) > len(most):
        not_run.setdefault("", TOO_MANY)
    strangers = place is Place.REQUESTS
    found: list[ContactReview] = []
    for number in sorted(most):
        try:
            found.append(review_contact(heard, number, from_strangers=strangers))
        except Exception:  # noqa: BLE001 - one contact's fault ends nothing, and is said
            not_run.update(dict.fromkeys(engine.tactics, FAILED))
            found.append(_not_read(talk, number, counts[number], from_strangers=strangers))
    return ConversationReview(
        conversation=talk.title,
        messages=talk.count,
        language=heard.language.code,
        covered=heard.language.covered,
        contacts=tuple(found),
        roles_known=roles_known,
        not_run=tuple(not_run.items()),
    )


def _not_read(talk: Talk, number: int, messages: int, *, from_strangers: bool) -> ContactReview:
    return ContactReview(
        conversation=talk.title,
        name=talk.senders[number].name,
        level=Level.NOT_ENOUGH,
        messages=messages,
        first=None,
        last=None,
        night_share=None,
        score=None,
        marks=None,
        reasons=(),
        findings=(),
        from_strangers=from_strangers,
    )
