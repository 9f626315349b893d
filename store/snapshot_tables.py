"""Tables of snapshots: frozen documents, never changed nor deleted (by trigger), and how far each of them reaches."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text

from store.tables import Big, Real, _table

snapshot_reaches = _table(
    "snapshot_reaches",  # exactly which schools a snapshot speaks of; many snapshots have the same
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # hash of the ids
    Column("whole", Integer, CheckConstraint("whole IN (0,1)", name="whole"), nullable=False),  # 1 = of the whole house
    Column("schools", Integer, nullable=False),
    Column("ids", LargeBinary, nullable=False),  # database ids, zlib of u32 steps from one to the next
)

snapshots = _table(
    "snapshots",
    Column("seq", Big, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # AC-2026-000123
    Column("year", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("template", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("parts", Text, nullable=False),  # words of the scope, JSON list
    Column("as_of", Real, nullable=False),
    Column("begins", Real),
    Column("ends", Real),
    Column("made_at", Real, nullable=False),
    Column("made_by", Text, nullable=False, server_default=""),
    Column("person", Text, nullable=False, server_default=""),  # "person:7"
    Column("visitors", Integer, CheckConstraint("visitors IN (0,1)", name="visitors"), nullable=False),
    Column("simulated", Integer, CheckConstraint("simulated IN (0,1)", name="simulated"), nullable=False),
    Column("marks", Text, nullable=False),  # JSON list
    Column("software", Text, nullable=False, server_default=""),
    Column("client", Text, unique=True),  # asked for under this id of the asking program; NULL = under none
    Column("folded", Text, nullable=False),
    Column("reach", Integer, ForeignKey("snapshot_reaches.id"), nullable=False, index=True),
    Column("sha256", Text, CheckConstraint("length(sha256) = 64", name="sha256"), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),  # zlib of the frozen document
    Index("uq_snapshots_number", "year", "n", unique=True),
)

snapshot_parts = _table(
    "snapshot_parts",  # the scope as it was wished: areas × kinds
    Column("snapshot_id", Text, ForeignKey("snapshots.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("area", Text, nullable=False, server_default="", index=True),
    Column("kinds", Text, nullable=False, server_default=""),
    Column("school", Text, nullable=False, server_default=""),
)
