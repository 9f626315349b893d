"""incidents with a life, duty, calendar"""

import json
from typing import Any

from alembic import op
import sqlalchemy as sa


revision = '0003'
down_revision = '0002'

_LEGAL = ("open>acknowledged", "open>in_progress", "open>resolved", "acknowledged>open", "acknowledged>in_progress",
          "acknowledged>resolved", "in_progress>resolved", "resolved>closed", "resolved>open", "closed>open")
_ILLEGAL = f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({', '.join(repr(m) for m in _LEGAL)})"
# Whoever asks: a life goes only where it may, a step is never rewritten, an incident never vanishes.
SQLITE = (
    f"CREATE TRIGGER incidents_legal BEFORE UPDATE ON incidents WHEN {_ILLEGAL} "
    "BEGIN SELECT RAISE(ABORT, 'illegal move of an incident'); END",
    "CREATE TRIGGER incidents_begin BEFORE INSERT ON incidents WHEN NEW.state <> 'open' "
    "BEGIN SELECT RAISE(ABORT, 'an incident begins open'); END",
    "CREATE TRIGGER incidents_no_replace BEFORE INSERT ON incidents "
    "WHEN EXISTS (SELECT 1 FROM incidents WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'incidents stay'); END",
    "CREATE TRIGGER incidents_stay BEFORE DELETE ON incidents BEGIN SELECT RAISE(ABORT, 'incidents stay'); END",
    "CREATE TRIGGER incident_events_no_update BEFORE UPDATE ON incident_events "
    "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER incident_events_no_delete BEFORE DELETE ON incident_events "
    "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER incident_events_no_replace BEFORE INSERT ON incident_events "
    "WHEN EXISTS (SELECT 1 FROM incident_events WHERE id = NEW.id "
    "OR (incident_id = NEW.incident_id AND client = NEW.client)) "
    "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
POSTGRES = (
    "CREATE FUNCTION incidents_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'incidents stay'; END IF; "
    "IF TG_OP = 'INSERT' THEN IF NEW.state <> 'open' THEN RAISE EXCEPTION 'an incident begins open'; END IF; RETURN NEW; END IF; "
    f"IF {_ILLEGAL} THEN RAISE EXCEPTION 'illegal move of an incident'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER incidents_guard BEFORE INSERT OR UPDATE OR DELETE ON incidents "
    "FOR EACH ROW EXECUTE FUNCTION incidents_guard()",
    "CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    "CREATE TRIGGER incident_events_no_change BEFORE UPDATE OR DELETE ON incident_events "
    "FOR EACH ROW EXECUTE FUNCTION events_append_only()",
    "CREATE TRIGGER incident_events_no_truncate BEFORE TRUNCATE ON incident_events "
    "FOR EACH STATEMENT EXECUTE FUNCTION events_append_only()",
)


def upgrade() -> None:
    """The tables of incidents are made anew around their rows: a CHECK cannot be changed in place on SQLite."""
    bind = op.get_bind()
    before = {name: [dict(row) for row in bind.execute(sa.text(f"SELECT * FROM {name}")).mappings()]  # noqa: S608
              for name in ("incidents", "incident_events", "incident_schools")}
    for name in ("incident_events", "incident_schools", "incidents"):
        op.drop_table(name)
    _create()
    for name, rows in (("incidents", before["incidents"]), ("incident_events", _told(before)),
                       ("incident_schools", before["incident_schools"])):
        for row in rows:
            columns = ", ".join(row)
            bind.execute(sa.text(f"INSERT INTO {name} ({columns}) VALUES ({', '.join(':' + c for c in row)})"), row)  # noqa: S608
    if bind.dialect.name != "sqlite":
        for name in ("incidents", "incident_events"):
            bind.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "  # noqa: S608
                                 f"(SELECT coalesce(max(id), 0) + 1 FROM {name}), false)"))
    for statement in (SQLITE if bind.dialect.name == "sqlite" else POSTGRES):
        op.execute(statement)


def _told(before: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Events of before, with the values each of them set."""
    whole = {row["id"]: row for row in before["incidents"]}
    told = []
    for event in sorted(before["incident_events"], key=lambda row: row["id"]):
        row = whole[event["incident_id"]]
        data: dict[str, Any] = {}
        if event["what"] == "opened":
            data = {k: v for k, v in row.items() if k not in ("id", "resolved_at")} | {"state": "open"}
        elif event["what"] == "resolved":
            data = {"state": "resolved", "resolved_at": row["resolved_at"]}
        told.append(event | {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)})
    return told


def _create() -> None:
    op.create_table('calendar_spans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('since', sa.Text(), nullable=False),
    sa.Column('until', sa.Text(), nullable=False),
    sa.Column('kinds', sa.Text(), server_default='', nullable=False),
    sa.Column('start', sa.Text(), server_default='', nullable=False),
    sa.Column('stop', sa.Text(), server_default='', nullable=False),
    sa.Column('created_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('actor', sa.Text(), server_default='', nullable=False),
    sa.Column('revoked_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.CheckConstraint('until >= since', name=op.f('ck_calendar_spans_ends')),
    sa.CheckConstraint("what IN ('holiday','tet','summer','exam','makeup')", name=op.f('ck_calendar_spans_what')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_spans')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('handovers',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('actor_name', sa.Text(), nullable=False),
    sa.Column('taker', sa.Text(), server_default='', nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), server_default='[]', nullable=False),
    sa.Column('client', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handovers')),
    sa.UniqueConstraint('client', name=op.f('uq_handovers_client')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('handovers', schema=None) as batch_op:
        batch_op.create_index('ix_handovers_at', ['at'], unique=False)

    op.create_table('incidents',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('severity', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('area', sa.Text(), server_default='', nullable=False),
    sa.Column('says_vi', sa.Text(), nullable=False),
    sa.Column('says_en', sa.Text(), nullable=False),
    sa.Column('schools', sa.Integer(), server_default='0', nullable=False),
    sa.Column('started_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('opened_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('acknowledged_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('acknowledged_by', sa.Text(), server_default='', nullable=False),
    sa.Column('acknowledged_name', sa.Text(), server_default='', nullable=False),
    sa.Column('acknowledged_until', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('first_acknowledged_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('owner', sa.Text(), server_default='', nullable=False),
    sa.Column('owner_name', sa.Text(), server_default='', nullable=False),
    sa.Column('resolved_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('resolved_by', sa.Text(), server_default='', nullable=False),
    sa.Column('cause', sa.Text(), server_default='', nullable=False),
    sa.Column('closed_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('reopened', sa.Integer(), server_default='0', nullable=False),
    sa.Column('level', sa.Integer(), server_default='0', nullable=False),
    sa.Column('quiet', sa.Integer(), server_default='0', nullable=False),
    sa.Column('confidence', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('category', sa.Text(), server_default='', nullable=False),
    sa.Column('postmortem', sa.Text(), server_default='', nullable=False),
    sa.Column('parent', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_incidents_closed')),
    sa.CheckConstraint("(state IN ('resolved','closed')) = (resolved_at IS NOT NULL)", name=op.f('ck_incidents_resolved')),
    sa.CheckConstraint('parent IS NULL OR parent <> id', name=op.f('ck_incidents_parent')),
    sa.ForeignKeyConstraint(['parent'], ['incidents.id'], name=op.f('fk_incidents_parent')),
    sa.CheckConstraint("kind IN ('single','wide','source','silent','flapping','blind','manual')", name=op.f('ck_incidents_kind')),
    sa.CheckConstraint("severity IN ('low','medium','high','critical')", name=op.f('ck_incidents_severity')),
    sa.CheckConstraint("state IN ('open','acknowledged','in_progress','resolved','closed')", name=op.f('ck_incidents_state')),
    sa.CheckConstraint("quiet IN (0,1)", name=op.f('ck_incidents_quiet')),
    sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f('ck_incidents_confidence')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incidents')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('incidents', schema=None) as batch_op:
        batch_op.create_index('ix_incidents_opened_at', ['opened_at'], unique=False)
        batch_op.create_index('ix_incidents_state', ['state'], unique=False)
        batch_op.create_index('uq_incidents_open', ['rule', 'subject'], unique=True, sqlite_where=sa.text("state IN ('open','acknowledged','in_progress')"), postgresql_where=sa.text("state IN ('open','acknowledged','in_progress')"))

    op.create_table('school_sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kinds', sa.Text(), server_default='', nullable=False),
    sa.Column('weekdays', sa.Text(), server_default='0 1 2 3 4', nullable=False),
    sa.Column('start', sa.Text(), nullable=False),
    sa.Column('stop', sa.Text(), nullable=False),
    sa.Column('since', sa.Text(), nullable=False),
    sa.Column('until', sa.Text(), nullable=True),
    sa.Column('created_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('actor', sa.Text(), server_default='', nullable=False),
    sa.Column('revoked_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_sessions')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('contact_ways',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('target_sealed', sa.Text(), nullable=False),
    sa.Column('hint', sa.Text(), server_default='', nullable=False),
    sa.Column('rank', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('proved_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('revoked_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contact_ways_person_id')),
    sa.CheckConstraint("channel IN ('email','telegram','zalo','webhook')", name=op.f('ck_contact_ways_channel')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_ways')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('contact_ways', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_ways_person_id'), ['person_id'], unique=False)

    op.create_table('incident_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('incident_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('detail', sa.Text(), server_default='', nullable=False),
    sa.Column('actor', sa.Text(), server_default='system:centre', nullable=False),
    sa.Column('actor_name', sa.Text(), server_default='', nullable=False),
    sa.Column('whole', sa.Integer(), server_default='1', nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('data', sa.Text(), server_default='{}', nullable=False),
    sa.Column('client', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_incident_events_incident_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incident_events')),
    sa.UniqueConstraint('incident_id', 'client', name=op.f('uq_incident_events_incident_id_client')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('incident_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incident_events_incident_id'), ['incident_id'], unique=False)

    op.create_table('incident_schools',
    sa.Column('incident_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_incident_schools_incident_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_incident_schools_school_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('incident_id', 'school_id', name=op.f('pk_incident_schools')),
    sqlite_strict=True,
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('incident_schools', schema=None) as batch_op:
        batch_op.create_index('ix_incident_schools_school_id', ['school_id'], unique=False)

    op.create_table('notice_rules',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('least', sa.Text(), server_default='high', nullable=False),
    sa.Column('quiet_from', sa.Text(), server_default='', nullable=False),
    sa.Column('quiet_to', sa.Text(), server_default='', nullable=False),
    sa.Column('digest_min', sa.Integer(), server_default='0', nullable=False),
    sa.Column('changed_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notice_rules_person_id')),
    sa.CheckConstraint("least IN ('low','medium','high','critical','never')", name=op.f('ck_notice_rules_least')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_notice_rules')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('silences',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('incident_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('area', sa.Text(), server_default='', nullable=False),
    sa.Column('school', sa.Text(), server_default='', nullable=False),
    sa.Column('kinds', sa.Text(), server_default='', nullable=False),
    sa.Column('since', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('until', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('weekdays', sa.Text(), server_default='', nullable=False),
    sa.Column('start', sa.Text(), server_default='', nullable=False),
    sa.Column('stop', sa.Text(), server_default='', nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('actor_name', sa.Text(), server_default='', nullable=False),
    sa.Column('client', sa.Text(), nullable=True),
    sa.Column('created_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('revoked_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('revoked_by', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint('length(reason) >= 3', name=op.f('ck_silences_reason')),
    sa.CheckConstraint('until > since', name=op.f('ck_silences_ends')),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_silences_incident_id')),
    sa.CheckConstraint("what IN ('silence','maintenance')", name=op.f('ck_silences_what')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_silences')),
    sa.UniqueConstraint('client', name=op.f('uq_silences_client')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('silences', schema=None) as batch_op:
        batch_op.create_index('ix_silences_until', ['until'], unique=False)

    op.create_table('tickets',
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('incident_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('category', sa.Text(), server_default='', nullable=False),
    sa.Column('severity', sa.Text(), server_default='', nullable=False),
    sa.Column('title', sa.Text(), server_default='', nullable=False),
    sa.Column('opened_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('closed_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_tickets_incident_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_tickets_school_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('source', 'ref', name=op.f('pk_tickets')),
    sqlite_strict=True,
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('tickets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tickets_incident_id'), ['incident_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tickets_school_id'), ['school_id'], unique=False)

    op.create_table('incident_pictures',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('incident_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['incident_events.id'], name=op.f('fk_incident_pictures_event_id')),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_incident_pictures_incident_id')),
    sa.CheckConstraint("media_type IN ('image/jpeg','image/png','image/webp')", name=op.f('ck_incident_pictures_media_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incident_pictures')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('incident_pictures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incident_pictures_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_incident_pictures_incident_id'), ['incident_id'], unique=False)

    op.create_table('outbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('incident_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('spread_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['incident_events.id'], name=op.f('fk_outbox_event_id')),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_outbox_incident_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('event_id', name=op.f('uq_outbox_event_id')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_incident_id'), ['incident_id'], unique=False)
        batch_op.create_index('ix_outbox_spread_at', ['spread_at'], unique=False)

    op.create_table('deliveries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('outbox_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), server_default='', nullable=False),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('next_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('sent_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('error', sa.Text(), server_default='', nullable=False),
    sa.Column('folded_into', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['folded_into'], ['deliveries.id'], name=op.f('fk_deliveries_folded_into')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_deliveries_outbox_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_deliveries_person_id')),
    sa.CheckConstraint("state IN ('waiting','sent','failed','folded')", name=op.f('ck_deliveries_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('outbox_id', 'person_id', name=op.f('uq_deliveries_outbox_id_person_id')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deliveries_outbox_id'), ['outbox_id'], unique=False)
        batch_op.create_index('ix_deliveries_state_next_at', ['state', 'next_at'], unique=False)

    with op.batch_alter_table('schools', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phone', sa.Text(), server_default='', nullable=False))
