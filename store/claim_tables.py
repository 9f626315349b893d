"""Tables of what is claimed against what is measured: columns of all schools, what schools say of their record, and
findings that look wrong. Nothing here is ever corrected by itself."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint

from store.tables import Big, Real, _table

claims = _table(
    "claims",  # one row a claim: packed columns of all schools (services/_claim_columns.py), written by the collector
    Column("claim", Text, primary_key=True),
    Column("at", Real, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

disputes = _table(
    "disputes",  # a school's record, confirmed or disputed by somebody who reaches it
    Column("id", Big, primary_key=True),
    Column("school_id", Integer, ForeignKey("schools.id", ondelete="CASCADE"), nullable=False),
    Column("about", Text, nullable=False),  # a claim, an indicator, or "record"
    Column("says", Text, CheckConstraint("says IN ('confirmed','disputed')", name="says"), nullable=False),
    Column("shown", Text, nullable=False, server_default=""),  # what the record said when it was answered
    Column("note", Text, nullable=False, server_default=""),
    Column("state", Text, CheckConstraint("state IN ('confirmed','open','taken','upheld','refused')", name="state"),
           nullable=False),
    Column("made_at", Real, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_name", Text, nullable=False, server_default=""),
    Column("owner", Text, nullable=False, server_default=""),
    Column("owner_name", Text, nullable=False, server_default=""),
    Column("taken_at", Real),
    Column("ended_at", Real),
    Column("ended_by", Text, nullable=False, server_default=""),
    Column("ended_name", Text, nullable=False, server_default=""),
    Column("ended_note", Text, nullable=False, server_default=""),
    CheckConstraint("(state IN ('upheld','refused')) = (ended_at IS NOT NULL)", name="ended"),
    CheckConstraint("(says = 'confirmed') = (state = 'confirmed')", name="confirmed"),
    Index("ix_disputes_school_id", "school_id"),
    Index("ix_disputes_state", "state"),
)

findings = _table(
    "findings",  # what looks wrong, with its evidence; found again it is the same row, gone it keeps its story
    Column("id", Big, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("subject", Text, nullable=False),  # school:CODE, area:CODE, document:A2
    Column("school_id", Integer, ForeignKey("schools.id", ondelete="CASCADE")),  # NULL = of no single school
    Column("value", Real, nullable=False),  # the figure that is out of place
    Column("evidence", Text, nullable=False),  # JSON: [[metric, value, taken at or null], ...]
    Column("first_at", Real, nullable=False),
    Column("last_at", Real, nullable=False),
    Column("gone_at", Real),
    Column("dismissed_at", Real),
    Column("dismissed_by", Text, nullable=False, server_default=""),
    Column("dismissed_name", Text, nullable=False, server_default=""),
    Column("dismissed_why", Text, nullable=False, server_default=""),
    Column("dismissed_value", Real),
    UniqueConstraint("rule", "subject"),
    Index("ix_findings_school_id", "school_id"),
)
