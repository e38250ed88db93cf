"""TikTok's data as it sends it, with the names of several years."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

ME, ANA = "zoe.demo", "ana.demo"


def row(minute: int, text: str, who: str = ANA) -> dict[str, Any]:
    """Return one message."""
    return {"Date": f"2024-03-04 22:{41 + minute:02}:07", "From": who, "Content": text}


DIRECT = (row(0, "Look: video.example/1 🎵"), row(1, "Ha", ME), row(2, "Again?"))
GROUP = (row(0, "Six o'clock"), row(1, "Yes", ME))


def today() -> dict[str, Any]:
    """Return today's names: the chats behind other sections, newest first."""
    return {
        "Profile And Settings": {
            "Profile Info": {"ProfileMap": {"userName": ME, "bioDescription": ""}}
        },
        "Your Activity": {
            "Watch History": {"VideoList": [{"Date": "2024-03-01 10:00:00", "Link": "x"}]}
        },
        "Direct Message": {
            "Direct Messages": {"ChatHistory": {f"Chat History with {ANA}:": list(DIRECT[::-1])}},
            "Group Chat": {"GroupChat": {"Group Chat History with Choir:": list(GROUP)}},
        },
    }


def earlier() -> dict[str, Any]:
    """Return the names of earlier years: the profile behind the chats."""
    return {
        "Activity": {"Video Browsing History": {"VideoList": []}},
        "Direct Messages": {
            "Chat History": {"ChatHistory": {f"Chat History with {ANA}:": list(DIRECT)}}
        },
        "Profile": {"Profile Information": {"ProfileMap": {"userName": ME}}},
    }


def small() -> dict[str, Any]:
    """Return members that begin small, as in some years."""
    rows = [{key.lower(): value for key, value in each.items()} for each in DIRECT]
    return {
        "Direct Messages": {"Chat History": {"ChatHistory": {f"Chat History with {ANA}": rows}}}
    }


def write(folder: Path, value: object, name: str = "user_data_tiktok.json") -> Path:
    """Write an unpacked download."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return folder
