"""Reading exported chats: which readers, whose numbers are protected, and the report's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wayhome.model.numbers import Need
from wayhome.model.problems import UserProblem
from wayhome.review.readers.builtin import find_readers
from wayhome.review.reading import Reading, Settings, assumptions
from wayhome.review.shelter import build_shelter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wayhome.model.messages import Assumed, Skipped
    from wayhome.model.numbers import Region
    from wayhome.model.words import Words
    from wayhome.review.contacts import Contact
    from wayhome.review.finding import Unread
    from wayhome.review.reading import FileAccount
    from wayhome.review.shelter import Shelter

PROTECTED = "protected"
"""Said of every export, whether or not there was anything to protect."""


def start_reading(
    regions: Iterable[Region],
    settings: Settings,
    meter: Callable[[int, int], None] | None = None,
    others: frozenset[str] = frozenset(),
) -> Reading:
    """Return a run with all readers; UserProblem ``format_unknown``.

    ``others`` names readers of other packages that somebody switched on.
    """
    readers = find_readers(others)
    if settings.format is not None and settings.format not in readers:
        raise UserProblem("format_unknown", known=", ".join(readers))
    return Reading(readers, shelter_of(regions), settings, meter)


def shelter_of(regions: Iterable[Region]) -> Shelter:
    """Return the numbers and addresses of helplines, of all regions.

    The police and the emergency number are none: a child who calls them hides nothing.
    """
    services = [
        each
        for region in regions
        for each in region.services
        if not each.law_enforcement and set(each.needs) != {Need.EMERGENCY}
    ]
    numbers = (raw for each in services for raw in (each.phone, each.text_to) if raw)
    addresses = (raw for each in services for raw in (each.web, each.chat) if raw)
    hosts = ((urlsplit(raw).hostname or "").removeprefix("www.") for raw in addresses)
    return build_shelter(numbers, filter(None, hosts))


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The import report in one language, as JSON has it."""

    words: Words

    def report(self, reading: Reading, contacts: Iterable[Contact] = ()) -> dict[str, object]:
        """Return the whole report."""
        return {
            "inputs": [
                *(self._read(each, reading.settings) for each in reading.accounts),
                *self._unread(reading.unread),
            ],
            "contacts": [_contact(each) for each in contacts],
        }

    def why_not(self, unread: Unread) -> str:
        """Return why something was not read."""
        return self._or_code("skipped", unread.code)

    def _read(self, account: FileAccount, settings: Settings) -> dict[str, object]:
        skipped = [self._skipped(each) for each in account.skipped]
        if account.more_skipped:
            said = self.words("reading.more_skipped", count=account.more_skipped)
            skipped.append({"where": "", "code": "more", "words": said})
        codes = (*account.plan.not_visible, PROTECTED)
        return {
            "path": account.path,
            "sha256": account.digest.result() if account.digest else None,
            "bytes": account.bytes,
            "format": account.format,
            "origin": account.origin,
            "messages": account.messages,
            "conversations": account.conversations,
            "not_visible": [self._or_code("not_visible", each) for each in codes],
            "skipped": skipped,
            "assumed": [self._assumed(each) for each in assumptions(account, settings)],
        }

    def _unread(self, unread: Iterable[Unread]) -> Iterator[dict[str, object]]:
        for each in unread:
            said = {"where": "", "code": each.code, "words": self.why_not(each)}
            yield {
                "path": each.path,
                "sha256": None,
                "bytes": each.bytes,
                "format": None,
                "origin": None,
                "messages": 0,
                "conversations": 0,
                "not_visible": [],
                "skipped": [said],
                "assumed": [],
            }

    def _skipped(self, skipped: Skipped) -> Mapping[str, str]:
        said = self._or_code("skipped", skipped.code)
        return {"where": skipped.where, "code": skipped.code, "words": said}

    def _assumed(self, assumed: Assumed) -> Mapping[str, str]:
        return {
            # A name for scripts, the same in every language: the pages have words for it.
            "what": assumed.what.replace("_", " "),
            "value": assumed.value,
            "why": self._or_code("why", assumed.why),
        }

    def _or_code(self, group: str, code: str) -> str:
        """Return the words of a code; readers of other packages bring codes of their own."""
        return self.words.find(f"reading.{group}.{code}") or code


def _contact(contact: Contact) -> dict[str, object]:
    return {
        "id": contact.id,
        "names": contact.names,
        "conversations": contact.conversations,
        "direct": "direct" in contact.settings,
        "group": "group" in contact.settings,
        "places": sorted(contact.places),
        "messages": contact.messages,
        "first": contact.first,
        "last": contact.last,
    }
