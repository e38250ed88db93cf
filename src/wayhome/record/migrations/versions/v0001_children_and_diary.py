"""Children, their details and photos, and the diary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_children()
    _make_photos()
    _make_diary()
    op.create_table(
        "setting",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )


def _make_children() -> None:
    op.create_table(
        "child",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("added", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_child"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer, nullable=False),
        _child_column(nullable=False),
        sa.Column("section", sa.String(64), nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        _child_key("item"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_item_child_id", "item", ["child_id"])


def _make_photos() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer, nullable=False),
        _child_column(nullable=False),
        sa.Column("item_id", sa.Integer, nullable=True),
        sa.Column("taken", sa.Date, nullable=True),
        sa.Column("added", sa.String(32), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_photo"),
        _child_key("photo"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_photo_item_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_photo_child_id", "photo", ["child_id"])
    op.create_index("ix_photo_item_id", "photo", ["item_id"])
    op.create_table(
        "photo_bytes",
        sa.Column("photo_id", sa.Integer, nullable=False),
        sa.Column("jpeg", sa.LargeBinary, nullable=False),
        sa.Column("thumbnail", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("photo_id", name="pk_photo_bytes"),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name="fk_photo_bytes_photo_id", ondelete="CASCADE"
        ),
    )


def _make_diary() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Integer, nullable=False),
        _child_column(nullable=True),
        sa.Column("entry", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        _child_key("note"),
        sa.UniqueConstraint("entry", name="uq_note_entry"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_child_id", "note", ["child_id"])
    op.create_table(
        "note_version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("note_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("happened_on", sa.Date, nullable=False),
        sa.Column("happened_at", sa.String(5), nullable=False),
        sa.Column("seen_by", sa.Text, nullable=False),
        sa.Column("signs", sa.JSON, nullable=False),
        sa.Column("written", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note_version"),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name="fk_note_version_note_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_version_note_id", "note_version", ["note_id"])


def _child_column(*, nullable: bool) -> sa.Column[int]:
    return sa.Column("child_id", sa.Integer, nullable=nullable)


def _child_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["child_id"], ["child.id"], name=f"fk_{table}_child_id", ondelete="CASCADE"
    )
