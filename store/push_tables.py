"""Tables of what others send us: who may send, what came, which signatures were seen, and the rows held back."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint

from store.tables import Real, _table

push_senders = _table(
    "push_senders",  # one program or device that sends rows of one source
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("school", Text, nullable=False, server_default=""),  # "" = rows of any school
    Column("hash", Text, nullable=False, unique=True),
    Column("sealed", Text, nullable=False),  # a signature needs the secret itself: it is kept under seal
    Column("hint", Text, nullable=False),
    Column("created_at", Real, nullable=False),
    Column("created_by", Text, nullable=False, server_default=""),
    Column("revoked_at", Real),
)

push_batches = _table(
    "push_batches",
    Column("id", Integer, primary_key=True),
    Column("sender_id", Integer, ForeignKey("push_senders.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("key", Text),  # the sender's own; the same twice is one batch
    Column("digest", Text, nullable=False),
    Column("received_at", Real, nullable=False),
    Column("rows", Text, nullable=False),  # JSON [[row, reason or ""], …]; emptied some time after it was taken
    Column("count", Integer, nullable=False),
    Column("state", Text, CheckConstraint("state IN ('waiting','taken')", name="state"), nullable=False),
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("held", Integer, nullable=False, server_default="0"),
    Column("taken_at", Real),
    UniqueConstraint("sender_id", "key"),
    Index("ix_push_batches_state_id", "state", "id"),
)

push_nonces = _table(
    "push_nonces",  # signatures seen within the window: none is taken twice
    Column("sender_id", Integer, ForeignKey("push_senders.id"), primary_key=True),
    Column("nonce", Text, primary_key=True),
    Column("at", Real, nullable=False, index=True),
)

push_rows = _table(
    "push_rows",  # held back, each with its reason, until a person decides
    Column("id", Integer, primary_key=True),
    Column("batch_id", Integer, ForeignKey("push_batches.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("school_id", Integer, ForeignKey("schools.id", ondelete="SET NULL")),  # NULL = no school of ours
    Column("school", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("received_at", Real, nullable=False),
    Column("state", Text, CheckConstraint("state IN ('held','released','taken','dropped')", name="state"),
           nullable=False),
    Column("decided_at", Real),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Index("ix_push_rows_state_batch_id", "state", "batch_id"),
)
