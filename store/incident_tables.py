"""Tables of incidents: what stands now, every step that led there (append-only by trigger), and whom it speaks for.

`incidents` is the sum of its events: each event's `data` names the columns it changed (docs/incidents.md). Persons are
told as "person:7", "client:3", "system:centre"; an owner may be a unit: "unit:760".
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint, text

from store.tables import Big, Real, _table

LIVE = "state IN ('open','acknowledged','in_progress')"

incidents = _table(
    "incidents",
    Column("id", Big, primary_key=True),
    Column("kind", Text, CheckConstraint(
        "kind IN ('single','wide','source','silent','flapping','blind','manual')", name="kind"), nullable=False),
    Column("rule", Text, nullable=False),
    # school:CODE, area:CODE, area:CODE/carrier, carrier:KEY, source:KEY, centre:…
    Column("subject", Text, nullable=False),
    Column("severity", Text, CheckConstraint("severity IN ('low','medium','high','critical')", name="severity"),
           nullable=False),
    Column("state", Text, CheckConstraint(
        "state IN ('open','acknowledged','in_progress','resolved','closed')", name="state"), nullable=False),
    Column("area", Text, nullable=False, server_default=""),
    Column("says_vi", Text, nullable=False),
    Column("says_en", Text, nullable=False),
    Column("schools", Integer, nullable=False, server_default="0"),
    Column("started_at", Real, nullable=False),  # first bad reading, or as told
    Column("opened_at", Real, nullable=False),
    Column("acknowledged_at", Real),  # of the acknowledgement in force; NULL again when its time ran out
    Column("acknowledged_by", Text, nullable=False, server_default=""),
    Column("acknowledged_name", Text, nullable=False, server_default=""),
    Column("acknowledged_until", Real),  # then it comes back, loudly
    Column("first_acknowledged_at", Real),  # what the clock of acknowledging counts to
    Column("owner", Text, nullable=False, server_default=""),
    Column("owner_name", Text, nullable=False, server_default=""),
    Column("resolved_at", Real),
    Column("resolved_by", Text, nullable=False, server_default=""),
    Column("cause", Text, nullable=False, server_default=""),
    Column("closed_at", Real),
    Column("reopened", Integer, nullable=False, server_default="0"),  # how many times
    Column("level", Integer, nullable=False, server_default="0"),  # steps of escalation taken
    Column("quiet", Integer, CheckConstraint("quiet IN (0,1)", name="quiet"), nullable=False, server_default="0"),
    # 1 = recorded, not shouted: out of school hours, silenced or in maintenance
    Column("confidence", Real, CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence")),  # of a wide one
    Column("category", Text, nullable=False, server_default=""),  # of one told by a person
    Column("postmortem", Text, nullable=False, server_default=""),
    Column("parent", Big, ForeignKey("incidents.id")),  # its cause: this one is a symptom
    CheckConstraint("(state IN ('resolved','closed')) = (resolved_at IS NOT NULL)", name="resolved"),
    CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
    CheckConstraint("parent IS NULL OR parent <> id", name="parent"),
    Index("uq_incidents_open", "rule", "subject", unique=True, sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
    Index("ix_incidents_opened_at", "opened_at"),
    Index("ix_incidents_state", "state"),
)

incident_events = _table(
    "incident_events",
    Column("id", Big, primary_key=True),  # grows in order of commit: writers hold one lock
    Column("incident_id", Big, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("at", Real, nullable=False),
    Column("what", Text, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),  # codes of schools, space between
    Column("actor", Text, nullable=False, server_default="system:centre"),
    Column("actor_name", Text, nullable=False, server_default=""),
    Column("whole", Integer, nullable=False, server_default="1"),  # its author reaches every school of the province
    Column("text", Text, nullable=False, server_default=""),  # what a person wrote
    Column("data", Text, nullable=False, server_default="{}"),  # column of `incidents` -> its new value
    Column("client", Text),  # the asking program's own id: the same twice is one
    UniqueConstraint("incident_id", "client"),
)

incident_schools = _table(
    "incident_schools",  # whom an incident speaks for: reach is decided by these rows
    Column("incident_id", Big, ForeignKey("incidents.id"), primary_key=True),
    Column("school_id", Integer, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_incident_schools_school_id", "school_id"),
    rowid=False,
)

incident_pictures = _table(
    "incident_pictures",
    Column("id", Big, primary_key=True),
    Column("incident_id", Big, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("event_id", Big, ForeignKey("incident_events.id"), nullable=False, index=True),
    Column("media_type", Text, CheckConstraint(
        "media_type IN ('image/jpeg','image/png','image/webp')", name="media_type"), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

tickets = _table(
    "tickets",  # what schools told a helpdesk; each belongs to one incident
    Column("source", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("school_id", Integer, ForeignKey("schools.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("incident_id", Big, ForeignKey("incidents.id"), index=True),
    Column("category", Text, nullable=False, server_default=""),
    Column("severity", Text, nullable=False, server_default=""),
    Column("title", Text, nullable=False, server_default=""),
    Column("opened_at", Real, nullable=False),
    Column("closed_at", Real),
    rowid=False,
)

silences = _table(
    "silences",  # noise is hidden, never facts; a maintenance is announced and has a look of its own
    Column("id", Big, primary_key=True),
    Column("what", Text, CheckConstraint("what IN ('silence','maintenance')", name="what"), nullable=False),
    Column("incident_id", Big, ForeignKey("incidents.id")),  # just this one
    Column("area", Text, nullable=False, server_default=""),  # else area x kinds, or one school; "" "" = everything
    Column("school", Text, nullable=False, server_default=""),
    Column("kinds", Text, nullable=False, server_default=""),
    Column("since", Real, nullable=False),
    Column("until", Real, nullable=False),
    Column("weekdays", Text, nullable=False, server_default=""),  # recurring within since-until: "0 2" = Mon, Wed
    Column("start", Text, nullable=False, server_default=""),  # local "22:00"; may cross midnight
    Column("stop", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_name", Text, nullable=False, server_default=""),
    Column("client", Text, unique=True),
    Column("created_at", Real, nullable=False),
    Column("revoked_at", Real),
    Column("revoked_by", Text, nullable=False, server_default=""),
    CheckConstraint("until > since", name="ends"),
    CheckConstraint("length(reason) >= 3", name="reason"),
    Index("ix_silences_until", "until"),
)

handovers = _table(
    "handovers",  # the book of shifts: what is open, who has it, what to watch
    Column("id", Big, primary_key=True),
    Column("at", Real, nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("taker", Text, nullable=False, server_default=""),  # who takes over, as told
    Column("text", Text, nullable=False),
    Column("body", Text, nullable=False, server_default="[]"),  # JSON: the open incidents as they stood
    Column("client", Text, unique=True),
    Index("ix_handovers_at", "at"),
)
