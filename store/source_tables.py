"""The table of what administrators set for sources: one row each, its history stands in the log."""

from sqlalchemy import CheckConstraint, Column, Integer, Text

from store.tables import Real, _table

source_settings = _table(
    "source_settings",
    Column("source", Text, primary_key=True),
    Column("running", Integer, nullable=False, server_default="1"),
    Column("every_s", Real),  # NULL = as the source was delivered
    Column("plain", Text, nullable=False, server_default="{}"),  # JSON: need -> value
    Column("sealed", Text, nullable=False, server_default=""),  # the secret needs, under a key outside the database
    Column("names", Text, nullable=False, server_default="{}"),  # JSON: our field -> theirs
    Column("at", Real, nullable=False),
    Column("actor", Text, nullable=False),
    CheckConstraint("running IN (0, 1)", name="running"),
)
