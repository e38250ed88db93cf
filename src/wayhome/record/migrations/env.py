"""What Alembic runs: on the connection of a store that is open already. There is no other way."""

from __future__ import annotations

from alembic import context

from wayhome.record.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can't alter a table in place; Alembic copies it.
    render_as_batch=True,
    transactional_ddl=True,
)
# The transaction is the store's own: all steps are made, or none is.
context.run_migrations()
