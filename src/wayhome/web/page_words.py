"""Words, dates and links as the templates need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayhome.paper.phrases import host_of, language_names, sms_link, typed_address, written_day
from wayhome.web import shell
from wayhome.web.topic_layout import show_figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask


PROCEDURE_ADDRESSES = {
    "missing": "/c",
    "suspected": "/d",
    "young_person": "/e",
    "other_adult": "/f",
    "after_return": "/j",
}


def register(app: Flask) -> None:
    """Give the templates what they may call."""
    app.context_processor(_context)
    app.jinja_env.filters.update(
        day=lambda day: written_day(day, shell.language()),
        tongues=lambda codes: language_names(codes, shell.language()),
        sms=sms_link,
        host=host_of,
        bare=typed_address,
        figure=show_figure,
        topic_address=topic_address,
    )
    app.jinja_env.globals["procedure_addresses"] = PROCEDURE_ADDRESSES


def _context() -> dict[str, object]:
    return {
        "t": _speaker("interface."),
        "w": _speaker(""),
        "language": shell.language(),
        "other_languages": [
            (code, shell.shell().wayhome.words(code)("interface.language_name"))
            for code in shell.shell().wayhome.languages
            if code != shell.language()
        ],
        "is_inside": shell.is_inside,
        "missing_place": _missing_place(),
        "reader_here": shell.reader(),
    }


def _missing_place() -> int | None:
    """Return the step to go on with while missing mode is on, for who came through the door."""
    mode = shell.shell().missing
    return mode.night.place if mode.on and shell.is_inside() else None


def _speaker(start: str) -> Callable[..., str]:
    """Return what gives texts whose keys begin so, in this language, fit for the reader.

    A page asks for hundreds of texts: the language and the reader are looked up once.
    """
    words, reader = shell.words(), shell.reader()

    def say(key: str, /, **values: object) -> str:
        text = words.for_reader(f"{start}{key}", reader)
        return text.format_map(values) if values else text

    return say


def topic_address(topic_id: str) -> str:
    """Return where a topic stands: its place in the content's order, never its name."""
    return f"/i/{list(shell.shell().wayhome.content.guide.topics).index(topic_id) + 1}"
