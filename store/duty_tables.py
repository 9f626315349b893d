"""Tables of duty: the calendar, whom to tell and how, what waits to be told."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint

from store.tables import Big, Real, _table

calendar_spans = _table(
    "calendar_spans",  # days that are not like others; local days, both included
    Column("id", Integer, primary_key=True),
    Column("what", Text, CheckConstraint(
        "what IN ('holiday','tet','summer','exam','makeup')", name="what"), nullable=False),
    Column("name", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("kinds", Text, nullable=False, server_default=""),  # keys of kinds of school, space between; "" = all
    Column("start", Text, nullable=False, server_default=""),  # of an exam: local "07:00" to "17:00"; "" = all day
    Column("stop", Text, nullable=False, server_default=""),
    Column("created_at", Real, nullable=False),
    Column("actor", Text, nullable=False, server_default=""),
    Column("revoked_at", Real),
    CheckConstraint("until >= since", name="ends"),
)

school_sessions = _table(
    "school_sessions",  # when lessons are: shifts of a school day
    Column("id", Integer, primary_key=True),
    Column("kinds", Text, nullable=False, server_default=""),
    Column("weekdays", Text, nullable=False, server_default="0 1 2 3 4"),  # Monday = 0
    Column("start", Text, nullable=False),  # local "07:00"
    Column("stop", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text),
    Column("created_at", Real, nullable=False),
    Column("actor", Text, nullable=False, server_default=""),
    Column("revoked_at", Real),
)

contact_ways = _table(
    "contact_ways",  # how somebody is reached; the first that works, by rank
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("channel", Text, CheckConstraint(
        "channel IN ('email','telegram','zalo','webhook')", name="channel"), nullable=False),
    Column("target_sealed", Text, nullable=False),  # sealed: an address or a token
    Column("hint", Text, nullable=False, server_default=""),  # what may be shown of it
    Column("rank", Integer, nullable=False, server_default="1"),
    Column("created_at", Real, nullable=False),
    Column("proved_at", Real),  # a trial message went through
    Column("revoked_at", Real),
)

notice_rules = _table(
    "notice_rules",  # one row a person
    Column("person_id", Integer, ForeignKey("people.id"), primary_key=True),
    Column("least", Text, CheckConstraint("least IN ('low','medium','high','critical','never')", name="least"),
           nullable=False, server_default="high"),
    Column("quiet_from", Text, nullable=False, server_default=""),  # local "22:00"
    Column("quiet_to", Text, nullable=False, server_default=""),
    Column("digest_min", Integer, nullable=False, server_default="0"),  # 0 = at once
    Column("changed_at", Real, nullable=False),
)

outbox = _table(
    "outbox",  # written with the event it tells of, in one transaction
    Column("id", Big, primary_key=True),
    Column("event_id", Big, ForeignKey("incident_events.id"), nullable=False),
    Column("incident_id", Big, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("at", Real, nullable=False),
    Column("spread_at", Real),  # when its deliveries were laid out; NULL = waits
    UniqueConstraint("event_id"),
    Index("ix_outbox_spread_at", "spread_at"),
)

deliveries = _table(
    "deliveries",
    Column("id", Big, primary_key=True),
    Column("outbox_id", Big, ForeignKey("outbox.id"), nullable=False, index=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("state", Text, CheckConstraint(
        "state IN ('waiting','sent','failed','folded')", name="state"), nullable=False),
    Column("channel", Text, nullable=False, server_default=""),  # by which it went, or was tried last
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Real, nullable=False),
    Column("sent_at", Real),
    Column("error", Text, nullable=False, server_default=""),
    Column("folded_into", Big, ForeignKey("deliveries.id")),  # a digest told it
    UniqueConstraint("outbox_id", "person_id"),
    Index("ix_deliveries_state_next_at", "state", "next_at"),
)
