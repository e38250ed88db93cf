"""`wayhome guide`: what is known, topic by topic, with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wayhome.cli import options
from wayhome.usecases.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from wayhome.model.words import Words
    from wayhome.usecases.wayhome import Wayhome


@click.command("guide")
@click.argument("topic", required=False)
@click.option("--search", "query", help="Only list the topics that hold these words.")
@options.region_option
@options.json_option
@options.lang_option
@options.home_option
def guide_command(
    topic: str | None,
    query: str | None,
    region: str | None,
    json_to: str | None,
    lang: str | None,
    home: Path | None,
) -> None:
    """Explain: list the topics, or show one of them.

    TOPIC is an id from the list, such as what_it_is.
    """
    wayhome, words = options.start(lang)
    if topic is None:
        _list_topics(wayhome, words, query, json_to)
        return
    # A topic that does not exist is the problem to tell; nobody needs a region for that.
    wayhome.topic(topic, words.language, None)
    chosen = options.choose_region(wayhome, words, region, Home.find(home))
    view = wayhome.topic(topic, words.language, chosen)
    if json_to is not None:
        from wayhome.usecases.guide_json import topic_json
        from wayhome.usecases.json_shapes import to_text

        options.write_output(json_to, to_text(topic_json(view, wayhome, words.language)))
        return
    from wayhome.cli.guide_printing import GuidePrinter
    from wayhome.cli.printing import Printer

    GuidePrinter(Printer(words)).topic(view, wayhome)


def _list_topics(wayhome: Wayhome, words: Words, query: str | None, json_to: str | None) -> None:
    found = None
    if query is not None:
        found = [link.id for link in wayhome.search_guide(query, words.language)]
    groups = wayhome.topic_groups(words.language)
    if json_to is not None:
        from wayhome.usecases.guide_json import topics_json
        from wayhome.usecases.json_shapes import to_text

        options.write_output(json_to, to_text(topics_json(groups, found)))
        return
    from wayhome.cli.guide_printing import GuidePrinter
    from wayhome.cli.printing import Printer

    GuidePrinter(Printer(words)).topics(groups, found)
