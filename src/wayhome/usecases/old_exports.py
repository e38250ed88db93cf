"""Files that look like exported chats, listed for the police by name, date and size.

None of them is opened: a missing child's traces stay as they are, and what is inside may be what
nobody but the police should see. Only the folder's list is read.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST = 200
"""Files shown at once; a note says that there are more."""

LATEST = 253_370_764_800
"""Seconds: the year 9999. Disks hold later days, calendars do not."""

ENDED = re.compile(r"\.(zip|txt|json|html?|db|sqlite|xml|csv|7z|rar|tar|t?gz|md|pdf)")
SAYS_CHAT = re.compile(
    r"whats ?app|instagram|facebook|messenger|snapchat|tik ?tok|discord|telegram|signal|viber"
    r"|roblox|chat|messages?\b|mensajes|conversa|dms?\b"
)
"""Words of the makers and of people, in English, Spanish and Portuguese, that name a chat."""
EXPORT_NAMES = re.compile(
    r"_chat\.txt"
    # Instagram and Facebook: their archives, and the files inside them.
    r"|(instagram|facebook)-.*|message_\d+\.(json|html)"
    r"|mydata~.*\.zip|chat_history\.json"  # Snapchat
    r"|user_data(_tiktok)?\.json|tiktok_data.*"
    r"|package( ?\(\d+\))?\.zip"  # Discord
    r"|(chat|data)export_.*|result\.json|messages\d*\.(html|json|csv)"  # Telegram
    r"|sms-.*\.(xml|zip)|takeout-.*|backup-.*-messages\..*"
    r"|chatstorage\.sqlite|msgstore.*|.*\.crypt1[245]|(chat|sms)\.db"
)


@dataclass(frozen=True, slots=True)
class OldExport:
    """A file or folder that looks like an export, unread."""

    name: str
    size: int | None
    """Bytes; None for a folder, whose files were not counted."""
    changed: dt.datetime
    """When it was last written, by this computer's clock, with an offset."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in one folder."""

    found: tuple[OldExport, ...]
    """Newest first."""
    more: int = 0
    """How many there are beyond those."""
    readable: bool = True
    """Whether the folder could be looked into."""


def looks_like_export(name: str) -> bool:
    """Tell from the name alone whether a file or folder may hold chats."""
    plain = unicodedata.normalize("NFC", name).casefold()
    if EXPORT_NAMES.fullmatch(plain):
        return True
    ending = os.path.splitext(plain)[1]  # noqa: PTH122 - a bare name, perhaps not of this system
    return (not ending or ENDED.fullmatch(ending) is not None) and bool(SAYS_CHAT.search(plain))


def list_exports(folder: Path) -> Listing:
    """Return what lies directly in the folder and looks like an export."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if looks_like_export(entry.name):
                    # It may vanish meanwhile, which is no reason to list none.
                    with suppress(FileNotFoundError):
                        found.append(_export(entry))
    except OSError:
        return Listing((), readable=False)
    newest = sorted(found, key=lambda each: (-each.changed.timestamp(), each.name))
    return Listing(tuple(newest[:MOST]), more=max(0, len(newest) - MOST))


def _export(entry: os.DirEntry[str]) -> OldExport:
    known = entry.stat(follow_symlinks=False)
    seconds = min(max(int(known.st_mtime), 0), LATEST)
    changed = dt.datetime.fromtimestamp(seconds, tz=dt.UTC).astimezone()
    size = None if stat.S_ISDIR(known.st_mode) else known.st_size
    # A name that is no text, as old sticks have, can't be shown letter by letter.
    return OldExport(entry.name.encode(errors="replace").decode(), size, changed)
