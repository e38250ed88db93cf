"""Children and what is written about them: items, each one section filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from wayhome.model.kept import Child, Item, PhotoInfo
from wayhome.model.problems import UserProblem
from wayhome.record.tables import child, item, photo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, Row, Select

LONGEST_VALUE = 10_000
"""Letters in one field. More is a document; the record says where those are kept."""


def add_child(connection: Connection, now: datetime) -> int:
    """Make room for a child; return the id."""
    return _id_of(connection.execute(insert(child).values(added=now)).inserted_primary_key)


def save_item(  # noqa: PLR0913 - what makes an item, all but the connection named
    connection: Connection,
    *,
    child_id: int,
    section: str,
    values: Mapping[str, str],
    now: datetime,
    item_id: int | None = None,
) -> int:
    """Write an item, new or in the place of what stood there; return its id.

    Fields of an earlier version that ``values`` does not name stay as they are.

    Raises:
        UserProblem: ``record_gone``, there is no such child or item; ``value_too_long``.
    """
    if any(len(value) > LONGEST_VALUE for value in values.values()):
        raise UserProblem("value_too_long", most=LONGEST_VALUE)
    kept = {name: storable(value) for name, value in values.items()}
    if item_id is None:
        require_child(connection, child_id)
        filled = {name: value for name, value in kept.items() if value}
        row = insert(item).values(child_id=child_id, section=section, values=filled, changed=now)
        return _id_of(connection.execute(row).inserted_primary_key)
    where = (item.c.id == item_id, item.c.child_id == child_id, item.c.section == section)
    before = connection.scalar(select(item.c["values"]).where(*where))
    if before is None:
        raise UserProblem("record_gone")
    merged = {name: value for name, value in {**before, **kept}.items() if value}
    connection.execute(update(item).where(*where).values(values=merged, changed=now))
    return item_id


def storable(text: str) -> str:
    """Return a text as it is kept: without space around it, and without what is no letter.

    Half of a pair of UTF-16 can come from a terminal or a broken clipboard. No file could hold it.
    """
    return text.encode(errors="replace").decode().strip()


def require_child(connection: Connection, child_id: int) -> None:
    """Raise UserProblem ``record_gone`` if there is no such child."""
    if connection.scalar(select(child.c.id).where(child.c.id == child_id)) is None:
        raise UserProblem("record_gone")


def read_child(connection: Connection, child_id: int) -> Child:
    """Return a child; UserProblem ``record_gone`` if there is none."""
    found = _read(connection, select(child).where(child.c.id == child_id))
    if not found:
        raise UserProblem("record_gone")
    return found[0]


def read_children(connection: Connection) -> tuple[Child, ...]:
    """Return all children, in the order in which they were added."""
    return _read(connection, select(child).order_by(child.c.id))


def remove_item(connection: Connection, child_id: int, item_id: int) -> None:
    """Remove an item with its photos; UserProblem ``record_gone`` if there is none."""
    gone = delete(item).where(item.c.id == item_id, item.c.child_id == child_id)
    if connection.execute(gone).rowcount != 1:
        raise UserProblem("record_gone")


def remove_child(connection: Connection, child_id: int) -> None:
    """Remove a child with everything kept on them; UserProblem ``record_gone`` if none."""
    if connection.execute(delete(child).where(child.c.id == child_id)).rowcount != 1:
        raise UserProblem("record_gone")


def photo_info(row: Row[Any]) -> PhotoInfo:
    """Return a row of `photo` as a value."""
    return PhotoInfo(
        id=row.id,
        child=row.child_id,
        item=row.item_id,
        taken=row.taken,
        width=row.width,
        height=row.height,
        bytes=row.size,
        added=row.added,
    )


def _read(connection: Connection, query: Select[Any]) -> tuple[Child, ...]:
    ids = [row.id for row in connection.execute(query)]
    items: dict[int, list[Item]] = {each: [] for each in ids}
    photos: dict[int, list[PhotoInfo]] = {each: [] for each in ids}
    rows = connection.execute(select(item).where(item.c.child_id.in_(ids)).order_by(item.c.id))
    for row in rows:
        # By name: a row has a method called `values`.
        filled = row._mapping["values"]  # noqa: SLF001 - SQLAlchemy's public name for it
        items[row.child_id].append(Item(row.id, row.child_id, row.section, filled, row.changed))
    found = connection.execute(select(photo).where(photo.c.child_id.in_(ids)).order_by(photo.c.id))
    for row in found:
        photos[row.child_id].append(photo_info(row))
    return tuple(Child(each, tuple(items[each]), _newest_first(photos[each])) for each in ids)


def _newest_first(photos: Sequence[PhotoInfo]) -> tuple[PhotoInfo, ...]:
    dated = sorted((each for each in photos if each.taken), key=lambda each: (each.taken, each.id))
    return (*reversed(dated), *(each for each in reversed(photos) if not each.taken))


def _id_of(key: Any) -> int:  # noqa: ANN401 - a row of one column
    return int(key[0])
