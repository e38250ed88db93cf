"""`wayhome review`: look through exported chats for signs, and say why."""

from __future__ import annotations

import json

import click

from wayhome.cli import options
from wayhome.cli.reading import AUTO, refuse_if_nothing, refuse_to_overwrite, say_unread
from wayhome.cli.verify import showing_progress
from wayhome.model.problems import UserProblem


@click.command("review")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--child", "children", multiple=True, metavar="NAME", help="The child's name in the chats."
)
@click.option("--zone", help="The child's time zone, such as America/Chicago.")
@click.option(
    "--dates",
    type=click.Choice([AUTO, "dmy", "mdy", "ymd"]),
    default=AUTO,
    help="Order of day, month and year, where the files leave a doubt.",
)
@click.option("--json", "json_to", metavar="FILE", help="Write it as JSON; - is standard output.")
@click.option("--explain", metavar="ID", help="Show all that led to one finding.")
@options.lang_option
def review_command(
    paths: tuple[str, ...],
    children: tuple[str, ...],
    zone: str | None,
    dates: str,
    json_to: str | None,
    explain: str | None,
    lang: str | None,
) -> None:
    """Look through exported chats for signs that somebody grooms, recruits or extorts a child.

    It names lines and says why, never that a chat is harmless. Nothing is kept or sent.
    """
    from wayhome.model.messages import DateOrder
    from wayhome.review.reading import Settings
    from wayhome.review.zones import find_zone
    from wayhome.usecases.chat_review import ChatReview

    if json_to is not None and explain is not None:
        raise UserProblem("json_or_explain")
    refuse_to_overwrite(json_to, paths)
    wayhome, words = options.start(lang)
    settings = Settings(
        dates=None if dates == AUTO else DateOrder(dates),
        zone=find_zone(zone) if zone else None,
    )
    with showing_progress() as progress:
        review = ChatReview(wayhome.content, settings, children, progress)
        review.find(paths)
        refuse_if_nothing(words, review.reading)
        for _ in review.run():
            pass
    if json_to is not None:
        from wayhome.usecases.review_json import review_json

        text = json.dumps(review_json(review, words), ensure_ascii=False, indent=2)
        options.write_output(json_to, f"{text}\n")
    else:
        from wayhome.cli.review_printing import print_explained, print_review

        if explain is not None:
            print_explained(words, review, explain)
        else:
            print_review(words, review)
    say_unread(words, review.reading)
