"""Results of the check that a guardian chose to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from wayhome.model.kept import KeptCheck
from wayhome.model.problems import UserProblem
from wayhome.record.children import require_child
from wayhome.record.tables import kept_check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, Row


def keep_check(  # noqa: PLR0913 - what makes a kept check, all but the connection named
    connection: Connection,
    *,
    child_id: int | None,
    answers: Mapping[str, tuple[str, ...]],
    outcomes: tuple[str, ...],
    now: datetime,
    version: str,
) -> int:
    """Keep answers and what followed from them; return the id."""
    if child_id is not None:
        require_child(connection, child_id)
    row = insert(kept_check).values(
        child_id=child_id,
        answers={question: list(options) for question, options in answers.items()},
        outcomes=list(outcomes),
        kept=now,
        version=version,
    )
    key = connection.execute(row).inserted_primary_key
    return int(key[0]) if key else 0


def read_checks(connection: Connection) -> tuple[KeptCheck, ...]:
    """Return all kept checks, oldest first."""
    rows = connection.execute(select(kept_check).order_by(kept_check.c.id))
    return tuple(_check_of(row) for row in rows)


def read_check(connection: Connection, check_id: int) -> KeptCheck:
    """Return a kept check; UserProblem ``record_gone`` if there is none."""
    found = connection.execute(select(kept_check).where(kept_check.c.id == check_id))
    row = found.one_or_none()
    if row is None:
        raise UserProblem("record_gone")
    return _check_of(row)


def remove_check(connection: Connection, check_id: int) -> None:
    """Remove a kept check; UserProblem ``record_gone`` if there is none."""
    if connection.execute(delete(kept_check).where(kept_check.c.id == check_id)).rowcount != 1:
        raise UserProblem("record_gone")


def _check_of(row: Row[Any]) -> KeptCheck:
    return KeptCheck(
        id=row.id,
        child=row.child_id,
        answers={name: tuple(options) for name, options in row.answers.items()},
        outcomes=tuple(row.outcomes),
        kept=row.kept,
        version=row.version,
    )
