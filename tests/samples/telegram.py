"""Synthetic exports of Telegram Desktop, in the shapes that it writes."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

ANA, BEN = {"from": "Ana", "from_id": "user55501"}, {"from": "Ben Ñandú 🚲", "from_id": "user55502"}


def message(number: int, clock: str, unix: int | None, /, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return a message as a version of today writes it; without ``unix`` as one of 2020 did."""
    made: dict[str, Any] = {"id": number, "type": "message", "date": f"2024-03-02T{clock}"}
    if unix is not None:
        made["date_unixtime"] = str(unix)
    made |= more
    made.setdefault("text", "")
    if isinstance(made["text"], str):
        plain = {"type": "plain", "text": made["text"]}
        made["text_entities"] = [plain] if made["text"] else []
    return made


def service(number: int, clock: str, unix: int, /, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return a line that Telegram itself writes."""
    return message(number, clock, unix, **more) | {"type": "service"}


NOON = 1709381436
"""2024-03-02T12:10:36 in London and 13:10:36 in Berlin, where the exports are made."""


def direct() -> list[dict[str, Any]]:
    """Return a chat with everything that a message between two may be."""
    return [*_words_of_two(), *_files_of_two()]


def _words_of_two() -> list[dict[str, Any]]:
    return [
        message(1, "13:10:36", NOON, **ANA, text="Did you bring the atlas? 🗺️"),
        message(2, "13:10:40", NOON + 4, **BEN, text='Yes,\n"the blue one" \\ the old one'),
        message(
            3,
            "13:11:00",
            NOON + 24,
            edited="2024-03-02T13:12:00",
            edited_unixtime=str(NOON + 84),
            **ANA,
            reply_to_message_id=2,
            text=["See ", {"type": "link", "text": "maps.example"}, " page ", {"x": 1}, "7"],
        ),
        message(
            4,
            "13:11:30",
            NOON + 54,
            **BEN,
            photo="photos/photo_1@02-03-2024.jpg",
            photo_file_size=2048,
            width=640,
            height=480,
        ),
        message(
            5,
            "13:11:31",
            NOON + 55,
            **BEN,
            file="(File not included. Change data exporting settings to download.)",
            file_name="timetable.pdf",
            file_size=4096,
            mime_type="application/pdf",
            text="the timetable",
        ),
        message(
            6,
            "13:11:32",
            NOON + 56,
            **ANA,
            file="voice_messages/audio_1.ogg",
            media_type="voice_message",
            mime_type="audio/ogg",
            duration_seconds=3,
        ),
    ]


def _files_of_two() -> list[dict[str, Any]]:
    return [
        message(7, "13:11:33", NOON + 57, **ANA, file="stickers/s.webp", media_type="sticker"),
        message(
            8,
            "13:12:00",
            NOON + 84,
            **BEN,
            forwarded_from="School News",
            text="No lessons on Friday",
        ),
        service(
            9,
            "13:13:00",
            NOON + 144,
            actor="Ana",
            actor_id="user55501",
            action="phone_call",
            discard_reason="missed",
        ),
        {"id": 10, "type": "unsupported"},
        message(
            11,
            "13:14:00",
            NOON + 204,
            **BEN,
            contact_information={
                "first_name": "Cy",
                "last_name": "",
                "phone_number": "+1 555 0103",
            },
        ),
        message(
            12,
            "13:14:01",
            NOON + 205,
            **ANA,
            location_information={"latitude": 1.5, "longitude": 2.25},
        ),
        message(13, "13:14:02", NOON + 206, **BEN, poll={"question": "Which book?", "answers": []}),
    ]


def group() -> list[dict[str, Any]]:
    """Return a group: a deleted account, people who come, and a group call."""
    return [
        service(
            1,
            "13:10:36",
            NOON,
            actor="Ana",
            actor_id="user55501",
            action="create_group",
            title="Choir",
            members=["Ana", "Ben Ñandú 🚲", None],
        ),
        message(
            2, "13:10:37", NOON + 1, **{"from": None, "from_id": "user55509"}, text="Hello all"
        ),
        message(
            3, "13:10:38", NOON + 2, **{"from": "Choir", "from_id": "channel55510"}, text="Welcome"
        ),
        service(
            4, "13:10:39", NOON + 3, actor="Ben Ñandú 🚲", actor_id="user55502", action="group_call"
        ),
    ]


def old() -> list[dict[str, Any]]:
    """Return messages of a version before 2021: plain ids, local times only."""
    return [
        message(1, "08:00:00", None, **{"from": "Ana", "from_id": 55501}, text="Good morning"),
        message(2, "08:01:00", None, **{"from": "Ben", "from_id": 4294967300}, text=["Bus ", "12"]),
    ]


def single() -> dict[str, Any]:
    """Return the export of one chat."""
    return {"name": "Ben Ñandú 🚲", "type": "personal_chat", "id": 55502, "messages": direct()}


def whole() -> dict[str, Any]:
    """Return the export of an account."""
    return {
        "about": 'Here is the data you "requested".',
        "personal_information": {
            "user_id": 55501,
            "first_name": "Ana",
            "last_name": "Lima",
            "phone_number": "+1 555 0101",
            "username": "@ana",
        },
        "contacts": {
            "about": "…",
            "list": [
                {"user_id": 55502, "first_name": "Ben", "phone_number": "+1 555 0102"},
                {"date": "2024-01-01T00:00:00"},
            ],
        },
        "frequent_contacts": {"about": "…", "list": []},
        "chats": {
            "about": "…",
            "list": [
                single(),
                {"name": "Choir", "type": "private_group", "id": 55510, "messages": group()},
                {"type": "saved_messages", "id": 55501, "messages": direct()[:1]},
                {"name": None, "type": "personal_chat", "id": 55509, "messages": direct()[1:2]},
            ],
        },
        "left_chats": {
            "about": "…",
            "list": [{"name": "Club", "type": "public_channel", "id": 55511, "messages": []}],
        },
        "other_data": {"drafts": [{"text": "…"}]},
    }


def write(folder: Path, value: object, name: str = "result.json") -> Path:
    """Write an export as Telegram does."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
    return folder


PAGE = """<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
<title>Exported Data</title>
  <link href="css/style.css" rel="stylesheet"/>
 </head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header">
    <div class="content">
     <div class="text bold">
{title}
     </div>
    </div>
   </div>
   <div class="page_body chat_page">
    <div class="history">
{body}
    </div>
   </div>
  </div>
 </body>
</html>
"""


def block(
    number: int, clock: str, inner: str, sender: str | None = None, zone: str = " UTC+01:00"
) -> str:
    """Return a message; one without a sender is joined to the one before."""
    joined = "" if sender else " joined"
    name = f'<div class="from_name">\n{html.escape(sender)} \n       </div>' if sender else ""
    return f"""
     <div class="message default clearfix{joined}" id="message{number}">
      <div class="pull_left userpic_wrap"><div class="userpic userpic1">
      <div class="initials">A</div></div></div>
      <div class="body">
       <div class="pull_right date details" title="02.03.2024 {clock}{zone}">
{clock[:5]}
       </div>
       {name}
       {inner}
      </div>
     </div>
"""


def said(text: str) -> str:
    """Return the text of a message."""
    return f'<div class="text">\n{text}\n       </div>'


def day(number: int, text: str) -> str:
    """Return a line of Telegram's own: one with a day has a number below zero."""
    return f"""
     <div class="message service" id="message{number}">
      <div class="body details">
{text}
      </div>
     </div>
"""


def pages() -> tuple[str, str]:
    """Return two pages of one chat; the second begins with a joined message."""
    link = '<a href="https://maps.example">maps.example</a>'
    first = [
        day(-1, "2 March 2024"),
        block(1, "13:10:36", said("Did you bring the atlas? 🗺️"), "Ana"),
        block(2, "13:10:40", said(f"Or &lt;this&gt;<br><strong>{link}</strong> &amp; more")),
        block(
            3,
            "13:11:30",
            '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" '
            'href="photos/photo_1@02-03-2024.jpg"><img class="photo" src="t.jpg"/></a></div>',
            "Ben Ñandú 🚲",
        ),
        block(
            4,
            "13:12:00",
            '<div class="forwarded body"><div class="from_name">School News '
            '<span class="date details" title="01.03.2024 09:00:00 UTC+01:00"> 01.03.2024</span>'
            f"</div>{said('No lessons on Friday')}</div>",
        ),
        day(5, "Ana pinned this message"),
    ]
    second = [
        block(
            6,
            "13:13:00",
            '<div class="media_wrap clearfix"><a class="media clearfix pull_left block_link '
            'media_voice_message" href="voice_messages/audio_1.ogg"><div class="body">'
            '<div class="title bold">Voice message</div></div></a></div>' + said("listen"),
        ),
        block(
            7,
            "13:14:00",
            '<div class="media_wrap clearfix"><div class="media clearfix pull_left media_call">'
            '<div class="body"><div class="title bold">Ana</div><div class="status details">'
            "Outgoing (12 seconds)</div></div></div></div>",
            "Ana via @gamebot",
            "",
        ),
        block(
            8,
            "13:15:00",
            '<div class="media_wrap clearfix"><div class="media clearfix pull_left media_file">'
            '<div class="body"><div class="title bold">timetable.pdf</div><div class="description">'
            "Not included</div></div></div></div>",
            "Deleted Account",
        ),
    ]
    return tuple(PAGE.format(title="Ben &amp; Ana", body="".join(each)) for each in (first, second))  # type: ignore[return-value]


def write_pages(folder: Path, chat: str = "chats/chat_001") -> Path:
    """Write the pages of a full export."""
    (folder / chat).mkdir(parents=True, exist_ok=True)
    for name, page in zip(("messages.html", "messages2.html"), pages(), strict=True):
        (folder / chat / name).write_text(page, "utf-8")
    return folder
