"""snapshots: frozen documents that nobody edits, and how far each reaches"""

from alembic import op
import sqlalchemy as sa


revision = '0005'
down_revision = '0004'
REAL = sa.Double().with_variant(sa.REAL(), 'sqlite')

# A snapshot is never edited: the database itself refuses, whoever asks.
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'snapshots are frozen'); END"
    for table in ("snapshots", "snapshot_parts", "snapshot_reaches") for what in ("UPDATE", "DELETE")
) + (
    # REPLACE deletes without asking the triggers above.
    "CREATE TRIGGER snapshots_no_replace BEFORE INSERT ON snapshots "
    "WHEN EXISTS (SELECT 1 FROM snapshots WHERE seq = NEW.seq OR id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'snapshots are frozen'); END",
)
POSTGRES = (
    "CREATE FUNCTION snapshots_frozen() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'snapshots are frozen'; END $$",
) + tuple(
    f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION snapshots_frozen()"
    for table in ("snapshots", "snapshot_parts", "snapshot_reaches")
) + tuple(
    f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION snapshots_frozen()"
    for table in ("snapshots", "snapshot_parts", "snapshot_reaches")
)


def upgrade() -> None:
    """Three tables and the triggers that keep them as they were written."""
    op.create_table('snapshot_reaches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('whole', sa.Integer(), nullable=False),
    sa.Column('schools', sa.Integer(), nullable=False),
    sa.Column('ids', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('whole IN (0,1)', name=op.f('ck_snapshot_reaches_whole')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshot_reaches')),
    sa.UniqueConstraint('key', name=op.f('uq_snapshot_reaches_key')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('snapshots',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('template', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('parts', sa.Text(), nullable=False),
    sa.Column('as_of', REAL, nullable=False),
    sa.Column('begins', REAL, nullable=True),
    sa.Column('ends', REAL, nullable=True),
    sa.Column('made_at', REAL, nullable=False),
    sa.Column('made_by', sa.Text(), server_default='', nullable=False),
    sa.Column('person', sa.Text(), server_default='', nullable=False),
    sa.Column('visitors', sa.Integer(), nullable=False),
    sa.Column('simulated', sa.Integer(), nullable=False),
    sa.Column('marks', sa.Text(), nullable=False),
    sa.Column('software', sa.Text(), server_default='', nullable=False),
    sa.Column('client', sa.Text(), nullable=True),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('reach', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_snapshots_sha256')),
    sa.CheckConstraint('simulated IN (0,1)', name=op.f('ck_snapshots_simulated')),
    sa.CheckConstraint('visitors IN (0,1)', name=op.f('ck_snapshots_visitors')),
    sa.ForeignKeyConstraint(['reach'], ['snapshot_reaches.id'], name=op.f('fk_snapshots_reach')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_snapshots')),
    sa.UniqueConstraint('client', name=op.f('uq_snapshots_client')),
    sa.UniqueConstraint('id', name=op.f('uq_snapshots_id')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_index('uq_snapshots_number', 'snapshots', ['year', 'n'], unique=True)
    op.create_index(op.f('ix_snapshots_reach'), 'snapshots', ['reach'])
    op.create_index(op.f('ix_snapshots_sha256'), 'snapshots', ['sha256'])
    op.create_table('snapshot_parts',
    sa.Column('snapshot_id', sa.Text(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('area', sa.Text(), server_default='', nullable=False),
    sa.Column('kinds', sa.Text(), server_default='', nullable=False),
    sa.Column('school', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['snapshot_id'], ['snapshots.id'], name=op.f('fk_snapshot_parts_snapshot_id')),
    sa.PrimaryKeyConstraint('snapshot_id', 'n', name=op.f('pk_snapshot_parts')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_index(op.f('ix_snapshot_parts_area'), 'snapshot_parts', ['area'])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(statement)
