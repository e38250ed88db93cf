"""Bring the tables of a store to this version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0003"
"""The newest migration. A test holds it equal to the files."""

KNOWN = frozenset({"0001", "0002", HEAD})

FOLDER = Path(__file__).parent / "migrations"


def version_of(connection: Connection) -> str | None:
    """Return the version of a store's tables; None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Make all steps that are missing, inside the caller's transaction."""
    # Imported late: it takes longer than opening the store, and is needed once a version.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
