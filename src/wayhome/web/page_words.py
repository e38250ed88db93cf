"""Words, dates and links as the templates need them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from wayhome.web import shell
from wayhome.web.topic_layout import show_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from flask import Flask

    from wayhome.model.numbers import Service

PROCEDURE_ADDRESSES = {
    "missing": "/c",
    "suspected": "/d",
    "young_person": "/e",
    "other_adult": "/f",
}


def register(app: Flask) -> None:
    """Give the templates what they may call."""
    app.context_processor(_context)
    app.jinja_env.filters.update(
        day=show_day,
        tongues=show_languages,
        sms=sms_link,
        host=show_host,
        bare=show_address,
        figure=show_figure,
        topic_address=topic_address,
    )
    app.jinja_env.globals["procedure_addresses"] = PROCEDURE_ADDRESSES


def _context() -> dict[str, object]:
    return {
        "t": _speaker(),
        "language": shell.language(),
        "other_languages": [
            (code, shell.shell().wayhome.words(code)("interface.language_name"))
            for code in shell.shell().wayhome.languages
            if code != shell.language()
        ],
        "is_inside": shell.is_inside,
    }


def _speaker() -> Callable[..., str]:
    """Return what gives the interface's texts in this language, fit for the reader.

    A page asks for hundreds of texts: the language and the reader are looked up once.
    """
    words, reader = shell.words(), shell.reader()

    def say(key: str, /, **values: object) -> str:
        text = words.for_reader(f"interface.{key}", reader)
        return text.format_map(values) if values else text

    return say


def show_day(day: date) -> str:
    """Return a day as this language writes it."""
    return _written(day, shell.language())


def show_languages(codes: Iterable[str]) -> str:
    """Return the names of languages, in this language."""
    return _named(tuple(codes), shell.language())


# The same few days and languages stand on every page, and Babel takes its time with each.
@lru_cache(maxsize=512)
def _written(day: date, language: str) -> str:
    from babel.dates import format_date

    return format_date(day, format="long", locale=language)


@lru_cache(maxsize=128)
def _named(codes: tuple[str, ...], language: str) -> str:
    from babel import Locale

    names = Locale.parse(language).languages
    return ", ".join(str(names.get(code, code)) for code in codes)


def sms_link(service: Service) -> str:
    """Return a link that opens a text message, in the form that all phones understand."""
    body = f"?&body={quote(service.text_body)}" if service.text_body else ""
    return f"sms:{service.text_to}{body}"


def show_host(address: str) -> str:
    """Return the part of a web address that a person can read and trust."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def show_address(address: str) -> str:
    """Return a web address as one types it from paper."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/") or address


def topic_address(topic_id: str) -> str:
    """Return where a topic stands: its place in the content's order, never its name."""
    return f"/i/{list(shell.shell().wayhome.content.guide.topics).index(topic_id) + 1}"
