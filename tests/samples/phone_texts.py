"""Synthetic texts as imessage-exporter and signal-export write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

EXPORTED = """\
Mar 04, 2025  1:00:00 PM (Read by you after 1 hour, 49 seconds)
+12025550101
Practice at six \U0001f697

Mar 04, 2025  1:01:00 PM
Me
Fine
see you

at the gate
This message responded to an earlier message.

Mar 04, 2025 12:02:00 AM
+12025550101
two ducks
/Users/me/Library/Messages/Attachments/aa/10/duck.heic
attachments/12/pond.mov
Tapbacks:
Loved by Me

    Mar 04, 2025  1:03:00 PM
    Me
    nice ones

Mar 04, 2025  1:04:00 PM You renamed the conversation to Team

Mar 04, 2025  1:05:00 PM
Me
Mar 04, 2025  1:05:00 PM at six
Edited 5 seconds later: at seven

Mar 04, 2025  1:06:00 PM
+12025550101
They deleted a message.

Mar 04, 2025  1:07:00 PM
+12025550101
attachments/12/duck.heic

Mar 04, 2025  1:08:00 PM
Me
Sent with Confetti
see https://example.org/duck.png

"""

OLD_SIGNAL = """\
[2025-03-04, 13:00] Ana: Practice at six
[2025-03-04, 13:01] Me: Fine
see you
[2025-03-04, 13:02] Ana: ok: good
"""

CHAT_MD = """\
[2025-03-04 13:00:00] Ana: Practice at six \U0001f697  

[2025-03-04 13:01:00] Me: 

> Practice at six \U0001f697

Fine
see you  

[2025-03-04 13:02:00] Ana: two ducks  ![duck.jpg](./media/duck.jpg)  [plan.pdf](./media/plan.pdf)  

[2025-03-04 13:03:00] Ana: (This message was deleted)

[2025-03-04 13:04:00] Me: Outgoing voice call (accepted, 1m 3s)  

[2025-03-04 13:05:00] Ana:   
(- Me: \U0001f600 -)(media not exported)  

"""  # noqa: W291 - the program ends its lines with two blanks


def rows() -> str:
    """Return `data.json`: a JSON value a line, in spite of its name."""
    usual: dict[str, object] = {
        "quote": "", "sticker": None, "reactions": [], "attachments": [],
        "deleted": False, "call": False, "missed": False,
    }  # fmt: skip
    duck = {"name": "duck.jpg", "path": "media/duck.jpg", "missing_kind": None}
    listed: list[dict[str, object]] = [
        {"date": "2025-03-04T13:00:00", "sender": "Ana", "body": "Practice at six  "},
        {"date": "2025-03-04T13:01:00", "sender": "Me", "body": "Fine\nsee you  ",
         "quote": "\n\n> Practice at six\n\n"},
        {"date": "2025-03-04T13:02:00", "sender": "Ana", "body": "  ", "attachments": [duck, duck]},
        {"date": "2025-03-04T13:03:00", "sender": "Ana", "body": "was here  ", "deleted": True},
        {"date": "2025-03-04T13:04:00", "sender": "Me", "body": "Outgoing voice call  ",
         "call": True},
        {"date": "1970-01-01T00:00:00", "sender": "Ana", "body": "no time  "},
    ]  # fmt: skip
    return "".join(json.dumps({**usual, **row}, ensure_ascii=False) + "\n" for row in listed)


def write_signal(folder: Path) -> None:
    """Write a folder as signal-export leaves it, with the same chat twice."""
    chat = folder / "Ana"
    chat.mkdir(parents=True)
    (chat / "chat.md").write_text(CHAT_MD, "utf-8")
    (chat / "data.json").write_text(rows(), "utf-8")
    other = folder / "Chess club"
    other.mkdir()
    (other / "chat.md").write_text(CHAT_MD, "utf-8")


def write_exported(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "+12025550101.txt").write_text(EXPORTED, "utf-8")
    (folder / "Ana, Ben - 12.txt").write_text(EXPORTED, "utf-8")
