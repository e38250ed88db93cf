"""Exports of Instagram and Messenger as Meta writes them, made up: nobody's data."""

from __future__ import annotations

import html
import json
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

BEGIN = 1_717_500_000_000
"""2024-06-04T11:20:00 UTC, in milliseconds."""
INSTAGRAM = "your_instagram_activity/messages"
FACEBOOK = "your_facebook_activity/messages"


def broken(text: str) -> str:
    """Write a string as Meta does: its UTF-8 shown as Latin-1."""
    return text.encode().decode("latin-1")


def row(sender: str, minute: float, text: str | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """One message of the JSON, ``minute`` minutes after the beginning."""
    written: dict[str, Any] = {
        "sender_name": broken(sender),
        "timestamp_ms": BEGIN + round(minute * 60_000),
    }
    if text is not None:
        written["content"] = broken(text)
    flags = {"is_geoblocked_for_viewer": False, "is_unsent_image_by_messenger_kid_parent": False}
    return written | flags | more


def thread(
    title: str,
    people: Iterable[str],
    rows: Iterable[Mapping[str, Any]],
    path: str,
    **more: Any,  # noqa: ANN401 - any field
) -> dict[str, Any]:
    """One file of a thread; ``rows`` are given oldest first and written newest first."""
    return {
        "participants": [{"name": broken(name)} for name in people],
        "messages": [*rows][::-1],
        "title": broken(title),
        "is_still_participant": True,
        "thread_path": path,
        "magic_words": [],
    } | more


def e2ee(name: str, people: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One chat of Messenger's end-to-end download."""
    return {"participants": [*people], "threadName": name, "messages": [*rows]}


def e2ee_row(sender: str, minute: float, text: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """One message of that download."""
    return {
        "isUnsent": False,
        "media": [],
        "reactions": [],
        "senderName": sender,
        "text": text,
        "timestamp": BEGIN + round(minute * 60_000),
        "type": "text",
    } | more


def instagram_record(sender: str, body: str, stamp: str, *, more: str = "") -> str:
    """One message of Instagram's page; ``body`` and ``more`` are HTML."""
    return (
        '<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">'
        f'<h2 class="_3-95 _2pim _a6-h _a6-i">{html.escape(sender)}</h2>'
        f'<div class="_3-95 _a6-p"><div><div></div><div>{body}</div>{more}<div></div></div></div>'
        f'<div class="_3-94 _a6-o">{stamp}</div></div>'
    )


def facebook_record(sender: str, body: str, stamp: str, *, more: str = "") -> str:
    """One message of Messenger's page."""
    return (
        f'<section class="_a6-g" aria-labelledby="u_0"><h2 class="_2ph_ _a6-h _a6-i">{sender}</h2>'
        f'<div class="_2ph_ _a6-p"><div><div></div><div>{body}</div>{more}</div></div>'
        f'<footer class="_3-94 _a6-o"><div class="_a72d">{stamp}</div></footer></section>'
    )


def old_record(sender: str, body: str, stamp: str, *, more: str = "") -> str:
    """One message of a page of 2019, with other classes."""
    return (
        '<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder">'
        f'<div class="_3-96 _2pio _2lek _2lel">{sender}</div>'
        f'<div class="_3-96 _2let"><div><div></div><div>{body}</div>{more}</div></div>'
        f'<div class="_3-94 _2lem">{stamp}</div></div>'
    )


def page(title: str, records: Iterable[str], *, newest_first: bool = True) -> str:
    """One page of a thread; ``records`` are given oldest first."""
    order = [*records][:: -1 if newest_first else 1]
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />'
        '<base href="../../../../" /><style type="text/css">._a6-h{color:#111}</style>'
        f'<title>{title}</title></head><body class="_5vb_ _2yq _a7o5"><div class="_li">'
        '<div class="_a705"><header class="_as-_ _a70a"><div class="_a70d">'
        f'<h1 id="u_0_1">{title}</h1></div></header>'
        f'<main class="_a706" role="main">{"".join(order)}</main></div></div></body></html>'
    )


def instagram_owner(name: str, username: str) -> dict[str, Any]:
    """Personal information of an Instagram account in French."""
    return {
        "profile_user": [
            {
                "title": "Informations",
                "string_map_data": {
                    "Adresse e-mail": {"href": "", "value": "someone@example.org", "timestamp": 0},
                    "Nom de profil": {"href": "", "value": username, "timestamp": 0},
                    "Nom": {"href": "", "value": broken(name), "timestamp": 0},
                },
            }
        ]
    }


def facebook_owner(name: str, family: str) -> dict[str, Any]:
    """Profile information of a Facebook account."""
    return {
        "profile_v2": {
            "name": {"full_name": broken(name), "first_name": "", "last_name": ""},
            "family_members": [{"name": broken(family), "relation": "Sister"}],
        }
    }


def write_tree(folder: Path, files: Mapping[str, object]) -> Path:
    """Write files: values as JSON, texts and bytes as they are."""
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(value))
    return folder


def write_zip(path: Path, files: Mapping[str, object]) -> Path:
    """Write the same into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, value in files.items():
            packed.writestr(name, as_bytes(value))
    return path


def as_bytes(value: object) -> bytes:
    """Return what stands in a file."""
    if isinstance(value, bytes):
        return value
    return value.encode() if isinstance(value, str) else json.dumps(value, indent=2).encode()
