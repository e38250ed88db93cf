"""Discord's own data package: what the account itself wrote, and nothing of the others.

Folder names are localised (`Messages`, `messages`, `Mensajes`) and somebody may choose an inner
one, so files are known by what stands in them and by what lies beside them.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wayhome.model.messages import (
    Confidence,
    Conversation,
    Media,
    Message,
    Part,
    Person,
    Place,
    Plan,
    Setting,
    Skipped,
)
from wayhome.review.media import media_type
from wayhome.review.readers.iso_stamps import read_stamp
from wayhome.review.readers.json_stream import read_whole
from wayhome.review.readers.json_walk import STRING, BrokenJsonError, Walk, unescape
from wayhome.review.readers.names import clean_name, read_id
from wayhome.review.readers.newest_first import oldest_first
from wayhome.review.readers.texts import BROKEN, find_encoding, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wayhome.model.messages import DateOrder
    from wayhome.review.source import Chosen, Source

FIRST = re.compile(rf'\[\s*\{{((?:[^"{{}}\[\]]++|"{STRING}")*+)')
"""The first row, as far as it is there."""
OF_A_ROW = (re.compile(r'"ID"\s*:\s*"?\d+'), re.compile(r'"Timestamp"\s*:\s*"'))
"""What each row has, in whatever order another program wrote it again."""
HEADER = re.compile(r"\"?ID\"?,\"?Timestamp\"?,\"?Contents\"?,\"?Attachments\"?\s*(?:\n|\r|\Z)")
EMPTY = re.compile(r"\[\s*\]\s*\Z")
CHANNEL_FOLDER = re.compile(r"c?\d{15,20}")
CHANNEL = re.compile(
    r'(?=\{(?s:.)*?"id"\s*:\s*"?\d+"?\s*[,}])\{(?s:.)*?"type"\s*:\s*(?:\d+|"[A-Z_]+")'
)
INDEX = re.compile(r'\{\s*"\d{15,20}"\s*:\s*(?:null|"|\{)')
USER = re.compile(r'(?=\{(?s:.)*?"id"\s*:\s*"?\d{15,20}"?\s*[,}])\{(?s:.)*?"username"\s*:\s*"')
DIRECT = frozenset({1, "1", "DM"})
GROUP_DM = frozenset({3, "3", "GROUP_DM"})
SELF = "@me"
"""What Discord itself calls the account that asks, where its name is not in what was chosen."""
HANDLE = re.compile(r"([^\s#]{2,40})#\d{1,5}$")
COLUMNS = 4
LONGEST_NUMBER = 20
PLAIN = re.compile(
    r'(?:\s*+,)?+\s*+\{\s*+"ID":\s*+"?(\d++)"?,\s*+"Timestamp":\s*+"([^"\\]*+)",\s*+'
    rf'"Contents":\s*+"({STRING})",\s*+"Attachments":\s*+"([^"\\]*+)"\s*+\}}',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Package:
    """What lies beside the messages."""

    owner: Person
    titles: dict[str, str]
    names: dict[str, str] = field(default_factory=dict)
    """Ids of the people the account knows -> their names."""
    handles: dict[str, str] = field(default_factory=dict)


class DiscordPackage:
    """Reader of the data package that Discord sends on request."""

    id = "discord-package"
    origin = "platform"

    def recognises(self, source: Source) -> Confidence | None:
        """Claim the messages, and what names their channels and their owner."""
        names = source.names()
        rows = [name for name in names if _has_rows(source, name)]
        if not rows:
            return None
        folders = {_folder(name) for name in rows}
        above = {_folder(folder) for folder in folders}
        beside = [
            name
            for name in names
            if name.lower().endswith(".json") and name not in rows
            if (_folder(name) in folders and CHANNEL.match(_text(source, name)))
            or (_folder(name) in above and INDEX.match(_text(source, name)))
            or (name.lower().endswith("user.json") and USER.match(_text(source, name)))
        ]
        return Confidence(85, (*rows, *beside))

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:  # noqa: ARG002 - ISO 8601 needs no order
        """Learn whose package it is and what the channels are called."""
        titles: dict[str, str] = {}
        owner: Person | None = None
        names: dict[str, str] = {}
        handles: dict[str, str] = {}
        for name in files.names():
            if INDEX.match(_text(files, name)):
                found = read_whole(files, name)
                titles.update(_titles(found))
            elif owner is None and USER.match(_text(files, name)):
                owner, names, handles = _read_user(read_whole(files, name))
        package = _Package(owner or Person(SELF), titles, names, handles)
        return Plan(
            files.names(),
            not_visible=("own_messages_only",),
            owner=package.owner,
            detail=package,
        )

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield one conversation for each channel."""
        package = plan.detail
        if not isinstance(package, _Package):
            return
        for name in files.names():
            if _has_rows(files, name):
                beside = f"{_folder(name)}/channel.json".lstrip("/")
                found = read_whole(files, beside) if beside in files.all_names() else None
                channel = found if isinstance(found, dict) else {}
                yield _describe(files, name, channel, package)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _text(source: Source | Chosen, name: str) -> str:
    head = source.head(name)
    encoding = find_encoding(head)
    return head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n") if encoding else ""


def _has_rows(source: Source | Chosen, name: str) -> bool:
    text = _text(source, name)
    first = FIRST.match(text)
    if HEADER.match(text) or (first and all(each.search(first[1]) for each in OF_A_ROW)):
        return True
    # A channel in which everything was deleted.
    folder, _, file = name.rpartition("/")
    own_folder = CHANNEL_FOLDER.fullmatch(folder.rpartition("/")[2])
    return bool(own_folder and file == "messages.json" and EMPTY.match(text))


def _titles(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {key: clean_name(title) for key, title in found.items() if isinstance(title, str)}


def _read_user(found: object) -> tuple[Person | None, dict[str, str], dict[str, str]]:
    """Return the owner, and the names and the handles of the people known."""
    if not isinstance(found, dict):
        return None, {}, {}
    shown = clean_name(found.get("global_name")) or clean_name(found.get("username"))
    owner = Person(shown or SELF, read_id(found.get("id")))
    names, handles = {}, {}
    known = found.get("relationships")
    for each in known if isinstance(known, list) else ():
        user = each.get("user") if isinstance(each, dict) else None
        if not isinstance(user, dict):
            continue
        user_id, handle = read_id(user.get("id")), clean_name(user.get("username"))
        if user_id and handle:
            handles[user_id] = handle
            shown = clean_name(each.get("display_name")) or clean_name(user.get("global_name"))
            names[user_id] = shown or handle
    return owner, names, handles


def _describe(
    files: Chosen, name: str, channel: dict[str, object], package: _Package
) -> Conversation:
    folder = _folder(name).rpartition("/")[2]
    channel_id = read_id(channel.get("id")) or folder.removeprefix("c")
    listed = channel.get("recipients")
    ids = [read_id(each) for each in listed] if isinstance(listed, list) else []
    others = [each for each in ids if each and each.isdigit() and each != package.owner.id]
    given = package.titles.get(channel_id, "")
    shown = HANDLE.search(given) if len(others) == 1 else None
    handle = shown[1] if shown else ""
    people = tuple(Person(package.names.get(each, handle), each) for each in others)
    guild = channel.get("guild")
    server = clean_name(guild.get("name")) if isinstance(guild, dict) else ""
    own = " in ".join(each for each in (clean_name(channel.get("name")), server) if each)
    title = given or own or ", ".join(each.name or each.id or "" for each in people)
    setting, contact_ids = _between(channel.get("type"), given, others, package)
    part = Part(name, _read(files, name, package.owner))
    return Conversation(
        title or channel_id, iter((part,)), setting, Place.UNKNOWN, people, contact_ids
    )


def _between(
    kind: object, title: str, others: list[str], package: _Package
) -> tuple[Setting, tuple[str, ...]]:
    """Return between whom it is, and the ids and handles of the other side if it is one person."""
    if not isinstance(kind, int | str):
        return Setting.UNKNOWN, ()
    if kind not in DIRECT:
        return Setting.GROUP, ()
    handles = [package.handles[each] for each in others if each in package.handles]
    shown = HANDLE.search(title)
    if shown:
        handles += [shown[1], shown[0]]
    return Setting.DIRECT, tuple(dict.fromkeys((*others, *handles)))


def _read(files: Chosen, name: str, owner: Person) -> Iterator[Message | Skipped]:
    rows = _json_rows(files, name) if _text(files, name)[:1] == "[" else _csv_rows(files, name)
    for row in oldest_first(rows, _number):
        if isinstance(row, Skipped):
            yield row
        else:
            yield from _messages(row, owner)


def _number(row: object) -> int | None:
    """Return a message's id: they grow with time."""
    number = row[1] if isinstance(row, tuple) and not isinstance(row, Skipped) else None
    if isinstance(number, str) and number.isdecimal() and len(number) <= LONGEST_NUMBER:
        return int(number)
    return None


_Row = tuple[str, str, str, str, str]
"""Where, id, time, text and attachments."""


def _json_rows(files: Chosen, name: str) -> Iterator[_Row | Skipped]:
    count = 0
    with files.open(name) as file:
        try:
            for item in Walk(file, files.head(name)).values(PLAIN):
                count += 1
                if item.__class__ is re.Match:
                    number, at, text, files_ = item.groups()
                    yield f"message {count}", number, at, unescape(text), files_
                else:
                    yield _row(item, f"message {count}")
        except BrokenJsonError as error:
            yield Skipped(f"after message {count}", error.code)


def _row(item: object, where: str) -> _Row | Skipped:
    if not isinstance(item, dict):
        return Skipped(where, "not_a_message")
    text, at, listed = item.get("Contents"), item.get("Timestamp"), item.get("Attachments")
    text = "" if text is None else text
    if not isinstance(text, str) or not (text or listed or at):
        return Skipped(where, "not_a_message")
    number = read_id(item.get("ID")) or ""
    shown = listed if isinstance(listed, str) else ""
    return where, number, at if isinstance(at, str) else "", text, shown


def _csv_rows(files: Chosen, name: str) -> Iterator[_Row | Skipped]:
    rows = csv.reader(line + "\n" for _, line in read_lines(files, name))
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            yield Skipped(f"line {rows.line_num}", "text_too_long")
            continue
        if row is None:
            return
        where = f"line {rows.line_num}"
        if len(row) == COLUMNS:
            if row[0].lstrip("\ufeff") != "ID":
                yield where, row[0], row[1], row[2], row[3]
        elif row:
            yield Skipped(where, "not_a_message")


def _messages(row: _Row, owner: Person) -> Iterator[Message | Skipped]:
    where, _, written, text, listed = row
    at = read_stamp(written, "+00:00")
    if at is None:
        yield Skipped(where, "date_unreadable")
    if BROKEN in text:
        yield Skipped(where, "broken_text")
    if not listed or listed.isspace():
        yield Message(owner.name, at, text, "text", owner.id)
        return
    media = [attached(url) for url in listed.split()]
    yield from with_media(Message(owner.name, at, text, "text", owner.id), media)


def attached(url: str) -> Media:
    """Return the file that an address leads to, by its name only."""
    name = clean_name(url.partition("?")[0].partition("#")[0].replace("\\", "/").split("/")[-1])
    return Media(name, media_type(name) if "." in name else None)


def with_media(message: Message, media: Iterable[Media]) -> Iterator[Message]:
    """Yield a message with its files: the first with the text, if there is one, others by one."""
    first = message.text != ""
    for each in media:
        if first:
            yield message._replace(media=each)
            first = False
        else:
            yield message._replace(kind="media", text=each.name, media=each)


READER = DiscordPackage()
