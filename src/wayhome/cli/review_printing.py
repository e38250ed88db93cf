"""What a review found, for people at a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from wayhome.cli.printing import Printer
from wayhome.model.problems import UserProblem
from wayhome.model.reviews import Level
from wayhome.packet.verify import shown
from wayhome.usecases.review_json import ReviewWords

if TYPE_CHECKING:
    from wayhome.model.reviews import ContactReview, ConversationReview, Finding
    from wayhome.model.words import Words
    from wayhome.usecases.chat_review import ChatReview

DAY = len("2025-03-04")
MOST_CONTACTS = 20
HALF_AT_NIGHT = 0.3
"""Share of messages at night from which it is said: one in three waking hours is night."""


def print_review(words: Words, review: ChatReview) -> None:
    """Print the contacts that stand out with their lines, then the others as counts."""
    said, paper = ReviewWords(words), Printer(words)
    contacts = [each for talk in review.conversations for each in talk.contacts]
    found = sorted(
        (each for each in contacts if each.level.is_finding), key=lambda each: each.level.rank
    )
    if any(not each.roles_known for each in review.conversations):
        paper.paragraph(words("review.terminal.roles"))
    if found:
        click.secho(words("review.terminal.title"), bold=True)
    elif any(each.level is Level.NOTHING for each in contacts):
        click.echo(words("review.terminal.none"))
    else:
        click.echo(words("review.terminal.none_read"))
    if found:
        # First, and once more at the end of a long report.
        _print_first_steps(words)
    for contact in found[:MOST_CONTACTS]:
        _print_contact(said, contact)
    if len(found) > MOST_CONTACTS:
        click.echo()
        click.echo(words("review.terminal.more", count=len(found) - MOST_CONTACTS))
    _print_others(said, contacts)
    _print_limits(words, review.conversations)
    if found:
        _print_first_steps(words)
    click.echo()
    paper.paragraph(words("review.terminal.never"))
    paper.paragraph(words("reading.not_visible.protected"))


def _print_first_steps(words: Words) -> None:
    click.echo()
    click.secho(words("review.terminal.next"), bold=True)
    Printer(words).paragraph(words("review.terminal.steps"), 2)


def _print_contact(said: ReviewWords, contact: ContactReview) -> None:
    words, paper = said.words, Printer(said.words)
    click.echo()
    click.secho(
        words(
            "review.terminal.contact",
            level=said.level(contact.level),
            name=shown(contact.name),
            conversation=shown(contact.conversation),
            messages=contact.messages,
            first=(contact.first or "?")[:DAY],
            last=(contact.last or "?")[:DAY],
        ),
        bold=True,
    )
    paper.paragraph(said.level_means(contact.level), 2)
    if contact.night_share is not None and contact.night_share >= HALF_AT_NIGHT:
        share = round(contact.night_share * 100)
        click.echo(f"  {words('review.terminal.night', share=share)}")
    for finding in sorted(contact.findings, key=lambda each: each.level.rank):
        label = said.tactic(finding.tactic)
        paper.item("*", words("review.terminal.finding", tactic=label, id=finding.id), 2)
        paper.paragraph(said.why(finding), 4)
        paper.paragraph(words("review.terminal.innocent", text=said.innocent(finding)), 4)
        do = words(f"tactics.{finding.tactic}.do")
        paper.paragraph(words("review.terminal.do", text=do), 4)


def _print_others(said: ReviewWords, contacts: list[ContactReview]) -> None:
    """Print how many contacts have each other level, never who: it is no window."""
    counts = Counter(each.level for each in contacts if not each.level.is_finding)
    if not counts:
        return
    click.echo("")
    click.echo(said.words("review.terminal.others"))
    for level in (Level.NOT_ENOUGH, Level.NOTHING):
        if counts[level]:
            line = said.words(
                "review.terminal.count",
                level=said.level(level),
                count=counts[level],
                means=said.level_means(level),
            )
            Printer(said.words).paragraph(line, 2)


def _print_limits(words: Words, conversations: list[ConversationReview]) -> None:
    """Print what the review could not say anything of."""
    own = sum(not each.contacts for each in conversations)
    foreign = sum(not each.covered for each in conversations)
    failed = sum(any(why == "failed" for _, why in each.not_run) for each in conversations)
    for key, count in (("own_side", own), ("languages", foreign), ("failed", failed)):
        if count:
            click.echo(words(f"review.terminal.{key}", count=count))


def print_explained(words: Words, review: ChatReview, finding_id: str) -> None:
    """Print everything that led to one finding; UserProblem ``no_such_finding``."""
    contact, finding = _find(review, finding_id)
    said = ReviewWords(words)
    click.echo(
        words(
            "review.terminal.explain",
            tactic=said.tactic(finding.tactic),
            conversation=shown(finding.conversation),
            name=shown(finding.contact),
            level=said.level(finding.level),
        )
    )
    for reason in contact.reasons:
        click.echo(f"  {reason.amount:+6.2f}  {said.reason(reason)}")
    if contact.score is not None and contact.marks is not None:
        eye, talk = contact.marks
        click.echo(
            words(
                "review.terminal.sum",
                score=f"{contact.score:.2f}",
                eye=f"{eye:.2f}",
                talk=f"{talk:.2f}",
            )
        )
        if contact.score < eye:
            click.echo(words("review.terminal.alone"))
    for reason in finding.line_reasons:
        amount = "" if reason.part == "pattern" else f" {reason.amount:+.2f}"
        click.echo(f"  {said.reason(reason)}{amount}")
    if finding.level is Level.ACT_NOW:
        click.echo(words("review.terminal.act"))
    click.echo(said.why(finding))
    click.echo(words("review.terminal.innocent", text=said.innocent(finding)))


def _find(review: ChatReview, finding_id: str) -> tuple[ContactReview, Finding]:
    for talk in review.conversations:
        for contact in talk.contacts:
            for finding in contact.findings:
                if finding.id == finding_id:
                    return contact, finding
    raise UserProblem("no_such_finding")
