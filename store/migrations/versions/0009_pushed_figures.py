"""what others send us: who may send, what came, which signatures were seen, the rows held back"""

from alembic import op
import sqlalchemy as sa


revision = '0009'
down_revision = '0008'
_REAL = sa.Double().with_variant(sa.REAL(), 'sqlite')


def upgrade() -> None:
    """A secret is stored as its hash and under seal; a row that is held back keeps its reason."""
    op.create_table('push_senders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('school', sa.Text(), server_default='', nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('hint', sa.Text(), nullable=False),
    sa.Column('created_at', _REAL, nullable=False),
    sa.Column('created_by', sa.Text(), server_default='', nullable=False),
    sa.Column('revoked_at', _REAL, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_senders')),
    sa.UniqueConstraint('hash', name=op.f('uq_push_senders_hash')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('push_batches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sender_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=True),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('received_at', _REAL, nullable=False),
    sa.Column('rows', sa.Text(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('taken', sa.Integer(), server_default='0', nullable=False),
    sa.Column('held', sa.Integer(), server_default='0', nullable=False),
    sa.Column('taken_at', _REAL, nullable=True),
    sa.CheckConstraint("state IN ('waiting','taken')", name=op.f('ck_push_batches_state')),
    sa.ForeignKeyConstraint(['sender_id'], ['push_senders.id'], name=op.f('fk_push_batches_sender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_batches')),
    sa.UniqueConstraint('sender_id', 'key', name=op.f('uq_push_batches_sender_id_key')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('push_batches', schema=None) as batch_op:
        batch_op.create_index('ix_push_batches_state_id', ['state', 'id'], unique=False)
    _seen_and_held()


def _seen_and_held() -> None:
    op.create_table('push_nonces',
    sa.Column('sender_id', sa.Integer(), nullable=False),
    sa.Column('nonce', sa.Text(), nullable=False),
    sa.Column('at', _REAL, nullable=False),
    sa.ForeignKeyConstraint(['sender_id'], ['push_senders.id'], name=op.f('fk_push_nonces_sender_id')),
    sa.PrimaryKeyConstraint('sender_id', 'nonce', name=op.f('pk_push_nonces')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('push_nonces', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_push_nonces_at'), ['at'], unique=False)
    op.create_table('push_rows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=True),
    sa.Column('school', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('row', sa.Text(), nullable=False),
    sa.Column('received_at', _REAL, nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('decided_at', _REAL, nullable=True),
    sa.Column('decided_by', sa.Text(), server_default='', nullable=False),
    sa.Column('why', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("state IN ('held','released','taken','dropped')", name=op.f('ck_push_rows_state')),
    sa.ForeignKeyConstraint(['batch_id'], ['push_batches.id'], name=op.f('fk_push_rows_batch_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_push_rows_school_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_rows')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('push_rows', schema=None) as batch_op:
        batch_op.create_index('ix_push_rows_state_batch_id', ['state', 'batch_id'], unique=False)
