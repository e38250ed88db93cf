"""The XML files of the Android app SMS Backup & Restore: text messages, MMS and calls."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Message,
    Person,
    Place,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.readers.addresses import clean_name, same_address
from wayhome.review.readers.counted_times import Counted
from wayhome.review.readers.shelves import Shelves
from wayhome.review.readers.sms_parts import (
    DRAFT,
    SENT,
    Mms,
    is_count,
    seconds_of,
    value_of,
)
from wayhome.review.readers.texts import BROKEN, find_encoding, read_pieces
from wayhome.review.readers.xml_tags import describe_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import DateOrder, Kind, Part
    from wayhome.review.readers.protocol import Origin
    from wayhome.review.readers.xml_tags import Tag
    from wayhome.review.source import Chosen, Source

ROOT = re.compile(r"<(?:smses|calls)(?:\s[^<>]*)?>")
COUNT = re.compile(r"\scount\s*=\s*[\"']\d")
ENTRY = re.compile(r"<(?:sms|mms|call)\s")
TAGS = describe_tags(
    ("smses", "sms", "mms", "parts?", "addrs?", "calls?"), dropped=("part", "data")
)
ME = "Me"
"""The export gives its owner no name; other tools for phones write it so, too."""
UNKNOWN_OWNER = "me"
"""No number reads so, and no contact can bear it as an id."""
RECEIVED = frozenset({"1", "3", "5", "6", "7"})
"""Calls that came in: taken, missed, refused, blocked, taken on another device."""
OWNER_TAGS, OWNER_PIECES, OWNER_SEEN = 20_000, 64, 5
"""Tags and megabytes in which the owner's number is looked for, and how often it must be seen."""
LONGEST_TITLE = 300
MOST_FAULTS = 20_000
LONGEST_TEXT = 1 << 20


class SmsBackup:
    """Reader of what SMS Backup & Restore writes."""

    id = "sms-backup"
    # An app of its own wrote them, not the phone.
    origin: Origin = "converted"
    ids_are_addresses = True

    def recognises(self, source: Source) -> Confidence | None:
        """Claim files whose root holds texts or calls."""
        files = tuple(name for name in source.names() if _looks_right(source.head(name)))
        return Confidence(90, files) if files else None

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - dates are counted, not written
        """Look for the owner's own number: only MMS tell it."""
        found: Counter[str] = Counter()
        for name in files.names():
            found.update(_own_numbers(files, name))
        number = found.most_common(1)[0][0] if found else UNKNOWN_OWNER
        # A damaged file may hold control signs there too.
        return Plan(files.names(), owner=Person(ME, clean_name(number) or UNKNOWN_OWNER))

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield the conversations of each file, in the order in which they begin."""
        owner = plan.owner.id if plan.owner and plan.owner.id else UNKNOWN_OWNER
        for name in files.names():
            backup = _Backup(owner)
            with files.open(name) as file:
                encoding = _encoding(files.head(name))
                try:
                    backup.read(TAGS.read(backup.watched(read_pieces(file, encoding))))
                except OSError:
                    backup.skip("unreadable")
            yield from backup.shelves.conversations(name, backup.faults, backup.describe)


@dataclass(slots=True)
class _Thread:
    """Those whom one conversation is with: number or address to name."""

    people: dict[str, str]
    group: bool


@dataclass(slots=True)
class _Backup:
    """Makes messages of one file's tags and sorts them by conversation."""

    owner: str
    shelves: Shelves = field(default_factory=Shelves)
    faults: list[Skipped] = field(default_factory=list)
    entries: int = 0
    _mms: Mms | None = None
    _promised: int = 0
    _cut_off: bool = False
    _ended: bool = False
    _names: dict[str, str] = field(default_factory=dict)
    _threads: dict[str, _Thread] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _seen: dict[tuple[tuple[str, ...], str], str] = field(default_factory=dict)
    _times: Counted = field(default_factory=Counted)

    def skip(self, code: str) -> None:
        """Note what was not understood."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Skipped(f"after entry {self.entries}", code))

    def watched(self, pieces: Iterator[str]) -> Iterator[str]:
        """Pass the pieces on; note once that some bytes were broken."""
        whole = True
        for piece in pieces:
            if whole and BROKEN in piece:
                whole = False
                self.skip("broken_text")
            yield piece

    def read(self, tags: Iterator[Tag]) -> None:
        """Read all tags of the file."""
        for tag in tags:
            name, mms = tag.name, self._mms
            if name == "sms":
                self._begin()
                self._take_text(tag.found)
            elif mms is not None and name == "part":
                mms.take_part(tag.found)
            elif mms is not None and name == "addr":
                mms.take_address(tag.found)
            elif name == "/mms":
                self._put_mms()
            elif name == "mms":
                self._begin()
                self._mms = Mms(tag.found)
                if tag.closed:
                    self._put_mms()
            elif name == "call":
                self._begin()
                self._take_call(tag.found)
            else:
                self._take_other(tag)
        self._finish()

    def _begin(self) -> None:
        """Begin an entry; an MMS whose end is lost ends here."""
        if self._mms is not None:
            self.skip("not_xml")
            self._put_mms()
        self.entries += 1

    def _take_other(self, tag: Tag) -> None:
        """Take note of a tag that is no entry."""
        if not tag.name:
            self._cut_off = self._cut_off or tag.fault == "truncated"
            self.skip(tag.fault)
        elif tag.name in {"smses", "calls"}:
            count = tag.found.get("count", "")
            self._promised = int(count) if is_count(count) else 0
            self._ended = tag.closed
        elif tag.name in {"/smses", "/calls"}:
            self._ended = True

    def _finish(self) -> None:
        if self._mms is not None:
            self._put_mms()
        if not self._ended and not self._cut_off:
            self.skip("truncated")
        if self._promised > self.entries:
            self.skip("count_differs")

    def _take_text(self, found: dict[str, str]) -> None:
        address, kind = value_of(found, "address"), found.get("type")
        if "date" not in found or "body" not in found:
            self.skip("not_a_message")
        elif kind == DRAFT:
            self.skip("draft")
        else:
            thread = self.thread((address,), value_of(found, "contact_name"))
            mine = kind in SENT
            sender, sender_id = (ME, self.owner) if mine else self.person(address)
            text = self.cut(value_of(found, "body"))
            at = self.time(found["date"])
            self.shelves.add(thread, Message(sender, at, text, "text", sender_id))

    def _take_call(self, found: dict[str, str]) -> None:
        if "number" not in found or "date" not in found:
            self.skip("not_a_message")
            return
        number, seconds = value_of(found, "number"), found.get("duration", "")
        thread = self.thread((number,), value_of(found, "contact_name"))
        came_in = found.get("type", "1") in RECEIVED
        sender, sender_id = self.person(number) if came_in else (ME, self.owner)
        length = int(seconds) if is_count(seconds) else 0
        text = f"{length // 60}:{length % 60:02d}" if length else ""
        self.shelves.add(thread, Message(sender, self.time(found["date"]), text, "call", sender_id))

    def _put_mms(self) -> None:
        """Put the MMS that was read where it belongs."""
        mms, self._mms = self._mms, None
        if mms is None:
            return
        if "date" not in mms.found:
            self.skip("not_a_message")
            return
        if mms.box == DRAFT:
            self.skip("draft")
            return
        others, names = mms.others(self.key, self.key(self.owner))
        thread = self.thread(others, names)
        mine = mms.box in SENT
        sender, sender_id = (ME, self.owner) if mine else self.person(mms.sender() or others[0])
        at, text = self.time(mms.found["date"]), self.cut(mms.text())
        for file in mms.files or (None,):
            kind: Kind = "text" if text else "media"
            shown = text or (file.name if file else "")
            self.shelves.add(thread, Message(sender, at, shown, kind, sender_id, media=file))
            # Further files are messages of their own.
            text = ""

    def time(self, written: str) -> str | None:
        """Return a time; None, and a note, if it is none."""
        at = self._times.read(seconds_of(written))
        if at is None:
            self.skip("date_unreadable")
        return at

    def cut(self, text: str) -> str:
        """Return a text, or its beginning if it is of no human length."""
        if len(text) > LONGEST_TEXT:
            self.skip("text_too_long")
        return text[:LONGEST_TEXT]

    def key(self, address: str) -> str:
        """Return what all spellings of an address have in common."""
        found = self._keys.get(address)
        if found is None:
            found = self._keys[address] = same_address(address)
        return found

    def person(self, address: str) -> tuple[str, str | None]:
        """Return the name shown for an address, and the address."""
        shown = clean_name(address)
        return self._names.get(self.key(address)) or shown, shown or None

    def thread(self, addresses: tuple[str, ...], names: str) -> str:
        """Return the key of the conversation with these; note what they are called."""
        found = self._seen.get((addresses, names))
        if found is None:
            found = self._seen[addresses, names] = self._note(addresses, names)
        return found

    def _note(self, addresses: tuple[str, ...], names: str) -> str:
        keys = [self.key(address) for address in addresses]
        together = "\n".join(sorted(set(keys))) if len(keys) > 1 else keys[0]
        thread = self._threads.get(together)
        if thread is None:
            thread = self._threads[together] = _Thread({}, group=len(set(keys)) > 1)
        given = names.split(", ") if len(keys) > 1 else [names]
        if len(given) != len(keys):
            given = [""] * len(keys)
        for address, key, name in zip(addresses, keys, given, strict=True):
            known = self._names.get(key, "")
            if name and name != known:
                # "(Unknown)", in the phone's language.
                unknown = name.startswith("(") and name.endswith(")")
                known = self._names[key] = known if unknown else clean_name(name)
            thread.people[address] = known
        return together

    def describe(self, key: str, parts: Iterator[Part]) -> Conversation:
        """Return one conversation, titled by the names of those it is with."""
        thread = self._threads.get(key) or _Thread({}, group=False)
        called = {self.key(each): name or clean_name(each) for each, name in thread.people.items()}
        return Conversation(
            ", ".join(called.values())[:LONGEST_TITLE],
            parts,
            Setting.GROUP if thread.group else Setting.DIRECT,
            Place.INBOX,
            tuple(Person(called[self.key(each)], each or None) for each in thread.people),
            # In a group somebody may add a helpline's number to hide the rest from sight.
            () if thread.group else tuple(each for each in thread.people if each),
        )


def _looks_right(head: bytes) -> bool:
    text = head.decode(_encoding(head), "ignore").lstrip("\ufeff \t\r\n")
    root = ROOT.search(text) if text.startswith("<") else None
    return root is not None and bool(COUNT.search(root[0]) or ENTRY.search(text, root.end()))


def _encoding(head: bytes) -> str:
    """Return a file's encoding: XML that does not say otherwise is UTF-8, broken or not."""
    found = find_encoding(head)
    return found if found and found.startswith("utf") else "utf-8"


def _own_numbers(files: Chosen, name: str) -> Counter[str]:
    """Count the numbers that can only be the owner's, as the first MMS spell them."""
    found: Counter[str] = Counter()
    mms: Mms | None = None
    encoding = _encoding(files.head(name))
    try:
        with files.open(name) as file:
            tags = TAGS.read(islice(read_pieces(file, encoding), OWNER_PIECES))
            for tag in islice(tags, OWNER_TAGS):
                if tag.name == "mms":
                    mms = Mms(tag.found)
                elif tag.name == "addr" and mms is not None:
                    mms.take_address(tag.found)
                elif tag.name == "/mms" and mms is not None:
                    own = mms.own_number()
                    found.update([own] if own else [])
                    mms = None
                    if found.total() >= OWNER_SEEN:
                        break
    except OSError:
        # The reading itself will say so.
        return found
    return found


READER = SmsBackup()
