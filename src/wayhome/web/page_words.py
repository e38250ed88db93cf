"""Words, dates and links as the templates need them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from wayhome.web import shell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from flask import Flask

    from wayhome.model.numbers import Service


def register(app: Flask) -> None:
    """Give the templates what they may call."""
    app.context_processor(_context)
    app.jinja_env.filters.update(day=show_day, tongues=show_languages, sms=sms_link, host=show_host)


def _context() -> dict[str, object]:
    return {
        "t": say,
        "language": shell.language(),
        "other_languages": [
            (code, shell.shell().wayhome.words(code)("interface.language_name"))
            for code in shell.shell().wayhome.languages
            if code != shell.language()
        ],
        "is_inside": shell.is_inside,
    }


def say(key: str, /, **values: object) -> str:
    """Return a text of the interface in this language, fit for the reader."""
    text = shell.words().for_reader(f"interface.{key}", shell.reader())
    return text.format_map(values) if values else text


def show_day(day: date) -> str:
    """Return a day as this language writes it."""
    from babel.dates import format_date

    return format_date(day, format="long", locale=shell.language())


def show_languages(codes: Iterable[str]) -> str:
    """Return the names of languages, in this language."""
    from babel import Locale

    names = Locale.parse(shell.language()).languages
    return ", ".join(str(names.get(code, code)) for code in codes)


def sms_link(service: Service) -> str:
    """Return a link that opens a text message, in the form that all phones understand."""
    body = f"?&body={quote(service.text_body)}" if service.text_body else ""
    return f"sms:{service.text_to}{body}"


def show_host(address: str) -> str:
    """Return the part of a web address that a person can read and trust."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
