"""The call log and its chain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "call_link",
        sa.Column("n", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_call_link"),
    )
    op.create_table(
        "call_entry",
        sa.Column("n", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("child_id", sa.Integer, nullable=True),
        sa.Column("entry", sa.String(32), nullable=False),
        sa.Column("written", sa.String(32), nullable=False),
        sa.Column("corrects", sa.String(32), nullable=False),
        sa.Column("answers", sa.String(32), nullable=False),
        sa.Column("while_locked", sa.Boolean, nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("whom", sa.Text, nullable=False),
        sa.Column("spoken_by", sa.Text, nullable=False),
        sa.Column("called", sa.String(32), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("call_back", sa.String(32), nullable=True),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_call_entry"),
        sa.ForeignKeyConstraint(["n"], ["call_link.n"], name="fk_call_entry_n"),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name="fk_call_entry_child_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("entry", name="uq_call_entry_entry"),
    )
    op.create_index("ix_call_entry_child_id", "call_entry", ["child_id"])
