"""Everything in the store at once, and its settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from wayhome.model.kept import Holdings
from wayhome.record.calls import read_log
from wayhome.record.checks import read_checks
from wayhome.record.children import read_children
from wayhome.record.diary import read_notes
from wayhome.record.tables import setting

if TYPE_CHECKING:
    from sqlalchemy import Connection


OPEN_FILES = "open_files"
"""The setting with what was saved in the open. It is true on one computer only."""


def read_holdings(connection: Connection) -> Holdings:
    """Return everything but the bytes of pictures."""
    return Holdings(
        children=read_children(connection),
        notes=read_notes(connection),
        checks=read_checks(connection),
        settings=read_settings(connection),
        calls=read_log(connection),
    )


def read_settings(connection: Connection) -> dict[str, str]:
    """Return what was chosen for this record."""
    return {row.name: row.value for row in connection.execute(select(setting))}


def save_setting(connection: Connection, name: str, value: str) -> None:
    """Choose something for this record."""
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=value))


def note_open_file(connection: Connection, path: str, known: str) -> None:
    """Note that a file lies in the open; ``known``: its SHA-256."""
    try:
        noted = [each for each in json.loads(read_settings(connection)[OPEN_FILES]) if each]
    except (KeyError, ValueError, TypeError):
        noted = []
    others = [each for each in noted if each[0] != path]
    save_setting(connection, OPEN_FILES, json.dumps([*others, [path, known]]))


def forget_setting(connection: Connection, name: str) -> None:
    """Take back a choice."""
    connection.execute(delete(setting).where(setting.c.name == name))
