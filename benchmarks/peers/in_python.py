"""Read exports with another library, inside the environment that holds it.

python in_python.py LIBRARY FORMAT FILE                  prints how many messages it found
python in_python.py LIBRARY FORMAT --into FOLDER FILE... writes [minute, sender, text] of each
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def read_chatpack(form: str, file: str) -> Any:  # noqa: ANN401 - another library's
    """Return what chatpack finds."""
    return getattr(import_module("chatpack"), f"parse_{form}")(file)


def read_whatstk(form: str, file: str) -> Any:  # noqa: ANN401, ARG001 - a table; it reads WhatsApp only
    """Return what whatstk finds, as a table."""
    return import_module("whatstk").WhatsAppChat.from_source(file).df


def read_chat_miner(form: str, file: str) -> Any:  # noqa: ANN401 - another library's
    """Return what chat-miner finds, as a table."""
    names = {
        "whatsapp": "WhatsAppParser",
        "instagram": "InstagramJsonParser",
        "telegram": "TelegramJsonParser",
    }
    parser = getattr(import_module("chatminer.chatparsers"), names[form])(file)
    parser.parse_file()
    return parser.parsed_messages.get_df()


READERS = {"chatpack": read_chatpack, "whatstk": read_whatstk, "chat-miner": read_chat_miner}


def rows_of(library: str, found: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401 - three kinds
    """Return minute, sender and text of each message."""
    if library == "chatpack":
        return [(each.timestamp[:16], each.sender, each.content) for each in found]
    if library == "whatstk":
        columns = zip(found["date"], found["username"], found["message"], strict=True)
        return [(date.isoformat()[:16], sender, text) for date, sender, text in columns]
    rows = found.rows(named=True)
    made = [(row["timestamp"].isoformat()[:16], row["author"], row["message"]) for row in rows]
    # It turns the order round.
    return sorted(made, key=lambda row: row[0])


def main() -> None:
    """Read what the arguments name."""
    library, form, *files = sys.argv[1:]
    read = READERS[library]
    if files[0] != "--into":
        with contextlib.redirect_stderr(io.StringIO()):
            found = read(form, files[0])
        print(len(found))
        return
    for file in files[2:]:
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                rows = rows_of(library, read(form, file))
        except BaseException:  # noqa: BLE001 - one of them is written in Rust and panics
            rows = []
        Path(files[1], f"{Path(file).name}.json").write_text(json.dumps(rows), "utf-8")


if __name__ == "__main__":
    main()
