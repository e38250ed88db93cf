"""Google Chat as a Takeout has it: a direct talk, a space, and whose data it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

ME = {"name": "Zoë", "email": "zoe@mail.example", "user_type": "Human"}
ANA = {"name": "Ana Peña", "email": "ana@mail.example", "user_type": "Human"}
BOT = {"name": "Poll", "user_type": "Bot"}

WRITTEN = {
    "en": "Wednesday, January 4, 2023 at 10:5{}:50\u202fPM UTC",
    "en, plain blanks": "Wednesday, January 4, 2023 at 10:5{}:50 PM UTC",
    "en-GB": "Wednesday, 4 January 2023 at 22:5{}:50 UTC",
    "en-GB, new": "Wednesday 4 January 2023 at 22:5{}:50 UTC",
    "de": "Mittwoch, 4. Januar 2023 um 22:5{}:50 UTC",
    "es": "miércoles, 4 de enero de 2023, 22:5{}:50 UTC",
    "es-MX": "miércoles, 4 de enero de 2023 a las 10:5{}:50 p.m. UTC",
    "fr": "mercredi 4 janvier 2023 à 22:5{}:50 UTC",
    "it": "mercoledì 4 gennaio 2023 alle ore 22:5{}:50 UTC",
    "pt-BR": "quarta-feira, 4 de janeiro de 2023 às 22:5{}:50 UTC",
    "nl": "woensdag 4 januari 2023 om 22:5{}:50 UTC",
    "ru": "среда, 4 января 2023 г. в 22:5{}:50 UTC",  # noqa: RUF001 - Russian
    "ja": "2023年1月4日水曜日 22:5{}:50 UTC",
    "zh": "2023年1月4日星期三 22:5{}:50 UTC",
    "ko": "2023년 1월 4일 수요일 오후 10시 5{}분 50초 UTC",
    "pl": "środa, 4 stycznia 2023 22:5{}:50 UTC",
    "tr": "4 Ocak 2023 Çarşamba 22:5{}:50 UTC",
}  # fmt: skip


def row(
    minute: int,
    text: str,
    who: dict[str, str] = ANA,
    /,
    language: str = "en",
    **more: Any,  # noqa: ANN401 - JSON
) -> dict[str, Any]:
    """Return one message."""
    return {
        "creator": who,
        "created_date": WRITTEN[language].format(minute),
        "text": text,
        "topic_id": f"t{minute}",
        "message_id": f"t/{minute}",
        **more,
    }


def direct() -> list[dict[str, Any]]:
    """Return a talk between two."""
    picture = [{"original_name": "plan.png", "export_name": "File-plan.png"}]
    return [
        row(0, "Did you bring the atlas?"),
        row(1, "Here", ME, attached_files=picture),
        row(2, "", ANA, attached_files=picture),
        row(3, "Six, not five", updated_date=WRITTEN["en"].format(4)),
        {**row(4, ""), "deletion_metadata": {"deletion_type": "CREATOR"}},
        row(5, "Two votes", BOT),
    ]


def write(folder: Path, rows: object = None, *, groups: str = "Groups") -> Path:
    """Write a Takeout."""
    root = folder / "Takeout" / "Google Chat"
    files = {
        f"{groups}/DM aBc/messages.json": {"messages": direct() if rows is None else rows},
        f"{groups}/DM aBc/group_info.json": {"members": [ANA, ME]},
        f"{groups}/Space xYz/messages.json": {"messages": [row(0, "All here?", ME)]},
        f"{groups}/Space xYz/group_info.json": {"name": "Choir", "members": [ANA, ME, BOT]},
        "Users/User 1/user_info.json": {"user": ME, "membership_info": []},
    }
    for name, value in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
    return folder
