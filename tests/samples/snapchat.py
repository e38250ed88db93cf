"""Snapchat's data as it sends it: saved chats and snaps, newest first, in both shapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

ME, ANA, GROUP = "zoe.demo", "ana.demo", "0a1b2c3d-1111-2222-3333-444455556666"
BEGIN_MS = 1_709_591_260_123
"""2024-03-04, 22:27:40 UTC."""


def row(
    minute: int,
    text: str | None,
    who: str = ANA,
    kind: str = "TEXT",
    /,
    **more: Any,  # noqa: ANN401 - JSON
) -> dict[str, Any]:
    """Return one message of today's shape."""
    return {
        "From": who,
        "Media Type": kind,
        "Created": f"2024-03-04 22:{27 + minute:02}:40 UTC",
        "Content": text,
        "Conversation Title": None,
        "IsSender": who == ME,
        "Created(microseconds)": BEGIN_MS + minute * 60_000,
        "IsSaved": True,
        "Media IDs": "",
        **more,
    }


def threads() -> dict[str, Any]:
    """Return saved chats: one between two, one of a group."""
    direct = [
        row(0, "Don&#39;t forget the atlas 🗺️"),
        row(1, "I won't", ME),
        row(2, None, ANA, "MEDIA", **{"Media IDs": "b~one | b~two"}),
        row(3, None, ME, "NOTE"),
        row(4, None, ANA, "STICKER"),
        row(5, None, ANA, "STATUSERASEDMESSAGE"),
        row(6, None, ANA, "STATUSCALLMISSEDAUDIO"),
        row(7, "ana.demo took a picture of the chat", ANA, "STATUSCONVERSATIONCAPTURESCREENSHOT"),
        row(8, "maps.example", ANA, "SHARE"),
    ]
    title = {"Conversation Title": "Choir"}
    group = [row(0, "At six?", ANA, **title), row(1, "Yes", ME, **title)]
    return {ANA: direct[::-1], GROUP: group[::-1], "nobody": []}


def snaps() -> dict[str, Any]:
    """Return who sent snaps when, without what was in them."""
    keys = (
        "From",
        "Media Type",
        "Created",
        "Conversation Title",
        "IsSender",
        "Created(microseconds)",
    )
    found = [row(9, None, ANA, "IMAGE"), row(10, None, ME, "VIDEO")]
    return {ANA: [{key: each[key] for key in keys} for each in found][::-1]}


def old() -> dict[str, Any]:
    """Return saved chats of the earlier shape."""

    def one(minute: int, side: str, who: str, text: str, kind: str = "TEXT") -> dict[str, Any]:
        made = f"2021-01-01 12:{minute:02}:00 UTC"
        return {side: who, "Media Type": kind, "Created": made, "Text": text}

    return {
        "Received Saved Chat History": [
            one(4, "From", "ben", "Bye"),
            one(2, "From", ANA, "It&#39;s in &quot;B&quot;"),
            one(0, "From", ANA, "Which room?"),
        ],
        "Sent Saved Chat History": [one(3, "To", ANA, "", "IMAGE"), one(1, "To", ANA, "Wait")],
        "Received Unsaved Chat History": [],
    }


def account() -> dict[str, Any]:
    """Return whose data it is."""
    return {"Basic Information": {"Username": ME, "Name": "Zoë", "Creation Date": "2020-01-01"}}


def friends() -> dict[str, Any]:
    """Return what friends are called."""
    return {"Friends": [{"Username": ANA, "Display Name": "Ana Peña"}], "Blocked Users": []}


def write(folder: Path, chats: object, *, more: bool = True) -> Path:
    """Write an unpacked download."""
    files = {"chat_history.json": chats}
    if more:
        files |= {
            "snap_history.json": snaps(),
            "account.json": account(),
            "friends.json": friends(),
        }
    (folder / "json").mkdir(parents=True)
    for name, value in files.items():
        text = json.dumps(value, ensure_ascii=False, indent=2)
        (folder / "json" / name).write_text(text, encoding="utf-8")
    if more:
        (folder / "html/chat_history").mkdir(parents=True)
        (folder / "html/chat_history/subpage_ana.demo.html").write_text("<html>the same</html>")
    return folder
