"""The table of what administrators decided about indicators: rows are only ever added."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text

from store.tables import Real, _table

indicator_bands = _table(
    "indicator_bands",  # of the rows that have begun, the newest by (since, id) holds
    Column("id", Integer, primary_key=True),
    Column("indicator", Text, nullable=False),
    Column("good", Real),  # both NULL = as the indicator was delivered
    Column("watch", Real),
    Column("target", Real),
    Column("target_by", Text, nullable=False, server_default=""),  # local day, "" = no day
    Column("since", Text, nullable=False),  # local day
    Column("why", Text, nullable=False),
    Column("at", Real, nullable=False),
    Column("actor", Text, nullable=False),
    CheckConstraint("(good IS NULL) = (watch IS NULL)", name="both"),
    Index("ix_indicator_bands_indicator_since", "indicator", "since"),
)
