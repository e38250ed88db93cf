"""Read exports one conversation at a time, and keep account of what was read and what was not."""

from __future__ import annotations

import hashlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from wayhome.model.messages import Assumed, Run, Skipped, one_by_one
from wayhome.review.finding import Found, Unread, find_exports, find_held
from wayhome.review.readers.names import UNSEEN
from wayhome.review.source import Chosen
from wayhome.review.zones import filling_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future
    from zoneinfo import ZoneInfo

    from wayhome.model.messages import Conversation, DateOrder, Message, Part, Plan
    from wayhome.review.readers.protocol import Reader
    from wayhome.review.shelter import Shelter
    from wayhome.review.source import Source

MOST_SKIPPED = 1000
"""Places named as not understood, for each file; after them only a count."""
MOST_TITLE = 200
LOCAL_LENGTH = len("2025-03-04T22:41:00")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user said about the exports."""

    dates: DateOrder | None = None
    zone: ZoneInfo | None = None
    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """Role to the name of a column, for tables."""


@dataclass(slots=True)
class FileAccount:
    """What became of one file."""

    path: str
    bytes: int
    format: str
    origin: str
    plan: Plan
    messages: int = 0
    conversations: int = 0
    assumed: list[Assumed] = field(default_factory=list)
    local_times: bool = False
    """Whether some of its times have no offset."""
    skipped: list[Skipped] = field(default_factory=list)
    more_skipped: int = 0
    digest: Future[str | None] | None = None

    def skip(self, what: Skipped) -> None:
        """Note a part that was not understood."""
        if len(self.skipped) < MOST_SKIPPED:
            self.skipped.append(what)
        else:
            self.more_skipped += 1


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation under the name that is its own in this run."""

    title: str
    conversation: Conversation
    runs: Iterator[Run | Message]
    """To be read to its end before the next conversation is asked for."""
    plan: Plan
    format: str

    @property
    def messages(self) -> Iterator[Message]:
        """The same as `runs`, one by one. Both can be read only once, and only one of them."""
        return (each for each in one_by_one(self.runs) if not isinstance(each, Skipped))


@dataclass(slots=True)
class Reading:
    """One run over the paths that a user chose."""

    readers: Mapping[str, Reader]
    shelter: Shelter
    settings: Settings
    meter: Callable[[int, int], None] | None = None
    """Told the bytes read so far, and of how many."""
    with_digests: bool = True
    accounts: list[FileAccount] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    _titles: Counter[str] = field(default_factory=Counter)
    _taken: set[str] = field(default_factory=set)
    _latest: list[tuple[FileAccount, int]] = field(default_factory=list)
    """What the conversation read last added to each account."""
    _done: int = 0
    _total: int = 0
    _hasher: ThreadPoolExecutor | None = None

    def find(self, paths: Iterable[str], held: Iterable[tuple[str, bytes]] = ()) -> None:
        """Look at the paths, and at files in memory by their names: what is read, what is not."""
        form = self.settings.format
        paths = tuple(paths)
        typed = frozenset(paths)
        looked_at = chain(
            *(find_exports(shown, self.readers, form) for shown in paths),
            *(find_held(data, name, self.readers, form) for name, data in held),
        )
        for each in looked_at:
            if isinstance(each, Found):
                self.found.append(each)
            elif each.path in typed or not self.shelter.stands_in(each.path):
                # A file's name tells as much as a chat's; what somebody typed is known to them.
                self.unread.append(each)
        self._total = sum(each.source.size(name) for each in self.found for name in each.files)

    def conversations(self) -> Iterator[Opened]:
        """Yield all conversations of all exports found, as first met."""
        self._hasher = ThreadPoolExecutor(1)
        ended = False
        try:
            for found in self.found:
                yield from self._of(found)
            ended = True
        finally:
            # Who stops early does not wait for sums that nobody will see.
            self._hasher.shutdown(wait=ended, cancel_futures=not ended)

    def take_back(self) -> None:
        """Count the conversation read last no longer: it is with somebody who helps."""
        for account, count in self._latest:
            account.messages -= count
            account.conversations -= 1
        self._latest = []

    def assume(self, assumed: Assumed) -> None:
        """Note for the files of the conversation read last what was taken to be so."""
        for account, _ in self._latest:
            if assumed not in account.assumed:
                account.assumed.append(assumed)

    def _of(self, found: Found) -> Iterator[Opened]:
        files = Chosen(found.source, found.files, self._count)
        # What the first look reads does not count: it often ends early.
        first_look = Chosen(found.source, found.files, _unheard)
        first_look.columns = self.settings.columns
        plan = found.reader.plan(first_look, self.settings.dates)
        accounts: dict[str, FileAccount] = {}
        hidden, passed = False, dict[str, list[Skipped]]()
        for conversation in found.reader.conversations(files, plan):
            if self._protects(found.reader, conversation):
                hidden = True
                self._pass_over(conversation, passed)
                continue
            title = self._name(conversation.title)
            runs = self._runs(found, plan, conversation, accounts)
            yield Opened(title, conversation, runs, plan, found.reader.id)
        for name in found.files:
            # Read, and nothing in it: or all of it is protected. The report does not tell which.
            if not self.shelter.stands_in(found.source.spelled(name)):
                self._account(found, plan, name, accounts)
        for name, faults in passed.items():
            for fault in faults if name in accounts else ():
                accounts[name].skip(fault)
        if hidden:
            self._hide_beside(found, accounts)
        self._note_faults(found.source, first_look.faults | files.faults, accounts)

    def _protects(self, reader: Reader, conversation: Conversation) -> bool:
        """Tell whether a whole conversation is with somebody who helps."""
        if getattr(reader, "ids_are_addresses", False):
            return any(map(self.shelter.holds, conversation.contact_ids))
        if getattr(reader, "names_may_be_numbers", False):
            return self.shelter.holds_full(conversation.title)
        return False

    def _pass_over(self, conversation: Conversation, passed: dict[str, list[Skipped]]) -> None:
        """Read past a conversation: what was not understood of its file is not hidden with it."""
        for part in conversation.parts:
            for item in part.messages if part.runs is None else part.runs:
                if isinstance(item, Skipped):
                    passed.setdefault(part.file, []).append(item)

    def _hide_beside(self, found: Found, accounts: Mapping[str, FileAccount]) -> None:
        """Leave out what was not read beside a hidden conversation: its pictures name it."""
        folders = {name.rpartition("/")[0] for name in found.files if name not in accounts}
        beside = tuple(found.source.spelled(f"{each}/" if each else "") for each in folders)
        self.unread = [each for each in self.unread if not each.path.startswith(beside)]

    def _note_faults(
        self, source: Source, faults: Mapping[str, str], accounts: Mapping[str, FileAccount]
    ) -> None:
        """Say which files could not be read to their end."""
        for name, code in faults.items():
            if name in accounts:
                accounts[name].skip(Skipped("end", code))
        if faults.keys() - accounts.keys():
            # Without the name, which may be that of a chat with somebody who helps.
            self.unread.append(Unread(source.shown, "parts_unreadable"))

    def _runs(
        self,
        found: Found,
        plan: Plan,
        conversation: Conversation,
        accounts: dict[str, FileAccount],
    ) -> Iterator[Run | Message]:
        fill_in = filling_in(self.settings.zone) if self.settings.zone else None
        self._latest = []
        for part in conversation.parts:
            account = self._account(found, plan, part.file, accounts)
            account.conversations += 1
            account.assumed += (each for each in part.assumed if each not in account.assumed)
            yield from self._part(part, account, found.reader, fill_in)

    def _part(
        self,
        part: Part,
        account: FileAccount,
        reader: Reader,
        fill_in: Callable[[str | None], str | None] | None,
    ) -> Iterator[Run | Message]:
        hidden = _Hidden(self.shelter, reader)
        count, local = 0, account.local_times
        try:
            for item in _apart(part, hidden, every=fill_in is not None):
                if isinstance(item, Run):
                    count += len(item.texts)
                    local = local or item.local
                    yield item
                    continue
                if isinstance(item, Skipped):
                    account.skip(item)
                    continue
                message = item
                if hidden[hidden.address(message.sender, message.sender_id)]:
                    continue
                count += 1
                at = message.at
                if at is not None and len(at) == LOCAL_LENGTH:
                    local = True
                    if fill_in is not None:
                        message = message._replace(at=fill_in(at))
                yield message
        finally:
            account.messages += count
            account.local_times = local
            self._latest.append((account, count))

    def _account(
        self, found: Found, plan: Plan, file: str, accounts: dict[str, FileAccount]
    ) -> FileAccount:
        if file not in accounts:
            source = found.source
            account = accounts[file] = FileAccount(
                source.spelled(file), source.size(file), found.reader.id, found.reader.origin, plan
            )
            if self.with_digests and self._hasher is not None:
                account.digest = self._hasher.submit(_digest, source, file)
            self.accounts.append(account)
        return accounts[file]

    def _count(self, count: int) -> None:
        self._done += count
        if self.meter is not None:
            self.meter(self._done, self._total)

    def _name(self, title: str) -> str:
        """Return a title that no other conversation of this run has."""
        plain = UNSEEN.sub(" ", title[:MOST_TITLE]).strip() or "?"
        name = plain
        while name in self._taken:
            self._titles[plain] += 1
            name = f"{plain} ({self._titles[plain] + 1})"
        self._taken.add(name)
        return name


def assumptions(account: FileAccount, settings: Settings) -> tuple[Assumed, ...]:
    """Return what was taken to be so for one file, the zone included."""
    assumed = (*account.plan.assumed, *account.assumed)
    if not account.local_times:
        return assumed
    if settings.zone is not None:
        return (*assumed, Assumed("zone", settings.zone.key, "given"))
    return (*assumed, Assumed("zone", "", "zone_unknown"))


class _Hidden(dict[str | None, bool]):
    """Addresses of senders -> whether they are of somebody who helps."""

    def __init__(self, shelter: Shelter, reader: Reader) -> None:
        super().__init__({None: False})
        self._by_id = bool(getattr(reader, "ids_are_addresses", False))
        self._by_name = bool(getattr(reader, "names_may_be_numbers", False))
        self._holds = shelter.holds if self._by_id else shelter.holds_full

    def address(self, name: str | None, sender_id: str | None) -> str | None:
        """Return what the platform vouches for of a sender; None if nothing."""
        if self._by_id:
            return sender_id
        return name if self._by_name else None

    def addresses(self, run: Run) -> set[str | None]:
        """Return the same of all senders of a run."""
        met: set[str | None] = {self.address(one.sender, one.sender_id) for _, one in run.others}
        return met.union(run.ids or () if self._by_id else run.senders if self._by_name else ())

    def __missing__(self, key: str | None) -> bool:
        self[key] = held = self._holds(key)
        return held


def _apart(part: Part, hidden: _Hidden, *, every: bool) -> Iterator[Run | Message | Skipped]:
    """Yield what a part gives; a run message by message where one of its senders is hidden."""
    for item in part.messages if part.runs is None else part.runs:
        if isinstance(item, Run):
            keys = hidden.addresses(item)
            if every or any(map(hidden.__getitem__, keys)):
                yield from item.messages()
                continue
        yield item


def _unheard(count: int) -> None:
    """Take no note of bytes read."""


def _digest(source: Source, name: str) -> str | None:
    """Return the SHA-256 of a file; None of one that can't be read to its end."""
    try:
        with source.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
