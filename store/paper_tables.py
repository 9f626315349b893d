"""Tables of making papers: the queue with what came out of it, schedules, and what is to be posted to whom."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint

from store.tables import Big, Real, _table

papers = _table(
    "papers",  # one paper of one snapshot in one size; asked for by many, made once
    Column("id", Big, primary_key=True),
    Column("snapshot", Text, ForeignKey("snapshots.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("options", Text, nullable=False, server_default=""),  # "width=1600"
    Column("state", Text, CheckConstraint("state IN ('queued','making','ready','failed')", name="state"),
           nullable=False),
    Column("rank", Integer, nullable=False, server_default="0"),  # less = sooner
    Column("asked_at", Real, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("holder", Text, nullable=False, server_default=""),  # who makes it now
    Column("lease_until", Real, nullable=False, server_default="0"),  # by the database's clock
    Column("progress", Real),
    Column("began_at", Real),
    Column("finished_at", Real),
    Column("took_s", Real),
    Column("error_vi", Text, nullable=False, server_default=""),
    Column("error_en", Text, nullable=False, server_default=""),
    Column("sha256", Text, nullable=False, server_default=""),
    Column("size", Integer, nullable=False, server_default="0"),
    Column("body", LargeBinary),
    UniqueConstraint("snapshot", "key", "options"),
    Index("ix_papers_state_rank_asked_at", "state", "rank", "asked_at"),
    Index("ix_papers_sha256", "sha256"),
)

paper_askers = _table(
    "paper_askers",  # whose list it is on, and who is told when it took long
    Column("paper_id", Big, ForeignKey("papers.id"), primary_key=True),
    Column("actor", Text, primary_key=True),  # "person:7"
    Column("asked_at", Real, nullable=False),
    Index("ix_paper_askers_actor_asked_at", "actor", "asked_at"),
)

paper_hashes = _table(
    "paper_hashes",  # every file we ever made: one that was mailed a year ago is ours though it was made again since
    Column("sha256", Text, primary_key=True),
    Column("paper_id", Big, ForeignKey("papers.id"), primary_key=True),
)

schedules = _table(
    "schedules",  # a report that makes itself; made with the reach of its owner, as it is on that day
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("parts", Text, nullable=False),  # JSON: [{area, kinds, school}]
    Column("rhythm", Text, CheckConstraint("rhythm IN ('daily','weekly','monthly','term')", name="rhythm"),
           nullable=False),
    Column("clock", Text, nullable=False),  # local "07:00"
    Column("weekday", Integer, nullable=False, server_default="0"),  # Monday = 0
    Column("day", Integer, nullable=False, server_default="1"),  # of the month
    Column("school_days", Integer, nullable=False, server_default="1"),  # not on days off
    Column("papers", Text, nullable=False),  # "pdf xlsx"
    Column("visitors", Integer, nullable=False, server_default="0"),
    Column("owner", Integer, ForeignKey("people.id"), nullable=False),
    Column("created_at", Real, nullable=False),
    Column("changed_at", Real, nullable=False),
    Column("next_at", Real),  # NULL = paused
    Column("revoked_at", Real),
    Index("ix_schedules_next_at", "next_at"),
)

schedule_recipients = _table(
    "schedule_recipients",
    Column("id", Integer, primary_key=True),
    Column("schedule_id", Integer, ForeignKey("schedules.id"), nullable=False, index=True),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("address_sealed", Text, nullable=False, server_default=""),  # of somebody who is not in the house
    Column("hint", Text, nullable=False, server_default=""),
    Column("revoked_at", Real),
)

schedule_runs = _table(
    "schedule_runs",  # one row = one time a schedule was due; the pair is unique: it is never made twice
    Column("id", Big, primary_key=True),
    Column("schedule_id", Integer, ForeignKey("schedules.id"), nullable=False),
    Column("due_at", Real, nullable=False),
    Column("missed", Integer, nullable=False, server_default="0"),  # earlier times the centre was away
    Column("state", Text, CheckConstraint("state IN ('due','making','posted','failed')", name="state"),
           nullable=False),
    Column("snapshot", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Real, nullable=False),
    Column("ended_at", Real),
    Column("error_vi", Text, nullable=False, server_default=""),
    Column("error_en", Text, nullable=False, server_default=""),
    UniqueConstraint("schedule_id", "due_at"),
    Index("ix_schedule_runs_state_next_at", "state", "next_at"),
)

paper_post = _table(
    "paper_post",  # outbox and deliveries of papers: written with what it tells of, in one transaction
    Column("id", Big, primary_key=True),
    Column("what", Text, CheckConstraint("what IN ('report','ready')", name="what"), nullable=False),
    Column("run_id", Big, ForeignKey("schedule_runs.id"), index=True),
    Column("paper_id", Big, ForeignKey("papers.id")),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("address_sealed", Text, nullable=False, server_default=""),
    Column("hint", Text, nullable=False, server_default=""),
    Column("at", Real, nullable=False),
    Column("state", Text, CheckConstraint("state IN ('waiting','sent','failed')", name="state"), nullable=False),
    Column("channel", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Real, nullable=False),
    Column("sent_at", Real),
    Column("error", Text, nullable=False, server_default=""),
    Index("ix_paper_post_state_next_at", "state", "next_at"),
)
