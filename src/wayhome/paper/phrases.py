"""Days, languages and addresses, as people read and press them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from wayhome.model.sources import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wayhome.model.content import Content
    from wayhome.model.numbers import Service


def day_of(content: Content) -> date:
    """Return the newest day on which anything of the content was seen.

    Paper is dated by what it says, not by the clock: the same content makes the same bytes. So what
    only tells where menus of apps were seen does not count: none of it is on paper, and a number
    must not look newer than it is.
    """
    menus = content.exports.sources()
    days = [
        source.seen
        for source in content.sources.values()
        if source.id not in menus or source.confidence is Confidence.OWN_JUDGEMENT
    ]
    for region in content.regions.values():
        days.extend(each.last_known for each in region.services if each.last_known)
    return max(days)


# The same few days and languages stand in hundreds of places, and Babel takes its time with each.
@lru_cache(maxsize=512)
def written_day(day: date, language: str) -> str:
    """Return a day as this language writes it."""
    from babel.dates import format_date

    return format_date(day, format="long", locale=language)


def language_names(codes: Iterable[str], language: str) -> str:
    """Return the names of languages, in this language."""
    return ", ".join(_language_name(code, language) for code in codes)


@lru_cache(maxsize=512)
def _language_name(code: str, language: str) -> str:
    from babel import Locale

    return str(Locale.parse(language).languages.get(code, code))


def sms_link(service: Service) -> str:
    """Return a link that opens a text message, in the form that all phones understand."""
    body = f"?&body={quote(service.text_body)}" if service.text_body else ""
    return f"sms:{service.text_to}{body}"


def typed_address(address: str) -> str:
    """Return a web address as one types it from paper."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/") or address


def host_of(address: str) -> str:
    """Return the part of a web address that a person can read and type."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
