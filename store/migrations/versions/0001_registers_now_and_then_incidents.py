"""Registers, now and then, incidents"""

from alembic import op
import sqlalchemy as sa


revision = '0001'
down_revision = None


def upgrade() -> None:
    op.create_table('areas',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('parent', sa.Text(), nullable=True),
    sa.Column('valid_from', sa.Text(), server_default='0001-01-01', nullable=False),
    sa.Column('valid_to', sa.Text(), nullable=True),
    sa.Column('label_lat', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('label_lon', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('south', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('west', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('north', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('east', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('area_km2', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('outline', sa.Text(), nullable=True),
    sa.Column('schematic', sa.Integer(), server_default='0', nullable=False),
    sa.Column('sort_key', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.CheckConstraint("level IN ('province','district','ward')", name=op.f('ck_areas_level')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_areas')),
    sa.UniqueConstraint('code', 'valid_from', name=op.f('uq_areas_code_valid_from')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('boards',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payload', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_boards')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('facts',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_facts')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('gaps',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('since', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('until', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gaps')),
    sa.UniqueConstraint('source', 'since', name=op.f('uq_gaps_source_since')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
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
    sa.Column('resolved_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('parent', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['parent'], ['incidents.id'], name=op.f('fk_incidents_parent')),
    sa.CheckConstraint("kind IN ('single','wide','source','blind')", name=op.f('ck_incidents_kind')),
    sa.CheckConstraint("state IN ('open','resolved')", name=op.f('ck_incidents_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incidents')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('incidents', schema=None) as batch_op:
        batch_op.create_index('ix_incidents_opened_at', ['opened_at'], unique=False)
        batch_op.create_index('uq_incidents_open', ['rule', 'subject'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('leases',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('token', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('until', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('schools',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('lat', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('lon', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('approximate', sa.Integer(), server_default='0', nullable=False),
    sa.Column('old_area', sa.Text(), server_default='', nullable=False),
    sa.Column('new_area', sa.Text(), server_default='', nullable=False),
    sa.Column('pupils', sa.Integer(), nullable=True),
    sa.Column('teachers', sa.Integer(), nullable=True),
    sa.Column('classes', sa.Integer(), nullable=True),
    sa.Column('carrier', sa.Text(), server_default='', nullable=False),
    sa.Column('contracted_mbps', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('probe', sa.Text(), server_default='', nullable=False),
    sa.Column('pilot', sa.Integer(), server_default='0', nullable=False),
    sa.Column('simulated', sa.Integer(), server_default='0', nullable=False),
    sa.Column('heartbeat_hash', sa.Text(), nullable=True),
    sa.Column('heartbeat_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('sort_key', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.CheckConstraint('lat BETWEEN -90 AND 90', name=op.f('ck_schools_lat')),
    sa.CheckConstraint('lon BETWEEN -180 AND 180', name=op.f('ck_schools_lon')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schools')),
    sa.UniqueConstraint('code', name=op.f('uq_schools_code')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('schools', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_schools_heartbeat_hash'), ['heartbeat_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_schools_new_area'), ['new_area'], unique=False)
        batch_op.create_index(batch_op.f('ix_schools_old_area'), ['old_area'], unique=False)

    op.create_table('source_states',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('last_attempt_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('last_success_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('failing_since', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('rows', sa.Integer(), server_default='0', nullable=False),
    sa.Column('rejected', sa.Integer(), server_default='0', nullable=False),
    sa.Column('took_s', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('error_code', sa.Text(), nullable=True),
    sa.Column('error_vi', sa.Text(), nullable=True),
    sa.Column('error_en', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_source_states')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('sweeps',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('started_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('finished_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('unknown', sa.Integer(), nullable=False),
    sa.Column('rejected', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sweeps')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('sweeps', schema=None) as batch_op:
        batch_op.create_index('ix_sweeps_source_finished_at', ['source', 'finished_at'], unique=False)

    op.create_table('daily',
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('metric', sa.Text(), nullable=False),
    sa.Column('start', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('total', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('low', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('high', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_daily_school_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('school_id', 'metric', 'start', name=op.f('pk_daily')),
    sqlite_strict=True,
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('daily', schema=None) as batch_op:
        batch_op.create_index('ix_daily_start', ['start'], unique=False)

    op.create_table('history',
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('metric', sa.Text(), nullable=False),
    sa.Column('taken_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('value', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_history_school_id'), ondelete='CASCADE'),
    sa.CheckConstraint('value = value AND abs(value) < 1e15', name=op.f('ck_history_value_finite')),
    sa.PrimaryKeyConstraint('school_id', 'metric', 'taken_at', name=op.f('pk_history')),
    sqlite_strict=True,
    sqlite_with_rowid=False
    )
    op.create_table('hourly',
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('metric', sa.Text(), nullable=False),
    sa.Column('start', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('total', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('low', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('high', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_hourly_school_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('school_id', 'metric', 'start', name=op.f('pk_hourly')),
    sqlite_strict=True,
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('hourly', schema=None) as batch_op:
        batch_op.create_index('ix_hourly_start', ['start'], unique=False)

    op.create_table('incident_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('incident_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('detail', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_incident_events_incident_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incident_events')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('incident_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incident_events_incident_id'), ['incident_id'], unique=False)

    op.create_table('latest',
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('metric', sa.Text(), nullable=False),
    sa.Column('value', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True),
    sa.Column('taken_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_latest_school_id'), ondelete='CASCADE'),
    sa.CheckConstraint('value = value AND abs(value) < 1e15', name=op.f('ck_latest_value_finite')),
    sa.PrimaryKeyConstraint('school_id', 'metric', name=op.f('pk_latest')),
    sqlite_strict=True,
    sqlite_with_rowid=False
    )
