"""Photos in the store: JPEG bytes that `pictures` has made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from wayhome.model.problems import UserProblem
from wayhome.record.children import photo_info, require_child
from wayhome.record.tables import item, photo, photo_bytes

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection

    from wayhome.model.kept import PhotoInfo
    from wayhome.record.pictures import Picture


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo with its bytes."""

    info: PhotoInfo
    jpeg: bytes


def save_photo(  # noqa: PLR0913 - what makes a photo, all but the connection named
    connection: Connection,
    *,
    child_id: int,
    item_id: int | None,
    picture: Picture,
    taken: date | None,
    now: datetime,
) -> int:
    """Keep a photo of a child, or of an item such as a mark; return its id.

    Raises:
        UserProblem: ``record_gone``, there is no such child or item.
    """
    require_child(connection, child_id)
    if item_id is not None:
        here = select(item.c.id).where(item.c.id == item_id, item.c.child_id == child_id)
        if connection.scalar(here) is None:
            raise UserProblem("record_gone")
    row = insert(photo).values(
        child_id=child_id,
        item_id=item_id,
        taken=taken,
        added=now,
        width=picture.width,
        height=picture.height,
        size=len(picture.jpeg),
    )
    key = connection.execute(row).inserted_primary_key
    photo_id = int(key[0]) if key else 0
    connection.execute(
        insert(photo_bytes).values(
            photo_id=photo_id, jpeg=picture.jpeg, thumbnail=picture.thumbnail
        )
    )
    return photo_id


def read_photo(connection: Connection, photo_id: int) -> PhotoFile:
    """Return a photo; UserProblem ``record_gone`` if there is none."""
    row = connection.execute(select(photo).where(photo.c.id == photo_id)).one_or_none()
    jpeg = connection.scalar(select(photo_bytes.c.jpeg).where(photo_bytes.c.photo_id == photo_id))
    if row is None or jpeg is None:
        raise UserProblem("record_gone")
    return PhotoFile(photo_info(row), jpeg)


def read_photo_info(connection: Connection, photo_id: int) -> PhotoInfo:
    """Return a photo without its bytes; UserProblem ``record_gone`` if there is none."""
    row = connection.execute(select(photo).where(photo.c.id == photo_id)).one_or_none()
    if row is None:
        raise UserProblem("record_gone")
    return photo_info(row)


def read_thumbnail(connection: Connection, photo_id: int) -> bytes:
    """Return a small JPEG of a photo; UserProblem ``record_gone`` if there is none."""
    where = photo_bytes.c.photo_id == photo_id
    small: bytes | None = connection.scalar(select(photo_bytes.c.thumbnail).where(where))
    if small is None:
        raise UserProblem("record_gone")
    return small


def date_photo(connection: Connection, photo_id: int, taken: date | None) -> None:
    """Set the day on which a photo was taken; UserProblem ``record_gone`` if there is none."""
    change = update(photo).where(photo.c.id == photo_id).values(taken=taken)
    if connection.execute(change).rowcount != 1:
        raise UserProblem("record_gone")


def remove_photo(connection: Connection, photo_id: int) -> None:
    """Remove a photo; UserProblem ``record_gone`` if there is none."""
    if connection.execute(delete(photo).where(photo.c.id == photo_id)).rowcount != 1:
        raise UserProblem("record_gone")
