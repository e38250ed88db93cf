"""Which files of a Meta export are one thread, and where in the app it lay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wayhome.model.messages import Place, Setting
from wayhome.review.readers.meta_strings import clean_name
from wayhome.review.source import natural

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

NUMBER = re.compile(r"_(\d{1,6})$")
"""At the end of a file's name: `message_12`."""
THREAD_ID = re.compile(r"_[0-9a-zA-Z-]{6,}$")
PLACES = {
    "message_requests": Place.REQUESTS,
    "filtered_threads": Place.FILTERED,
    "archived_threads": Place.ARCHIVED,
    "inbox": Place.INBOX,
    # Where chats stood when Messenger began to encrypt them end to end.
    "e2ee_cutover": Place.INBOX,
}
PAIR = 2


def split_name(name: str) -> tuple[str, str, int]:
    """Return the folder, the name without its number and ending, and the number of a file."""
    folder, _, file = name.rpartition("/")
    stem = file.rpartition(".")[0] or file
    number = NUMBER.search(stem)
    return folder, stem[: number.start()] if number else stem, int(number[1]) if number else 0


def gather(files: Iterable[tuple[str, Hashable]]) -> tuple[tuple[str, ...], ...]:
    """Return the files of each thread in the order of their numbers.

    Each file comes with what must agree: somebody may have put files of several threads, all of
    them called `message_1`, into one folder.
    """
    threads: dict[Hashable, list[str]] = {}
    for name, people in files:
        folder, stem, _ = split_name(name)
        threads.setdefault((folder, stem, people), []).append(name)
    return tuple(tuple(sorted(names, key=natural)) for names in threads.values())


def find_place(*paths: str) -> Place:
    """Return where a thread lay, from the first path that tells."""
    for path in paths:
        for folder in reversed(path.replace("\\", "/").split("/")):
            if folder in PLACES:
                return PLACES[folder]
    return Place.UNKNOWN


def find_setting(people: tuple[str, ...], *, group: bool) -> Setting:
    """Return between whom a thread is."""
    if group or len(people) > PAIR:
        return Setting.GROUP
    return Setting.DIRECT if len(people) == PAIR else Setting.UNKNOWN


def find_title(given: object, people: tuple[str, ...], owner: str | None, name: str) -> str:
    """Return the export's title, else the other people, else what the folder is called."""
    shown = clean_name(given) if isinstance(given, str) else ""
    if shown:
        return shown
    others = [each for each in people if each != owner]
    if others:
        return ", ".join(others)
    folder = split_name(name)[0].rpartition("/")[2]
    return "" if folder in PLACES else THREAD_ID.sub("", clean_name(folder))
