"""What stands in the entries of SMS Backup & Restore: times, addresses and the parts of an MMS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.messages import Media
from wayhome.review.media import media_type
from wayhome.review.readers.addresses import clean_name
from wayhome.review.readers.xml_tags import DROPPED, read_value

if TYPE_CHECKING:
    from collections.abc import Callable

NOTHING = frozenset({"", "null"})
SENT = frozenset({"2", "4", "5", "6"})
"""Sent, on its way, failed, waiting: all were written here."""
DRAFT = "3"
FROM, TO = "137", "151"
NO_ADDRESS = "insert-address-token"
"""Stands in place of the owner's number in what was sent."""
MILLISECONDS_FROM = 100_000_000_000
"""Older apps counted the seconds of an MMS."""
LONGEST_COUNT = 16
NO_SUBJECT = "NoSubject"
SPECIAL_TEXTS = frozenset({"text/x-vcard", "text/vcard", "text/x-vcalendar", "text/calendar"})
"""Texts by name only: a card or a date that was sent as a file."""
MOST_PARTS = 1000


def is_count(text: str) -> bool:
    """Tell whether a text is a whole number of no great length."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_COUNT


def value_of(found: dict[str, str], name: str) -> str:
    """Return an attribute's text; "" where it is missing or says that there is none."""
    value = found.get(name, "")
    return "" if value in NOTHING else read_value(value)


def seconds_of(written: str) -> int:
    """Return a time in seconds since 1970; 0 if it is none."""
    if not is_count(written):
        return 0
    count = int(written)
    return count // 1000 if count >= MILLISECONDS_FROM else count


@dataclass(slots=True)
class Mms:
    """One MMS: its texts, its files, and who it went to."""

    found: dict[str, str]
    files: list[Media] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _addresses: list[tuple[str, str]] = field(default_factory=list)

    @property
    def box(self) -> str:
        """Whether it was received, sent or never sent."""
        return self.found.get("msg_box", "1")

    def take_part(self, part: dict[str, str]) -> None:
        """Take note of a text or a file. The file's bytes are passed over."""
        if len(self.files) + len(self._texts) >= MOST_PARTS:
            return
        kind = value_of(part, "ct").lower()
        if kind == "application/smil":
            return
        if kind.startswith("text/") and kind not in SPECIAL_TEXTS and not part.get("data"):
            text = value_of(part, "text")
            self._texts += [text] if text else []
            return
        names = (value_of(part, each) for each in ("cl", "name", "fn"))
        name = next((each for each in names if each), "")
        self.files.append(
            Media(clean_name(name), clean_name(kind) or media_type(name), _size(part))
        )

    def take_address(self, found: dict[str, str]) -> None:
        """Take note of one to whom it went, or from whom."""
        address = value_of(found, "address")
        if address and address != NO_ADDRESS and len(self._addresses) < MOST_PARTS:
            self._addresses.append((found.get("type", ""), address))

    def text(self) -> str:
        """Return what was written, its subject first."""
        subject = value_of(self.found, "sub")
        texts = [subject, *self._texts] if subject not in {"", NO_SUBJECT} else self._texts
        return "\n".join(texts)

    def sender(self) -> str:
        """Return the address it came from; "" if it does not say."""
        return next((address for kind, address in self._addresses if kind == FROM), "")

    def others(self, key: Callable[[str], str], own: str) -> tuple[tuple[str, ...], str]:
        """Return the addresses of all but the owner, one "" if there are none; and their names.

        Not every version joins those of a group with `~`; then they stand among its addresses.
        """
        written = [each for each in value_of(self.found, "address").split("~") if each]
        called = value_of(self.found, "contact_name")
        names = called.split(", ") if len(written) > 1 else [called]
        if len(names) != len(written):
            # A name may hold a comma: then nobody can tell whose is whose.
            names = [""] * len(written)
        known = {key(address): address for _, address in self._addresses}
        if len(written) == 1 and own in known and len(known) > 2:  # noqa: PLR2004 - a group
            shown = {key(written[0]): called}
            written = list(known.values())
            names = [shown.get(key(each), "") for each in written]
        pairs = list(zip(written, names, strict=True))
        if len(pairs) > 1:
            pairs = [each for each in pairs if key(each[0]) != own] or pairs
        return tuple(each for each, _ in pairs) or ("",), ", ".join(name for _, name in pairs)

    def own_number(self) -> str:
        """Return the number that can only be the owner's; "" if this does not tell."""
        if self.box in SENT:
            return self.sender()
        others = {*value_of(self.found, "address").split("~"), self.sender()}
        left = {address for kind, address in self._addresses if kind == TO} - others
        return left.pop() if len(left) == 1 else ""


def _size(part: dict[str, str]) -> int | None:
    """Return the bytes of a file from the length of its base64, which nobody decodes."""
    data = part.get("data", "")
    if not data or data == "null":
        return None
    if data.startswith(DROPPED):
        return int(data[1:]) * 3 // 4 if is_count(data[1:]) else None
    return len(data.rstrip("=")) * 3 // 4
