"""What was read of exports, for people at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wayhome.packet.verify import shown
from wayhome.review.reading import assumptions

if TYPE_CHECKING:
    from wayhome.model.words import Words
    from wayhome.review.contacts import Contacts
    from wayhome.review.reading import Reading

MOST_FILES, MOST_CONTACTS = 20, 40
NOT_OPENED = "media_not_opened"


def print_summary(words: Words, reading: Reading, contacts: Contacts) -> None:
    """Print what was read, who writes, what is in doubt, and what is not visible."""
    for account in reading.accounts[:MOST_FILES]:
        name = words.find(f"reading.formats.{account.format}") or account.format
        click.echo(
            words(
                "reading.terminal.file",
                path=shown(account.path),
                format=name,
                messages=account.messages,
                conversations=account.conversations,
            )
        )
        for skipped in account.skipped[:MOST_FILES]:
            why = words.find(f"reading.skipped.{skipped.code}") or skipped.code
            click.echo(f"  {shown(skipped.where)}: {why}")
        for assumed in assumptions(account, reading.settings):
            what = words.find(f"reading.assumed.{assumed.what}") or assumed.what
            why = words.find(f"reading.why.{assumed.why}") or assumed.why
            value = f" {shown(assumed.value)}" if assumed.value else ""
            click.echo(f"  {what}{value}: {why}")
    more = len(reading.accounts) - MOST_FILES
    if more > 0:
        click.echo(words("reading.terminal.more_files", count=more))
    others = [each for each in reading.unread if not each.whole and each.code != NOT_OPENED]
    for each in others[:MOST_FILES]:
        why = words.find(f"reading.skipped.{each.code}") or each.code
        click.echo(words("reading.terminal.not_read", path=shown(each.path), why=why))
    everybody = contacts.all()
    if everybody:
        click.echo()
        click.echo(words("reading.terminal.people"))
    for contact in everybody[:MOST_CONTACTS]:
        click.echo(
            words(
                "reading.terminal.person",
                name=shown(contact.name),
                messages=contact.messages,
                first=(contact.first or "?")[:10],
                last=(contact.last or "?")[:10],
            )
        )
    if len(everybody) > MOST_CONTACTS:
        click.echo(words("reading.terminal.more_people", count=len(everybody) - MOST_CONTACTS))
    click.echo()
    codes = dict.fromkeys(code for each in reading.accounts for code in each.plan.not_visible)
    for code in (*codes, "protected"):
        click.echo(words.find(f"reading.not_visible.{code}") or code)
