"""Alembic's entry: the connection is handed in by `store.migrating`, never read from a file."""

from alembic import context

from store import (  # noqa: F401 - declare their tables
    band_tables,
    claim_tables,
    duty_tables,
    gate_tables,
    incident_tables,
    paper_tables,
    push_tables,
    snapshot_tables,
    source_tables,
    trend_tables,
)
from store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
