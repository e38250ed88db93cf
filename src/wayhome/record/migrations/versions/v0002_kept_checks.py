"""Results of the check, kept with the day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "kept_check",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("child_id", sa.Integer, nullable=True),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("outcomes", sa.JSON, nullable=False),
        sa.Column("kept", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_check"),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name="fk_kept_check_child_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_kept_check_child_id", "kept_check", ["child_id"])
