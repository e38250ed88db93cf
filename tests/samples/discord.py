"""Synthetic data packages of Discord, and files of DiscordChatExporter."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

BEGAN = 1_420_070_400_000
SECOND = 1_709_591_262
"""2024-03-04T22:27:42 in UTC."""


def number(second: int) -> int:
    """Return an id of Discord: it holds the time."""
    return (second * 1000 + 123 - BEGAN) << 22


ANA, BEN, CY = number(SECOND - 10_000_000), number(SECOND - 9_000_000), number(SECOND - 8_000_000)
DIRECT, GROUP, GENERAL = (number(SECOND - back) for back in (5_000_000, 4_000_000, 3_000_000))

ROWS = [
    (SECOND, "2024-03-04 22:27:42", 'See you at the "library"\nroom 2 😊', ""),
    (SECOND + 60, "2024-03-04 22:28:42", "", "https://cdn.example/a/1/plan.png?ex=1&is=2"),
    (
        SECOND + 120,
        "2024-03-04 22:29:42",
        "two files",
        "https://cdn.example/a/2/one.jpg https://cdn.example/a/3/two.txt",
    ),
]
"""What one account wrote: second, time as written, text and attachments."""


def package_rows(*, newest_first: bool = True) -> list[dict[str, Any]]:
    """Return the messages of a channel."""
    made = [
        {"ID": number(second), "Timestamp": at, "Contents": text, "Attachments": files}
        for second, at, text, files in ROWS
    ]
    return made[::-1] if newest_first else made


def package_csv() -> str:
    """Return the messages as packages before 2024 had them."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["ID", "Timestamp", "Contents", "Attachments"])
    for second, at, text, files in reversed(ROWS):
        rows.writerow([number(second), f"{at}.123000+00:00", text, files])
    return out.getvalue()


def write_package(root: Path, messages: str = "Messages", *, old: bool = False) -> Path:
    """Write a package; ``messages`` is the folder's name in the account's language."""
    folder = root / messages
    channels: dict[int, dict[str, Any]] = {
        DIRECT: {"id": str(DIRECT), "type": 1 if old else "DM", "recipients": [str(ANA), str(BEN)]},
        GROUP: {
            "id": str(GROUP),
            "type": 3 if old else "GROUP_DM",
            "recipients": [str(ANA), str(BEN), str(CY)],
        },
        GENERAL: {
            "id": str(GENERAL),
            "type": 0 if old else "GUILD_TEXT",
            "name": "general",
            "guild": {"id": "1", "name": "Book Club"},
        },
    }
    for channel_id, channel in channels.items():
        inner = folder / (f"{channel_id}" if old else f"c{channel_id}")
        inner.mkdir(parents=True)
        _dump(inner / "channel.json", channel)
        if old:
            (inner / "messages.csv").write_text(package_csv(), "utf-8", newline="")
        else:
            _dump(inner / "messages.json", [] if channel_id == GENERAL else package_rows())
    index = {str(DIRECT): "Direct Message with ben.k#0", str(GROUP): None}
    _dump(folder / "index.json", index)
    account = root / ("account" if old else "Account")
    account.mkdir()
    known = {
        "id": str(CY),
        "type": 1,
        "user": {"id": str(CY), "username": "cy", "global_name": "Cy 🎈"},
    }
    _dump(
        account / "user.json",
        {"id": str(ANA), "username": "ana.l", "global_name": "Ana", "relationships": [known]},
    )
    return root


def author(user: int, name: str, nick: str, roles: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - a sample
    """Return an author as the exporter writes one."""
    role = {"id": "77", "name": "Reader", "color": None, "position": 1}
    return {
        "id": str(user),
        "name": name,
        "discriminator": "0000",
        "nickname": nick,
        "color": "#AABBCC",
        "isBot": False,
        "roles": [role] if roles else [],
        "avatarUrl": "https://cdn.example/avatars/1.png",
    }


def exported(second: int, text: str, who: dict[str, Any], /, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return a message as the exporter writes one."""
    later = {key: more.pop(key) for key in ("reference", "forwardedMessage") if key in more}
    made: dict[str, Any] = {
        "id": str(number(second)),
        "type": "Default",
        "timestamp": "2024-03-04T23:27:42.123+01:00",
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "content": text,
        "author": who,
        "attachments": [],
        "embeds": [],
        "stickers": [],
        "reactions": [],
        "mentions": [],
    }
    return made | more | later | {"inlineEmojis": []}


def exporter_messages() -> list[dict[str, Any]]:
    """Return a channel with everything that a message may be."""
    ana, ben = author(ANA, "ana.l", "Ana"), author(BEN, "ben.k", "Ben Ñ", roles=True)
    plan = {"id": "1", "url": "files/plan-A1.png", "fileName": "plan.png", "fileSizeBytes": 2048}
    note = {
        "id": "2",
        "url": "https://cdn.example/x/note.txt",
        "fileName": "note.txt",
        "fileSizeBytes": 9,
    }
    quoted = {
        "timestamp": "2024-03-01T10:00:00+00:00",
        "content": "Bus 12 is late",
        "attachments": [],
    }
    return [
        exported(SECOND, 'Did you read "chapter 2"?\n😊', ana),
        exported(
            SECOND + 1, "Yes", ben, type="Reply", reference={"messageId": "1", "guildId": None}
        ),
        exported(SECOND + 2, "All of it", ben, timestampEdited="2024-03-04T23:30:00+01:00"),
        exported(SECOND + 3, "", ana, attachments=[plan]),
        exported(SECOND + 4, "with notes", ana, attachments=[note, plan]),
        exported(SECOND + 5, "", ben, forwardedMessage=quoted),
        exported(SECOND + 6, "Started a call that lasted 3 minutes.", ben, type="Call"),
        exported(SECOND + 7, "Pinned a message.", ana, type="ChannelPinnedMessage"),
        exported(SECOND + 8, "", ben, stickers=[{"id": "5", "name": "Wave", "format": "Png"}]),
        exported(SECOND + 9, "", ben, embeds=[{"title": "Quiz", "description": "Question 1"}]),
        exported(SECOND + 10, "Deleted Account here", author(CY, "cy", "")),
    ]


def exporter_json(messages: list[dict[str, Any]], kind: str = "DirectTextChat") -> dict[str, Any]:
    """Return a file of the exporter."""
    direct = kind == "DirectTextChat"
    return {
        "guild": {"id": "0", "name": "Direct Messages" if direct else "Book Club", "iconUrl": "x"},
        "channel": {
            "id": str(DIRECT),
            "type": kind,
            "categoryId": None,
            "category": "Private" if direct else "Text",
            "name": "ben.k" if direct else "general",
            "topic": None,
        },
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2024-04-01T00:00:00+00:00",
        "messages": messages,
        "messageCount": len(messages),
    }


def exporter_csv(times: list[str]) -> str:
    """Return the exporter's CSV, with times as some computer's region writes them."""
    out = io.StringIO()
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    out.write("AuthorID,Author,Date,Content,Attachments,Reactions\r\n")
    for place, at in enumerate(times):
        who = (ANA, "ana.l#0000") if place % 2 == 0 else (BEN, "ben#1234")
        files = "https://cdn.example/a/one.jpg,https://cdn.example/b/two.txt" if place == 1 else ""
        rows.writerow([*who, at, f'line "{place}"\nand more', files, "👍 (2)"])
    return out.getvalue()


def dump(path: Path, value: object) -> Path:
    """Write JSON as these tools do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _dump(path, value)
    return path


def _dump(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2), "utf-8")


HTML_TOP = (
    "<!DOCTYPE html><html lang=en><head><title>{title}</title><meta charset=utf-8>"
    "<style>.chatlog__message-group{{margin:0}}</style></head><body><div class=preamble>"
    "<div class=preamble__entry>{title}</div></div><div class=chatlog>"
)
HTML_END = (
    "</div><div class=postamble><div class=postamble__entry>Exported 3 message(s)</div></div>"
)


def html_message(second: int, shown: str, inner: str, *, first: str = "", fake_id: str = "") -> str:
    """Return a message of a group; ``first`` is the head that the first one has."""
    its = fake_id or str(number(second))
    head = (
        f'<div class=chatlog__header>{first} <span class=chatlog__timestamp title="{shown}">'
        f'<a href="#chatlog__message-container-{its}">{shown}</a></span></div>'
        if first
        else ""
    )
    aside = "" if first else f'<div class=chatlog__short-timestamp title="{shown}">10:41 PM</div>'
    return (
        f"<div id=chatlog__message-container-{its} class=chatlog__message-container "
        f"data-message-id={its}><div class=chatlog__message><div class=chatlog__message-aside>"
        f"{aside}</div><div class=chatlog__message-primary>{head}{inner}</div></div></div>"
    )


def html_content(text: str, *, edited: bool = False) -> str:
    """Return the text of a message."""
    mark = '<span class=chatlog__edited-timestamp title="x">(edited)</span>' if edited else ""
    return (
        '<div class="chatlog__content chatlog__markdown"><span class=chatlog__markdown-preserve>'
        f"{text}</span> {mark}</div>"
    )


HTML_REPLY = (
    "<div class=chatlog__reply><div class=chatlog__reply-author title=ana.l>Ana</div>"
    "<div class=chatlog__reply-content><span class=chatlog__reply-link>Did you</span></div>"
    "</div>"
)
HTML_PICTURE = (
    '<div class=chatlog__attachment><a href="files/plan-A1.png"><img class='
    'chatlog__attachment-media src="files/plan-A1.png" title="Image: plan.png (2 KB)"></a>'
    "</div>"
)
HTML_NOTICE = (
    "<div id=chatlog__message-container-{0} class=chatlog__message-container "
    "data-message-id={0}>"
    "<div class=chatlog__message><div class=chatlog__message-aside><svg><use href=#{1}></use>"
    "</svg></div><div class=chatlog__message-primary><span class=chatlog__system-notification-"
    "author title=ben.k data-user-id={2}>Ben</span> <span> </span> <span class="
    "chatlog__system-notification-content><span>{3}</span></span> <span class="
    'chatlog__system-notification-timestamp title="{4}"><a href=#x>{4}</a></span>'
    "</div></div></div>"
)
HTML_SMILE = '<img loading=lazy class=chatlog__emoji alt="😊" src="e.svg">'


def html_page(
    times: list[str], *, fake_ids: bool = False, title: str = "Book Club - general"
) -> str:
    """Return a page of today's version: a group of two, one with files, a call and a notice."""
    ids = ["1", "2", "3", "4", "5"] if fake_ids else [""] * 5
    name = '<span class=chatlog__author title="{}" data-user-id={}>{}</span>'
    ana, ben = name.format("ana.l", ANA, "Ana"), name.format("ben.k", BEN, "Ben &amp; Co")
    group = "<div class=chatlog__message-group>{}</div>".format
    return (
        HTML_TOP.format(title=title)
        + group(
            html_message(
                SECOND,
                times[0],
                html_content(f"Did you <strong>read</strong> it?\n{HTML_SMILE}"),
                first=ana,
                fake_id=ids[0],
            )
            + html_message(
                SECOND + 60, times[1], html_content("Well?", edited=True), fake_id=ids[1]
            )
        )
        + group(
            html_message(
                SECOND + 120,
                times[2],
                html_content("Here") + HTML_PICTURE,
                first=HTML_REPLY + ben,
                fake_id=ids[2],
            )
        )
        + group(
            HTML_NOTICE.format(
                ids[3] or number(SECOND + 180),
                "call-icon",
                BEN,
                "started a call that lasted 3 minutes",
                times[3],
            )
        )
        + group(
            HTML_NOTICE.format(
                ids[4] or number(SECOND + 240), "pin-icon", BEN, "pinned a message", times[4]
            )
        )
        + HTML_END
    )


def old_html_page() -> str:
    """Return a page of a version of 2019."""
    return f"""<!DOCTYPE html>
<html lang="en"><head><title>Direct Messages - ben</title><meta charset="utf-8" /></head><body>
<div class="preamble"></div>
<div class="chatlog">
<div class="chatlog__message-group">
 <div class="chatlog__author-avatar-container"></div>
 <div class="chatlog__messages">
  <span class="chatlog__author-name" title="ben#1234" data-user-id="{BEN}">ben</span>
  <span class="chatlog__timestamp">04-Mar-24 10:27 PM</span>
  <div class="chatlog__message" data-message-id="{number(SECOND)}" id="message-1">
   <div class="chatlog__content"><div class="markdown">Hello<br>there
    <span class="chatlog__edited-timestamp" title="x">(edited)</span></div></div>
  </div>
  <div class="chatlog__message" data-message-id="{number(SECOND + 1)}" id="message-2">
   <div class="chatlog__attachment"><a href="https://cdn.example/1/map.jpg"><img
    class="chatlog__attachment-thumbnail" src="https://cdn.example/1/map.jpg"></a></div>
  </div>
 </div>
</div>
</div></body></html>
"""
